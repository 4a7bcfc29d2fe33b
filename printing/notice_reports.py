"""The report on results of notices (通知結果報告書) as pages, and as tables to reckon with."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.channels import OUTCOME_WORDS
from domain.notice_report import NoticeReport, WaveFigures
from domain.notices import FINAL_NOTICE_STATES, AttemptState, Channel, NoticeState
from domain.state_words import ATTEMPT_STATE_WORDS, CHANNEL_WORDS, NOTICE_STATE_WORDS
from domain.wording import date_words, moment_words
from printing.blocks import Block, Bullets, Fields, Heading, Note, Paper, Paragraph, Table
from printing.sheets import Sheet

TITLE = "本人への通知結果報告書"
_MEANINGS: dict[NoticeState, str] = {
    NoticeState.PLANNED: "通知の予定",
    NoticeState.IN_PROGRESS: "通知の手続中（結果を待っている）",
    NoticeState.UNKNOWN: "送信の結果が確認できない",
    NoticeState.UNREACHED: "用いた手段では届かなかった（次の手段に移る）",
    NoticeState.DELIVERED: "相手方のメールサーバーが受領した",
    NoticeState.ACCEPTED_UNCONFIRMED: "配信事業者が受け付け、不達の報告がない",
    NoticeState.POSTED: "書面を投函した",
    NoticeState.REACHED: "電話等により本人に伝えた",
    NoticeState.HANDED_OVER: "貴社が自ら通知した",
    NoticeState.SUBSTITUTED: "届く連絡先がなく、公表と窓口により代替した",
    NoticeState.SETTLED: "担当者が個別に判断した",
    NoticeState.CANCELLED: "取り消した",
}
_CONTACT_WORDS = {"mail": "メールアドレス", "postal": "住所", "phone": "電話番号"}
_SUM = "計"


def report_paper(report: NoticeReport, marking: str = "") -> Paper:
    """The report as a document that is handed to the merchant."""
    return Paper(
        title=TITLE,
        marking=marking,
        date=date_words(report.as_of),
        addressee=f"{report.merchant}　御中",
        sender=report.reporter,
        running=f"{TITLE}　{report.merchant}",
        blocks=tuple(_blocks(report)),
    )


def report_sheets(report: NoticeReport) -> list[Sheet]:
    """The same figures as tables, numbers as numbers."""
    return [
        Sheet("概要", ("項目", "内容"), list(_summary(report))),
        Sheet("名簿と対象者", ("項目", "件数"), list(_bridge(report))),
        Sheet("状態別", ("状態", "人数", "完了", "意味"), _state_rows(report)),
        Sheet("手段別", ("手段", "状態", "人数"), _channel_rows(report)),
        Sheet(
            "一斉通知別",
            ("回", "種別", "開始", "終了", "対象者", "完了", "未了"),
            _wave_rows(report),
        ),
        Sheet("書面", ("状態", "通数"), list(_letter_rows(report))),
        Sheet("架電等の結果", ("手段", "結果", "件数"), list(_result_rows(report))),
    ]


def _blocks(report: NoticeReport) -> Iterator[Block]:
    yield Paragraph(text="下記のとおり、貴社のお客様ご本人への通知の結果をご報告します。")
    yield Heading(text="1．概要")
    yield Fields(rows=tuple((name, f"{value}") for name, value in _summary(report)))
    yield Heading(text="2．名簿と通知対象者の数")
    yield Table(head=("項目", "件数"), rows=_spelled(_bridge(report)), numeric=(1,), widths=(3, 1))
    yield Note(text=_closing(report))
    yield Heading(text="3．通知の結果（状態別）")
    yield Table(
        head=("状態", "意味", "人数"),
        rows=_spelled((word, means, n) for word, n, _, means in _state_rows(report)),
        numeric=(2,),
        widths=(2, 4, 1),
    )
    yield Heading(text="4．通知の手段別の内訳（最後に用いた手段による）")
    yield Table(
        head=("手段", "状態", "人数"),
        rows=_spelled(_channel_rows(report)),
        numeric=(2,),
        widths=(2, 3, 1),
    )
    if report.waves:
        yield Heading(text="5．実施の状況")
        yield Table(
            head=("回", "種別", "開始", "終了", "対象者", "完了", "未了"),
            rows=_spelled(_wave_rows(report)),
            numeric=(4, 5, 6),
            widths=(2, 2, 4, 4, 2, 2, 2),
        )
    yield from _details(report)
    yield Heading(text="本書の用語について")
    yield Bullets(
        items=(
            "「相手サーバー受領」は、ご本人が読まれたことを示すものではありません。",
            "「受付済（受領の確認なし）」は、定めた期間内に不達の報告がなかったことを示します。",
            "「投函済」は、書面を郵便に付したことを示します。返戻されたものは含みません。",
        )
    )
    if report.desk:
        yield Heading(text="お問い合わせ")
        names = {"name": "窓口", "phone": "電話", "hours": "受付時間", "mail": "メール"}
        rows = [(word, report.desk[name]) for name, word in names.items() if report.desk.get(name)]
        yield Fields(rows=tuple(rows))
    yield Paragraph(text="以上", align="end")


def _details(report: NoticeReport) -> Iterator[Block]:
    if report.letters:
        yield Heading(text="書面の状況", level=2)
        yield Table(
            head=("状態", "通数"), rows=_spelled(_letter_rows(report)), numeric=(1,), widths=(3, 1)
        )
    if report.results:
        yield Heading(text="架電等の結果", level=2)
        yield Table(
            head=("手段", "結果", "件数"),
            rows=_spelled(_result_rows(report)),
            numeric=(2,),
            widths=(2, 3, 1),
        )
    if report.unusable:
        yield Heading(text="名簿のうち、使用できなかった連絡先", level=2)
        rows = tuple((_CONTACT_WORDS[name], f"{n:,}") for name, n in report.unusable.items())
        yield Table(head=("連絡先", "件数"), rows=rows, numeric=(1,), widths=(3, 1))


def _summary(report: NoticeReport) -> Iterator[tuple[str, str]]:
    yield "件名", report.incident_title
    yield "基準日時", moment_words(report.as_of)
    yield "委任を受けた日", date_words(report.mandate_at) if report.mandate_at else "委任なし"
    yield "通知の対象者", f"{report.notices + report.untold:,}名"
    final = sum(n for state, n in report.states.items() if state in FINAL_NOTICE_STATES)
    yield "完了", f"{final:,}名"
    yield "未了", f"{report.notices - final + report.untold:,}名"


def _bridge(report: NoticeReport) -> Iterator[tuple[str, int]]:
    lists = report.lists
    yield "お預かりした名簿の数", lists.lists
    yield "名簿の行数", lists.lines
    yield "　同一のご本人として統合した行", lists.merged
    yield "　担当者の判断により除いた行", lists.set_aside
    if lists.undecided:
        yield "　判断を待っている行", lists.undecided
    yield "ご本人の数", lists.people
    yield "　通知の数（お一人に一つ）", report.notices
    yield "　通知の計画に入っていない方", report.untold


def _closing(report: NoticeReport) -> str:
    if report.adds_up:
        return "行数、ご本人の数、通知の数は一致しています。"
    return "行数、ご本人の数、通知の数が一致していません。確認のうえ改めてご報告します。"


def _state_rows(report: NoticeReport) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = [
        (
            NOTICE_STATE_WORDS[state],
            report.states[state],
            "完了" if state in FINAL_NOTICE_STATES else "未了",
            _MEANINGS[state],
        )
        for state in NoticeState
        if report.states.get(state)
    ]
    return [*rows, (_SUM, report.notices, "", "")]


def _channel_rows(report: NoticeReport) -> list[tuple[str | int, ...]]:
    rows: list[tuple[str | int, ...]] = []
    for channel in Channel:
        for state, count in sorted(report.by_channel.get(channel, {}).items()):
            rows.append((CHANNEL_WORDS[channel], NOTICE_STATE_WORDS[state], count))
    return [*rows, (_SUM, "", report.notices)]


def _wave_rows(report: NoticeReport) -> list[tuple[str | int, ...]]:
    return [
        (
            f"第{wave.number}回",
            "訂正" if wave.is_retraction else "通知",
            _moment(wave.started_at),
            _moment(wave.finished_at),
            *_counts(wave),
        )
        for wave in report.waves
    ]


def _counts(wave: WaveFigures) -> tuple[int, int, int]:
    return wave.population, wave.final, wave.population - wave.final


def _letter_rows(report: NoticeReport) -> Iterator[tuple[str, int]]:
    for state, count in report.letters.items():
        yield ATTEMPT_STATE_WORDS[AttemptState(state)], count


def _result_rows(report: NoticeReport) -> Iterator[tuple[str, str, int]]:
    for (channel, outcome), count in report.results.items():
        yield CHANNEL_WORDS[Channel(channel)], OUTCOME_WORDS[outcome], count


def _moment(moment: datetime | None) -> str:
    return moment_words(moment) if moment else "—"


def _spelled(rows: Iterable[tuple[str | int, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows for pages: numbers with their thousands set apart."""
    return tuple(
        tuple(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) for row in rows
    )
