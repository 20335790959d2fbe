"""Who is let in with a key, which model a caller means, and what a refusal says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from reference_gateway.domain.access import ApiKey, OwnerKind
from reference_gateway.domain.errors import (
    GatewayError,
    InvalidRequest,
    ModelNotFound,
    ModelNotGranted,
    StoreUnavailable,
)
from reference_gateway.domain.identity import BOOTSTRAP_ADMIN_ID, SYSTEM_LEGACY_TEAM_ID
from reference_gateway.services.access import Access, Caller
from reference_gateway.services.passwords import Argon2Secrets
from reference_gateway.store.access import AccessStore
from reference_gateway.store.identity import IdentityStore
from reference_gateway.store.models import ModelStore
from reference_gateway.store.seeding import SeedStore
from reference_gateway.store.sqlite import SqliteBackend
from tests.given.population import KEY

NOW = datetime(2026, 4, 24, 9, 30, tzinfo=UTC)


class Watch:
    """A clock that stands where it is put."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


def access_to(
    backend: SqliteBackend, *, keys: AccessStore | None = None, clock: Watch | None = None
) -> Access:
    """The rules over a database."""
    return Access(
        keys=keys or AccessStore(backend),
        identity=IdentityStore(backend),
        models=ModelStore(backend),
        hasher=Argon2Secrets(),
        clock=clock or Watch(),
    )


def the_key(backend: SqliteBackend) -> ApiKey:
    """The one key there is, as stored."""
    (key,) = AccessStore(backend).keys()
    return key


@pytest.fixture
def tagged(backend: SqliteBackend) -> SqliteBackend:
    """`fast` is cheap, `quick` cheap and new, `dead` new; they rank in this order."""
    seeds, models = SeedStore(backend), ModelStore(backend)
    for key, tags in {"quick": ("cheap", "new"), "dead": ("new",)}.items():
        model = models.model(key)
        assert model is not None
        seeds.put_model(structs.replace(model, tags=tags), at=NOW)
    return backend


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("fast", "fast"),
        ("quick", "quick"),
        ("tag:cheap", "fast"),
        ("tag:new", "quick"),
        ("tag:new,cheap", "quick"),
        ("tag: new , cheap ,", "quick"),
    ],
)
def test_which_model_a_name_means(tagged: SqliteBackend, wanted: str, meant: str) -> None:
    """The one of that name; of those that have all the tags the one of lowest rank."""
    assert meant == access_to(tagged).granted_model(Caller(the_key(tagged)), wanted).key


@pytest.mark.parametrize(
    ("wanted", "refusal", "sentence"),
    [
        ("reasoning", ModelNotGranted, "model `reasoning` is not granted to this api key"),
        ("nothing", ModelNotFound, "model `nothing` was not found"),
        ("tag:cheap,old", ModelNotFound, "no model matches `tag:cheap,old`"),
        ("tag:", InvalidRequest, "invalid request: tag selector names no tag"),
        ("tag: , ", InvalidRequest, "invalid request: tag selector names no tag"),
    ],
)
def test_a_name_that_means_no_model_of_the_callers(
    tagged: SqliteBackend, wanted: str, refusal: type[GatewayError], sentence: str
) -> None:
    """The caller is told which name it was, and whether asking for a grant would help."""
    with pytest.raises(refusal) as refused:
        access_to(tagged).granted_model(Caller(the_key(tagged)), wanted)

    assert refusal is refused.type
    assert sentence == str(refused.value)


def test_the_use_of_a_key_is_noted_once_a_second(backend: SqliteBackend) -> None:
    """The first, and then one that comes a second after the last that was noted; no sooner."""
    clock = Watch()
    access = access_to(backend, clock=clock)
    noted = []
    for after_s in (0, 0.999, 1, 1.5, 2.5):
        clock.now = NOW + timedelta(seconds=after_s)
        access.admit(f"Bearer {KEY}")
        noted.append(the_key(backend).last_used_at)

    assert [NOW + timedelta(seconds=s) for s in (0, 0, 1, 1, 2)] == noted


def test_a_database_that_takes_no_writes_turns_no_caller_away(backend: SqliteBackend) -> None:
    """The use is not noted, and that is all."""

    class TakesNoWrites(AccessStore):
        def touch_key(self, key_id: str, *, used_at: datetime) -> None:
            raise StoreUnavailable

    caller = access_to(backend, keys=TakesNoWrites(backend)).admit(f"Bearer {KEY}")

    assert "test" == caller.key.public_id
    assert the_key(backend).last_used_at is None


def test_whose_keys_are_alive(backend: SqliteBackend) -> None:
    """An active user's, and any team's; nobody's key opens nothing."""
    users = IdentityStore(backend)
    ann = users.user_by_email("ann@local")
    assert ann is not None
    access, key = access_to(backend), the_key(backend)

    def is_alive(kind: OwnerKind, owner_id: str | None) -> bool:
        team_id, user_id = (owner_id, None) if kind is OwnerKind.TEAM else (None, owner_id)
        return access.has_live_owner(
            structs.replace(key, owner_kind=kind, owner_team_id=team_id, owner_user_id=user_id)
        )

    assert is_alive(OwnerKind.USER, BOOTSTRAP_ADMIN_ID)
    assert is_alive(OwnerKind.TEAM, SYSTEM_LEGACY_TEAM_ID)
    assert not is_alive(OwnerKind.USER, ann.id), "invited is not active"
    assert not is_alive(OwnerKind.USER, "nobody")
    assert not is_alive(OwnerKind.USER, None)
    assert not is_alive(OwnerKind.TEAM, None)
