Feature: An unavailable database
  What cannot be done is refused in the words of the contract, nothing is half done, and once the trouble is
  over nobody has to restart anything.

  @operations.lost-database-is-told @hardened
  Rule: While the database is unavailable, whoever needs it is refused, and learns nothing of the database
    Source: observed gateway, 1.5 and 7.6, where raw database text reaches the client

    Example: a caller with a key
      Given a gateway booted in the local shape
      And the database is "lost"
      When the caller with the key "configured" lists "models"
      Then the call fails as "store_error"
      And the answer says nothing in the "database's" own words

    Example: an admin with a session
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      And the database is "lost"
      And the admin lists "keys"
      Then the call fails as "store_error"
      And the answer says nothing in the "database's" own words

    Example: a caller who wants a completion
      Given a gateway booted in the local shape
      And the database is "lost"
      When the caller asks "fast" for a completion
      Then the call fails as "store_error"
      And the answer says nothing in the "database's" own words

    Example: an admin who signs in
      Given a gateway booted in the local shape
      And the database is "lost"
      When the admin signs in with the "configured" password
      Then the call fails as "store_error"
      And the answer says nothing in the "database's" own words

  @operations.unavailable-database-is-503 @hardened
  Rule: While the database is unavailable the answer is 503, which tells callers to try again
    Source: observed gateway, 1.5, where only the readiness probe answers 503

    Scenario Outline: the database is <condition>
      Given a gateway booted in the local shape
      And the database is "<condition>"
      When the admin signs in with the "configured" password
      Then the call is refused as "store_error"

      Examples:
        | condition |
        | lost      |
        | locked    |

    Example: a caller who wants a completion, and then a list
      Given a gateway booted in the local shape
      And the database is "lost"
      When the caller asks "fast" for a completion
      Then the call is refused as "store_error"
      When the caller with the key "configured" lists "models"
      Then the call is refused as "store_error"

    Example: an admin who is signed in
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      And the database is "lost"
      And the admin lists "keys"
      Then the call is refused as "store_error"

  @operations.database-comes-back @hardened
  Rule: Once the database is back, calls are served, without a restart
    Source: observed gateway, 1.7 and 7.6

    Example: a caller and an admin who asked meanwhile
      Given a gateway booted in the local shape
      And the database is "lost"
      When the caller with the key "configured" lists "models"
      And the admin signs in with the "configured" password
      And the database recovers
      Then the key "configured" may soon call "fast"
      When the database is "lost"
      And the caller with the key "configured" lists "models"
      And the admin signs in with the "configured" password
      And the database recovers
      Then the key "configured" may soon call "fast"

    Example: an admin who was signed in before
      Given a gateway booted in the local shape
      When the admin signs in with the "configured" password
      And the database is "lost"
      And the admin lists "keys"
      And the database recovers
      Then the key "configured" may soon call "fast"
      And the admin may list "keys"

  @operations.locked-database-is-told @hardened
  Rule: A write that somebody else's lock holds up is refused in time, and made once the lock is gone
    Source: observed gateway, 16 (23); what people trip over, "database is locked"

    Example: a lock that is held while somebody signs in
      Given a gateway booted in the local shape
      And the database is "locked"
      When the admin signs in with the "configured" password
      Then the call fails as "store_error"
      When the database recovers
      And the admin signs in with the "configured" password
      Then the sign-in is accepted
      When the database is "locked"
      And the admin signs in with the "configured" password
      Then the call fails as "store_error"
      When the database recovers
      And the admin signs in with the "configured" password
      Then the sign-in is accepted

  @operations.unwritable-database-is-read @hardened @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: On a database that takes no writes, what reads is served and what writes is refused
    Source: what people trip over, a failover that leaves a read-only primary; observed gateway, 1.5

    Example: a start on a database that takes no writes
      Given a gateway that has booted once
      And the database is "read-only"
      When the gateway is started with:
        | option            | value |
        | --run-migrations  | false |
        | --bootstrap-admin | false |
        | --seed-config     | false |
      Then the key "configured" sees only:
        | model |
        | fast  |
      And the key "configured" may call "fast"
      When the admin signs in with the "configured" password
      Then the call fails as "store_error"
      When the orchestrator asks for "readiness"
      Then the answer is:
        """json
        {"status": "ready"}
        """

  @operations.full-disk-is-told @hardened @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: When the disk is full, what writes is refused, nothing is half written, and it goes on once there is room
    Source: what people trip over, a full volume; observed gateway, 1.5

    Example: sign-ins until the disk is full
      Given a gateway that has booted once
      And the gateway is started
      And the database is "out of disk space"
      When the admin signs in until a sign-in is refused
      Then the call fails as "store_error"
      And the database has one session for each sign-in before
      When the database recovers
      And the admin signs in with the "configured" password
      Then the sign-in is accepted
