Feature: The deployed topology
  One origin in production as in development: the gateway in front, its admin UI and its database behind it.

  @deployment.compose-runs-the-topology @core
  Rule: Compose runs the gateway, its admin UI and its PostgreSQL, and tells the gateway where both are
    Source: founding page, Runtime Topology; observed gateway, 12.1

    Example: the services of the compose file
      When the operator reads the "compose file"
      Then the services are:
        | service      | is                         |
        | the gateway  | started                    |
        | the admin UI | started                    |
        | the database | started                    |
        | the database | a PostgreSQL               |
        | the gateway  | told where the admin UI is |
        | the gateway  | told where the database is |

  @deployment.only-the-gateway-is-published @core
  Rule: Only the gateway can be reached from outside
    Source: founding page, Runtime Topology; observed gateway, 12.1

    Example: what the host hands on
      When the operator reads the "compose file"
      Then the services are:
        | service                     | is            |
        | the gateway                 | published     |
        | any service but the gateway | not published |

    Example: what the host hands on beside a collector
      When the operator reads the "compose file" with the profile "telemetry"
      Then the services are:
        | service                     | is            |
        | the gateway                 | published     |
        | any service but the gateway | not published |

  @deployment.no-way-around-the-gateway @hardened
  Rule: The admin UI and the database have no way out
    Source: founding page, Runtime Topology; observed gateway, 13.3 and 16 (14)

    Example: the networks of the services
      When the operator reads the "compose file"
      Then the services are:
        | service      | is                         |
        | the admin UI | on internal networks alone |
        | the database | on internal networks alone |
