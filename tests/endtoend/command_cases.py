"""The typical mistakes of every acting command, one a line: what is typed and what is answered.

A new command adds its lines here; `test_commands_refused.py` fails until it has one. `HAYATE` is
an incident under way, `OWATTA` one that has ended, `FUTAGO` the code name of two.

HAYATE has: its merchants told (document 1), a filing (2), mail and letter (3, 4) of merchant-a in
review and bound to a planned wave (1); a mandate of merchant-a; the first-hour list with task 16
done; a hold (1) of the police; a demand (1) to app-vendor.
"""

import shlex
from typing import NamedTuple

FUTURE, PAST = "2099-01-09T12:00+09:00", "2020-01-09T12:00+09:00"
DESK = "--phone 0120-000-001 --hours 9-18 --per-hour 10 --per-day 100"
OUTSIDE = "--domain x --account x --provider x"
LISTS = {
    "letters.csv": "書面番号\n1\n",
    "results.csv": "確認番号,結果,日時,担当者\nA1,reached,2026-01-09 12:00,見本\n",
}
"""Lists that stand in the folder `LISTS` of a line, by name."""


class Mistake(NamedTuple):
    """A line that must be refused: what its sentence says, and whether the engine decided it.

    What the engine decides leaves a line in the audit log; what is seen before it leaves none.
    """

    line: str
    says: tuple[str, ...]
    by_engine: bool = False

    @property
    def words(self) -> list[str]:
        """The line as a shell would give it."""
        return shlex.split(self.line)


def seen(line: str, *says: str) -> Mistake:
    """Refused by the command itself."""
    return Mistake(line, says)


def decided(line: str, *says: str) -> Mistake:
    """Refused by the engine, with an audit line."""
    return Mistake(line, says, by_engine=True)


