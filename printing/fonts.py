"""The fonts that are embedded into pages: Noto Sans CJK JP, regular and bold.

They come as packages (SIL Open Font License), so that a page looks the same on every machine
and needs nothing that the system has installed.
"""

from functools import cache
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

FAMILY = "Noto Sans CJK JP"


@cache
def embedded_fonts() -> typst.Fonts:
    """The fonts, read once a process."""
    files = [Path(str(p.FONT_PATH)) for p in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)]
    folders = [file.parent for file in files]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
