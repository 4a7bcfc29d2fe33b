"""Who knew, and when, as rows: for the screen, a program, a workbook and the board."""

from collections.abc import Iterable, Mapping

from domain.parties import PartyKind
from domain.wording import release_words
from register.who_knew import PEOPLE, PUBLIC, Knew, ToldBy
from screens.words import ScreenLanguage, role_words, short_moment
from screens.work_words import PARTY_KINDS

KNEW_HEAD: Mapping[ScreenLanguage, tuple[str, str, str, str, str]] = {
    "ja": ("知った時", "誰が", "所属・相手", "区分", "手段"),
    "en": ("since", "who", "organisation", "kind", "told by"),
}
_BY: Mapping[ScreenLanguage, Mapping[ToldBy, str]] = {
    "ja": {
        ToldBy.ACTED: "対応に従事",
        ToldBy.MAIL: "メール",
        ToldBy.FILING: "届出",
        ToldBy.THREAD: "やり取り",
        ToldBy.RELEASE: "公表",
        ToldBy.WAVE: "一斉通知 第{0}回",
        ToldBy.RECORDED: "記録",
    },
    "en": {
        ToldBy.ACTED: "took part",
        ToldBy.MAIL: "mail",
        ToldBy.FILING: "filing",
        ToldBy.THREAD: "thread",
        ToldBy.RELEASE: "release",
        ToldBy.WAVE: "wave {0}",
        ToldBy.RECORDED: "on record",
    },
}
_PUBLIC = {"ja": "一般", "en": "the public"}
_PEOPLE = {"ja": "ご本人{0}名", "en": "{0} people"}
_KINDS: Mapping[ScreenLanguage, Mapping[str, str]] = {
    "ja": {PUBLIC: "公表", PEOPLE: "ご本人", ToldBy.RECORDED: "個別の記録"},
    "en": {PUBLIC: "public", PEOPLE: "people", ToldBy.RECORDED: "on record"},
}


def knew_rows(
    knew: Iterable[Knew], language: ScreenLanguage
) -> tuple[tuple[str, str, str, str, str], ...]:
    """A row for each: since when, who, of which organisation, what they are, how they were told."""
    return tuple(
        (
            short_moment(one.told_at, with_year=True),
            _who(one, language),
            one.organisation,
            _kind(one, language),
            _by(one, language),
        )
        for one in knew
    )


def _who(one: Knew, language: ScreenLanguage) -> str:
    if one.kind == PUBLIC:
        return _PUBLIC[language]
    return _PEOPLE[language].format(one.who) if one.kind == PEOPLE else one.who


def _kind(one: Knew, language: ScreenLanguage) -> str:
    if one.role:
        return role_words([one.role], language)
    if one.kind in _KINDS[language]:
        return _KINDS[language][one.kind]
    return PARTY_KINDS[language][PartyKind(one.kind)]


def _by(one: Knew, language: ScreenLanguage) -> str:
    said = _BY[language][one.by].format(one.reference)
    if one.by is ToldBy.RELEASE:
        number = int(one.reference)
        return f"{said} {release_words(number) if language == 'ja' else number}"
    return f"{said}: {one.reference}" if one.by is ToldBy.RECORDED and one.reference else said
