Feature: Spans
  One call, one trace.

  @telemetry.every-call-has-a-span @core
  Rule: Every call of the API has a span named for its request
    Source: observed gateway, 11.3

    Example: <call>
      Given a gateway that reports to a collector
      Then the span "http_request" of "<call>" says:
        | attribute | value    |
        | method    | <method> |

      Examples:
        | call                                 | method |
        | a completion                         | POST   |
        | a list of models                     | GET    |
        | a sign-in                            | POST   |
        | a look at the session                | GET    |
        | a list of keys                       | GET    |
        | a health check                       | GET    |
        | a readiness check                    | GET    |
        | a failed sign-in                     | POST   |
        | a completion the provider fails      | POST   |
        | a completion of an unknown model     | POST   |
        | a list of models with an unknown key | GET    |

  @telemetry.span-of-a-completion-names-its-way @core @after:telemetry.every-call-has-a-span
  Rule: The span of a completion names its models, its provider and the kind of its owner
    Source: observed gateway, 11.3

    Example: a completion by an alias is traced
      Given a gateway that reports to a collector
      Then the span "http_request" of "a completion by an alias" says:
        | attribute       | value                |
        | http.route      | /v1/chat/completions |
        | requested_model | fast-alias           |
        | resolved_model  | fast                 |
        | provider        | openai-e2e           |
        | stream          | false                |
        | ownership_kind  | team                 |

    Example: a completion the provider fails is traced
      Given a gateway that reports to a collector
      Then the span "http_request" of "a completion the provider fails" says:
        | attribute       | value                |
        | http.route      | /v1/chat/completions |
        | requested_model | fast                 |
        | resolved_model  | fast                 |
        | provider        | openai-e2e           |
        | ownership_kind  | team                 |

  @telemetry.provider-call-is-a-child-span @core @after:telemetry.every-call-has-a-span
  Rule: The call of the provider is a child span of the request
    Source: observed gateway, 11.3

    Example: a completion by an alias reaches the provider
      Given a gateway that reports to a collector
      Then the span "provider_execution" of "a completion by an alias" has:
        | field     | value                      |
        | trace id  | {trace id of http_request} |
        | parent id | {span id of http_request}  |
      And the span "provider_execution" of "a completion by an alias" says:
        | attribute       | value      |
        | requested_model | fast-alias |
        | resolved_model  | fast       |
        | provider        | openai-e2e |
        | stream          | false      |
        | ownership_kind  | team       |

    Example: a completion the provider fails reaches it
      Given a gateway that reports to a collector
      Then the span "provider_execution" of "a completion the provider fails" has:
        | field     | value                      |
        | trace id  | {trace id of http_request} |
        | parent id | {span id of http_request}  |

  @telemetry.resource-names-the-service @core
  Rule: Spans and metrics name the service that sent them
    Source: observed gateway, 11.2

    Example: everything that was sent
      Given a gateway that reports to a collector
      Then every span and metric comes from:
        | attribute         | value              |
        | service.name      | oceans-llm-gateway |
        | service.namespace | oceans-llm         |
        | service.version   | (any)              |

  @telemetry.spans-last-as-long-as-calls @hardened @after:telemetry.every-call-has-a-span
  Rule: A span begins and ends with its request
    Source: OpenTelemetry semantic conventions, HTTP spans

    Example: every call, and a provider that takes its time
      Given a gateway that reports to a collector
      Then the span of each call begins and ends with it

  @telemetry.spans-have-kinds @hardened @after:telemetry.every-call-has-a-span
  Rule: A request is a span of a server, the call of a provider one of a client
    Source: OpenTelemetry semantic conventions, HTTP spans

    Example: a completion on both sides
      Given a gateway that reports to a collector
      Then the span "http_request" of "a completion" has:
        | field | value  |
        | kind  | server |
      And the span "provider_execution" of "a completion" has:
        | field | value  |
        | kind  | client |

    Example: a completion that fails, and a health check
      Given a gateway that reports to a collector
      Then the span "http_request" of "a health check" has:
        | field | value  |
        | kind  | server |
      And the span "provider_execution" of "a completion the provider fails" has:
        | field | value  |
        | kind  | client |

  @telemetry.spans-tell-the-outcome @hardened @after:telemetry.every-call-has-a-span
  Rule: A span carries the status of the answer, and is an error only when the caller is not to blame
    Source: OpenTelemetry semantic conventions, HTTP spans

    Example: the outcome of <call>
      Given a gateway that reports to a collector
      Then the span "http_request" of "<call>" says:
        | attribute                 | value                      |
        | http.response.status_code | {the status of the answer} |
      And the span "http_request" of "<call>" has:
        | field | value                             |
        | error | {whether the gateway is to blame} |

      Examples:
        | call                                 |
        | a completion                         |
        | a list of models with an unknown key |
        | a completion of an unknown model     |
        | a completion the provider fails      |
        | an unknown path                      |
        | a failed sign-in                     |
        | an unknown method                    |
        | a completion no route can take       |

  @telemetry.spans-follow-the-conventions @hardened @after:telemetry.every-call-has-a-span
  Rule: A span names method, scheme and route as the conventions for HTTP have it
    Source: OpenTelemetry semantic conventions, HTTP spans; observed gateway, 11.3 and 16 (27)

    Example: the conventions for <call>
      Given a gateway that reports to a collector
      Then the span "http_request" of "<call>" says:
        | attribute           | value    |
        | http.request.method | <method> |
        | url.scheme          | http     |
        | http.route          | <route>  |

      Examples:
        | call                                  | method | route                       |
        | a completion                          | POST   | /v1/chat/completions        |
        | a list of models with a private query | GET    | /v1/models                  |
        | a failed sign-in                      | POST   | /api/v1/auth/login/password |
        | an unknown method                     | DELETE | /v1/models                  |
        | a health check                        | GET    | /healthz                    |
        | a completion of an unknown model      | POST   | /v1/chat/completions        |

  @telemetry.unknown-paths-have-no-route @hardened @after:telemetry.every-call-has-a-span
  Rule: An unmatched route has a span without `http.route`
    Source: OpenTelemetry semantic conventions, HTTP spans

    Example: a path that was guessed
      Given a gateway that reports to a collector
      Then the span "http_request" of "an unknown path" says:
        | attribute  | value  |
        | http.route | (none) |

    Example: a path that is served
      Given a gateway that reports to a collector
      Then the span "http_request" of "a list of models" says:
        | attribute  | value      |
        | http.route | /v1/models |
