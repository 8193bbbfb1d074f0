"""Personal data hidden before anything is published (个人信息保护法 arts 6, 28; 政府信息公开条例 art. 15).

Every function is pure and hides too much rather than too little. Credit codes of firms are public and stay. What is
written in other widths, with gaps or invisible characters, or in Chinese numerals, is hidden as well.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

from signage.applications.intake import SAMPLE_MARK, masked_name, masked_phone

__all__ = [
    "MaskingPolicy",
    "is_identity_number",
    "is_sole_trader",
    "masked_home_address",
    "masked_identifiers",
    "masked_identity_number",
    "masked_name",
    "masked_phone",
    "masked_text",
    "public_code",
    "public_holder",
    "without_control_characters",
]

HIDDEN = "***"
_MOST = 4000

_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHECK = "10X98765432"

# Between the digits of one number people put blanks, dots and strokes.
_GAP = r"[ .\-－\u2010-\u2015·/]?"
_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])\+?[0-9](?:{_GAP}[(（]?[)）]?{_GAP}[0-9]){{6,}}{_GAP}[0-9Xx]?(?![0-9A-Za-z])", re.ASCII
)
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])", re.ASCII)
_NUMERALS = re.compile(r"[〇零一二三四五六七八九幺两]{7,}")
_MAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_DATE = re.compile(r"(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
# Without a colon only a name that begins with a family name counts, so that plain words after a label stay.
_FAMILY = (
    "(?:欧阳|司马|上官|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|东方|宇文|长孙|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤常温康施文牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷盛曲翁冉骆蓝游辛靳管柴蒙鲍华喻祁蒲房滕屈饶牟艾尤"
    "穆卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬仇栾隋刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝])"
)
_LABEL = (
    "(经营者|经营人|业主|户主|产权人|负责人|法定代表人|法人代表|联系人|经办人|代理人|委托人|受托人|申请人|当事人)"
    "(姓名)?"
)
_NAME_END = r"(?=先生|女士|同志|，|。|；|、|,|;|\)|）|\(|（|\s|$)"
_PERSON_LABEL = re.compile(rf"{_LABEL}([:：])[ ]*({_HAN}(?:[·•]?{_HAN}){{1,11}}?){_NAME_END}")
_PERSON_NEXT = re.compile(rf"{_LABEL}(为|是)?[ ]*({_FAMILY}{_HAN}{{1,2}}?){_NAME_END}")
_PERSON_TITLE = re.compile(rf"({_FAMILY}{_HAN}{{1,2}}?)(先生|女士|小姐|师傅)")
_HOME_LABEL = re.compile(
    r"(家庭住址|家庭地址|户籍地址|户籍所在地|现住址|现居住地|居住地址|住址|居住地)"
    r"([:：]|为|是|在)?[ ]*([^，。；,;\s）)]{2,80})"
)
_COUNT = r"[0-9A-Za-z一二三四五六七八九十]"
_HOME_ROOM = re.compile(rf"{_COUNT}{{1,6}}(?:幢|栋|号楼|座)?{_COUNT}{{1,4}}单元{_COUNT}{{1,6}}(?:室|户|号)?")
_REGION = re.compile(r"^(.{2,8}?(?:省|自治区))?(.{1,8}?(?:市|自治州|地区|盟))?(.{1,8}?(?:区|县|旗|市))?")
# A sole trader's registered name that is nothing but a person's: two to four Han characters, or with middle dots.
_BARE_PERSON = re.compile(rf"{_HAN}{{2,4}}|{_HAN}{{1,12}}(?:[·•]{_HAN}{{1,12}})+")
_TRADE_WORDS = re.compile(
    r"[店铺馆行坊社厂堂阁轩屋吧厅部站场园城院所斋记号庄]$"
    r"|经营|商贸|餐饮|服务|超市|便利|美容|美发|小吃|烘焙"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingPolicy:
    """What a city hides where the law leaves room.

    Attributes:
        hides_sole_traders: The operator's own name in the name of a 个体工商户 is hidden (STANDARDS: by policy).
    """

    hides_sole_traders: bool = True


def without_control_characters(value: str) -> str:
    """Return text with letters and digits in one width and no invisible or control characters, cut at 4,000."""
    kept: list[str] = []
    for c in value[:_MOST]:
        kind = unicodedata.category(c)[0]
        if c in "²³" and kept[-1:] == ["m"]:  # square and cubic metres stay what they are
            kept.append(c)
        elif kind in "LN":
            kept.append(unicodedata.normalize("NFKC", c))
        elif kind != "C":
            kept.append(" " if kind == "Z" else c)
    return "".join(kept)


def is_identity_number(value: str) -> bool:
    """Return whether a text is an identity card's number: ISO 7064 MOD 11-2 and a date of birth that can be."""
    bare = without_control_characters(value).replace(" ", "").upper()
    if re.fullmatch(r"[0-9]{15}", bare):
        return _is_birthday(f"19{bare[6:12]}")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", bare) or not _is_birthday(bare[6:14]):
        return False
    return _CHECK[sum(int(d) * w for d, w in zip(bare, _WEIGHTS, strict=False)) % 11] == bare[17]


def is_sole_trader(credit_code: str) -> bool:
    """Return whether a credit code is that of a 个体工商户 (register 9, kind 2)."""
    return without_control_characters(credit_code).replace(SAMPLE_MARK, "").startswith("92")


