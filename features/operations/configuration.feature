Feature: Mistakes of the operator
  What is wrong is said before anything is touched, and all of it at once.

  @operations.every-config-problem-is-told @hardened
  Rule: Every error of the config is reported at once, each with its path
    Source: observed gateway, 7.6 and 10

    Scenario Outline: six mistakes of three kinds, told by "<command>"
      Given a fresh install in the local shape
      And the config has mistyped keys:
        """yaml
        databse: true
        auth:
          bootstrap_admin:
            require_pasword_change: true
        providers:
          - id: openai-e2e
            base_ulr: http://127.0.0.1:9
        """
      And the config has:
        """yaml
        server:
          shutdown_grace_secs: soon
        models:
          - id: fast
            routes: everywhere
          - id: fast-alias
            alias_of: nowhere
        """
      When the operator runs "<command>"
      Then the command fails
      And the output names:
        | problem                                     |
        | databse                                     |
        | auth.bootstrap_admin.require_pasword_change |
        | base_ulr                                    |
        | server.shutdown_grace_secs                  |
        | routes                                      |
        | nowhere                                     |
      And the database is unchanged

      Examples:
        | command          |
        | serve            |
        | migrate --status |
        | migrate --apply  |
        | bootstrap-admin  |
        | seed-config      |

  @operations.config-problems-have-lines @hardened
  Rule: What is wrong with the config is told with the line where it stands
    Source: observed gateway, 7.6, where a field is named and its place is not

    Example: two mistyped keys and a value of another type
      Given a fresh install in the local shape
      And the config has mistyped keys:
        """yaml
        auth:
          bootstrap_admin:
            require_pasword_change: true
        providers:
          - id: openai-e2e
            base_ulr: http://127.0.0.1:9
        """
      And the config has:
        """yaml
        server:
          shutdown_grace_secs: soon
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names the line of "require_pasword_change"
      And the output names the line of "base_ulr"
      And the output names the line of "shutdown_grace_secs"

  @operations.every-missing-variable-is-told @hardened
  Rule: Every variable that is missing or cannot be used is reported at once, before the database is touched
    Source: observed gateway, 7.6, where each is found after the steps before it have written

    Example: variables that are not there, empty, blank, and of no use
      Given a fresh install in the compose shape
      But the environment has:
        | variable                         | value          |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset)        |
        | GATEWAY_API_KEY                  | (empty)        |
        | OPENAI_API_KEY                   | (blank)        |
        | GATEWAY_IDENTITY_TOKEN_SECRET    | (empty)        |
        | ADMIN_UI_UPSTREAM                | not an address |
        | ADMIN_UI_REQUEST_TIMEOUT_MS      | soon           |
      When the operator tries to start the gateway
      Then the command fails
      And the output names:
        | variable                         |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD |
        | GATEWAY_API_KEY                  |
        | OPENAI_API_KEY                   |
        | GATEWAY_IDENTITY_TOKEN_SECRET    |
        | ADMIN_UI_UPSTREAM                |
        | ADMIN_UI_REQUEST_TIMEOUT_MS      |
      And the database is unchanged

    Scenario Outline: <variable> alone, with the value <value>
      Given a fresh install in the compose shape
      But the environment has:
        | variable   | value   |
        | <variable> | <value> |
      When the operator tries to start the gateway
      Then the command fails
      And the output names "<variable>"
      And the database is unchanged

      Examples:
        | variable                         | value           |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (empty)         |
        | GATEWAY_API_KEY                  | (blank)         |
        | OPENAI_API_KEY                   | (unset)         |
        | OPENAI_API_KEY                   | (line break)    |
        | GATEWAY_IDENTITY_TOKEN_SECRET    | (blank)         |
        | ADMIN_UI_UPSTREAM                | (empty)         |

  @operations.unusable-address-leaves-the-database @hardened
  Rule: An address that cannot be listened on is found before the database is touched
    Source: observed gateway, 7.3, where the address is looked at last

    Scenario Outline: another program <has> the gateway's address
      Given a fresh install in the local shape
      And another program "<has>" the gateway's address
      When the operator tries to start the gateway
      Then the command fails
      And the output names the gateway's address
      And the database is unchanged

      Examples:
        | has        |
        | listens at |
        | holds      |

    Example: a database in use, and more in the config than is seeded
      Given a gateway that has booted once
      And the config has:
        """yaml
        teams:
          - key: newcomers
            name: Newcomers
        """
      And another program "listens at" the gateway's address
      When the operator tries to start the gateway
      Then the command fails
      And the output names the gateway's address
      And the database is unchanged

    Scenario Outline: the address <address>
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          bind: "<address>"
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names "<address>"
      And the database is unchanged

      Examples:
        | address          |
        | 203.0.113.7:8080 |
        | [2001:db8::7]:80 |

  @operations.contradictions-are-refused @hardened
  Rule: Conflicting flags are a usage error, and nothing is written
    Source: observed gateway, 7.2

    Scenario Outline: <flag> <first>, and <then>
      Given a fresh install in the local shape
      When the operator tries to start the gateway with:
        | option | value   |
        | <flag> | <first> |
        | <flag> | <then>  |
      Then the command exits with "usage error"
      And the database is unchanged

      Examples:
        | flag              | first | then  |
        | --bootstrap-admin | true  | false |
        | --bootstrap-admin | false | true  |
        | --run-migrations  | true  | false |
        | --run-migrations  | false | true  |
        | --seed-config     | true  | false |
        | --seed-config     | false | true  |

  @operations.config-can-be-judged-alone @hardened @needs:config-validate
  Rule: The config and the variables it needs can be validated without side effects
    Source: observed gateway, 7.1, where only a start tells

    Example: a config that is sound, while another program has the address
      Given a fresh install in the compose shape
      And another program "listens at" the gateway's address
      When the operator runs "config validate"
      Then the command succeeds
      And no file is written
      And the database is unchanged

    Example: a config with a mistyped key
      Given a fresh install in the compose shape
      And the config has mistyped keys:
        """yaml
        databse: true
        """
      When the operator runs "config validate"
      Then the command fails
      And the output names "databse"
      And no file is written
      And the database is unchanged

    Example: a config whose variables are not there, empty, blank, and of no use
      Given a fresh install in the compose shape
      But the environment has:
        | variable                         | value          |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset)        |
        | GATEWAY_API_KEY                  | (empty)        |
        | OPENAI_API_KEY                   | (blank)        |
        | GATEWAY_IDENTITY_TOKEN_SECRET    | (empty)        |
        | ADMIN_UI_UPSTREAM                | not an address |
      When the operator runs "config validate"
      Then the command fails
      And the output names:
        | variable                         |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD |
        | GATEWAY_API_KEY                  |
        | OPENAI_API_KEY                   |
        | GATEWAY_IDENTITY_TOKEN_SECRET    |
        | ADMIN_UI_UPSTREAM                |
      And no file is written
      And the database is unchanged

  @operations.version-is-told @hardened
  Rule: Asked for its version, the gateway says a number and does nothing else
    Source: observed gateway, 7.1, where there is no such flag

    Example: asked by flag, beside a config that cannot be used, without its variables
      Given a fresh install in the compose shape
      And the config has mistyped keys:
        """yaml
        databse: true
        """
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
        | GATEWAY_API_KEY                  | (unset) |
        | OPENAI_API_KEY                   | (unset) |
      When the operator runs "--version"
      Then the command succeeds
      And the output is one line with a version number
      And no file is written
      And the database is unchanged
