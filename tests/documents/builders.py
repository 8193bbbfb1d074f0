"""Fictitious notices and drawings for the tests of the documents package."""

import io
from datetime import UTC, date, datetime
from functools import cache

from PIL import Image, ImageDraw

from signage.applications.notices import DecisionNotice, NoticeDrawing, NoticeSign, Organ
from signage.digest import digest_of_bytes

ORGAN = Organ(
    name="示例市城市管理局",
    short_name="示例城管",
    review_body="示例市人民政府",
    court="示例市示例区人民法院",
    phone="000-12319000",
    verify_url="https://signage.example/v",
    is_demonstration=True,
)

NAMES = ("徽盐生活馆", "晶湾盐业（湖滨店）", "晶湾海盐体验中心", "盐言咖啡")


def sign(number=1, **changes):
    facts = {
        "permit_number": f"示例招许〔2026〕{number}号",
        "unit": f"S1-{number:02d}",
        "address": f"示例市示例区晶湾路{100 + number}号",
        "name": NAMES[(number - 1) % len(NAMES)],
        "form": "平板式招牌",
        "width_mm": 6000.0,
        "height_mm": 1200.0,
        "depth_mm": 120.0,
        "letter_height_mm": 620.0,
        "bottom_mm": 3150.0,
        "materials": "铝合金底板、不锈钢围边字",
        "lighting": "字面内光，4000 K",
        "verdict": "通过" if number != 2 else "通过（有提示）",
        "warnings": () if number != 2 else ("字高宜为招牌高度的二分之一至三分之二，现为 70%",),
        "drawing_digest": digest_of_bytes(b"drawing %d" % number),
    }
    return NoticeSign(**{**facts, **changes})


def svg_drawing(title="立面图", width=8000, height=4500):
    content = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#dfe5ea"/>'
        f'<rect x="{width * 0.12}" y="{height * 0.3}" width="{width * 0.76}" height="{height * 0.24}" fill="#7d1f23"/>'
        "</svg>"
    ).encode()
    return NoticeDrawing(title=title, content=content, media_type="image/svg+xml", digest=digest_of_bytes(content))


@cache
def png_drawing(title="夜间效果图", size=(1200, 675)):
    picture = Image.new("RGB", size, "#101828")
    ImageDraw.Draw(picture).rectangle((size[0] * 0.1, size[1] * 0.3, size[0] * 0.9, size[1] * 0.55), fill="#ffcf7a")
    out = io.BytesIO()
    picture.save(out, "PNG")
    content = out.getvalue()
    return NoticeDrawing(title=title, content=content, media_type="image/png", digest=digest_of_bytes(content))


def notice(signs=3, **changes):
    facts = {
        "organ": ORGAN,
        "number": "示例城管许准〔2026〕7号",
        "title": "准予行政许可决定书",
        "applicant": "示例市晶湾盐业有限公司",
        "credit_code": "91000000SAMPLE001X",
        "applied_on": date(2026, 11, 23),
        "acceptance_number": "示例受〔2026〕7号",
        "accepted_on": date(2026, 11, 23),
        "decided_at": datetime(2026, 11, 23, 2, 41, tzinfo=UTC),
        "basis": (
            "《中华人民共和国行政许可法》第三十四条第二款、第三十八条第一款",
            "《示例市户外广告和招牌设施设置管理规定》第十二条",
        ),
        "signs": signs if isinstance(signs, tuple) else tuple(sign(n) for n in range(1, signs + 1)),
        "drawings": (svg_drawing("徽盐生活馆　日间立面"), png_drawing("徽盐生活馆　夜间效果")),
        "valid_from": date(2026, 11, 23),
        "valid_to": date(2029, 11, 22),
        "conditions": (
            "按照批准的图样设置，并在招牌醒目处标明许可编号；",
            "负责日常维护，保证设施安全、整洁，夜间照明不影响他人；",
            "需要变更的，应当先向本机关提出变更申请；需要延续的，应当在期限届满三十日前提出申请。",
        ),
        "books": ("全国通用规则 2024 版", "示例市店招规则（示例）2026 版"),
        "illustrative_books": ("《示例市店招规则（示例）》",),
        "submission_digest": digest_of_bytes(b"submission"),
        "application_id": "019a0000-0000-7000-8000-000000000001",
    }
    return DecisionNotice(**{**facts, **changes})
