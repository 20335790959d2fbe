"""A page for each clause and for each profile, made of the features, the editions and the mutants."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from contract_harness.ledger.claimables import claimables
from contract_harness.ledger.clauses import Clause, Example, Ledger
from contract_harness.ledger.editions import Editions
from contract_harness.ledger.sources import citations
from contract_harness.mutation.registry import Mutant
from deploy.site.pages import Pages
from deploy.site.templating import environment


class ClausePages:
    """What is known of every clause, made into pages."""

    def __init__(self, ledger: Ledger, editions: Editions, mutants: Sequence[Mutant], pages: Pages) -> None:
        self._ledger = ledger
        self._editions = editions
        self._pages = pages
        self._mutants: defaultdict[str, list[Mutant]] = defaultdict(list)
        for mutant in mutants:
            self._mutants[mutant.breaks].append(mutant)
        self._templates = environment()

    def written(self) -> Iterator[tuple[str, str]]:
        """Each page: where it stands in the site, and its text."""
        sentences = {one.name: one.sentence for one in claimables()}
        profiles = {
            profile: self._ledger.select(profiles=[profile]) for profile in sorted(self._ledger.profiles)
        }
        yield "clauses/index.md", self._filled("clauses.md.j2", profiles=profiles, sentences=sentences)
        for profile, clauses in profiles.items():
            topics = groupby(clauses, _topic)
            text = self._filled(
                "profile.md.j2",
                profile=profile,
                clauses=clauses,
                topics=[(topic, list(own)) for topic, own in topics],
                sentence=sentences[profile],
            )
            yield f"clauses/{profile}/index.md", text
        for clause in self._ledger.clauses:
            yield place_of(clause.id), self._page(clause)

    def _page(self, clause: Clause) -> str:
        here = place_of(clause.id)
        return self._filled(
            "clause.md.j2",
            clause=clause,
            topic=_topic(clause),
            sources=self._sources(clause, here),
            since=since(clause.id, self._editions),
            after=[self._ledger.clause(other) for other in clause.after],
            feature=f"{self._pages.repository}features/{clause.feature}#L{clause.line}",
            examples=[_gherkin(clause, example) for example in clause.examples],
            mutants=self._mutants[clause.id],
        )

    def _sources(self, clause: Clause, here: str) -> list[Mapping[str, str]]:
        """Each cited section with its link from this page, and what is said of it."""
        return [
            {
                "words": f"{one.link.document}, {one.link.section}",
                "link": self._reached(one.link.url, here),
                "note": one.note,
            }
            for one in citations(clause.source)
        ]

    def _reached(self, url: str, here: str) -> str:
        path, hash_, anchor = url.removeprefix(self._pages.repository).partition("#")
        if not url.startswith(self._pages.repository):
            return url
        return f"{self._pages.reached(path, here)}{hash_}{anchor}"

    def _filled(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(values)


def place_of(clause_id: str) -> str:
    """Where the page of a clause stands in the site."""
    profile, _, words = clause_id.partition(".")
    return posixpath.join("clauses", profile, f"{words}.md")


def since(clause_id: str, editions: Editions) -> str:
    """The first edition a clause was frozen in, under whatever name; empty when it is younger than all."""
    for edition in editions.frozen:
        now = editions.renames(since=edition.name)
        if clause_id in {now.get(name, name) for name in edition.clauses}:
            return edition.name
    return ""


def _topic(clause: Clause) -> str:
    """What its feature is about: the name of the file, in words."""
    return Path(clause.feature).stem.replace("_", " ")


def _gherkin(clause: Clause, example: Example) -> str:
    """An example as its feature file has it, the steps before every example included."""
    lines = [f"{'Scenario Outline' if example.tables else 'Example'}: {example.name}"]
    for step in (*clause.background, *example.steps):
        sentence, *more = step.splitlines()
        quotes = ['"""'] if more and not more[0].startswith("|") else []
        lines += [f"  {sentence}", *(f"    {line}".rstrip() for line in [*quotes, *more, *quotes])]
    if example.tables:
        lines += ["", "  Examples:", *(f"    {line}" for line in example.tables)]
    return "\n".join(lines)
