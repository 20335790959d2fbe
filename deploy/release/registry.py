"""A container registry, asked for the digest of a tag by the OCI distribution API."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import requests

from deploy.release.places import ReleaseError

HUB = "docker.io"
_HUB_API = "https://registry-1.docker.io"
_PATIENCE_S = 30.0
INDEX_FIRST = "application/vnd.oci.image.index.v1+json"
_KINDS = ", ".join(
    (
        INDEX_FIRST,
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    )
)
"""The index of all platforms before the manifest of one: a digest must hold for each that is built."""
_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Tagged:
    """An image by its tag, as a Dockerfile names it.

    Attributes:
        registry: the host, `docker.io` when none is named.
        repository: with `library/` for an official image.
    """

    registry: str
    repository: str
    tag: str

    @classmethod
    def read(cls, name: str) -> Tagged:
        """*name*, such as `python:3.12.12-slim-bookworm` or `ghcr.io/owner/image:1.2`.

        Raises:
            ReleaseError: it has no tag.
        """
        path, _, tag = name.rpartition(":")
        if not path or "/" in tag:
            raise ReleaseError(f"the image {name!r} has no tag: give it one, such as {name}:1.2.3.")
        host, _, rest = path.partition("/")
        if not rest or not ("." in host or ":" in host or host == "localhost"):
            return cls(HUB, path if rest else f"library/{path}", tag)
        return cls(host, rest, tag)


def digest_of(image: Tagged, mirror: str | None = None) -> str:
    """The digest that the tag has now, `sha256:` and 64 hexadecimal digits.

    Args:
        mirror: the base URL of a registry to ask instead, such as a cache of one's own.

    Raises:
        ReleaseError: nobody answers, there is no such image, or the answer is not what its digest says.
    """
    base = mirror or (_HUB_API if image.registry == HUB else f"https://{image.registry}")
    url = f"{base.rstrip('/')}/v2/{image.repository}/manifests/{image.tag}"
    try:
        answer = _manifest(url)
    except requests.RequestException as error:
        raise ReleaseError(
            f"{url} cannot be asked ({type(error).__name__}): try again, or give a --mirror."
        ) from None
    if answer.status_code != 200:
        raise ReleaseError(f"{url} answers {answer.status_code}: correct the image, or try again later.")
    digest = f"sha256:{hashlib.sha256(answer.content).hexdigest()}"
    if answer.headers.get("Docker-Content-Digest", digest) != digest:
        raise ReleaseError(f"{url} answers with bytes of another digest than it names: do not use it.")
    return digest


def _manifest(url: str) -> requests.Response:
    """The answer, asked for again with a token when the registry wants one."""
    headers = {"Accept": _KINDS}
    answer = requests.get(url, headers=headers, timeout=_PATIENCE_S)
    challenge = answer.headers.get("WWW-Authenticate", "")
    if answer.status_code != 401 or not challenge.lower().startswith("bearer "):
        return answer
    wanted = dict(_CHALLENGE.findall(challenge))
    realm = wanted.pop("realm", "")
    granted = requests.get(realm, params=wanted, timeout=_PATIENCE_S)
    granted.raise_for_status()
    told = granted.json()
    token = told.get("token") or told.get("access_token") or ""
    return requests.get(url, headers={**headers, "Authorization": f"Bearer {token}"}, timeout=_PATIENCE_S)
