"""The register: reachable, of a schema that we read, ours, writable, its clock right."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from commands.checks.clocks import clock_finding
from commands.checks.finding import Finding, fine, to_mend
from commands.context import register_file
from register.migrate import SchemaOutOfRange, check_schema
from register.store import Register
from register.tables_incident import register_identity
from sealing.keys import Keyring
from settings import Settings


def check_register(settings: Settings, keyring: Keyring | None) -> Iterator[Finding]:
    """Everything about the register that can be told without opening a value."""
    file = register_file(settings)
    if file is not None and not file.exists():
        yield to_mend(
            "register",
            f"There is no register at {file}. Start the house with `make up`, or run `shirase "
            "upgrade`.",
            f"{file} に記録簿がありません。`make up` で起動するか、`shirase upgrade` を実行して"
            "ください。",
        )
        return
    if keyring is None:
        yield to_mend(
            "register",
            "Without its key the register cannot be checked.",
            "鍵がないため記録簿を点検できません。",
        )
        return
    register = Register(settings.database_url, keyring)
    try:
        check_schema(register.engine)
        yield _identity(register, settings, keyring)
        if file is None:
            yield _clock(register)
    except SchemaOutOfRange:
        yield to_mend(
            "register",
            "The register has another schema than this version reads. Run `shirase upgrade` with "
            "the newer of the two versions.",
            "記録簿の形式がこの版と合いません。新しいほうの版で `shirase upgrade` を実行して"
            "ください。",
        )
    except DatabaseError as error:
        # The driver's first line names files and hosts, but no values of rows.
        cause = str(error.orig).splitlines()[0]
        yield to_mend(
            "register",
            f"The register cannot be used: check SHIRASE_DATABASE_URL, its rights and its disk "
            f"({cause}).",
            f"記録簿を使えません。SHIRASE_DATABASE_URL、権限、ディスクを確認してください({cause})。",
        )
    finally:
        register.dispose()


def _identity(register: Register, settings: Settings, keyring: Keyring) -> Finding:
    # The write lock is taken and given back: a read-only disk or file shows itself here.
    with register.writing() as connection:
        row = connection.execute(select(register_identity)).one_or_none()
    if row is not None and not keyring.recognises(row.key_fingerprint):
        return to_mend(
            "register",
            "This register was sealed with another master key. Set SHIRASE_MASTER_KEY (or the key "
            "file) to the key that it was opened with.",
            "この記録簿は別の鍵で封をされています。SHIRASE_MASTER_KEY(または鍵ファイル)を、開始時の"
            "鍵に直してください。",
        )
    if row is not None and row.namespace != settings.temporal_namespace:
        return to_mend(
            "register",
            f"This register belongs to the Temporal namespace {row.namespace}. Set "
            "SHIRASE_TEMPORAL_NAMESPACE to it, or use another register.",
            f"この記録簿は Temporal の名前空間 {row.namespace} のものです。"
            "SHIRASE_TEMPORAL_NAMESPACE をそれに合わせるか、別の記録簿を使ってください。",
        )
    return fine(
        "register",
        "It answers, its schema fits, this key opens it, and it can be written to.",
        "応答し、形式が合い、この鍵で開き、書き込めます。",
    )


def _clock(register: Register) -> Finding:
    before = datetime.now(UTC)
    with register.reading() as connection:
        theirs: datetime = connection.execute(select(func.now())).scalar_one()
    return clock_finding("clock_database", before, theirs, datetime.now(UTC))
