"""What an operation still waits for."""


class Incomplete(Exception):
    """Something the operation names is not here yet; the tablet asks again after it."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing
