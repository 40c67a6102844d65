"""Films that tests look at, each rendered once."""

from __future__ import annotations

import pytest

from tests.scenes.films import Film


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes a ``film`` each of those that its mark names, one after another.

    As in ``pytestmark = pytest.mark.film("adam")``. The test's id begins with the name.
    """
    if "film" in metafunc.fixturenames:
        names = metafunc.definition.get_closest_marker("film").args
        metafunc.parametrize("film", names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The film that is named. All tests that look at it follow one another."""
    return Film(request.param, tmp_path_factory.mktemp(request.param))
