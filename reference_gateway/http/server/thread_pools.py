"""Threads for one kind of work, started as the work comes and kept."""

from typing import Any

from waitress.task import ThreadedTaskDispatcher


class ThreadPool(ThreadedTaskDispatcher):  # type: ignore[misc]  # waitress carries no types
    """At most *most* threads; the first request that finds none idle brings the next.

    waitress starts them all at once, which a gateway that boots in a moment and mostly waits need not pay.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def add_task(self, task: Any) -> None:
        """Queue *task*, and start a thread when every one is busy and there may be more."""
        with self.lock:
            self.queue.append(task)
            self.queue_cv.notify()
            running = len(self.threads) - self.stop_count
            is_short = len(self.queue) > running - self.active_count
        if is_short and running < self._most:
            self.set_thread_count(running + 1)
