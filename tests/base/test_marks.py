"""What is as optanim wrote it is known as such, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import av
import lxml.html
import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter

from optanim.base import sealed
from optanim.base.marks import is_ours, mark, signed


def film(path: Path) -> None:
    """One grey second, in the codec that Manim takes for the format."""
    codec, pixels = {
        ".mp4": ("libx264", "yuv420p"), ".mov": ("qtrle", "argb"),
        ".webm": ("libvpx-vp9", "yuv420p"),
    }[path.suffix]  # fmt: skip
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, pixels
        for _ in range(5):
            picture = np.full((48, 64, 3), 99, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def picture(path: Path) -> None:
    Image.new("RGB", (4, 4), "teal").save(path)


def table(path: Path) -> None:
    path.write_text(json.dumps({"fps": 15, "captions": ["größer"]}), "utf-8")


def page(path: Path) -> None:
    path.write_text("<!DOCTYPE html>\n<title>größer</title>\n<p>Hello</p>\n", "utf-8")


def paper(path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 50)
    writer.add_metadata({"/Title": "größer"})
    writer.write(path)


WRITERS: dict[str, Callable[[Path], None]] = {
    ".mp4": film, ".mov": film, ".webm": film, ".gif": picture, ".png": picture, ".json": table,
    ".html": page, ".pdf": paper,
}  # fmt: skip


def shown(path: Path) -> object:
    """What readers make of a file."""
    if path.suffix == ".json":
        return {key: value for key, value in json.loads(path.read_text()).items() if key[0] != "c"}
    if path.suffix == ".html":
        return [line for line in lxml.html.parse(path).getroot().itertext() if line.strip()]
    if path.suffix == ".pdf":
        read = PdfReader(path, strict=True)
        return read.metadata, [page.mediabox for page in read.pages]
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24").tolist() for frame in container.decode(video=0)]


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_file_is_known_until_a_byte_of_it_changes(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    WRITERS[suffix](path)
    before = shown(path)
    assert not is_ours(path)
    mark(path)
    assert is_ours(path) and shown(path) == before
    content = path.read_bytes()
    for place in (0, len(content) // 2, len(content) - 3):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert not is_ours(path)
    for edited in (content + b"\n", content[:-1], content + content, b"\n" + content):
        path.write_bytes(edited)
        assert not is_ours(path)


def test_a_picture_that_keeps_its_texts_is_painted_over(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    picture(path)
    mark(path)
    with Image.open(path) as ours:
        ours.load()
        assert ours.info["Software"].startswith("optanim ")
        ours.putpixel((1, 1), (255, 0, 0))
        about = PngInfo()
        about.add_text("Software", ours.info["Software"])
        ours.save(path, pnginfo=about)
    assert not is_ours(path)


def test_a_name_belongs_to_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    film(path)
    mark(path, "a.mp4")
    assert is_ours(path, "a.mp4") and not is_ours(path, "b.mp4") and not is_ours(path)


def test_an_archive_until_its_arrays_are_others(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    sealed.write(path, {"params": np.arange(6.0)})
    assert is_ours(path)
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **arrays, mine=np.arange(3))
    assert not is_ours(path)
    np.savez(path, **{**arrays, "params": arrays["params"] + 1.0})
    assert not is_ours(path)


def test_a_race_file_until_somebody_edits_it(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(signed("steps = 20\nlr = 0.1\n"), "utf-8")
    assert is_ours(path)
    path.write_text(path.read_text("utf-8").replace("20", "30"), "utf-8")
    assert not is_ours(path)


def test_a_trajectory_until_it_is_no_longer_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    header = "step,x,y,loss,gradient_x,gradient_y,lr\r\n"
    rows = ["0,2.0,9.0,423.5,10.25,115.0,0.1\r\n", "1,1.5,8.0,nan,1e-05,-3.5,\r\n"]
    path.write_bytes("".join([header, *rows]).encode())
    assert is_ours(path)
    for edited in [
        [header, *rows, "mine\r\n"],
        [header, rows[1]],
        [header, rows[0].replace("0.1", "0.10"), rows[1]],
        [header, rows[0].replace("9.0", "9"), rows[1]],
        [header, rows[0].replace("\r", "")],
        [header.replace("lr", "rate"), *rows],
        [header, rows[0].replace("\r\n", ",7.0\r\n")],
        [header.replace("\r\n", ",note\r\n"), rows[0].replace("\r\n", ",good\r\n")],
    ]:
        path.write_bytes("".join(edited).encode())
        assert not is_ours(path)


def test_subcaptions_until_somebody_edits_them(tmp_path: Path) -> None:
    path, beside = tmp_path / "a.srt", tmp_path / "a.json"
    written = (
        "1\n00:00:00,000 --> 00:00:02,888\n<\u2060b>Hello\n\n"
        "2\n00:01:03,200 --> 00:01:04,000\nBye\n\n"
    )
    path.write_text(written, "utf-8")
    assert not is_ours(path)
    first = {"text": "<b>Hello", "start": 0.0, "end": 2.8888889}
    captions = [first, {"text": "Bye", "start": 63.2, "end": 64.0}]
    beside.write_text(json.dumps({"fps": 15, "captions": captions}), "utf-8")
    assert not is_ours(path)
    mark(beside)
    assert is_ours(path)
    for edited in [
        written.replace("Hello", "Hallo"),
        written.replace("Bye", "Bye, all"),
        written.replace("02,888", "02,500"),
        f"NOTE mine\n\n{written}",
        written.partition("2\n")[0],
    ]:
        path.write_text(edited, "utf-8")
        assert not is_ours(path)


@pytest.mark.parametrize(
    "suffix",
    [".mp4", ".webm", ".json", ".srt", ".png", ".gif", ".npz", ".csv", ".toml", ".html", ".pdf",
     ".pptx"],
)  # fmt: skip
@pytest.mark.parametrize(
    "content", [b"", b"optanim", b"\xff\x00\xfe", b"[1]", b"step,x,y\n1,2,3\n", b"[" * 100_000]
)
def test_what_is_something_else_is_not_ours(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    assert not is_ours(path)
    assert not is_ours(tmp_path / f"missing{suffix}") and not is_ours(tmp_path / "a.txt")
