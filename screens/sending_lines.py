"""How the sending of a wave goes, in a few lines: how far, how fast, and what stops it."""

from collections.abc import Iterator

from rich.text import Text

from domain.pacing import PER_MILLE
from register.wave_controls import CanaryState, WaveControl
from register.wave_progress import WaveProgress
from screens.words import ScreenLanguage, short_moment

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "far": "送信元 {sender}: 送信済み {out:,}名、結果不明 {in_doubt:,}名、未送信 {left:,}名"
        "(応答待ち {in_flight}件、直近10分 {lately:,}名)",
        "rates": "不達 {bounced:,}名({bounced_rate}‰)、迷惑メール申告 {complained:,}名"
        "({complained_rate}‰)、送信 {sent:,}名中",
        "cancelled": "取りやめ済み({at})。送信した分の結果を待っています。",
        "sender": "送信元が止まっています: {reason}",
        "out": "先行分を送信中です。",
        "waiting": "先行分の結果を {at} まで待っています。",
        "opens": "送信時間帯は {at} からです。",
        "closes": "送信時間帯は {at} までです。",
        "cap": "窓口の受付能力により、1時間に最大 {cap:,}名です。",
        "resume": "再開は `shirase wave resume`",
    },
    "en": {
        "far": "by {sender}: {out:,} people out, {in_doubt:,} in doubt, {left:,} not sent to "
        "({in_flight} requests in flight, {lately:,} people in ten minutes)",
        "rates": "{bounced:,} bounced ({bounced_rate} per mille), {complained:,} complained "
        "({complained_rate} per mille), of {sent:,} sent",
        "cancelled": "given up at {at}; what was sent is still being settled.",
        "sender": "the sender is paused: {reason}",
        "out": "the canary is being sent.",
        "waiting": "the canary's results are awaited until {at}.",
        "opens": "its sending window opens at {at}.",
        "closes": "its sending window closes at {at}.",
        "cap": "at most {cap:,} people an hour, by what the contact desk can take.",
        "resume": "go on with `shirase wave resume`",
    },
}
_WHY: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "by_hand": "担当者が一時停止しました。",
        "window_over": "送信時間帯が終わりました。続けるかを判断してください。",
        "late": "長く中断していました。続けるかを判断してください。",
        "bounced": "不達が多いため止まりました。",
        "complained": "迷惑メールの申告が多いため止まりました。",
        "silent": "配信結果が1件も届きません。Event Webhook の設定を確認してください。",
    },
    "en": {
        "by_hand": "paused by a person.",
        "window_over": "its sending window is over: decide whether to go on.",
        "late": "it was held up for long: decide whether to go on.",
        "bounced": "too many mails came back.",
        "complained": "too many people complained.",
        "silent": "no report of its mails has come in: see to the event webhook.",
    },
}


def sending_lines(progress: WaveProgress, language: ScreenLanguage) -> Iterator[Text]:
    """Lines below the sums of a wave that is being sent."""
    words = _WORDS[language]
    yield Text(
        words["far"].format(
            **progress.so_far._asdict(),
            sender=progress.sender_id,
            in_flight=progress.in_flight,
            lately=progress.lately,
        )
    )
    yield from _rates(progress, language)
    control = progress.control
    if control is not None and control.cancelled_at is not None:
        yield Text(words["cancelled"].format(at=short_moment(control.cancelled_at)), "yellow")
        return
    if progress.sender_paused:
        yield Text(words["sender"].format(reason=progress.sender_paused), "red")
    if control is not None:
        yield from _control(control, language, is_sending=progress.so_far.left > 0)


def _rates(progress: WaveProgress, language: ScreenLanguage) -> Iterator[Text]:
    figures = progress.figures
    if figures.sent:
        yield Text(
            _WORDS[language]["rates"].format(
                **figures._asdict(),
                bounced_rate=figures.bounced * PER_MILLE // figures.sent,
                complained_rate=figures.complained * PER_MILLE // figures.sent,
            ),
            "dim",
        )


def _control(control: WaveControl, language: ScreenLanguage, *, is_sending: bool) -> Iterator[Text]:
    words = _WORDS[language]
    if control.paused is not None:
        why = _WHY[language].get(str(control.paused["why"]), _WHY[language]["by_hand"])
        yield Text(f"{why} {words['resume']}", "red")
        return
    if control.canary is CanaryState.OUT and is_sending:
        yield Text(words["out"], "yellow")
    if control.canary is CanaryState.WAITING and control.canary_until is not None:
        yield Text(words["waiting"].format(at=short_moment(control.canary_until)), "yellow")
    if control.opens_at is not None and control.opens_at > control.decided_at:
        yield Text(words["opens"].format(at=short_moment(control.opens_at)), "dim")
    if control.closes_at is not None:
        yield Text(words["closes"].format(at=short_moment(control.closes_at)), "dim")
    if control.desk_cap is not None and control.pacing.ramp is not None:
        yield Text(words["cap"].format(cap=control.desk_cap), "dim")
