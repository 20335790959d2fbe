"""What a seeding will write, resolved and checked as far as the configuration alone can tell."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from msgspec import to_builtins
from msgspec.structs import asdict

from reference_gateway.config import GatewayConfig, ReferenceUnresolved
from reference_gateway.config.auth import SeedApiKey
from reference_gateway.config.models import ModelSection, RouteSection
from reference_gateway.config.providers import GcpVertexSection, OpenAiCompatSection
from reference_gateway.config.section import Section
from reference_gateway.domain.access import RawKey, parse_raw_key
from reference_gateway.domain.faults import SeedFault
from reference_gateway.domain.models import GatewayModel, Provider, ProviderType, Route


@dataclass(frozen=True, slots=True)
class SeedKey:
    """One seeded key with its secret at hand."""

    name: str
    raw: RawKey
    allowed_models: tuple[str, ...]

    @property
    def id(self) -> str:
        """The row id, the same for every installation (observed gateway, 3.1)."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"api_key:{self.raw.public_id}"))


def seed_keys(config: GatewayConfig, env: Mapping[str, str]) -> tuple[SeedKey, ...]:
    """Every key with its value looked up.

    Raises:
        SeedFault: a variable is missing or empty, its value is not a gateway key, or two share a public id.
    """
    keys: dict[str, SeedKey] = {}
    for path, section in _places(config):
        key = _seed_key(path, section, env, keys)
        keys[key.raw.public_id] = key
    return tuple(keys.values())


def seed_key_problems(config: GatewayConfig, env: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each key that `seed_keys` would refuse."""
    known: set[str] = set()
    for path, section in _places(config):
        try:
            known.add(_seed_key(path, section, env, known).raw.public_id)
        except SeedFault as fault:
            yield str(fault)


def _places(config: GatewayConfig) -> Iterator[tuple[str, SeedApiKey]]:
    for index, section in enumerate(config.auth.seed_api_keys):
        yield f"auth.seed_api_keys[{index}].value", section


def _seed_key(path: str, section: SeedApiKey, env: Mapping[str, str], known: Collection[str]) -> SeedKey:
    raw = _raw_key(path, section, env)
    if raw.public_id in known:
        raise SeedFault(f"{path}: two keys have the public id `{raw.public_id}`; generate one of them again")
    return SeedKey(section.name, raw, tuple(dict.fromkeys(section.allowed_models)))


def _raw_key(path: str, section: SeedApiKey, env: Mapping[str, str]) -> RawKey:
    try:
        value = section.value.resolve(env).reveal()
    except ReferenceUnresolved as error:
        raise SeedFault(f"{path}: {error}") from None
    raw = parse_raw_key(value.strip())
    if raw is None:
        raise SeedFault(
            f"{path}: the value of `{section.value.variable}` is not a gateway key; "
            "write gwk_<public id>.<secret>"
        )
    return raw


def check_provider_secrets(config: GatewayConfig, env: Mapping[str, str]) -> None:
    """Every provider's secret can be looked up.

    Raises:
        SeedFault: a variable is missing or empty, or cannot stand in a header.
    """
    for problem in provider_secret_problems(config, env):
        raise SeedFault(problem)


def provider_secret_problems(config: GatewayConfig, env: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each secret of a provider or a route that is missing, empty, or unfit for a header."""
    for place, section in _callers(config):
        for name, reference in section.references().items():
            try:
                secret = reference.resolve(env).reveal()
            except ReferenceUnresolved as error:
                yield f"{place}.{name}: {error}"
                continue
            if not (secret.isprintable() and secret == secret.strip() and max(map(ord, secret)) < 256):
                where = f"`{reference.variable}`" if reference.variable else "the literal"
                yield (
                    f"{place}.{name}: {where} cannot stand in a header: it has a line break, another control "
                    "character, a blank at an end, or what is not Latin-1"
                )


def _callers(
    config: GatewayConfig,
) -> Iterator[tuple[str, OpenAiCompatSection | GcpVertexSection | RouteSection]]:
    for index, provider in enumerate(config.providers):
        yield f"providers[{index}]", provider
    for index, model in enumerate(config.models):
        for at, route in enumerate(model.routes):
            yield f"models[{index}].routes[{at}]", route


def provider_of(section: OpenAiCompatSection | GcpVertexSection) -> Provider:
    """The provider as stored: its section without id, type and secrets."""
    stored = _stored(section, without={"id", "type"})
    stored["auth"] = _stored(section.auth, without={"token"}) if section.auth else None
    return Provider(section.id, ProviderType(section.type), stored)


def _stored(section: Section, without: Collection[str] = ()) -> dict[str, Any]:
    return {name: to_builtins(value) for name, value in asdict(section).items() if name not in without}


def model_of(section: ModelSection) -> GatewayModel:
    """The model as stored, under an id that is the same for every installation."""
    return GatewayModel(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"model:{section.id}")),
        key=section.id,
        alias_of=section.alias_of,
        description=section.description,
        tags=tuple(section.tags),
        rank=section.rank,
    )


def route_of(section: RouteSection, model_id: str) -> Route:
    """The route as stored, under an id made of what makes it one."""
    identity = f"route:{model_id}:{section.provider}:{section.upstream_model}:{section.priority}"
    return Route(
        id=str(uuid.uuid5(uuid.NAMESPACE_OID, identity)),
        model_id=model_id,
        provider_key=section.provider,
        upstream_model=section.upstream_model,
        priority=section.priority,
        weight=section.weight,
        is_enabled=section.enabled,
        capabilities=frozenset(name for name, is_on in asdict(section.capabilities).items() if is_on),
        extra_headers=section.extra_headers,
        extra_body=section.extra_body,
        compatibility={
            name: to_builtins(each)
            for name, each in asdict(section.compatibility).items()
            if each is not None
        },
    )
