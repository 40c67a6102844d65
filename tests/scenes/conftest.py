"""Films that tests look at, each rendered once."""

from __future__ import annotations

import pytest

from tests.scenes.films import Film, Studio


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests that look at one film run in one process, which renders it once."""
    for item in items:
        mark = item.get_closest_marker("film")
        if mark and mark.args:
            item.add_marker(pytest.mark.xdist_group(mark.args[0]))


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """Where films that ship are made."""
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture
def film(request: pytest.FixtureRequest, studio: Studio) -> Film:
    """The film that the test's mark names, as in ``@pytest.mark.film("adam")``."""
    return studio.film(request.node.get_closest_marker("film").args[0])
