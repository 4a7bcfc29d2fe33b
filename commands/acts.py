"""The commands that act, loaded when one is given: they need the engine, `--help` does not."""

from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from commands import help_pages
from commands.speaking import readable_line, speaking

help_pages.install()


class Act(NamedTuple):
    """Where a command lives, and what the list of commands says of it."""

    module: str
    words: str
    app: str = "app"


ACTS = {
    "fact": Act("acting_facts", "事実の記録・訂正・決定 (facts)", "facts"),
    "ledger": Act("reading_ledger", "事実台帳 (the fact ledger)", "ledgers"),
    "phase": Act("acting_incident", "段階を進める (change the phase)"),
    "severity": Act("acting_incident", "重大度を決める (decide the severity)"),
    "role": Act("acting_incident", "立場を決める (decide a legal role)"),
    "task": Act("acting_work", "作業 (tasks, first-hour lists)", "tasks"),
    "thread": Act("acting_threads", "関係先とのやり取り (threads)", "threads"),
    "party": Act("acting_work", "関係先を加える (parties)", "parties"),
    "hold": Act("acting_work", "証拠の保全 (holds)", "holds"),
    "people": Act("acting_people", "対象者の名簿 (lists of people)", "people"),
    "note": Act("acting_incident", "覚え書き (a note)"),
    "take": Act("acting_incident", "期限を引き受ける (take a clock up)"),
    "prepare": Act("acting_documents", "文書を起案 (draft a document)"),
    "passage": Act("acting_passages", "文書の段落を直す (edit passages, Word)", "passages"),
    "document": Act("reading_texts", "文書の一覧と比較 (documents, compared)", "papers"),
    "approve": Act("acting_documents", "文書を承認 (approve a document)"),
    "reject": Act("acting_documents", "文書を差し戻す (reject a document)"),
    "approval": Act("acting_approvals", "承認の決まりと代理 (approval rules)", "approvals"),
    "template": Act("templates", "文書のひな形の検査 (check templates)", "templates"),
    "preview": Act("templates", "文書の見本 (preview a document)"),
    "issue": Act("acting_documents", "文書を発出 (issue a document)"),
    "withdraw": Act("acting_documents", "文書を取り下げる (withdraw a document)"),
    "receipt": Act("acting_receipts", "受付番号を記録・訂正 (record or correct a receipt)"),
    "release": Act("acting_releases", "公表 (releases, promised updates)", "releases"),
    "site": Act("site_building", "公開サイト (the public site)", "sites"),
    "knew": Act("reading_course", "誰がいつ知ったか (who knew, and when)"),
    "told": Act("acting_knowing", "別途知らせた相手を記録 (who was told otherwise)"),
    "code": Act("acting_knowing", "確認番号の調べ (a check code asked too often)"),
    "dossier": Act("reading_course", "経過報告書 (the report for the board)"),
    "ack": Act("acting_merchants", "受領を確認 (a merchant acknowledges)"),
    "mandate": Act("acting_merchants", "委任を記録 (a merchant's mandate)"),
    "own-notice": Act("acting_merchants", "自社通知の選択 (a merchant notifies by itself)"),
    "report": Act(
        "acting_merchants", "経過報告書、契約店舗の報告 (for the board; or what a merchant did)"
    ),
    "merchants": Act("acting_merchant_papers", "契約店舗に渡すもの (for merchants)", "merchants"),
    "desk": Act("acting_desk", "問い合わせ窓口 (the contact desk)", "desks"),
    "wave": Act("acting_waves", "一斉通知 (waves)"),
    "settle": Act("acting_incident", "義務を対応不要とする (settle a duty)"),
    "confirm": Act("acting_duties", "遅くなる期限を確認 (confirm a later date)"),
    "filing": Act("acting_filings", "提出の記録と様式 (filings, copy sheets)", "filings"),
    "waive": Act("acting_duties", "目安の期限を見送る (waive a guidance clock)"),
    "awareness": Act("acting_duties", "知った時を決める (decide which moment counts)"),
    "law": Act("acting_law", "適用する規則 (the law of an incident)", "law"),
    "retention": Act("acting_retention", "名簿の扱い (retention of lists)", "retentions"),
    "close": Act("acting_incident", "終結 (close the incident)"),
    "reopen": Act("acting_restarts", "事案を再開する (reopen an incident)"),
    "rebuild": Act("acting_restarts", "失われた進行を作り直す (rebuild lost incidents)"),
}


class ActingGroup(TyperGroup):
    """A group that knows the acting commands by name and loads the one that is given."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands that are loaded already, then those that act."""
        return list(dict.fromkeys((*super().list_commands(ctx), *ACTS)))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """For the list of commands a name and a word are enough."""
        if cmd_name in ACTS:
            return TyperCommand(cmd_name, short_help=ACTS[cmd_name].words)
        return super().get_command(ctx, cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was given, loaded."""
        if args and args[0] in ACTS:
            return args[0], _loaded(ctx, args[0]), args[1:]
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a line that cannot be read is answered in one sentence."""
        with readable_line(ctx):
            return super().invoke(ctx)


@cache
def _command_of(act: Act) -> Any:
    """Made once: completing and running ask for the same ones again and again."""
    app = getattr(import_module(f"commands.{act.module}"), act.app)
    return speaking(typer.main.get_command(app))


def _loaded(ctx: Any, name: str) -> Any:
    command = _command_of(ACTS[name])
    # An app of several commands holds this one; `wave`, `task` and the like are groups themselves.
    if isinstance(command, TyperGroup) and command.name != name:
        return command.get_command(ctx, name)
    return command
