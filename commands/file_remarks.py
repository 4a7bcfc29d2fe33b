"""What an incident file leaves open that will be missed in the first hours, each with its remedy.

None of it keeps the incident from opening: at three in the morning half a file is better than none.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path

from commands.fact_keys import slip
from commands.people_import import opened
from commands.sentences import NotPossible, ScreenLanguage
from contracts.incident_file import IncidentFile, PeopleFile
from domain.parties import PartyKind
from people_files.complaints import PeopleListError
from people_files.header import refuse_unclear
from people_files.reading import HowToRead

NAMED_AT_MOST = 5
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "lead": "このまま開始できますが、足りないものがあります:",
        "contacts": "契約店舗 {keys} の連絡先がなく、通知が届きません。contacts に書くか、"
        "開始後に: shirase party contact {code} {first} --name 氏名 --mail アドレス",
        "more": "ほか{count}社",
        "authority": "報告先の当局がなく、報告を起案できません。parties に "
        "{{key: ppc, kind: authority, name: 個人情報保護委員会}} を書くか、開始後に: "
        "shirase party add {code} ppc authority --name 個人情報保護委員会",
        "key": "事実の鍵 {key} を読む規則や文書はありません。次のことではありませんか: {near}",
        "list": "{merchant} の名簿を取り込めません。{problem} 直すか、開始後に: "
        "shirase people import {code} {path} --merchant {merchant}",
        "no_list": "{path} を開けません。場所は事案ファイルから見た相対の位置です。",
    },
    "en": {
        "lead": "It can be opened, but something will be missed:",
        "contacts": "merchants without a contact, whom no notice can reach: {keys}. Write "
        "`contacts` under `parties`, or later: shirase party contact {code} {first} --name NAME "
        "--mail ADDRESS",
        "more": "{count} more",
        "authority": "no authority is named, so no report can be drafted. Write {{key: ppc, kind: "
        "authority, name: ...}} under `parties`, or later: shirase party add {code} ppc authority "
        "--name NAME",
        "key": "no rule and no document reads the fact {key}; did you mean: {near}?",
        "list": "the list of {merchant} cannot come in: {problem} Mend it, or later: shirase "
        "people import {code} {path} --merchant {merchant}",
        "no_list": "{path} cannot be opened; its place is relative to the incident file.",
    },
}


def remarks_on(
    file: IncidentFile, language: ScreenLanguage, folder: Path | None = None
) -> tuple[str, ...]:
    """One sentence for each thing that is missing, most urgent first.

    With the `folder` of the file, the lists of people that it names are looked at too.
    """
    words = _WORDS[language]
    missing = tuple(
        words[what].format(
            keys=_listed(keys, words["more"]),
            first=keys[0] if keys else "",
            code=file.incident.code_name,
        )
        for what, keys in _missing(file)
    )
    return (*missing, *_mistyped(file, words), *_lists(file, words, language, folder))


def remarks_said(file: IncidentFile, language: ScreenLanguage, folder: Path | None = None) -> str:
    """The remarks as lines to print below what was said; empty where nothing is missing."""
    found = remarks_on(file, language, folder)
    return "\n".join([_WORDS[language]["lead"], *(f"- {said}" for said in found)] if found else ())


def _missing(file: IncidentFile) -> Iterator[tuple[str, list[str]]]:
    if not any(party.kind is PartyKind.AUTHORITY for party in file.parties):
        yield "authority", []
    silent = [party.key for party in file.merchants if not party.contacts]
    if silent:
        yield "contacts", silent


def _mistyped(file: IncidentFile, words: dict[str, str]) -> Iterator[str]:
    for key in dict.fromkeys(fact.key for fact in file.facts):
        if near := slip(key):
            yield words["key"].format(key=key, near=", ".join(near))


def _lists(
    file: IncidentFile, words: dict[str, str], language: ScreenLanguage, folder: Path | None
) -> Iterator[str]:
    files = file.people.files if folder is not None and file.people else None
    for item in files or ():
        if problem := _unusable(item, words, language, (folder or Path()) / item.path):
            yield words["list"].format(
                merchant=item.merchant,
                problem=problem,
                code=file.incident.code_name,
                path=shlex.quote(item.path),
            )


def _unusable(item: PeopleFile, words: dict[str, str], language: ScreenLanguage, path: Path) -> str:
    """Why a list could not be imported as it is; empty where its header is clear."""
    try:
        refuse_unclear(opened(path, HowToRead()).columns)
    except NotPossible as problem:
        return problem.in_language(language)
    except PeopleListError as error:
        return f"{path.name}: {error.said.ja if language == 'ja' else error.said.en}"
    except OSError:
        return words["no_list"].format(path=item.path)
    return ""


def _listed(keys: list[str], more: str) -> str:
    rest = len(keys) - NAMED_AT_MOST
    named = ", ".join(keys[:NAMED_AT_MOST])
    return f"{named}, {more.format(count=rest)}" if rest > 0 else named
