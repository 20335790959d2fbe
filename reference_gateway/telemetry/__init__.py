"""What the gateway says about itself: log lines on a stream, spans and metrics to a collector."""
