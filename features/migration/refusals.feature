Feature: Refusing an unknown or divergent history
  A history the gateway cannot account for is never upgraded, repaired or served.
  Every command says what it found and that the database must be recreated.

  @core @migration.pre-baseline-history-is-refused @after:migration.apply-creates-the-tables
  Rule: A database from before the baseline is refused, not upgraded in place
    Source: founding page, Database and Migration Notes; observed gateway, 8.4

    Scenario Outline: <command> on a database of V1 to V16
      Given a database in use
      And the history is empty
      And the history has:
        | version   |
        | v1 to v16 |
      When the operator runs "<command>"
      Then the command refuses the database because of "v1"
      And the output says "recreate"
      And the database is unchanged

      Examples:
        | command          |
        | migrate --status |
        | migrate --check  |
        | migrate --apply  |
        | serve            |

  @core @migration.unknown-version-is-refused @after:migration.apply-creates-the-tables
  Rule: A database migrated by a newer gateway is refused
    Source: observed gateway, 8.4

    Scenario Outline: <command> on a database from the future
      Given a migrated database
      And the history has:
        | version |
        | v999    |
      When the operator runs "<command>"
      Then the command refuses the database because of "v999"
      And the output says "recreate"
      And the database is unchanged

      Examples:
        | command          |
        | migrate --status |
        | migrate --check  |
        | migrate --apply  |
        | serve            |

  @core @migration.changed-name-is-refused @after:migration.apply-creates-the-tables
  Rule: A known version under another name is refused
    Source: observed gateway, 8.4

    Scenario Outline: <command> on a renamed baseline
      Given a migrated database
      And the history has:
        | version | name       |
        | v17     | groundwork |
      When the operator runs "<command>"
      Then the command refuses the database because of "groundwork"
      And the output says "recreate"
      And the database is unchanged

      Examples:
        | command          |
        | migrate --status |
        | migrate --check  |
        | migrate --apply  |
        | serve            |

  @core @migration.changed-checksum-is-refused @after:migration.apply-creates-the-tables
  Rule: A known version with another checksum is refused
    Source: observed gateway, 8.4

    Scenario Outline: <command> on an edited baseline
      Given a migrated database
      And the history has:
        | version | checksum |
        | v17     | 0ddba11  |
      When the operator runs "<command>"
      Then the command refuses the database because of "0ddba11"
      And the output says "recreate"
      And the database is unchanged

      Examples:
        | command          |
        | migrate --status |
        | migrate --check  |
        | migrate --apply  |
        | serve            |

  @core @migration.tables-without-history-are-refused @after:migration.apply-creates-the-tables
  Rule: Application tables that no history accounts for are refused
    Source: observed gateway, 8.4

    Scenario Outline: <command> on tables whose history is gone
      Given a migrated database
      And the history is empty
      When the operator runs "<command>"
      Then the command refuses the database because of "refinery_schema_history"
      And the output says "recreate"
      And the database is unchanged

      Examples:
        | command          |
        | migrate --status |
        | migrate --check  |
        | migrate --apply  |
        | serve            |

  @core @migration.one-leftover-table-is-refused
  Rule: A single leftover application table is enough to refuse
    Source: observed gateway, 8.4

    Example: apply beside one leftover table
      Given an empty database
      And the table "providers" is there
      And the history is empty
      When the operator runs "migrate --apply"
      Then the command refuses the database because of "refinery_schema_history"
      And the output says "recreate"
      And the database is unchanged

  @hardened @migration.refused-apply-leaves-no-trace @after:migration.apply-creates-the-tables
  Rule: A refused apply leaves no trace, not even an empty history
    Source: observed gateway, 8.5, where the history table is created before it is validated

    Example: apply on tables whose history table is gone
      Given a migrated database
      And the table "refinery_schema_history" is gone
      When the operator runs "migrate --apply"
      Then the command refuses the database because of "refinery_schema_history"
      And the output says "recreate"
      And the database is unchanged

  @hardened @migration.missing-tables-are-noticed @after:migration.apply-creates-the-tables
  Rule: A full history does not hide a missing table
    Source: observed gateway, 8.4, where missing tables are not validated

    Scenario Outline: <command> on a database that lost a table
      Given a migrated database
      And the table "audit_logs" is gone
      When the operator runs "<command>"
      Then the command refuses the database because of "audit_logs"
      And the output says "recreate"
      And the database is unchanged

      Examples:
        | command         |
        | migrate --check |
        | serve           |
