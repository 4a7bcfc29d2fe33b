"""The public site: what it shows, what it never shows, and how it is replaced."""

import json
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import update

from activities.issuing import Issuer
from activities.site_publishing import ChangedUnsaidError, SitePublisher
from contracts.decision_kinds import DecisionKind as Kind
from contracts.document_payloads import Issue
from domain.documents import DocumentState
from printing.blocks import Paragraph, Table
from publishing import writing
from publishing.model import PublicIncident, PublicPage, Publisher, Site
from publishing.writing import SiteFolderError, rendered
from register.documents import Rendition, read_document, read_renditions, write_draft
from register.store import Register
from register.tables_incident import data_keys, incidents
from tests.activities.paper_case import NO_MAIL, PaperCase, refusal
from tests.publishing.site_case import (
    HOSTILE,
    NOW,
    OVERVIEW,
    Seen,
    files,
    publish,
    publisher,
    site_case,
)

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://notice.example.jp"


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    return site_case(tmp_path / "data")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def two(case: PaperCase) -> PaperCase:
    """A first release, and a follow-up that corrects a figure of it."""
    case.issued("first_release")
    case.correct(136_000, "figure.names")
    case.issued("follow_up_release")
    return case


def atom(out: Path) -> ET.Element:
    """The feed, which we wrote ourselves."""
    return ET.fromstring((out / "feed.atom").read_bytes())  # noqa: S314 - our own file


def folder(case: PaperCase) -> str:
    return case.incident_id.lower()


def test_every_release_has_a_page_and_the_incident_lists_them(two: PaperCase, out: Path) -> None:
    made = publish(two, out, BASE)

    found = files(out)
    pages = {f"{folder(two)}/{n}" for n in ("release-1.html", "release-2.html", "index.html")}
    roots = {"index.html", "index.en.html", "feed.atom", "site.json"}
    assert set(found) == pages | roots | {f"{folder(two)}/index.en.html"}
    assert (made.incidents, made.pages, made.changed) == (1, 2, True)
    incident = Seen(found[f"{folder(two)}/index.html"])
    assert {"release-1.html", "release-2.html"} <= set(incident.links())
    for said in (OVERVIEW, "136,000名", "わかっていること", "現時点でわかっていないこと", "原因"):
        assert said in incident.text
    assert "136,346" not in incident.text
    first = Seen(found[f"{folder(two)}/release-1.html"])
    assert "136,346名" in first.text
    assert "新しい公表があります" in first.text


def test_pages_are_whole_and_need_nothing_else(two: PaperCase, out: Path) -> None:
    publish(two, out, BASE)

    found = files(out)
    for path, html in found.items():
        if not path.endswith(".html"):
            continue
        page = Seen(html)
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "img", "iframe", "object", "embed", "form", "video"}
        assert len(page.tags("h1")) == len(page.tags("main")) == len(page.tags("header")) == 1
        assert page.tags("html")[0]["lang"] == ("en" if path.endswith("en.html") else "ja")
        policy = [m for m in page.tags("meta") if m.get("http-equiv")]
        assert str(policy[0]["content"]).startswith("default-src 'none'")
        assert "@media print" in html
        root = Path(path).parent
        for link in page.links():
            assert "://" not in link
            target = link.split("#")[0]
            assert (
                not target
                or str(root / target).replace(f"{root}/../", "") in found
                or (target.startswith("../") and target.removeprefix("../") in found)
            )


def test_the_feed_is_valid_atom_and_its_ids_stay(two: PaperCase, out: Path) -> None:
    publish(two, out, BASE)
    feed = atom(out)
    publish(two, out)
    moved = atom(out)

    for one in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (child,) = one.findall(f"{ATOM}{name}")
            assert child.text
    entries = feed.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert [("第2報" in str(title), "第1報" in str(title)) for title in titles] == [
        (True, False),
        (False, True),
    ]
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries)
    links = [e.find(f"{ATOM}link[@rel='alternate']") for e in entries]
    assert [link is not None and link.get("href", "")[:25] for link in links] == [BASE] * 2
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert ids == [entry.findtext(f"{ATOM}id") for entry in moved.findall(f"{ATOM}entry")]


def test_the_data_says_what_the_pages_say(two: PaperCase, out: Path) -> None:
    publish(two, out, BASE)

    (incident,) = json.loads((out / "site.json").read_text("utf-8"))["incidents"]
    assert [page["release"] for page in incident["pages"]] == [2, 1]
    figure = next(s for s in incident["statements"] if s["title_ja"] == "氏名の件数")
    assert (figure["words_ja"], figure["certainty"]) == ("136,000名", "known")
    assert "136,000 people" in figure["words_en"]


