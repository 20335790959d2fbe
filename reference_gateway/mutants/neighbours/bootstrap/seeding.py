"""Wrong one step beside a first seeding: at another entry, at another amount, in the middle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from reference_gateway.mutants import mutant
from reference_gateway.mutants.neighbours.bootstrap._first_config import (
    AnswersWithBoth,
    AsksForTheAlias,
    ByTheLetter,
    ByTheName,
    CalculatesInBinary,
    EveryLimitHard,
    EveryMemberAnAdmin,
    ForgetsPriorities,
    GrantsInAnyCase,
    GrantsUpstream,
    HidesTheReserved,
    KnowsAStar,
    LetsInvitedAdminsIn,
    LetsTheBuiltInIn,
    ListsAllToTheBare,
    ListsGranted,
    LosesTheLastTeam,
    MissingMeansAll,
    ModelsBeforehand,
    NamesTheBareAfterItsSecret,
    NothingIsNone,
    OffersGranted,
    OffersThree,
    OneTokenForAll,
    OpensAliases,
    OpensTargets,
    PeopleAfterwards,
    Rounds,
    ShowsAdminsActive,
)
from reference_gateway.services.access import Access

if TYPE_CHECKING:
    from reference_gateway.domain.access import ApiKey, RawKey
    from reference_gateway.wiring import Parts


@mutant(breaks="bootstrap.seeded-key-opens-its-grants")
def opens_the_aliases_of_a_grant(parts: Parts) -> Parts:
    """Opens every alias of a granted model as well."""
    return replace(parts, access=OpensAliases)


@mutant(breaks="bootstrap.seeded-key-opens-its-grants")
def opens_the_target_of_a_grant(parts: Parts) -> Parts:
    """Opens the model behind a granted alias as well."""
    return replace(parts, access=OpensTargets)


@mutant(breaks="bootstrap.key-without-grants-opens-nothing")
def takes_a_missing_list_for_all(parts: Parts) -> Parts:
    """Grants every model to a key whose grants the config does not mention."""
    return replace(parts, config_reader=MissingMeansAll)


@mutant(breaks="bootstrap.key-without-grants-opens-nothing")
def lists_all_to_the_bare(parts: Parts) -> Parts:
    """Lists every model to a key without grants, and lets it call none."""
    return replace(parts, access=ListsAllToTheBare)


@mutant(breaks="bootstrap.seeded-key-is-listed")
def shows_the_secret_as_a_name(parts: Parts) -> Parts:
    """Lists a key without grants under its secret."""
    return replace(parts, seeding=NamesTheBareAfterItsSecret)


@mutant(breaks="bootstrap.seeded-key-is-listed")
def lists_keys_with_grants_only(parts: Parts) -> Parts:
    """Leaves keys without grants out of the list."""
    return replace(parts, directory=ListsGranted)


@mutant(breaks="bootstrap.seeded-models-reach-their-provider")
def sends_the_first_token_to_all(parts: Parts) -> Parts:
    """Calls every provider with the token of the first."""
    return replace(parts, graph=OneTokenForAll)


@mutant(breaks="bootstrap.seeded-models-reach-their-provider")
def asks_the_first_route(parts: Parts) -> Parts:
    """Asks the route that the config lists first, whatever its priority."""
    return replace(parts, seed_store=ForgetsPriorities)


@mutant(breaks="bootstrap.seeded-aliases-answer")
def follows_no_alias_upstream(parts: Parts) -> Parts:
    """Asks the provider of an alias's target for the alias itself."""
    return replace(parts, inference=AsksForTheAlias)


@mutant(breaks="bootstrap.seeded-aliases-answer")
def answers_aliases_under_both_names(parts: Parts) -> Parts:
    """Answers an alias under its own name and that of the model behind it."""
    return replace(parts, inference=AnswersWithBoth)


@mutant(breaks="bootstrap.seeded-models-are-offered")
def offers_granted_models_only(parts: Parts) -> Parts:
    """Offers the models that some key was granted, and no other."""
    return replace(parts, directory=OffersGranted)


@mutant(breaks="bootstrap.seeded-models-are-offered")
def offers_the_first_three(parts: Parts) -> Parts:
    """Offers three models and no more."""
    return replace(parts, directory=OffersThree)


@mutant(breaks="bootstrap.seeded-teams-exist")
def hides_the_reserved_team(parts: Parts) -> Parts:
    """Offers every team but the reserved one."""
    return replace(parts, directory=HidesTheReserved)


