"""What may not be said without a fact behind it: that nothing leaked, and that we shall pay.

A denial stands only where facts name what was examined, for which period, and that the logs are
complete. A promise of compensation or an admission of liability stands only where the policy on it
is a decided fact. Elsewhere the sentence is replaced by what can be answered for.
"""

import re
from functools import lru_cache

DENIAL_NEEDS = ("assurance.examined", "assurance.period", "assurance.logs")
"""The facts that carry a denial; each has to be known."""

COMPENSATION = "policy.compensation"
LIABILITY = "policy.liability"

_EVENT = (
    r"(?P<event>(?:個人(?:情報|データ)|情報|データ|お客様情報)?の?"
    r"(?:漏えい|漏洩|流出|不正アクセス|不正利用|悪用|二次被害|被害)(?:の事実|の形跡)?)"
)
_DENIALS = (
    re.compile(
        _EVENT
        + r"(?:は|も|が)?(?:、)?(?:一切|まったく|全く)?"
        + r"(?:ありませんでした|ございませんでした|ありません|ございません|生じていません"
        + r"|生じておりません|発生していません|発生しておりません|していません|しておりません"
        + r"|なかった|ない)"
        + r"(?:ことを確認(?:し(?:ました|ています|ております))|こと(?:が|は)判明しました)?"
        + r"(?=[。、）\s]|$)"
    ),
)
_ENGLISH_DENIAL = re.compile(
    r"\b(?:no|none of the) (?P<event>(?:(?!known|evidence|indication|sign)[a-z' ]){0,40}?)\s?"
    r"(?:was|were|has been|have been) (?P<done>leaked|stolen|disclosed|taken|misused)\b",
    re.IGNORECASE,
)
_HELD = r"(?:個人|お客様|顧客|会員)?(?:の)?(?:個人)?(?:情報|データ|名簿)[^。]{0,12}?"
_WHOLE_DENIALS = (
    # 「データは外部に一切出ておりません」: whatever the verb, it says that nothing went out.
    re.compile(
        _HELD + r"(?:出|漏れ|洩れ|もれ|流れ|渡っ?|(?:流出|漏えい|漏洩)[しす]"
        r"|(?:盗ま|持ち出さ|見ら|閲覧さ|悪用さ)れ)"
        r"(?:て(?:は)?(?:いません|おりません|いない|おらず)|ませんでした|なかった"
        r"|る(?:こと|おそれ|可能性)(?:は|が|も)[^。]{0,6}?(?:ありません|ございません|ない))"
    ),
    # 「漏えいは認められないと断言します」: absolute words about an event.
    re.compile(
        r"(?:漏えい|漏洩|漏れ|流出|不正アクセス|不正利用|悪用|二次被害|被害)[^。]*"
        r"(?:断言|断定(?:でき|いた|し)|保証(?:いた|し|でき)|絶対に|決して|あり得|ありえ|有り得|皆無)"
    ),
    re.compile(
        r"\b(?:there (?:was|were|is|has been|have been) (?:absolutely )?(?:no|never (?:a|any)) "
        r"(?:[a-z]+ )?(?:leak|breach|loss|theft|exposure|compromise|disclosure|misuse)\w*"
        r"|nothing (?:at all )?(?:has |have |was |were |ever )?(?:been )?"
        r"(?:left|leaked|lost|taken|stolen|exposed|disclosed|compromised|accessed)"
        r"|(?:data|information|records?|lists?) (?:was|were|has|have|is|are) "
        r"(?:never|not) (?:been )?"
        r"(?:leaked|lost|taken|stolen|exposed|disclosed|compromised|misused)"
        r"|(?:no|not a single) (?:data|information|records?|customers?)\b[^.]{0,30}"
        r"(?:left|leaked|lost|taken|stolen|exposed|disclosed|compromised|affected))",
        re.IGNORECASE,
    ),
)
_HEDGED = re.compile(
    r"確認されて(?:おりません|いません|いない)|確認できて(?:おりません|いません)|調査(?:中|して)|かどうか|か否か"
    r"|\b(?:known|confirmed|evidence|indication|whether|suspect\w*|at present|so far)\b",
    re.IGNORECASE,
)
"""What says how far the knowledge goes, or only asks."""
_CAREFUL = {
    True: "No such leak is known at present.",
    False: "情報の漏えいは、現時点で確認されておりません。",
}

