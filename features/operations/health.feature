Feature: Health
  An orchestrator asks two things of a gateway: whether it lives, and whether it may be given calls.

  @operations.health-documents-are-stable @core
  Rule: Liveness, readiness and API health each answer one small document, to anybody
    Source: observed gateway, 1.7

    A document may have further members, such as a version.

    Scenario Outline: asking for the <probe>
      Given a gateway booted in the local shape
      When the orchestrator asks for "<probe>"
      Then the answer is:
        """json
        <document>
        """

      Examples:
        | probe                            | document                               |
        | liveness                         | {"status": "ok"}                       |
        | readiness                        | {"status": "ready"}                    |
        | API health                       | {"status": "ok", "service": "gateway"} |
        | liveness with a stranger's key   | {"status": "ok"}                       |
        | readiness with a stranger's key  | {"status": "ready"}                    |
        | API health with a stranger's key | {"status": "ok", "service": "gateway"} |
        | liveness as a browser asks       | {"status": "ok"}                       |
        | readiness as a browser asks      | {"status": "ready"}                    |
        | API health as a browser asks     | {"status": "ok", "service": "gateway"} |

  @operations.liveness-is-about-the-process @core
  Rule: Liveness and API health are answered whatever becomes of the database
    Source: observed gateway, 1.7

    Scenario Outline: asking for the <probe> while the database is <condition>
      Given a gateway booted in the local shape
      And the database is "<condition>"
      When the orchestrator asks for "<probe>"
      Then the answer is:
        """json
        <document>
        """

      Examples:
        | condition | probe      | document                               |
        | lost      | liveness   | {"status": "ok"}                       |
        | lost      | API health | {"status": "ok", "service": "gateway"} |
        | locked    | liveness   | {"status": "ok"}                       |
        | locked    | API health | {"status": "ok", "service": "gateway"} |

    Scenario Outline: asking for the <probe> while the database has no schema
      Given a gateway booted in the local shape
      And the history is empty
      When the orchestrator asks for "<probe>"
      Then the answer is:
        """json
        <document>
        """

      Examples:
        | probe      | document                               |
        | liveness   | {"status": "ok"}                       |
        | API health | {"status": "ok", "service": "gateway"} |

  @operations.readiness-tells-a-lost-database @hardened
  Rule: While the database is unavailable the gateway is not ready, and it is again once the database is back
    Source: observed gateway, 1.7; what people trip over, pods that take calls they cannot serve

    A SQLite file is unavailable when nothing is at its path: whoever goes on with a file that was moved away writes
    what nobody will find.

    Example: a database that goes away and comes back
      Given a gateway booted in the local shape
      And the database is "lost"
      When the orchestrator asks for "readiness"
      Then the call is refused as "store_error"
      When the orchestrator asks for "readiness"
      Then the call is refused as "store_error"
      When the database recovers
      Then the gateway becomes ready
      When the database is "lost"
      And the orchestrator asks for "readiness"
      Then the call is refused as "store_error"
      When the database recovers
      Then the gateway becomes ready

  @operations.readiness-tells-a-missing-schema @hardened
  Rule: A gateway whose schema is not there is not ready
    Source: observed gateway, 1.7, where readiness does not look

    Example: a history that was emptied, and restored
      Given a gateway booted in the local shape
      And the history is empty
      When the orchestrator asks for "readiness"
      Then the call is refused as "schema_behind"
      When the database recovers
      Then the gateway becomes ready

    Scenario Outline: a history of <version> alone
      Given a gateway booted in the local shape
      And the history is empty
      And the history has:
        | version   |
        | <version> |
      When the orchestrator asks for "readiness"
      Then the call is refused as "schema_behind"

      Examples:
        | version               |
        | v16                   |
        | v18                   |
        | {any earlier version} |

  @operations.newer-schema-stays-ready @hardened
  Rule: A newer migration applied by another replica does not make a running gateway unready
    Source: founding page, Database and Migration Notes; what people trip over, old replicas beside a new schema

    Scenario Outline: a replica of a later version has brought <one> and <another>
      Given a gateway booted in the local shape
      And the history has:
        | version   |
        | <one>     |
        | <another> |
      When the orchestrator asks for "readiness"
      Then the answer is:
        """json
        {"status": "ready"}
        """
      And the key "configured" may call "fast"

      Examples:
        | one  | another             |
        | v18  | v19                 |
        | v999 | {any later version} |

  @operations.readiness-answers-under-load @hardened
  Rule: While four dozen callers wait for a provider, liveness and readiness answer within three seconds
    Source: what people trip over, liveness that hangs under load; observed gateway, 1.7

    Scenario Outline: four dozen callers and a provider that does not answer, asking for the <probe>
      Given a gateway booted in the local shape
      And 48 callers wait for the provider
      When the orchestrator asks for "<probe>"
      Then the answer is:
        """json
        <document>
        """

      Examples:
        | probe     | document            |
        | liveness  | {"status": "ok"}    |
        | readiness | {"status": "ready"} |
