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
      Then no platform admin exists
      And the admin may not sign in with the "configured" password

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
      And no platform admin exists

  @bootstrap.bootstrap-can-be-switched-off @core
  Rule: A start with bootstrap switched off seeds as ever and makes no admin
    Source: founding page, Database and Migration Notes; observed gateway, 7.1 and 7.4

    Scenario Outline: bootstrap switched off by <option>
      Given a fresh install in the local shape
      When the gateway is started with:
        | option   | value |
        | <option> | false |
      Then no platform admin exists
      But the key "configured" may call "fast"

      Examples:
        | option                  |
        | --bootstrap-admin       |
        | GATEWAY_BOOTSTRAP_ADMIN |

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
        | GATEWAY_SEED_CONFIG |

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

  @bootstrap.toggles-work-however-started @hardened
  Rule: A start without a subcommand honours the environment like one that says serve
    Source: observed gateway, 7.4 and 16 (17)

    Example: everything but migration switched off for a bare start
      Given a fresh install in the local shape
      When the gateway is started without a subcommand, with:
        | option                  | value |
        | GATEWAY_BOOTSTRAP_ADMIN | false |
        | GATEWAY_SEED_CONFIG     | false |
      Then no platform admin exists
      And nothing is seeded
