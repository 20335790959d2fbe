"""Many calls by several people at once, through a pooler and, to compare, without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from contract_harness.clients.admin import AdminApi
from contract_harness.configs.default_config import MODEL
from contract_harness.errors import ContractBreach
from contract_harness.expect import access, sessions
from contract_harness.scenes.scenario_gateway import ScenarioGateway
from contract_harness.scenes.wording import meant

Finding = Callable[[ScenarioGateway, AdminApi], None]


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who call at once.

    Attributes:
        findings: what each of them finds again and again, by the words of a feature.
        calls: how many they make together.
        people: how many they are.
    """

    findings: Sequence[str]
    calls: int
    people: int

    def __str__(self) -> str:
        return f"{self.calls} calls by {self.people} people at once"

    def wrong(self, subject: ScenarioGateway) -> list[tuple[str, ContractBreach]]:
        """What was not found, with what was, in the order of the people."""
        admin = subject.stranger()
        try:
            sessions.expect_let_in(admin.sign_in(subject.email, subject.password("configured")))
        except ContractBreach as breach:
            return [("the admin signs in", breach)]

        def one(person: int) -> list[tuple[str, ContractBreach]]:
            browser = subject.stranger()
            browser.cookies = dict(admin.cookies)
            # Everybody begins with something else, so that different calls come together.
            asked = [
                self.findings[(person + turn) % len(self.findings)]
                for turn in range(len(range(person, self.calls, self.people)))
            ]
            return [(finding, breach) for finding in asked if (breach := _breach(finding, subject, browser))]

        with ThreadPoolExecutor(self.people) as people:
            return [found for one_found in people.map(one, range(self.people)) for found in one_found]


def without_pooler(subject: ScenarioGateway, crowd: Crowd) -> list[tuple[str, ContractBreach]]:
    """What the crowd does not find at a gateway that is started anew and talks to the server itself."""
    subject.database.without_pooler()
    subject.installation.use(subject.database)
    try:
        subject.start()
    except ContractBreach as breach:
        return [("the gateway starts", breach)]
    return crowd.wrong(subject)


def once_more(subject: ScenarioGateway, crowd: Crowd, *, restarted: bool) -> list[tuple[str, ContractBreach]]:
    """What it does not find at one that is started behind a pooler again, *restarted* in between or not."""
    pooler = subject.database.through_a_pooler()
    subject.installation.use(subject.database)
    subject.start()
    if restarted:
        crowd.wrong(subject)
        pooler.restart()
    return crowd.wrong(subject)


def _breach(finding: str, subject: ScenarioGateway, browser: AdminApi) -> ContractBreach | None:
    try:
        meant(_FINDINGS, finding)(subject, browser)
    except ContractBreach as breach:
        return breach
    return None


def _sees_models(subject: ScenarioGateway, _: AdminApi) -> None:
    access.expect_sees(subject.public, subject.key("configured"), [MODEL])


def _is_answered(subject: ScenarioGateway, _: AdminApi) -> None:
    access.expect_opens(subject.public, subject.key("configured"), MODEL)


def _is_turned_away(subject: ScenarioGateway, _: AdminApi) -> None:
    access.expect_turned_away(subject.public, subject.key("spoiled"))


def _is_known(subject: ScenarioGateway, browser: AdminApi) -> None:
    sessions.expect_platform_admin(browser.session(), email=subject.email)


def _is_nobody(subject: ScenarioGateway, _: AdminApi) -> None:
    sessions.expect_nobody(subject.stranger().session())


def _is_let_in(subject: ScenarioGateway, _: AdminApi) -> None:
    browser = subject.stranger()
    sessions.expect_let_in(browser.sign_in(subject.email, subject.password("configured")))
    sessions.expect_platform_admin(browser.session(), email=subject.email)


_FINDINGS: Mapping[str, Finding] = {
    "the caller sees the one model": _sees_models,
    "the caller is answered": _is_answered,
    "a spoiled key is refused": _is_turned_away,
    "the admin is known": _is_known,
    "a visitor is nobody": _is_nobody,
    "the admin signs in and is known": _is_let_in,
}
