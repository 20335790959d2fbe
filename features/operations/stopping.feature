Feature: Graceful shutdown
  An orchestrator says that it is time. In-flight requests are finished, and nothing new is begun.

  @operations.idle-gateway-stops-at-once @core
  Rule: A gateway with no request in flight is gone within three seconds of the signal to stop
    Source: observed gateway, 1.1, where the signal ends the process

    Scenario Outline: a visitor who keeps connections open, and <signal>
      Given a gateway with a grace period of 30 s
      And a visitor keeps an idle connection and a silent one open
      When the orchestrator sends "<signal>" to "the gateway"
      Then the gateway has stopped

      Examples:
        | signal  |
        | SIGTERM |
        | SIGINT  |

  @operations.stopping-is-no-failure @hardened
  Rule: A graceful shutdown exits with 0
    Source: observed gateway, 1.1, where the signal ends the process

    Scenario Outline: told by <signal>
      Given a gateway with a grace period of 30 s
      And a visitor keeps an idle connection and a silent one open
      When the orchestrator sends "<signal>" to "the gateway"
      Then the gateway exits with 0

      Examples:
        | signal  |
        | SIGTERM |
        | SIGINT  |

  @operations.calls-in-flight-are-finished @hardened
  Rule: In-flight requests are answered whole when the gateway is told to stop, and then the gateway stops
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: <call>, and <signal>
      Given a gateway with a grace period of 30 s
      And a "<call>" is in flight
      When the orchestrator sends "<signal>" to "the gateway"
      And the call in flight goes on
      Then the call in flight is "answered whole"
      And the gateway exits with 0

      Examples:
        | signal  | call                                    |
        | SIGTERM | completion of each of three callers     |
        | SIGINT  | completion                              |
        | SIGTERM | completion whose last bytes are to come |
        | SIGTERM | page made bit by bit                    |
        | SIGINT  | page held back                          |

  @operations.draining-begins-nothing-new @hardened @after:operations.calls-in-flight-are-finished
  Rule: While in-flight requests are finished, new connections are refused and idle ones are closed
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: neighbours who wait, a newcomer, and <signal>
      Given a gateway with a grace period of 30 s
      And a visitor keeps an idle connection and a silent one open
      And a "<call>" is in flight
      When the orchestrator sends "<signal>" to "the gateway"
      Then a new connection is refused
      And both connections are closed

      Examples:
        | signal  | call                 |
        | SIGTERM | completion           |
        | SIGINT  | page made bit by bit |

  @operations.draining-answers-end-their-connection @hardened @after:operations.calls-in-flight-are-finished
  Rule: The answer to an in-flight request says that its connection ends, and it ends
    Source: observed gateway, 1.1 and 16 (14); RFC 9112, 9.6

    Scenario Outline: a <call>, on a connection that would be kept
      Given a gateway with a grace period of 30 s
      And a "<call>" is in flight
      When the orchestrator sends "<signal>" to "the gateway"
      And the call in flight goes on
      Then the call in flight is "answered with the end of its connection"

      Examples:
        | signal  | call                                     |
        | SIGTERM | completion                               |
        | SIGINT  | completion that the provider will refuse |
        | SIGTERM | page held back                           |

  @operations.draining-is-not-ready @hardened @after:operations.calls-in-flight-are-finished
  Rule: A probe that comes through while the gateway drains is told that it is not ready
    Source: observed gateway, 1.1 and 1.7

    Scenario Outline: a probe that had begun to ask, and <signal>
      Given a gateway with a grace period of 30 s
      And a "completion" is in flight
      And a "readiness probe" is in flight
      When the orchestrator sends "<signal>" to "the gateway"
      Then the probe in flight is not told that the gateway is ready

      Examples:
        | signal  |
        | SIGTERM |
        | SIGINT  |

  @operations.grace-is-kept @hardened
  Rule: An in-flight request that outlasts the configured grace period is cut where the caller can see it, not sooner and not much later
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: a <call> that never ends, and <grace> s
      Given a gateway with a grace period of <grace> s
      And a "<call>" is in flight
      When the orchestrator sends "<signal>" to "the gateway"
      Then the gateway has stopped about <grace> s later
      And the call in flight is "cut"

      Examples:
        | grace | signal  | call                 |
        | 0     | SIGTERM | completion           |
        | 0.4   | SIGTERM | completion           |
        | 1.3   | SIGINT  | page made bit by bit |

  @operations.second-signal-ends-at-once @hardened @after:operations.calls-in-flight-are-finished
  Rule: Told a second time, the gateway ends at once, whatever is in flight
    Source: observed gateway, 1.1, where the first signal ends the process

    Scenario Outline: <first>, <second> and a <call>
      Given a gateway with a grace period of 30 s
      And a "<call>" is in flight
      When the orchestrator sends "<first>" to "the gateway"
      And the orchestrator sends "<second>" to "the gateway"
      Then the gateway has stopped

      Examples:
        | first   | second  | call                 |
        | SIGTERM | SIGTERM | completion           |
        | SIGTERM | SIGINT  | completion           |
        | SIGINT  | SIGTERM | completion           |
        | SIGINT  | SIGINT  | page made bit by bit |

    Example: one of several processes has the call
      Given a database in use
      And the gateway is started with 2 workers
      And the gateway has 2 workers
      And a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      And the orchestrator sends "SIGINT" to "the gateway"
      Then the gateway has stopped
      And no process of the gateway is left
