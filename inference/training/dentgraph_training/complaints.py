"""What a person can mend is told in a sentence, not by a traceback."""

from __future__ import annotations

from collections.abc import Callable

from .formats.errors import DatasetError


class Complaint(ValueError):
    """Something that was handed in is not as it must be; the message says what."""


def plainly(main: Callable[[], int | None]) -> int | None:
    """Runs a command; files that are not there, folders that cannot be written and full disks end it with status 1.

    :raises SystemExit: with the sentence to print
    """
    try:
        return main()
    except (Complaint, DatasetError) as error:
        raise SystemExit(str(error)) from error
    except OSError as error:
        if error.filename is None:
            raise SystemExit(str(error)) from error
        raise SystemExit(f"Expected {error.filename} to be there and usable but received: {error.strerror}") from error
    except KeyboardInterrupt as error:
        raise SystemExit(130) from error
