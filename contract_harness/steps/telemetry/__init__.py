"""What features of telemetry say: exports, spans, metrics, log lines, traces."""
