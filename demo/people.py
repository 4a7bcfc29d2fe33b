"""People who do not exist, as the customers of the merchants of a rehearsal.

Everything that could reach a living person is out of use by design: mail domains are reserved
(RFC 2606 and JPRS), telephone numbers start with the unassigned 070-0, 080-0 and 090-0, postal
codes with 000, and the prefecture in the addresses does not exist.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import attrgetter
from pathlib import Path
from random import Random

from contracts.incident_file import SyntheticPeople
from demo.mail_addresses import MailAddresses
from demo.names import FAMILY_NAMES, FAMILY_WEIGHTS, GIVEN_NAMES, Name

NAME_ITEM = "氏名"
PHONE_ITEM = "電話番号"
CSV_HEADERS = ("氏名", "メールアドレス", "電話番号", "郵便番号", "住所", "漏えい項目")

_CUMULATIVE_WEIGHTS = tuple(accumulate(FAMILY_WEIGHTS))
_PHONE_PREFIXES = ("070-0", "080-0", "090-0")
_NUMBERS_A_PREFIX = 10_000_000
_PHONE_STEP = 7_368_787  # coprime to ten million, so that no number comes twice
_TOWNS = (
    "あおば町",
    "いずみ台",
    "うみべ町",
    "かわら町",
    "さくら通",
    "つきみ丘",
    "なぎさ",
    "みどり野",
)
_HOUSES = ("見本ハイツ", "サンプル荘", "コーポ架空", "メゾン見本")
_HOUSE_PER_MILLE = 350


@dataclass(frozen=True, slots=True, repr=False)
class SyntheticPerson:
    """One line of one merchant's list; `line` counts the people of that list from 1."""

    merchant: str
    line: int
    name: str
    name_kana: str
    mail: str | None
    phone: str | None
    postal_code: str | None
    address: str | None
    items: tuple[str, ...]


@dataclass(slots=True)
class _Quota:
    """Says yes exactly `wanted` times in `left` questions, evenly spread (selection sampling)."""

    wanted: int
    left: int
    random: Random

    def take(self) -> bool:
        """Whether the next one is among the chosen."""
        chosen = self.random.random() * self.left < self.wanted
        self.left -= 1
        self.wanted -= chosen
        return chosen


