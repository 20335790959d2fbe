"""The far side of `/v1`: one module an upstream dialect, each a `ports.ChatProvider`."""
