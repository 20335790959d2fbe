Feature: Config the gateway can trust
  A mistyped path or key must not turn into a gateway with a well-known password.

  @bootstrap.missing-config-is-an-error @hardened
  Rule: A config file that is not there is an error that names it, not a set of defaults
    Source: observed gateway, 7.6 and 16 (6)

    Example: a mistyped path
      Given a fresh install in the local shape
      And the config file is not there
      When the operator tries to start the gateway
      Then the command fails
      And the output names "{the config file}"
      And the database is unchanged

    Scenario Outline: a mistyped path for <command>
      Given a fresh install in the local shape
      And the config file is not there
      When the operator runs "<command>"
      Then the command fails
      And the output names "{the config file}"
      And the database is unchanged

      Examples:
        | command          |
        | bootstrap-admin  |
        | seed-config      |
        | migrate --apply  |
        | migrate --status |

  @bootstrap.unknown-config-key-is-an-error @hardened
  Rule: A config key the gateway does not know is an error that names it
    Source: observed gateway, 10

    Scenario Outline: a key nobody knows in <place>
      Given a fresh install in the local shape
      And the config says "<key>" "once" in <place>
      When the operator tries to start the gateway
      Then the command fails
      And the output names "<key>"
      And the database is unchanged

      Examples:
        | place               | key                     |
        | the document        | databse                 |
        | the bootstrap admin | require_pasword_change  |

    Scenario Outline: a key nobody knows in <place>, for seed-config
      Given a fresh install in the furnished shape
      And the config says "<key>" "once" in <place>
      When the operator runs "seed-config"
      Then the command fails
      And the output names "<key>"
      And the database is unchanged

      Examples:
        | place                           | key             |
        | the server                      | bindd           |
        | the database                    | max_conections  |
        | the auth section                | seed_api_key    |
        | a key                           | allowed_model   |
        | a provider                      | default_header  |
        | a provider's auth               | tokens          |
        | a model                         | alias_off       |
        | a route                         | Priority        |
        | a team                          | budgets         |
        | a team's budget                 | hard-limit      |
        | a user                          | request_logging |
        | a user's membership             | team_key        |
        | a user's budget                 | amount          |
        | request logging                 | payload         |
        | the payloads of request logging | redaction_path  |

  @bootstrap.key-said-twice-is-an-error @hardened
  Rule: A config key that stands twice in one place is an error that names it
    Source: observed gateway, 10

    Scenario Outline: <key> stands twice in <place>
      Given a fresh install in the furnished shape
      And the config says "<key>" "twice" in <place>
      When the operator runs "seed-config"
      Then the command fails
      And the output names "<key>"
      And the database is unchanged

      Examples:
        | place               | key            |
        | the document        | database       |
        | the bootstrap admin | password       |
        | a key               | allowed_models |
        | a route             | upstream_model |
        | a user's budget     | cadence        |

    Example: the same config, each key once
      Given a fresh install in the furnished shape
      When the operator runs "seed-config"
      Then the command succeeds
