"""Kits of merchants that notify by themselves: for whom, and what is missing for one."""

from activities.merchant_kit_words import NoKitWordsError
from commands import phrases
from commands.acting_with import Acting
from commands.sentences import NotPossible
from domain.documents import DocumentKind, DocumentState
from domain.parties import MerchantChoice
from register.parties import read_merchants, read_parties


def telling_themselves(acting: Acting, incident: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """The merchants that chose to notify by themselves, by id; those named, where any are.

    Raises:
        NotPossible: none has chosen so, or one of those named has not.
    """
    register = acting.commander.register
    with register.reading() as connection:
        sealer = register.sealer(acting.incident_id, connection)
        choices = read_merchants(connection, acting.incident_id)
        keys = {
            party.id: party.key
            for party in read_parties(connection, sealer, acting.incident_id).values()
        }
    chose = [id_ for id_, row in choices.items() if row.choice == MerchantChoice.OWN_NOTICE]
    others = [keys[id_] for id_ in named if id_ not in chose]
    if others or not chose:
        told = ", ".join(others) or "〔店舗〕"
        which = others[0] if others else "MERCHANT"
        raise NotPossible(
            en=f"A kit is for merchants that notify by themselves, and this is not on record of "
            f"{', '.join(others) or 'any'}: `{phrases.own_notice(incident, which)}`.",
            ja=f"資料は自ら通知する契約店舗のためのものです({told} は選択の記録がありません)。先に"
            f"記録してください: `{phrases.own_notice(incident, which)}`",
        )
    return named or tuple(sorted(chose))


def without_words(error: NoKitWordsError, incident: str, merchant: str) -> NotPossible:
    """Why no kit is made: nothing was issued for this merchant, or facts moved; what to do."""
    steps_en, steps_ja = _steps(error, incident, merchant)
    if error.moved:
        keys = ", ".join(error.moved[:3])
        return NotPossible(
            en=f"Facts have moved since the words of this kit were issued ({keys}): {steps_en}.",
            ja=f"この資料の文面を発出した後に事実が動きました({keys})。{steps_ja}",
        )
    return NotPossible(
        en=f"No approved words stand for the kit of '{merchant}': {steps_en}.",
        ja=f"'{merchant}' に渡す文面がまだ発出されていません。{steps_ja}",
    )


def _steps(error: NoKitWordsError, incident: str, merchant: str) -> tuple[str, str]:
    number = error.number
    if number is None or error.state is DocumentState.ISSUED:
        prepare = phrases.prepare(incident, DocumentKind.MERCHANT_KIT.value, (merchant,))
        return (
            f"`{prepare}`, then `shirase approve` and `shirase issue` with its number",
            f"次の順に進めてください: `{prepare}`、その番号で `shirase approve`、`shirase issue`",
        )
    issue = phrases.issue(incident, number)
    if error.state is DocumentState.APPROVED:
        return f"`{issue}`", f"先に発出してください: `{issue}`"
    approve = phrases.approve(incident, number)
    return (
        f"`{approve} --as ROLE`, then `{issue}`",
        f"`{approve} --as 〔立場〕` で承認し、`{issue}` で発出してから作ってください。",
    )
