"""The sentences of the same-origin profile that one topic speaks."""
