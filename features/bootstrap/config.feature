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
      And the output names the config file
      And the database is unchanged

  @bootstrap.unknown-config-key-is-an-error @hardened
  Rule: A config key the gateway does not know is an error that names it
    Source: observed gateway, 10

    Scenario Outline: a key nobody knows in <place>
      Given a fresh install in the local shape
      And the config says "<key>" in <place>
      When the operator tries to start the gateway
      Then the command fails
      And the output names "<key>"
      And the database is unchanged

      Examples:
        | place               | key                     |
        | the document        | databse                 |
        | the bootstrap admin | require_pasword_change  |
