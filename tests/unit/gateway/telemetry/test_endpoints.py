"""Which endpoints can be one, and that each mistake names its key and a remedy."""

import pytest

from reference_gateway.config.loading import ConfigError, load

GOOD = [
    "server: {otel_endpoint: 'http://127.0.0.1:4317'}",
    "server: {otel_endpoint: 'https://collector.example'}",
    "server: {otel_endpoint: 'http://[::1]:4317/'}",
    "server: {otel_metrics_endpoint: 'http://collector_1:4317'}",
    "server: {otel_endpoint: 'http://c:4318/otlp', otel_protocol: http/protobuf}",
]
BAD = [
    ("otel_endpoint", "collector:4317", "http://"),
    ("otel_endpoint", "", "http://"),
    ("otel_endpoint", "http://", "host"),
    ("otel_endpoint", "http://a b", "host"),
    ("otel_endpoint", "http://c:0", "port"),
    ("otel_endpoint", "http://c:99999", "port"),
    ("otel_endpoint", "http://c:port", "port"),
    ("otel_endpoint", "http://[::1", "host"),
    ("otel_endpoint", "http://u:p@c:4317", "OTEL_EXPORTER_OTLP_HEADERS"),
    ("otel_endpoint", "http://c:4317?x=1", "query"),
    ("otel_metrics_endpoint", "http://c:4317/v1", "http/protobuf"),
    ("otel_protocol", "http", "`grpc`, `http/protobuf`"),
]


@pytest.mark.parametrize("document", GOOD)
def test_an_endpoint_that_can_be_one_is_taken(document, tmp_path):
    """Names, addresses, ports or none; a path where the protocol has paths."""
    path = tmp_path / "gateway.yaml"
    path.write_text(document)

    assert load(path, {}).server.sends_metrics


@pytest.mark.parametrize(("key", "value", "remedy"), BAD)
def test_a_mistake_names_its_key_and_the_remedy(key, value, remedy, tmp_path):
    """And never repeats what was found, which may hold a password."""
    path = tmp_path / "gateway.yaml"
    path.write_text(f"server: {{{key}: '{value}'}}")
    with pytest.raises(ConfigError) as caught:
        load(path, {})

    (problem,) = caught.value.problems
    assert problem.startswith(f"server.{key} (line 1): ")
    assert remedy in problem
    assert "u:p" not in problem
