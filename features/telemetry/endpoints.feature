Feature: Endpoints
  The config decides whether anything is sent, where, and how.

  @telemetry.off-unless-configured @core
  Rule: Nothing is sent unless the config names an endpoint
    Source: observed gateway, 10.1 and 11.2; founding page, Observability Wiring

    Example: a collector that only the environment knows
      Given a gateway that has booted once
      And a collector named "main" listens
      And the environment has:
        | variable                            | value                                |
        | OTEL_EXPORTER_OTLP_ENDPOINT         | {the main collector's gRPC endpoint} |
        | OTEL_TRACES_EXPORTER                | otlp                                 |
        | OTEL_METRICS_EXPORTER               | otlp                                 |
        | OTEL_EXPORTER_OTLP_TRACES_ENDPOINT  | {the main collector's gRPC endpoint} |
        | OTEL_EXPORTER_OTLP_METRICS_ENDPOINT | {the main collector's gRPC endpoint} |
      When the gateway is started
      And the caller asks "fast" for a completion
      And the gateway is stopped
      Then each collector gets only:
        | collector | signals   | protocol |
        | main      | (nothing) | (any)    |

    Example: a collector that the config knows
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then each collector gets only:
        | collector | signals         | protocol |
        | main      | traces, metrics | (any)    |

  @telemetry.traces-and-metrics-go-to-one-endpoint @core
  Rule: One endpoint gets traces and metrics, over gRPC
    Source: founding page, Observability Wiring; observed gateway, 11.2

    Example: an endpoint for both
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then each collector gets only:
        | collector | signals         | protocol |
        | main      | traces, metrics | grpc     |

  @telemetry.metrics-may-go-elsewhere @core
  Rule: Metrics go to an endpoint of their own when there is one
    Source: founding page, Observability Wiring; observed gateway, 11.2

    Example: two collectors
      Given a gateway that has booted once
      And a collector named "main" listens
      And a collector named "metrics" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's gRPC endpoint}"
          otel_metrics_endpoint: "{the metrics collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then each collector gets only:
        | collector | signals | protocol |
        | main      | traces  | (any)    |
        | metrics   | metrics | (any)    |

  @telemetry.metrics-may-go-alone @core
  Rule: With an endpoint for metrics only, metrics are sent and no traces
    Source: observed gateway, 11.2

    Example: metrics without traces
      Given a gateway that has booted once
      And a collector named "metrics" listens
      And the config has:
        """yaml
        server:
          otel_metrics_endpoint: "{the metrics collector's gRPC endpoint}"
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then each collector gets only:
        | collector | signals | protocol |
        | metrics   | metrics | (any)    |

  @telemetry.http-when-asked @hardened
  Rule: Telemetry goes over HTTP when the config asks for it
    Source: OTLP specification, OTLP/HTTP

    Example: an endpoint for both over HTTP
      Given a gateway that has booted once
      And a collector named "main" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's HTTP endpoint}"
          otel_protocol: http/protobuf
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then each collector gets only:
        | collector | signals         | protocol |
        | main      | traces, metrics | http     |

    Example: two collectors over HTTP
      Given a gateway that has booted once
      And a collector named "main" listens
      And a collector named "metrics" listens
      And the config has:
        """yaml
        server:
          otel_endpoint: "{the main collector's HTTP endpoint}"
          otel_metrics_endpoint: "{the metrics collector's HTTP endpoint}"
          otel_protocol: http/protobuf
          otel_export_interval_secs: 1
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then each collector gets only:
        | collector | signals | protocol |
        | main      | traces  | http     |
        | metrics   | metrics | http     |

  @telemetry.bad-endpoint-stops-the-start @core
  Rule: A gateway does not start with an endpoint that cannot be one
    Source: observed gateway, 11.2

    Example: an endpoint that is no URL
      Given a gateway that has booted once
      And the config has:
        """yaml
        server:
          otel_endpoint: "http://not a collector"
        """
      When the operator tries to start the gateway
      Then the command fails

    Example: an endpoint that is a URL
      Given a gateway that has booted once
      And the config has:
        """yaml
        server:
          otel_endpoint: "http://127.0.0.1:4317"
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the call is answered

  @telemetry.bad-endpoint-is-a-config-error @hardened
  Rule: A bad endpoint is an error of the config, which names its key before anything is touched
    Source: observed gateway, 11.2 and 16

    Example: <key> with <what>
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          <key>: "<endpoint>"
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names "server.<key>"
      And the database is unchanged

      Examples:
        | key                   | what                       | endpoint                    |
        | otel_endpoint         | no scheme                  | collector:4317              |
        | otel_endpoint         | another scheme             | ftp://collector:4317        |
        | otel_endpoint         | no host                    | http://:4317                |
        | otel_endpoint         | an impossible port         | http://collector:70000      |
        | otel_endpoint         | a password in the URL      | http://me:pw@collector:4317 |
        | otel_endpoint         | a query                    | http://collector:4317/?a=b  |
        | otel_endpoint         | a path, which gRPC has not | http://collector:4317/v1    |
        | otel_endpoint         | a fragment                 | http://collector:4317/#a    |
        | otel_endpoint         | a port of words            | http://collector:otlp       |
        | otel_endpoint         | nothing                    |                             |
        | otel_metrics_endpoint | no scheme                  | collector:4317              |
        | otel_metrics_endpoint | an impossible port         | http://collector:70000      |
        | otel_metrics_endpoint | a password in the URL      | http://me:pw@collector:4317 |

  @telemetry.unknown-protocol-is-a-config-error @hardened
  Rule: An unknown protocol is an error of the config, which names its key
    Source: OTLP specification, OTLP/gRPC and OTLP/HTTP

    Example: "<protocol>"
      Given a fresh install in the local shape
      And the config has:
        """yaml
        server:
          otel_protocol: "<protocol>"
        """
      When the operator tries to start the gateway
      Then the command fails
      And the output names "server.otel_protocol"
      And the database is unchanged

      Examples:
        | protocol  |
        | pigeon    |
        | http/json |
        | GRPC      |
        |           |

    Example: gRPC by its name
      Given a gateway that has booted once
      And the config has:
        """yaml
        server:
          otel_protocol: grpc
        """
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the call is answered
