Feature: Graceful shutdown
  An orchestrator says that it is time. In-flight requests are finished, and nothing new is begun.

  @operations.idle-gateway-stops-at-once @core
  Rule: A gateway with no request in flight is gone within three seconds of the signal to stop
    Source: observed gateway, 1.1, where the signal ends the process

    Example: a visitor who keeps a connection open
      Given a gateway with a grace period of 30 s
      And a visitor keeps a connection open
      When the orchestrator sends "SIGTERM" to "the gateway"
      Then the gateway has stopped

  @operations.stopping-is-no-failure @hardened
  Rule: A graceful shutdown exits with 0
    Source: observed gateway, 1.1, where the signal ends the process

    Scenario Outline: told by <signal>
      Given a gateway with a grace period of 30 s
      When the orchestrator sends "<signal>" to "the gateway"
      Then the gateway exits with 0

      Examples:
        | signal  |
        | SIGTERM |
        | SIGINT  |

  @operations.calls-in-flight-are-finished @hardened
  Rule: In-flight requests are answered whole when the gateway is told to stop, and then the gateway stops
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: <call>
      Given a gateway with a grace period of 30 s
      And a "<call>" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      And the call in flight goes on
      Then the call in flight is "answered whole"
      And the gateway exits with 0

      Examples:
        | call                 |
        | completion           |
        | page made bit by bit |

  @operations.draining-begins-nothing-new @hardened @after:operations.calls-in-flight-are-finished
  Rule: While in-flight requests are finished, new connections are refused and idle ones are closed
    Source: observed gateway, 1.1 and 16 (14)

    Example: a neighbour who waits, and a newcomer
      Given a gateway with a grace period of 30 s
      And a visitor keeps a connection open
      And a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      Then a new connection is refused
      And the idle connection is closed

  @operations.draining-answers-end-their-connection @hardened @after:operations.calls-in-flight-are-finished
  Rule: The answer to an in-flight request says that its connection ends, and it ends
    Source: observed gateway, 1.1 and 16 (14); RFC 9112, 9.6

    Example: a completion on a connection that would be kept
      Given a gateway with a grace period of 30 s
      And a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      And the call in flight goes on
      Then the call in flight is "answered with the end of its connection"

  @operations.draining-is-not-ready @hardened @after:operations.calls-in-flight-are-finished
  Rule: A probe that comes through while the gateway drains is told that it is not ready
    Source: observed gateway, 1.1 and 1.7

    Example: a probe that had begun to ask
      Given a gateway with a grace period of 30 s
      And a "readiness probe" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      Then the probe in flight is not told that the gateway is ready

  @operations.grace-is-kept @hardened
  Rule: An in-flight request that outlasts the configured grace period is cut where the caller can see it, not sooner and not much later
    Source: observed gateway, 1.1 and 16 (14)

    Example: a completion that never comes
      Given a gateway with a grace period of 0.4 s
      And a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      Then the gateway has stopped about 0.4 s later
      And the call in flight is "cut"

  @operations.second-signal-ends-at-once @hardened @after:operations.calls-in-flight-are-finished
  Rule: Told a second time, the gateway ends at once, whatever is in flight
    Source: observed gateway, 1.1, where the first signal ends the process

    Example: an operator who does not want to wait
      Given a gateway with a grace period of 30 s
      And a "completion" is in flight
      When the orchestrator sends "SIGTERM" to "the gateway"
      And the orchestrator sends "SIGTERM" to "the gateway"
      Then the gateway has stopped
