"""The same sign gives the same bytes in every view and format, in another process too, and names its model."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import ezdxf
import pypdfium2
import pytest
from PIL import Image

from signage.cli.draw_views import FormatName, Look, Place, ViewName, compose_view
from signage.cli.inputs import fonts_of, spec_of_file
from signage.geometry import Path as Outline
from signage.geometry import Rect
from signage.render import FORMATS, Viewport, draw
from signage.scene import Scene
from signage.scene.dimensions import Stop, chain
from signage.scene.shapes import solid

ROOT = Path(__file__).resolve().parents[2]
SPEC, PLAN = "samples/specs/jingwan-shenghuoguan.toml", "samples/plans/jingwan-li.json"
# A cutting file is no picture of a scene; its bytes are compared in test_dxf_cutting.
VIEWS = [(view, False) for view in ViewName if view is not ViewName.CUTTING] + [(ViewName.STREET, True)]
LOOK = Look(width_px=320, scale=None, quality=None)
# JPEG and WebP are written from the pixels that PNG is written from: what they add does not differ by view.
ALSO_PIXELS, WITH_ALL = ("jpg", "webp"), (VIEWS[0], (ViewName.STREET, True))


def drawn() -> dict[str, tuple[str, bytes]]:
    """Return every view in every format that may differ: the digest of its model and the file's bytes by name."""
    fonts, spec = fonts_of(), spec_of_file(Path(SPEC))
    files: dict[str, tuple[str, bytes]] = {}
    for view, is_night in VIEWS:
        place = Place(Path(PLAN), "S1-02", (), date(2026, 11, 24), {}, False, is_night)
        scene = compose_view(spec, view, fonts, place)
        for form in forms_of((view, is_night)):
            content = draw(scene, LOOK.viewport(scene, view), form).content
            files[f"{view.value}{'-night' if is_night else ''}.{form}"] = (scene.model_digest, content)
    return files


def forms_of(view: tuple[ViewName, bool]) -> list[str]:
    return [form for form in FORMATS if form not in ALSO_PIXELS or view in WITH_ALL]


def digests() -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, (_, content) in drawn().items()}


@pytest.fixture(scope="module")
def here() -> dict[str, tuple[str, bytes]]:
    return drawn()


def test_the_command_line_names_every_format_that_there_is():
    assert {form.value for form in FormatName} == set(FORMATS)


def test_every_view_and_format_is_another_file(here: dict[str, tuple[str, bytes]]):
    assert len(here) == sum(len(forms_of(view)) for view in VIEWS)
    assert {name.rpartition(".")[2] for name in here} == set(FORMATS)
    assert len({content for _, content in here.values()}) == len(here)


def test_another_process_with_other_hashes_and_another_clock_draws_the_same_bytes(
    here: dict[str, tuple[str, bytes]], tmp_path: Path
):
    code = "import json; from tests.render.test_determinism import digests; print(json.dumps(digests()))"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT), "TZ": "America/Lima", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    there = json.loads(done.stdout)
    assert set(there) == set(here)
    other = [name for name, (_, content) in here.items() if hashlib.sha256(content).hexdigest() != there[name]]
    assert other == []


@pytest.mark.parametrize("seed", ["1", "4"])  # under these the entity types of a drawing hash to different orders
def test_a_dxf_does_not_depend_on_the_order_of_sets(seed: str, tmp_path: Path):
    code = "import sys; from tests.render.test_determinism import small_dxf; sys.stdout.buffer.write(small_dxf())"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.stdout == small_dxf(), done.stderr.decode()[-2000:]


def small_dxf() -> bytes:
    fonts = fonts_of()
    chained = chain(fonts, [Stop(at=10.0, edge=20.0, model_mm=0.0), Stop(at=90.0, edge=20.0, model_mm=6000.0)], 30.0)
    nodes = (solid(Outline.rect(Rect(0.0, 0.0, 50.0, 20.0)), "#C8201E"), *chained)
    scene = Scene(id="page", title="加工图", bounds=Rect(0.0, 0.0, 100.0, 60.0), nodes=nodes, model_digest="sha256:ab")
    return draw(scene, Viewport.of(scene), "dxf").content


def told(content: bytes, form: str) -> str:
    """Return the model digest that a file states, read as a user's program would."""
    match form:
        case "png":
            return str(Image.open(BytesIO(content)).text["Model"])  # type: ignore[attr-defined]
        case "jpg" | "webp":
            about = Image.open(BytesIO(content)).getxmp()["xmpmeta"]["RDF"]["Description"]
            return str(about["identifier"])
        case "svg":
            found = re.search(rb"<metadata>model (sha256:[0-9a-f]{64});", content)
            return found[1].decode() if found else ""
        case "pdf":
            return str(pypdfium2.PdfDocument(content).get_metadata_value("Keywords"))
        case "dxf":
            properties = ezdxf.read(StringIO(content.decode())).header.custom_vars
            return str(properties.get("Model"))
        case _:
            return str(json.loads(content)["scene"]["model_digest"])


@pytest.mark.parametrize("form", FORMATS)
def test_every_output_names_the_model_behind_it(here: dict[str, tuple[str, bytes]], form: str):
    for name, (model, content) in here.items():
        if name.endswith(f".{form}"):
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", model)
            assert told(content, form) == model, name
