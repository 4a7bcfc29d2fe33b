"""Every kind is drafted from a register: to whom it goes, in the incident's language."""

import json
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from ulid import ULID

from activities.drafting import draft_document
from contracts.document_payloads import DraftDocument
from contracts.names import PUBLIC
from domain.documents import FILINGS, FOR_EVERYBODY, IN_HOUSE, RETRACTIONS, DocumentKind
from domain.facts import Fact, FactStatus
from policies.loader import load_policy
from register.documents import read_document, read_renditions
from register.ledger import add_facts
from register.tables_incident import affected_groups, incidents, merchants, parties
from tests.register_fixtures import AT, Case, create_register, people_rows

NEW = [kind for kind in DocumentKind if kind not in RETRACTIONS]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case(create_register(tmp_path)).open(merchants=2)
    made.add(people_rows(2))
    with made.register.writing() as connection:
        policy = load_policy().model_dump(mode="json")
        connection.execute(update(incidents).values(policy=policy))
        for party_id in made.merchant_ids:
            connection.execute(
                insert(merchants).values(party_id=party_id, incident_id=made.incident_id, shard=0)
            )
        connection.execute(
            insert(affected_groups).values(
                incident_id=made.incident_id,
                party_id=made.merchant_ids[0],
                relation="園児の保護者",
                item_names=["氏名"],
            )
        )
        sealer = made.register.sealer(made.incident_id, connection)
        details = json.dumps({"form": "school", "dates": "era"})
        place = made.merchant_ids[0]
        connection.execute(
            update(parties)
            .where(parties.c.id == place)
            .values(details=sealer.seal("parties", "details", place, details))
        )
        facts = [
            Fact(
                key=key,
                status=FactStatus.KNOWN,
                statement=statement,
                as_of=AT,
                source="ourselves",
                vouched_by="privacy_officer",
                public=True,
            )
            for key, statement in (("overview", "見本の事案です。"), ("data.items", "電話番号"))
        ]
        add_facts(connection, sealer, made.incident_id, facts, AT, str(ULID()))
    return made


def drafted(case: Case, kind: DocumentKind, number: int) -> tuple[dict[str, str], str]:
    """The texts by addressee, and the binding."""
    filing = kind in FILINGS
    with case.register.writing() as connection:
        authority = case._party(connection, f"ppc{number}", "authority", "見本当局", {})
    draft = DraftDocument(
        incident_id=case.incident_id,
        document_id=str(ULID()),
        number=number,
        kind=kind.value,
        author="privacy_officer",
        addressees=(authority,) if filing else tuple(case.merchant_ids),
        on_behalf_of=tuple(case.merchant_ids) if filing else (),
        at=AT,
    )
    draft_document(case.register, draft)
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        words = read_renditions(connection, sealer, draft.document_id)
        row = read_document(connection, draft.document_id)
    assert row is not None
    return {rendition.addressee_id: rendition.text for rendition in words}, row.binding_digest


def test_every_kind_is_drafted_for_its_addressees(case: Case) -> None:
    for number, kind in enumerate(NEW, start=10):
        texts, binding = drafted(case, kind, number)
        assert len(binding) == 64
        if kind in FOR_EVERYBODY:
            assert set(texts) == {PUBLIC}
        elif kind in IN_HOUSE:
            assert set(texts) == {"ours"}
        elif kind not in FILINGS:
            assert set(texts) == set(case.merchant_ids)
        assert all("見本の事案です。" in text for text in texts.values()) or kind is (
            DocumentKind.NEGATIVE_ASSURANCE
        )


def test_words_follow_the_signer_and_its_people(case: Case) -> None:
    texts, _ = drafted(case, DocumentKind.PERSON_NOTICE, 10)
    school, shop = (texts[party_id] for party_id in case.merchant_ids)
    assert "以下「本校」" in school
    assert "お子様および保護者の皆さまの個人情報" in school
    assert "令和" in school
    assert "お客様の個人情報" in shop
    assert "令和" not in shop
    assert "心当たりのない番号からの電話" in shop


def test_a_memo_counts_who_is_told(case: Case) -> None:
    texts, _ = drafted(case, DocumentKind.BOARD_MEMO, 10)
    assert "通知を終えていない本人：2名" in texts["ours"]


def test_an_english_incident_has_english_documents(case: Case) -> None:
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(language="en"))
    for number, kind in enumerate(NEW, start=10):
        texts, _ = drafted(case, kind, number)
        assert all("調査中" not in text for text in texts.values())
