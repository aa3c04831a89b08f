"""Pages out of templates: everything is escaped, static files are named by their content, links lead to the web alone."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from jinja2 import UndefinedError

from tollbook.web.rendering import environment, is_web_address, problem, query_string, static_address


def source_of(name: str) -> str:
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0]


def test_what_a_template_is_given_is_escaped() -> None:
    made = environment().from_string("<p title='{{ words }}'>{{ words }}</p>").render(words="<script>'\"&")
    assert made == "<p title='&lt;script&gt;&#39;&#34;&amp;'>&lt;script&gt;&#39;&#34;&amp;</p>"


def test_a_name_that_a_template_lacks_is_an_error_and_no_blank() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_no_template_switches_escaping_off() -> None:
    sources = {name: source_of(name) for name in environment().list_templates(extensions=["html"])}
    assert len(sources) > 10
    assert [name for name, source in sources.items() if "autoescape" in source] == []
    # A drawn picture is markup by its nature; its words were escaped when it was drawn.
    unsafe = {found for source in sources.values() for found in re.findall(r"\{\{([^}]*?)\|\s*safe", source)}
    assert {found.strip() for found in unsafe} <= {"svg"}


def test_no_template_holds_a_script_or_a_style_of_its_own() -> None:
    for name in environment().list_templates(extensions=["html"]):
        source = source_of(name)
        assert " style=" not in source, name
        assert "<style" not in source, name
        assert "<script>" not in source, name
        assert " onclick=" not in source, name


def test_all_own_script_is_less_than_15_kb() -> None:
    scripts = [file for file in (files("tollbook.web") / "static").iterdir() if file.name.endswith(".js")]
    assert 0 < sum(len(file.read_bytes()) for file in scripts) < 15_000


def test_a_static_file_is_named_by_its_content() -> None:
    assert static_address("tollbook.css").startswith("/static/tollbook.css?v=")
    assert static_address("tollbook.css") != static_address("tollbook.js")


@pytest.mark.parametrize("address", ["javascript:alert(1)", " https://x", "data:text/html,x", "//evil.example", "file:///etc/passwd"])
def test_only_an_address_of_the_web_becomes_a_link(address: str) -> None:
    assert not is_web_address(address)


def test_fields_without_a_value_are_left_out_of_an_address() -> None:
    assert query_string(q="a b&c", after="", asof=None) == "?q=a+b%26c"
    assert query_string(q=None) == ""


def test_a_problem_names_its_field_where_it_has_one() -> None:
    assert "field" not in problem(404, "title", "detail")
    assert problem(422, "title", "detail", field="q")["field"] == "q"
