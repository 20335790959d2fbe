"""Which stages of a Dockerfile its image is made of."""

from __future__ import annotations

from pathlib import Path

from contract_harness.compose.images import Image, read_image


def read(folder: Path, *lines: str) -> Image:
    """The image that these lines build."""
    file = folder / "Dockerfile"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return read_image(file)


def test_what_is_copied_comes_from_a_stage_that_is_left_behind(tmp_path: Path) -> None:
    """By its name, or by its number."""
    named = read(tmp_path, "FROM python:3.12 AS build", "FROM debian:12.1", "COPY --from=build /opt /opt")
    numbered = read(tmp_path, "FROM python:3.12", "FROM debian:12.1", "COPY --from=0 /opt /opt")

    assert ({"build"}, set(), "debian:12.1") == (named.copied, named.above, named.base)
    assert ({"0"}, set()) == (numbered.copied, numbered.above)


def test_a_last_stage_may_continue_others(tmp_path: Path) -> None:
    """All of them count, and the image that the first is made of is its base."""
    image = read(
        tmp_path,
        "FROM python:3.12 AS common",
        "FROM common AS build",
        "FROM build",
        "COPY --from=build /opt /opt",
    )

    assert ({"common", "build"}, "python:3.12") == (image.above, image.base)
