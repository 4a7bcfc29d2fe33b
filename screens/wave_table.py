"""Waves in a list, and one wave with its sums by merchant."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from contracts.wave_payloads import WaveStanding
from domain.notices import FINAL_NOTICE_STATES, Channel, NoticeState
from domain.state_words import CHANNEL_WORDS
from register.board import Board, BoardWave
from screens.console import console
from screens.tables import titled_table
from screens.wave_bars import wave_rows
from screens.words import WAVE_STATES, ScreenLanguage, short_moment

TOLD = frozenset({NoticeState.DELIVERED, NoticeState.ACCEPTED_UNCONFIRMED})
WAITING = frozenset({NoticeState.PLANNED, NoticeState.IN_PROGRESS})
IN_DOUBT = frozenset({NoticeState.UNKNOWN})
UNREACHED = frozenset({NoticeState.UNREACHED})
OTHERWISE = FINAL_NOTICE_STATES - TOLD
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "waves": "一斉通知",
        "number": "回",
        "state": "状態",
        "population": "対象者",
        "done": "完了",
        "started": "開始",
        "finished": "終了",
        "none": "一斉通知はまだありません。",
        "merchants": "契約店舗ごと",
        "merchant": "契約店舗",
        "told": "メール",
        "otherwise": "他の方法",
        "waiting": "実施中",
        "doubt": "結果不明",
        "unreached": "未達",
        "total": "計",
        "adds_up": "内訳の合計は対象者数と一致しています。",
        "not_yet": "まだ完了していません。",
        "decide": "結果不明の送信 {count}件（{people:,}名）は判断待ちです。",
        "print": "書面 {count:,}通が印刷待ちです。",
        "post": "書面 {count:,}通が投函待ちです。",
        "to_list": "{channel}: {count:,}名が名簿の書き出し待ちです。書き出すには:\n"
        "  shirase wave export {incident} {number} --channel {key}",
        "listed": "{channel}: {count:,}名が結果待ちです。取り込むには:\n"
        "  shirase wave results {incident} {number} 〔ファイル〕 --channel {key}",
        "beyond": "{count:,}名には届く手段がありません。",
    },
    "en": {
        "waves": "Waves",
        "number": "no.",
        "state": "state",
        "population": "people",
        "done": "done",
        "started": "started",
        "finished": "finished",
        "none": "There is no wave yet.",
        "merchants": "By merchant",
        "merchant": "merchant",
        "told": "mail",
        "otherwise": "other",
        "waiting": "waiting",
        "doubt": "unknown",
        "unreached": "unreached",
        "total": "total",
        "adds_up": "The states add up to the population.",
        "not_yet": "Not finished yet.",
        "decide": "{count} requests of unknown outcome ({people:,} people) wait for a decision.",
        "print": "{count:,} letters wait to be printed.",
        "post": "{count:,} letters wait to be posted.",
        "to_list": "{channel}: {count:,} people wait to be put on a list:\n"
        "  shirase wave export {incident} {number} --channel {key}",
        "listed": "{channel}: {count:,} people wait for a result:\n"
        "  shirase wave results {incident} {number} FILE --channel {key}",
        "beyond": "No held channel reaches {count:,} people.",
    },
}
_COLUMNS = (
    ("told", TOLD),
    ("otherwise", OTHERWISE),
    ("waiting", WAITING),
    ("doubt", IN_DOUBT),
    ("unreached", UNREACHED),
)


def wave_table(waves: Sequence[BoardWave], language: ScreenLanguage) -> RenderableType:
    """One line a wave."""
    words = _WORDS[language]
    if not waves:
        return Text(words["none"])
    table = titled_table(words["waves"])
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["state"], ratio=1, overflow="fold")
    table.add_column(words["population"], justify="right", no_wrap=True)
    table.add_column(words["done"], justify="right", no_wrap=True)
    table.add_column(words["started"], no_wrap=True)
    table.add_column(words["finished"], no_wrap=True)
    for wave in waves:
        moments = (wave.started_at, wave.finished_at)
        table.add_row(
            f"{wave.number}",
            WAVE_STATES[language][wave.state],
            f"{wave.population:,}",
            f"{_sum(wave.counts, FINAL_NOTICE_STATES):,}",
            *(Text(short_moment(moment) if moment else "·", "dim") for moment in moments),
        )
    return table


def wave_page(
    board: Board,
    standing: WaveStanding,
    merchants: Mapping[str, Mapping[NoticeState, int]],
    language: ScreenLanguage,
) -> RenderableType:
    """The board's one wave as a bar, its sums by merchant, and what it waits for."""
    words = _WORDS[language]
    table = titled_table(words["merchants"])
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    table.add_column(words["population"], justify="right", no_wrap=True)
    for name, _ in _COLUMNS:
        table.add_column(words[name], justify="right", no_wrap=True)
    for key, counts in merchants.items():
        table.add_row(key, *_cells(counts))
    (wave,) = board.waves
    table.add_row(words["total"], *_cells(wave.counts), style="bold")
    waits = [Text(sentence, "yellow") for sentence in _waits(board, standing, language)]
    sums = Text(words["adds_up" if standing.adds_up else "not_yet"], "dim")
    bars = wave_rows(board, language, console().width)
    return Group(*bars, Text(), table, sums, *waits)


def _cells(counts: Mapping[NoticeState, int]) -> Iterable[str]:
    yield f"{sum(counts.values()):,}"
    yield from (f"{_sum(counts, states):,}" for _, states in _COLUMNS)


def _sum(counts: Mapping[NoticeState, int], states: frozenset[NoticeState]) -> int:
    return sum(count for state, count in counts.items() if state in states)


def _waits(board: Board, standing: WaveStanding, language: ScreenLanguage) -> Iterable[str]:
    words, (wave,) = _WORDS[language], board.waves
    typed = {"incident": board.incident.code_name, "number": wave.number}
    doubtful = len(standing.doubtful_requests)
    if doubtful:
        yield words["decide"].format(count=doubtful, people=standing.doubtful_people)
    for name, count in (
        ("print", standing.letters_to_print),
        ("post", standing.letters_to_post),
        ("beyond", standing.beyond_reach),
    ):
        if count:
            yield words[name].format(count=count)
    for name, by_channel in (("to_list", standing.to_list), ("listed", standing.listed)):
        for channel, count in by_channel.items():
            spoken = CHANNEL_WORDS[Channel(channel)] if language == "ja" else channel
            yield words[name].format(channel=spoken, count=count, key=channel, **typed)
