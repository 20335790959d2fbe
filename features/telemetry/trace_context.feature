Feature: Trace context
  A trace is worth something when it does not end at the gateway.

  @telemetry.trace-is-continued @hardened
  Rule: The span of a call belongs to the trace its caller told of
    Source: W3C Trace Context, 3.2

    Example: <how>
      Given a gateway that reports to a collector
      When a caller asks for a completion within <trace>
      Then the span of the call is below the caller's, in the caller's trace

      Examples:
        | how                         | trace                       |
        | a trace                     | a trace                     |
        | a trace with a state        | a trace with a state        |
        | a trace of a later version  | a trace of a later version  |

  @telemetry.trace-reaches-the-provider @hardened
  Rule: The provider is told of the gateway's own span, and of the caller's state
    Source: W3C Trace Context, 3.2 and 3.3

    Example: a completion within a trace
      Given a gateway that reports to a collector
      When a caller asks for a completion within a trace with a state
      Then the provider is told of the span of its call and of the caller's state

    Example: a completion without one
      Given a gateway that reports to a collector
      When a caller asks for a completion within no trace
      Then the provider is told of the span of its call and of no state

  @telemetry.trace-reaches-the-admin-ui @hardened
  Rule: The admin UI is told of the gateway's own span, and of the visitor's state
    Source: W3C Trace Context, 3.2 and 3.3

    Example: a page within a trace
      Given a gateway that reports to a collector
      When a visitor opens a page within a trace with a state
      Then the admin UI is told of the span of the request and of the visitor's state

  @telemetry.bad-trace-is-ignored @hardened
  Rule: A trace header that breaks the rules counts as none, and is not handed on
    Source: W3C Trace Context, 3.2 and 3.3

    Example: <trace>
      Given a gateway that reports to a collector
      When a caller asks for a completion within <trace>
      Then the call is answered in a trace of its own
      And nothing of the caller's trace reaches the provider

      Examples:
        | trace                          |
        | a trace of zeros               |
        | a span of zeros                |
        | a trace in capitals            |
        | a trace of version ff          |
        | a trace too long for version 0 |
        | a trace of 8 KiB               |
        | two traces                     |
        | a state without a trace        |

    Example: a state that breaks the rules
      Given a gateway that reports to a collector
      When a caller asks for a completion within a trace with a broken state
      Then the span of the call is below the caller's, in the caller's trace
      And the provider is told of the span of its call and of no state

  @telemetry.unsampled-traces-are-not-sent @hardened
  Rule: A trace that its caller does not sample is handed on and not sent
    Source: W3C Trace Context, 3.2; OpenTelemetry specification, sampling

    Example: a completion nobody looks at
      Given a gateway that reports to a collector
      When a caller asks for a completion within a trace that is not sampled
      Then no span of the call is sent
      And the provider is told of the caller's trace as not sampled

  @telemetry.trace-passes-without-a-collector @hardened
  Rule: A gateway without a collector hands the caller's trace on
    Source: W3C Trace Context, 3.2

    Example: a completion through a gateway that sends nothing
      Given a gateway that sends no telemetry
      When a caller asks for a completion within a trace with a state
      Then the provider is told of the caller's trace and state

  @telemetry.log-lines-name-their-trace @hardened
  Rule: A log line names the request and the trace it belongs to
    Source: OpenTelemetry specification, trace context in non-OTLP log formats

    Example: a line of JSON
      Given a gateway that reports to a collector
      When a caller asks for a completion within a trace
      Then a log line of the call names its trace

    Example: a line for people
      Given a gateway that sends no telemetry
      When a caller asks for a completion within a trace
      Then a log line of the call names its trace
