Feature: The collector
  Telemetry is OTLP-first, and nobody is made to run a collector.

  @deployment.no-collector-by-default @core
  Rule: What is shipped starts no collector and sends nothing to one
    Source: founding page, Observability Wiring

    Example: the services that are started
      When the compose file is read with every secret given
      Then no collector is started
      And the gateway's config names no collector

  @deployment.a-collector-is-a-profile-away @hardened
  Rule: One compose profile starts a collector, and a config that is shipped sends to it
    Source: founding page, Observability Wiring

    Example: the telemetry profile
      When the compose file is read with its "telemetry" profile
      Then a collector is started beside the others
      And a config that is shipped sends telemetry to it
      And that config is otherwise the one the gateway has
