Feature: Explicit commands
  What a start does on its own, an operator can do step by step beforehand.

  @bootstrap.admin-command-makes-the-admin @core
  Rule: bootstrap-admin prepares an empty database and makes the admin, and only that
    Source: observed gateway, 7.1 and 9.2

    Example: bootstrap-admin on an empty database
      Given a fresh install in the furnished shape
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And one platform admin exists
      But nothing is seeded

    Example: the admin of bootstrap-admin is the one of a first boot
      Given a fresh install in the compose shape
      When the operator runs "bootstrap-admin"
      And the gateway is started
      And the admin signs in with the "configured" password
      Then a password change is required
      And the admin may not sign in with the "built-in" password

  @bootstrap.seed-command-seeds @core
  Rule: seed-config prepares an empty database and seeds it, and makes no admin
    Source: observed gateway, 7.1 and 9.4

    Example: seed-config on an empty database and a config with everything
      Given a fresh install in the furnished shape
      When the operator runs "seed-config"
      Then the command succeeds
      And the database holds:
        | what                 | number |
        | platform admins      | 1      |
        | ordinary users       | 3      |
        | keys                 | 6      |
        | models               | 6      |
        | passwords            | 0      |
      And the budgets in force are:
        | kind | owner           | cadence | amount_usd |
        | user | ada@example.com | daily   | 0.1234     |

    Example: seed-config on an empty database
      Given a fresh install in the local shape
      When the operator runs "seed-config"
      Then the command succeeds
      And the key "configured" is stored
      But the database holds:
        | what            | number |
        | platform admins | 0      |

  @bootstrap.commands-may-be-repeated @core @after:bootstrap.invited-admin-does-not-block-bootstrap
  Rule: Running a command again succeeds and adds nobody and nothing
    Source: observed gateway, 9.3 and 9.5

    Example: bootstrap-admin on a database that has its admin
      Given a gateway that has booted once
      And since then the database has:
        | what            | is                         |
        | the admin       | yet to change the password |
        | ada@example.com | active                     |
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And what the database holds of "the admin" is unchanged
      And what the database holds of "the people" is unchanged
      And no row was added

    Example: seed-config on a database that is seeded
      Given a gateway that has booted once
      And since then the database has:
        | what            | is                         |
        | the admin       | yet to change the password |
        | ada@example.com | active                     |
        | the key lost    | revoked                    |
      When the operator runs "seed-config"
      Then the command succeeds
      And what the database holds of "the people" is unchanged
      And what the database holds of "the config" is unchanged
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

    Example: bootstrap and seed in the other order, with forced rotation
      Given a fresh install in the production shape
      When the operator runs "bootstrap-admin"
      And the operator runs "seed-config"
      And the gateway is started with:
        | option                  | value |
        | GATEWAY_RUN_MIGRATIONS  | false |
        | GATEWAY_BOOTSTRAP_ADMIN | false |
        | GATEWAY_SEED_CONFIG     | false |
      And the admin signs in with the "configured" password
      Then a password change is required
      And the key "configured" may call "fast"
