"""What somebody may ask of the demo, and the folder that it may empty."""

from dataclasses import dataclass
from pathlib import Path

from domain.markings import Marking
from hosting.failures import HostingError
from screens.words import ScreenLanguage

BUNDLED_CASE = Path(__file__).resolve().parent.parent / "cases" / "demo.yaml"
MARK = ".shirase-demo"
"""The file by which a folder is known as the demo's own."""


@dataclass(frozen=True)
class DemoOptions:
    """`total` people instead of those of the case; `data_dir` is emptied of an earlier demo.

    `open`: leave server and mailroom running at the end. `crash`: kill the worker in the middle of
    a wave. `as_json`: the sums go to a program, so nothing else may go to the standard output.
    `case` is the incident file that is played, `marking` what everything rendered carries.
    """

    open: bool
    crash: bool
    as_json: bool
    language: ScreenLanguage
    data_dir: Path
    total: int | None = None
    case: Path = BUNDLED_CASE
    marking: Marking = Marking.REPLAY


def claim_folder(folder: Path) -> None:
    """Make sure that the demo, which begins by deleting, only ever empties a folder of its own.

    Raises:
        HostingError: the folder holds something else.
        OSError: it cannot be made or written to.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / MARK
    if not mark.exists() and any(folder.iterdir()):
        raise HostingError(
            en=f"The folder {folder} holds something that is not a demo's, and the demo empties "
            "its folder. Name an empty or a new folder with --data-dir.",
            ja=f"フォルダー {folder} にはデモ以外のものが入っています。デモは自分のフォルダーを空に"
            "するため、--data-dir で空のフォルダーか新しいフォルダーを指定してください。",
        )
    mark.touch()
