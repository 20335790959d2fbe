Feature: Secrets
  Everything secret is given at deploy time, and nothing starts without it.

  @deployment.config-and-environment-agree @hardened
  Rule: Every variable that the shipped config refers to is passed to the gateway
    Source: founding page, GHCR compose deployment; observed gateway, 12.1 and 16 (18)

    Example: the gateway's config
      When the operator reads the "compose file"
      Then the services are:
        | service     | is                                 |
        | the gateway | given every variable of its config |

    Example: the telemetry profile's config
      When the operator reads the "compose file" with the profile "telemetry"
      Then the services are:
        | service     | is                                           |
        | the gateway | given every variable of the telemetry config |

  @deployment.missing-secret-is-named @hardened
  Rule: A secret that is missing or empty is named, and nothing is started
    Source: founding page, GHCR compose deployment; observed gateway, 12.1 and 16 (6)

    Example: each secret left out in turn
      When the operator reads the "compose file"
      Then the secrets are:
        | secret                      | is                      |
        | every secret of the gateway | asked for when left out |

    Example: each secret left empty in turn
      When the operator reads the "compose file"
      Then the secrets are:
        | secret                      | is                        |
        | every secret of the gateway | asked for when left empty |

  @deployment.example-environment-is-complete @hardened
  Rule: The example environment names every secret and gives none
    Source: observed gateway, 12.1

    Example: the shipped example
      When the operator reads the "example environment"
      Then the secrets are:
        | secret                                  | is                               |
        | every secret                            | named in the example environment |
        | any variable of the example environment | without a secret                 |

  @deployment.no-secret-is-shipped @hardened
  Rule: No secret stands in the config or the compose file that are shipped
    Source: founding page, GHCR compose deployment; observed gateway, 9.1 and 16 (6)

    Example: the config of the deployed shape
      When the operator reads the "compose file"
      Then the services are:
        | service     | is                                  |
        | the gateway | configured without a literal secret |

    Example: the environment of the services
      When the operator reads the "compose file"
      Then the services are:
        | service       | is                               |
        | every service | given its secrets at deploy time |
