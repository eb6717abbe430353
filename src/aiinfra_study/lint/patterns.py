"""Regular expressions that are compiled when they are first used: rules have seventy, a bank needs a dozen of them."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pattern = re.compile
else:

    class pattern:  # noqa: N801 - stands in for re.compile
        """A pattern; its methods are those of re.Pattern."""

        def __init__(self, written: str, flags: int = 0) -> None:
            self._written = written, flags

        def __getattr__(self, method: str) -> object:
            found = self.__dict__[method] = getattr(re.compile(*self._written), method)
            return found
