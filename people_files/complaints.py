"""What keeps a file from being read as a list at all, in both languages and without a value."""

from domain.explanations import Bilingual


class PeopleListError(ValueError):
    """A file that cannot be read as a list; `said` says where, why and what would be right."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.said = Bilingual(ja=ja, en=en)
