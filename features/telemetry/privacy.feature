Feature: What telemetry keeps to itself
  A collector belongs to somebody else more often than not, and a log travels.

  @telemetry.no-secret-is-sent @hardened
  Rule: No key, password, token or session reaches a collector
    Source: observed gateway, 11.3 and 16

    Example: secrets and a collector
      Given a gateway that reports to a collector
      Then no export holds "a secret"

  @telemetry.no-query-is-sent @hardened
  Rule: No query, and no path of an unmatched route, reaches a collector
    Source: observed gateway, 11.3 and 16

    Example: a token in a query and in a path
      Given a gateway that reports to a collector
      Then no export holds "a query"

  @telemetry.no-personal-datum-is-sent @hardened
  Rule: No prompt and no email address reaches a collector
    Source: observed gateway, 11.3 and 16

    Example: <what> and a collector
      Given a gateway that reports to a collector
      Then no export holds "<what>"

      Examples:
        | what             |
        | a prompt         |
        | an email address |

  @telemetry.nothing-private-is-logged @hardened
  Rule: No secret, query, prompt or email address is in a log line
    Source: observed gateway, 11.1 and 16

    Example: <what> and the log
      Given a gateway that reports to a collector
      Then no log line holds "<what>"

      Examples:
        | what             |
        | a secret         |
        | a query          |
        | a prompt         |
        | an email address |
