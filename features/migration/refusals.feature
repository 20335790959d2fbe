Feature: Refusing an unknown or divergent history
  A database the gateway cannot account for is told what it is refused for, and that it must be recreated.

  @core @migration.pre-baseline-history-is-refused @after:migration.apply-creates-the-tables
  Rule: A database from before the baseline is refused, not upgraded in place
    Source: founding page, Database and Migration Notes; observed gateway, 8.4

    Example: a history without the baseline
      Given a database in use
      And the history is empty
      Then the database is refused by "migrate and serve" when:
        | version   | because of |
        | v0        | v0         |
        | v1        | v1         |
        | v16       | v16        |
        | v1 to v16 | v1         |
      And the database is refused by "status and check" when:
        | version               | because of            |
        | {any earlier version} | {any earlier version} |

    Example: a history with the baseline after it
      Given a database in use
      Then the database is refused by "migrate and serve" when:
        | version | because of |
        | v0      | v0         |
        | v1      | v1         |
        | v16     | v16        |

    Example: other commands that migrate, on a database from before the baseline
      Given a database in use
      Then the database is refused by "bootstrap-admin and seed-config" when:
        | version | because of |
        | v16     | v16        |

  @core @migration.unknown-version-is-refused @after:migration.apply-creates-the-tables
  Rule: A database migrated by a newer gateway is refused
    Source: observed gateway, 8.4

    Example: a database from the future
      Given a migrated database
      Then the database is refused by "migrate and serve" when:
        | version            | because of         |
        | {the next version} | {the next version} |
        | v999               | v999               |
      And the database is refused by "status and check" when:
        | version             | because of          |
        | {any later version} | {any later version} |

    Example: other commands that migrate, on a database from the future
      Given a migrated database
      Then the database is refused by "bootstrap-admin and seed-config" when:
        | version            | because of         |
        | {the next version} | {the next version} |

  @core @migration.changed-name-is-refused @after:migration.apply-creates-the-tables
  Rule: A known version under another name is refused
    Source: observed gateway, 8.4

    Example: a renamed baseline
      Given a migrated database
      Then the database is refused by "migrate and serve" when:
        | version | name       | because of |
        | v17     | groundwork | groundwork |
        | v17     |            | (any)      |
        | v17     | Baseline   | Baseline   |
        | v17     | baseline_2 | baseline_2 |
        | v17     | base       | base       |

    Example: other commands that migrate, on a renamed baseline
      Given a migrated database
      Then the database is refused by "bootstrap-admin and seed-config" when:
        | version | name       | because of |
        | v17     | groundwork | groundwork |

  @core @migration.changed-checksum-is-refused @after:migration.apply-creates-the-tables
  Rule: A known version with another checksum is refused
    Source: observed gateway, 8.4

    Example: an edited baseline
      Given a migrated database
      Then the database is refused by "migrate and serve" when:
        | version | checksum                                    | because of                                  |
        | v17     | 0ddba11                                     | 0ddba11                                     |
        | v17     | {the checksum with another first character} | {the checksum with another first character} |
        | v17     | {the checksum with another last character}  | {the checksum with another last character}  |
        | v17     | {the first half of the checksum}            | {the first half of the checksum}            |
        | v17     |                                             | (any)                                       |

    Example: other commands that migrate, on an edited baseline
      Given a migrated database
      Then the database is refused by "bootstrap-admin and seed-config" when:
        | version | checksum | because of |
        | v17     | 0ddba11  | 0ddba11    |

  @core @migration.tables-without-history-are-refused @after:migration.apply-creates-the-tables
  Rule: Application tables that no history accounts for are refused
    Source: observed gateway, 8.4

    Example: tables whose history is empty
      Given a migrated database
      Then the database is refused by "migrate and serve" when:
        | version | because of              |
        | (none)  | refinery_schema_history |

    Example: tables with rows whose history is empty
      Given a database in use
      Then the database is refused by "migrate and serve" when:
        | version | because of              |
        | (none)  | refinery_schema_history |

    Example: tables whose history table is gone
      Given a migrated database
      Then the database is refused by "status and check" when:
        | table                   | is   | because of              |
        | refinery_schema_history | gone | refinery_schema_history |

    Example: other commands that migrate, on an empty history
      Given a migrated database
      Then the database is refused by "bootstrap-admin and seed-config" when:
        | version | because of              |
        | (none)  | refinery_schema_history |

  @core @migration.one-leftover-table-is-refused
  Rule: A single leftover application table is enough to refuse
    Source: observed gateway, 8.4

    Example: one leftover table
      Given an empty database
      And the history is empty
      Then the database is refused by "migrate and serve" when:
        | table                   | is    | because of              |
        | providers               | there | refinery_schema_history |
        | usage_cost_events       | there | refinery_schema_history |
        | {any application table} | there | refinery_schema_history |

    Example: one table that is nobody's
      Given an empty database
      And the table "a_note" is "there"
      When the operator runs "migrate --apply"
      Then the command succeeds
      And the database has every application table

  @hardened @migration.refused-apply-leaves-no-trace @after:migration.apply-creates-the-tables
  Rule: A refused apply leaves no trace, not even an empty history
    Source: observed gateway, 8.5, where the history table is created before it is validated

    Example: apply on tables whose history table is gone
      Given a migrated database
      Then the database is refused by "migrate --apply" when:
        | table                   | is   | because of              |
        | refinery_schema_history | gone | refinery_schema_history |

    Example: a start on tables whose history table is gone
      Given a migrated database
      Then the database is refused by "every start" when:
        | table                   | is   | because of              |
        | refinery_schema_history | gone | refinery_schema_history |

    Example: apply on one leftover table, byte by byte
      Given an empty database
      And the table "providers" is "there"
      Then the database is left as it was, to the byte, by:
        | command         |
        | migrate --apply |
        | serve           |

  @hardened @migration.missing-tables-are-noticed @after:migration.apply-creates-the-tables
  Rule: A full history does not hide a missing table
    Source: observed gateway, 8.4, where missing tables are not validated

    Example: a database that lost a table
      Given a migrated database
      Then the database is refused by "migrate and serve" when:
        | table                   | is   | because of              |
        | audit_logs              | gone | audit_logs              |
        | providers               | gone | providers               |
        | usage_cost_events       | gone | usage_cost_events       |
        | {any application table} | gone | {any application table} |

    Example: a database in use that lost a table
      Given a database in use
      Then the database is refused by "migrate and serve" when:
        | table         | is   | because of    |
        | user_sessions | gone | user_sessions |
