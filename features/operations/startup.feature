Feature: What a start did
  Somebody who reads the log of a start can tell what it changed.

  @operations.start-tells-what-it-did @hardened
  Rule: A start says in one log line which of migrate, bootstrap and seed ran, and what each did
    Source: founding page, Database and Migration Notes; observed gateway, 7.3

    Example: a first start
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          log_format: json
        """
      When the gateway is started
      Then the startup report says:
        | step      | says    |
        | migrate   | applied |
        | bootstrap | made    |
        | seed      | wrote   |

    Example: a start on a database in use, with seeding switched off
      Given a gateway that has booted once
      And the config has:
        """yaml
        server:
          log_format: json
        """
      When the gateway is started with:
        | option        | value |
        | --seed-config | false |
      Then the startup report says:
        | step      | says                      |
        | migrate   | nothing was pending       |
        | bootstrap | an administrator is there |
        | seed      | switched off              |
