"""Mail addresses of people who do not exist, as such people would have chosen them."""

from random import Random

from demo.names import Name, romaji

DOMAINS = (
    "mail.example.jp",
    "webmail.example",
    "post.example.jp",
    "home.example",
    "keitai.example",
)
LEGACY_DOMAIN = "keitai.example"
"""Stands for the carriers that once allowed dots in a row and at the end of a local part."""


class MailAddresses:
    """Hands out addresses, lower-case, none of them twice."""

    def __init__(self, random: Random, legacy_per_mille: int) -> None:
        self._random = random
        self._legacy_per_mille = legacy_per_mille
        self._given_out: set[str] = set()

    def fresh(self, family: Name, given: Name) -> str:
        """An address that nobody has yet, for somebody of this name."""
        first, last = romaji(given[1]), romaji(family[1])
        if self._random.random() * 1000 < self._legacy_per_mille:
            local, domain = self._legacy_local_part(first, last), LEGACY_DOMAIN
        else:
            local, domain = self._local_part(first, last), self._random.choice(DOMAINS)
        while f"{local}@{domain}" in self._given_out:
            local = f"{self._random.randrange(10)}{local}"
        address = f"{local}@{domain}"
        self._given_out.add(address)
        return address

    def _local_part(self, first: str, last: str) -> str:
        number = self._random.randrange(10_000)
        return (
            f"{first}.{last}{number % 100:02}",
            f"{last}.{first}",
            f"{last}-{number:04}",
            f"{first}_{last[0]}.{number % 1300:04}",
            f"{first[0]}.{last}{number}",
            f"{first}{number:04}",
            f"{last}_{first}{1940 + number % 70}",
        )[self._random.randrange(7)]

    def _legacy_local_part(self, first: str, last: str) -> str:
        number = self._random.randrange(100, 10_000)
        return (f"{first}..{last}{number}", f"{last}.{number}.", f"{first}-{number}..x.")[
            number % 3
        ]
