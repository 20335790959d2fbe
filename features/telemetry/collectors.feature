Feature: Collectors that fail
  A collector is never a reason to be slow, to stop, or to forget.
  A gateway stands for each way in which its collector may fail, and was started while it did.

  @telemetry.serves-without-a-collector @core
  Rule: A gateway starts and answers though its collector is unavailable
    Source: observed gateway, 11.2; founding page, Observability Wiring

    Example: a collector that is <state>
      Given a gateway that reports to a collector that is "<state>"
      When the caller asks "fast" for a completion
      Then the call is answered

      Examples:
        | state    |
        | absent   |
        | silent   |
        | refusing |

  @telemetry.boot-does-not-wait @hardened
  Rule: A boot does not wait for a collector
    Source: founding page, Observability Wiring

    Example: a boot with a collector that is <state>
      Given a gateway that reports to a collector that is "<state>"
      Then the gateway was ready without waiting for the collector

      Examples:
        | state    |
        | absent   |
        | silent   |
        | refusing |

  @telemetry.calls-do-not-wait @hardened
  Rule: No call waits for a collector
    Source: observed gateway, 11.2

    Example: calls with a collector that is <state>
      Given a gateway that reports to a collector that is "<state>"
      Then 50 calls are answered without waiting for the collector

      Examples:
        | state    |
        | absent   |
        | silent   |
        | refusing |

  @telemetry.exit-does-not-wait @hardened
  Rule: A graceful shutdown does not wait for a collector
    Source: observed gateway, 7.2 and 11.2

    Example: a shutdown with a collector that is <state>
      Given a gateway that reports to a collector that is "<state>"
      When the caller asks "fast" for a completion
      Then the gateway shuts down gracefully without waiting for the collector

      Examples:
        | state    |
        | absent   |
        | silent   |
        | refusing |

  @telemetry.outage-is-bridged @hardened
  Rule: What happened while a collector was unavailable is exported once it is back
    Source: OTLP specification, failures

    Example: a collector that was <state>
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      And the collector is "<state>"
      When the gateway is started
      And the caller lists models
      And the gateway has tried to send spans
      And the collector is "back"
      Then the collector gets the span of each call

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
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      And the collector is "silent"
      When the gateway is started
      And the caller makes 2600 calls at once
      And the collector is "back"
      Then the collector gets the span of each call

  @telemetry.left-at-the-end-is-sent @hardened
  Rule: What is left when a gateway shuts down is flushed
    Source: observed gateway, 11.2

    Example: a call just before the end
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: 3600
        """
      When the gateway is started
      And the collector has got a span
      And the caller asks "fast" for a completion
      And the gateway is stopped
      Then the collector has exactly:
        | what    | name                  | total |
        | spans   | provider_execution    | 1     |
        | counter | gateway.chat.requests | 1     |

  @telemetry.replicas-are-told-apart @hardened
  Rule: Two gateways with one config are told apart by their `service.instance.id`
    Source: OpenTelemetry semantic conventions, service

    Example: one gateway after the other
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the collector has got a span
      And the gateway is started
      Then each gateway names an instance of its own
