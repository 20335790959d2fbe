Feature: A pooler before the database
  Each transaction may run in another session of the database, which was somebody else's a moment ago. So nothing
  of a session is relied on, and nothing is left in one.

  @operations.transaction-pooler-is-survived @hardened @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: Behind a pooler in transaction mode, and after it restarts, everybody is answered as without one, and sessions stay as they were
    Source: what people trip over, A pooler that shares sessions

    Example: a first start, migrated by a command
      Given a fresh install in the local shape
      And the database is "behind a pooler in transaction mode"
      When the operator runs "migrate --apply"
      Then the command succeeds
      And nothing is left in a session of the pool
      When the gateway is started
      Then the key "configured" may call "fast"
      And nothing is left in a session of the pool

    Example: a first start that migrates, and a second one
      Given a fresh install in the local shape
      And the database is "behind a pooler in transaction mode"
      When the gateway is started
      Then nothing is left in a session of the pool
      When the gateway is started
      And the admin signs in with the "configured" password
      Then the sign-in is accepted
      And nothing is left in a session of the pool

    Example: callers and people with a session, at once
      Given a gateway that has booted once
      And the database is "behind a pooler in transaction mode"
      When the gateway is started
      Then each of 150 calls by 8 people at once finds:
        | finding                       |
        | the caller sees the one model |
        | the admin is known            |
        | a spoiled key is refused      |
        | a visitor is nobody           |
        | the caller is answered        |
      And nothing is left in a session of the pool

    Example: people who sign in at once
      Given a gateway that has booted once
      And the database is "behind a pooler in transaction mode"
      When the gateway is started
      Then each of 24 calls by 4 people at once finds:
        | finding                         |
        | the admin signs in and is known |
        | the caller sees the one model   |
      And nothing is left in a session of the pool

    Example: another password
      Given a gateway that has booted once
      And the database is "behind a pooler in transaction mode"
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      Then the admin may sign in with the "new" password
      And the admin may not sign in with the "configured" password
      And nothing is left in a session of the pool

    Example: a pooler that restarts between two calls
      Given a gateway that has booted once
      And the database is "behind a pooler in transaction mode"
      When the gateway is started
      Then each of 40 calls by 8 people at once finds:
        | finding                       |
        | the caller sees the one model |
        | the admin is known            |
      When the orchestrator asks for "readiness"
      And the database is "cut off by a restart of its pooler"
      Then each of 40 calls by 8 people at once finds:
        | finding                       |
        | the caller sees the one model |
        | the admin is known            |
      When the orchestrator asks for "readiness"
      Then the answer is:
        """json
        {"status": "ready"}
        """
