"""Every file that the command line makes of a sign can be taken from the design page."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor

import ezdxf
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from api import design_views
from api.design_views import offered_files
from signage.bootstrap import Services
from signage.design import load_kinds, parse_spec
from tests.api.conftest import DESIGN

FILES = [file for row in offered_files() for _, file in row.files]
STARTS = {
    "png": b"\x89PNG",
    "svg": b"<",
    "pdf": b"%PDF-",
    "html": b"<!doctype",
    "csv": b"\xef\xbb\xbf",
    "json": b"{",
    "toml": b"schema",
}


@pytest.mark.parametrize("file", FILES)
def test_each_file_is_a_download_of_its_own_format(anyone: TestClient, file: str):
    answer = anyone.get(f"/design/files/{file}", params=DESIGN)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''S1-10-{file}"
    assert "sandbox" in answer.headers["content-security-policy"]
    suffix = file.rpartition(".")[2]
    if suffix == "dxf":
        assert ezdxf.read(io.StringIO(answer.text)).modelspace()
    else:
        assert answer.content.startswith(STARTS[suffix])


def test_the_page_links_every_file_with_the_whole_design(anyone: TestClient):
    page = anyone.get("/design", params=DESIGN).text
    for file in FILES:
        assert f'href="/design/files/{file}?' in page


def test_the_pictures_are_large_and_the_specification_can_be_read_again(anyone: TestClient):
    png = anyone.get("/design/files/face-night.png", params=DESIGN).content
    with Image.open(io.BytesIO(png)) as image:
        assert image.width == 2400
    spec = parse_spec(anyone.get("/design/files/spec.toml", params=DESIGN).text)
    assert (spec.name, spec.width_mm) == ("海盐小铺", 3100)
    pack = json.loads(anyone.get("/design/files/pack.json", params=DESIGN).content)
    assert pack["sign"]["name"] == "海盐小铺"


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_workshop_files_exist_for_every_kind(anyone: TestClient, kind: str):
    wanted = {"unit": "S2-03" if kind == "canopy-letters" else "S1-10", "kind": kind, "name": "海盐"}
    for file in ("workshop.dxf", "cutting.svg", "parts.csv"):
        assert anyone.get(f"/design/files/{file}", params=wanted).status_code == 200, file


@pytest.mark.parametrize("file", ["nothing.png", "front-day.exe", "..%2F..%2Fpyproject.toml", "x" * 4000])
def test_a_file_that_is_not_offered_is_not_found(anyone: TestClient, file: str):
    assert anyone.get(f"/design/files/{file}", params=DESIGN).status_code == 404


def test_a_design_that_cannot_be_drawn_has_no_files_and_says_why(anyone: TestClient):
    answer = anyone.get("/design/files/front-day.png", params={**DESIGN, "width_mm": "nan"})
    assert answer.status_code == 422
    assert "nan" in answer.text


def test_when_too_many_files_are_asked_for_the_rest_is_told_to_come_back(
    anyone: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(design_views, "_WAIT_S", 0.01)
    for _ in range(2):
        assert design_views._making.acquire(blocking=False)
    try:
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(anyone.get, "/design/files/spec.toml", params=DESIGN).result()
        assert answer.status_code == 503
        assert "同时访问太多" in answer.text
    finally:
        for _ in range(2):
            design_views._making.release()
    assert anyone.get("/design/files/spec.toml", params=DESIGN).status_code == 200
