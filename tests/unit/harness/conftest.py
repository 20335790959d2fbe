"""Parts that several of these tests need."""

from tests.given.target_files import fake_target, target_file

__all__ = ["fake_target", "target_file"]
