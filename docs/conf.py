"""Sphinx: the pages are Markdown (MyST), and nothing is loaded from the net."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pygments.lexers.shell import BashSessionLexer
from sphinx.application import Sphinx

project = "funnelsim"
author = "the funnelsim authors"
copyright = author
_about = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
release = version = _about["project"]["version"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["_build", "notebooks"]
nitpicky = True
# Types of arrays and of inner rooms have no page of their own.
nitpick_ignore_regex = [("py:.*", ".*")]

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # reference pages begin their groups at the second level

# Names in docstrings stand in single backticks.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_class_signature = "separated"
napoleon_google_docstring = False
strip_signature_backslash = True

html_theme = "furo"
html_title = "funnelsim"
html_static_path = ["_static"]
html_css_files = ["funnelsim.css"]
html_show_sourcelink = False
html_copy_source = False
pygments_style = "friendly"
pygments_dark_style = "github-dark"


class _Session(BashSessionLexer):
    """Commands after ``$ ``; a line of output may begin with an amount of money."""

    _ps1rgx = re.compile(r"^(\$ )(.*\n?)")


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_lexer("console", _Session)
