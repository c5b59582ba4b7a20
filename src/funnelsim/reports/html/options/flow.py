"""A Sankey diagram."""

from __future__ import annotations

from funnelsim.reports.html.options.parts import Option, by_item
from funnelsim.reports.pictures import Flow
from funnelsim.reports.written import written

LEAST_HEIGHT = 320

NODE_ROW = 46
"""Pixels for a node at the right, whose label may take two lines on a phone."""


def flow(picture: Flow, currency: str) -> Option:
    """Nodes in their columns from the left, links in the colours of their roles."""
    labels = {node["name"]: node["label"] for node in picture["nodes"]}
    columns = [node["column"] for node in picture["nodes"]]
    fullest = max((columns.count(column) for column in columns), default=0)

    def amount(value: float) -> str:
        return written(value, picture["unit"], currency)

    last = max(columns, default=0)
    return {
        # On a phone there is no room for names between the first column and the last.
        "keys": [[node["label"], f"@{node['role']}"] for node in picture["nodes"]
                 if 0 < node["column"] < last],
        "height": max(LEAST_HEIGHT, fullest * NODE_ROW),
        "tooltip": by_item(),
        "series": [
            {
                "type": "sankey", "left": 4, "right": "=ends", "top": 16, "bottom": 16,
                "nodeGap": 28, "nodeWidth": 14, "draggable": False, "layoutIterations": 32,
                "emphasis": {"focus": "adjacency"},
                "label": {"formatter": "=label", "width": "=inner", "overflow": "break"},
                "data": [
                    {"name": node["name"], "label": {"text": node["label"]},
                     "says": node["label"], "depth": node["column"],
                     "inner": 0 < node["column"] < last,
                     "itemStyle": {"color": f"@{node['role']}"}, "tip": [node["label"]]}
                    for node in picture["nodes"]
                ],
                "links": [
                    {"source": link["source"], "target": link["target"], "value": link["value"],
                     "lineStyle": {"color": f"@{link['role']}", "opacity": 0.35},
                     "tip": [f"{labels[link['source']]} → {labels[link['target']]}",
                             amount(link["value"])]}
                    for link in picture["links"]
                ],
            }
        ],
    }  # fmt: skip
