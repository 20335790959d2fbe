Feature: Migrating at startup
  The gateway may migrate while it starts. It never serves on a schema it does not have.

  @core @migration.startup-migrates
  Rule: A gateway started on an empty database migrates it before it serves
    Source: founding page, Database and Migration Notes; observed gateway, 7.3

    Example: the first start
      Given an empty database
      When the gateway is started
      Then the database has every application table
      And the history begins with "v17 baseline"

  @core @migration.startup-switched-off-leaves-the-schema-alone
  Rule: With startup migrations switched off, starting creates no table
    Source: observed gateway, 7.1 and 7.4

    Scenario Outline: startup migrations switched off by <option>
      Given an empty database
      When the operator tries to start the gateway with:
        | option   | value |
        | <option> | false |
      Then the command fails
      And the output says why, in a line of its own
      And the database is unchanged

      Examples:
        | option                 |
        | --run-migrations       |
        | GATEWAY_RUN_MIGRATIONS |

  @core @migration.startup-switched-off-serves-a-migrated-database @after:migration.apply-creates-the-tables
  Rule: With startup migrations switched off, a migrated database is served as it is
    Source: observed gateway, 7.1 and 7.3

    Example: a database in use
      Given a database in use
      When the gateway is started with:
        | option           | value |
        | --run-migrations | false |
      Then the gateway is ready
      And each row of the history has:
        | column     | value          |
        | version    | no other row's |
        | applied_on | what it was    |

  @hardened @migration.startup-names-the-pending-migrations
  Rule: Switched off or not, the gateway does not start on a pending schema, and says what to run
    Source: observed gateway, 7.6, where a start on an unmigrated database dies of whatever comes first

    Example: started before anyone migrated
      Given an empty database
      When the operator tries to start the gateway with:
        | option           | value |
        | --run-migrations | false |
      Then the command fails
      And the output says why, in a line of its own
      And the output says "migrate --apply"

  @hardened @migration.startup-switched-off-still-refuses @after:migration.apply-creates-the-tables
  Rule: Switching startup migrations off does not switch the refusal off
    Source: observed gateway, 7.3, where the history is looked at only when migrations run

    Example: started on a database from the future
      Given a migrated database
      And the history has:
        | version |
        | v999    |
      When the operator tries to start the gateway with:
        | option           | value |
        | --run-migrations | false |
      Then the command refuses the database because of "v999"
      And the output says "recreate"
      And the database is unchanged
