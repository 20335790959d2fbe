"""
How asking the admin UI can fail.

* UiUnavailable    the UI is to blame; the client is told 503, or its answer is cut
  - UiUnreachable  no connection
  - UiTooSlow      over the time limit
  - UiHungUp       the connection ended too soon
  - UiGarbled      the answer is not HTTP/1.1 as we read it
* UiNotYet         it may still answer, but not in the time that this request gave it
* ClientGone       nobody is waiting for the answer any more
"""


class UiUnavailable(Exception):
    """The admin UI gave no usable answer."""


class UiUnreachable(UiUnavailable):
    """The admin UI could not be reached."""


class UiTooSlow(UiUnavailable):
    """The admin UI went over its time limit."""


class UiHungUp(UiUnavailable):
    """The admin UI closed the connection before its answer was complete."""


class UiGarbled(UiUnavailable):
    """The admin UI's answer is not well-formed HTTP/1.1."""


class UiNotYet(Exception):
    """The admin UI has not begun to answer a request that does not wait longer."""


class ClientGone(Exception):
    """The client left before the answer."""
