"""Parties: everybody the incident touches as an organisation, and the people who act for them."""

from enum import StrEnum


class PartyKind(StrEnum):
    """What a party is to us (関係先)."""

    OURSELVES = "ourselves"
    VENDOR = "vendor"
    MERCHANT = "merchant"
    AUTHORITY = "authority"
    POLICE = "police"
    FORENSIC_FIRM = "forensic_firm"
    COUNSEL = "counsel"
    INSURER = "insurer"
    PRESS = "press"
    OTHER = "other"


class PartyRole(StrEnum):
    """Legal standing for a data set (立場): duties follow it."""

    CONTROLLER = "controller"
    ENTRUSTOR = "entrustor"
    ENTRUSTEE = "entrustee"
    PLATFORM = "platform"
    UNDECIDED = "undecided"
    NONE = "none"


class StaffRole(StrEnum):
    """Who acts in an incident; alerts, approvals and escalations name roles, never people."""

    COMMANDER = "commander"
    DEPUTY = "deputy"
    PRIVACY_OFFICER = "privacy_officer"
    COUNSEL = "counsel"
    PUBLIC_RELATIONS = "public_relations"
    CONTACT_DESK = "contact_desk"
    MERCHANT_CARE = "merchant_care"


class MerchantChoice(StrEnum):
    """What a merchant decides about its own customers; silence is never a choice."""

    OWN_NOTICE = "own_notice"
    MANDATE = "mandate"
