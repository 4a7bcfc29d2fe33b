"""What the mail says and carries: subject, content, headers, categories, attachments."""

import base64
import binascii

from mailroom.checks.refusals import Refusals

CONTENT_KEYS = frozenset({"type", "value"})
ATTACHMENT_KEYS = frozenset({"content", "filename", "type", "disposition", "content_id"})
DISPOSITIONS = frozenset({"inline", "attachment"})
MOST_CATEGORIES = 10
LONGEST_CATEGORY = 255
FIRST_TYPES = ("text/plain", "text/html")
RESERVED_HEADERS = frozenset(
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    }
)


def check_subject(refusals: Refusals, value: object, field: str) -> None:
    """Check one subject line."""
    if not isinstance(value, str) or not value:
        refusals.add(
            field, "The subject of your email must be a string at least one character in length."
        )


def check_content(refusals: Refusals, value: object, field: str) -> None:
    """Check the content blocks: each filled, text/plain first, then text/html, then the rest."""
    blocks = refusals.as_array(value, field)
    if blocks is None:
        return
    if not blocks:
        refusals.add(
            field,
            "Unless a valid template_id is provided, the content parameter is required. There must "
            "be at least one defined content block. We typically suggest both text/plain and "
            "text/html blocks are included, but only one block is required.",
        )
    types = [
        _check_block(refusals, block, f"{field}.{index}") for index, block in enumerate(blocks)
    ]
    _check_order(refusals, [kind for kind in types if kind is not None], field)


def _check_block(refusals: Refusals, value: object, field: str) -> str | None:
    block = refusals.as_object(value, field)
    if block is None:
        return None
    refusals.unknown_keys(block, CONTENT_KEYS, field)
    text = block.get("value")
    if not isinstance(text, str) or not text:
        refusals.add(
            f"{field}.value", "The content value must be a string at least one character in length."
        )
    kind = block.get("type")
    if not isinstance(kind, str) or not kind:
        refusals.add(
            f"{field}.type",
            "Your content type must be a string with length of at least one character.",
        )
        return None
    if any(sign in kind for sign in ";\r\n"):
        refusals.add(f"{field}.type", "Cannot contain ';', or CRLF characters.")
    return kind


def _check_order(refusals: Refusals, types: list[str], field: str) -> None:
    if any(types.count(kind) > 1 for kind in FIRST_TYPES):
        refusals.add(field, "If present, text/plain and text/html may only be provided once each.")
    ranks = [FIRST_TYPES.index(kind) if kind in FIRST_TYPES else len(FIRST_TYPES) for kind in types]
    if ranks != sorted(ranks):
        refusals.add(
            field,
            "Following RFC 1341, section 7.2, if either text/html or text/plain are to be sent in "
            "your email: text/plain needs to be first, followed by text/html, followed by any "
            "other content.",
        )


def check_headers(refusals: Refusals, value: object, field: str) -> None:
    """Check added mail headers."""
    headers = refusals.as_object(value, field)
    for name, text in (headers or {}).items():
        refusals.as_string(text, f"{field}.{name}")
        if not name.isascii() or not name or " " in name:
            refusals.add(
                f"{field}.{name}", "Header keys cannot contain non-ASCII characters or spaces."
            )
        if name.lower() in RESERVED_HEADERS:
            refusals.add(f"{field}.{name}", "Header cannot be one of the reserved keys.")


def check_categories(refusals: Refusals, value: object, field: str) -> None:
    """Check categories: at most ten different ASCII strings."""
    categories = refusals.as_array(value, field)
    if categories is None:
        return
    if len(categories) > MOST_CATEGORIES:
        refusals.add(
            field,
            "There is a limit of 10 categories for each email that is sent. You provided "
            f"{len(categories)} categories.",
        )
    names = [
        name
        for index, entry in enumerate(categories)
        if (name := refusals.as_string(entry, f"{field}.{index}")) is not None
    ]
    if len(set(names)) != len(names):
        refusals.add(field, "The categories must be a unique list.")
    for index, name in enumerate(names):
        if len(name) > LONGEST_CATEGORY:
            refusals.add(
                f"{field}.{index}", "Each category must not be longer than 255 characters."
            )
        if not name.isascii():
            refusals.add(f"{field}.{index}", "Categories can not contain non-ASCII characters.")


def check_attachments(refusals: Refusals, value: object, field: str) -> None:
    """Check attached files: base64 content and a file name."""
    attachments = refusals.as_array(value, field)
    for index, entry in enumerate(attachments or ()):
        attachment_field = f"{field}.{index}"
        attachment = refusals.as_object(entry, attachment_field)
        if attachment is not None:
            _check_attachment(refusals, attachment, attachment_field)


def _check_attachment(refusals: Refusals, attachment: dict[str, object], field: str) -> None:
    refusals.unknown_keys(attachment, ATTACHMENT_KEYS, field)
    content = attachment.get("content")
    if not isinstance(content, str) or not content:
        refusals.add(
            f"{field}.content",
            "The attachment content must be a string at least one character in length.",
        )
    elif not _is_base64(content):
        refusals.add(f"{field}.content", "The attachment content must be base64 encoded.")
    if "filename" not in attachment:
        refusals.add(f"{field}.filename", "filename is required.")
    for key in ("filename", "type", "content_id"):
        if key not in attachment:
            continue
        text = refusals.as_string(attachment[key], f"{field}.{key}")
        if text is not None and any(sign in text for sign in ";\r\n"):
            refusals.add(f"{field}.{key}", "Cannot contain ';', or CRLF characters.")
    if attachment.get("disposition", "attachment") not in DISPOSITIONS:
        refusals.add(
            f"{field}.disposition",
            'The disposition of your attachment can be either "inline" or "attachment".',
        )


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
