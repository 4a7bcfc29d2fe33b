"""What the house's own record says to a field of the report form, in words of its language.

The record is typed (`domain.house_record`); a field without an entry here has none.
"""

from collections.abc import Iterator
from datetime import datetime

from activities.ppc_record import Recorded, RecordedMoment
from contracts.document_context import DocumentContext
from domain.fact_phrases import FACT_PHRASES
from domain.house_record import HouseRecord, ReportMade, WaveLeft
from domain.notices import Channel
from domain.parties import PartyKind, PartyRole
from domain.state_words import CHANNEL_WORDS
from domain.wording import DOCUMENT_TITLES, Language, release_words
from domain.wording_english import ENGLISH_TITLES, release_in_english

NAMED_AT_MOST = 20
"""Parties named one by one; that there are more is said, and the annex lists them."""
_BOX_OF_CHANNEL = {
    Channel.MAIL: "電子メール",
    Channel.LETTER: "書面の郵送",
    Channel.CALL: "電話",
}


def recorded_answers(context: DocumentContext) -> dict[str, Recorded]:
    """By the id of a field; nothing for what the house has not done."""
    said = _Said(context)
    return {key: one for key, one in said.all() if one.words or one.chosen}


def recorded_moments(context: DocumentContext) -> tuple[RecordedMoment, ...]:
    """What the house did, with when, for the facts in time order."""
    return tuple(_Said(context).moments())


