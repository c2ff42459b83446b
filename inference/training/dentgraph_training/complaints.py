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
        if error.errno is None:  # raised with a sentence of its own
            raise SystemExit(str(error)) from error
        what = f"{error.filename} to be there and usable" if error.filename else "files that can be read and written"
        raise SystemExit(f"Expected {what} but received: {error.strerror}") from error
    except KeyboardInterrupt as error:
        raise SystemExit(130) from error
