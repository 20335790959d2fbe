Feature: Mistakes of the operator
  What is wrong is said before anything is touched, all of it at once, with what would be right.

  @operations.every-config-problem-is-told @hardened
  Rule: Every error of the config is reported at once, each with its path
    Source: observed gateway, 7.6 and 10

    Example: two mistakes in two places
      Given a fresh install in the local shape
      And the config has mistyped keys:
        """yaml
        databse: true
        auth:
          bootstrap_admin:
            require_pasword_change: true
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names "databse"
      And the output names "auth.bootstrap_admin.require_pasword_change"
      And the database is unchanged

  @operations.config-problems-have-lines @hardened
  Rule: What is wrong with the config is told with the line where it stands
    Source: observed gateway, 7.6, where a field is named and its place is not

    Example: a mistyped key
      Given a fresh install in the local shape
      And the config has mistyped keys:
        """yaml
        auth:
          bootstrap_admin:
            require_pasword_change: true
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names the line of "require_pasword_change"

  @operations.every-missing-variable-is-told @hardened
  Rule: Every variable that is missing or cannot be used is reported at once, before the database is touched
    Source: observed gateway, 7.6, where each is found after the steps before it have written

    Example: three secrets that are not there
      Given a fresh install in the compose shape
      But the environment has:
        | variable                         | value   |
        | GATEWAY_BOOTSTRAP_ADMIN_PASSWORD | (unset) |
        | GATEWAY_API_KEY                  | (unset) |
        | OPENAI_API_KEY                   | (unset) |
      When the operator tries to start the gateway
      Then the command fails
      And the output names "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD"
      And the output names "GATEWAY_API_KEY"
      And the output names "OPENAI_API_KEY"
      And the database is unchanged

    Example: an identity secret that is empty
      Given a fresh install in the compose shape
      But the environment has:
        | variable                      | value   |
        | GATEWAY_IDENTITY_TOKEN_SECRET | (empty) |
      When the operator tries to start the gateway
      Then the command fails
      And the output names "GATEWAY_IDENTITY_TOKEN_SECRET"
      And the database is unchanged

    Example: an address of the admin UI that is none
      Given a fresh install in the compose shape
      But the environment has:
        | variable          | value          |
        | ADMIN_UI_UPSTREAM | not an address |
      When the operator tries to start the gateway
      Then the command fails
      And the output names "ADMIN_UI_UPSTREAM"
      And the database is unchanged

  @operations.unusable-address-leaves-the-database @hardened
  Rule: An address that cannot be listened on is found before the database is touched
    Source: observed gateway, 7.3, where the address is looked at last

    Example: a port that somebody else has
      Given a fresh install in the local shape
      And another program listens at the gateway's address
      When the operator tries to start the gateway
      Then the command fails
      And the output names the gateway's address
      And the database is unchanged

    Example: an address of another machine
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          bind: 203.0.113.7:8080
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names "203.0.113.7:8080"
      And the database is unchanged

  @operations.contradictions-are-refused @hardened
  Rule: Conflicting flags are a usage error, and nothing is written
    Source: observed gateway, 7.2

    Example: bootstrap on, and off
      Given a fresh install in the local shape
      When the operator tries to start the gateway with:
        | option            | value |
        | --bootstrap-admin | true  |
        | --bootstrap-admin | false |
      Then the command exits with "usage error"
      And the database is unchanged

  @operations.config-can-be-judged-alone @hardened @needs:config-validate
  Rule: The config and the variables it needs can be validated without side effects
    Source: observed gateway, 7.1, where only a start tells

    Example: a config that is sound
      Given a fresh install in the compose shape
      When the operator runs "config validate"
      Then the command succeeds
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
      And the database is unchanged

    Example: a config whose key is not there
      Given a fresh install in the compose shape
      But the environment has:
        | variable        | value   |
        | GATEWAY_API_KEY | (unset) |
      When the operator runs "config validate"
      Then the command fails
      And the output names "GATEWAY_API_KEY"
      And the database is unchanged

  @operations.version-is-told @hardened
  Rule: Asked for its version, the gateway says a number and does nothing else
    Source: observed gateway, 7.1, where there is no such flag

    Example: asked by flag
      Given a fresh install in the local shape
      When the operator runs "--version"
      Then the command succeeds
      And the output is one line with a version number
      And the database is unchanged
