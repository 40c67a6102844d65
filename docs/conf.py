"""Sphinx's settings. `make docs` builds the site into build/docs; its warnings are errors."""

import logging
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from optanim.proof.verification import STEP_ULPS, SUM_ULPS  # noqa: E402

logging.getLogger("manim").setLevel(logging.WARNING)  # it tells of each file that it reads

project = "optanim"
author = "the optanim authors"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_click",
    "docs.extension",
]
exclude_patterns = ["films/*", "written"]  # texts that the gallery takes in
html_title = "optanim"
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sphinx = html_show_copyright = False
html_math_renderer = "typst"

myst_enable_extensions = ["attrs_inline", "deflist", "dollarmath", "substitution"]
myst_substitutions = {"sum_ulps": f"{SUM_ULPS:g}", "step_ulps": f"{STEP_ULPS:g}"}
myst_heading_anchors = 3

default_role = "py:obj"  # `names` in docstrings are links where there is something to link to
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
autodoc_use_type_comments = False  # there are none; looking for them takes a while
python_use_unqualified_type_names = True
maximum_signature_line_length = 88
add_module_names = False
toc_object_entries = False
suppress_warnings = ["ref.python"]  # two classes may have one name; the first is linked