def test_a_page_on_paper_says_where_it_was_published(two: PaperCase, out: Path) -> None:
    publish(two, out, BASE)
    page = files(out)[f"{folder(two)}/release-1.html"]
    (address,) = page.split('<p class="address">')[1:]
    assert address.startswith(f"このページの掲載場所: {BASE}/{folder(two)}/release-1.html</p>")
    screen, paper = page.split("@media print")
    assert ".address{display:none}" in screen
    assert ".address{display:block}" in paper


def test_only_what_the_release_says_itself_stands_under_its_headings(
    case: PaperCase, out: Path
) -> None:
    case.states("cause", "suspected", statement="設定の誤り")
    # A denial has the release look whether anybody examined it.
    case.states("secondary_damage", statement="データの流出は一切ございません。")
    paper = case.issued("first_release")
    publish(case, out)

    read = set(case.document(paper).facts_read)
    assert {"assurance.examined", "event_type", "discovered_by", "figure.merchants"} <= read
    (incident,) = json.loads((out / "site.json").read_text("utf-8"))["incidents"]
    said = {one["title_ja"]: one["certainty"] for one in incident["statements"]}
    assert said == {
        "概要": "known",
        "発生日": "known",
        "当社システムの状況": "unknown",
        "対象となる情報の項目": "unknown",
        "氏名の件数": "known",
        "原因": "suspected",
        "具体的な手口": "unknown",
        "情報が取得された時期": "unknown",
        "取得した者": "unknown",
        "二次被害の有無": "known",
        "第三者による公開の状況": "unknown",
    }
    release = Seen(files(out)[f"{folder(case)}/release-1.html"]).text
    assert all(title in release or title == "概要" for title in said)


def test_the_page_of_an_incident_is_called_as_the_matter_and_not_as_a_release(
    two: PaperCase, out: Path
) -> None:
    publish(two, out)
    found = files(out)
    for path in ("index.html", f"{folder(two)}/index.html"):
        (heading, *_) = found[path].split("個人情報の漏えいに関するお詫びとお知らせ")[1:]
        assert heading.startswith("</")
    assert "お知らせ（第2報）</h1>" in found[f"{folder(two)}/release-2.html"]
    for title, called in (
        ("個人情報の漏えいに関するお詫び（最終報）", "個人情報の漏えいに関するお詫び"),
        ("Apology and notice (report no. 2)", "Apology and notice"),
        ("お知らせ（再掲）", "お知らせ（再掲）"),
    ):
        page = PublicPage(
            document_id="x",
            path="x/release-2.html",
            number=2,
            language="ja",
            title=title,
            published_at=NOW,
            blocks=(),
            summary="",
        )
        incident = PublicIncident(folder="x", publisher=Publisher(name="見本"), pages=(page,))
        assert incident.title == called


def test_nothing_that_is_not_public_is_on_the_site(case: PaperCase, out: Path) -> None:
    case.states("cause.actor", statement="秘密の取得者", public=False)
    case.states("overview", statement="公表前の新しい概要", public=True)
    case.issued("first_release")
    case.states("overview", statement="まだ公表していない続き", public=True)
    publish(case, out)

    everything = "".join(files(out).values())
    assert "秘密の取得者" not in everything
    assert "まだ公表していない続き" not in everything
    assert "公表前の新しい概要" in everything
    assert "withheld" not in everything


def test_a_withheld_figure_is_said_as_withheld_and_never_as_a_number(
    case: PaperCase, out: Path
) -> None:
    figure = {"kind": "withheld", "unit": "people"}
    case.states("figure.names", figure=figure, corrects=case.ledger.revision, reason="非公表")
    case.issued("first_release")
    publish(case, out)
    page = files(out)[f"{folder(case)}/index.html"]
    assert "非公表" in page
    assert "136,346" not in page


def test_a_private_incident_has_no_page(two: PaperCase, out: Path) -> None:
    with two.register.writing() as connection:
        connection.execute(update(incidents).values(private=True))
    assert publish(two, out).pages == 0
    assert folder(two) not in "".join(files(out))


def test_a_rehearsal_is_published_only_where_asked_for_and_says_so(
    two: PaperCase, out: Path
) -> None:
    assert SitePublisher(two.register, out).publish(NOW).incidents == 0
    publish(two, out)
    for path, html in files(out).items():
        if path.endswith(".html"):
            assert "【訓練】" in html
            assert "noindex" in html


