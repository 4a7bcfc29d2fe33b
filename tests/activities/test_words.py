import re
from difflib import unified_diff
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes
from pydantic import ValidationError

import templates
from activities import words_environment
from activities.words import Rendered, render, render_alert, render_reminder
from activities.words_errors import (
    MissingTemplateError,
    TemplateFaultError,
)
from contracts.document_context import DocumentContext, FactView
from domain.documents import IN_HOUSE, RETRACTIONS, DocumentKind
from domain.fact_catalogue import FACT_CATALOGUE
from domain.figures import FigureUnit
from domain.markings import Marking
from domain.wording import Language, banner
from tests.activities.html_tags import Tags
from tests.activities.words_coverage import (
    GOLDEN_VARIANTS,
    combinations,
    listed,
    variant_words,
)
from tests.activities.words_golden import (
    ALERT,
    GOLDEN,
    GOLDEN_WORDS,
    REMINDER,
    documents,
    files,
    wordings,
)
from tests.activities.words_samples import FACTS, PLATFORM, context, fact, records

KINDS = list(DocumentKind)
TEMPLATES = Path(templates.__file__).parent


@pytest.fixture(scope="module")
def rendered_documents() -> dict[str, Rendered]:
    return documents()


def test_the_golden_documents_stand(rendered_documents: dict[str, Rendered]) -> None:
    expected = {
        path: text
        for name, words in rendered_documents.items()
        for path, text in files(name, words).items()
    }
    assert {p.name for p in GOLDEN.iterdir()} == {p.name for p in expected}
    _stand(expected)


def test_the_golden_wordings_stand() -> None:
    expected = wordings()
    assert {p.name for p in GOLDEN_WORDS.iterdir()} == {p.name for p in expected}
    _stand(expected)


def test_every_kind_has_golden_words_for_each_house_reader_and_certainty() -> None:
    expected = variant_words()
    assert {p.name for p in GOLDEN_VARIANTS.iterdir()} == {p.name for p in expected}
    for kind in DocumentKind:
        for language in Language:
            kept = (GOLDEN_VARIANTS / f"{language}-{kind}.txt").read_text(encoding="utf-8")
            assert listed(kept) == combinations(kind)
            whole = f"{kind}_en" if language is Language.ENGLISH else kind
            assert (GOLDEN / f"{whole}.html").is_file()
    _stand(expected)


def _stand(expected: dict[Path, str]) -> None:
    moved = "".join(
        line
        for path, text in expected.items()
        for line in unified_diff(
            path.read_text(encoding="utf-8").splitlines(keepends=True),
            text.splitlines(keepends=True),
            f"golden/{path.name}",
            "now",
        )
    )
    remedy = "words moved: run `python -m tests.activities.words_golden`, read the diff"
    assert not moved, f"{remedy}\n{moved}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marking", list(Marking))
def test_every_kind_renders_with_an_empty_ledger(kind: DocumentKind, marking: Marking) -> None:
    words = render(context(kind, facts=(), marking=marking))
    assert "調査中" in words.text
    says_event = kind not in RETRACTIONS | IN_HOUSE | {DocumentKind.FAQ}
    assert "漏えいのおそれ" in words.text or kind.endswith("report") or not says_event
    mark = {Marking.LIVE: "", Marking.REPLAY: "【再現】", Marking.DRILL: "【訓練】"}[marking]
    assert words.subject.startswith(mark)
    assert mark or not words.subject.startswith(("【再現】", "【訓練】"))
    for body in (words.text, words.html):
        assert ("実際の通知ではありません" in body) == (marking is not Marking.LIVE)
        assert banner(marking) in body


def test_html_is_well_formed_and_fetches_nothing(rendered_documents: dict[str, Rendered]) -> None:
    for words in rendered_documents.values():
        page = Tags(words.html)
        assert page.open == []
        assert not page.tags & {"a", "img", "script", "link", "iframe", "form", "object"}
        assert not page.attributes & {"src", "href", "background", "srcset"}
        assert "url(" not in words.html
        assert "@import" not in words.html


def test_text_and_html_say_the_same(rendered_documents: dict[str, Rendered]) -> None:
    for words in rendered_documents.values():
        shown = re.sub(r"\s|・|■|：|【|】|[\[\]]", "", "".join(Tags(words.html).text))
        for line in words.text.splitlines():
            for part in re.split("：|: ", line.removeprefix("- ")):
                assert re.sub(r"\s|・|■|：|【|】|[\[\]]", "", part) in shown


def test_templates_read_only_catalogued_facts_and_given_names() -> None:
    asked: set[str] = set()
    for path in TEMPLATES.rglob("*.j2"):
        tree = jinja2.Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in {"fact", "releasable"}:
                asked.update(const.value for const in call.find_all(nodes.Const))
    assert len(asked) > 20
    assert asked <= set(FACT_CATALOGUE)


