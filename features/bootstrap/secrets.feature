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
      And the caller with the key "configured" lists "models"
      And the operator runs "seed-config"
      And the operator runs "bootstrap-admin"
      Then no secret stands in "any log or output"

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
      And no secret stands in "any log or output"

      Examples:
        | what                         | password                          | key                             | token                        |
        | a literal key                | literal.{the configured password} | literal.{the configured key}    | literal.{the provider token} |
        | a bare key                   | literal.{the configured password} | {the configured key}            | literal.{the provider token} |
        | a bare password              | {the configured password}         | env.GATEWAY_API_KEY             | literal.{the provider token} |
        | a bare token of the provider | literal.{the configured password} | env.GATEWAY_API_KEY             | {the provider token}         |
        | a key behind a wrong word    | literal.{the configured password} | environment.{the configured key} | literal.{the provider token} |
        | a list for a password        | ["{the configured password}"]     | env.GATEWAY_API_KEY             | literal.{the provider token} |
        | a name that is no name       | literal.{the configured password} | "env.{the configured key}"      | literal.{the provider token} |

    Example: a start refused for what is no budget
      Given a fresh install in the furnished shape
      And the config has:
        """yaml
        teams:
          - key: platform
            budget:
              amount_usd: "{the other password}"
              timezone: ["{the new password}"]
        """
      When the operator runs "seed-config"
      Then the command fails
      And no secret stands in "any log or output"

    Example: a start refused for a key that is not one
      Given a fresh install in the compose shape
      And the environment has:
        | variable        | value                |
        | GATEWAY_API_KEY | {the other password} |
      When the operator tries to start the gateway
      Then the command fails
      And no secret stands in "any log or output"

  @bootstrap.no-secret-in-any-row @hardened
  Rule: No password, key, token or session stands in a row of the database
    Source: observed gateway, 9.1 and 16 (12)

    Example: secrets of the config and of people
      Given a fresh install in the local shape
      When the gateway is started
      And the admin signs in with the "configured" password
      And the admin changes the password from "configured" to "new"
      And the caller asks "fast" for a completion
      Then no secret stands in "any row of the database"

    Example: secrets of the environment
      Given a fresh install in the compose shape
      When the operator runs "bootstrap-admin"
      And the operator runs "seed-config"
      Then no secret stands in "any row of the database"

  @bootstrap.secrets-are-salted @core
  Rule: Passwords and the secrets of keys are stored as salted digests: equal ones give different rows
    Source: observed gateway, 2.6 and 3.1

    Example: the same secrets in two databases
      Given a fresh install in the local shape
      When the operator runs "bootstrap-admin"
      And the operator runs "seed-config"
      Then another install stores the same secrets otherwise
