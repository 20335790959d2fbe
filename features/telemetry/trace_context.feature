Feature: Trace context
  A trace is worth something when it does not end at the gateway.

  @telemetry.trace-is-continued @hardened
  Rule: The span of a call belongs to the trace that its `traceparent` names
    Source: W3C Trace Context, 3.2

    Example: <how>
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value         |
        | traceparent | <traceparent> |
        | tracestate  | <tracestate>  |
      Then the span "http_request" of "the call" has:
        | field     | value                            |
        | trace id  | 4bf92f3577b34da6a3ce929d0e0e4736 |
        | parent id | 00f067aa0ba902b7                 |

      Examples:
        | how                        | traceparent                                                      | tracestate                             |
        | a trace                    | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01          | (none)                                 |
        | a trace with a state       | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01          | vendor=opaque-1,tenant@vendor=opaque-2 |
        | a trace of a later version | 01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-and-more | (none)                                 |
        | a trace of version fe      | fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01          | (none)                                 |
        | a trace with other flags   | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff          | (none)                                 |

  @telemetry.trace-reaches-the-provider @hardened
  Rule: `traceparent` is propagated to the provider with the gateway's own span, and `tracestate` with it
    Source: W3C Trace Context, 3.2 and 3.3

    Example: a completion within a trace
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                  |
      Then the provider receives the trace headers:
        | header      | value                                                                  |
        | traceparent | 00-{trace id of provider_execution}-{span id of provider_execution}-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                                 |

    Example: a completion within a trace whose state stands in two headers
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | tracestate  | vendor=opaque-1                                         |
        | tracestate  | tenant@vendor=opaque-2                                  |
      Then the provider receives the trace headers:
        | header      | value                                                                  |
        | traceparent | 00-{trace id of provider_execution}-{span id of provider_execution}-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                                 |

    Example: a completion without one
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value  |
        | traceparent | (none) |
        | tracestate  | (none) |
      Then the provider receives the trace headers:
        | header      | value                                                                  |
        | traceparent | 00-{trace id of provider_execution}-{span id of provider_execution}-01 |
        | tracestate  | (none)                                                                 |

  @telemetry.trace-reaches-the-admin-ui @hardened
  Rule: `traceparent` is propagated to the admin UI with the gateway's own span, and `tracestate` with it
    Source: W3C Trace Context, 3.2 and 3.3

    Example: <what> within a trace
      Given a gateway that reports to a collector
      When the visitor sends a "<method>" request with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                  |
      Then the admin UI receives the trace headers:
        | header      | value                                                      |
        | traceparent | 00-{trace id of http_request}-{span id of http_request}-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                     |

      Examples:
        | what   | method |
        | a page | GET    |
        | a form | POST   |

  @telemetry.bad-trace-is-ignored @hardened
  Rule: An invalid `traceparent` or `tracestate` counts as none, and is not propagated
    Source: W3C Trace Context, 3.2 and 3.3

    Example: <what>
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value         |
        | traceparent | <traceparent> |
        | tracestate  | <tracestate>  |
      Then the call is answered
      And the span "http_request" of "the call" has:
        | field     | value                                |
        | trace id  | not 4bf92f3577b34da6a3ce929d0e0e4736 |
        | parent id | (none)                               |
      And the provider receives nothing of:
        | text                                   |
        | 4bf92f3577b34da6a3ce929d0e0e4736       |
        | 00f067aa0ba902b7                       |
        | vendor=opaque-1,tenant@vendor=opaque-2 |

      Examples:
        | what                           | traceparent                                                          | tracestate                             |
        | a trace of zeros               | 00-00000000000000000000000000000000-00f067aa0ba902b7-01              | vendor=opaque-1,tenant@vendor=opaque-2 |
        | a span of zeros                | 00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01              | vendor=opaque-1,tenant@vendor=opaque-2 |
        | a trace in capitals            | 00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01              | (none)                                 |
        | a trace of version ff          | ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01              | (none)                                 |
        | a trace too long for version 0 | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra        | (none)                                 |
        | a trace of 8 KiB               | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-{8 KiB of x} | (none)                                 |
        | a trace that is too short      | 00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01               | (none)                                 |
        | a trace that is no hexadecimal | 00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01              | (none)                                 |
        | flags that are none            | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x              | (none)                                 |
        | a later version, without more  | 01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01and-more      | (none)                                 |
        | a state without a trace        | (none)                                                               | vendor=opaque-1,tenant@vendor=opaque-2 |

    Example: two traces
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | traceparent | 00-00f067aa0ba902b700f067aa0ba902b7-00f067aa0ba902b7-01 |
      Then the call is answered
      And the span "http_request" of "the call" has:
        | field     | value                                |
        | trace id  | not 4bf92f3577b34da6a3ce929d0e0e4736 |
        | parent id | (none)                               |
      And the provider receives nothing of:
        | text                                   |
        | 4bf92f3577b34da6a3ce929d0e0e4736       |
        | 00f067aa0ba902b7                       |
        | vendor=opaque-1,tenant@vendor=opaque-2 |

    Example: a state that breaks the rules
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | tracestate  | vendor=one,vendor=two                                   |
      Then the span "http_request" of "the call" has:
        | field     | value                            |
        | trace id  | 4bf92f3577b34da6a3ce929d0e0e4736 |
        | parent id | 00f067aa0ba902b7                 |
      And the provider receives the trace headers:
        | header      | value                                                                  |
        | traceparent | 00-{trace id of provider_execution}-{span id of provider_execution}-01 |
        | tracestate  | (none)                                                                 |

  @telemetry.unsampled-traces-are-not-sent @hardened
  Rule: An unsampled trace is propagated, not exported
    Source: W3C Trace Context, 3.2; OpenTelemetry specification, sampling

    Example: a completion nobody looks at, whose other flags are set
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-0af7651916cd43dd8448eb211c80319d-b7ad6b7169203331-02 |
      Then the collector gets no span of the trace "0af7651916cd43dd8448eb211c80319d"

    Example: a completion nobody looks at
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00 |
      Then the collector gets no span of the trace "0af7651916cd43dd8448eb211c80319c"
      And the provider receives the trace headers:
        | header      | value                                                |
        | traceparent | 00-0af7651916cd43dd8448eb211c80319c-(any span id)-00 |

  @telemetry.trace-passes-without-a-collector @hardened
  Rule: A gateway without a collector propagates `traceparent` and `tracestate` as they came
    Source: W3C Trace Context, 3.2

    Example: a completion through a gateway that sends nothing
      Given a gateway that sends no telemetry
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                  |
      Then the provider receives the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
        | tracestate  | vendor=opaque-1,tenant@vendor=opaque-2                  |

  @telemetry.log-lines-name-their-trace @hardened
  Rule: A log line names the request and the trace it belongs to
    Source: OpenTelemetry specification, trace context in non-OTLP log formats

    Example: a line of JSON
      Given a gateway that reports to a collector
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
      Then a log line of the call names the trace "4bf92f3577b34da6a3ce929d0e0e4736"

    Example: a line for people
      Given a gateway that sends no telemetry
      When the caller asks "fast" for a completion with the trace headers:
        | header      | value                                                   |
        | traceparent | 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 |
      Then a log line of the call names the trace "4bf92f3577b34da6a3ce929d0e0e4736"
