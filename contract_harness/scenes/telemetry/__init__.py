"""A gateway that reports, the collectors it reports to, and what was sent of a call."""
