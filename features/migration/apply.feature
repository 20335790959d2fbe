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

  @core @migration.the-baseline-is-v17 @after:migration.apply-creates-the-tables
  Rule: A fresh database begins with the V17 baseline and nothing before it
    Source: founding page, Database and Migration Notes; observed gateway, 8.1

    Example: the first migration of a migrated database
      Given a migrated database
      When the operator runs "migrate --status"
      Then the command lists "v17 baseline" first
      And the history begins with "v17 baseline"

  @core @migration.history-remembers-each-migration
  Rule: Each applied migration leaves one history row: version, name, time and checksum
    Source: observed gateway, 8.2

    Example: the history after the first apply
      Given an empty database
      When the operator runs "migrate --apply"
      Then the history has one row for each migration listed
      And each row of the history has:
        | column     | value                         |
        | applied_on | the second of the apply       |
        | checksum   | what identifies the migration |

  @hardened @migration.checksums-are-digests @after:migration.apply-creates-the-tables
  Rule: A checksum is a digest, so that an edited migration cannot pass for the applied one
    Source: observed gateway, 8.1, where the file's name stands in its place

    Example: the checksums of a migrated database
      Given a migrated database
      Then each row of the history has:
        | column   | value                   |
        | checksum | a digest in hexadecimal |

  @core @migration.apply-twice-changes-nothing @after:migration.apply-creates-the-tables
  Rule: Applying again changes nothing
    Source: observed gateway, 8.6

    Example: a second apply
      Given a database in use
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the command lists every migration as "applied"
      And the database is unchanged
