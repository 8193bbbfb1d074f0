"""What leaves the building: documents set by Typst, sealed by pyHanko, and their verification."""

from signage.documents.code import CodeFacts, VerificationCode, codes_typed, make_code, read_code, short_code
from signage.documents.faces import DocumentFaces
from signage.documents.issuer import PermitIssuer
from signage.documents.keys import trust_path
from signage.documents.letter import typeset_letter
from signage.documents.letter_issuer import LetterSealer
from signage.documents.notice import typeset_notice
from signage.documents.organ_seal import OrganSeal, trust_path_of_organ
from signage.documents.report import check_report_pdf
from signage.documents.report_json import check_report_json
from signage.documents.report_page import check_report_html
from signage.documents.seal import LocalSeal, SealProvider
from signage.documents.sealed import Stated, StatedPermit
from signage.documents.standing import PermitStanding, standing_of, told
from signage.documents.token import TokenPlace
from signage.documents.trust import read_trust
from signage.documents.verify import Check, CheckOutcome, Verification, verify_document

__all__ = [
    "Check",
    "CheckOutcome",
    "CodeFacts",
    "DocumentFaces",
    "LetterSealer",
    "LocalSeal",
    "OrganSeal",
    "PermitIssuer",
    "PermitStanding",
    "SealProvider",
    "Stated",
    "StatedPermit",
    "TokenPlace",
    "Verification",
    "VerificationCode",
    "check_report_html",
    "check_report_json",
    "check_report_pdf",
    "codes_typed",
    "make_code",
    "read_code",
    "read_trust",
    "short_code",
    "standing_of",
    "told",
    "trust_path",
    "trust_path_of_organ",
    "typeset_letter",
    "typeset_notice",
    "verify_document",
]
