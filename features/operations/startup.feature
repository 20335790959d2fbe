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

    Example: a first start whose log is for people
      Given a fresh install in the local shape
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

    Example: a start on a database in use, with every other step switched off
      Given a gateway that has booted once
      And the config has:
        """yaml
        server:
          log_format: json
        """
      When the gateway is started with:
        | option            | value |
        | --run-migrations  | false |
        | --bootstrap-admin | false |
      Then the startup report says:
        | step      | says         |
        | migrate   | switched off |
        | bootstrap | switched off |
        | seed      | wrote        |

  @operations.start-waits-for-no-network @hardened
  Rule: A start and a call wait for nobody whom the config does not name
    Source: observed gateway, 7.3 and 16 (25)

    Example: a network in which nobody answers
      Given a fresh install in the local shape
      And the proxy to the network never answers
      When the gateway is started
      Then the network keeps nobody waiting who asks for:
        | what           |
        | a start        |
        | a completion   |
        | a sign-in      |
        | a list of keys |

  @operations.nobody-connects-before-ready @core
  Rule: Nobody can connect to a gateway before it is ready, and to one that does not start never
    Source: observed gateway, 1.7 and 7.3, where the address is opened last

    Example: a start that has to wait
      Given a gateway that has booted once
      And the database is "held"
      When the operator starts a gateway that has to wait
      Then no visitor can connect to the gateway

    Example: a start that is refused
      Given a fresh install in the local shape
      But the environment has:
        | variable        | value   |
        | GATEWAY_API_KEY | (unset) |
      When the operator tries to start the gateway
      Then the command fails
      And no visitor can connect to the gateway

  @operations.listens-where-configured @core
  Rule: A gateway listens at its configured address and at no other
    Source: observed gateway, 1.1 and 1.7

    Scenario Outline: configured for <host>
      Given a fresh install in the local shape
      And the config has the gateway listen at "<host>"
      When the gateway is started
      Then the gateway listens there and nowhere else

      Examples:
        | host      |
        | 127.0.0.1 |
        | 127.0.0.2 |
        | 0.0.0.0   |

    Example: several processes
      Given a fresh install in the local shape
      And the config has the gateway listen at "127.0.0.1"
      When the gateway is started with 2 workers
      Then the gateway listens there and nowhere else

  @operations.waiting-start-can-be-stopped @hardened
  Rule: A start that has to wait ends when it is told to
    Source: observed gateway, 1.1, where the signal ends the process

    Scenario Outline: a wait that <signal> ends
      Given a gateway that has booted once
      And the database is "held"
      When the operator starts a gateway that has to wait
      And the orchestrator sends "<signal>" to "the gateway"
      Then the gateway has stopped

      Examples:
        | signal  |
        | SIGTERM |
        | SIGINT  |
