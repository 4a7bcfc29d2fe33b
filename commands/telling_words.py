"""The steps in which somebody is still to be told, in Japanese."""

from commands.shown_lines import shown_in
from screens.step_words import steps_said


def steps_in_japanese(spoken: str) -> str:
    """`authority (ppc); businesses (2 not told)` in Japanese; anything else as it was said.

    Steps that stand line by line keep their lines, and the lines to type below them.
    """
    if "\n" in spoken or spoken.startswith("- "):
        return "\n".join(_line(line) for line in spoken.split("\n"))
    return steps_said(spoken, "ja")


def _line(line: str) -> str:
    if line.startswith("- "):
        return f"・{steps_in_japanese(line[2:])}"
    return shown_in(line, "ja")
