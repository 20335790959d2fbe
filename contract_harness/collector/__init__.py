"""
An OTLP collector that takes gRPC and HTTP/protobuf for real, keeps what it is sent, and fails when told to.

gRPC and the protocol's messages take long to import; only `grpc_door` and `decoding` do, when a collector is
made.
"""

from contract_harness.collector.receiver import Collector
from contract_harness.collector.signals import Export, Point, Span

__all__ = ["Collector", "Export", "Point", "Span"]
