"""Each kind of document in every wording that house, reader and certainty of the facts ask for.

One golden file a kind and language, as differences from the case. A wording that says the same as
the case, or as an earlier one, says so. Houses and readers are combined where a person is spoken
to; elsewhere each stands alone.
"""

from difflib import unified_diff
from pathlib import Path

from activities.words import render
from contracts.document_context import DocumentContext, FactView
from domain.documents import PERSON_DOCUMENTS, DocumentKind
from domain.facts import FactStatus
from domain.voices import OrganisationForm, ReaderRelation
from domain.wording import Language
from tests.activities.words_samples import FACTS, context
from tests.activities.words_variants import DENIAL, ENGLISH_FACTS, EXAMINED, english

GOLDEN_VARIANTS = Path(__file__).parent.parent / "golden" / "variants"
CASE, HEAD = "the case", "=== "
SUSPECTED = {
    view.key: view.model_copy(update={"status": FactStatus.SUSPECTED})
    for view in FACTS
    if view.status is FactStatus.KNOWN
}
CERTAINTIES: dict[str, dict[str, FactView] | None] = {
    "certainty: suspected": SUSPECTED,
    "certainty: nothing known": None,
    "certainty: denial without its facts": {DENIAL.key: DENIAL},
    "certainty: denial with its facts": {one.key: one for one in (DENIAL, *EXAMINED)},
}
PLAIN = (OrganisationForm.COMPANY, ReaderRelation.CUSTOMER)
Voices = tuple[OrganisationForm, ReaderRelation]


def combinations(kind: DocumentKind) -> list[str]:
    """The wordings that the golden files of a kind have to hold, in order."""
    return [*(_name(one) for one in _voices(kind)), *CERTAINTIES]


def variant_words() -> dict[Path, str]:
    """The golden differences of every kind and language."""
    return {
        GOLDEN_VARIANTS / f"{language}-{kind}.txt": _differences(kind, language)
        for kind in DocumentKind
        for language in Language
    }


def listed(text: str) -> list[str]:
    """The wordings that a golden file holds, in order."""
    return [
        line.removeprefix(HEAD).partition(" (as ")[0]
        for line in text.split("\n")
        if line.startswith(HEAD)
    ]


def _differences(kind: DocumentKind, language: Language) -> str:
    base = english(kind) if language is Language.ENGLISH else context(kind)
    said = _lines(base)
    parts: list[str] = []
    known = {"": CASE}
    for name, given in _variants(base).items():
        diff = [
            line
            for line in unified_diff(said, _lines(given), lineterm="", n=0)
            if not line.startswith(("---", "+++", "@@"))
        ]
        as_one = known.setdefault("\n".join(diff), name)
        parts += ["", f"{HEAD}{name}", *diff]
        if as_one != name:
            parts[-len(diff) - 1 :] = [f"{HEAD}{name} (as {as_one})"]
    return "\n".join(parts[1:]) + "\n"


def _variants(base: DocumentContext) -> dict[str, DocumentContext]:
    pairs = {
        _name(one): base.model_copy(update={"form": one[0], "relation": one[1]})
        for one in _voices(base.kind)
    }
    return pairs | {
        name: base.model_copy(update={"facts": _facts(base, changed)})
        for name, changed in CERTAINTIES.items()
    }


def _voices(kind: DocumentKind) -> list[Voices]:
    company, customer = PLAIN
    found = [(form, relation) for form in OrganisationForm for relation in ReaderRelation]
    if kind not in PERSON_DOCUMENTS:
        found = [one for one in found if company in one or customer in one]
    return [one for one in found if one != PLAIN]


def _name(one: Voices) -> str:
    return f"house: {one[0]}, reader: {one[1]}"


def _facts(base: DocumentContext, changed: dict[str, FactView] | None) -> tuple[FactView, ...]:
    if changed is None:
        return ()
    known = {view.key: view for view in base.facts}
    if changed is SUSPECTED and base.language is Language.ENGLISH:
        changed = {
            view.key: view.model_copy(update={"status": FactStatus.SUSPECTED})
            for view in ENGLISH_FACTS
            if view.key in SUSPECTED
        }
    return tuple({**known, **changed}.values())


def _lines(given: DocumentContext) -> list[str]:
    words = render(given)
    shown = f"{words.subject}\n\n{words.text}".replace("\ue000", "⟦").replace("\ue001", "⟧")
    return shown.split("\n")
