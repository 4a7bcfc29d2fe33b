"""The engine's refusals in Japanese: one pattern for each sentence, its values carried over.

The engine decides in English, the language of its audit log. A sentence that has no pattern here
is shown as it was said, after a Japanese lead, so that nothing is ever hidden.
"""

# ruff: noqa: E501 - a sentence and its translation read best side by side
import re
from collections.abc import Mapping

from commands.answer_words import spoken_in
from commands.refusals_of_papers import OF_PAPERS

LEAD = "受け付けられません: "
_WORDS: Mapping[str, str] = {
    r"nobody may be told that they are not concerned: (.*)": "対象外の方へのお知らせは、まだ発出できません。残っていること: {0:l}",
    # The incident.
    r"this incident has ended as '(\w+)'.*": "この事案は終結しています({0})。続けるには事案を再開してください。",
    r"'(\w+)' cannot follow '(\w+)'; next is (.*)": "段階「{1:w}」の次に「{0:w}」には進めません。進める段階: {2:k}",
    r"use the closing command to end an incident": "終結は `shirase close`、誤報としての終結は `shirase close --false-alarm` で行ってください。",
    r"an incident in phase '(\w+)' cannot end as '(\w+)'; next is (.*)": "段階が「{0:w}」の事案は「{1:w}」として終えられません。先に `shirase phase` で段階を進めてください。進める段階: {2:k}",
    r"(\d+) items are still open:(.*)": "未了のものが {0} 件あります:{1}",
    r"proposed is '(\w+)' \((.*)\); .*": "提案されている重大度は「{0:w}」です。別の重大度とするには --reason に理由を書いてください。",
    r"a note says something: write it": "覚え書きの内容を書いてください。",
    r"no clock of this key runs; (\d+) run .*": "この鍵の期限は動いていません(動いている期限 {0} 件)。鍵は `shirase clocks` で確認できます。",
    r"this command id stands for another command already: .*": "この番号は別の操作で使われています。--command-id を省くか、同じ操作をそのまま繰り返してください。",
    r"this incident is in the register, and nothing runs for it yet: .*": "この事案は記録簿にありますが、まだ動き始めていません。少し待ってから繰り返すか、開始に使った `shirase open` を繰り返してください。",
    r"this incident is open(?:, in phase '(\w+)')?: there is nothing to reopen": "この事案は進行中です。再開の必要はありません。",
    r"only the commander, the deputy or counsel may reopen an incident": "事案を再開できるのは 指揮者(commander)、副指揮者(deputy)、法務(counsel) だけです。",
    r"an incident is reopened for a reason: .*": "再開する理由を --reason に書いてください。",
    r"the data key of this incident was destroyed, .*": "この事案のデータ鍵は消去済みで、内容は二度と読めません。新しい事案を開き、この番号を書き添えてください。",
    r"this incident has ended: reopen it, .*": "この事案は終結しています。作り直すのではなく、理由を添えて `shirase reopen` で再開してください。",
    r"the workflow of this incident runs: .*": "この事案は動いています。作り直す必要はありません。",
    r"this command moved the incident earlier, .*": "この操作は以前に済んでおり、その後に段階が進んでいます。新しい操作として行ってください。",
    # Mails in doubt.
    r"no mail of this document to that party is in doubt: there is nothing to decide": "この文書のその宛先への送信に、結果不明のものはありません。判断は不要です。",
    r"the mail provider may still report; decide in (\d+) minutes": "送信事業者からの報告がまだ届く可能性があります。{0}分後に判断してください。",
    # Facts, approval and consistency.
    r"the ledger holds no fact of this key, so there is nothing to correct; near it (?:are|there would be): (.*)": "この鍵の事実は台帳にないため、訂正できません。近い鍵: {0}",
    r"'([\w.]+)' is corrected for a reason: say why": "{0} を訂正する理由を --reason に書いてください。",
    r"'([\w.]+)' has moved since, to revision (\d+): .*": "{0} はその後第{1}版に変わっています。`shirase fact history` で見直してから訂正してください。",
    r"'([\w.]+)' has competing values that nobody has decided: (.*); decide with .*": "{0} の値が食い違ったまま決まっていません({1:c})。`shirase fact decide` で決めてください。",
    r"this text says figures or dates that are not in what it reads: (.*); state them as facts, .*": "この文面には、台帳にない件数や日付があります: {0}。事実として記録するか、ひな型を直してください。",
    r"this text \(document (\d+), (\w+)\) contradicts another: (.*); if the ledger is right, .*": "文書{0}の文面が別の文書と食い違っています: {2:c}。台帳が正しければ `shirase fact correct` で訂正と明示してください。古い起案は自動で書き直されます。",
    r"what the house itself did and this text says has moved since .*": "この文面が述べる自社の対応(公表、通知、報告など)が、起案の後に変わりました。新しい起案を待ち、読み直してください。",
    r"facts that this text reads have moved since it was written: (.*); it is written anew .*": "この文面が使う事実が、起案の後に変わりました: {0}。新しい起案を待ち、読み直してください。",
    r"another approves in a role's place only for a reason: .*": "代理を定める理由を --reason に書いてください。",
    r"a delegate stands in until a time to come: .*": "代理の期限 --until は、いまより後の日時にしてください。",
    r"a delegate is another role than the one it stands in for": "代理には、本来の立場とは別の立場を指定してください。",
    r"nobody names themselves to approve in another's place": "自分自身を代理に定めることはできません。",
    r"'(\w+)' wrote this document, and nobody lets their own draft out": "起案した立場({0})は、自分の文書の例外を認められません。",
    r"an approval is overridden only for a reason: .*": "承認なしで発出を認める理由を --reason に書いてください。",
    r"'(\w+)' has let this very text out already": "{0:w} は、この文面の例外をすでに認めています。もう一つの立場の判断が揃えば発出できます。",
    r"every approval of this text is there: there is nothing to override": "必要な承認はすべて揃っています。例外は要りません。",
    r"a figure or date is declared for a reason: .*": "件数・日付を申告する理由を --declare '語 = 理由' に書いてください。",
    r"the passages say so already: nothing changes": "段落はすでにそのとおりです。変更はありません。",
    r"this edit is of an older text; the text stands at revision (\d+) .*": "古い文面に対する修正です。現在の文面は台帳の第{0}版によります。書き出し直してください。",
    r"document (\d+) \((\w+)\) has no passages: .*": "文書{0}に直せる段落はありません。文章は事実によります。`shirase fact correct` で事実を訂正してください。",
    r"there is no passage '([^']*)'; there is: (.*)": "段落 {0} はありません。あるもの: {1}",
    r"passage '([^']*)' is not left empty: .*": "段落 {0} を空にはできません。文章を書いてください。",
    r"'(.+)' in passage '([^']*)' is no place; near it: (.*)": "段落 {1} の {0} は事実の鍵ではありません。近い鍵: {2}",
    r"passage '([^']*)' has figures or dates typed by hand: (.*); write .*": "段落 {0} に手で書かれた件数・日付があります: {1}。［figure.people］のように事実の鍵で書くか、--declare '語 = 理由' で申告してください。",
    r"passage '([^']*)' denies a leak, .*": "段落 {0} は、漏えいの否定、補償の約束または責任の承認を含みます。裏付ける事実を記録するか、別の言い方にしてください。",
    r"'([\w.]+)' is not public, and this text is for everybody: .*": "{0} は非公開の事実です。公表する文面からその鍵を除いてください。",
    r"'(\w+)' edited this text, and nobody lets their own words out": "{0:k} はこの文面を直した立場で、自分の文章の例外は認められません。",
    r"'(\w+)' edited this text, and nobody approves their own words: .*": "{0:k} はこの文面を直した立場です。自分の文章は承認できません。代理は `shirase approval delegate` で定めてください。",
    r"this document has left the house or was withdrawn; its text stands": "この文書は発出済みか取下げ済みで、文面は変わりません。",
    # Publishing.
    r"release (\d+) of (\S+) \(document (\d+)\) cannot leave yet; still to be told before it:\n(.*)\nTell them first, or .*": "{1} の第{0}報(文書{2})はまだ公表できません。先に知らせるべき相手が残っています:\n{3:s}\n先に知らせるか、理由を添えて公表してください:\n    shirase release issue {1} {0} --despite 〔理由〕",
    r"document (\d+) of (\S+) \((\w+)\) would tell the public before the first release; still to be told before it:\n(.*)\nTell them first, .*": "{1} の文書{0}は第1報より先に公になるため、まだ公表できません。先に知らせるべき相手が残っています:\n{3:s}\n先に知らせるか、先に第1報を公表してください。",
    r"a timely disclosure is in preparation \(document (\d+)\): .*": "適時開示(文書{0})を起案中です。不要とするなら、先に `shirase withdraw` で取り下げてください。",
    r"the ledger says that this is a fact that matters to investors \('([\w.]+)'\), .*": "台帳では投資判断に重要な影響を与える事実とされています({0})。適時開示が要ります。違う場合は先に `shirase fact correct` で訂正してください。",
    r"publication hold (\d+) of '([\w-]+)' \((\w+)\) stops this until (\S+) at least: .*": "{1} の求め({0}番)により、少なくとも {3:t} まで公表できません。相手に確認のうえ `shirase release free` で解いてください。",
    r"release (\d+) is planned for (\S+): give the go then, .*": "第{0}報は {1:t} に予定されています。その時刻に指示するか、`shirase release schedule` で予定を変えてください。",
    r"release (\d+) was the final one, .*": "第{0}報が最終報で、その記載に変わった事実はありません。最終報の後に公表できるのは訂正だけです。",
    r"a release goes ahead of others for a reason: .*": "先に公表する理由を --despite に書いてください。",
    r"no release of this number is in preparation; there is: (.*)": "その番号の起案中の公表はありません。あるもの: {0}",
    r"a release is planned for the future: .*": "公表の予定は、いまより後の時刻にしてください。",
    r"a hold says what is not to be published: .*": "控える内容を --scope に書いてください。",
    r"the time to ask again lies in the future: .*": "確認する時刻は、いまより後にしてください。",
    r"a hold stops what everybody reads, and never (.*); it may stop: (.*)": "公表以外の文書({0})は止められません。対象にできるもの: {1}",
    r"a hold on publishing ends for a reason: .*": "解く理由を --reason に書いてください。",
    r"there is no publication hold of this number; there is: (.*)": "その番号の求めはありません。あるもの: {0}",
    r"release (\d+) has not been published; published: (.*)": "第{0}報は公表されていません。公表済み: {1}",
    r"a release is corrected by a later one: .*": "訂正した公表には、後の番号を指定してください。",
    r"whoever was told was told in the past: .*": "知らせた日時が未来です。",
    r"say what was found about this code": "確かめた結果を --finding に書いてください。",
    r"no code of this kind is flagged in this incident": "この確認番号について、確かめることは残っていません。",
    # Channels and gates.
    r"say why the desk is independent of what was hit: .*": "窓口の回線と名簿が事案の影響を受けない理由を --independent に書いてください。",
    r"a desk that passes its test answers at least one contact an hour": "合格した窓口の --per-hour と --per-day は1件以上にしてください。",
    r"a day has at least the capacity of an hour": "--per-day は --per-hour 以上にしてください。",
    r"a test lies in the past: .*": "試験の日時が未来です。",
    r"no such sender has been set up; there is: (.*)": "その送信元はありません。あるもの: {0}",
    r"say of each why it is outside the incident; missing: (.*)": "ドメイン、アカウント、配信事業者のそれぞれについて、事案の外にある理由を書いてください。不足: {0}",
    r"this wave has no list for such a channel; there is: (.*)": "この一斉通知にその手段の名簿はありません。あるもの: {0}",
    r"no line can be used: (.*)": "使える行がありません: {0:l}",
    r"only (.*) may (?:record a test of the contact desk|state whether a sender is outside the incident|report letters|make a list of people|report results|record a substitute notice|record a file)": "この操作ができるのは {0:k} だけです。",
    # Duties and parties.
    r"this duty has been met; its evidence stands": "この義務は履行済みで、その証跡が残っています。",
    r"this duty has ended already: .*": "この義務は終了しています。経緯は `shirase log` で確認できます。",
    r"a later date is taken only for a reason: .*": "遅い期限を採る理由を --reason に書いてください。",
    r"nothing waits to be confirmed for this duty: .*": "この義務に確認待ちの期限はありません。示されている期限で進んでいます。",
    r"what the law would give has changed since it was shown: .*": "示した後に算定の結果が変わりました。`shirase clocks` で見直してから確認してください。",
    r"no mandate with filing of '(.*)' is on record, so nothing is filed for it: .*": "{0} には報告を含む委任の記録がないため、代理で報告できません。先に `shirase mandate … --filing` で委任を記録するか、対象から外してください。",
    r"a filing lies in the past: .*": "提出日時が未来です。提出を終えてから記録してください。",
    r"this duty is met by the notices themselves: .*": "この義務は通知そのものによって履行されます。通知を発出するか、契約店舗の報告を記録してください。",
    r"a clock is waived only for a reason: .*": "期限を見送る理由を --reason に書いてください。",
    r"this limit is set by law and cannot be waived; .*": "法定の期限は見送れません。履行するか、法務が `shirase settle` で対応不要と判断します。",
    r"which moment counts is decided for a reason: .*": "その日時を採る理由を --reason に書いてください。",
    r"one of the times that were stated is chosen, and this is none of them: (.*)": "記録されている日時の中から選んでください。記録されているもの: {0}",
    r"no moment is called so; there is: (.*)": "その名前の時点はありません。指定できるもの: {0}",
    r"newer rule files are adopted for a reason: .*": "新しい規則ファイルを採用する理由を --reason に書いてください。",
    r"the incident has the newest rule files already: .*": "この事案の規則ファイルは最新です。採用するものはありません。",
    r"a duty is not applicable only with a legal ground: name it": "対応不要とするには法的な根拠が必要です。--ground に書いてください。",
    r"no such duty in this incident; .*": "この事案にその義務はありません。鍵は `shirase clocks` で確認できます。",
    r"there is no such (\w+) in this incident; there is: (.*)": "その鍵のもの({0})はこの事案にありません。あるもの: {1}",
    r"a decision names a role: (.*)": "立場は次のいずれかです: {0:k}",
    r"a role is decided on a ground: name it": "立場を決める根拠を --reason に書いてください。",
    r"'([\w-]+)' is the key of another party already; .*": "鍵 {0} は別の関係先が使っています。別の鍵にしてください。",
    r"our own organisation is in the incident since its opening": "自社は開始時から登録されています。",
    r"nobody holds '(\w+)'(?: with that mail address)? in this incident; .*": "この事案に {0:w} の担当者(または指定したアドレスの方)はいません。`shirase party show` で確認できます。",
    r"(\d+) people hold '(\w+)': .*": "{1:w} の担当者が {0} 人います。--mail でどの方かを指定してください。",
    r"an absence has a last day: .*": "不在の最終日を --until に指定してください。復帰の場合は --back を付けます。",
    r"an absence from (\S+) ends on that day or later": "不在の最終日は、初日({0})以後の日にしてください。",
    r"(\S+) is past: today is (\S+)": "{0} は過ぎています(今日は {1})。今日以後の日を指定してください。",
    r"who is away for more than a year .*": "1年を超える不在は、役割を別の方に引き継いでください。",
    r"somebody of our own has a role in the incident: name it": "自社の担当者には役割が必要です。役割を指定してください。",
    # Tasks.
    r"there is no such list; there is: (.*)": "その名前の一覧はありません。あるもの: {0}",
    r"a task is due in the future: name a later time": "作業の期限は、いまより後の日時にしてください。",
    r"there is no such task in this incident; open are: (.*)": "その番号の作業はありません。未了の作業: {0}",
    r"task (\d+) is closed as '(\w+)'; add a new one": "作業 {0} は閉じています({1:w})。必要なら新しい作業を加えてください。",
    r"task (\d+) belongs to '(\w+)': .*": "作業 {0} の担当は {1:k} です。完了できるのは担当、指揮者(commander)、副指揮者(deputy) です。",
    r"task (\d+) was closed as '(\w+)' before, .*": "作業 {0} は閉じていて({1:w})、その記録が残ります。続きがあれば新しい作業を加えてください。",
    r"task (\d+) is done only with evidence: .*": "作業 {0} の完了には証跡が必要です。何がどこにあるかを --evidence に書いてください。",
    r"task (\d+) may be left undone only for a reason: .*": "作業 {0} を行わない理由を --reason に書いてください。",
    # Threads.
    r"a thread is the talk with somebody else; .*": "やり取りは社外の関係先とのものです。社内のことは `shirase note` に残してください。",
    r"say in words what was asked, .*": "内容を --summary に書いてください。",
    r"an answer is awaited after the ask: .*": "回答の期限は、求めた日時より後にしてください。",
    r"only an answer or a withdrawal names the number .*": "番号を付けるのは、その番号の求めへの回答や取り下げのときだけです。",
    r"name the number that this is about; open are: (.*)": "どの番号についてかを指定してください。未了の番号: {0}",
    r"nothing in this thread has the number (\d+); (?:open are (.*)|none is open)": "このやり取りに番号 {0} はありません。未了の番号: {1}",
    r"number (\d+) of this thread is '(\w+)' already, .*": "番号 {0} は対応済みです({1:w})。続きは新しく求めてください。",
    r"'([\w-]+)' is no vendor: .*": "{0} は漏えい元の委託先などではありません。ほかの相手への求めは `shirase thread asked` で記録してください。",
    r"an answer is awaited after the demand: .*": "回答の期限は、求めた日時より後にしてください。",
    r"there is no standard demand of this kind; there is: (.*)": "その種類の標準の求めはありません。あるもの: {0}",
    r"there is no thread with ourselves": "自社とのやり取りはありません。",
    # Holds and retention.
    r"a hold says what may not be deleted: .*": "保全する対象を --scope に書いてください。",
    r"the day to ask again lies in the future: .*": "再確認の日は、明日以降にしてください。",
    r"there is no such hold in this incident; in force are: (.*)": "その番号の保全はありません。有効なもの: {0}",
    r"a hold is released for a reason: say which": "保全を解く理由を --reason に書いてください。",
    r"hold (\d+) was released before, .*": "保全 {0} は、別の理由ですでに解かれています。",
    r"there is no such data set(?: in this incident)?; there is: (.*)": "その名簿はありません。あるもの: {0}",
    r"data is kept until a day: name it": "保管の期限を --keep-until に書いてください。",
    r"only data that is kept has a day; leave it out": "--keep-until は保管するときだけ付けます。",
    r"the day until which data is kept lies in the future": "保管の期限は、明日以降にしてください。",
    r"say why the data is kept, deleted or returned": "名簿をそう扱う理由を --reason に書いてください。",
    r"hold (\d+) for '([\w-]+)' forbids this: .*": "保全 {0}({1} の求め)があるため、できません。先に保全を解くか、保管してください。",
    r"'(\w+)' was decided about this data set before; .*": "この名簿の扱いはすでに「{0:w}」と決まっています。",
    # Lists of people.
    r"a line is set aside by a named person: name them": "行を除外する方の氏名を --by に書いてください。",
    r"a line is set aside for a reason: say which": "行を除外する理由を --reason に書いてください。",
    r"no line of a list waits for a decision in this incident": "判断を待つ名簿の行はありません。",
    r"name one list in which lines wait; there is: (.*)": "どの名簿の行かを --list で示してください。判断を待つ行のある名簿: {0}",
    r"line (\d+) of this list waits for no decision(?:, nor do (\d+) others)?": "{0}行目は判断を待つ行ではありません。`shirase people undecided` で確認できます。",
    r"lines are named as numbers and ranges, such as 5,7-9": "行は 5,7-9 のように番号と範囲で示してください。",
    r"a range of lines goes from a lower to a higher number": "行の範囲は小さい番号から大きい番号へ書いてください。",
    # Documents.
    r"there is no such document; there is: (.*)": "その番号の文書はありません。あるもの: {0}",
    r"there is no document (\d+) yet": "文書 {0} はまだありません。",
    r"'(\w+)' wrote this document, and nobody approves .*": "この文書の起案者は {0:k} です。自分の起案は承認できません。別の担当が承認してください。",
    r"this kind is approved by (.*)": "この種類の文書を承認するのは {0:k} です。",
    r"the text, its facts or its recipients have moved since; read it again": "文面、事実または宛先が変わりました。`shirase show` で読み直してください。",
    r"document (\d+) has left the house; its text stands": "文書 {0} は発出済みです。文面は変わりません。",
    r"document (\d+) is '(\w+)': prepare a new one": "文書 {0} は「{1:w}」です。新しく起案してください。",
    r"this document has left the house; its text stands": "この文書は発出済みです。文面は変わりません。",
    r"not approved as it stands; missing: (.*)": "いまの文面には承認が足りません: {0:k}",
    r"a notice to people leaves with its wave; .*": "本人宛ての通知は一斉通知で送ります。`shirase wave start` を使ってください。",
    r"a private incident publishes nothing(?:, .*)?": "非公開の事案では公表しません。",
    r"an update is promised for the future: .*": "次回の公表の期日には、これから先の日時を指定してください。",
    r"there is no release of this number; there is: (.*)": "その番号の公表文はありません。あるもの: {0}",
    r"release (.*) is in preparation: say whether .*": "第{0}報を起案中です。そこに書くなら --stated-in "
    "で番号を、公表文の外で約束したなら --elsewhere を付けてください。",
    r"not publishing is decided for a reason: .*": "公表しない理由を --reason に書いてください。",
    r"only a filing to an authority has a receipt": "受付番号があるのは当局への報告だけです。",
    r"this filing was not submitted yet: issue it first": "この報告はまだ発出されていません。先に `shirase issue` で発出してください。",
    r"a receipt needs its number": "受付番号を書いてください。",
    r"this filing has its receipt already \((.*)\); a wrong number or time is put right with `(.*)`": "この報告には受付番号({0})が記録されています。番号や提出日時の誤りを訂正するには `{1}` を使ってください。",
    r"a withdrawal needs a reason": "取り下げる理由を --reason に書いてください。",
    r"wave (\d+) is planned with this document: cancel the wave first": "一斉通知 {0} がこの文書で計画されています。先に `shirase wave cancel` で取りやめてください。",
    r"this document has been withdrawn already": "この文書は取り下げ済みです。",
    r"this document is on its way already: .*": "この文書は発出の途中で、一部のメールは送信済みです。",
    # Merchants.
    r"no such merchant in this incident": "その契約店舗はこの事案にありません。",
    r"this merchant was not told yet": "この契約店舗にはまだ通知していません。先に契約店舗への通知を発出してください。",
    r"the merchant has already chosen; .*": "この契約店舗の選択は記録済みです。変えるには、先にその選択を撤回してください。",
    r"this is no mandate yet: it lacks (.*)": "委任として足りないものがあります: {0}",
    r"a mandate of this merchant is in force on other terms: .*": "この契約店舗には、内容の異なる委任があります。先に --withdraw で撤回してください。",
    r"'([\w-]+)' has no mandate in force .*": "{0} に、撤回できる有効な委任はありません。",
    r"say why, or how, the merchant withdrew its mandate": "委任が撤回された理由や経緯を書いてください。",
    r"a filing is recorded with the time of its submission: name it": "提出の記録には提出日時が必要です。--submitted-at に書いてください。",
    r"a time of submission is written with its zone, .*": "提出日時は 2026-01-09T12:00+09:00 のように時差を付けて書いてください。",
    r"a filing has a receipt number; where the authority gave none, say why": "受付番号を --receipt に書いてください。番号がない場合は、その理由を --no-receipt に書いてください。",
    r"a merchant reports one of: (.*)": "契約店舗の報告は次のいずれかです: {0}",
    # Waves.
    r"there is no (?:such )?wave(?: (\d+) in this incident)?(?:; there is: (.*))?": "その番号の一斉通知はありません。",
    r"wave (\d+) is '(\w+)'; nothing is left to be done with it": "一斉通知 {0} は「{1:w}」です。これ以上行うことはありません。",
    r"Cancelling a wave needs a reason\.": "一斉通知を取りやめる理由を --reason に書いてください。",
    r"This wave has been cancelled already\.": "この一斉通知は取りやめ済みです。",
    r"This wave has started: only a planned wave is cancelled\.": "この一斉通知は始まっています。取りやめられるのは開始前だけです。",
    r"This wave is not being sent\.": "この一斉通知は送信中ではありません。",
    r"this wave is not paused": "この一斉通知は止まっていません。",
    r"this wave has started or ended already": "この一斉通知は開始済みか、終わっています。",
    r"decide one of: (.*)": "判断は次のいずれかです: {0}",
    r"A substitute notice needs a reason\.": "代替措置の理由を --reason に書いてください。",
    r"This wave has not started: start it first\.": "この一斉通知はまだ始まっていません。先に開始してください。",
    r"The mail of a wave is a notice to people, and its letter is one to print\.": "一斉通知のメールには本人宛てのメールの文書を、書面には本人宛ての書面の文書を指定してください。",
    r"Nobody of these merchants is left to be told\.": "これらの契約店舗に、これから通知する方はいません。",
    # The general ones, after all those that say the same more exactly.
    r"only (.*) may (.*)": "この操作を行えるのは {0:k} だけです。",
}
_GATES: Mapping[str, str] = {
    r"(\d+) lines of the lists are no person as they stand, and nobody has decided about them: decide first\.": "名簿に、1名として扱えるか判断されていない行が {0} 行あります。`shirase people undecided` で確認し、先に判断してください。",
    r"List (\w+) has (\d+) lines, but people, merged and decided lines are (\d+): somebody is missing\.": "名簿 {0} の {1} 行に対し、対象者・統合・除外の合計が {2} 行です。行が失われています。",
    r"(\d+) people of these merchants have an unknown outcome in an earlier wave: settle these first\.": "先の一斉通知で結果不明の方が {0} 名います。先に判断してください。",
    r"Some of these people were told by this very document: prepare a new document\.": "この文書ですでに通知した方がいます。新しく文書を起案してください。",
    r"Notices under this very document were cancelled: prepare a new document\.": "この文書の通知は取り消されています。新しく文書を起案してください。",
    r"The mail of this wave cannot leave: (.*)\.": "メールの文書を発出できません: {0}",
    r"The letter of this wave cannot leave: (.*)\.": "書面の文書を発出できません: {0}",
    r"The mail of this wave is not approved as it stands\.": "メールの文書が承認されていません。",
    r"The letter of this wave is not approved as it stands\.": "書面の文書が承認されていません。",
    r"The (mail|letter) of this wave has been bound to another population since\.": "文書の承認が別の対象者に対するものになっています。",
    r"(\d+) merchants of this wave have no mandate in force: .*?\.": "委任のない契約店舗が {0} 社あります。",
    r"Nobody has stated that the sender '([\w-]+)' .* is outside the incident: .*?\.": "送信元 {0} が事案の影響を受けていないことが記録されていません。`shirase wave outside` で記録してください。",
    r"The sender '([\w-]+)' is stated to be hit by the incident\.": "送信元 {0} は事案の影響を受けていると記録されています。",
    r"No contact desk is recorded for our own organisation\.": "自社の問い合わせ窓口が登録されていません。",
    r"The contact desk has not been tested: .*?\.": "窓口の試験がまだです。`shirase desk test` で記録してください。",
    r"The contact desk failed its last test: .*?\.": "窓口は直近の試験で不合格でした。直してから試験し直してください。",
    r"The (?:mail|letter) has no words yet for (\d+) merchants of this wave\.": "文面のない契約店舗が {0} 社あります。",
    r"Wave (\d+) would still warn (\d+) people: .*?\.": "一斉通知 {0} がまだ {1} 人に知らせるところです。先に止めてください。",
    r"The ledger says that this is a false alarm: .*?\.": "台帳では誤報とされています。これ以上は知らせません。",
    r"(\d+) people of (?:earlier waves|these merchants) have an unknown outcome.*?: .*?\.": "先の一斉通知で結果不明の方が {0} 人います。先に判断してください。",
    r"(\d+) lines of the lists are no person as they stand, .*?\.": "名簿の {0} 行の扱いが決まっていません。先に決めてください。",
    r"List (\w+) has (\d+) lines, .*?\.": "名簿 {0} の行数と人数が合いません。",
    r"The sender is paused: .*?\.": "送信が止められています。",
}
_SENTENCES = [
    (re.compile(pattern, re.DOTALL), words) for pattern, words in {**OF_PAPERS, **_WORDS}.items()
]
_REASONS = [(re.compile(pattern), words) for pattern, words in _GATES.items()]


def in_japanese(sentence: str) -> str:
    """The refusal in Japanese; one without a pattern keeps its own words after a Japanese lead."""
    for pattern, words in _SENTENCES:
        if found := pattern.fullmatch(sentence):
            return spoken_in(words, [value or "なし" for value in found.groups()], "ja")
    reasons = [_reason(part) for part in re.split(r"(?<=\.) (?=[A-Z0-9])", sentence)]
    known = [reason for reason in reasons if reason]
    return "".join(known) if len(known) == len(reasons) else f"{LEAD}{sentence}"


def _reason(part: str) -> str:
    for pattern, words in _REASONS:
        if found := pattern.fullmatch(part):
            return words.format(*found.groups())
    return ""