@mutant(breaks="bootstrap.seeded-teams-exist")
def loses_the_last_team(parts: Parts) -> Parts:
    """Leaves out the last of several teams."""
    return replace(parts, seeding=LosesTheLastTeam)


@mutant(breaks="bootstrap.seeded-users-are-invited")
def shows_invited_admins_as_active(parts: Parts) -> Parts:
    """Shows an invited platform admin as an active one."""
    return replace(parts, directory=ShowsAdminsActive)


@mutant(breaks="bootstrap.seeded-users-are-invited")
def makes_every_member_an_admin(parts: Parts) -> Parts:
    """Makes every member of a team its admin."""
    return replace(parts, seeding=EveryMemberAnAdmin)


@mutant(breaks="bootstrap.invited-users-cannot-sign-in")
def lets_invited_admins_in(parts: Parts) -> Parts:
    """Lets an invited platform admin in with the bootstrap admin's password."""
    return replace(parts, sessions=LetsInvitedAdminsIn)


@mutant(breaks="bootstrap.invited-users-cannot-sign-in")
def gives_the_invited_a_well_known_password(parts: Parts) -> Parts:
    """Lets an invited platform admin in with the built-in password."""
    return replace(parts, sessions=LetsTheBuiltInIn)


@mutant(breaks="bootstrap.seeded-budgets-are-stored")
def rounds_budgets_to_cents(parts: Parts) -> Parts:
    """Rounds the budget of a team to cents."""
    return replace(parts, seed_store=Rounds)


@mutant(breaks="bootstrap.seeded-budgets-are-stored")
def calculates_budgets_in_binary(parts: Parts) -> Parts:
    """Reads amounts as binary fractions and cuts off what is left."""
    return replace(parts, seed_store=CalculatesInBinary)


@mutant(breaks="bootstrap.seeded-budgets-are-stored")
def stores_no_budget_of_nothing(parts: Parts) -> Parts:
    """Takes a budget of nothing for no budget."""
    return replace(parts, seed_store=NothingIsNone)


@mutant(breaks="bootstrap.seeded-budgets-are-stored")
def makes_every_limit_hard(parts: Parts) -> Parts:
    """Makes every limit a hard one."""
    return replace(parts, seed_store=EveryLimitHard)


@mutant(breaks="bootstrap.unknown-grant-stops-the-boot")
def takes_a_star_for_every_model(parts: Parts) -> Parts:
    """Takes a star among the grants for every model."""
    return replace(parts, seeding=KnowsAStar)


@mutant(breaks="bootstrap.unknown-grant-stops-the-boot")
def grants_in_any_case(parts: Parts) -> Parts:
    """Takes a grant for the model of that name in small letters."""
    return replace(parts, seeding=GrantsInAnyCase)


@mutant(breaks="bootstrap.unknown-grant-stops-the-boot")
def grants_by_the_upstream_name(parts: Parts) -> Parts:
    """Takes the upstream name of a model for its name among the grants."""
    return replace(parts, seeding=GrantsUpstream)


@mutant(breaks="bootstrap.reserved-team-cannot-be-declared")
def compares_the_reserved_key_by_the_letter(parts: Parts) -> Parts:
    """Lets the config declare the reserved team with a blank about its key."""
    return replace(parts, config_reader=ByTheLetter)


@mutant(breaks="bootstrap.reserved-team-cannot-be-declared")
def lets_the_reserved_team_keep_its_name(parts: Parts) -> Parts:
    """Lets the config declare the reserved team under the name it has."""
    return replace(parts, config_reader=ByTheName)


@mutant(breaks="bootstrap.seeding-is-all-or-nothing")
def seeds_people_afterwards(parts: Parts) -> Parts:
    """Seeds people in a transaction of their own, behind that of everything else."""
    return replace(parts, seeding=PeopleAfterwards)


@mutant(breaks="bootstrap.seeding-is-all-or-nothing")
def seeds_models_beforehand(parts: Parts) -> Parts:
    """Seeds models in a transaction of their own, before that of everything else."""
    return replace(parts, seeding=ModelsBeforehand)


@mutant(breaks="bootstrap.seeded-key-opens-its-grants")
def takes_a_longer_key(parts: Parts) -> Parts:
    """Takes a key with one more character behind it."""
    return replace(parts, access=TakesALongerKey)


class TakesALongerKey(Access):
    def proves(self, key: ApiKey, presented: RawKey) -> bool:
        shorter = structs.replace(presented, secret=presented.secret[:-1])
        return super().proves(key, presented) or super().proves(key, shorter)
