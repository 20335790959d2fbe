Feature: Credentials from the environment
  A config may be read by many; a secret may not. The config names the variable, the environment holds the secret.

  @bootstrap.password-comes-from-the-environment @core
  Rule: A password given by reference is the value of the variable, never its name
    Source: founding page, Common Runtime Shapes; observed gateway, 9.1

    Example: the value is accepted, the reference is not
      Given a gateway booted in the compose shape
      Then the admin may sign in with the "configured" password
      But the admin may not sign in with the "reference" password

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
      And no platform admin exists

      Examples:
        | value   |
        | (unset) |
        | (empty) |

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
