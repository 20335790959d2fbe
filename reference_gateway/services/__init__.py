"""
What the gateway does, in its own words: one module a noun.

Services stand on ports and domain values; they know no HTTP, no SQL and no provider's wire format.
"""
