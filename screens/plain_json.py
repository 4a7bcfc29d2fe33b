"""What `--json` prints: plain values, keys in English that stay, times in Japan with +09:00."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel

from domain.wording import JAPAN


def as_json(value: object) -> str:
    """The value as indented JSON, Japanese as it is written."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def plain(value: object) -> Any:
    """Models as objects, enums as their values, moments as ISO 8601 in Japan's time."""
    if isinstance(value, BaseModel):
        return plain(dict(value))
    if isinstance(value, Mapping):
        return {str(plain(name)): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(JAPAN).isoformat()
    return value.isoformat() if isinstance(value, date) else value
