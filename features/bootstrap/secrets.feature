Feature: Secrets stay secret
  Logs travel further than anyone means them to.

  @bootstrap.no-secret-in-any-log-line @hardened
  Rule: No password, key, token or session appears in a log line or in command output
    Source: observed gateway, 7.6, 9.1 and 16 (12)

    Example: a whole first day
      Given a fresh install in the compose shape
      When the operator runs "bootstrap-admin"
      And the gateway is started
      And the admin signs in with the "wrong" password
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      And the caller asks "fast" for a completion
      And the caller with the key "spoiled" lists "models"
      Then no secret was written to any log or output

    Scenario Outline: a start refused for <what> in the config
      Given a fresh install in the local shape
      And the config has:
        """yaml
        auth:
          bootstrap_admin:
            password: <password>
          seed_api_keys:
            - name: configured
              value: <key>
        providers:
          - id: openai-e2e
            auth:
              token: <token>
        """
      When the operator tries to start the gateway
      Then the command fails
      And no secret was written to any log or output

      Examples:
        | what                         | password                          | key                             | token                        |
        | a literal key                | literal.{the configured password} | literal.{the configured key}    | literal.{the provider token} |
        | a bare key                   | literal.{the configured password} | {the configured key}            | literal.{the provider token} |
        | a bare password              | {the configured password}         | env.GATEWAY_API_KEY             | literal.{the provider token} |
        | a bare token of the provider | literal.{the configured password} | env.GATEWAY_API_KEY             | {the provider token}         |

    Example: a start refused for a key that is not one
      Given a fresh install in the compose shape
      And the environment has:
        | variable        | value                |
        | GATEWAY_API_KEY | {the other password} |
      When the operator tries to start the gateway
      Then the command fails
      And no secret was written to any log or output