_OURS = "(?:当社|弊社|本校|当校|当法人|当機関|当市|当町|当方|私ども)"
# 「返金を装った連絡」 warns of others' promises.
_FEIGNED = r"(?![^。]{0,12}(?:を装|を騙|をかた|を口実|と称|名目|詐欺))"
_SENTENCES = re.compile(r"(?<=[。！？\n])|(?<=[.!?])(?=\s)")
_PROMISES = {
    COMPENSATION: re.compile(
        r"(?:補償|賠償|弁償|弁済|補填|補てん|返金|払い戻|慰謝料|見舞金|お見舞い金|お詫びの品|金券|商品券"
        r"|ギフト(?:券|カード)|クオカード|QUOカード|(?:ポイント|クーポン)[^。]{0,12}(?:付与|進呈|贈呈|差し上げ)"
        r"|損害[^。]*負担|(?:費用|料金)[^。]*(?:当社|弊社)[^。]*負担)"
        rf"{_FEIGNED}"
        r"|\b(?:compensat|reimburs|indemnif|refund|damages|gift cards?|vouchers?)\w*"
        r"|\b(?:we|the company) (?:will|shall) (?:pay|make good|bear the)\b",
        re.IGNORECASE,
    ),
    LIABILITY: re.compile(
        rf"{_OURS}(?:の(?:過失|責任(?!者|部)|落ち度|不手際|管理不足|ミス)|に(?:過失|責任|落ち度|非)が)"
        rf"|法的責任|全責任|責任[^。者部]{{0,8}}(?:負|取らせ|{_OURS}にあ)|責めに帰す|{_OURS}が悪"
        r"|\b(?:liable|liability|negligen\w*|our (?:own )?(?:fault|mistake))\b"
        r"|\b(?:accept|take|bear|assume)s? (?:full |all |sole )?(?:the )?(?:responsibility|blame)\b"
        r"|\bwe (?:are|were) (?:fully |solely )?(?:responsible|to blame)\b",
        re.IGNORECASE,
    ),
}
_NOT_ANSWERED = {
    "ja": "この点については、現時点でお伝えできる事項はありません。",
    "en": "There is nothing that can be said about this yet.",
}


@lru_cache(maxsize=4096)
def without_bare_denial(statement: str, *, carried: bool) -> str:
    """The statement, its denials said as 確認されておりません unless the facts carry them."""
    if carried:
        return statement
    said = statement
    for denial in _DENIALS:
        said = denial.sub(lambda match: f"{match['event']}は、現時点で確認されておりません", said)
    said = _ENGLISH_DENIAL.sub(_known_so_far, said)
    return "".join(map(_whole_sentence, _SENTENCES.split(said)))


def _whole_sentence(sentence: str) -> str:
    """A sentence that denies in words that cannot be mended is said carefully as a whole."""
    if _HEDGED.search(sentence) or not any(d.search(sentence) for d in _WHOLE_DENIALS):
        return sentence
    before = sentence[: len(sentence) - len(sentence.lstrip())]
    after = "\n" if sentence.endswith("\n") else ""
    return f"{before}{_CAREFUL[sentence.isascii()]}{after}"


def _known_so_far(match: re.Match[str]) -> str:
    no = "No" if match[0][0].isupper() else "no"
    what = match["event"].strip() or "such data"
    return f"{no} {what} is known at present to have been {match['done'].lower()}"


@lru_cache(maxsize=4096)
def undecided_promises(statement: str, decided: frozenset[str]) -> tuple[str, ...]:
    """The policies that a statement would need decided, and that are not."""
    return tuple(
        key
        for key, promise in _PROMISES.items()
        if key not in decided and promise.search(statement)
    )


def without_promises(statement: str, decided: frozenset[str], language: str) -> str:
    """The statement less the sentences that promise or admit what nobody has decided."""
    if not undecided_promises(statement, decided):
        return statement
    kept = [
        sentence
        for sentence in _SENTENCES.split(statement)
        if sentence and not undecided_promises(sentence, decided)
    ]
    said = "".join(kept).rstrip()
    between = " " if said and language == "en" else ""
    return f"{said}{between}{_NOT_ANSWERED[language]}"
