Feature: The collector
  Telemetry is OTLP-first, and nobody is made to run a collector.

  @deployment.no-collector-by-default @core
  Rule: What is shipped starts no collector and sends nothing to one
    Source: founding page, Observability Wiring

    Example: the services that are started
      When the operator reads the "compose file"
      Then the services are:
        | service       | is                             |
        | any collector | not started                    |
        | every service | told of no collector           |
        | the gateway   | configured without a collector |

  @deployment.a-collector-is-a-profile-away @hardened
  Rule: One compose profile starts a collector, and a config that is shipped sends to it
    Source: founding page, Observability Wiring

    Example: the telemetry profile
      When the operator reads the "compose file" with the profile "telemetry"
      Then the services are:
        | service       | is                                                 |
        | the gateway   | started                                            |
        | the admin UI  | started                                            |
        | the database  | started                                            |
        | the database  | a PostgreSQL                                       |
        | the collector | started                                            |
        | the collector | sent to by a shipped config                        |
        | the collector | on a network of the gateway                        |
        | the collector | receiving where it is sent to                      |
        | the gateway   | configured alike by the telemetry config otherwise |
