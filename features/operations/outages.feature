Feature: A database in trouble
  What cannot be done is refused in the words of the contract, nothing is half done, and once the trouble is
  over nobody has to restart anything.

  @operations.lost-database-is-told @hardened
  Rule: While the database is lost, whoever needs it is refused, and learns nothing of the database
    Source: observed gateway, 1.5 and 7.6, where raw database text reaches the client

    Scenario Outline: <caller>
      Given a gateway booted in the local shape
      And the admin is signed in
      And its database is lost
      When <caller> asks while it is lost
      Then the call is refused as "store_error"
      And the refusal says nothing of the database's own words

      Examples:
        | caller                         |
        | a caller with a key            |
        | a visitor with a session       |
        | somebody who signs in          |

  @operations.database-comes-back @hardened
  Rule: Once the database is back, calls are served, without a restart
    Source: observed gateway, 1.7 and 7.6

    Example: a caller who was refused
      Given a gateway booted in the local shape
      And its database is lost
      When a caller with a key asks while it is lost
      Then the call is refused as "store_error"
      And the configured key opens "fast" soon after the database is back

  @operations.locked-database-is-told @hardened
  Rule: A write that somebody else's lock holds up is refused in time, and made once the lock is gone
    Source: observed gateway, 16 (23); what people trip over, "database is locked"

    Example: a lock that is held while somebody signs in
      Given a gateway booted in the local shape
      And somebody holds a lock on its database
      When the admin signs in with the "configured" password
      Then the call is refused as "store_error"
      When the lock is let go
      And the admin signs in with the "configured" password
      Then the sign-in is accepted

  @operations.unwritable-database-is-read @hardened
  Rule: On a database that takes no writes, what reads is served and what writes is refused
    Source: what people trip over, a failover that leaves a read-only primary; observed gateway, 1.5

    Example: a start on a database that takes no writes
      Given a gateway that has booted once
      And its database takes no writes
      When the gateway is started with:
        | option            | value |
        | --run-migrations  | false |
        | --bootstrap-admin | false |
        | --seed-config     | false |
      Then the key "configured" may call "fast"
      When the admin signs in with the "configured" password
      Then the call is refused as "store_error"

  @operations.full-disk-is-told @hardened
  Rule: When the disk is full, what writes is refused, nothing is half written, and it goes on once there is room
    Source: what people trip over, a full volume; observed gateway, 1.5

    Example: sign-ins until the disk is full
      Given a gateway that has booted once
      And the gateway is started
      When its disk is full and the admin signs in until that shows
      Then the call is refused as "store_error"
      And there is one session for each sign-in that was granted
      When there is room again
      And the admin signs in with the "configured" password
      Then the sign-in is accepted