def test_a_correction_is_noted_on_the_page_and_its_words_stay(two: PaperCase, out: Path) -> None:
    publish(two, out)
    before = Seen(files(out)[f"{folder(two)}/release-1.html"])
    desk = two.decider
    assert "later one" in desk.refuses(Kind.RELEASE_CORRECTED, "counsel", release=2, corrected_in=1)
    assert "release 3 has not been published" in desk.refuses(
        Kind.RELEASE_CORRECTED, "counsel", release=1, corrected_in=3
    )
    desk.does(Kind.RELEASE_CORRECTED, "counsel", release=1, corrected_in=2)
    publish(two, out, BASE)

    after = Seen(files(out)[f"{folder(two)}/release-1.html"])
    assert "訂正のお知らせ" not in before.text
    assert "訂正のお知らせ" in after.text
    assert "release-2.html" in set(after.links())
    assert "136,346名" in after.text
    feed = atom(out)
    (related,) = feed.iterfind(f".//{ATOM}link[@rel='related']")
    assert related.get("href") == f"{BASE}/{folder(two)}/release-2.html"


def test_a_page_that_changed_unsaid_is_refused_and_the_old_site_stays(
    two: PaperCase, out: Path
) -> None:
    publish(two, out)
    before = files(out)
    changed = rewritten(two.register, two, "136,346", "36,346")
    assert changed

    with pytest.raises(ChangedUnsaidError, match=r"release-1\.html"):
        publish(two, out)
    assert files(out) == before


def rewritten(register: Register, case: PaperCase, old: str, new: str) -> bool:
    """What a fault, or somebody with the database, would do."""
    first = next(d for d in case.documents() if d.release_number == 1)
    with register.writing() as connection:
        sealer = register.sealer(case.incident_id, connection)
        (words,) = read_renditions(connection, sealer, first.id)
        document = read_document(connection, first.id)
        assert document is not None
        write_draft(
            connection,
            sealer,
            document,
            (words.model_copy(update={"html": words.html.replace(old, new)}),),
        )
    return isinstance(words, Rendition) and old in words.html


