"""Streams in memory."""

import io


class Terminal(io.StringIO):
    """Says that it is UTF-8, and a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def taken(self) -> str:
        """What was written since this was last asked."""
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return text
