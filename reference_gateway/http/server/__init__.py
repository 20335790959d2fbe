"""
waitress, made strict and drainable.

`listener` holds the address, `serving` accepts and ends, `channel` is one connection, `parser` its requests,
`tasks` the answers, `thread_pools` the threads that make them.
"""
