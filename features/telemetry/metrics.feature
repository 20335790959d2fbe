Feature: Metrics
  What is counted can be added up, compared and watched; it never grows with what strangers send.

  @telemetry.completions-are-counted @core
  Rule: A completion is counted with its models, its provider and its outcome
    Source: observed gateway, 11.4

    Example: a completion by an alias is counted
      Given a gateway that reports to a collector
      Then the counter "gateway.chat.requests" stands at "1" for:
        | attribute       | value                |
        | requested_model | fast-alias           |
        | resolved_model  | fast                 |
        | provider        | openai-e2e           |
        | stream          | false                |
        | http.route      | /v1/chat/completions |
        | http.method     | POST                 |
        | outcome         | success              |

  @telemetry.completions-are-timed @core
  Rule: How long a completion took is recorded in seconds
    Source: observed gateway, 11.4

    Example: a completion by an alias is timed
      Given a gateway that reports to a collector
      Then the histogram "gateway.chat.request.duration" times "a completion by an alias" in "s" for:
        | attribute       | value      |
        | requested_model | fast-alias |
        | outcome         | success    |
      And the histogram "gateway.chat.request.duration" times "a completion the provider fails" in "s" for:
        | attribute       | value          |
        | requested_model | fast           |
        | outcome         | upstream_error |

  @telemetry.failures-are-counted-by-kind @core
  Rule: A completion that failed is counted under the kind of its failure
    Source: observed gateway, 11.4

    Example: a provider that fails
      Given a gateway that reports to a collector
      Then the counter "gateway.chat.requests" stands at "1" for:
        | attribute       | value          |
        | requested_model | fast           |
        | provider        | openai-e2e     |
        | outcome         | upstream_error |

    Example: a need that no route meets
      Given a gateway that reports to a collector
      Then the counter "gateway.chat.requests" stands at "1" for:
        | attribute       | value                 |
        | requested_model | plain                 |
        | provider        | unavailable           |
        | outcome         | invalid_request_error |

  @telemetry.turned-away-callers-are-not-counted @core
  Rule: A call that was turned away before its model was settled is not counted as a completion
    Source: observed gateway, 11.4

    Example: a model that is not granted
      Given a gateway that reports to a collector
      Then the metric "gateway.chat.requests" has no series for:
        | attribute       | value     |
        | requested_model | reasoning |
      And the metric "gateway.chat.request.duration" has no series for:
        | attribute       | value     |
        | requested_model | reasoning |
      And the metric "gateway.chat.requests" has no series for:
        | attribute      | value     |
        | resolved_model | reasoning |

    Example: a model that is unknown
      Given a gateway that reports to a collector
      Then the metric "gateway.chat.requests" has no series for:
        | attribute       | value                 |
        | requested_model | stranger-than-fiction |
      And the metric "gateway.chat.requests" has no series for:
        | attribute | value           |
        | outcome   | not_found_error |

  @telemetry.tokens-are-counted @core
  Rule: The tokens that a provider reports are counted by type
    Source: observed gateway, 11.4

    Example: <type> tokens of a completion by an alias
      Given a gateway that reports to a collector
      Then the counter "gateway.chat.tokens" stands at "<count>" for:
        | attribute       | value      |
        | requested_model | fast-alias |
        | resolved_model  | fast       |
        | provider        | openai-e2e |
        | token_type      | <type>     |

      Examples:
        | type       | count  |
        | prompt     | 80013  |
        | completion | 40007  |
        | total      | 120020 |

  @telemetry.metrics-come-at-the-interval @core
  Rule: Metrics are sent every so many seconds as the config says
    Source: founding page, Observability Wiring; observed gateway, 10.1 and 11.2

    Example: an interval of <seconds> s
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: <seconds>
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the collector gets metrics every <seconds> s

      Examples:
        | seconds |
        | 1       |
        | 2       |

  @telemetry.requests-are-timed @hardened
  Rule: How long each request took is recorded in seconds, by route and status
    Source: OpenTelemetry semantic conventions, HTTP metrics

    Example: the admin's list of keys
      Given a gateway that reports to a collector
      Then the histogram "http.server.request.duration" times "a list of keys" in "s" for:
        | attribute                 | value                  |
        | http.request.method       | GET                    |
        | http.route                | /api/v1/admin/api-keys |
        | http.response.status_code | 200                    |

    Example: a sign-in that fails, and one that does not
      Given a gateway that reports to a collector
      Then the histogram "http.server.request.duration" times "a failed sign-in" in "s" for:
        | attribute                 | value                       |
        | http.route                | /api/v1/auth/login/password |
        | http.response.status_code | 401                         |
      And the histogram "http.server.request.duration" times "a sign-in" in "s" for:
        | attribute                 | value                       |
        | http.route                | /api/v1/auth/login/password |
        | http.response.status_code | 200                         |

    Example: a completion the provider fails
      Given a gateway that reports to a collector
      Then the histogram "http.server.request.duration" times "a completion the provider fails" in "s" for:
        | attribute                 | value                      |
        | http.request.method       | POST                       |
        | http.route                | /v1/chat/completions       |
        | http.response.status_code | {the status of the answer} |

  @telemetry.series-stay-bounded @hardened
  Rule: Metric attributes have bounded cardinality: no model, path or method that only a caller knows
    Source: observed gateway, 11.4 and 16; OpenTelemetry semantic conventions, HTTP metrics

    Example: callers try names
      Given a gateway that reports to a collector
      Then no series names what only a caller knows
