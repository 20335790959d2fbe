"""Real faults against real processes, measured: `python -m tests.faults`."""
