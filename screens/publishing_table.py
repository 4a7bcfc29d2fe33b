"""Plans, holds and corrections of releases, below the series."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import RenderableType
from rich.text import Text

from domain.publication_holds import HoldGround, PublicationHold
from register.release_plans import ReleasePlan
from register.release_waivers import Waiver
from screens.console import said
from screens.release_table import release_name
from screens.running_clocks import urgency
from screens.step_words import step_names
from screens.tables import titled_table
from screens.words import DOCUMENTS, ScreenLanguage, role_words, screen_moment, time_left

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "plans": "公表の予定（その時刻に指示を求めます）",
        "release": "公表",
        "at": "時刻",
        "holds": "公表を控える求め",
        "number": "番号",
        "who": "求めた相手・根拠",
        "scope": "控える内容",
        "until": "確認する時刻",
        "ended": "解除済み",
        "everything": "公表すべて",
        "corrections": "訂正の注記",
        "corrected": "訂正した公表",
        "noted": "付記",
        "waivers": "ほかへの連絡に先立つ公表の許可",
        "steps": "先に知らせるべき相手",
        "why": "許可・理由",
        "in_force": "いまの文面に有効",
        "over": "失効",
        "used": "公表済み",
    },
    "en": {
        "plans": "Planned releases (a person is asked then)",
        "release": "release",
        "at": "time",
        "holds": "Holds on publishing",
        "number": "no.",
        "who": "for, ground",
        "scope": "what is held back",
        "until": "ask again",
        "ended": "ended",
        "everything": "everything public",
        "corrections": "Notes of correction",
        "corrected": "corrected in",
        "noted": "noted",
        "waivers": "Let ahead of others",
        "steps": "who was to be told before",
        "why": "by, why",
        "in_force": "holds for the text as it stands",
        "over": "ended",
        "used": "published so",
    },
}
GROUNDS: dict[ScreenLanguage, dict[HoldGround, str]] = {
    "ja": {
        HoldGround.POLICE: "捜査への協力",
        HoldGround.COORDINATED_DISCLOSURE: "公表時期の調整",
        HoldGround.OTHER: "その他",
    },
    "en": {
        HoldGround.POLICE: "police",
        HoldGround.COORDINATED_DISCLOSURE: "coordinated disclosure",
        HoldGround.OTHER: "other",
    },
}


def publishing_tables(
    plans: Sequence[ReleasePlan],
    holds: Sequence[PublicationHold],
    corrections: Sequence[tuple[int, int, datetime]],
    now: datetime,
    language: ScreenLanguage,
) -> tuple[RenderableType | None, ...]:
    """A table for each of them that there is; `corrections`: release, corrected in, noted at."""
    return (
        _plans(plans, now, language) if plans else None,
        _holds(holds, now, language) if holds else None,
        _corrections(corrections, language) if corrections else None,
    )


def _plans(plans: Sequence[ReleasePlan], now: datetime, language: ScreenLanguage) -> RenderableType:
    words = _WORDS[language]
    table = titled_table(words["plans"])
    table.add_column(words["release"], no_wrap=True)
    table.add_column(words["at"], ratio=1, overflow="fold")
    for plan in plans:
        table.add_row(release_name(plan.release, language), _due(plan.publish_at, now, language))
    return table


def _holds(
    holds: Sequence[PublicationHold], now: datetime, language: ScreenLanguage
) -> RenderableType:
    words = _WORDS[language]
    table = titled_table(words["holds"])
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["who"], ratio=2, overflow="fold")
    table.add_column(words["scope"], ratio=4, overflow="fold")
    table.add_column(words["until"], ratio=3, overflow="fold")
    for hold in holds:
        kinds = "、".join(DOCUMENTS[language][kind] for kind in hold.kinds) or words["everything"]
        table.add_row(
            f"{hold.number}",
            Text(hold.requester).append(f"\n{GROUNDS[language][hold.ground]}", "dim"),
            said(hold.scope).append(f"\n{kinds}", "dim"),
            _due(hold.until, now, language) if hold.in_force else Text(words["ended"], "dim"),
        )
    return table


def _corrections(
    corrections: Sequence[tuple[int, int, datetime]], language: ScreenLanguage
) -> RenderableType:
    words = _WORDS[language]
    table = titled_table(words["corrections"])
    for name in ("release", "corrected", "noted"):
        table.add_column(words[name], no_wrap=True)
    for release, corrected_in, at in corrections:
        table.add_row(
            release_name(release, language),
            release_name(corrected_in, language),
            Text(screen_moment(at, language), "dim"),
        )
    return table


def waiver_table(
    waivers: Sequence[tuple[int, bool, Waiver]], language: ScreenLanguage
) -> RenderableType:
    """Whom releases were let ahead of: the release, whether it has left, and the waiver."""
    words = _WORDS[language]
    table = titled_table(words["waivers"])
    table.add_column(words["release"], no_wrap=True)
    table.add_column(words["steps"], ratio=3, overflow="fold")
    table.add_column(words["why"], ratio=4, overflow="fold")
    for release, left, waiver in waivers:
        state = words["over"]
        if waiver.in_force:
            state = words["used"] if left else words["in_force"]
        when = screen_moment(waiver.given_at, language)
        table.add_row(
            Text(release_name(release, language)).append(f"\n{state}", "dim"),
            Text(step_names(waiver.steps, language)),
            Text(f"{role_words([waiver.given_by], language)}  {when}\n").append_text(
                said(waiver.reason, "dim")
            ),
        )
    return table


def _due(at: datetime, now: datetime, language: ScreenLanguage) -> Text:
    told = Text(screen_moment(at, language))
    return told.append(f"  {time_left(at, now, language)}", urgency(at - now))
