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
      Then the histogram "gateway.chat.request.duration" has 1 record in "s" for:
        | attribute       | value      |
        | requested_model | fast-alias |
        | outcome         | success    |

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
        | prompt     | 80000  |
        | completion | 40000  |
        | total      | 120000 |

  @telemetry.metrics-come-at-the-interval @core
  Rule: Metrics are sent every so many seconds as the config says
    Source: founding page, Observability Wiring; observed gateway, 10.1 and 11.2

    Example: an interval of a second
      Given a gateway that reports to a collector
      Then the collector gets metrics at the configured interval

  @telemetry.requests-are-timed @hardened
  Rule: How long each request took is recorded in seconds, by route and status
    Source: OpenTelemetry semantic conventions, HTTP metrics

    Example: the admin's list of keys
      Given a gateway that reports to a collector
      Then the histogram "http.server.request.duration" has 1 record in "s" for:
        | attribute           | value                  |
        | http.request.method | GET                    |
        | http.route          | /api/v1/admin/api-keys |

  @telemetry.series-stay-bounded @hardened
  Rule: Metric attributes have bounded cardinality: no model, path or method that only a caller knows
    Source: observed gateway, 11.4 and 16; OpenTelemetry semantic conventions, HTTP metrics

    Example: callers try names
      Given a gateway that reports to a collector
      Then no series names what only a caller knows
