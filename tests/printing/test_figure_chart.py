"""Figures over time as a picture: our line, and apart from it what others say."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

from domain.wording import JAPAN
from printing.figure_chart import Panel, Stated, figures_svg
from printing.time_scale import TimeScale

AT = datetime(2026, 1, 8, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*stated: Stated) -> ET.Element:
    picture = figures_svg([Panel("対象者数", stated)], "件数の推移", "Noto Sans JP")
    return ET.fromstring(picture)  # noqa: S314 - our own


def words(picture: ET.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def heights(picture: ET.Element) -> list[float]:
    return [float(mark.get("cy", "")) for mark in picture.iter(f"{SVG}circle")]


def test_our_values_are_a_line_in_which_more_stands_higher() -> None:
    picture = drawn(
        Stated(1, AT, 40, "40名"),
        Stated(2, AT + DAY, 80, "80名"),
        Stated(3, AT + 2 * DAY, 20, "20名"),
    )
    first, second, third = heights(picture)
    assert second < first < third
    assert {"40名", "80名", "20名", "1", "2", "3"} <= set(words(picture))
    assert len(list(picture.iter(f"{SVG}path"))) == 3


def test_a_claim_has_a_name_and_changes_nothing_of_our_line() -> None:
    ours = (Stated(1, AT, 40, "40名"), Stated(3, AT + DAY, 38, "38名"))
    claim = Stated(2, AT, 50_000, "50,000名　脅迫者の主張", apart=True)
    alone, beside = drawn(*ours), drawn(ours[0], claim, ours[1])
    assert "50,000名　脅迫者の主張" in words(beside)
    assert len(list(beside.iter(f"{SVG}circle"))) == 2
    gaps = [[b - a for a, b in pairwise(heights(one))] for one in (alone, beside)]
    assert gaps[0] == gaps[1]


def test_where_nothing_countable_is_stated_the_line_ends() -> None:
    picture = drawn(Stated(1, AT, 40, "40名"), Stated(2, AT + DAY, None, "非公表"))
    assert [path.get("d", "").count("V") for path in picture.iter(f"{SVG}path")] == [0]
    hollow = list(picture.iter(f"{SVG}circle"))[1]
    assert hollow.get("fill") == "#ffffff"


def test_hostile_words_come_out_as_words_and_nothing_leaves_the_picture() -> None:
    said = "<script>x</script>\u202e" + "長" * 10_000
    picture = drawn(*(Stated(n, AT, n, said, apart=n % 2 == 0) for n in range(1, 120)))
    assert not list(picture.iter(f"{SVG}script"))
    assert all(len(text) <= 60 for text in words(picture))
    assert all(0 < float(mark.get("cx", "")) < 960 for mark in picture.iter(f"{SVG}circle"))


def test_without_figures_there_is_no_picture() -> None:
    assert figures_svg([], "件数の推移", "Noto Sans JP") == ""


def test_ticks_find_room_whatever_the_span() -> None:
    for span in (timedelta(0), timedelta(minutes=40), timedelta(hours=30), DAY * 9, DAY * 400):
        scale = TimeScale([AT, AT + span], 40, 920)
        ticks = list(scale.ticks())
        assert 1 <= len(ticks) <= 9
        assert all(b - a > 60 for (a, _), (b, _) in pairwise(ticks))
        assert all(40 <= place <= 920 for place, _ in ticks)
    (midnight, *_) = (said for _, said in TimeScale([AT, AT + DAY * 5], 0, 900).ticks())
    assert midnight == f"{(AT + DAY).astimezone(JAPAN).month}/{(AT + DAY).astimezone(JAPAN).day}"
