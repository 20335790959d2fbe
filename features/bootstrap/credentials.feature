Feature: Credentials from the environment
  A config may be read by many; a secret may not. The config names the variable, the environment holds the secret.

  @bootstrap.password-comes-from-the-environment @core
  Rule: A password given by reference is the value of the variable, never its name
    Source: founding page, Common Runtime Shapes; observed gateway, 9.1

    Example: the value opens, the reference does not
      Given a gateway booted in the compose shape
      Then the admin can sign in with the configured password
      But the admin cannot sign in with the reference password

  @bootstrap.provider-token-comes-from-the-environment @core
  Rule: A provider token given by reference reaches the provider as its value
    Source: observed gateway, 4.7 and 9.1

    Example: a completion carries the token
      Given a gateway booted in the compose shape
      When the caller asks "fast" for a completion
      Then the caller is answered
      And the provider was called with the configured token

  @bootstrap.key-values-come-only-from-the-environment @core
  Rule: A key written into the config itself is refused
    Source: observed gateway, 7.6 and 9.1

    Example: a literal key
      Given a fresh install in the local shape
      And the key is written into the config
      When the gateway is asked to start
      Then the start is refused
      And nothing is seeded

  @bootstrap.unset-variables-stop-the-boot @core
  Rule: A boot whose secrets are not there is refused, and seeds nothing
    Source: observed gateway, 7.6

    Scenario Outline: the <secret> variable is unset
      Given a fresh install in the local shape
      And the <secret> is in the environment
      But the <secret> variable is unset
      When the gateway is asked to start
      Then the start is refused
      And nothing is seeded

      Examples:
        | secret         |
        | key            |
        | provider token |

  @bootstrap.refusal-names-the-variable @hardened
  Rule: The refusal names the variable the operator has to set
    Source: observed gateway, 7.6

    Example: what is said about an unset password variable
      Given a fresh install in the local shape
      And the admin password is in the environment
      But the admin password variable is unset
      When the gateway is asked to start
      Then the refusal names the admin password variable

    Example: what is said about an unset key variable
      Given a fresh install in the local shape
      But the key variable is unset
      When the gateway is asked to start
      Then the refusal names the key variable

  @bootstrap.no-half-made-admin @hardened
  Rule: Without its password no admin is made, and the next boot with it makes one
    Source: observed gateway, 7.6, 9.3, 16 (7) and 16 (16)

    Example: the password variable is unset, then empty, then set
      Given a fresh install in the local shape
      And the admin password is in the environment
      But the admin password variable is unset
      When the gateway is asked to start
      Then the start is refused
      And no platform admin exists
      When the admin password variable is empty
      And the gateway is asked to start
      Then the start is refused
      And no platform admin exists
      When the admin password variable is set
      And the gateway starts
      Then the admin can sign in with the configured password
