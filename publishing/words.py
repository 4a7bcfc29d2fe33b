"""The words of the site around what was published, in Japanese and English."""

from collections.abc import Mapping

from publishing.model import Certainty, Locale

WORDS: Mapping[Locale, Mapping[str, str]] = {
    "ja": {
        "site": "お知らせ（個人情報に関する公表）",
        "skip": "本文へ移動",
        "home": "公表の一覧",
        "releases": "これまでの公表",
        "papers": "関連資料",
        "known": "わかっていること",
        "suspected": "可能性の段階で、確定していないこと",
        "unknown": "現時点でわかっていないこと",
        "as_of": "{date}時点",
        "published": "公表日時",
        "updated": "最終更新",
        "correction": "訂正のお知らせ",
        "corrected": "このページの内容には、その後に訂正した事項があります。"
        "訂正後の内容は「{title}」をご覧ください。",
        "noted": "（{date}付記）",
        "later": "このページの後に、新しい公表があります。",
        "newest": "最新の公表",
        "all": "この件に関する公表をすべて見る",
        "desk": "お問い合わせ窓口",
        "phone": "電話",
        "hours": "受付時間",
        "address": "このページの掲載場所",
        "feed": "更新情報（Atom）",
        "data": "データ（JSON）",
        "other": "English",
        "none": "現在、公表している事案はありません。",
        "final": "最終報",
        "footer": "このサイトは、利用者の情報を収集せず、外部のサービスも利用していません。",
        "number": "第{number}報",
    },
    "en": {
        "site": "Notices (personal information)",
        "skip": "Skip to the text",
        "home": "All notices",
        "releases": "Releases so far",
        "papers": "Further papers",
        "known": "What is known",
        "suspected": "What is possible and not established",
        "unknown": "What is not known yet",
        "as_of": "as of {date}",
        "published": "Published",
        "updated": "Last updated",
        "correction": "Correction",
        "corrected": "Parts of this page have been corrected since. "
        "For the corrected text see “{title}”.",
        "noted": " (noted on {date})",
        "later": "A newer release has been published after this page.",
        "newest": "The newest release",
        "all": "All releases on this matter",
        "desk": "Contact desk",
        "phone": "Telephone",
        "hours": "Hours",
        "address": "Published at",
        "feed": "Feed (Atom)",
        "data": "Data (JSON)",
        "other": "日本語",
        "none": "There is no published matter at present.",
        "final": "final release",
        "footer": "This site collects nothing about its readers and uses no external service.",
        "number": "Release {number}",
    },
}
STATEMENTS = {
    Certainty.KNOWN: "known",
    Certainty.SUSPECTED: "suspected",
    Certainty.UNKNOWN: "unknown",
}
"""Under which heading a statement stands."""
