"""`shirase passage`: the free paragraphs of a document, edited as text or returned in Word."""

from pathlib import Path
from typing import Annotated

import typer

from commands import completing
from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.finding import find_document
from commands.options import AsJson, Incident, ScreenLanguage
from commands.passage_reading import Proposal, propose, read_edited
from commands.sentences import NotPossible, one_sentence
from commands.sentences import ScreenLanguage as Spoken
from contracts.decision_kinds import DecisionKind
from contracts.passage_words import DeclaredNumber, PassagesEdited, PassageText
from domain.parties import StaffRole
from domain.passages import linked

passages = typer.Typer(
    name="passage",
    help="文書の自由な段落を直す。文章のまま、または Word で。\n\n"
    "Edit the free paragraphs of a document, as text or in Word.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
LONGEST_FILE = 40_000
Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.documents, help="文書の番号。 The document's number."
    ),
]
Declare = Annotated[
    list[str] | None,
    typer.Option(
        metavar="'TYPED = WHY'",
        help="台帳によらない件数・日付と、その理由(複数可)。 A typed figure or date, and why.",
        show_default=False,
    ),
]
Name = Annotated[str, typer.Argument(help="段落の名前。 The passage's name.")]


@passages.command(
    name="list",
    help="文書の段落の名前と文章、誰が直したか。\n\n"
    "The passages of a document with their words and who edited them.\n\n"
    "\b\n例 Example:\n  shirase passage list HAYATE 3",
)
def list_passages(
    incident: Incident, number: Number, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the passages."""
    with one_sentence(language):
        from commands.context import reader
        from screens.passage_screen import passage_list
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            found = read_edited(register, incident, number, settings.language)
        if as_json:
            typer.echo(json_of(found.as_json()))
        else:
            typer.echo(passage_list(found.said, found.edits, settings.language))


@passages.command(
    help="一つの段落を、事実の場所(［figure.people］など)を付けて示す。直して edit に渡す。\n\n"
    "One passage with its places, as it is edited.\n\n"
    "\b\n例 Example:\n  shirase passage show HAYATE 3 opening",
)
def show(
    incident: Incident,
    number: Number,
    name: Name,
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show one passage."""
    with one_sentence(language):
        from commands.context import reader
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            said = read_edited(register, incident, number, settings.language).named(name)
        typer.echo(json_of(said.model_dump()) if as_json else said.source)


@passages.command(
    help="段落を直す。件数と日付は事実の場所で書くか、理由を付けて申告する。承認は取り直しになる。\n\n"
    "Edit a passage. Figures and dates are written as places of facts, or declared with a reason; "
    "its approvals are void.\n\n"
    "\b\n例 Example:\n  shirase passage edit HAYATE 3 opening \\\n"
    "      --text '対象は［figure.people］です。3営業日以内にお返事します。' \\\n"
    "      --declare '3営業日 = 窓口の目安'",
)
def edit(
    incident: Incident,
    number: Number,
    name: Name,
    *,
    text: Annotated[str | None, typer.Option(help="新しい文章。 The new words.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="文章のファイル。 A file with the new words.")
    ] = None,
    declare: Declare = None,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Edit a passage."""

    async def do(acting: Acting) -> str:
        find_document(acting.board(), number)
        found = read_edited(acting.commander.register, incident, number, "ja")
        words = _typed_words(text, file)
        known = {one.name: one.links for one in found.said}
        edits = {name: linked(words, known.get(name, ()))}
        return await _edited(acting, number, edits, declare)

    act(incident, role.value, language, do, command_id)


@passages.command(
    name="return",
    help="Word で直した文書を取り込む。違いを示し、段落の変更だけを一度に取り込む。台帳に結び付いた"
    "件数・日付と固定の部分の変更は受け付けない。\n\n"
    "Take a Word file back: shows what changed and takes the passages over in one act; figures, "
    "dates and fixed parts that follow the ledger stay.\n\n"
    "\b\n例 Example:\n  shirase show HAYATE 3 --format docx --out draft.docx\n"
    "  shirase passage return HAYATE 3 draft.docx --dry-run",
)
def take_back(
    incident: Incident,
    number: Number,
    file: Annotated[Path, typer.Argument(help="Word ファイル。 The Word file.")],
    *,
    declare: Declare = None,
    reject: Annotated[
        bool,
        typer.Option(
            "--reject-tracked",
            help="変更履歴をすべて元に戻して読む。 Reject all tracked changes; else accepted.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="違いを示すだけ。 Only show what would change.")
    ] = False,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Take a Word file back."""
    typed = [one.typed for one in _declared(declare, language)]
    if dry_run:
        with one_sentence(language):
            from commands.context import reader

            with reader(language) as (settings, register):
                found = propose(
                    register,
                    incident,
                    number,
                    file,
                    declared=typed,
                    accepting=not reject,
                    only_look=True,
                )
            _show(found, settings.language, accepting=not reject)
        return

    async def do(acting: Acting) -> str:
        find_document(acting.board(), number)
        found = propose(
            acting.commander.register,
            incident,
            number,
            file,
            declared=typed,
            accepting=not reject,
            only_look=False,
        )
        if not found.edits:
            raise NotPossible(
                en="Nothing in this file differs from the text as it stands: there is nothing to "
                "take over.",
                ja="このファイルは現在の文面と同じです。取り込むものはありません。",
            )
        _show(found, acting.commander.settings.language, accepting=not reject)
        text = found.page.document.binding.text
        return await _edited(acting, number, found.edits, declare, text=text, returned=True)

    act(incident, role.value, language, do, command_id)


async def _edited(
    acting: Acting,
    number: int,
    edits: dict[str, str],
    declare: list[str] | None,
    *,
    text: str = "",
    returned: bool = False,
) -> str:
    words = words_of(
        PassagesEdited,
        number=number,
        text=text,
        passages=tuple(PassageText(name=name, words=said) for name, said in edits.items()),
        declared=tuple(_split(one) for one in declare or ()),
        returned=returned,
    )
    return await carry_out(acting, DecisionKind.PASSAGES_EDITED, words)


def _show(found: Proposal, language: str, *, accepting: bool) -> None:
    from screens.passage_screen import returned_file

    spoken: Spoken = "en" if language == "en" else "ja"
    typer.echo(
        returned_file(found.words, found.returned, spoken, accepting=accepting, older=found.older)
    )


def _typed_words(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise NotPossible(
            en="Give the new words either by --text or by --file.",
            ja="新しい文章を --text か --file のどちらかで指定してください。",
        )
    if text is not None:
        return text
    try:
        return Path(file or "").read_text(encoding="utf-8-sig")[:LONGEST_FILE]
    except (OSError, UnicodeDecodeError):
        raise NotPossible(
            en="The file of --file cannot be read as UTF-8 text.",
            ja="--file のファイルを UTF-8 のテキストとして読めません。",
        ) from None


def _declared(declare: list[str] | None, language: ScreenLanguage) -> list[DeclaredNumber]:
    with one_sentence(language):
        return [_split(one) for one in declare or ()]


def _split(declared: str) -> DeclaredNumber:
    typed, sign, reason = declared.partition("=")
    if not sign or not typed.strip() or not reason.strip():
        raise NotPossible(
            en="A figure or date is declared with its reason: --declare '3営業日 = WHY'.",
            ja="件数・日付は理由を付けて申告してください: --declare '3営業日 = 窓口の目安'",
        )
    return words_of(DeclaredNumber, typed=typed.strip(), reason=reason.strip())
