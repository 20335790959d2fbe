Feature: Migrations that cannot be done
  A wrong call, a database out of reach or a failure half-way is one clear error,
  and leaves the database as it was.

  @core @migration.exactly-one-action
  Rule: Migrate takes exactly one of status, check and apply
    Source: observed gateway, 7.2

    Scenario Outline: "migrate <actions>"
      Given an empty database
      When the operator runs "migrate <actions>"
      Then it fails, saying "exactly one"
      And the database is unchanged

      Examples:
        | actions          |
        |                  |
        | --status --apply |

  @core @migration.unreachable-database-is-an-error
  Rule: A database out of reach is an error, and nothing is listed
    Source: observed gateway, 7.5 and 7.6

    Scenario Outline: <command> without a database
      Given a database that is out of reach
      When the operator runs "<command>"
      Then it fails
      And it lists nothing

      Examples:
        | command          |
        | migrate --status |
        | migrate --apply  |
        | serve            |

  @core @migration.failed-apply-leaves-nothing
  Rule: An apply that fails leaves neither tables nor history behind
    Source: observed gateway, 8.6

    Example: no right to create tables
      Given an empty database where the gateway may not create tables
      When the operator runs "migrate --apply"
      Then it fails
      And the database is unchanged

    Example: a name is taken half-way through
      Given an empty database where a later table's name is taken
      When the operator runs "migrate --apply"
      Then it fails
      And no application table and no applied migration is there
