"""What a config becomes in each shape, and where its secrets are."""

from __future__ import annotations

import pytest
import yaml

from contract_harness.configs import builder
from contract_harness.configs.builder import (
    KEY_VARIABLE,
    PASSWORD_VARIABLE,
    TOKEN_VARIABLE,
    Document,
    Environment,
)
from contract_harness.configs.default_config import default_config
from contract_harness.configs.secrets import KnownSecrets
from contract_harness.configs.variants import PLACES, SHAPES
from contract_harness.targets.credentials import Credentials


@pytest.fixture
def known() -> KnownSecrets:
    return KnownSecrets.of(Credentials.fresh())


def shaped(shape: str, known: KnownSecrets) -> tuple[Document, Environment]:
    """The default document in this shape, and the environment that goes with it."""
    credentials = Credentials(
        known.email, known.passwords["configured"], known.keys["configured"], known.token
    )
    document = default_config(
        bind="127.0.0.1:1", database={}, provider_url="http://127.0.0.1:2/v1", credentials=credentials
    )
    environment: Environment = {}
    SHAPES[shape](document, environment, known)
    return document, environment


def test_compose_keeps_every_secret_out_of_the_document(known: KnownSecrets) -> None:
    """In compose the document holds no secret, and the environment has every variable it names."""
    document, environment = shaped("compose", known)

    text = yaml.safe_dump(document)
    assert [what for what, secret in known.secrets().items() if secret and secret in text] == []
    assert {KEY_VARIABLE, PASSWORD_VARIABLE, TOKEN_VARIABLE} <= set(environment)


@pytest.mark.parametrize(
    ("shape", "must_rotate"), [("local", False), ("production", True), ("compose", True)]
)
def test_the_shape_decides_about_rotation(shape: str, must_rotate: bool, known: KnownSecrets) -> None:
    """Only the local shape lets the admin keep the first password."""
    document, _ = shaped(shape, known)

    assert builder.admin(document)["require_password_change"] is must_rotate


def test_every_key_of_the_furnished_shape_has_its_value(known: KnownSecrets) -> None:
    """Each seeded key refers to a variable that holds the key of that name."""
    document, environment = shaped("furnished", known)

    values = {key["name"]: environment[key["value"].removeprefix("env.")] for key in builder.keys(document)}
    assert {name: known.keys[name] for name in ("configured", *builder.KEY_VARIABLES)} == values


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_part_of_the_document(place: str, known: KnownSecrets) -> None:
    """What is written in a place is in the config file, where the config lists what can be listed."""
    document, _ = shaped("furnished", known)

    PLACES[place](document)["mistyped"] = True

    assert "mistyped" in yaml.safe_dump(document)


def test_the_secrets_of_an_install_are_not_shown(known: KnownSecrets) -> None:
    """The repr of what an operator knows shows no secret."""
    shown = repr(known)

    assert [what for what, secret in known.secrets().items() if secret and secret in shown] == []


def test_well_known_passwords_are_no_secrets(known: KnownSecrets) -> None:
    """Finding the word `admin` in a log is no breach."""
    assert "admin" not in known.secrets().values()
