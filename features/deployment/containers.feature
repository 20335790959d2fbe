Feature: Containers
  Each container may do what it needs and nothing else, and says whether it is well.

  @deployment.health-is-checked @hardened
  Rule: Every service of the product has a health check, and the gateway waits for those it needs
    Source: observed gateway, 12.1 and 16 (14)

    Example: the services of the product
      When the operator reads the "compose file"
      Then the services are:
        | service       | is                                   |
        | every service | checked for its health               |
        | the gateway   | started once the database is healthy |
        | the gateway   | started once the admin UI is healthy |

  @deployment.check-asks-for-readiness @hardened
  Rule: The health check of the gateway's service asks whether it is ready
    Source: observed gateway, 1.7 and 16 (14)

    Example: the check in the compose file
      When the operator reads the "compose file"
      Then the services are:
        | service     | is                        |
        | the gateway | checked for its readiness |

  @deployment.nothing-runs-as-root @hardened
  Rule: No container runs as root
    Source: observed gateway, 12.2 and 16 (14)

    Example: the services and the images they start from
      When the operator reads the "compose file" with the profile "telemetry"
      And the operator reads the "Dockerfiles"
      Then the services are:
        | service       | is                            |
        | every service | run by a user other than root |
      And the images are:
        | image of    | is                            |
        | every image | run by a user other than root |

  @deployment.root-file-systems-are-read-only @hardened
  Rule: Root file systems are read-only, and the product writes to its tmpfs and volumes alone
    Source: observed gateway, 16 (14)

    Example: as declared
      When the operator reads the "compose file" with the profile "telemetry"
      Then the services are:
        | service       | is                    |
        | every service | read-only at its root |

    Example: as it behaves
      Given the stack is up
      Then the running services are:
        | service       | is                                    |
        | every service | writing to its tmpfs and volumes alone |

  @deployment.privileges-are-dropped @hardened
  Rule: Containers keep no capability and gain no privilege
    Source: observed gateway, 16 (14)

    Example: every service
      When the operator reads the "compose file" with the profile "telemetry"
      Then the services are:
        | service       | is                        |
        | every service | without capabilities      |
        | every service | unable to gain privileges |
