Feature: Applying migrations
  Apply brings an empty database to the one baseline, remembers that it did,
  and has nothing to do the second time.

  @core @migration.apply-creates-the-tables
  Rule: Apply creates the application tables of an unmigrated database
    Source: founding page, Database and Migration Notes; observed gateway, 8.3

    Example: apply on an empty database
      Given an empty database
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database has every application table
      And every application table is empty

    Example: apply on a database whose history is empty
      Given an empty database
      And the history is empty
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database has every application table
      And every application table is empty

    Example: apply on a file without a byte
      Given an empty database
      And the database is "an empty file"
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database has every application table

  @hardened @migration.tables-live-in-public
  Rule: Whatever the search path of a role says, tables live in the schema `public` of PostgreSQL
    Source: observed gateway, 8.2, where only that schema is looked at

    Example: apply, and a start on what it made
      Given an empty database
      And the database is "led elsewhere by its search path"
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database has every application table
      And the history begins with "v17 baseline"
      When the gateway is started
      Then the gateway is ready

  @core @migration.the-baseline-is-v17 @after:migration.apply-creates-the-tables
  Rule: A fresh database begins with the V17 baseline and nothing before it
    Source: founding page, Database and Migration Notes; observed gateway, 8.1

    Example: the first migration that is pending
      Given an empty database
      When the operator runs "migrate --status"
      Then the command lists "v17 baseline" first

    Example: the first migration of a migrated database
      Given a migrated database
      When the operator runs "migrate --status"
      Then the command lists "v17 baseline" first
      And the history begins with "v17 baseline"

    Example: the first migration of a database in use
      Given a database in use
      When the operator runs "migrate --check"
      Then the command lists "v17 baseline" first
      And the history begins with "v17 baseline"

  @core @migration.history-remembers-each-migration
  Rule: Each applied migration leaves one history row: version, name, time and checksum
    Source: observed gateway, 8.2

    Example: the history after the first apply
      Given an empty database
      When the operator runs "migrate --apply"
      Then each row of the history has:
        | column     | value                         |
        | version    | no other row's                |
        | name       | the one that is listed        |
        | applied_on | the second of the apply       |
        | checksum   | what identifies the migration |

    Example: the history after an apply where clocks are told the time of Kathmandu
      Given an empty database
      And the environment has:
        | variable | value          |
        | TZ       | Asia/Kathmandu |
      When the operator runs "migrate --apply"
      Then each row of the history has:
        | column     | value                   |
        | applied_on | the second of the apply |

    Example: the history after the first start
      Given an empty database
      When the gateway is started
      Then each row of the history has:
        | column     | value                          |
        | version    | no other row's                 |
        | name       | the one that is listed         |
        | applied_on | the second of the apply        |
        | checksum   | the same in another database   |

    Example: the history after an apply on a database whose history was empty
      Given an empty database
      And the history is empty
      When the operator runs "migrate --apply"
      Then each row of the history has:
        | column     | value                        |
        | version    | no other row's               |
        | name       | the one that is listed       |
        | applied_on | the second of the apply      |
        | checksum   | the same in another database |

  @hardened @migration.checksums-are-digests @after:migration.apply-creates-the-tables
  Rule: A checksum is a digest, so that an edited migration cannot pass for the applied one
    Source: observed gateway, 8.1, where the file's name stands in its place

    Example: the checksums of two databases
      Given an empty database
      When the operator runs "migrate --apply"
      Then each row of the history has:
        | column   | value                        |
        | checksum | a digest in hexadecimal      |
        | checksum | the same in another database |

    Example: the checksums of a first start
      Given an empty database
      When the gateway is started
      Then each row of the history has:
        | column   | value                        |
        | checksum | a digest in hexadecimal      |
        | checksum | the same in another database |

  @core @migration.apply-twice-changes-nothing @after:migration.apply-creates-the-tables
  Rule: Applying again changes nothing
    Source: observed gateway, 8.6

    Example: a second apply
      Given a database in use
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

    Example: a second apply on a database nobody has used
      Given a migrated database
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged

    Example: a second start
      Given a database in use
      When the gateway is started
      Then each row of the history has:
        | column     | value        |
        | applied_on | what it was |

    Example: <command> on a database in use
      Given a database in use
      When the operator runs "<command>"
      Then the command succeeds
      And each row of the history has:
        | column     | value        |
        | applied_on | what it was |

      Examples:
        | command         |
        | bootstrap-admin |
        | seed-config     |
