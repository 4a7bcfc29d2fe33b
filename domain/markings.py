"""Markings: what kind of incident this is, said on everything that it renders."""

from enum import StrEnum


class Marking(StrEnum):
    """A live incident, a replay of a published one (再現), or a drill (訓練)."""

    LIVE = "live"
    REPLAY = "replay"
    DRILL = "drill"
