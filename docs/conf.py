"""Sphinx: the pages are Markdown (MyST), the theme is built in, nothing is loaded from the net."""

from __future__ import annotations

import tomllib
from pathlib import Path

project = "funnelsim"
author = "the funnelsim authors"
copyright = author
_about = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
release = version = _about["project"]["version"]

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # reference pages begin their groups at the second level

html_theme = "alabaster"
html_title = "funnelsim"
html_static_path = ["_static"]
html_css_files = ["funnelsim.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "description": "Forecasts of a sales funnel in which leads go cold",
    "page_width": "1180px",
    "sidebar_width": "230px",
    "fixed_sidebar": True,
    "show_powered_by": False,
}
html_sidebars = {"**": ["about.html", "searchfield.html", "navigation.html"]}
pygments_style = "friendly"
