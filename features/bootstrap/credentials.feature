Feature: Credentials from the environment
  A config may be read by many; a secret may not. The config names the variable, the environment holds the secret.

  @bootstrap.password-comes-from-the-environment @core
  Rule: A password given by reference is the value of the variable, never its name
    Source: founding page, Common Runtime Shapes; observed gateway, 9.1

    Example: the value is accepted, the reference is not
      Given a gateway booted in the compose shape
      Then the admin may sign in with the "configured" password
      But the admin may not sign in with the "reference" password

    Example: a long password with signs that mean something elsewhere
      Given a fresh install in the compose shape
      And the environment has:
        | variable                         | value               |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | {the long password} |
      When the gateway is started
      Then the admin may sign in with the "long" password
      But the admin may not sign in with the "shortened long" password
      And the admin may not sign in with the "resolved long" password

  @bootstrap.provider-token-comes-from-the-environment @core
  Rule: A provider token given by reference reaches the provider as its value
    Source: observed gateway, 4.7 and 9.1

    Example: a completion carries the token
      Given a gateway booted in the compose shape
      When the caller asks "fast" for a completion
      Then the call is answered
      And the provider was called with:
        | what  | value                |
        | token | {the provider token} |

    Example: a second provider with a variable of its own
      Given a fresh install in the compose shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              allowed_models: [fast, reasoning]
        providers:
          - id: second
            type: openai_compat
            base_url: "{the provider's address}"
            pricing_provider_id: openai
            auth:
              kind: bearer
              token: env.SECOND_TOKEN
        models:
          - id: reasoning
            routes:
              - provider: second
                upstream_model: gpt-4.1
        """
      And the environment has:
        | variable     | value                       |
        | SECOND_TOKEN | {the second provider token} |
      When the gateway is started
      And the caller asks "reasoning" for a completion
      Then the provider was called with:
        | what  | value                       |
        | token | {the second provider token} |
      When the caller asks "fast" for a completion
      Then the provider was called with:
        | what  | value                |
        | token | {the provider token} |

  @bootstrap.key-values-come-only-from-the-environment @core
  Rule: A key written into the config itself is refused
    Source: observed gateway, 7.6 and 9.1

    Example: a literal key
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: configured
              value: literal.{the configured key}
        """
      When the operator tries to start the gateway
      Then the command fails
      And nothing is seeded

    Scenario Outline: the last of several keys, for seed-config, written as <how>
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        auth:
          seed_api_keys:
            - name: kept
              value: <value>
        """
      When the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

      Examples:
        | how                      | value                        |
        | a literal                | literal.{the kept key}       |
        | the key itself           | "{the kept key}"             |
        | a reference in capitals  | ENV.GATEWAY_KEPT_KEY         |
        | a variable in braces     | "$GATEWAY_KEPT_KEY"          |

  @bootstrap.unset-variables-stop-the-boot @core
  Rule: A boot whose secrets are not there is refused, and seeds nothing
    Source: observed gateway, 7.6

    Example: the key's variable is unset
      Given a fresh install in the local shape
      But the environment has:
        | variable        | value   |
        | GATEWAY_API_KEY | (unset) |
      When the operator tries to start the gateway
      Then the command fails
      And nothing is seeded

    Example: the provider token's variable is unset
      Given a fresh install in the compose shape
      But the environment has:
        | variable       | value   |
        | OPENAI_API_KEY | (unset) |
      When the operator tries to start the gateway
      Then the command fails
      And nothing is seeded

    Scenario Outline: the variable of the first or the last of several keys is <value> for seed-config
      Given a fresh install in the furnished shape
      But the environment has:
        | variable   | value   |
        | <variable> | <value> |
      When the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

      Examples:
        | variable         | value        |
        | GATEWAY_API_KEY  | (empty)      |
        | GATEWAY_API_KEY  | (blank)      |
        | GATEWAY_KEPT_KEY | (unset)      |
        | GATEWAY_KEPT_KEY | (line break) |

    Example: the token of the second of two providers is unset for seed-config
      Given a fresh install in the compose shape
      And the config has:
        """yaml
        providers:
          - id: second
            type: openai_compat
            base_url: "{the provider's address}"
            pricing_provider_id: openai
            auth:
              kind: bearer
              token: env.SECOND_TOKEN
        """
      When the operator runs "seed-config"
      Then the command fails
      And nothing is seeded

    Example: a later boot without the key's variable
      Given a gateway that has booted once
      But the environment has:
        | variable         | value   |
        | GATEWAY_WIDE_KEY | (unset) |
      When the operator tries to start the gateway
      Then the command fails
      And what the database holds of "the config" is unchanged

  @bootstrap.blank-secrets-stop-the-boot @hardened
  Rule: A secret that is empty, blank or broken by a line break stops the boot, which names its variable
    Source: observed gateway, 7.6 and 9.1

    Scenario Outline: the variable <variable> is "<value>"
      Given a fresh install in the compose shape
      But the environment has:
        | variable   | value   |
        | <variable> | <value> |
      When the operator tries to start the gateway
      Then the command fails
      And the output names "<variable>"
      And nothing is seeded
      And the database holds:
        | what            | number |
        | platform admins | 0      |

      Examples:
        | variable                         | value                                    |
        | OPENAI_API_KEY                   | (empty)                                  |
        | OPENAI_API_KEY                   | (blank)                                  |
        | OPENAI_API_KEY                   | (line break)                             |
        | OPENAI_API_KEY                   | {the provider token}(line break)Evil:    |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (empty)                                  |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (blank)                                  |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (line break)                             |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | {the configured password}(line break)x   |
        | GATEWAY_API_KEY                  | (empty)                                  |
        | GATEWAY_API_KEY                  | (blank)                                  |
        | GATEWAY_API_KEY                  | {the configured key}(line break)x        |

    Example: the same variables, each with its secret
      Given a gateway booted in the compose shape
      Then the admin may sign in with the "configured" password
      And the key "configured" may call "fast"

  @bootstrap.refusal-names-the-variable @hardened
  Rule: The refusal names the variable the operator has to set
    Source: observed gateway, 7.6

    Example: what is said about an unset password variable
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD
        """
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
      When the operator tries to start the gateway
      Then the output names "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD"

    Example: what is said about an unset key variable
      Given a fresh install in the local shape
      But the environment has:
        | variable        | value   |
        | GATEWAY_API_KEY | (unset) |
      When the operator tries to start the gateway
      Then the output names "GATEWAY_API_KEY"

    Example: what is said about an unset token variable
      Given a fresh install in the compose shape
      But the environment has:
        | variable       | value   |
        | OPENAI_API_KEY | (unset) |
      When the operator tries to start the gateway
      Then the output names "OPENAI_API_KEY"

    Example: what seed-config says about the last of several keys
      Given a fresh install in the furnished shape
      But the environment has:
        | variable         | value   |
        | GATEWAY_KEPT_KEY | (unset) |
      When the operator runs "seed-config"
      Then the command fails
      And the output names "GATEWAY_KEPT_KEY"

    Example: what bootstrap-admin says about an unset password variable
      Given a fresh install in the compose shape
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
      When the operator runs "bootstrap-admin"
      Then the command fails
      And the output names "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD"

  @bootstrap.no-half-made-admin @hardened
  Rule: Without its password no admin is made, and the next boot with it makes one
    Source: observed gateway, 7.6, 9.3, 16 (7) and 16 (16)

    Scenario Outline: a boot while the password variable is <value>
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD
        """
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | <value> |
      When the operator tries to start the gateway
      Then the command fails
      And the database holds:
        | what            | number |
        | platform admins | 0      |

      Examples:
        | value        |
        | (unset)      |
        | (empty)      |
        | (blank)      |
        | (line break) |

    Scenario Outline: bootstrap-admin while the password variable is <value>
      Given a fresh install in the compose shape
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | <value> |
      When the operator runs "bootstrap-admin"
      Then the command fails
      And the database holds:
        | what            | number |
        | platform admins | 0      |
        | ordinary users  | 0      |
        | passwords       | 0      |

      Examples:
        | value   |
        | (unset) |
        | (blank) |

    Example: a database that refuses the password
      Given a fresh install in the local shape
      When the operator runs "seed-config"
      And the database refuses a new row of "user_password_auth"
      And the operator runs "bootstrap-admin"
      Then the command fails
      And the database holds:
        | what            | number |
        | platform admins | 0      |
        | passwords       | 0      |

    Scenario Outline: a boot with the password after one while its variable was <value>
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            password: env.GATEWAY_BOOTSTRAP_ADMIN_PASSWORD
        """
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | <value> |
      When the operator tries to start the gateway
      And the environment has:
        | variable                         | value                     |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | {the configured password} |
      And the gateway is started
      Then the admin may sign in with the "configured" password

      Examples:
        | value   |
        | (unset) |
        | (empty) |
