"""
What the gateway is about, as frozen values. No room below this one.

Values hold what was read or decided; they never read, write, hash or log. Times are aware UTC datetimes,
money is an integer in ten-thousandths of a US dollar, ids are UUIDs in text. They are msgspec structs: making
a dataclass takes a millisecond of every start, making a struct a thirtieth of that.
"""
