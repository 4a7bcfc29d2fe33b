"""The sentences and labels of explanations, in Japanese and English.

`domain.explanations` fills them in. Every step key, anchor and moment has its words here, every
finding in `domain.finding_words`; a test holds that none is missing.
"""

from collections.abc import Mapping

WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "anchored": {
        "ja": "起算のもと: {anchor}、{moment} {moment_at}（{zone}）。",
        "en": "Counted from {anchor}: {moment}, {moment_at} ({zone}).",
    },
    "given_day": {
        "ja": "起算のもと: {anchor}として与えられた {given_on}（{zone}の日付）。",
        "en": "Counted from {anchor}, given as {given_on} (a date in {zone}).",
    },
    "given_time": {
        "ja": "起算のもと: {anchor}として与えられた {written} は、{zone}では {given_at}。",
        "en": "Counted from {anchor}, given as {written}, which is {given_at} in {zone}.",
    },
    "reportable_later": {
        "ja": "報告対象の要件を満たすと分かったのは {moment_at}（{zone}）のため、そこから数える。",
        "en": "The reporting threshold was known to be met only at {moment_at} ({zone}), "
        "so the count starts there.",
    },
    "other_times_stated": {
        "ja": "ほかに申し立てられた時点: {times}。決定されるまで最も早い時点から数える。",
        "en": "Other times were stated: {times}. The earliest counts until a person decides.",
    },
    "year_end": {
        "ja": "発見した暦年の末日は {year_end_on}。発生した年ではない。",
        "en": "The calendar year of the discovery, not of the breach, ends on {year_end_on}.",
    },
    "unknown_counts": {
        "ja": "不明のため、該当するものとして扱う事項: {findings}。",
        "en": "Not known, and therefore treated as met: {findings}.",
    },
    "unknown_keeps_strict": {
        "ja": "確定していない事項: {findings}。確定するまで厳しい方の規定を適用する。",
        "en": "Not settled: {findings}. Until it is, the stricter rule applies.",
    },
    "target": {"ja": "【目標】", "en": "Target:"},
    "policy_target": {
        "ja": "【目標（社内方針、法令の期限ではない）】",
        "en": "Target (house policy, not a legal limit):",
    },
    "limit": {"ja": "【法定の期限】", "en": "Legal limit:"},
    "guidance_limit": {"ja": "【目安の期限】", "en": "Limit by guidance:"},
    "loose_reading": {
        "ja": "【緩い読み方（参考。期限としては使わない）】",
        "en": "Loose reading (for information, not relied on):",
    },
    "no_number": {
        "ja": "法令に日数の定めはなく、事情に応じて速やかに行う。",
        "en": "The law sets no number: it is owed promptly.",
    },
    "cap": {
        "ja": "【併せて守る期限】{moment} {moment_at}（{zone}）から:",
        "en": "And at most, from {moment}, {moment_at} ({zone}):",
    },
    "cap_lapsed": {
        "ja": "この期限は、{anchor}がその後のため適用しない。",
        "en": "This second limit lapses, since {anchor} lies after it.",
    },
    "earlier_counts": {
        "ja": "早い方の {due_at}（{zone}）が期限。",
        "en": "The earlier of them counts: {due_at} ({zone}).",
    },
    "anchor_pending": {
        "ja": "{anchor}はまだ到来していないため、次の期限だけが進行している。",
        "en": "{anchor} has not come yet, so only the second limit runs.",
    },
    "delayed": {
        "ja": "通知を見合わせている: {ground}。理由が消えた時点で、もとの期限が再び適用される。",
        "en": "The notice waits: {ground}. When the reason ends, the limit below applies again.",
    },
    "days_from_day_one": {
        "ja": "{anchor} {start_on} を1日目として{n}日目は {last_on}。",
        "en": "Counting {start_on}, {anchor}, as day 1, day {n} is {last_on}.",
    },
    "days_after": {
        "ja": "{anchor} {start_on} の翌日を1日目として{n}日目は {last_on}。",
        "en": "Counting the day after {start_on}, {anchor}, as day 1, day {n} is {last_on}.",
    },
    "open_days_from_day_one": {
        "ja": "{anchor} {start_on} 以後の最初の開庁日を1日目として{n}開庁日目は {last_on}。",
        "en": "Counting open days only, with the first from {start_on}, {anchor}, as day 1, "
        "open day {n} is {last_on}.",
    },
    "open_days_after": {
        "ja": "{anchor} {start_on} の翌日以後の最初の開庁日を1日目として{n}開庁日目は {last_on}。",
        "en": "Counting open days only, with the first after {start_on}, {anchor}, as day 1, "
        "open day {n} is {last_on}.",
    },
    "not_counted": {
        "ja": "その間の閉庁日は数えない: {every_closed_day}。",
        "en": "Closed days in between do not count: {every_closed_day}.",
    },
    "months_from_day_one": {
        "ja": "{anchor} {start_on} を初日とする{n}か月の末日は {last_on}。",
        "en": "With {start_on}, {anchor}, as the first day, {n} month(s) end on {last_on}.",
    },
    "months_after": {
        "ja": "{anchor} {start_on} の{n}か月後の同じ日（なければ月末）は {last_on}。",
        "en": "The same date {n} month(s) after {start_on}, {anchor} (or the month's last day), "
        "is {last_on}.",
    },
    "hours": {
        "ja": "{anchor} {start_at} から{n}時間後は {last_at}（{zone}）。",
        "en": "{n} hours from {start_at}, {anchor}, end at {last_at} ({zone}).",
    },
    "hours_from_full_hour": {
        "ja": "{anchor}の次の正時 {start_at} から{n}時間後は {last_at}（{zone}）。",
        "en": "{n} hours from {start_at}, the next full hour after {anchor}, "
        "end at {last_at} ({zone}).",
    },
    "starts_next_open_day": {
        "ja": "{start_on} は{reason}のため、次の開庁日 {moved_on} を1日目とする。",
        "en": "{start_on} is closed ({reason}), so the next open day, {moved_on}, is day 1.",
    },
    "rolled": {
        "ja": "{reason}のため、次の開庁日 {due_on} が期限。{closed_days}",
        "en": "That day is closed ({reason}), so the limit is the next open day, "
        "{due_on}.{closed_days}",
    },
    "rolled_to_noon": {
        "ja": "{reason}のため、次の開庁日 {due_on} の正午が期限。{closed_days}",
        "en": "That day is closed ({reason}), so the limit is noon of the next open day, "
        "{due_on}.{closed_days}",
    },
    "ends_on_open_day": {
        "ja": "開庁日なので動かない。",
        "en": "That day is open, so it stands.",
    },
    "not_moved": {
        "ja": "土日祝日に当たっても後ろへ動かさない。",
        "en": "It does not move for weekends or holidays.",
    },
    "ends_at": {
        "ja": "その日の {time}（{zone}）までに届いたものがその日の提出となる。",
        "en": "What arrives by {time} ({zone}) counts as of that day.",
    },
    "roll_allowed": {
        "ja": "閉庁日に当たる場合に延びる: {ground}。",
        "en": "An end on a closed day moves: {ground}.",
    },
    "late_with_reasons": {
        "ja": "【期限後の提出】遅れた理由を付す。",
        "en": "After the limit: with the reasons for the delay.",
    },
    "late_until": {
        "ja": "【期限後の提出】遅れた理由を付す。認められるとしても次の日まで"
        "（期限としては使わない）:",
        "en": "After the limit: with the reasons for the delay, and excused, if at all, until "
        "(not relied on):",
    },
}

