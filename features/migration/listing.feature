Feature: Listing migrations
  Status tells what is applied and what is pending, and check turns that into a yes or a no.

  @core @migration.status-lists-what-is-pending
  Rule: Status lists the migrations an unmigrated database still needs, and succeeds
    Source: observed gateway, 7.5 and 8.5

    Example: status of an empty database
      Given an empty database
      When the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "pending"
      And the database is unchanged

    Example: status of a database whose history is empty
      Given an empty database
      And the history is empty
      When the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "pending"
      And the database is unchanged

    Example: status of a file without a byte
      Given an empty database
      And the database is "an empty file"
      When the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "pending"
      And the database is unchanged

    Example: status of a database with a table that is nobody's
      Given an empty database
      And the table "a_note" is "there"
      When the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "pending"
      And the database is unchanged

  @core @migration.status-lists-what-is-applied @after:migration.apply-creates-the-tables
  Rule: Status lists the migrations a database has, and succeeds
    Source: observed gateway, 7.5

    Example: status of a migrated database
      Given a migrated database
      When the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

    Example: status of a database in use
      Given a database in use
      When the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

    Example: status beside a gateway that serves
      Given a migrated database
      When the gateway is started
      And the operator runs "migrate --status"
      Then the command succeeds
      And the command lists every migration as "applied"

  @core @migration.check-fails-while-migrations-are-pending
  Rule: Check fails as long as a migration is pending, and applies none
    Source: observed gateway, 7.5

    Example: check of an empty database
      Given an empty database
      When the operator runs "migrate --check"
      Then the command fails
      And the output says why, in a line of its own
      And the output says "pending"
      And the database is unchanged

    Example: check of a database whose history is empty
      Given an empty database
      And the history is empty
      When the operator runs "migrate --check"
      Then the command fails
      And the output says why, in a line of its own
      And the output says "pending"
      And the database is unchanged

    Example: check of a file without a byte
      Given an empty database
      And the database is "an empty file"
      When the operator runs "migrate --check"
      Then the command fails
      And the output says why, in a line of its own
      And the output says "pending"
      And the database is unchanged

    Example: check of a database with a table that is nobody's
      Given an empty database
      And the table "a_note" is "there"
      When the operator runs "migrate --check"
      Then the command fails
      And the output says why, in a line of its own
      And the output says "pending"
      And the database is unchanged

  @core @migration.check-passes-when-all-are-applied @after:migration.apply-creates-the-tables
  Rule: Check succeeds once every migration is applied
    Source: observed gateway, 7.5

    Example: check of a migrated database
      Given a migrated database
      When the operator runs "migrate --check"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

    Example: check of a database in use
      Given a database in use
      When the operator runs "migrate --check"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

    Example: check of a database that has a table of somebody else
      Given a migrated database
      And the table "a_note" is "there"
      When the operator runs "migrate --check"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

  @hardened @migration.looking-creates-no-database
  Rule: Looking at a database that is not there does not create it
    Source: observed gateway, 8.5, where opening the database leaves an empty file

    Example: where there is no database yet
      Given an empty database
      Then the database is left as it was, to the byte, by:
        | command                      |
        | migrate --status             |
        | migrate --check              |
        | migrate                      |
        | migrate --status --check     |
        | serve --run-migrations false |

  @hardened @migration.looking-leaves-no-trace @after:migration.apply-creates-the-tables
  Rule: Looking at a database, or refusing it, leaves no file behind and changes no byte
    Source: observed gateway, 8.5

    Example: a database in use
      Given a database in use
      Then the database is left as it was, to the byte, by:
        | command                  |
        | migrate --status         |
        | migrate --check          |
        | migrate --apply          |
        | migrate --status --apply |

    Example: a database that is refused
      Given a migrated database
      And the history has:
        | version             |
        | {any later version} |
      Then the database is left as it was, to the byte, by:
        | command                      |
        | migrate --status             |
        | migrate --check              |
        | migrate --apply              |
        | serve                        |
