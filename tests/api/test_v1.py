from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

SPEC = {
    "sign": {"kind": "panel-letters", "width_mm": 3100, "height_mm": 1200},
    "text": {"name": "海盐小铺", "licence_name": "示例市示例区海盐小铺"},
    "lighting": {"luminance_cd_m2": 320},
}
WANTED = {"plan": "jingwan-li", "unit": "S1-10", "spec": SPEC, "facts": {"leased_units": ["S1-10"]}, "on": "2026-11-24"}


def test_a_design_is_checked_and_drawn(anyone: TestClient):
    answer = anyone.post("/api/v1/designs", json=WANTED).json()
    assert answer["report"]["verdict"] == "PASS"
    assert answer["svg"].lstrip().startswith(("<?xml", "<svg"))
    assert {f["rule_id"] for f in answer["report"]["findings"]} >= {"cn-01", "la-01", "cn-12"}


def test_a_failing_design_comes_with_offers_when_they_are_asked_for(anyone: TestClient):
    tall = {**SPEC, "sign": {**SPEC["sign"], "height_mm": 1700}}
    answer = anyone.post("/api/v1/designs", json={**WANTED, "spec": tall, "with_offers": True}).json()
    assert answer["report"]["verdict"] == "FAIL"
    assert answer["offers"][0]["verdict"] in ("PASS", "WARN")
    assert "height_mm = 1500" in answer["offers"][0]["spec_toml"]


def test_the_same_request_gives_the_same_digests(anyone: TestClient):
    one, other = (anyone.post("/api/v1/designs", json=WANTED).json() for _ in range(2))
    assert one["report"]["digest"] == other["report"]["digest"]
    assert one["svg"] == other["svg"]


@pytest.mark.parametrize(
    "path", ["", "/plans", "/plans/jingwan-li", "/kinds", "/typefaces", "/books", "/books/cn-national", "/schemas/spec"]
)
def test_public_resources_answer(anyone: TestClient, path: str):
    assert anyone.get(f"/api/v1{path}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nope", None, 404),
        ("GET", "/plans/nope", None, 404),
        ("GET", "/books/nope", None, 404),
        ("GET", "/books/..%2F..%2Fpyproject", None, 404),
        ("GET", "/applications", None, 401),
        ("POST", "/designs", {}, 422),
        ("POST", "/designs", {**WANTED, "extra": 1}, 422),
        ("POST", "/designs", {**WANTED, "unit": "S9-99"}, 404),
        ("POST", "/designs", {**WANTED, "spec": {"sign": {"kind": "x"}}}, 422),
        ("POST", "/designs", {**WANTED, "books": ["/etc/passwd"]}, 404),
        ("POST", "/plans", {}, 405),
    ],
)
def test_every_error_has_the_one_shape(anyone: TestClient, method: str, path: str, body: object, status: int):
    answer = anyone.request(method, f"/api/v1{path}", json=body)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "hint", "where"}
    assert error["message"]


def test_the_interface_describes_itself(anyone: TestClient):
    described = anyone.get("/api/v1/openapi.json").json()
    assert "/api/v1/designs" in described["paths"]
    assert not [path for path in described["paths"] if not path.startswith("/api/v1")]


def test_a_file_that_is_no_pdf_is_told(anyone: TestClient):
    answer = anyone.post("/api/v1/verifications", files={"file": ("x.pdf", b"hello", "application/pdf")})
    assert answer.status_code == 422


def test_health_answers(anyone: TestClient):
    assert anyone.get("/health/live").text == "ok"
    assert anyone.get("/health/ready").text == "ready"


def test_a_design_says_which_old_sign_it_takes_the_place_of(anyone: TestClient):
    spec = {**SPEC, "sign": {**SPEC["sign"], "width_mm": 2800}}
    wanted = {**WANTED, "unit": "S1-01", "spec": spec, "facts": {"leased_units": ["S1-01"]}}
    unsaid = anyone.post("/api/v1/designs", json=wanted).json()
    assert [one["id"] for one in unsaid["signs_here"]] == ["X1-01"]
    assert unsaid["replaces"] == []
    by_field = anyone.post("/api/v1/designs", json={**wanted, "replaces": ["X1-01"]}).json()
    by_fact = anyone.post("/api/v1/designs", json={**wanted, "facts": {**wanted["facts"], "replaces": "X1-01"}}).json()
    for answer in (by_field, by_fact):
        assert [(one["id"], one["permit_number"]) for one in answer["replaces"]] == [("X1-01", "演示准〔2025〕0007号")]
        assert "existing-X1-01" not in answer["svg"]
    assert by_field["report"]["digest"] == by_fact["report"]["digest"] != unsaid["report"]["digest"]
    stays = anyone.post("/api/v1/designs", json={**wanted, "replaces": []}).json()
    assert stays["replaces"] == []
    assert "existing-X1-01" in stays["svg"]
    wrong = anyone.post("/api/v1/designs", json={**wanted, "replaces": ["X1-04"]})
    assert wrong.status_code == 422
    assert "X1-01" in wrong.json()["error"]["hint"] + wrong.json()["error"]["message"]
