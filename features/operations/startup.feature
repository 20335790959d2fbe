Feature: Starting
  Somebody who reads the log of a start can tell what it changed, and nobody far away has to be there for it.

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

  @operations.start-waits-for-no-network @hardened
  Rule: A start and a call wait for nobody whom the config does not name
    Source: observed gateway, 7.3 and 16 (25)

    Example: a network in which nobody answers
      Given a fresh install in the local shape
      And the proxy to the network never answers
      When the gateway is started
      Then the key "configured" may call "fast"
