"""
What the gateway remembers, in SQLite or PostgreSQL.

A store is a domain verb over one named query (`queries/*.sql`), written once for both engines. The two
backends own connections, transactions and the translation of driver errors; nothing else here knows which
engine it is.
"""
