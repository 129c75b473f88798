"""The key to which a tablet locks its emergency export, so that a forgotten PIN or a broken screen loses nothing.

ECIES on P-256: a fresh key pair of the tablet, ECDH, HKDF-SHA256, AES-256-GCM; all of it is in every browser's
WebCrypto. The private key is derived from SECRET_KEY and stored nowhere; SECRET_KEY_FALLBACKS opens older exports.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import Invalid

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
INFO_KEY, INFO_EXPORT = b"wavewarden field recovery key 1", b"wavewarden field export 1"
LABEL = "P-256/HKDF-SHA256/AES-256-GCM"


def public_key() -> str:
    """Return the public key as 65 raw bytes (0x04, x, y) in base64: what `importKey("raw", …)` takes."""
    public = _private(str(settings.SECRET_KEY)).public_key()
    raw = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.b64encode(raw).decode()


def lock(data: bytes, *, to: str, own: ec.EllipticCurvePrivateKey, nonce: bytes) -> dict[str, str]:
    """Return data locked to a public key, as a tablet does it: the tests' and a native client's reference."""
    peer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, base64.b64decode(to))
    point = own.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    locked = AESGCM(_derived(own.exchange(ec.ECDH(), peer), INFO_EXPORT)).encrypt(nonce, data, None)
    coded = {"point": point, "nonce": nonce, "data": locked}
    return {"scheme": LABEL, **{name: base64.b64encode(value).decode() for name, value in coded.items()}}


def unlock(locked: Mapping[str, Any]) -> bytes:
    """Return what a tablet locked; Invalid when it was locked for another server or was changed."""
    try:
        point, nonce, data = (base64.b64decode(str(locked[name]), validate=True) for name in ("point", "nonce", "data"))
        peer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except (KeyError, ValueError, binascii.Error) as error:
        raise _refused() from error
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_derived(_private(str(secret)).exchange(ec.ECDH(), peer), INFO_EXPORT)).decrypt(
                nonce, data, None
            )
        except (InvalidTag, ValueError):
            continue
    raise _refused()


def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(_derived(secret.encode(), INFO_KEY, 48), "big")  # 48 bytes: no bias after the remainder
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def _derived(secret: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(secret)


def _refused() -> Invalid:
    message = _("This export cannot be opened: it was made for another server, or it was changed.")
    return Invalid(message, code="not_ours", fields={"file": [message]})