def masked_identity_number(value: str) -> str:
    """Return an identity number with at most its first three and last two characters left."""
    bare = without_control_characters(value).strip()
    if len(bare) < 12:
        return "*" * len(bare)
    return bare[:3] + "*" * (len(bare) - 5) + bare[-2:]


def masked_home_address(address: str) -> str:
    """Return a home address down to its district, the rest hidden."""
    bare = without_control_characters(address).strip()
    if not bare:
        return ""
    found = _REGION.match(bare)
    return (found[0] if found else "") + HIDDEN


def public_code(code: str) -> str:
    """Return a party's code as it is published: credit codes whole, anything that may be a person's number hidden."""
    bare = without_control_characters(code).strip()
    plain = bare.replace(SAMPLE_MARK, "").strip().upper()
    if not plain:
        return ""
    is_sample = "SAMPLE" in plain and re.fullmatch(r"[0-9A-Z]{18}", plain) is not None
    if is_sample:
        return code.strip() if code.strip().startswith(SAMPLE_MARK) else plain
    return plain if _is_credit_code(plain) else masked_identity_number(bare)


def public_holder(name: str, credit_code: str, policy: MaskingPolicy | None = None) -> str:
    """Return the name of a permit's holder as it is published.

    A firm's name stays. A natural person's (no credit code, or an identity number in its place) keeps the family name.
    Of a sole trader the trade name stays and the operator's name is hidden, if the policy says so.
    """
    chosen = policy or MaskingPolicy()
    bare = without_control_characters(name).strip()
    plain = without_control_characters(credit_code).replace(SAMPLE_MARK, "").strip().upper()
    is_firm = bool(plain) and (_is_credit_code(plain) or "SAMPLE" in plain)
    if not is_firm:
        return masked_name(bare) if len(bare) <= 12 and not _TRADE_WORDS.search(bare) else masked_text(bare)
    if is_sole_trader(plain) and chosen.hides_sole_traders:
        if _BARE_PERSON.fullmatch(bare) and not _TRADE_WORDS.search(bare):
            return masked_name(bare)
        return _without_labelled(masked_identifiers(bare))
    return masked_identifiers(bare)


def masked_text(value: str, *, persons: tuple[str, ...] = ()) -> str:
    """Return free text as it may be published.

    Hidden are identity, telephone and account numbers in any width, spacing or numerals; e-mail addresses; home
    addresses by their label or a flat's number; persons by their label or title, and every mention of `persons`.

    Args:
        value: Any text; at most its first 4,000 characters come back.
        persons: Names of natural persons of the case.
    """
    shown = without_control_characters(value)
    for person in sorted({without_control_characters(p).strip() for p in persons}, key=len, reverse=True):
        if len(person) >= 2:
            shown = shown.replace(person, masked_name(person))
    shown = _HOME_LABEL.sub(lambda m: f"{m[1]}{m[2] or ''}{masked_home_address(m[3])}", shown)
    shown = _HOME_ROOM.sub(HIDDEN, shown)
    shown = _without_labelled(masked_identifiers(shown))
    return _PERSON_TITLE.sub(lambda m: f"{masked_name(m[1])}{m[2]}", shown)


def masked_identifiers(value: str) -> str:
    """Return text that is public by its nature, such as a sign's words or its place, without numbers of persons.

    A sign's own words and a firm's registered name stay as they are, even where they name somebody: they hang in the
    street. Identity, telephone and account numbers and mail addresses are hidden as in any text.
    """
    shown = _MAIL.sub(HIDDEN, without_control_characters(value))
    return _NUMERALS.sub(lambda m: "*" * len(m[0]), _masked_numbers(shown))


def _without_labelled(value: str) -> str:
    """Return text without the names that follow a label such as 经营者."""
    for pattern in (_PERSON_LABEL, _PERSON_NEXT):
        value = pattern.sub(lambda m: f"{m[1]}{m[2] or ''}{m[3] or ''}{masked_name(m[4])}", value)
    return value


def _masked_numbers(value: str) -> str:
    kept = [m.span() for m in _CODE.finditer(value) if _is_credit_code(m[0]) or "SAMPLE" in m[0]]

    def hide(match: re.Match[str]) -> str:
        if any(start <= match.start() and match.end() <= end for start, end in kept):
            return match[0]
        if _DATE.fullmatch(match[0].strip()):
            return match[0]
        digits = [c for c in match[0] if c.isdigit() or c in "Xx"]
        if len(digits) < 7 or (len(digits) <= 8 and _is_birthday("".join(digits))):
            return match[0]
        # Long ones may be identity or account numbers: three and two are left; short ones are telephones.
        shown = set() if len(digits) < 10 else {0, 1, 2, len(digits) - 2, len(digits) - 1}
        out, index = [], 0
        for c in match[0]:
            if c.isdigit() or c in "Xx":
                out.append(c if index in shown else "*")
                index += 1
            else:
                out.append(c)
        return "".join(out)

    return _NUMBER.sub(hide, value)


def _is_credit_code(plain: str) -> bool:
    """A unified social credit code that no identity number could be mistaken for."""
    if is_identity_number(plain):
        return False
    try:
        uscc.validate(plain)
    except NumberError:
        return False
    return True


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= born <= date(2100, 12, 31)
