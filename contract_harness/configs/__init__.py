"""The `gateway.yaml` a scenario starts from: its default, its variants, and templates of other formats."""