LABELS: Mapping[str, Mapping[str, str]] = {
    "trigger": {"ja": "起算日", "en": "the trigger day"},
    "aware": {"ja": "知った日", "en": "the day of knowing"},
    "aware_reportable": {"ja": "知った日", "en": "the day of knowing"},
    "suspected": {"ja": "疑いを持った日", "en": "the day of the suspicion"},
    "classified": {"ja": "分類した時点", "en": "the classification"},
    "assessed": {"ja": "評価を終えた日", "en": "the day the assessment ended"},
    "handled": {"ja": "対応を終えた日", "en": "the day the incident was handled"},
    "determined": {"ja": "決定した日", "en": "the day of the determination"},
    "occurred": {"ja": "発生した日", "en": "the day of the occurrence"},
    "discovered_or_should_have": {
        "ja": "発見した（すべきだった）日",
        "en": "the day it was or should have been discovered",
    },
    "received_from_processor": {
        "ja": "委託先から通知を受けた日",
        "en": "the day of the processor's notice",
    },
    "submitted": {"ja": "前段階の報告を提出した日", "en": "the day of the earlier submission"},
    "remedy_available": {"ja": "修正が利用可能になった日", "en": "the day a fix was available"},
    "individuals_notified": {"ja": "本人に通知した日", "en": "the day individuals were notified"},
    "calendar_year_end": {
        "ja": "発見した年の末日",
        "en": "the end of the year of discovery",
    },
    "payment_made": {"ja": "支払った日", "en": "the day of the payment"},
    "suspected_at": {"ja": "疑いを持った時点", "en": "first suspicion"},
    "first_department_known_at": {
        "ja": "いずれかの部署が知った時点",
        "en": "first knowledge in any department",
    },
    "confirmed_at": {"ja": "確認した時点", "en": "confirmation"},
    "classified_at": {"ja": "分類した時点", "en": "classification"},
    "determined_at": {"ja": "決定した時点", "en": "determination"},
    "assessed_at": {"ja": "評価を終えた時点", "en": "end of the assessment"},
    "should_have_discovered_at": {
        "ja": "発見すべきだった時点",
        "en": "when it should have been discovered",
    },
    "occurred_at": {"ja": "発生時点", "en": "occurrence"},
    "received_from_processor_at": {
        "ja": "委託先の通知を受けた時点",
        "en": "receipt of the processor's notice",
    },
    "remedy_available_at": {"ja": "修正の提供時点", "en": "availability of a fix"},
    "handled_at": {"ja": "対応の完了時点", "en": "end of the handling"},
    "individuals_notified_at": {"ja": "本人への通知時点", "en": "notice to individuals"},
    "payment_made_at": {"ja": "支払いの時点", "en": "payment"},
    "submitted_at": {"ja": "前段階の報告の提出時点", "en": "earlier submission"},
}
