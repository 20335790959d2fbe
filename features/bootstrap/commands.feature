Feature: Explicit commands
  What a start does on its own, an operator can do step by step beforehand.

  @bootstrap.admin-command-makes-the-admin @core
  Rule: bootstrap-admin prepares an empty database and makes the admin, and only that
    Source: observed gateway, 7.1 and 9.2

    Example: bootstrap-admin on an empty database
      Given a fresh install in the local shape
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And one platform admin exists
      But nothing is seeded

  @bootstrap.seed-command-seeds @core
  Rule: seed-config prepares an empty database and seeds it, and makes no admin
    Source: observed gateway, 7.1 and 9.4

    Example: seed-config on an empty database
      Given a fresh install in the local shape
      When the operator runs "seed-config"
      Then the command succeeds
      And the key "configured" is stored
      But no platform admin exists

  @bootstrap.commands-may-be-repeated @core
  Rule: Running a command again succeeds and adds nobody and nothing
    Source: observed gateway, 9.3 and 9.5

    Example: bootstrap-admin on a database that has its admin
      Given a gateway that has booted once
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And what the database holds of "the admin" is unchanged

    Example: seed-config on a database that is seeded
      Given a gateway that has booted once
      When the operator runs "seed-config"
      Then the command succeeds
      And no row was added

  @bootstrap.commands-stand-in-for-startup @core
  Rule: After the explicit commands a start with every toggle off has all it needs
    Source: observed gateway, 7.1 and 12.3

    Example: seed and bootstrap, then serve
      Given a fresh install in the local shape
      When the operator runs "seed-config"
      And the operator runs "bootstrap-admin"
      And the gateway is started with:
        | option            | value |
        | --run-migrations  | false |
        | --bootstrap-admin | false |
        | --seed-config     | false |
      Then the admin may sign in with the "configured" password
      And the key "configured" may call "fast"
