Feature: Secrets
  Everything secret is given at deploy time, and nothing starts without it.

  @deployment.config-and-environment-agree @hardened
  Rule: Every variable that the shipped config refers to is passed to the gateway
    Source: founding page, GHCR compose deployment; observed gateway, 12.1 and 16 (18)

    Example: the gateway's config
      When the compose file is read with every secret given
      Then the gateway is given every variable its config refers to

    Example: the telemetry profile's config
      When the compose file is read with its "telemetry" profile
      Then the gateway is given every variable that config refers to

  @deployment.missing-secret-is-named @hardened
  Rule: A secret that is missing or empty is named, and nothing is started
    Source: founding page, GHCR compose deployment; observed gateway, 12.1 and 16 (6)

    Example: each secret left out in turn
      When each secret of the gateway is left out in turn
      Then each time the compose file is refused by the secret's name

    Example: each secret left empty in turn
      When each secret of the gateway is left empty in turn
      Then each time the compose file is refused by the secret's name

  @deployment.example-environment-is-complete @hardened
  Rule: The example environment names every secret and gives none
    Source: observed gateway, 12.1

    Example: the shipped example
      When the example environment is read
      Then it names every variable that must be given
      And it gives none of them a value

  @deployment.no-secret-is-shipped @hardened
  Rule: No secret stands in the config or the compose file that are shipped
    Source: founding page, GHCR compose deployment; observed gateway, 9.1 and 16 (6)

    Example: the config of the deployed shape
      When the compose file is read with every secret given
      Then the gateway's config holds no literal secret

    Example: the environment of the services
      When the compose file is read with every secret given
      Then every password, key and token of a service is one that was given
