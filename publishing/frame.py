"""What every page of the site has around its text: language, landmarks, one style, no scripts.

The policy in the head allows nothing but this one style, so that a page cannot load or run
anything, whatever stands in its text.
"""

import base64
import hashlib
from datetime import datetime
from html import escape
from typing import NamedTuple

from domain.plain_text import clean_line
from domain.wording import JAPAN, moment_words
from domain.wording_english import moment_in_english
from printing.block_html import text_as_html
from publishing.model import Locale, Publisher
from publishing.words import WORDS

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1a1a1a;
font:1rem/1.8 "Hiragino Sans","Noto Sans JP","Yu Gothic",Meiryo,sans-serif;
overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
header,main,footer{max-width:44rem;margin:0 auto;padding:0 1.1rem}
header{padding-top:.9rem;padding-bottom:.7rem;border-bottom:1px solid #767676}
header p{margin:0}
nav ul{list-style:none;margin:.3rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
nav a,.list a{display:inline-block;padding:.25rem 0}
a{color:#0b4f9c;text-underline-offset:.15em}
a:focus-visible,.wide:focus-visible{outline:3px solid #0b4f9c;outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem}
h1{font-size:1.5rem;line-height:1.45;margin:1.6rem 0 .8rem}
h2{font-size:1.2rem;line-height:1.5;margin:2.1rem 0 .6rem;padding-bottom:.2rem;
border-bottom:1px solid #c6c6c6}
h3{font-size:1.05rem;margin:1.5rem 0 .4rem}
p{margin:.8rem 0}
.when,.as-of{color:#4a4a4a;font-size:.92rem}
.end{text-align:right}.center{text-align:center}
.marking{margin:0;padding:.55rem 1.1rem;background:#8a1420;color:#fff;text-align:center;
font-weight:700}
.note,.correction{border:1px solid #767676;padding:.7rem .9rem}
.correction{border-left:.4rem solid #8a1420}
.correction h2{border:0;margin:0;font-size:1.05rem}
dl{display:grid;grid-template-columns:minmax(7rem,13rem) 1fr;gap:.5rem 1.1rem;margin:1rem 0}
dt{font-weight:700}dd{margin:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #949494;padding:.35rem .6rem;text-align:left;vertical-align:top}
.number{text-align:right;font-variant-numeric:tabular-nums}
.list{list-style:none;padding:0}
.list li{padding:.5rem 0;border-bottom:1px solid #d6d6d6}
.list .when{display:block}
footer{margin-top:3rem;padding-top:.8rem;padding-bottom:2rem;border-top:1px solid #767676;
font-size:.92rem;color:#333}
@media (max-width:34rem){dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.7rem}
h1{font-size:1.3rem}}
.address{display:none}
@media print{@page{size:A4;margin:20mm}body{font-size:10.5pt;line-height:1.65;color:#000}
nav,.skip,.where,.screen{display:none}.address{display:block}
header,main,footer{max-width:none;padding:0}h1,h2,h3{break-after:avoid}
h1{margin-top:1rem}h2{margin-top:1.3rem}p{orphans:3;widows:3}
tr,.note,.correction{break-inside:avoid}a{color:#000;text-decoration:none}
footer{margin-top:1rem;padding:.5rem 0 0;break-before:avoid;break-inside:avoid;color:#000}
footer p{margin:.2rem 0}
.marking{background:#fff;color:#000;border:2px solid #000}}
""".strip()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


class Frame(NamedTuple):
    """Where a page stands: its language, title, the way up, and its twin in the other language.

    `up` is the relative way to the site's root, empty or ending in a slash.
    """

    language: Locale
    title: str
    up: str
    marking: str = ""
    address: str = ""
    twin: str = ""
    publisher: Publisher | None = None


def page(frame: Frame, text: str) -> str:
    """The whole page around its text, which is HTML already."""
    words = WORDS[frame.language]
    other = "en" if frame.language == "ja" else "ja"
    name = frame.publisher.name if frame.publisher else words["site"]
    feed = f'type="application/atom+xml" href="{frame.up}feed.atom"'
    links = [f'<link rel="alternate" {feed} title="{escape(words["feed"])}">']
    if frame.address:
        links.append(f'<link rel="canonical" href="{escape(frame.address)}">')
    if frame.twin:
        links.append(f'<link rel="alternate" hreflang="{other}" href="{escape(frame.twin)}">')
    if frame.marking:
        links.append('<meta name="robots" content="noindex">')
    twin = (
        f'<li><a href="{escape(frame.twin)}" lang="{other}" hreflang="{other}">'
        f"{escape(words['other'])}</a></li>"
        if frame.twin
        else ""
    )
    marking = f'<p class="marking">{text_as_html(frame.marking)}</p>\n' if frame.marking else ""
    return f"""<!DOCTYPE html>
<html lang="{frame.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<title>{escape(clean_line(frame.title))}</title>
{chr(10).join(links)}
<style>{STYLE}</style>
</head>
<body>
<a class="skip" href="#text">{escape(words["skip"])}</a>
{marking}<header>
<p>{text_as_html(name)}</p>
<nav aria-label="{escape(words["home"])}"><ul>
<li><a href="{frame.up}{root_of(frame.language)}">{escape(words["home"])}</a></li>{twin}
</ul></nav>
</header>
<main id="text">
{text}
</main>
<footer>
{_desk(frame)}{_on_paper(frame)}<p class="screen">{escape(words["footer"])}</p>
<p class="where"><a href="{frame.up}feed.atom">{escape(words["feed"])}</a>
<a href="{frame.up}site.json">{escape(words["data"])}</a></p>
</footer>
</body>
</html>
"""


def root_of(language: Locale) -> str:
    """The index in this language, from the site's root."""
    return "index.html" if language == "ja" else "index.en.html"


def moment(at: datetime, language: Locale) -> str:
    """A moment in words, marked for machines."""
    spoken = moment_words(at) if language == "ja" else moment_in_english(at)
    return f'<time datetime="{at.astimezone(JAPAN).isoformat()}">{escape(spoken)}</time>'


def _on_paper(frame: Frame) -> str:
    """Where a printed page was published: who holds it in hand can look for what came later."""
    if not frame.address:
        return ""
    said = f"{WORDS[frame.language]['address']}: {frame.address}"
    return f'<p class="address">{escape(said)}</p>\n'


def _desk(frame: Frame) -> str:
    publisher, words = frame.publisher, WORDS[frame.language]
    if publisher is None or not (publisher.desk_name or publisher.desk_phone):
        return ""
    parts = (
        publisher.desk_name,
        f"{words['phone']}: {publisher.desk_phone}" if publisher.desk_phone else "",
        f"{words['hours']}: {publisher.desk_hours}" if publisher.desk_hours else "",
    )
    said = "　".join(clean_line(part) for part in parts if part)
    return f"<p>{escape(words['desk'])}: {escape(said)}</p>\n"