MISTAKES = [
    seen("fact NOBODY cause --say x", "No incident is called so. There is: ", "HAYATE"),
    seen("fact FUTAGO cause --say x", "Several incidents are called so", "FUTAGO"),
    seen("fact 0 cause --say x", "Several incidents are called so", "OWATTA"),
    seen("fact HAYATE Cause --say x", "key: write dotted lower-case words"),
    seen("fact HAYATE cause --say x --status maybe", "--status", "known, suspected, unknown"),
    seen("fact HAYATE figure.people --number -3", "--number", "from 0 on"),
    seen("fact HAYATE figure.people --number many", "--number", "write a whole number"),
    seen("fact HAYATE discovered --moment yesterday", "--moment", "like 2026-01-09T12:00+09:00"),
    seen("fact HAYATE discovered --moment 2026-01-09T12:00", "--moment", "+09:00"),
    seen("fact HAYATE cause --say x --source vendor", "There are: app-vendor, ", "platform"),
    seen("fact HAYATE cause --say x --as boss", "--as", "commander, deputy, privacy_officer"),
    seen("fact HAYATE cause --say x --command-id short", "--command-id is 26 letters"),
    decided("fact OWATTA cause --say x", "has ended as 'false_alarm': reopen it"),
    seen("fact add HAYATE cause --say x --source vendor", "There are: app-vendor, ", "platform"),
    seen("fact correct HAYATE overvew --say x --reason x", "holds no fact of this key", "overview"),
    seen("fact correct HAYATE overview --say x", "--reason is missing"),
    decided("fact correct HAYATE overview --say x --reason ''", "is corrected for a reason"),
    seen("fact withdraw HAYATE nothing.known --reason x", "holds no fact of this key"),
    decided("fact withdraw HAYATE overview --reason ''", "is corrected for a reason"),
    seen("fact decide HAYATE overview --source platform --reason x", "No values compete"),
    seen("approval delegate HAYATE counsel boss --until 2099-01-09T12:00+09:00 --reason x", "TO"),
    decided(f"approval delegate HAYATE counsel deputy --until {PAST} --reason x", "a time to come"),
    decided(
        f"approval delegate HAYATE counsel deputy --until {FUTURE} --reason ''",
        "only for a reason",
    ),
    decided(
        f"approval delegate HAYATE counsel commander --until {FUTURE} --reason x",
        "nobody names themselves",
    ),
    decided(
        f"approval delegate HAYATE counsel counsel --until {FUTURE} --reason x", "another role"
    ),
    seen("passage edit HAYATE 99 opening --text x", "No document has this number"),
    seen("passage edit HAYATE 3 opening", "either by --text or by --file"),
    seen("passage edit HAYATE 3 opening --text x --declare 3日", "declared with its reason"),
    decided("passage edit HAYATE 3 closing --text x", "there is no passage", "apology, opening"),
    decided("passage edit HAYATE 3 opening --text ' '", "not left empty"),
    decided("passage edit HAYATE 3 opening --text 対象は9名です。", "typed by hand: 9名"),
    decided("passage edit HAYATE 3 opening --text ［figure.peple］", "near it: figure.people"),
    decided("passage edit HAYATE 3 opening --text 当社が損害を賠償します。", "no fact carries"),
    decided("passage edit HAYATE 2 opening --text x", "has no passages"),
    decided("passage edit HAYATE 1 apology --text x", "has left the house"),
    seen("passage return HAYATE 3 LISTS/none.docx", "cannot be read"),
    seen("passage return HAYATE 3 LISTS/letters.csv", "no Word file"),
    seen("passage return HAYATE 99 LISTS/letters.csv", "No document has this number"),
    seen("approval override HAYATE 99 --as commander --reason x", "No document has this number"),
    decided("approval override HAYATE 2 --as contact_desk --reason x", "only commander, deputy"),
    decided("approval override HAYATE 2 --as commander --reason ''", "only for a reason"),
    decided("approval override HAYATE 1 --as commander --reason x", "has left the house"),
    seen(f"filing record HAYATE nothing --submitted-at {PAST} --receipt 1", "No duty has this key"),
    decided("phase HAYATE detected", "'detected' cannot follow 'assessing'; next is containing"),
    decided("phase HAYATE following_up", "next is containing, notifying, false_alarm"),
    decided("phase HAYATE closed", "use the closing command"),
    decided("phase OWATTA assessing", "has ended as 'false_alarm'"),
    seen("phase HAYATE notifyng", "TO", "did you mean notifying?"),
    decided("severity HAYATE low", "proposed is 'critical'", "say why"),
    decided("severity HAYATE high --reason x --as counsel", "only commander, deputy may"),
    seen("severity HAYATE urgent", "it is one of low, medium, high, critical"),
    decided("role HAYATE us entrustee --reason x", "no such party", "app-vendor"),
    decided("role HAYATE platform entrustee --reason x --as commander", "only counsel may"),
    decided("role HAYATE platform undecided --reason x", "a decision names a role"),
    decided("role HAYATE platform controller --reason ''", "a ground: name it"),
    seen("role HAYATE platform boss --reason x", "it is one of controller, entrustor"),
    seen("role HAYATE platform controller", "--reason is missing"),
    decided("settle HAYATE preliminary:merchant-a:ppc --ground ''", "a legal ground: name it"),
    decided("settle HAYATE preliminary:merchant-a:ppc --ground x --as commander", "only counsel"),
    decided("settle HAYATE entrustee-notice:platform:merchant-a --ground x", "has been met"),
    seen("settle HAYATE nothing --ground x", "No duty has this key. There is: entrustee-notice"),
    seen("settle HAYATE preliminary --ground x", "Several duties begin so", "merchant-a:ppc"),
    seen("confirm HAYATE --reason x", "Name one duty, or give --all"),
    seen("confirm HAYATE --all --reason x", "No date waits to be confirmed"),
    seen("confirm HAYATE nothing --reason x", "No duty has this key. There is: "),
    decided("confirm HAYATE preliminary:merchant-a:ppc --reason x", "nothing waits"),
    decided("confirm HAYATE preliminary:platform:ppc --reason ''", "only for a reason"),
    decided("confirm HAYATE preliminary:platform:ppc --reason x --as commander", "only counsel"),
    decided(
        f"filing HAYATE preliminary:merchant-a:ppc --submitted-at {FUTURE} --receipt 1",
        "lies in the past",
    ),
    decided(
        f"filing HAYATE preliminary:merchant-a:ppc --submitted-at {PAST} --receipt 1 "
        "--as contact_desk",
        "may record a filing",
    ),
    decided(
        f"filing HAYATE entrustee-notice:platform:merchant-a --submitted-at {PAST} --receipt 1",
        "has been met",
    ),
    decided(
        f"filing HAYATE individual:merchant-a --submitted-at {PAST} --receipt 1",
        "met by the notices themselves",
    ),
    seen(
        "filing HAYATE preliminary:merchant-a:ppc --submitted-at today --receipt 1",
        "write it like 2026-01-09T12:00",
    ),
    decided("waive HAYATE final-wrongful:merchant-a:ppc --reason x", "set by law", "settles it"),
    decided("waive HAYATE preliminary:merchant-a:ppc --reason ''", "only for a reason"),
    decided("waive HAYATE preliminary:merchant-a:ppc --reason x --as counsel", "only commander"),
    decided(f"awareness HAYATE {PAST} --reason x", "this is none of them"),
    decided(f"awareness HAYATE {PAST} --reason ''", "decided for a reason"),
    decided(f"awareness HAYATE {PAST} --reason x --as commander", "only counsel may"),
    decided(f"awareness HAYATE {PAST} --reason x --moment soon", "no moment is called so"),
    seen(f"awareness HAYATE {PAST} --reason x --party merchant-z", "There are: app-vendor, "),
    seen("awareness HAYATE yesterday --reason x", "like 2026-01-09T12:00+09:00"),
    decided("law adopt HAYATE --reason x", "nothing to adopt"),
    decided("law adopt HAYATE --reason ''", "adopted for a reason"),
    decided("law adopt HAYATE --reason x --as contact_desk", "may adopt newer rule files"),
    seen("law list NOBODY", "No incident is called so. There is: ", "HAYATE"),
    seen("take HAYATE preliminary", "Several duties begin so; give one whole key"),
    seen("take HAYATE nothing", "No duty has this key. There is: "),
    decided("take HAYATE 'task|unknown'", "no clock of this key runs", "list them"),
    decided("note HAYATE ''", "a note says something: write it"),
    decided("note OWATTA x", "has ended as 'false_alarm'"),
    decided("close HAYATE", "cannot end as 'closed'; next is containing"),
    decided("close HAYATE --false-alarm", "still open"),
    decided("close OWATTA", "has ended as 'false_alarm'"),
    decided("reopen HAYATE --reason x", "there is nothing to reopen"),
    decided("reopen OWATTA --reason ''", "reopened for a reason"),
    decided("reopen OWATTA --reason x --as contact_desk", "may reopen an incident"),
    seen("close", "INCIDENT is missing"),
    seen("close HAYATE --reson x", "There is no option --reson"),
    # Tasks, parties, holds, retention.
    decided("task open HAYATE genral", "there is no such list; there is: ", "general"),
    decided("task open HAYATE general --as contact_desk", "may open a list of tasks"),
    seen(f"task add HAYATE '' --owner counsel --due {FUTURE}", "title: this must not be empty"),
    seen(f"task add HAYATE x --owner counsl --due {FUTURE}", "did you mean counsel?"),
    seen("task add HAYATE x --owner counsel --due tomorrow", "write it like 2026-01-09T12:00"),
    decided(f"task add HAYATE x --owner counsel --due {PAST}", "due in the future"),
    decided("task assign HAYATE 99 counsel", "there is no such task", "open are: 1, 2"),
    decided("task assign HAYATE 16 counsel", "closed as 'done'; add a new one"),
    decided("task assign HAYATE 1 counsel --as contact_desk", "may give another's task away"),
    seen("task assign HAYATE 1 boss", "OWNER", "it is one of commander"),
    decided("task done HAYATE 1", "done only with evidence: say what shows it"),
    decided("task done HAYATE 99 --evidence x", "there is no such task", "open are: 1, 2"),
    decided("task done HAYATE 1 --evidence x --as contact_desk", "its owner, the commander"),
    decided("task done HAYATE 16 --evidence other", "what was said then stands"),
    decided("task not-done HAYATE 1 --reason ''", "only for a reason: say which"),
    seen("task not-done HAYATE 1", "--reason is missing"),
    seen("task don HAYATE 1", "There is no such command; near it: done"),
    decided("party add HAYATE app-vendor insurer --name x", "choose another key"),
    seen("party add HAYATE 保険 insurer --name x", "key: write a short key of lower-case"),
    seen("party add HAYATE insurer insurer --name ''", "name: this must not be empty"),
    decided("party add HAYATE insurer ourselves --name x", "since its opening"),
    decided("party contact HAYATE nobody --name x --mail a@b.example", "there is: app-vendor"),
    seen("party contact HAYATE police --name x --mail no", "mail: write a mail address, such as"),
    decided("party away HAYATE counsel", "name it by --until"),
    decided("party away HAYATE counsel --until 2020-01-01 --since 2019-12-29", "is past"),
    decided("party away HAYATE contact_desk --until 2020-01-01 --mail a@b.example", "nobody holds"),
    seen("party away HAYATE boss --until 2027-01-03", "it is one of"),
    decided("party contact HAYATE platform --name x --mail a@b.example", "a role in the incident"),
    decided("hold add HAYATE nobody --scope x", "there is: app-vendor"),
    decided("hold add HAYATE police --scope ''", "name its scope"),
    decided("hold add HAYATE police --scope x --until 2020-01-01", "name a later one"),
    seen("hold add HAYATE police --scope x --until soon", "write it like 2026-01-09"),
    decided("hold add HAYATE police --scope x --as contact_desk", "may put a hold on data"),
    decided("hold release HAYATE 9 --reason x", "no such hold", "in force are: 1"),
    decided("hold release HAYATE 1 --reason ''", "released for a reason: say which"),
    decided("hold release HAYATE 1 --reason x --as commander", "only privacy_officer, counsel"),
    seen("hold release HAYATE 0 --reason x", "HOLD", "from 1 on"),
    decided("retention decide HAYATE merchant-b delete --reason x", "no such data set"),
    decided(
        "retention decide HAYATE merchant-b delete --reason x", "no such data set", "of merchant-a"
    ),
    decided("retention decide HAYATE merchant-a keep --reason x", "until a day: name it"),
    decided(
        "retention decide HAYATE merchant-a delete --reason x --keep-until 2099-01-01",
        "leave it out",
    ),
    decided("retention decide HAYATE merchant-a delete --reason ''", "say why the data is kept"),
    decided(
        "retention decide HAYATE merchant-a delete --reason x", "hold 1 for 'police' forbids this"
    ),
    decided(
        "retention decide HAYATE merchant-a return --reason x --as commander", "only privacy_off"
    ),
    seen("retention decide HAYATE merchant-a burn --reason x", "it is one of keep, delete, return"),
    # Threads.
    decided("thread asked HAYATE nobody --summary x", "there is: app-vendor"),
    decided("thread asked HAYATE app-vendor --summary ''", "say in words what was asked"),
    decided("thread asked HAYATE platform --summary x", "use a note for ourselves"),
    decided(f"thread asked HAYATE police --summary x --due {PAST}", "name a later time"),
    seen("thread asked HAYATE app-vendor 1 --summary x", "There is a word too many"),
    seen("thread answered HAYATE app-vendor --summary x", "NUMBER is missing"),
    decided("thread answered HAYATE app-vendor 9 --summary x", "number 9; open are 1"),
    decided("thread answered HAYATE police 1 --summary x", "none is open"),
    decided(f"thread promised HAYATE police --summary x --due {PAST}", "name a later time"),
    seen("thread promised HAYATE police --summary x --due soon", "write it like"),
    decided("thread noted HAYATE app-vendor --summary ''", "say in words"),
    decided("thread withdrawn HAYATE app-vendor 9 --summary x", "number 9; open are 1"),
    decided("thread refused HAYATE app-vendor 9 --summary x", "number 9; open are 1"),
    decided("thread reminded HAYATE app-vendor 9 --summary x", "number 9; open are 1"),
    decided("thread reminded HAYATE app-vendor 1 --summary ''", "say in words"),
    decided("thread demand HAYATE police --standard", "is no vendor", "`thread asked`"),
    decided("thread demand HAYATE nobody --standard", "there is: app-vendor"),
    decided("thread assign HAYATE platform counsel", "no thread with ourselves"),
    decided("thread assign HAYATE app-vendor counsel --as contact_desk", "thread away"),
    seen("thread assign HAYATE app-vendor boss", "OWNER", "it is one of commander"),
    # Documents.
    seen("prepare HAYATE merchant_notices", "did you mean merchant_notice?"),
    seen("prepare HAYATE merchant_notice --merchant merchant-z", "merchant-a, merchant-b"),
    seen("prepare HAYATE preliminary_report --authority police", "No authority", "ppc"),
    seen("prepare HAYATE preliminary_report --merchant app-vendor", "No merchant", "merchant-a"),
    decided("prepare OWATTA first_release", "has ended as 'false_alarm'"),
    seen("approve HAYATE 99 --as counsel", "No document has this number. There is: 1, 2, 3, 4"),
    decided("approve HAYATE 2 --as privacy_officer", "nobody approves their own draft"),
    decided("approve HAYATE 2 --as contact_desk", "approved by counsel and commander"),
    decided("approve HAYATE 1 --as counsel", "document 1 has left the house; its text stands"),
    seen("approve HAYATE two --as counsel", "NUMBER", "write a whole number"),
    seen("approve HAYATE 2", "--as is missing"),
    seen("reject HAYATE 99 --reason x --as counsel", "There is: 1, 2, 3, 4"),
    seen("reject HAYATE 2 --reason '' --as counsel", "say with --reason what has to change"),
    decided("reject HAYATE 2 --reason x --as contact_desk", "approved by counsel and commander"),
    decided("reject HAYATE 1 --reason x --as counsel", "document 1 has left the house"),
    seen("issue HAYATE 99", "There is: 1, 2, 3, 4"),
    decided("issue HAYATE 2", "not approved as it stands; missing: counsel, commander"),
    decided("issue HAYATE 1", "document 1 has left the house"),
    decided("issue HAYATE 3", "leaves with its wave; start the wave"),
    seen("receipt HAYATE 99 2026-1", "There is: 1, 2, 3, 4"),
    decided("receipt HAYATE 2 2026-1", "not submitted yet: issue it first"),
    seen("receipt HAYATE 2 2026-1 --submitted-at today", "write it like 2026-01-09T12:00+09:00"),
    # Releases and lists of people.
    decided("release prepare OWATTA", "has ended as 'false_alarm'"),
    seen("release approve HAYATE 1 --as counsel", "There is no release yet"),
    seen("release issue HAYATE 1", "There is no release yet"),
    seen("release promise HAYATE tomorrow", "write it like 2026-01-09T12:00+09:00"),
    decided(f"release promise HAYATE {PAST}", "for the future: name a later time"),
    decided(f"release promise HAYATE {FUTURE} --stated-in 2", "no release of this number"),
    decided(f"release promise HAYATE {FUTURE} --as contact_desk", "may promise the public"),
    seen("release schedule HAYATE 1", "Name the time, or --none"),
    seen("release schedule HAYATE 1 tomorrow", "write it like 2026-01-09T12:00+09:00"),
    decided(f"release schedule HAYATE 1 {FUTURE}", "no release of this number is in preparation"),
    decided(f"release schedule HAYATE 1 {FUTURE} --as counsel", "may plan a release"),
    decided(f"release hold HAYATE --for ppc --scope '' --until {FUTURE}", "name its scope"),
    decided(f"release hold HAYATE --for ppc --scope x --until {PAST}", "name a later one"),
    decided(f"release hold HAYATE --for nobody --scope x --until {FUTURE}", "no such party"),
    decided(
        f"release hold HAYATE --for ppc --scope x --until {FUTURE} --kind final_report",
        "never final_report",
    ),
    decided("release free HAYATE 9 --reason x", "no publication hold of this number"),
    decided("release free HAYATE 9 --reason ''", "ends for a reason"),
    decided("release correct HAYATE 1 --in 2", "release 1 has not been published"),
    decided(f"told HAYATE --name x --at {FUTURE}", "told in the past"),
    decided("code HAYATE ABCDEFGH --finding x", "no code of this kind is flagged"),
    decided("code HAYATE ABCDEFGH --finding ''", "say what was found"),
    decided("release decline HAYATE --reason ''", "for a reason: say which"),
    decided("release decline HAYATE --reason x --as public_relations", "only commander, counsel"),
    seen("people import HAYATE x.csv --merchant merchant-z", "There is: merchant-a, merchant-b"),
    seen("people import HAYATE x.csv --merchant merchant-a", "No such file or directory: x.csv"),
    seen("people adopt NOBODY", "No incident is called so. There is: ", "HAYATE"),
    decided("people decide HAYATE --by x --reason x", "no line of a list waits for a decision"),
    decided("people decide HAYATE --by x --reason x --as contact_desk", "may decide about lines"),
    decided("people decide HAYATE --by ' ' --reason x", "by a named person: name them"),
    decided("people decide HAYATE --by x --reason ''", "for a reason: say which"),
    decided("withdraw HAYATE 99 --reason x", "no such document; there is: 1, 2, 3, 4"),
    decided("withdraw HAYATE 2 --reason ''", "a withdrawal needs a reason"),
    decided("withdraw HAYATE 1 --reason x", "document 1 has left the house"),
    decided("withdraw HAYATE 3 --reason x", "wave 1 is planned with this", "cancel the wave first"),
    # Merchants.
    seen("ack HAYATE merchant-z", "No merchant", "There are: merchant-a, merchant-b"),
    seen("ack HAYATE app-vendor", "No merchant", "There are: merchant-a, merchant-b"),
    decided("ack OWATTA merchant-a", "has ended as 'false_alarm'"),
    seen("mandate HAYATE merchant-z --given-by x", "There are: merchant-a, merchant-b"),
    decided("mandate HAYATE merchant-b", "it lacks who gave it", "our mail provider"),
    decided("mandate HAYATE merchant-b --withdraw x", "no mandate in force"),
    decided("mandate HAYATE merchant-a --given-by 別人 --accepts-provider", "on other terms"),
    decided("mandate HAYATE merchant-a --withdraw ''", "say why, or how"),
    decided("own-notice HAYATE merchant-a", "already chosen; withdraw that choice first"),
    seen("own-notice HAYATE merchant-z", "There are: merchant-a, merchant-b"),
    decided("report HAYATE merchant-b publishd", "one of: final_filed", "published"),
    decided("report HAYATE merchant-b preliminary_filed --receipt 1", "time of its submission"),
    decided(
        f"report HAYATE merchant-b preliminary_filed --submitted-at {PAST}",
        "where the authority gave none, say why",
    ),
    decided(
        f"report HAYATE merchant-b final_filed --submitted-at {FUTURE} --receipt 1",
        "lies in the past",
    ),
    seen("report HAYATE merchant-b people_notified --count -1", "--count", "from 0 on"),
    seen("report HAYATE merchant-z published", "There are: merchant-a, merchant-b"),
    # Waves.
    seen("wave plan HAYATE --merchant merchant-z --mail 3 --letter 4", "merchant-a, merchant-b"),
    seen("wave plan HAYATE --merchant merchant-a --mail 99 --letter 4", "There is: 1, 2, 3, 4"),
    seen("wave plan HAYATE --merchant merchant-a --mail 1 --letter 4", "There is: 3"),
    seen("wave plan HAYATE --merchant merchant-a --mail 3 --letter 3", "There is: 4"),
    decided("wave plan HAYATE --merchant merchant-a --mail 3 --letter 4", "left to be told"),
    decided("wave start HAYATE 1", "mail of this wave is not approved", "letter of this wave"),
    decided("wave start HAYATE 9", "there is no such wave; there is: 1"),
    decided("wave cancel HAYATE 9 --reason x", "there is no such wave; there is: 1"),
    decided("wave cancel HAYATE 1 --reason ''", "needs a reason"),
    decided("wave resume HAYATE 1", "this wave is not paused"),
    decided("wave resume HAYATE 9", "there is no such wave; there is: 1"),
    seen("wave pause HAYATE 9 --reason x", "No wave has this number. There is: 1"),
    seen("wave pause HAYATE 1 --reason ''", "Say why"),
    decided("wave pause HAYATE 1 --reason x", "This wave is not being sent"),
    seen("wave settle HAYATE 9 told", "there is no wave 9 in this incident"),
    seen("wave settle HAYATE 1 told", "No request of this wave is in doubt"),
    decided("wave posted HAYATE 9", "there is no such wave; there is: 1"),
    decided("wave substitute HAYATE 1 --reason ''", "needs a reason"),
    decided("wave substitute HAYATE 1 --reason x", "has not started: start it first"),
    decided("wave substitute HAYATE 9 --reason x", "there is no such wave; there is: 1"),
    decided(f"desk test HAYATE {DESK}", "say why the desk is independent"),
    decided(f"desk test HAYATE {DESK} --independent x --as counsel", "may record a test"),
    decided(
        f"desk test HAYATE {DESK} --per-hour 0 --independent x", "at least one contact an hour"
    ),
    decided(
        f"desk test HAYATE {DESK} --per-day 8 --independent x",
        "a day has at least the capacity of an hour",
    ),
    seen("desk test HAYATE --phone 1", "--hours is missing"),
    decided("wave outside HAYATE --domain x", "missing: account, provider"),
    decided(f"wave outside HAYATE {OUTSIDE} --sender second", "there is: main"),
    decided(f"wave outside HAYATE {OUTSIDE} --as counsel", "may state whether a sender"),
    seen("wave letters HAYATE 9", "No wave has this number. There is: 1"),
    seen("wave letters HAYATE 1 --posted LISTS/nothing.csv", "nothing.csv"),
    seen("wave letters HAYATE 1 --posted LISTS/results.csv", "書面番号"),
    seen("wave letters HAYATE 1 --readdressed LISTS/letters.csv", "郵便番号"),
    seen(
        "wave letters HAYATE 1 --posted LISTS/letters.csv --returned LISTS/letters.csv",
        "One list at a time",
    ),
    decided("wave letters HAYATE 1 --posted LISTS/letters.csv", "has not started: start it first"),
    decided("wave letters HAYATE 9 --returned LISTS/letters.csv", "no such wave; there is: 1"),
    seen("wave export HAYATE 9", "No wave has this number. There is: 1"),
    seen("wave export HAYATE 1 --channel mail", "There are lists for: call"),
    seen("wave export HAYATE 1 --channel pigeon", "--channel", "it is one of mail"),
    decided("wave export HAYATE 1 --channel call", "has not started: start it first"),
    seen("wave results HAYATE 1 LISTS/nothing.csv --channel call", "nothing.csv"),
    seen("wave results HAYATE 1 LISTS/letters.csv --channel call", "確認番号"),
    seen("wave results HAYATE 1 LISTS/results.csv", "--channel is missing"),
    decided("wave results HAYATE 1 LISTS/results.csv --channel call", "has not started"),
    decided("wave results HAYATE 9 LISTS/results.csv --channel call", "there is: 1"),
    seen("merchants kit HAYATE merchant-a", "for a merchant that notifies by itself"),
    seen("merchants kit HAYATE merchant-z", "There are: merchant-a, merchant-b"),
    seen("merchants report HAYATE merchant-z", "There are: merchant-a, merchant-b"),
    # What the policy leaves to other roles.
    decided("phase HAYATE containing --as counsel", "only commander, deputy may change the phase"),
    decided("close HAYATE --false-alarm --as counsel", "only commander, deputy may end"),
    decided("prepare HAYATE first_release --as contact_desk", "may prepare a document"),
    decided("withdraw HAYATE 2 --reason x --as contact_desk", "may withdraw a document"),
    decided("issue HAYATE 2 --as privacy_officer", "only commander, deputy may let a document"),
    decided("receipt HAYATE 2 2026-1 --as merchant_care", "may record a receipt"),
    decided("ack HAYATE merchant-b --as contact_desk", "other than the merchant itself"),
    decided("own-notice HAYATE merchant-b --as public_relations", "other than the merchant"),
    decided(
        "wave plan HAYATE --merchant merchant-a --mail 3 --letter 4 --as counsel",
        "only commander, deputy, privacy_officer may plan a wave",
    ),
    decided("wave start HAYATE 1 --as counsel", "only commander, deputy may start a wave"),
    decided("wave cancel HAYATE 1 --reason x --as counsel", "may cancel a wave"),
    decided("wave substitute HAYATE 1 --reason x --as merchant_care", "may record a substitute"),
]
