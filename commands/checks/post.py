"""Mail: intake, mailroom or provider, the webhook's key, and the sender."""

from collections.abc import AsyncIterator

import httpx

from commands.checks.finding import CheckName, Finding, failed, fine, to_mend, worth_knowing
from intake import IntakeError, Signer
from settings import Settings

_PATIENCE_SECONDS = 3.0


async def check_post(settings: Settings) -> AsyncIterator[Finding]:
    """Whether mail would leave as it should, and whether we would hear what became of it."""
    async with httpx.AsyncClient(trust_env=False, timeout=_PATIENCE_SECONDS) as http:
        yield await _answers(http, "intake", f"{settings.intake_url}/health")
        if settings.uses_mailroom:
            yield await _answers(http, "mail", f"{settings.mailroom_url}/status")
    if settings.uses_mailroom:
        yield worth_knowing(
            "sender",
            "Mail stays in the mailroom of this machine. Before anything is to leave, set "
            "SHIRASE_SENDGRID_API_KEY and SHIRASE_SENDER_MAIL.",
            "メールはこの機械の郵便室に留まります。実際に送るには SHIRASE_SENDGRID_API_KEY と "
            "SHIRASE_SENDER_MAIL を設定してください。",
        )
        return
    yield fine(
        "mail",
        f"Mail leaves through {settings.sendgrid_url}.",
        f"メールは {settings.sendgrid_url} から送られます。",
    )
    yield _webhook(settings)
    # Settings with a key and a reserved sender do not load at all.
    yield fine(
        "sender",
        f"{settings.sender_mail}; SendGrid must have verified it.",
        f"{settings.sender_mail}(SendGrid での認証が必要)",
    )


async def _answers(http: httpx.AsyncClient, check: CheckName, url: str) -> Finding:
    try:
        answer = await http.get(url)
    except httpx.HTTPError:
        return to_mend(
            check,
            f"Nothing answers at {url}. Start the house with `make up`.",
            f"{url} が応答しません。`make up` で起動してください。",
        )
    if answer.is_success:
        return fine(check, f"{url} answers.", f"{url} が応答しています。")
    return to_mend(
        check,
        f"{url} answers with {answer.status_code}. See its log in the data folder.",
        f"{url} が {answer.status_code} を返しました。データフォルダーの記録を確認してください。",
    )


def _webhook(settings: Settings) -> Finding:
    if not settings.sendgrid_webhook_key:
        return to_mend(
            "webhook",
            "Without SHIRASE_SENDGRID_WEBHOOK_KEY the intake does not start, and nobody learns "
            "what became of a mail. Set the public key of SendGrid's signed Event Webhook.",
            "SHIRASE_SENDGRID_WEBHOOK_KEY がないと受付が起動せず、メールの結果が分かりません。"
            "SendGrid の署名付き Event Webhook の公開鍵を設定してください。",
        )
    try:
        Signer(settings.sendgrid_webhook_key)
    except IntakeError as error:
        return failed("webhook", error)
    return fine("webhook", "A public key is set.", "公開鍵が設定されています。")
