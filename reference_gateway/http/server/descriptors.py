"""How many connections this process can hold, as the system has it."""

import errno
import logging
import resource

logger = logging.getLogger("gateway.http")

BESIDE = 256
"""For what is no connection of a client: files, the database, providers and the admin UI."""

EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE})


def affordable(connections: int, threads: int) -> int:
    """As many of *connections* as there are descriptors for, beside those of *threads* and of the rest.

    The soft limit is raised to what is needed, if the hard one allows. When that is not enough, clients wait
    to be accepted: one that is accepted and cannot be served would only be cut off.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = connections + 2 * threads + BESIDE
    found = _raised(soft, hard, needed)
    if found == resource.RLIM_INFINITY or found >= needed:
        return connections
    kept = min(max(1, found - 2 * threads - BESIDE, found // 4), connections)
    logger.warning(
        "this process may have %d descriptors and wants %d: it holds %d connections at once instead of %d, "
        "and further clients wait; raise the limit (ulimit -n, LimitNOFILE)",
        found,
        needed,
        kept,
        connections,
    )
    return kept


def _raised(soft: int, hard: int, needed: int) -> int:
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return soft
    wanted = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if wanted <= soft:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):
        return soft  # some systems allow less than they say
    return wanted
