"""Lists of people in words: why a line is no person, how a list was read, what a column holds."""

from domain.people import NoPerson, RowProblem
from screens.words import ScreenLanguage

PROBLEMS: dict[ScreenLanguage, dict[RowProblem, str]] = {
    "ja": {
        RowProblem.NO_NAME: "氏名がありません",
        RowProblem.NAME_TOO_LONG: "氏名が長すぎます",
        RowProblem.SUM: "合計の行です",
        RowProblem.FORMULA: "氏名の欄が数式のように始まっています",
        RowProblem.NO_ITEMS: "何が漏えいしたか分かりません(--item で全員分を示せます)",
        RowProblem.ITEMS_TOO_LONG: "漏えい項目が120字を超えています",
        RowProblem.FIELDS: "欄の数が列の数と合いません",
        RowProblem.QUOTES: "引用符が閉じていないか、対になっていません",
        RowProblem.UNDECODABLE: "文字コードに合わない字があります",
        RowProblem.NOT_AN_OBJECT: "1名分の JSON として読めません",
    },
    "en": {
        RowProblem.NO_NAME: "no name",
        RowProblem.NAME_TOO_LONG: "the name is too long",
        RowProblem.SUM: "a sum, not a person",
        RowProblem.FORMULA: "the name begins like a formula",
        RowProblem.NO_ITEMS: "nothing says what leaked (--item says it for all)",
        RowProblem.ITEMS_TOO_LONG: "what leaked takes more than 120 characters",
        RowProblem.FIELDS: "another number of fields than there are columns",
        RowProblem.QUOTES: "a quotation mark is not closed, or has no other",
        RowProblem.UNDECODABLE: "characters that do not fit the encoding",
        RowProblem.NOT_AN_OBJECT: "not the JSON of one person",
    },
}
CONTACTS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "mail.malformed": "メールの形式不正",
        "mail.name_too_long": "氏名が長くメール不可",
        "phone.malformed": "電話番号の形式不正",
        "postal.malformed": "住所が長すぎる",
        "postal.code_left_out": "郵便番号なしで送付",
        "postal.no_address": "郵便番号のみ",
    },
    "en": {
        "mail.malformed": "malformed mail",
        "mail.name_too_long": "name too long for mail",
        "phone.malformed": "malformed phone",
        "postal.malformed": "address too long",
        "postal.code_left_out": "bad postal code left out",
        "postal.no_address": "postal code only",
    },
}
_FOUND: dict[ScreenLanguage, str] = {"ja": "({number}個)", "en": " ({number} found)"}

STATES: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "known": "",
        "told": "指定",
        "left_out": "使わない",
        "unknown": "知らない列",
        "ambiguous": "重複",
    },
    "en": {
        "known": "",
        "told": "as told",
        "left_out": "left out",
        "unknown": "not known",
        "ambiguous": "more than one",
    },
}


def problem_words(line: NoPerson, language: ScreenLanguage) -> str:
    """Why a line is no person as it stands."""
    words = PROBLEMS[language][line.problem]
    if line.number is None:
        return words
    return words + _FOUND[language].format(number=line.number)
