"""Refusals about documents, their passages, retractions and sendings, in Japanese."""

# ruff: noqa: E501 - a sentence and its translation read best side by side
from collections.abc import Mapping

OF_PAPERS: Mapping[str, str] = {
    # Documents.
    r"there is no such document yet; wait for its draft": "その文書はまだありません。起案が終わるまで待ってから繰り返してください。",
    r"this document has been withdrawn": "この文書は取り下げられています。",
    r"this document has left the house; what was said can only be corrected by another": "この文書は発出済みです。内容を改めるには、訂正する文書を起案してください。",
    r"no mandate with filing of '([\w-]+)' is on record, so nothing is filed for it: .*": "{0} には報告の代行を含む委任の記録がないため、代わりに報告できません。先に `shirase mandate INCIDENT {0} --filing` で委任を記録するか、対象から外してください。",
    # Passages.
    r"a figure or date is declared for a reason: .*": "件数や日付を手で書くときは --declare '語句 = 理由' で理由を示してください。",
    r"the passages say so already: nothing changes": "段落はすでに同じ内容です。変更はありません。",
    r"this edit is of an older text; the text stands at revision (\d+) of the ledger now: .*": "古い文面への修正です。文面は台帳の第{0}版まで進んでいます。改めて取り出して直してください。",
    r"document (\d+) \((\w+)\) has no passages: .*": "文書{0}に書き換えられる段落はありません。文面は事実に従います。`shirase fact correct` で事実を訂正してください。",
    r"there is no passage '([\w.-]+)'; there is: (.*)": "その名前の段落({0})はありません。あるもの: {1}",
    r"passage '([\w.-]+)' is not left empty: .*": "段落 {0} は空にできません。内容を書いてください。",
    r"'［(.*)］' in passage '([\w.-]+)' is no place; near it: (.*)": "段落 {1} の ［{0}］ に当たる事実はありません。近いもの: {2}",
    r"passage '([\w.-]+)' has figures or dates typed by hand: (.*); write the fact's place .*": "段落 {0} に、手で書いた件数や日付があります: {1}。［figure.people］ のように事実で示すか、--declare '語句 = 理由' を付けてください。",
    r"passage '([\w.-]+)' denies a leak, .*": "段落 {0} に、漏えいの否定、補償の約束または責任の承認があり、それを支える事実が台帳にありません。事実を記録するか、言い方を改めてください。",
    r"'([\w.-]+)' is not public, and this text is for everybody: .*": "{0} は公表しない事実です。公表する文面からは外してください。",
    r"the text cannot be written with this edit: (.*)": "この修正では文面を作れません: {0}",
    r"'(\w+)' edited passages of this text, and nobody approves their own words: .*": "{0:k} はこの文面の段落を書いたため、承認できません。`shirase approval delegate` で、代わりに承認する立場を定めてください。",
    # Retractions.
    r"no filing with a receipt is left to be withdrawn there, .*": "取り下げる対象となる受付済みの報告がないか、すでに取下げの手続中です。",
    r"nobody is left to whom this retraction would go: .*": "この訂正を届ける相手は残っていません(知らせた相手に一度だけ届けます。起案中のものもその一度に数えます)。",
    r"nothing was published, so there is nothing to retract publicly": "公表したものがないため、公表で訂正することはありません。",
    r"(\d+) of these were not warned or have a retraction already: .*": "知らせていないか、訂正を届け済みの相手が {0} 件あります。その相手を外すか、相手を指定せずに全員宛てとしてください。",
    r"the fact '([\w.]+)' is missing: .*": "{0} の事実がありません。確かな事実として記録してください(公表する場合は --public): shirase fact INCIDENT {0} --say 内容",
    # Waves and their channels.
    r"This wave was never (planned|started)\.": "この一斉通知は確定または開始されていません。",
    r"This wave (?:was cancelled|has been cancelled: .*)\.?": "この一斉通知は取りやめ済みです。これ以上は通知しません。",
    r"This wave is finished already\.": "この一斉通知は終わっています。",
    r"The states of this wave do not add up to its population yet\.": "この一斉通知の状態別の人数が、対象者数とまだ一致しません。",
    r"No such sender has been set up; there is: (.*)\.": "その送信元はありません。あるもの: {0}",
    r"this wave was planned earlier; look it up in the register": "この一斉通知は以前に確定済みです。`shirase wave list` で確認できます。",
    r"This command id stands for another command already\.": "この番号は別の操作で使われています。--command-id を省いてください。",
    r"this command id was used for something else; give a new one": "この番号は別の操作で使われています。--command-id を省いてください。",
    r"a command needs an id of 26 characters and an actor": "操作には26文字の番号と、行う立場が必要です。",
    r"no channel is called (.*); right: (.*)": "手段の名前が違います({0})。書けるもの: {1}",
    r"a channel is named twice": "同じ手段が二度書かれています。",
    r"mail comes first or not at all: .*": "メールは最初に置くか、使わないかのどちらかです。",
    # Threads and parties.
    r"number (\d+) says this already, until another time; .*": "{0}番が同じ内容で、期限だけが違います。理由を添えて取り下げてから、求め直してください。",
    r"what has not been said yet cannot be recorded: .*": "やり取りの日時が未来です。日時を確かめてください。",
    r"an answer comes after the ask: .*": "回答の日時が、求めた日時より前です。日時を確かめてください。",
    r"a withdrawal, a refusal or a reminder is neither complete nor partial: .*": "取り下げ、拒否、督促には --complete や --partial を付けません。",
    r"say whether the answer is complete or partial": "回答がすべてか一部かを --complete または --partial で示してください。",
    r"only what the party itself states comes with facts; .*": "事実を添えられるのは、相手自身が述べたときだけです。自社で確かめたことは `shirase fact` で記録してください。",
    r"a role in the incident is for our own people; .*": "事案での役割は自社の担当者だけのものです。役割を外してください。",
    r"this party has that mail address under another name already": "このアドレスは、同じ関係先の別の氏名で登録されています。",
    r"this merchant has (\d+) data sets, and each is decided for itself; name one: (.*)": "この契約店舗の名簿は {0} 件あり、それぞれに決めます。いずれかを指定してください: {1}",
    r"there is no incident of this number in the register: .*": "その番号の事案は記録簿にありません。`shirase status` で一覧を確認できます。",
    # The order of telling.
    r"no step is called (.*); right would be (.*)": "知らせる順の段階の名前が違います({0})。書けるもの: {1}",
    r"each step stands in the order once": "知らせる順には、各段階を一度だけ書いてください。",
    r"'(\w+)' is missing: what stands before it stops a release": "知らせる順に「{0}」がありません。公表の前に知らせる相手を、その前に書いてください。",
}
