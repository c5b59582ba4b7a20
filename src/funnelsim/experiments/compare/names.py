"""Which policies are compared, from the words of a command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from funnelsim.errors import UsageError
from funnelsim.experiments.compare.study import Contestants
from funnelsim.model.compile import compile_model
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.load import Bundle, policies_named
from funnelsim.scenario.schema.plan import Policy

BASELINE = "baseline"


def with_included(word: str, policies: Mapping[str, Policy]) -> tuple[str, ...]:
    """The policies of a stack (``a+b``) and all that they include, each once."""
    found: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in found and name in policies:
            found[name] = None
            for inner in policies[name].includes:
                visit(inner)

    for name in policies_named([word]):
        visit(name)
    return tuple(found)


def contestants_of(bundle: Bundle, policies: Iterable[str] | None) -> Contestants:
    """The baseline (the scenario with the policies in force) and each policy on top of it.

    Parameters
    ----------
    policies
        ``a``, or ``a+b`` for both at once; None for every policy that the scenario declares.

    Raises
    ------
    UsageError
        There is no such policy, or none at all.
    ScenarioError
        A policy does not fit the scenario; names policy and key.
    """
    known = bundle.scenario.policies
    asked = [name for name in known if name not in bundle.with_] if policies is None else [
        word.strip() for word in policies
    ]  # fmt: skip
    asked = [word for word in dict.fromkeys(asked) if word and word != BASELINE]
    if not asked:
        raise UsageError(
            "there is no policy to compare; declare one, e.g. "
            "policies: {faster: {set: {handoff.delay: 0 min}}}"
        )
    models = {BASELINE: compile_model(bundle)}
    for word in asked:
        stacked = policies_named([word])
        for name in stacked:
            if name not in known:
                raise UsageError(f"there is no policy '{name}'; {did_you_mean(name, known)}")
        models[word] = compile_model(replace(bundle, with_=(*bundle.with_, *stacked)))
    return Contestants(models)
