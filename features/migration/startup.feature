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

    Example: the first start on a database whose history is empty
      Given an empty database
      And the history is empty
      When the gateway is started
      Then the database has every application table
      And the history begins with "v17 baseline"

    Example: the first start on a file without a byte
      Given an empty database
      And the database is "an empty file"
      When the gateway is started
      Then the database has every application table
      And the history begins with "v17 baseline"

    Example: the first start with nothing else to do
      Given an empty database
      When the gateway is started with:
        | option            | value |
        | --bootstrap-admin | false |
        | --seed-config     | false |
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

    Scenario Outline: switched off by <option> on a database whose history is empty
      Given an empty database
      And the history is empty
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

    Example: a database in use is served
      Given a database in use
      When the gateway is started with:
        | option           | value |
        | --run-migrations | false |
      Then the gateway is ready
      And each row of the history has:
        | column     | value          |
        | version    | no other row's |
        | applied_on | what it was    |

    Example: a database that was only migrated
      Given a migrated database
      When the gateway is started with:
        | option                 | value |
        | GATEWAY_RUN_MIGRATIONS | false |
      Then the gateway is ready
      And each row of the history has:
        | column  | value          |
        | version | no other row's |

    Example: a database in use, with a table that is nobody's
      Given a database in use
      And the table "a_note" is "there"
      When the gateway is started with:
        | option                 | value |
        | GATEWAY_RUN_MIGRATIONS | false |
      Then the gateway is ready
      And each row of the history has:
        | column     | value       |
        | applied_on | what it was |

  @hardened @migration.startup-names-the-pending-migrations
  Rule: Switched off or not, the gateway does not start on a pending schema, and says what to run
    Source: observed gateway, 7.6, where a start on an unmigrated database dies of whatever comes first

    Scenario Outline: switched off by <option> before anyone migrated
      Given an empty database
      When the operator tries to start the gateway with:
        | option   | value |
        | <option> | false |
      Then the command fails
      And the output says why, in a line of its own
      And the output says "migrate --apply"

      Examples:
        | option                 |
        | --run-migrations       |
        | GATEWAY_RUN_MIGRATIONS |

    Example: every step switched off, on a database whose history is empty
      Given an empty database
      And the history is empty
      When the operator tries to start the gateway with:
        | option            | value |
        | --run-migrations  | false |
        | --bootstrap-admin | false |
        | --seed-config     | false |
      Then the command fails
      And the output says why, in a line of its own
      And the output says "migrate --apply"

  @hardened @migration.startup-switched-off-still-refuses @after:migration.apply-creates-the-tables
  Rule: Switching startup migrations off does not switch the refusal off
    Source: observed gateway, 7.3, where the history is looked at only when migrations run

    Example: switched off by the flag
      Given a database in use
      Then the database is refused by "serve --run-migrations false" when:
        | version             | because of              |
        | {the next version}  | {the next version}      |
        | v999                | v999                    |
        | v16                 | v16                     |
        | (none)              | refinery_schema_history |
        | {any later version} | {any later version}     |

    Example: another name
      Given a database in use
      Then the database is refused by "serve --run-migrations false" when:
        | version | name       | because of |
        | v17     | groundwork | groundwork |

    Example: another checksum
      Given a database in use
      Then the database is refused by "serve --run-migrations false" when:
        | version | checksum | because of |
        | v17     | 0ddba11  | 0ddba11    |

    Example: a table that is gone
      Given a database in use
      Then the database is refused by "serve --run-migrations false" when:
        | table      | is   | because of |
        | audit_logs | gone | audit_logs |

    Example: switched off by the variable
      Given a database in use
      And the environment has:
        | variable               | value |
        | GATEWAY_RUN_MIGRATIONS | false |
      Then the database is refused by "serve" when:
        | version            | because of         |
        | {the next version} | {the next version} |
        | v16                | v16                |
