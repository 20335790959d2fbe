Feature: Stopping
  An orchestrator says that it is time. What was begun is finished, and nothing new is begun.

  @operations.idle-gateway-stops-at-once @core
  Rule: A gateway with nothing in flight is gone within three seconds of being told to stop
    Source: observed gateway, 1.1, where the signal ends the process

    Example: a visitor who keeps a connection open
      Given a gateway that is given 30 s to finish
      And a visitor keeps a connection open
      When the gateway is told to stop by SIGTERM
      Then it has stopped

  @operations.stopping-is-no-failure @hardened
  Rule: A gateway that was told to stop exits with 0
    Source: observed gateway, 1.1, where the signal ends the process

    Scenario Outline: told by <signal>
      Given a gateway that is given 30 s to finish
      When the gateway is told to stop by <signal>
      Then it has stopped without failure

      Examples:
        | signal  |
        | SIGTERM |
        | SIGINT  |

  @operations.calls-in-flight-are-finished @hardened
  Rule: What is in flight when the gateway is told to stop is answered whole, and then the gateway stops
    Source: observed gateway, 1.1 and 16 (14)

    Scenario Outline: <call>
      Given a gateway that is given 30 s to finish
      And <call> is in flight
      When the gateway is told to stop by SIGTERM
      And what it waits for goes on
      Then the call in flight is answered whole
      And it has stopped without failure

      Examples:
        | call                    |
        | a completion            |
        | a page made bit by bit  |

  @operations.draining-begins-nothing-new @hardened
  Rule: While calls in flight are finished, new connections are refused and idle ones are closed
    Source: observed gateway, 1.1 and 16 (14)

    Example: a neighbour who waits, and a newcomer
      Given a gateway that is given 30 s to finish
      And a visitor keeps a connection open
      And a completion is in flight
      When the gateway is told to stop by SIGTERM
      Then a new connection is refused
      And the idle connection is closed

  @operations.draining-answers-end-their-connection @hardened
  Rule: The answer to a call in flight says that its connection ends, and it ends
    Source: observed gateway, 1.1 and 16 (14); RFC 9112, 9.6

    Example: a completion on a connection that would be kept
      Given a gateway that is given 30 s to finish
      And a completion is in flight
      When the gateway is told to stop by SIGTERM
      And what it waits for goes on
      Then the call in flight is told that its connection ends

  @operations.draining-is-not-ready @hardened
  Rule: A probe that comes through while the gateway drains is told that it is not ready
    Source: observed gateway, 1.1 and 1.7

    Example: a probe that had begun to ask
      Given a gateway that is given 30 s to finish
      And a probe has begun to ask for the readiness
      When the gateway is told to stop by SIGTERM
      Then the probe is not told that the gateway is ready

  @operations.grace-is-kept @hardened
  Rule: A call that outlasts the configured grace is cut where the caller can see it, not sooner and not much later
    Source: observed gateway, 1.1 and 16 (14)

    Example: a completion that never comes
      Given a gateway that is given 0.4 s to finish
      And a completion is in flight
      When the gateway is told to stop by SIGTERM
      Then it has stopped about 0.4 s later
      And the call in flight is not answered whole

  @operations.second-signal-ends-at-once @hardened
  Rule: Told a second time, the gateway ends at once, whatever is in flight
    Source: observed gateway, 1.1, where the first signal ends the process

    Example: an operator who does not want to wait
      Given a gateway that is given 30 s to finish
      And a completion is in flight
      When the gateway is told to stop by SIGTERM
      And the gateway is told to stop by SIGTERM
      Then it has stopped