def test_a_crash_leaves_the_old_site(
    two: PaperCase, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(two, out)
    before = files(out)
    two.states("cause", statement="設定の誤り")
    two.issued("follow_up_release")

    real = writing._write_all

    def half(content: dict[str, bytes], folder: Path) -> None:
        real(dict(list(content.items())[:2]), folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_write_all", half)
    with pytest.raises(KeyboardInterrupt):
        publish(two, out)
    assert files(out) == before
    monkeypatch.undo()
    publish(two, out)
    assert f"{folder(two)}/release-3.html" in files(out)
    assert len(list((out.parent / ".public.versions").iterdir())) <= writing.KEPT + 1


def test_builders_at_once_leave_one_whole_site(two: PaperCase, out: Path) -> None:
    threads = [threading.Thread(target=publish, args=(two, out, f"{BASE}/{n}")) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files(out)) == 8


def test_a_folder_of_somebody_else_is_left_alone(two: PaperCase, out: Path) -> None:
    out.mkdir()
    (out / "own.txt").write_text("ours")
    with pytest.raises(SiteFolderError, match="not a site made here"):
        publish(two, out)
    assert (out / "own.txt").read_text() == "ours"
    (out / "own.txt").unlink()
    assert publish(two, out).changed


def test_an_empty_site_is_a_site(case: PaperCase, out: Path) -> None:
    assert publish(case, out).pages == 0
    assert "公表している事案はありません" in files(out)["index.html"]
    assert atom(out).findtext(f"{ATOM}updated")


def test_hostile_facts_come_out_as_text(case: PaperCase, out: Path) -> None:
    # The ledger refuses half a surrogate pair at its door; the pages meet one below.
    case.states("cause", statement=HOSTILE.replace("\ud800", "")[:9_900])
    case.issued("first_release")
    publish(case, out, BASE)

    found = files(out)
    for path in (f"{folder(case)}/release-1.html", f"{folder(case)}/index.html"):
        page = Seen(found[path])
        assert "<script>alert(1)</script>{{ 7*7 }}" in page.text
        assert "長" * 9_700 in page.text
        assert not page.tags("img")
        assert not page.tags("script")
    everything = "".join(found.values())
    for sign in ("\u202e", "\x00", "\x0b"):
        assert sign not in everything
    feed = atom(out)
    assert "<script>alert(1)</script>" in str(feed.findtext(f"{ATOM}entry/{ATOM}content"))
    data = json.loads(found["site.json"])["incidents"][0]
    assert any("<script>" in s["words_ja"] for s in data["statements"])


def test_half_a_surrogate_pair_breaks_no_file(out: Path) -> None:
    out.mkdir()
    shown = PublicPage(
        document_id="d",
        path="x/release-1.html",
        number=1,
        language="ja",
        title=f"題\ud800{HOSTILE[:40]}",
        published_at=NOW,
        blocks=(Paragraph(text=HOSTILE), Table(head=("a",), rows=((HOSTILE,),))),
        summary=HOSTILE,
    )
    publisher = Publisher(name="見本\udc00", desk_name=HOSTILE[:90])
    site = Site(incidents=(PublicIncident(folder="x", publisher=publisher, pages=(shown,)),))

    made = rendered(site)

    (out / "feed.atom").write_bytes(made["feed.atom"])
    assert atom(out).findtext(f"{ATOM}entry/{ATOM}title")
    assert json.loads(made["site.json"])
    page = Seen(made["x/release-1.html"].decode())
    assert not page.tags("script")
    assert not page.tags("img")


def test_a_private_incident_issues_no_release(case: PaperCase) -> None:
    paper = case.approved("first_release")
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(private=True))
    assert "a private incident publishes nothing" in refusal(lambda: case.issue(paper))


def test_what_is_issued_is_published_by_itself(case: PaperCase, out: Path) -> None:
    issue_into(case, case.approved("first_release"), out)

    assert f"{folder(case)}/release-1.html" in files(out)
    assert (case.last_line().action, case.last_line().outcome) == ("site.published", "done")


def test_a_site_that_cannot_be_written_stops_no_release(case: PaperCase, out: Path) -> None:
    out.mkdir()
    (out / "theirs").write_text("x")
    paper = case.approved("first_release")

    issue_into(case, paper, out)

    assert case.document(paper).state is DocumentState.ISSUED
    line = case.last_line()
    assert (line.action, line.outcome) == ("site.published", "refused")
    assert "not a site made here" in str(line.detail["why"])
    issue_into(case, case.approved("preliminary_report"), out)
    assert case.last_line().action == "document.issued"


def issue_into(case: PaperCase, document_id: str, out: Path) -> None:
    ref = case.deposited("issue", "commander", {})
    issue = Issue(
        incident_id=case.incident_id,
        document_id=document_id,
        command_id=ref.command_id,
        actor="commander",
        approvers=(),
        at=case.tick(),
    )
    Issuer(case.register, NO_MAIL, case.outbox, publisher(case, out)).issue(issue)


def erase(case: PaperCase) -> None:
    """Destroy the incident's data key: nobody can read it any more."""
    with case.register.writing() as connection:
        connection.execute(
            update(data_keys)
            .where(data_keys.c.incident_id == case.incident_id)
            .values(destroyed_at=NOW, wrapped=b"")
        )


def test_pages_of_an_erased_incident_stand_and_the_rest_is_built(two: PaperCase, out: Path) -> None:
    two.decider.does(Kind.RELEASE_CORRECTED, "counsel", release=1, corrected_in=2)
    publish(two, out, BASE)
    before = files(out)
    erase(two)
    other = PaperCase(two.register, two.outbox).open()
    other.states("overview", statement=OVERVIEW)
    other.states("event_type", statement="漏えい")
    other.states("occurred", moment="2026-01-05T03:00:00+09:00")
    other.issued("first_release")

    made = publish(two, out, BASE)

    assert (made.incidents, made.pages, made.kept, made.lost) == (2, 3, 1, 0)
    after = files(out)
    kept = {path for path in before if path.startswith(folder(two))}
    assert {path: after[path] for path in kept} == {path: before[path] for path in kept}
    assert {f"{folder(two)}/index.html", f"{folder(other)}/index.html"} <= set(
        Seen(after["index.html"]).links()
    )
    # What programs read says of it what it said.
    told, known = (json.loads(found["site.json"])["incidents"] for found in (after, before))
    assert known[0] in told
    assert len(atom(out).findall(f"{ATOM}entry")) == 3
    assert not publish(two, out, BASE).changed
    assert publish(two, out, BASE.replace("notice", "moved")).kept == 1


def test_pages_of_an_erased_incident_are_not_made_up_in_another_folder(
    two: PaperCase, out: Path, tmp_path: Path
) -> None:
    publish(two, out)
    erase(two)

    made = publish(two, tmp_path / "elsewhere")

    assert (made.incidents, made.kept, made.lost) == (0, 0, 1)
    assert folder(two) not in "".join(files(tmp_path / "elsewhere"))
