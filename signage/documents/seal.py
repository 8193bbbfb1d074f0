"""Seal a document: one certifying PAdES-B-B signature that allows no change, shown as a round seal over the date."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, TypeVar

from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signage.documents.keys import LocalKeys, load_or_make_keys
from signage.documents.seal_picture import SealPicture
from signage.errors import ToolError
from signage.render.typst_runner import Place

_Result = TypeVar("_Result")

FIELD_NAME = "Seal"
_PAGE_HEIGHT_MM = 297.0
_PT = 72 / 25.4
_CONTAINER_BYTES = 8192  # room for the signature with its two certificates, about 2 kB


class SealProvider(Protocol):
    """Whatever holds an organ's keys: a local file, a token, a platform."""

    @property
    def is_demonstration(self) -> bool:
        """Whether the seal has no legal force, so that the page must say 演示."""

    @property
    def trust(self) -> bytes:
        """The certificates that verify its seals and codes, PEM."""

    def sign_code(self, payload: bytes) -> bytes:
        """Return the Ed25519 signature of a verification code's payload."""

    def seal(self, content: bytes, place: Place, picture: SealPicture, *, reason: str) -> bytes:
        """Return a PDF sealed with its centre at `place`.

        Raises:
            ToolError: Sealing failed.
        """


class LocalSeal:
    """A seal whose keys this product made itself: for demonstrations and tests, refused in production."""

    is_demonstration = True

    def __init__(self, keys: LocalKeys) -> None:
        self._keys = keys
        self._signer = LoadedSigner(keys.seal_key, keys.seal_certificate, (keys.code_certificate,))

    @classmethod
    def load_or_make(
        cls, folder: Path, *, organ: str = "示例市城市管理局", environment: str = "development"
    ) -> LocalSeal:
        """Return the seal whose keys lie in a folder, made there first if there are none.

        Args:
            folder: Folder of keys, such as `SIGNAGE_HOME/keys`; two processes that make it at once share the result.
            organ: Name in the certificates of keys that are made.
            environment: What the settings say; `production` refuses.

        Raises:
            ToolError: The environment is production, or the folder cannot be used.
        """
        if environment.strip().lower().startswith("prod"):
            raise ToolError("documents.demonstration_seal_in_production")
        return cls(load_or_make_keys(folder, organ))

    @property
    def trust(self) -> bytes:
        """The certificates that verify its seals and codes, PEM."""
        return self._keys.trust

    def sign_code(self, payload: bytes) -> bytes:
        """Return the Ed25519 signature of a verification code's payload."""
        return self._keys.code_key.sign(payload)

    def seal(self, content: bytes, place: Place, picture: SealPicture, *, reason: str) -> bytes:
        """Return a PDF sealed with its centre at `place`; works inside a running event loop and outside of one.

        Raises:
            ToolError: Sealing failed.
        """
        return put_seal(content, self._signer, place, picture, reason)


def put_seal(content: bytes, signer: Signer, place: Place, picture: SealPicture, reason: str) -> bytes:
    """Return a PDF sealed by a signer; works inside a running event loop and outside of one.

    Raises:
        ToolError: Sealing failed.
    """
    # Without the end of line the added revision would begin on the last line: no longer PDF/A.
    whole = content if content.endswith(b"\n") else content + b"\n"
    try:
        sealed: bytes = run_async(_sealed(whole, signer, place, picture, reason))
    except (PdfError, SigningError, ValueError, OSError) as exc:
        raise ToolError("documents.sealing_failed", said=str(exc)[:300]) from exc
    return sealed


def run_async(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Run a coroutine to its end: here, or in a thread of its own when this thread's event loop is running."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as other:
        return other.submit(asyncio.run, work).result()


async def _sealed(content: bytes, signer: Signer, place: Place, picture: SealPicture, reason: str) -> bytes:
    side = picture.diameter_mm * _PT
    x0 = place.x_mm * _PT - side / 2
    y0 = (_PAGE_HEIGHT_MM - place.y_mm) * _PT - side / 2
    stamp = StaticStampStyle(
        border_width=0,
        background=RawContent(picture.pdf_content(), box=layout.BoxConstraints(width=side, height=side)),
        background_layout=layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN,
            y_align=layout.AxisAlignment.ALIGN_MIN,
            margins=layout.Margins(),
        ),
        background_opacity=1.0,  # any other value would need a transparency group
    )
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
    )
    left, low, right, high = (round(value) for value in (x0, y0, x0 + side, y0 + side))
    pdf_signer = PdfSigner(
        metadata,
        signer=signer,
        stamp_style=stamp,
        new_field_spec=SigFieldSpec(
            FIELD_NAME, on_page=place.page, box=(left, low, right, high), readable_field_name="电子印章"
        ),
    )
    out = io.BytesIO()
    await pdf_signer.async_sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content)), output=out, bytes_reserved=2 * _CONTAINER_BYTES
    )
    return out.getvalue()


SealKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class LoadedSigner(Signer):
    """Signs with a key object that stays loaded; pyHanko's own reads and re-checks the key at every signature.

    Args:
        key: Of the seal.
        certificate: Of the key.
        others: What is embedded beside it: the certificates above it and that of the codes.
    """

    def __init__(self, key: SealKey, certificate: x509.Certificate, others: tuple[x509.Certificate, ...]) -> None:
        der = serialization.Encoding.DER
        own, *beside = (asn1_x509.Certificate.load(one.public_bytes(der)) for one in (certificate, *others))
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([own, *beside])
        is_rsa = isinstance(key, rsa.RSAPrivateKey)
        super().__init__(
            signing_cert=own,
            cert_registry=store,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa" if is_rsa else "sha256_ecdsa"}),
            embed_roots=True,
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the signature of some bytes; a dry run gives as many zeros as it may be long."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return bytes(self._key.key_size // 8) if dry_run else self._key.sign(data, PKCS1v15(), hashes.SHA256())
        # A DER signature: two numbers as long as the curve, each perhaps with a leading zero, and their heads.
        longest = 2 * (self._key.key_size // 8 + 2) + 12
        return bytes(longest) if dry_run else self._key.sign(data, ec.ECDSA(hashes.SHA256()))
