"""Lines to type as a screen shows them: what only a person can know is named in its language."""

import re
from collections.abc import Mapping

_JAPANESE: Mapping[str, str] = {
    "ADDRESS": "アドレス",
    "COUNT": "件数",
    "EVIDENCE": "証跡",
    "FILE": "ファイル",
    "HOURS": "受付時間",
    "NAME": "名称",
    "NUMBER": "電話番号",
    "RECEIPT": "受付番号",
    "REFERENCE": "受付番号",
    "WHEN": "日時",
    "WHO": "委任者の役職",
    "WHY": "理由",
    "WORDS": "内容",
}
"""What only a person can know, as a Japanese screen names it."""
_GAPS = re.compile(r"(?<= )(" + "|".join(_JAPANESE) + r")(?= |$)")


def shown_in(command: str, language: str) -> str:
    """The command as the screen shows it: what a person fills in stands in its language."""
    if language != "ja":
        return command
    return _GAPS.sub(lambda gap: f"〔{_JAPANESE[gap[1]]}〕", command)
