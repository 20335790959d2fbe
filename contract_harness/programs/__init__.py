"""Programs that no Python package brings: found on this machine, else unpacked for this account alone."""
