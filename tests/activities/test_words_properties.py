"""Any ledger renders every kind: nothing undefined, nothing unescaped, no figure of its own."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.words import render
from contracts.document_context import FactView
from domain.documents import DocumentKind
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus
from domain.figures import NUMBERLESS, Figure, FigureKind, FigureUnit
from domain.plain_text import clean_prose
from domain.wording import Language
from tests.activities.html_tags import Tags
from tests.activities.words_samples import AS_OF, context

# Four digits with a thousands mark: only figures are written so, and none stands in a template.
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3})+")
_HOSTILE = st.sampled_from(
    [
        "<b onclick=x>&lt;",
        "{{ 7 * 7 }}{% raw %}",
        "\u202eesrever\u2066",
        "a\r\nBcc: b@c.example",
        "\ue000name\ue001",
        "長" * 300,
    ]
)
_FIGURE = st.builds(
    lambda kind, unit, number: Figure(
        kind=kind, unit=unit, number=None if kind in NUMBERLESS else number
    ),
    st.sampled_from(FigureKind),
    st.sampled_from(FigureUnit),
    st.integers(1_000, 10**9),
)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[FactView, ...]:
    known = sorted(FACT_CATALOGUE)
    keys = draw(st.sets(st.sampled_from(known), max_size=25) | st.just(set(known)))
    return tuple(
        FactView(
            key=key,
            status=draw(st.sampled_from(FactStatus)),
            statement=draw(_HOSTILE | st.text(alphabet="あ漏え。い<&{", max_size=12)),
            figure=draw(_FIGURE) if key.startswith("figure.") else None,
            moment=AS_OF if draw(st.booleans()) and not key.startswith("figure.") else None,
            as_of=AS_OF,
            public=True,
        )
        for key in sorted(keys)
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(), st.sampled_from(DocumentKind))
def test_any_ledger_renders_every_kind(facts: tuple[FactView, ...], kind: DocumentKind) -> None:
    for language in Language:
        _renders(facts, kind, language)


def _renders(facts: tuple[FactView, ...], kind: DocumentKind, language: Language) -> None:
    plain = context(kind, facts=())
    words = render(plain.model_copy(update={"facts": facts, "language": language}))
    page = Tags(words.html)
    assert page.open == []
    assert not page.tags & {"b", "script", "a", "img"}
    assert not page.attributes & {"onclick", "href", "src"}
    # A follow-up says beside a figure what the ledger held when the release before was written.
    told = (*facts, *(plain.release.previous if plain.release else ()))
    held = {f"{f.figure.number:,}" for f in told if f.figure and f.figure.number is not None}
    held |= set(_FIGURES.findall(render(plain.model_copy(update={"language": language})).text))
    assert set(_FIGURES.findall(words.text)) <= held
    assert "Undefined" not in words.text
    assert "\n" not in words.subject
    for body in (words.subject, words.text, words.html):
        assert clean_prose(body.replace("\ue000", "").replace("\ue001", "")) == body.replace(
            "\ue000", ""
        ).replace("\ue001", "").rstrip("\n")