class _Said:
    def __init__(self, context: DocumentContext) -> None:
        self._house: HouseRecord = context.house
        self._context = context
        self._japanese = context.language is Language.JAPANESE
        self._phrases = FACT_PHRASES[context.language]

    def all(self) -> Iterator[tuple[str, Recorded]]:
        yield "entrustment", self._entrustment()
        yield "external", self._external()
        yield from self._publication()
        yield "merchants_told", self._merchants()
        yield from self._people()
        yield "police", self._talks(PartyKind.POLICE, ())
        yield "other_authorities", self._talks(PartyKind.AUTHORITY, self._to_others())

    def moments(self) -> Iterator[RecordedMoment]:
        house = self._house
        for release in house.releases:
            name = self._release(release.number)
            said = self._pick(f"{name}の公表", f"Publication of {name}")
            first = release is house.releases[0]
            key = "publication.first" if first else "publication.follow_up"
            yield RecordedMoment(release.at, said, key)
        if house.merchants.first_at is not None:
            word = self._context.merchant_word
            said = self._pick(f"{word}への通知の開始", "First notice to the merchants")
            yield RecordedMoment(house.merchants.first_at, said, "measures.merchants")
        for wave in house.waves:
            for at, ja, en in (
                (wave.started_at, "開始", "began"),
                (wave.finished_at, "完了", "ended"),
            ):
                if at is not None:
                    said = self._pick(
                        f"本人への通知（第{wave.number}回）の{ja}",
                        f"Notices to the people (No. {wave.number}) {en}",
                    )
                    yield RecordedMoment(at, said, "measures.people")
        for report in self._to_others():
            yield RecordedMoment(report.at, self._report(report))
        for talk in house.talks:
            said = self._pick(f"{talk.party}への連絡", f"Contact with {talk.party}")
            yield RecordedMoment(talk.at, said)

    def _to_others(self) -> tuple[ReportMade, ...]:
        """What the addressee itself was told is no news to it."""
        return tuple(one for one in self._house.reports if one.party != self._context.addressee)

    def _pick(self, ja: str, en: str) -> str:
        return ja if self._japanese else en

    def _moment(self, at: datetime) -> str:
        return self._phrases.moment(at, era=True)

    def _day(self, at: datetime) -> str:
        return self._phrases.date(at, era=True)

    def _release(self, number: int) -> str:
        return (release_words if self._japanese else release_in_english)(number)

    def _names(self, names: tuple[str, ...]) -> str:
        named = self._pick("、", ", ").join(names[:NAMED_AT_MOST])
        more = self._pick("ほか", " and others") if len(names) > NAMED_AT_MOST else ""
        return f"{named}{more}"

    def _entrustment(self) -> Recorded:
        """The role of a house for its data is a standing; who entrusted it are the pairs."""
        house, said, boxes = self._house, [], []
        if house.entrustors:
            names = self._names(house.entrustors)
            said.append(
                self._pick(
                    f"委託元（{names}）から取扱いの委託を受けた個人データです。",
                    f"The data was entrusted to the reporter by {names}.",
                )
            )
            boxes.append("委託先である")
        elif house.role is PartyRole.ENTRUSTEE:
            said.append(
                self._pick(
                    "報告者は、個人データの取扱いの委託を受けた者です。",
                    "The reporter handles the data on behalf of others.",
                )
            )
            boxes.append("委託先である")
        if house.entrustees:
            names = self._names(house.entrustees)
            said.append(
                self._pick(
                    f"報告者は、取扱いを委託先（{names}）に委託しています。",
                    f"The reporter has entrusted the handling to {names}.",
                )
            )
            boxes.append("委託元である")
        elif house.role is PartyRole.ENTRUSTOR:
            said.append(
                self._pick(
                    "報告者は、個人データの取扱いを委託した者です。",
                    "The reporter has entrusted the data to others.",
                )
            )
            boxes.append("委託元である")
        return Recorded("\n".join(said), chosen=tuple(boxes))

    def _external(self) -> Recorded:
        firms = self._house.examiners
        if not firms:
            return Recorded("")
        names = self._names(firms)
        return Recorded(
            self._pick(
                f"外部の調査機関（{names}）が関与しています。",
                f"{names} takes part in the investigation.",
            )
        )

    def _publication(self) -> Iterator[tuple[str, Recorded]]:
        releases = self._house.releases
        if not releases:
            if self._house.declined_publishing:
                said = self._pick("予定なし", "none planned")
                yield "publication_status", Recorded(said, chosen=("予定なし",))
            return
        first, *later = releases
        yield "first_release", self._published(first.number, first.at)
        lines = [self._published(one.number, one.at) for one in later]
        yield (
            "follow_up",
            Recorded("\n".join(one.words for one in lines), tuple(one.at for one in later)),
        )
        done = self._pick("実施済み", "done")
        yield "publication_status", Recorded(done, chosen=("実施済み",))
        yield "publication_date", Recorded(self._day(first.at), (first.at,))
        if any(one.on_site for one in releases):
            web = self._pick("ウェブサイトへの掲載", "on a website")
            yield "publication_method", Recorded(web, chosen=("ウェブサイトへの掲載",))
        titles = [
            self._pick(f"{self._release(one.number)}「{one.title}」", f"{one.title}")
            for one in releases
            if one.title
        ]
        yield "publication_text", Recorded("\n".join(titles))

    def _published(self, number: int, at: datetime) -> Recorded:
        name, when = self._release(number), self._moment(at)
        english = f"{name[0].upper()}{name[1:]} was published on {when}."
        said = self._pick(f"{when}に{name}を公表しました。", english)
        return Recorded(said, (at,))

    def _merchants(self) -> Recorded:
        told = self._house.merchants
        if not told.told or told.first_at is None or told.last_at is None:
            return Recorded("")
        word = self._context.merchant_word
        first, last = self._day(told.first_at), self._day(told.last_at)
        when = (
            first if first == last else self._pick(f"{first}から{last}まで", f"{first} to {last}")
        )
        return Recorded(
            self._pick(
                f"{when}に、対象の{word}{told.merchants:,}社のうち{told.told:,}社に個別に通知しました。",
                f"{told.told:,} of {told.merchants:,} companies were notified one by one, {when}.",
            ),
            (told.first_at, told.last_at),
        )

    def _people(self) -> Iterator[tuple[str, Recorded]]:
        waves = self._house.waves
        started = [wave for wave in waves if wave.started_at is not None]
        if not waves:
            return
        told = sum(count for wave in waves for _, count in wave.told)
        all_told = bool(self._house.held) and told >= self._house.held
        ended = all(wave.finished_at is not None for wave in waves)
        box, en = (
            ("実施済み", "done")
            if ended and all_told
            else ("実施中", "under way")
            if started
            else ("実施予定", "planned")
        )
        yield "people_status", Recorded(self._pick(box, en), chosen=(box,))
        lines = [self._wave(wave, wave.started_at) for wave in started if wave.started_at]
        days = tuple(
            at for wave in started for at in (wave.started_at, wave.finished_at) if at is not None
        )
        yield "people_told", Recorded("\n".join(lines), days)
        if days:
            spans = dict.fromkeys((self._day(min(days)), self._day(max(days))))
            yield "people_date", Recorded(self._pick("から", " to ").join(spans), days)
        channels = dict.fromkeys(channel for wave in waves for channel, _ in wave.told)
        yield (
            "people_method",
            Recorded(
                self._pick("、", ", ").join(self._channel(one) for one in channels),
                chosen=tuple(dict.fromkeys(_BOX_OF_CHANNEL.get(one, "その他") for one in channels)),
            ),
        )

    def _wave(self, wave: WaveLeft, started_at: datetime) -> str:
        number, began = wave.number, self._day(started_at)
        if wave.finished_at is None:
            return self._pick(
                f"第{number}回の通知：{began}に開始し、実施中です（対象{wave.people:,}名）。",
                f"Notice No. {number}: begun on {began} and under way ({wave.people:,} people).",
            )
        counts = self._pick("、", ", ").join(
            self._pick(f"{self._channel(one)}{count:,}名", f"{self._channel(one)} {count:,} people")
            for one, count in wave.told
        )
        ended = self._day(wave.finished_at)
        return self._pick(
            f"第{number}回の通知：{began}に開始し、{ended}に完了しました（対象{wave.people:,}名。"
            f"通知済み：{counts or 'なし'}）。",
            f"Notice No. {number}: {began} to {ended}, {wave.people:,} people "
            f"(told: {counts or 'nobody'}).",
        )

    def _channel(self, channel: Channel) -> str:
        return CHANNEL_WORDS[channel] if self._japanese else channel.value.replace("_", " ")

    def _report(self, report: ReportMade) -> str:
        titles = DOCUMENT_TITLES if self._japanese else ENGLISH_TITLES
        kind = titles[report.kind] if report.kind else ""
        number = self._pick(f"（受付番号{report.receipt}）", f" (receipt {report.receipt})")
        made = self._pick(f"{report.party}への{kind}", f"{kind} to {report.party}")
        if report.kind is None:  # the title of a rule, which names its authority
            made = report.party
        return f"{made}{number if report.receipt else ''}"

    def _talks(self, kind: PartyKind, reports: tuple[ReportMade, ...]) -> Recorded:
        days, lines = [], []
        for talk in self._house.talks:
            if talk.kind is kind and talk.party != self._context.addressee:
                when = self._day(talk.at)
                lines.append(
                    self._pick(
                        f"{talk.party}：{when}に連絡しました。",
                        f"{talk.party}: contacted on {when}.",
                    )
                )
                days.append(talk.at)
        for report in reports:
            when = self._day(report.at)
            lines.append(
                self._pick(f"{when}　{self._report(report)}", f"{when}: {self._report(report)}")
            )
            days.append(report.at)
        return Recorded("\n".join(lines), tuple(days))
