"""The golden documents: every document of the demo case, and where its words are kept.

`python -m tests.activities.words_golden` writes them anew: read the difference before committing.
"""

from pathlib import Path

from activities.words import (
    Rendered,
    render,
    render_alert,
    render_approval_request,
    render_reminder,
)
from commands.sample_contexts import Samples
from contracts.staff_mail_context import (
    AlertContext,
    AlertLine,
    ApprovalContext,
    ReminderContext,
)
from domain.documents import DocumentKind
from domain.markings import Marking
from domain.wording import Language
from incident_file import load_incident_file
from tests.activities.words_coverage import variant_words
from tests.activities.words_samples import CLOCKS, PLATFORM, REPLY, TITLE, context, day
from tests.activities.words_variants import english, variants

GOLDEN = Path(__file__).parent.parent / "golden" / "documents"
GOLDEN_WORDS = GOLDEN.parent / "wordings"
"""Texts alone: the wording variants, and every kind of the demo's own case in both languages."""
DEMO = Path(__file__).parents[2] / "cases" / "demo.yaml"

ALERT = AlertContext(
    marking=Marking.REPLAY,
    issued_at=day(11, 9),
    lines=(
        AlertLine(
            code_name="KOTORI",
            duty="契約店舗の受領確認",
            due=day(11, 18),
            party="merchant-g",
            step="期限の4時間前",
            acknowledge="shirase take KOTORI 'task|01JH0000000000000000000007' --role commander",
        ),
        AlertLine(
            code_name="KOTORI",
            duty="個人情報保護委員会への速報（連名）",
            due=day(11, 8),
            party="platform",
            owed_to="個人情報保護委員会",
            step="期限到来",
            handed_on="引き受けがないため上位の方へ",
            acknowledge="shirase take KOTORI preliminary:platform:ppc --role commander",
            missed=(day(9, 8), day(10, 8), day(11, 4)),
        ),
    ),
    all_with="shirase clocks KOTORI",
)
ALERT_EN = ALERT.model_copy(
    update={
        "language": Language.ENGLISH,
        "zone": "Europe/Berlin",
        "lines": (
            AlertLine(
                code_name="KOTORI",
                duty="preliminary report",
                due=day(12, 15),
                party="platform",
                owed_to="Personal Information Protection Commission",
                step="the day before",
                acknowledge="shirase take KOTORI preliminary:platform:ppc --role counsel",
            ),
        ),
    }
)
APPROVAL = ApprovalContext(
    marking=Marking.REPLAY,
    issued_at=day(8, 15),
    code_name="KOTORI",
    document="文書1 契約店舗への通知",
    author="契約店舗対応",
    approvers="法務、指揮者",
    binding="3f9a01c2d4e5",
    approve_with="shirase approve KOTORI 1",
)
APPROVAL_EN = APPROVAL.model_copy(
    update={
        "language": Language.ENGLISH,
        "document": "document 1, Notice to a merchant",
        "author": "merchant_care",
        "approvers": "counsel, commander",
    }
)
REMINDER = ReminderContext(
    marking=Marking.REPLAY,
    issued_at=day(10, 9),
    sender=PLATFORM,
    merchant_name="株式会社つばめ文具",
    incident_title=TITLE,
    number=2,
    told_at=day(8, 20, 50),
    reply=REPLY,
    clocks=CLOCKS,
)

REMINDER_EN = REMINDER.model_copy(update={"language": Language.ENGLISH})


def documents() -> dict[str, Rendered]:
    """Every document of the case, by the name of its golden files."""
    made = {kind.value: render(context(kind)) for kind in DocumentKind}
    made |= {f"{kind.value}_en": render(english(kind)) for kind in DocumentKind}
    return {
        **made,
        "staff_alert": render_alert(ALERT),
        "staff_alert_en": render_alert(ALERT_EN),
        "approval_request": render_approval_request(APPROVAL),
        "approval_request_en": render_approval_request(APPROVAL_EN),
        "merchant_reminder_en": render_reminder(REMINDER_EN),
        "merchant_reminder": render_reminder(REMINDER),
    }


def wordings() -> dict[Path, str]:
    """The golden texts of the variants and of the demo's case."""
    samples = Samples(load_incident_file(DEMO))
    made = {f"variant-{name}": render(given) for name, given in variants().items()}
    for kind in DocumentKind:
        for language in Language:
            made[f"demo-{language}-{kind}"] = render(samples.context(kind, language))
    texts = {name: f"{words.subject}\n\n{words.text}" for name, words in made.items()}
    return {GOLDEN_WORDS / f"{name}.txt": _visible(text) for name, text in texts.items()}


def files(name: str, words: Rendered) -> dict[Path, str]:
    """The golden files of a document. The private-use marks of fields are written visibly."""
    shown = {
        ".subject.txt": words.subject + "\n",
        ".txt": words.text,
        ".html": words.html,
        ".facts.txt": "".join(f"{key}\n" for key in words.facts_read),
    }
    return {GOLDEN / f"{name}{suffix}": _visible(text) for suffix, text in shown.items()}


def _visible(text: str) -> str:
    return text.replace("\ue000", "⟦").replace("\ue001", "⟧")


def main() -> None:
    """Write the golden documents anew."""
    written = wordings() | variant_words()
    for name, words in documents().items():
        written |= files(name, words)
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
