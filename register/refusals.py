"""What the register refuses to do for anybody, whatever asked for it."""


class NotAllowedError(Exception):
    """Understood and not allowed; nothing was changed. Each reason is a sentence without values."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
