"""All that stands in the way of closing, one line each, with the command that settles it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from commands import phrases
from commands.acting_with import Acting
from commands.answer_words import spoken_in
from commands.finding import shown_key
from commands.needs.agenda import look_of
from commands.needs.law import command_for
from commands.needs.look import Look
from commands.refusal_words import in_japanese
from commands.sentences import NotPossible, ScreenLanguage
from commands.shown_lines import shown_in
from domain.phases import ENDS, FOLLOWERS, Phase
from register.board import BoardDuty
from register.closing import open_items
from register.duties import ENDED, PROPOSED
from register.false_alarm import owed_by_false_alarm
from register.store import Register
from screens.words import DUTY_STATES, PHASES, rule_name, short_name

Line = tuple[str, str, str]
"""What is open, in Japanese and in English, and what to type."""

_ITEMS: Mapping[str, tuple[str, str, Callable[[str, Sequence[str]], str]]] = {
    r"wave (\d+) is (\w+)": (
        "一斉通知 第{0}回（{1:w}）",
        "wave {0} is {1:w}",
        lambda incident, found: f"shirase wave status {incident} {found[0]}",
    ),
    r"(\d+) people have no notice": (
        "通知のない方 {0}名",
        "{0} people have no notice",
        lambda incident, _: f"shirase people counts {incident}",
    ),
    r"(\d+) lines of lists are undecided": (
        "判断されていない名簿の行 {0}行",
        "{0} lines of lists are undecided",
        lambda incident, _: f"shirase people undecided {incident}",
    ),
    r"(\d+) people of finished waves are not told any more": (
        "完了後に未達となった方 {0}名",
        "{0} people of finished waves are not told any more",
        lambda incident, _: f"shirase wave status {incident}",
    ),
    r"document (\d+) is (\w+), issue or withdraw it": (
        "文書{0}（{1:w}）。発出するか、取り下げる",
        "document {0} is {1:w}: issue it, or withdraw it",
        lambda incident, found: phrases.withdraw(incident, int(found[0])),
    ),
    r"(containment task|task) (\d+) of '(\w+)' is open": (
        "作業{1}（担当 {2:w}）",
        "{0} {1} of {2:w}",
        lambda incident, found: phrases.task_done(incident, int(found[1])),
    ),
    r"(ask|promise) (\d+) in the thread with '([\w-]+)' is '(\w+)'": (
        "{2} とのやり取りの {1}番（{3:w}）",
        "{0} {1} in the thread with {2} is {3:w}",
        lambda incident, found: phrases.answer(incident, found[2], int(found[1])),
    ),
    r"promised update (\d+) to the public is open: .*": (
        "約束した公表（{0}件目）",
        "promised update {0} to the public",
        lambda incident, _: phrases.prepare_release(incident),
    ),
    r"nobody has decided what happens to data set (\w+) of '([\w-]+)'": (
        "{1} の名簿の扱いが未決",
        "the fate of the list of {1} is not decided",
        lambda incident, found: phrases.retention(incident, found[1]),
    ),
    r"hold (\d+) for '(.*)' is in force": (
        "保全{0}（{1} の求め）が有効",
        "hold {0} for {1} is in force",
        lambda incident, found: f"shirase hold release {incident} {found[0]} --reason WORDS",
    ),
}
_LANGUAGES: tuple[ScreenLanguage, ...] = ("ja", "en")
OPEN_ITEMS = " items are still open: "
_LEFT_JA = "まだ終結できません。残っているものと、それぞれを片付けるコマンド:"
_NO_PARTY = frozenset({"individuals", "recipients", "public"})
_KNOWN = [(re.compile(pattern), *rest) for pattern, rest in _ITEMS.items()]
_DUTY = re.compile(r"duty .* is \w+")


def not_closed(acting: Acting, end: Phase, sentence: str) -> NotPossible:
    """The refusal of an end: why, then everything that is open, as it stands now."""
    register = acting.commander.register
    lists = {
        language: closing_list(register, acting.incident_id, end, language)
        for language in _LANGUAGES
    }
    lead = sentence.partition(": ")[0] if OPEN_ITEMS in sentence else sentence
    return NotPossible(
        en=f"{lead}{':' if lists['en'] else ''}\n{lists['en']}".rstrip(),
        ja=f"{in_japanese(sentence) if lead == sentence else _LEFT_JA}\n{lists['ja']}".rstrip(),
    )


def closing_list(register: Register, incident_id: str, end: Phase, language: ScreenLanguage) -> str:
    """Every open item on a line with its command below; empty where nothing is open."""
    with register.reading() as connection:
        look = look_of(register, connection, incident_id, datetime.now(UTC))
        if look.board.incident.phase in ENDS:
            return ""
        if end is Phase.FALSE_ALARM:
            owed = owed_by_false_alarm(connection, look.sealer, incident_id, look.incident)
            lines = [(item.ja, item.en, item.command) for item in owed]
        else:
            items = open_items(connection, look.sealer, incident_id, end)
            rest = [item for item in items if not _DUTY.fullmatch(item)]
            lines = [*_duties(look), *(_line(look.incident, item) for item in rest), *_phase(look)]
    return "\n".join(
        f"- {ja if language == 'ja' else en}\n    {shown_in(command, language)}"
        for ja, en, command in lines
    )


def _duties(look: Look) -> list[Line]:
    """Duties of one rule that the same line settles are one."""
    waiting = [
        (duty, _settling(look, duty)) for duty in look.board.duties if duty.status not in ENDED
    ]
    waiting.sort(key=lambda known: (known[0].rule, known[1]))
    return [
        _duty([duty for duty, _ in same], command)
        for (_, command), same in (
            (key, list(alike))
            for key, alike in groupby(waiting, key=lambda known: (known[0].rule, known[1]))
        )
    ]


def _settling(look: Look, duty: BoardDuty) -> str:
    key = shown_key(duty)
    if duty.status == PROPOSED:
        return phrases.settle_duty(look.incident, key)
    return command_for(look, duty) or phrases.explain_duty(look.incident, key)


def _duty(alike: list[BoardDuty], command: str) -> Line:
    first = alike[0]
    to = "" if first.owed_to in _NO_PARTY else f"→{short_name(first.owed_to_name)}"
    name = f"{short_name(first.debtor_name)}{to}"
    more = len(alike) - 1
    more_ja, more_en = (f"、ほか{more}件", f", and {more} more") if more else ("", "")
    state_ja = DUTY_STATES["ja"].get(first.status, first.status)
    state_en = DUTY_STATES["en"].get(first.status, first.status)
    return (
        f"義務: {rule_name(first.rule, 'ja')}（{name}{more_ja}）{state_ja}",
        f"duty: {rule_name(first.rule, 'en')} of {name}{more_en}: {state_en}",
        command,
    )


def _line(incident: str, item: str) -> Line:
    for pattern, ja, en, command in _KNOWN:
        if found := pattern.fullmatch(item):
            groups = found.groups()
            said = spoken_in(ja, groups, "ja"), spoken_in(en, groups, "en")
            return (*said, command(incident, groups))
    return item, item, phrases.all_needs(incident)


def _phase(look: Look) -> list[Line]:
    """The phases on the way to the end, where the incident is not there yet."""
    phase = look.board.incident.phase
    if Phase.CLOSED in FOLLOWERS[phase]:
        return []
    ahead = [Phase.ASSESSING, Phase.NOTIFYING, Phase.FOLLOWING_UP]
    to = next(step for step in ahead if step in FOLLOWERS[phase])
    return [
        (
            f"段階はまだ「{PHASES['ja'][phase]}」。終結できるのは「事後対応」から",
            f"the phase is still {PHASES['en'][phase]}; it is closed from following up",
            phrases.change_phase(look.incident, to.value),
        )
    ]
