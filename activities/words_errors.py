"""Why a document cannot be rendered. The messages name keys and templates, never a value."""


class WordsError(Exception):
    """A document cannot be rendered as asked; nothing of it may be used.

    `place` is the file and the line of the template, where one is to blame or asked for it.
    """

    place: tuple[str, int] | None = None


class FactNotPublicError(WordsError):
    """A public document reads a fact that nobody has released to the public."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the fact '{key}' is not public, and this document would publish it")
        self.key = key


class UnknownFactKeyError(WordsError):
    """A template asks for a fact that the catalogue does not know: it is misspelt."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no fact of the key '{key}' is in the catalogue")
        self.key = key


class MissingTemplateError(WordsError):
    """There are no words of this kind in this language."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no template '{name}'")
        self.name = name


class TemplateFaultError(WordsError):
    """A template asks for something that is not there, or does what templates may not do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the template '{name}' is wrong: see the cause of this error")
        self.name = name


class TwicePassageError(WordsError):
    """A template gives two different paragraphs the same name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the passage '{name}' stands twice, with different words")
        self.name = name


class UnmarkedDocumentError(WordsError):
    """A replay or drill was rendered without the line that says so."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the template '{name}' leaves out the marking of a replay or drill")
        self.name = name
