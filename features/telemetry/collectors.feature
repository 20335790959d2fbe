Feature: Collectors that fail
  A collector is never a reason to be slow, to stop, or to forget.

  @telemetry.serves-without-a-collector @core
  Rule: A gateway starts and answers though its collector is not there
    Source: observed gateway, 11.2; founding page, Observability Wiring

    Example: nobody listens
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the collector is absent
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the call is answered

  @telemetry.boot-does-not-wait @hardened
  Rule: A boot does not wait for a collector
    Source: founding page, Observability Wiring

    Example: a boot with a collector that is <state>
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the collector is <state>
      When the gateway is started
      Then it was ready without waiting for a collector

      Examples:
        | state  |
        | absent |
        | silent |

  @telemetry.calls-do-not-wait @hardened
  Rule: No call waits for a collector
    Source: observed gateway, 11.2

    Example: calls with a collector that is <state>
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the collector is <state>
      When the gateway is started
      Then 50 calls are answered without waiting for a collector

      Examples:
        | state    |
        | absent   |
        | silent   |
        | refusing |

  @telemetry.exit-does-not-wait @hardened
  Rule: The end of a gateway does not wait for a collector
    Source: observed gateway, 7.2 and 11.2

    Example: an end with a collector that is <state>
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the collector is <state>
      When the gateway is started
      And the caller asks "fast" for a completion
      Then it ends in order without waiting for a collector

      Examples:
        | state    |
        | absent   |
        | silent   |
        | refusing |

  @telemetry.outage-is-bridged @hardened
  Rule: What happened while a collector was away arrives once it is back
    Source: OTLP specification, failures

    Example: a collector that was <state>
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the collector is <state>
      When the gateway is started
      And a caller lists models
      And the gateway has tried to tell of it
      And the collector comes back
      Then the span of that list arrives

      Examples:
        | state      |
        | hanging up |
        | silent     |
        | refusing   |

  @telemetry.burst-arrives-whole @hardened
  Rule: Not one span of a burst is lost, though the collector is slow
    Source: OTLP specification, throttling

    Example: more spans than an ordinary queue holds
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the collector is silent
      When the gateway is started
      And 2600 calls are made at once
      And the collector comes back
      Then the spans of all of them arrive

  @telemetry.left-at-the-end-is-sent @hardened
  Rule: What is left when a gateway ends is sent
    Source: observed gateway, 11.2

    Example: a call just before the end
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the config sends metrics every hour only
      When the gateway is started
      And the collector has got something
      And the caller asks "fast" for a completion
      And the gateway is stopped
      Then the collector has the completion among its spans and metrics

  @telemetry.replicas-are-told-apart @hardened
  Rule: Two gateways with one config can be told apart by what they send
    Source: OpenTelemetry semantic conventions, service

    Example: one gateway after the other
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      When the gateway is started
      And the collector has got something
      And the gateway is started
      Then the two are told apart by what they send
