"""Policies, dates and classes: each must fit when it is in force."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from funnelsim.errors import KeyPath, Problem
from funnelsim.scenario.checks.dates import check_shares
from funnelsim.scenario.checks.findings import Findings
from funnelsim.scenario.checks.names import check_names
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.in_force import (
    CLASS_BLOCKS,
    Setting,
    changes_of,
    misplaced,
    policy_settings,
)
from funnelsim.scenario.keys import facts_of, siblings
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node, node_of
from funnelsim.scenario.validate import validate
from funnelsim.scenario.yaml_words import Place


def check_overlays(findings: Findings, folder: Path, with_: tuple[str, ...]) -> None:
    """Apply every class, change, policy and lever alone, and the policies in force together."""
    known = set(findings.problems)
    trial = _Trial(findings, folder, known)
    scenario, tree = findings.scenario, findings.tree
    for block in CLASS_BLOCKS:
        for name in getattr(scenario, block):
            sets = tree.get(block, name, "set")
            if sets is not None and sets.is_map and sets.value:
                trial.settings(
                    f"{block[:-1]} {name}",
                    tree,
                    [_setting(scenario, sets, (block, name, "set"))],
                    by_class=True,
                )
    changed = tree
    for change in sorted(changes_of(scenario, tree), key=lambda setting: setting.start):
        changed = trial.settings(change.name, changed, [change])
    for name in scenario.policies:
        _policy(trial, name)
    if with_:
        _stack(trial, changed, with_)
    _levers(trial)


def _setting(scenario: Scenario, sets: Node, path: KeyPath) -> Setting:
    return Setting(str(path[1]), scenario.from_, sets, path)


class _Trial:
    """Lays settings over a tree and reports what does not fit then."""

    def __init__(self, findings: Findings, folder: Path, known: set[Problem]) -> None:
        self.findings, self.folder, self.known = findings, folder, known

    def settings(
        self,
        name: str,
        tree: Node,
        settings: list[Setting],
        by_class: bool = False,
        own: Setting | None = None,
    ) -> Node:
        """Apply settings, report, and return the tree with them."""
        overlay = Overlay()
        problems: list[Problem] = []
        for setting in settings:
            problems += misplaced(setting.sets, setting.path, by_class)
            before, tree = tree, overlay.apply(tree, setting.sets)
            if not overlay.problems and (own is None or setting is own):
                self._idle(name, before, setting)
        problems += overlay.problems
        if not problems:
            problems += self._fits(tree)
        first = settings[-1].sets
        for problem in problems:
            said = replace(problem, message=f"{problem.message} ({name})")
            if problem.line is None:
                # The preset's line is none of the planner's; the setting has caused it.
                said = replace(
                    said, file=first.key.file, line=first.key.line, column=first.key.column
                )
            self.report(said, problem)
        return tree

    def report(self, problem: Problem, seen: Problem) -> None:
        """Note a problem unless the scenario has it without the settings."""
        if seen not in self.known:
            self.known.add(seen)
            self.findings.problems.append(problem)

    def _fits(self, tree: Node) -> list[Problem]:
        checked = validate(tree, self.folder)
        if checked.problems or checked.scenario is None:
            return checked.problems
        found = Findings(checked.scenario, tree)
        check_names(found)
        check_shares(found)
        return [problem for problem in found.problems if problem.severity == "error"]

    def _idle(self, name: str, tree: Node, setting: Setting) -> None:
        for key, node in Overlay().idle_keys(tree, setting.sets):
            self.findings.problems.append(
                Problem(
                    "FS605",
                    "warning",
                    f"'{key}' sets what is there already ({name})",
                    node.key.file,
                    node.key.line,
                    node.key.column,
                    (*setting.path, key),
                    cure="remove it",
                )
            )


def _policy(trial: _Trial, name: str) -> None:
    findings = trial.findings
    node = findings.tree.get("policies", name)
    place = node.key if node is not None else Place("")
    settings, problems = policy_settings(findings.scenario, findings.tree, name, place)
    for problem in problems:
        trial.report(problem, problem)
    if problems:
        return
    if not any(setting.sets.value for setting in settings):
        findings.warn(
            "FS605",
            f"policy '{name}' changes nothing",
            ("policies", name),
            "add what it changes under `set`",
        )
        return
    own = [setting for setting in settings if setting.path[1] == name]
    trial.settings(f"policy {name}", findings.tree, settings, own=own[0] if own else settings[-1])


def _stack(trial: _Trial, changed: Node, with_: tuple[str, ...]) -> None:
    """The policies of --with together, after all changes."""
    scenario, tree = trial.findings.scenario, trial.findings.tree
    stacked: dict[str, Setting] = {}
    for name in with_:
        settings, problems = policy_settings(scenario, tree, name, Place(f"--with {name}"))
        for problem in problems:
            trial.report(problem, problem)
        for setting in settings:
            stacked.setdefault(setting.name, setting)
    overlay, together = Overlay(), changed
    for setting in stacked.values():
        together = overlay.apply(together, setting.sets)
    for problem in [p for p in overlay.problems if p.severity == "error"] or trial._fits(together):
        trial.report(
            replace(problem, message=f"{problem.message} (with {' + '.join(with_)})"), problem
        )


def _levers(trial: _Trial) -> None:
    findings = trial.findings
    for dotted, lever in findings.scenario.levers.items():
        path: KeyPath = tuple(dotted.split("."))
        node = findings.tree.get("levers", dotted)
        place = node.key if node is not None else Place("")
        at = ("levers", dotted)
        wrong = _first_unknown(findings, path)
        if wrong is not None:
            part, known = wrong
            findings.error(
                "FS306",
                f"'{dotted}' leads to no number of the scenario: no '{part}'",
                at,
                did_you_mean(part, known),
                dotted,
                at_key=True,
            )
            continue
        for end in (lever.low, lever.high):
            overlay = Overlay()
            tree = overlay.apply(findings.tree, node_of({dotted: _plain(end)}, place))
            for problem in [*overlay.problems, *validate(tree, trial.folder).problems]:
                if problem.severity == "error":
                    trial.report(replace(problem, message=f"{problem.message} (lever)"), problem)


def _plain(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        return text


def _first_unknown(findings: Findings, path: KeyPath) -> tuple[str, list[str]] | None:
    """The first part of a dotted key that neither the scenario nor the schema has."""
    for length in range(1, len(path) + 1):
        here = path[:length]
        stated = findings.tree.get(*map(str, here)) is not None
        if not stated and facts_of(Scenario, here) is None:
            above = findings.tree.get(*map(str, here[:-1]))
            names = [name for name, _ in above.items()] if above is not None else []
            return str(path[length - 1]), [*names, *siblings(Scenario, here)]
    return None
