"""Simulated servers behind the gateway: real sockets that record every byte and do as they are told."""
