"""Documents: those of the demo's incident, a notice to each of 8,000 merchants, 1,000 letters.

The goals are two seconds, twenty and thirty.
"""

import time
from functools import partial
from pathlib import Path

from activities.words import render
from bench.parts.words import open_people
from commands.sample_contexts import Samples
from domain.documents import DocumentKind
from domain.envelopes import STANDARD_WINDOW
from domain.person_fields import PersonField, fill_text
from domain.wording import Language
from incident_file import load_incident_file
from printing.letters import Letter, LetterLook, letters_as_pdf
from printing.pages import read_page

DEMO = Path(__file__).parent.parent / "cases" / "demo.yaml"
MERCHANTS, LETTERS, LETTERS_A_FILE = 8_000, 1_000, 250


def measure(folder: Path) -> dict[str, float | int]:
    """`documents_seconds`, `merchant_notices_8000_seconds` and `letters_pdf_1000_seconds`."""
    samples = Samples(load_incident_file(DEMO))
    return {
        "documents_seconds": _documents(samples),
        f"merchant_notices_{MERCHANTS}_seconds": _merchant_notices(samples),
        f"letters_pdf_{LETTERS}_seconds": _letters(samples, folder),
    }


def _documents(samples: Samples) -> float:
    """Every kind in the incident's language, with the reading of their templates."""
    started = time.perf_counter()
    for kind in DocumentKind:
        render(samples.context(kind, Language.JAPANESE))
    return round(time.perf_counter() - started, 2)


def _merchant_notices(samples: Samples) -> float:
    """One notice a merchant, each with words of its own."""
    plain = samples.context(DocumentKind.MERCHANT_NOTICE, Language.JAPANESE)
    started = time.perf_counter()
    for number in range(MERCHANTS):
        render(plain.model_copy(update={"addressee": f"見本商店 {number:05}"}))
    return round(time.perf_counter() - started, 2)


def _letters(samples: Samples, folder: Path) -> float:
    """The letters as the printer gets them, in files of the usual size."""
    people = open_people(LETTERS)
    started = time.perf_counter()
    words = render(samples.context(DocumentKind.PERSON_LETTER, Language.JAPANESE))
    page, look = read_page(words.html), LetterLook(STANDARD_WINDOW, "")
    for first in range(0, LETTERS, LETTERS_A_FILE):
        letters = [
            Letter(
                number=f"1-1-{place:05}-0",
                postal_code="000-0001",
                address="見本県架空市なぎさ1丁目1番1号",
                name=person.name,
                fill=partial(fill_text, values=_address() | person.values()),
            )
            for place, person in enumerate(people[first : first + LETTERS_A_FILE], first)
        ]
        (folder / f"{first}.pdf").write_bytes(letters_as_pdf(page, look, letters, samples.at))
    return round(time.perf_counter() - started, 2)


def _address() -> dict[PersonField, str]:
    return {
        PersonField.POSTAL_CODE: "000-0001",
        PersonField.ADDRESS: "見本県架空市なぎさ1丁目1番1号",
    }
