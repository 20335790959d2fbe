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
        | actions                  |
        |                          |
        | --status --check         |
        | --status --apply         |
        | --check --apply          |
        | --apply --check          |
        | --status --check --apply |

    Example: several on a database in use
      Given a database in use
      When the operator runs "migrate --check --apply"
      Then the command fails
      And the output says "exactly one"
      And the database is unchanged

  @core @migration.unreachable-database-is-an-error
  Rule: A database out of reach is an error, and nothing is listed
    Source: observed gateway, 7.5 and 7.6

    Scenario Outline: <command> with a database <where>
      Given an empty database
      And the database is "<where>"
      When the operator runs "<command>"
      Then the command fails
      And the output says why, in a line of its own
      And the command lists no migration

      Examples:
        | command          | where                        |
        | migrate --status | out of reach                 |
        | migrate --check  | out of reach                 |
        | migrate --apply  | out of reach                 |
        | serve            | out of reach                 |
        | bootstrap-admin  | out of reach                 |
        | seed-config      | out of reach                 |
        | migrate --status | in a place that is not there |
        | migrate --check  | in a place that is not there |
        | migrate --apply  | in a place that is not there |
        | serve            | in a place that is not there |

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

    Scenario Outline: apply on a database that is <how>
      Given an empty database
      And the database is "<how>"
      When the operator runs "migrate --apply"
      Then the command fails
      And the output says why, in a line of its own
      And the database has nothing of the baseline

      Examples:
        | how                           |
        | obstructed at its first table |
        | obstructed at its last table  |

    Scenario Outline: <command> where no history row is taken
      Given an empty database
      And the history is empty
      And the database is "closed to rows of its history"
      When the operator runs "<command>"
      Then the command fails
      And the output says why, in a line of its own
      And the database has nothing of the baseline

      Examples:
        | command         |
        | migrate --apply |
        | serve           |
