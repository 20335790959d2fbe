Feature: Endpoints
  The config decides whether anything is sent, where, and how.

  @telemetry.off-unless-configured @core
  Rule: Nothing is sent unless the config names an endpoint
    Source: observed gateway, 10.1 and 11.2; founding page, Observability Wiring

    Example: a collector that only the environment knows
      Given a gateway that has booted once
      And the environment names a collector
      When the gateway is started
      And the caller asks "fast" for a completion
      And the gateway is stopped
      Then the collector was never asked

    Example: a collector that the config knows
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the collector gets traces and metrics

  @telemetry.traces-and-metrics-go-to-one-endpoint @core
  Rule: One endpoint gets traces and metrics, over gRPC
    Source: founding page, Observability Wiring; observed gateway, 11.2

    Example: an endpoint for both
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the collector gets traces and metrics over "grpc"

  @telemetry.metrics-may-go-elsewhere @core
  Rule: Metrics go to an endpoint of their own when there is one
    Source: founding page, Observability Wiring; observed gateway, 11.2

    Example: two collectors
      Given a gateway that has booted once
      And the config sends telemetry to a collector
      And the config sends metrics to another collector
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the collector gets traces only
      And the other collector gets metrics only

  @telemetry.metrics-may-go-alone @core
  Rule: With an endpoint for metrics only, metrics are sent and no traces
    Source: observed gateway, 11.2

    Example: metrics without traces
      Given a gateway that has booted once
      And the config sends metrics to another collector
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the other collector gets metrics only

  @telemetry.http-when-asked @hardened
  Rule: Telemetry goes over HTTP when the config asks for it
    Source: OTLP specification, OTLP/HTTP

    Example: an endpoint for both over HTTP
      Given a gateway that has booted once
      And the config sends telemetry to a collector over HTTP
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the collector gets traces and metrics over "http"

    Example: two collectors over HTTP
      Given a gateway that has booted once
      And the config sends telemetry to a collector over HTTP
      And the config sends metrics to another collector over HTTP
      When the gateway is started
      And the caller asks "fast" for a completion
      Then the collector gets traces only
      And the other collector gets metrics only

  @telemetry.bad-endpoint-stops-the-start @core
  Rule: A gateway does not start with an endpoint that cannot be one
    Source: observed gateway, 11.2

    Example: an endpoint that is no URL
      Given a gateway that has booted once
      And the config says that traces go to "http://not a collector"
      When the operator tries to start the gateway
      Then the command fails

    Example: an endpoint that is a URL
      Given a gateway that has booted once
      And the config says that traces go to "http://127.0.0.1:4317"
      When the gateway is started
      Then the caller can ask for a completion

  @telemetry.bad-endpoint-is-a-config-error @hardened
  Rule: A bad endpoint is an error of the config, which names its key before anything is touched
    Source: observed gateway, 11.2 and 16

    Example: traces to <what>
      Given a fresh install in the local shape
      And the config says that traces go to "<endpoint>"
      When the operator tries to start the gateway
      Then the command fails
      And the output names "server.otel_endpoint"
      And the database is unchanged

      Examples:
        | what                   | endpoint                      |
        | no scheme              | collector:4317                |
        | another scheme         | ftp://collector:4317          |
        | no host                | http://:4317                  |
        | an impossible port     | http://collector:70000        |
        | a password in the URL  | http://me:pw@collector:4317   |
        | a query                | http://collector:4317/?a=b    |
        | a path, which gRPC has not | http://collector:4317/v1  |

    Example: metrics to no scheme
      Given a fresh install in the local shape
      And the config says that metrics go to "collector:4317"
      When the operator tries to start the gateway
      Then the command fails
      And the output names "server.otel_metrics_endpoint"
      And the database is unchanged

  @telemetry.unknown-protocol-is-a-config-error @hardened
  Rule: A protocol that nobody speaks is an error of the config, which names its key
    Source: OTLP specification, OTLP/gRPC and OTLP/HTTP

    Example: a pigeon
      Given a fresh install in the local shape
      And the config says that the protocol is "pigeon"
      When the operator tries to start the gateway
      Then the command fails
      And the output names "server.otel_protocol"

    Example: gRPC by its name
      Given a gateway that has booted once
      And the config says that the protocol is "grpc"
      When the gateway is started
      Then the caller can ask for a completion
