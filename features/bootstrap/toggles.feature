Feature: Startup toggles
  Bootstrap and seeding run at every start unless the operator switches them off, one by one.

  @bootstrap.disabled-means-none @core
  Rule: With the bootstrap admin disabled nobody is made
    Source: founding page, Common Runtime Shapes; observed gateway, 9.2

    Example: a start with the admin disabled
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: false
        """
      When the gateway is started
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
      And the admin may not sign in with the "configured" password

    Example: a start with the admin disabled and bootstrap switched on
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: false
        """
      When the gateway is started with:
        | option                  | value |
        | --bootstrap-admin       | true  |
        | GATEWAY_BOOTSTRAP_ADMIN | true  |
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
        | ordinary users  | 0      |
        | passwords       | 0      |

    Example: the explicit command with the admin disabled
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: false
        """
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And the database holds:
        | what            | number |
        | platform admins | 0      |

  @bootstrap.bootstrap-can-be-switched-off @core
  Rule: A start with bootstrap switched off seeds as ever and makes no admin
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.4

    Scenario Outline: bootstrap switched off by <option>
      Given a fresh install in the local shape
      When the gateway is started with:
        | option   | value |
        | <option> | false |
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
      But the key "configured" may call "fast"

      Examples:
        | option                  |
        | --bootstrap-admin       |
        | GATEWAY_BOOTSTRAP_ADMIN |

    Example: bootstrap switched off in a database that is seeded already
      Given a fresh install in the local shape
      When the operator runs "seed-config"
      And the gateway is started with:
        | option            | value |
        | --bootstrap-admin | false |
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
        | passwords       | 0      |

    Example: the explicit command, where the environment switches bootstrap off for starts
      Given a fresh install in the local shape
      And the environment has:
        | variable                | value |
        | GATEWAY_BOOTSTRAP_ADMIN | false |
      When the operator runs "bootstrap-admin"
      Then the command succeeds
      And one platform admin exists

  @bootstrap.seeding-can-be-switched-off @core
  Rule: A start with seeding switched off makes the admin as ever and seeds nothing
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.4

    Scenario Outline: seeding switched off by <option>
      Given a fresh install in the local shape
      When the gateway is started with:
        | option   | value |
        | <option> | false |
      Then nothing is seeded
      But the admin may sign in with the "configured" password

      Examples:
        | option              |
        | --seed-config       |
        | --seed-config=      |
        | GATEWAY_SEED_CONFIG |

    Example: another config, and seeding switched off at a later start
      Given a gateway that has booted once
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: wide
              allowed_models: []
        teams:
          - key: platform
            name: Renamed
        users:
          - email: ada@example.com
            name: Renamed
        """
      When the gateway is started with:
        | option        | value |
        | --seed-config | false |
      Then what the database holds of "the config" is unchanged
      And what the database holds of "the people" is unchanged
      And no row was added

    Example: the explicit command, where the environment switches seeding off for starts
      Given a fresh install in the local shape
      And the environment has:
        | variable            | value |
        | GATEWAY_SEED_CONFIG | false |
      When the operator runs "seed-config"
      Then the command succeeds
      And the key "configured" is stored

  @bootstrap.flag-outranks-environment @core
  Rule: Where flag and environment disagree the flag decides
    Source: observed gateway, 7.1 and 7.4

    Example: off in the environment, on by flag
      Given a fresh install in the local shape
      When the gateway is started with:
        | option                  | value |
        | GATEWAY_BOOTSTRAP_ADMIN | false |
        | GATEWAY_SEED_CONFIG     | false |
        | --bootstrap-admin       | true  |
      Then one platform admin exists
      But nothing is seeded

    Example: on in the environment, off by flag
      Given a fresh install in the local shape
      When the gateway is started with:
        | option                  | value |
        | GATEWAY_BOOTSTRAP_ADMIN | true  |
        | GATEWAY_SEED_CONFIG     | true  |
        | --bootstrap-admin       | false |
        | --seed-config           | false |
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
      And nothing is seeded

    Example: seeding and migrations off in the environment, on by flag
      Given a fresh install in the local shape
      When the gateway is started with:
        | option                  | value |
        | GATEWAY_RUN_MIGRATIONS  | false |
        | GATEWAY_BOOTSTRAP_ADMIN | false |
        | GATEWAY_SEED_CONFIG     | false |
        | --run-migrations        | true  |
        | --seed-config           | true  |
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
      But the key "configured" may call "fast"

    Example: migrations on in the environment, off by flag
      Given a fresh install in the local shape
      When the operator tries to start the gateway with:
        | option                 | value |
        | GATEWAY_RUN_MIGRATIONS | true  |
        | --run-migrations       | false |
      Then the command fails

  @bootstrap.toggles-are-true-or-false @core
  Rule: A toggle that is neither true nor false is a usage error, and nothing is written
    Source: observed gateway, 7.2

    Scenario Outline: <option> set to <value>
      Given a fresh install in the local shape
      When the operator tries to start the gateway with:
        | option   | value   |
        | <option> | <value> |
      Then the command exits with "usage error"
      And the database is unchanged

      Examples:
        | option                  | value |
        | --bootstrap-admin       | maybe |
        | GATEWAY_BOOTSTRAP_ADMIN | 1     |
        | GATEWAY_BOOTSTRAP_ADMIN | 0     |
        | GATEWAY_BOOTSTRAP_ADMIN | no    |
        | GATEWAY_SEED_CONFIG     | FALSE |
        | GATEWAY_RUN_MIGRATIONS  | True  |
        | --seed-config           | TRUE  |
        | --run-migrations        | on    |
        | GATEWAY_SEED_CONFIG     | {any word but true and false} |

  @bootstrap.blank-toggles-are-no-words @hardened
  Rule: A toggle that is empty or has a blank about it is neither true nor false
    Source: observed gateway, 7.2

    Scenario Outline: <option> set to "<value>"
      Given a fresh install in the local shape
      And the environment has:
        | variable | value   |
        | <option> | <value> |
      When the operator tries to start the gateway
      Then the command exits with "usage error"
      And the database is unchanged

      Examples:
        | option                  | value             |
        | GATEWAY_BOOTSTRAP_ADMIN | (empty)           |
        | GATEWAY_SEED_CONFIG     | (blank)           |
        | GATEWAY_RUN_MIGRATIONS  | (empty)           |
        | GATEWAY_SEED_CONFIG     | true(line break)  |
        | GATEWAY_BOOTSTRAP_ADMIN | false(line break) |

  @bootstrap.switched-off-steps-need-no-variable @core
  Rule: A step that does not run needs none of its variables
    Source: observed gateway, 7.3 and 9.1

    Example: bootstrap switched off, and no password
      Given a fresh install in the compose shape
      And the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
      When the gateway is started with:
        | option            | value |
        | --bootstrap-admin | false |
      Then the key "configured" may call "fast"

    Example: the admin disabled, and no password
      Given a fresh install in the compose shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            enabled: false
        """
      And the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
      When the gateway is started
      Then the key "configured" may call "fast"

    Example: seeding switched off, and no key
      Given a fresh install in the local shape
      And the environment has:
        | variable        | value   |
        | GATEWAY_API_KEY | (unset) |
      When the gateway is started with:
        | option              | value |
        | GATEWAY_SEED_CONFIG | false |
      Then the admin may sign in with the "configured" password

    Scenario Outline: <command>, and no variable of the other step
      Given a fresh install in the compose shape
      And the environment has:
        | variable   | value   |
        | <variable> | (unset) |
      When the operator runs "<command>"
      Then the command succeeds

      Examples:
        | command         | variable                         |
        | seed-config     | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD |
        | bootstrap-admin | GATEWAY_API_KEY                  |
        | bootstrap-admin | OPENAI_API_KEY                   |

  @bootstrap.toggles-work-however-started @hardened
  Rule: A start without a subcommand honours the environment like one that says serve
    Source: observed gateway, 7.4 and 16 (17)

    Example: everything but migration switched off for a bare start
      Given a fresh install in the local shape
      When the gateway is started without a subcommand, with:
        | option                  | value |
        | GATEWAY_BOOTSTRAP_ADMIN | false |
        | GATEWAY_SEED_CONFIG     | false |
      Then the database holds:
        | what            | number |
        | platform admins | 0      |
      And nothing is seeded

    Scenario Outline: only <switched off> switched off for a bare start
      Given a fresh install in the local shape
      When the gateway is started without a subcommand, with:
        | option                  | value       |
        | GATEWAY_RUN_MIGRATIONS  | true        |
        | GATEWAY_BOOTSTRAP_ADMIN | <bootstrap> |
        | GATEWAY_SEED_CONFIG     | <seeding>   |
      Then the database holds:
        | what            | number   |
        | platform admins | <admins> |
        | keys            | <keys>   |

      Examples:
        | switched off | bootstrap | seeding | admins | keys |
        | seeding      | true      | false   | 1      | 0    |
        | bootstrap    | false     | true    | 0      | 1    |