@dataclass(slots=True)
class _List:
    """The list of one merchant while it is being made."""

    merchant: str
    people: int
    phones: int
    first_phone: int
    spec: SyntheticPeople
    random: Random = field(init=False)
    addresses: MailAddresses = field(init=False)
    relative: tuple[Name, Name, str] | None = None
    homes: set[tuple[str, str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = Random(f"{self.spec.seed}/{self.merchant}")  # noqa: S311 - made-up people
        self.addresses = MailAddresses(self.random, self.spec.legacy_mail_per_mille)

    def make(self) -> Iterator[SyntheticPerson]:
        spec, random = self.spec, self.random
        phones = _Quota(self.phones, self.people, random)
        mails = _Quota(_of_mille(self.people, spec.mail_per_mille), self.people, random)
        postals = _Quota(_of_mille(self.people, spec.postal_per_mille), self.people, random)
        for line in range(1, self.people + 1):
            family, given, mail = self._who(has_mail=mails.take())
            postal_code, address = self._home(family, given) if postals.take() else (None, None)
            phone = _phone(self.first_phone + line) if phones.take() else None
            yield SyntheticPerson(
                merchant=self.merchant,
                line=line,
                name=f"{family[0]} {given[0]}",
                name_kana=f"{family[1]} {given[1]}",
                mail=mail,
                phone=phone,
                postal_code=postal_code,
                address=address,
                items=(NAME_ITEM, PHONE_ITEM) if phone else (NAME_ITEM,),
            )

    def _who(self, *, has_mail: bool) -> tuple[Name, Name, str | None]:
        random = self.random
        if has_mail and self.relative and random.random() * 1000 < self.spec.shared_mail_per_mille:
            family, other, mail = self.relative
            self.relative = None  # two to an address: a third could be a namesake of the first
            return family, self._given_unlike(other), mail
        family = random.choices(FAMILY_NAMES, cum_weights=_CUMULATIVE_WEIGHTS)[0]
        given = random.choice(GIVEN_NAMES)
        if not has_mail:
            return family, given, None
        mail = self.addresses.fresh(family, given)
        self.relative = (family, given, mail)
        return family, given, mail

    def _given_unlike(self, other: Name) -> Name:
        while (given := self.random.choice(GIVEN_NAMES)) == other:
            pass
        return given

    def _home(self, family: Name, given: Name) -> tuple[str, str]:
        while True:
            postal_code, address = self._any_home()
            resident = (family[0], given[0], address)
            if resident not in self.homes:
                self.homes.add(resident)
                return postal_code, address

    def _any_home(self) -> tuple[str, str]:
        number = self.random.randrange
        town = number(len(_TOWNS))
        block = f"{number(1, 10)}丁目{number(1, 31)}番{number(1, 21)}号"
        house = ""
        if number(1000) < _HOUSE_PER_MILLE:
            house = f" {_HOUSES[number(len(_HOUSES))]}{number(1, 6)}0{number(1, 8)}"
        return f"000-{town:02}{number(100):02}", f"見本県架空市{_TOWNS[town]}{block}{house}"


def synthetic_people(
    spec: SyntheticPeople, merchants: Sequence[str] | None = None
) -> Iterator[SyntheticPerson]:
    """The people of these merchants (all by default), list after list, the same for one seed.

    A merchant's list does not depend on which others are asked for. Over all merchants they are
    exactly `spec.total` people and `spec.phones` leaked phone numbers. Within a list, no two
    people agree in both name and a contact. Raises KeyError for a merchant without a share.
    """
    people = people_per_merchant(spec)
    phones = _phones_per_merchant(spec, people)
    starts = dict(zip(people, accumulate(people.values(), initial=0), strict=False))
    for merchant in people if merchants is None else merchants:
        yield from _List(
            merchant, people[merchant], phones[merchant], starts[merchant], spec
        ).make()


def people_per_merchant(spec: SyntheticPeople) -> dict[str, int]:
    """How many people each merchant has: in proportion to the shares, adding up exactly."""
    return _apportioned(spec.total, spec.shares)


def _phones_per_merchant(spec: SyntheticPeople, people: Mapping[str, int]) -> dict[str, int]:
    return _apportioned(spec.phones, people)


def _apportioned(total: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Largest remainders: whole numbers in proportion, the sum exact, ties by order."""
    whole = sum(shares.values())
    parts = {key: total * share // whole for key, share in shares.items()}
    by_remainder = sorted(shares, key=lambda key: total * shares[key] % whole, reverse=True)
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def _of_mille(number: int, per_mille: int) -> int:
    return (number * per_mille + 500) // 1000


def _phone(index: int) -> str:
    turn, prefix = divmod(index, len(_PHONE_PREFIXES))
    number = turn * _PHONE_STEP % _NUMBERS_A_PREFIX
    digits = f"{number:07}"
    return f"{_PHONE_PREFIXES[prefix]}{digits[:3]}-{digits[3:]}"


def write_people_csv(folder: Path, people: Iterable[SyntheticPerson]) -> dict[str, Path]:
    """One file a merchant, `<merchant key>.csv` in `folder`, as a merchant would hand it over.

    UTF-8 with Japanese headers; line n + 1 of a file is the person with `line` n. Existing files
    are replaced. Returns the path of each merchant's file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    for merchant, listed in groupby(people, key=attrgetter("merchant")):
        again = merchant in paths
        path = paths[merchant] = folder / f"{merchant}.csv"
        with path.open("a" if again else "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if not again:
                writer.writerow(CSV_HEADERS)
            writer.writerows(_row(person) for person in listed)
    return paths


def _row(person: SyntheticPerson) -> tuple[str, ...]:
    return (
        person.name,
        person.mail or "",
        person.phone or "",
        person.postal_code or "",
        person.address or "",
        "、".join(person.items),
    )
