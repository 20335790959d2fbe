Feature: Refusing a database the gateway does not understand
  A history the gateway cannot account for is never upgraded, repaired or served.
  Every command says what it found and that the database must be recreated.

  @core @migration.pre-baseline-history-is-refused @after:migration.apply-creates-the-tables
  Rule: A database from before the baseline is refused, not upgraded in place
    Source: founding page, Database and Migration Notes; observed gateway, 8.4

    Scenario Outline: <command> on a database of V1 to V16
      Given a database in use
      And its history is that of V1 to V16
      When the operator runs "<command>"
      Then it is refused, naming "v1" and the remedy
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
      And its history also has "v999"
      When the operator runs "<command>"
      Then it is refused, naming "v999" and the remedy
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
      And its history calls the baseline "groundwork"
      When the operator runs "<command>"
      Then it is refused, naming "groundwork" and the remedy
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
      And its history gives the baseline the checksum "0ddba11"
      When the operator runs "<command>"
      Then it is refused, naming "0ddba11" and the remedy
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
      And its history is empty
      When the operator runs "<command>"
      Then it is refused, naming "refinery_schema_history" and the remedy
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
      Given a database with one application table and an empty history
      When the operator runs "migrate --apply"
      Then it is refused, naming "refinery_schema_history" and the remedy
      And the database is unchanged

  @hardened @migration.refused-apply-leaves-no-trace @after:migration.apply-creates-the-tables
  Rule: A refused apply leaves no trace, not even an empty history
    Source: observed gateway, 8.5, where the history table is created before it is validated

    Example: apply on tables whose history table is gone
      Given a migrated database
      And its history table is gone
      When the operator runs "migrate --apply"
      Then it is refused, naming "refinery_schema_history" and the remedy
      And the database is unchanged

  @hardened @migration.missing-tables-are-noticed @after:migration.apply-creates-the-tables
  Rule: A full history does not hide a missing table
    Source: observed gateway, 8.4, where missing tables are not validated

    Scenario Outline: <command> on a database that lost a table
      Given a migrated database
      And its table "audit_logs" is gone
      When the operator runs "<command>"
      Then it is refused, naming "audit_logs" and the remedy
      And the database is unchanged

      Examples:
        | command         |
        | migrate --check |
        | serve           |
