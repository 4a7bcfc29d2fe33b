"""Asks for the few things known at three in the morning, and makes an incident file of them.

Each answer is kept before the next question, so that a killed prompt loses nothing: the same
command offers to go on.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from pydantic import TypeAdapter, ValidationError

from commands.asking import GoBack, Question, Reading, agreed, answer_to, one_of, shown
from commands.context import reader
from commands.opening_answers import (
    WHOSE,
    KeptAnswers,
    free_code_name,
    incident_file_text,
    write_private,
)
from commands.sentences import EXIT_INTERRUPTED, Language
from contracts.file_fields import CODE_NAME_PATTERN, Line, MailAddress, PhoneNumber
from domain.alarm import SOURCE_WORDS
from domain.wording import JAPAN
from incident_file import load_incident_file
from register.overview import read_overview
from screens.words import ScreenLanguage
from settings import Settings

_TIME = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})[T ])?(\d{1,2}):(\d{2})")
_MOST_PEOPLE = 1_000_000_000
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "begin": "分かっていることだけを答えてください。答えは毎回保存されます(Ctrl-C で中断、"
        "< で一つ前の問いへ戻る)。",
        "go_on": "前回の続き({count}件回答済み)から始めますか",
        "kept": "\n答えは保存されています。`shirase open` で続きから始められます。",
        "written": "事案ファイル: {path}",
        "open": "この内容で事案を開始しますか",
        "later": "ファイルを直してから `shirase open {path}` で開始できます。",
        "what": "何が起きましたか(一文で)",
        "noticed_at": "いつ気付きましたか(例 2026-01-08 20:50、日本時間)",
        "alarm_source": "最初の知らせはどこからですか(番号で)\n  "
        + shown({source: word.ja for source, word in SOURCE_WORDS.items()})
        + "\n ",
        "noticed_by": "どのような知らせでしたか(一文で)",
        "vouched_by": "知らせを社内で裏付けたのは誰ですか(まだなら Enter)",
        "called_back": "公表された連絡先へかけ直して確かめましたか(いつ・どこへ。まだなら Enter)",
        "commander_name": "指揮者の氏名",
        "commander_mail": "指揮者のメール",
        "deputy_name": "副指揮者の氏名",
        "deputy_mail": "副指揮者のメール",
        "whose": "誰の情報ですか(1 自社のお客様 / 2 契約店舗のお客様 / 3 役職員)",
        "at_most": "最大で何名ですか(不明なら Enter)",
        "organisation": "自社の名称",
        "sender_mail": "通知の差出人アドレス",
        "desk_name": "問い合わせ窓口の名称",
        "desk_phone": "窓口の電話番号",
        "desk_hours": "窓口の受付時間",
        "desk_mail": "窓口のメール",
        "code_name": "コードネーム(中身を示さない大文字の語)",
        "desk_name_default": "お問い合わせ窓口",
        "desk_hours_default": "平日9時から18時まで",
        "line": "1行の文字で答えてください(200字まで)。",
        "mail": "desk@shop.example のようなメールアドレスを答えてください。",
        "phone": "03-0000-0000 のような電話番号を答えてください。",
        "time": "2026-01-08 20:50 または 20:50(今日)のように、未来でない日時を答えてください。",
        "number": "1以上の整数を答えるか、不明なら Enter を押してください。",
        "name": "氏名を答えてください(200字まで。アドレスは次に尋ねます)。",
        "choice": "1 から 3 の番号で答えてください。",
        "source": f"1 から {len(SOURCE_WORDS)} の番号で答えてください。",
        "line_or_none": "1行の文字で答えるか(200字まで)、まだなら Enter を押してください。",
        "code": "3から20文字の大文字で、まだ使われず、誰のことか分からない語を答えてください。",
    },
    "en": {
        "begin": "Answer what is known, no more. Each answer is kept at once (Ctrl-C breaks off, "
        "< goes back to the question before).",
        "go_on": "Go on where you broke off ({count} answers are kept)?",
        "kept": "\nThe answers are kept: `shirase open` goes on from here.",
        "written": "Incident file: {path}",
        "open": "Open the incident with this?",
        "later": "Change the file, then open it with `shirase open {path}`.",
        "what": "What has happened (one sentence)",
        "noticed_at": "When was it noticed (such as 2026-01-08 20:50, Japan time)",
        "alarm_source": "Where did the first word come from (by number)\n  "
        + shown({source: word.en for source, word in SOURCE_WORDS.items()})
        + "\n ",
        "noticed_by": "What did it say (one sentence)",
        "vouched_by": "Who of us vouches for it (Enter when nobody does yet)",
        "called_back": "Was it called back at a published contact (when, whom; Enter when not yet)",
        "commander_name": "Commander's name",
        "commander_mail": "Commander's mail",
        "deputy_name": "Deputy's name",
        "deputy_mail": "Deputy's mail",
        "whose": "Whose data (1 our own customers / 2 merchants' customers / 3 employees)",
        "at_most": "How many people at most (Enter when unknown)",
        "organisation": "Name of your organisation",
        "sender_mail": "Address that notices come from",
        "desk_name": "Name of the contact desk",
        "desk_phone": "Telephone of the desk",
        "desk_hours": "Hours of the desk",
        "desk_mail": "Mail of the desk",
        "code_name": "Code name (capitals, tells nothing)",
        "desk_name_default": "Contact desk",
        "desk_hours_default": "9:00 to 18:00 on working days",
        "line": "Answer in one line of up to 200 characters.",
        "mail": "Answer with a mail address such as desk@shop.example.",
        "phone": "Answer with a telephone number such as 03-0000-0000.",
        "time": "Answer like 2026-01-08 20:50, or 20:50 for today; not in the future.",
        "number": "Answer with a whole number from 1 on, or press Enter when unknown.",
        "name": "Answer with a name of up to 200 characters; the address is asked next.",
        "choice": "Answer with a number from 1 to 3.",
        "source": f"Answer with a number from 1 to {len(SOURCE_WORDS)}.",
        "line_or_none": "Answer in one line of up to 200 characters, or press Enter.",
        "code": "Answer with 3 to 20 capital letters that no incident has and that tell nothing.",
    },
}


def file_of_answers(language: Language | None) -> Path:
    """Ask, keep, and write the incident file; its path once it is to be opened.

    Raises:
        typer.Exit: the questions were broken off, or the file is to be changed first.
        NotPossible, SettingsError, RegisterError: there is no house to open it in.
        IncidentFileError: the answers do not fit together.
    """
    with reader(language) as (settings, register):
        taken = frozenset(item.code_name for item in read_overview(register))
    kept = KeptAnswers(settings.data_dir)
    try:
        answers = _asked(settings, kept, taken)
        path = _written(kept, answers)
        typer.echo(_WORDS[settings.language]["written"].format(path=path))
        if not agreed(_WORDS[settings.language]["open"], settings.language):
            kept.forget()
            typer.echo(_WORDS[settings.language]["later"].format(path=path))
            raise typer.Exit
    except typer.Abort:
        typer.echo(_WORDS[settings.language]["kept"], err=True)
        raise typer.Exit(EXIT_INTERRUPTED) from None
    return path


def forget_answers(language: Language | None) -> None:
    """The incident is open: what was kept for it is not needed any more."""
    with reader(language) as (settings, _):
        KeptAnswers(settings.data_dir).forget()


def _asked(settings: Settings, kept: KeptAnswers, taken: frozenset[str]) -> dict[str, str]:
    words = _WORDS[settings.language]
    answers = kept.read()
    go_on = words["go_on"].format(count=len(answers))
    if not answers:
        typer.echo(words["begin"])
    elif not agreed(go_on, settings.language):
        answers = {}
    questions = _questions(settings, words)
    position = 0
    while position <= len(questions):
        is_last = position == len(questions)
        question = _code_question(answers, taken) if is_last else questions[position]
        if question.name not in answers:
            try:
                answers[question.name] = answer_to(question, words)
            except GoBack:
                position = max(position - 1, 0)
                answers.pop(questions[position].name, None)
                continue
            kept.keep(answers)
        position += 1
    return answers


def _code_question(answers: Mapping[str, str], taken: frozenset[str]) -> Question:
    """The last question, since what it proposes must tell nothing of the answers before."""
    telling = f"{answers['organisation']} {answers['desk_mail']} {answers['sender_mail']}"
    proposed = free_code_name(taken, telling)
    return Question("code_name", lambda text: _code(text, taken, telling), "code", proposed)


def _questions(settings: Settings, words: Mapping[str, str]) -> tuple[Question, ...]:
    return (
        Question("what", _line, "line"),
        Question("noticed_at", _moment, "time"),
        Question(
            "alarm_source", one_of({s.value: w.ja for s, w in SOURCE_WORDS.items()}), "source"
        ),
        Question("noticed_by", _line, "line"),
        Question("vouched_by", _line_or_none, "line_or_none", default=""),
        Question("called_back", _line_or_none, "line_or_none", default=""),
        Question("commander_name", _name, "name"),
        Question("commander_mail", _mail, "mail"),
        Question("deputy_name", _name, "name"),
        Question("deputy_mail", _mail, "mail"),
        Question("whose", one_of({key: words for key, (_, words) in WHOSE.items()}), "choice"),
        Question("at_most", _count, "number", default=""),
        Question("organisation", _line, "line"),
        Question("sender_mail", _mail, "mail", default=settings.sender_mail),
        Question("desk_name", _line, "line", default=words["desk_name_default"]),
        Question("desk_phone", _phone, "phone"),
        Question("desk_hours", _line, "line", default=words["desk_hours_default"]),
        Question("desk_mail", _mail, "mail"),
    )


def _written(kept: KeptAnswers, answers: Mapping[str, str]) -> Path:
    """The incident file of these answers, known to be right."""
    path = kept.folder / f"{answers['code_name']}.yaml"
    write_private(path, incident_file_text(answers))
    load_incident_file(path)
    return path


def _fitting(adapter: TypeAdapter[str]) -> Reading:
    def read(text: str) -> str | None:
        try:
            return adapter.validate_python(text)
        except ValidationError:
            return None

    return read


_line = _fitting(TypeAdapter(Line))
_mail = _fitting(TypeAdapter(MailAddress))
_phone = _fitting(TypeAdapter(PhoneNumber))


def _name(text: str) -> str | None:
    """A name; an address in its place is a slip that letters would carry on."""
    return None if "@" in text else _line(text)


def _line_or_none(text: str) -> str | None:
    return _line(text) if text else ""


def _moment(text: str) -> str | None:
    """A time in Japan that is not in the future; without a day, today's."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    now = datetime.now(UTC).astimezone(JAPAN)
    year, month, day, hour, minute = match.groups()
    try:
        moment = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
        if year:
            moment = moment.replace(year=int(year), month=int(month), day=int(day))
    except ValueError:
        return None
    return moment.isoformat() if moment <= now + timedelta(minutes=1) else None


def _count(text: str) -> str | None:
    digits = text.replace(",", "")
    if not digits:
        return ""
    fits = digits.isascii() and digits.isdigit() and 0 < int(digits) <= _MOST_PEOPLE
    return str(int(digits)) if fits else None


def _code(text: str, taken: frozenset[str], telling: str) -> str | None:
    name = text.upper()
    tells = name.casefold() in telling.casefold()
    return (
        name if re.fullmatch(CODE_NAME_PATTERN, name) and name not in taken and not tells else None
    )
