Feature: Containers
  Each container may do what it needs and nothing else, and says whether it is well.

  @deployment.health-is-checked @hardened
  Rule: Every service of the product has a health check, and the gateway waits for those it needs
    Source: observed gateway, 12.1 and 16 (14)

    Example: the services of the product
      When the compose file is read with every secret given
      Then every service has a health check
      And the gateway starts once the database is healthy

  @deployment.nothing-runs-as-root @hardened
  Rule: No container runs as root
    Source: observed gateway, 12.2 and 16 (14)

    Example: the services and the images they start from
      When the compose file is read with its "telemetry" profile
      Then no service runs as root
      And no image that is built here runs as root by itself

  @deployment.root-file-systems-are-read-only @hardened
  Rule: Root file systems are read-only, and the product writes to its tmpfs and volumes alone
    Source: observed gateway, 16 (14)

    Example: as declared
      When the compose file is read with its "telemetry" profile
      Then every root file system is read-only

    Example: as it behaves
      Given the stack is up
      Then no service has written outside its tmpfs and volumes

  @deployment.privileges-are-dropped @hardened
  Rule: Containers keep no capability and gain no privilege
    Source: observed gateway, 16 (14)

    Example: every service
      When the compose file is read with its "telemetry" profile
      Then every service drops all capabilities and gains no privilege
