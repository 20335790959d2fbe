Feature: Migrations that cannot be done
  A usage error, an unavailable database or a failure half-way is one clear error,
  and leaves the database as it was.

  @core @migration.exactly-one-action
  Rule: Migrate takes exactly one of status, check and apply
    Source: observed gateway, 7.2

    Scenario Outline: "migrate <actions>"
      Given an empty database
      When the operator runs "migrate <actions>"
      Then the command fails
      And the output says why, in a line of its own
      And the output says "exactly one"
      And the database is unchanged

      Examples:
        | actions          |
        |                  |
        | --status --apply |

  @core @migration.unreachable-database-is-an-error
  Rule: A database out of reach is an error, and nothing is listed
    Source: observed gateway, 7.5 and 7.6

    Scenario Outline: <command> without a database
      Given an empty database
      And the database is "out of reach"
      When the operator runs "<command>"
      Then the command fails
      And the output says why, in a line of its own
      And the command lists no migration

      Examples:
        | command          |
        | migrate --status |
        | migrate --apply  |
        | serve            |

  @core @migration.failed-apply-leaves-nothing
  Rule: An apply that fails leaves neither tables nor history behind
    Source: observed gateway, 8.6

    Example: no right to create tables
      Given an empty database
      And the database is "closed to new tables"
      When the operator runs "migrate --apply"
      Then the command fails
      And the output says why, in a line of its own
      And the database is unchanged

    Example: a name is taken half-way through
      Given an empty database
      And the database is "obstructed at its last table"
      When the operator runs "migrate --apply"
      Then the command fails
      And the output says why, in a line of its own
      And the database has nothing of the baseline
