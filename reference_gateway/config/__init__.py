"""
`gateway.yaml`: what an operator may say, and every way of saying it wrong.

`load` is the one way in. Every problem is reported at once, by dotted path, with what would be right; a key
nobody reads is a problem too.

Source: observed gateway, 10 and 7.6, where unknown keys and missing files are no problem.
"""

from reference_gateway.config.document import GatewayConfig
from reference_gateway.config.loading import ConfigError, ConfigReader, load
from reference_gateway.config.references import Reference, ReferenceUnresolved

__all__ = ["ConfigError", "ConfigReader", "GatewayConfig", "Reference", "ReferenceUnresolved", "load"]
