Feature: The deployed topology
  One origin in production as in development: the gateway in front, its admin UI and its database behind it.

  @deployment.compose-runs-the-topology @core
  Rule: Compose runs the gateway, its admin UI and its PostgreSQL, and tells the gateway where both are
    Source: founding page, Runtime Topology; observed gateway, 12.1

    Example: the services of the compose file
      When the compose file is read with every secret given
      Then the gateway, the admin UI and the database are started
      And the gateway is told where the admin UI and the database are

  @deployment.only-the-gateway-is-published @core
  Rule: Only the gateway can be reached from outside
    Source: founding page, Runtime Topology; observed gateway, 12.1

    Example: what the host hands on
      When the compose file is read with every secret given
      Then the gateway is the only service that is published

  @deployment.no-way-around-the-gateway @hardened
  Rule: The admin UI and the database have no way out
    Source: founding page, Runtime Topology; observed gateway, 13.3 and 16 (14)

    Example: the networks of the services
      When the compose file is read with every secret given
      Then the admin UI and the database are on internal networks alone
