"""Office files: the same bytes for the same content, and known until a part of them changes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from optanim.base.packed import PROPERTIES, UNSEALED, is_sealed, seal

PARTS = {
    PROPERTIES: f"<properties><identifier>{UNSEALED}</identifier></properties>".encode(),
    "ppt/slide.xml": b"<slide/>" * 100,
    "ppt/media/clip.mp4": bytes(range(256)) * 10,
}


def archive(path: Path, parts: dict[str, bytes], year: int = 2020) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name, (year, 1, 2, 3, 4, 6)), content)
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_equal_content_gives_equal_files(tmp_path: Path) -> None:
    for year in (2020, 2021):
        seal(archive(tmp_path / "given.pptx", PARTS, year), tmp_path / f"{year}.pptx")
    assert (tmp_path / "2020.pptx").read_bytes() == (tmp_path / "2021.pptx").read_bytes()


def test_only_the_identifier_becomes_another(tmp_path: Path) -> None:
    seal(archive(tmp_path / "given.pptx", PARTS), tmp_path / "sealed.pptx")
    found = contents(tmp_path / "sealed.pptx")
    assert list(found) == list(PARTS) and is_sealed(tmp_path / "sealed.pptx")
    changed = [name for name in PARTS if found[name] != PARTS[name]]
    assert changed == [PROPERTIES] and len(found[PROPERTIES]) == len(PARTS[PROPERTIES])
    with zipfile.ZipFile(tmp_path / "sealed.pptx") as packed:
        kinds = {part.filename: part.compress_type for part in packed.infolist()}
    assert kinds["ppt/media/clip.mp4"] == zipfile.ZIP_STORED
    assert kinds["ppt/slide.xml"] == zipfile.ZIP_DEFLATED


@pytest.mark.parametrize("name", PARTS)
def test_a_change_of_any_part_is_seen(tmp_path: Path, name: str) -> None:
    seal(archive(tmp_path / "given.pptx", PARTS), tmp_path / "sealed.pptx")
    parts = contents(tmp_path / "sealed.pptx")
    assert is_sealed(archive(tmp_path / "same.pptx", parts))
    assert not is_sealed(archive(tmp_path / "a.pptx", {**parts, name: parts[name] + b" "}))
    assert not is_sealed(archive(tmp_path / "b.pptx", {**parts, "more.xml": b""}))
    if name != PROPERTIES:
        kept = {each: content for each, content in parts.items() if each != name}
        assert not is_sealed(archive(tmp_path / "c.pptx", kept))


def test_what_has_no_identifier_is_not_sealed(tmp_path: Path) -> None:
    given = archive(tmp_path / "given.pptx", {PROPERTIES: b"<properties/>"})
    with pytest.raises(ValueError, match="no identifier 'optanim 0000"):
        seal(given, tmp_path / "sealed.pptx")
    assert not is_sealed(given)
