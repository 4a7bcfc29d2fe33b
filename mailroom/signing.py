"""Signs event posts as SendGrid's signed Event Webhook does.

ECDSA on P-256 with SHA-256 over the timestamp header followed by the raw body; the signature is
base64 in a header, the public key base64 DER (SubjectPublicKeyInfo) without a PEM frame.
"""

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

KEY_FILE_NAME = "event-signing-key.pem"
SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"


class EventSigner:
    """Holds the private key of one mailroom."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key

    @classmethod
    def from_folder(cls, folder: Path) -> "EventSigner":
        """Read the key of a data folder; make it, with mode 0600, where there is none yet.

        Raises TypeError if the file holds something else than a P-256 key.
        """
        path = folder / KEY_FILE_NAME
        if not path.exists():
            _write_new_key(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{path} holds no elliptic-curve key; remove it to have one made")
        return cls(key)

    @classmethod
    def of_nobody(cls) -> "EventSigner":
        """A signer that no receiver knows."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    def public_key(self) -> str:
        """Return the verification key in the form that the vendor's settings page shows."""
        der = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return base64.b64encode(der).decode()

    def headers(self, body: bytes, timestamp: int) -> dict[str, str]:
        """Return the two headers for a body posted at `timestamp` (Unix seconds)."""
        moment = str(timestamp)
        signature = self._key.sign(moment.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            SIGNATURE_HEADER: base64.b64encode(signature).decode(),
            TIMESTAMP_HEADER: moment,
        }


def _write_new_key(path: Path) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