def test_templates_hold_no_figure_date_or_address_of_a_case() -> None:
    # Style sheets, article numbers of the law and the numbering of headings are no such thing.
    allowed = re.compile(
        r"第(?:26|68)条第1項|規則第[79]条|第(?:7|43)条|Article \S+|第[1-4]号|style=\"[^\"]*\"|Rule \S+|https?://"
    )
    for path in TEMPLATES.rglob("*_words.j2"):
        source = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        literals = re.findall(r'"([^"]*)"', allowed.sub("", source))
        numbered = [t for t in literals if re.search(r"\d{2,}|\d[年月日時件名社]", t)]
        assert numbered == []


def test_a_merchants_notice_does_not_speak_as_the_platform() -> None:
    words = render(context(DocumentKind.PERSON_NOTICE))
    assert f"{PLATFORM.name}のアプリマーケット" in words.text
    assert "当社のアプリマーケット" not in words.text


def test_roles_decide_the_legal_ground_that_a_merchant_is_told() -> None:
    told = context(DocumentKind.MERCHANT_NOTICE)
    assert told.merchant is not None
    assert "第26条第1項ただし書" in render(told).text
    open_role = told.merchant.model_copy(update={"role": "undecided"})
    undecided = render(told.model_copy(update={"merchant": open_role}))
    assert "ただし書" not in undecided.text
    assert "立場は確認中" in undecided.text


def test_a_report_names_its_nine_items_in_order() -> None:
    text = render(context(DocumentKind.FINAL_REPORT)).text
    numbers = [int(n) for n in re.findall(r"^(\d)．", text, flags=re.MULTILINE)]
    assert numbers == list(range(1, 10))
    assert "令和8年3月4日" in text
    assert "2026年" not in text


def test_a_language_without_templates_is_refused() -> None:
    with pytest.raises(MissingTemplateError, match="fr/final_report"):
        words_environment.template_version("fr/final_report")


def test_a_context_without_its_parts_is_refused() -> None:
    values = context(DocumentKind.FIRST_RELEASE).model_dump()
    with pytest.raises(ValidationError, match="needs release"):
        DocumentContext.model_validate({**values, "release": None})
    with pytest.raises(ValidationError, match="given twice"):
        DocumentContext.model_validate({**values, "facts": (FACTS[0], FACTS[0])})


def test_the_version_covers_every_file_of_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render(context(DocumentKind.PERSON_NOTICE)).template_version
    assert first == render(context(DocumentKind.PERSON_NOTICE, facts=())).template_version
    assert first != render(context(DocumentKind.PERSON_LETTER)).template_version
    for shared in ("_person_words.j2", "_mail.html.j2", "_marking.html.j2", "_parts.txt.j2"):
        monkeypatch.setattr(
            words_environment,
            "_source",
            lambda name, shared=shared, source=words_environment._source: (
                source(name) + (" " if name.endswith(shared) else "")
            ),
        )
        moved = words_environment.template_version.__wrapped__("ja/person_notice")
        assert moved != first
        monkeypatch.undo()


def test_a_template_that_reaches_for_what_is_not_given_is_a_fault() -> None:
    with pytest.raises(TemplateFaultError, match="ja/first_release"):
        words_environment.rendered("ja/first_release/body.txt.j2", {"banner": ""})


def test_an_alert_is_one_list_with_the_most_urgent_first() -> None:
    words = render_alert(ALERT)
    assert words.subject.endswith("超過 1時間（ほか1件）")
    assert words.text.index("preliminary:platform:ppc") < words.text.index("task|01JH")
    assert "2026年1月11日（日）18:00（残り 9時間）" in words.text


def test_a_reminder_asks_only_for_what_is_missing() -> None:
    assert "受領された旨" in render_reminder(REMINDER).text
    acknowledged = render_reminder(REMINDER.model_copy(update={"acknowledged": True}))
    assert "受領された旨" not in acknowledged.text
    assert "委任されるか" in acknowledged.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_release_says_no_figure_as_known_and_as_open(language: str) -> None:
    people = fact("figure.people", figure=records(40, FigureUnit.PEOPLE), public=True)
    held = tuple(one for one in FACTS if not one.key.startswith("figure."))
    given = context(DocumentKind.FIRST_RELEASE)
    open_words = {"ja": "対象となる件数", "en": "Number concerned"}[language]

    def text(facts: tuple[FactView, ...]) -> str:
        return render(
            given.model_copy(update={"facts": facts, "language": Language(language)})
        ).text

    assert open_words in text(held)
    told = text((*held, people))
    assert "40" in told
    assert open_words not in told
