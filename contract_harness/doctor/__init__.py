"""Examining a target before a run: what a run would stumble over, each with its remedy.

`examination` looks at everything, `preflight` at what every run can afford to know beforehand.
"""
