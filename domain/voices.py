"""Who speaks and who is spoken to: the words that change with the house and with the reader.

A school does not call itself 当社, and a guardian is no customer. The words stand here once, by
kind of organisation and by what the reader is to it; templates ask for them and hold none.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class OrganisationForm(StrEnum):
    """What kind of house signs; a listed company also owes the market a disclosure."""

    COMPANY = "company"
    LISTED_COMPANY = "listed_company"
    SCHOOL = "school"
    PUBLIC_BODY = "public_body"
    FOREIGN_SUBSIDIARY = "foreign_subsidiary"


class ReaderRelation(StrEnum):
    """What the people are to the house that signs.

    `mail_only`: a person who merely received a rogue mail in our name.
    """

    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    GUARDIAN = "guardian"
    MAIL_ONLY = "mail_only"


class Voice(BaseModel):
    """The words of one house for one reader, in one language.

    `ours` is the house (当社), `you` the reader (お客様), `everybody` the people in an apology to
    the public, `data` whose data it is (お客様の個人情報), `held` what the house does with it.
    """

    model_config = ConfigDict(frozen=True)

    form: OrganisationForm
    relation: ReaderRelation
    ours: str
    you: str
    everybody: str
    data: str
    held: str


_OURS = {
    "ja": {
        OrganisationForm.COMPANY: "当社",
        OrganisationForm.LISTED_COMPANY: "当社",
        OrganisationForm.SCHOOL: "本校",
        OrganisationForm.PUBLIC_BODY: "当機関",
        OrganisationForm.FOREIGN_SUBSIDIARY: "当社",
    },
    "en": {
        OrganisationForm.COMPANY: "the Company",
        OrganisationForm.LISTED_COMPANY: "the Company",
        OrganisationForm.SCHOOL: "the School",
        OrganisationForm.PUBLIC_BODY: "the Authority",
        OrganisationForm.FOREIGN_SUBSIDIARY: "the Company",
    },
}

# The reader, whose data it is, and what the house does with it.
_READERS = {
    "ja": {
        ReaderRelation.CUSTOMER: ("お客様", "お客様の個人情報", "お預かりしている"),
        ReaderRelation.EMPLOYEE: ("皆さま", "従業員等の皆さまの個人情報", "保有している"),
        ReaderRelation.GUARDIAN: (
            "皆さま",
            "お子様および保護者の皆さまの個人情報",
            "お預かりしている",
        ),
        ReaderRelation.MAIL_ONLY: ("皆さま", "メールアドレス等の個人情報", "保有している"),
    },
    "en": {
        ReaderRelation.CUSTOMER: ("you", "your personal data", "entrusted to"),
        ReaderRelation.EMPLOYEE: (
            "you",
            "your personal data as a present or former member of staff",
            "held by",
        ),
        ReaderRelation.GUARDIAN: (
            "you",
            "the personal data of your child and of yourself",
            "entrusted to",
        ),
        ReaderRelation.MAIL_ONLY: ("you", "your mail address and the like", "held by"),
    },
}
# A school and a town have no customers: whoever is one by the list is spoken to like this there.
_OF_THE_HOUSE = ("皆さま", "皆さまの個人情報", "保有している")
_NO_CUSTOMERS = frozenset({OrganisationForm.SCHOOL, OrganisationForm.PUBLIC_BODY})
_EVERYBODY = {"ja": "お客様", "en": "customers"}
_EVERYBODY_OF = {
    "ja": {
        OrganisationForm.SCHOOL: "児童、生徒、学生、保護者の皆さま",
        OrganisationForm.PUBLIC_BODY: "住民の皆さま",
    },
    "en": {
        OrganisationForm.SCHOOL: "pupils, students and their guardians",
        OrganisationForm.PUBLIC_BODY: "residents",
    },
}

# What a list's own word for its people means; whatever is not found here is a customer.
_RELATION_WORDS: dict[ReaderRelation, tuple[str, ...]] = {
    ReaderRelation.MAIL_ONLY: ("mail_only", "rogue", "不審なメール", "なりすまし", "メール受信"),
    ReaderRelation.GUARDIAN: ("guardian", "parent", "pupil", "student", "保護者", "園児", "生徒"),
    ReaderRelation.EMPLOYEE: ("employee", "staff", "従業員", "職員", "社員", "応募者", "退職"),
}


def voice(form: OrganisationForm, relation: ReaderRelation, language: str) -> Voice:
    """The words of a house for a reader; `language` is `ja` or `en`."""
    you, data, held = _READERS[language][relation]
    if language == "ja" and form in _NO_CUSTOMERS and relation is ReaderRelation.CUSTOMER:
        you, data, held = _OF_THE_HOUSE
    return Voice(
        form=form,
        relation=relation,
        ours=_OURS[language][form],
        you=you,
        everybody=_EVERYBODY_OF[language].get(form, _EVERYBODY[language]),
        data=data,
        held=held,
    )


def relation_of(words: str) -> ReaderRelation:
    """What the people of a group are, by the word that the incident gives for them."""
    said = words.lower()
    for relation, known in _RELATION_WORDS.items():
        if any(word in said for word in known):
            return relation
    return ReaderRelation.CUSTOMER
