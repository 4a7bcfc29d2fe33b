"""What is wrong with the words of a command, by field, in the language of the screen."""

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from commands.sentences import NotPossible
from contracts import file_fields
from domain.facts import FACT_KEY_PATTERN

_PATTERNS: Mapping[str, str] = {
    file_fields.KEY_PATTERN: "`merchant-a` のような、英小文字、数字、ハイフンの短い語に"
    "してください",
    file_fields.LINE_PATTERN: "改行を含まない1行にしてください",
    file_fields.MAIL_PATTERN: "`desk@shop.example` のようなメールアドレスにしてください",
    file_fields.PHONE_PATTERN: "`03-0000-0000` のような電話番号にしてください",
    FACT_KEY_PATTERN: "`containment.access_blocked` のような、点でつなぐ英小文字の語にしてください",
}
_KINDS: Mapping[str, tuple[str, str]] = {
    "missing": ("必要です", "this is needed"),
    "string_too_short": ("空にはできません", "this must not be empty"),
    "string_too_long": ("長すぎます", "this is too long"),
}


def does_not_fit(error: ValidationError) -> NotPossible:
    """Every field that is wrong with what would be right there; no value is repeated."""
    details = error.errors(include_input=False, include_url=False)
    en = "; ".join(f"{_field(detail)}: {_english(detail)}" for detail in details)
    ja = "、".join(f"{_field(detail)}: {_japanese(detail)}" for detail in details)
    return NotPossible(en=f"That does not fit: {en}", ja=f"内容が合いません: {ja}")


def _field(detail: ErrorDetails) -> str:
    return ".".join(str(part) for part in detail["loc"]) or "words"


def _english(detail: ErrorDetails) -> str:
    pattern = detail.get("ctx", {}).get("pattern", "")
    if pattern in file_fields.WHAT_FITS:
        return f"write {file_fields.WHAT_FITS[pattern]}"
    return _KINDS.get(detail["type"], ("", detail["msg"]))[1]


def _japanese(detail: ErrorDetails) -> str:
    pattern = detail.get("ctx", {}).get("pattern", "")
    return _PATTERNS.get(pattern) or _KINDS.get(detail["type"], (detail["msg"], ""))[0]
