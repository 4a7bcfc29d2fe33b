"""The catalogue of findings: every question that a law may ask of a breach or of a debtor.

A finding is a yes or no (`FLAG_WORDS`) or a count (`COUNT_WORDS`); each may be unknown. Names with
`entity.` say what the debtor is, `residents.<place>` counts the people who live in one place, and
`custom.<name>` is a yes-or-no question that a rule file of one's own brings along. A question that
a law asks and that is not here is added here, with its words, and nowhere else.
"""

import re
from collections.abc import Mapping

_PLACE = r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?"
RESIDENTS = re.compile(rf"residents\.({_PLACE})")
CUSTOM = re.compile(r"custom\.[a-z][a-z0-9_]*")

COUNT_WORDS: Mapping[str, tuple[str, str]] = {
    "affected_at_most": ("本人の数（上限）", "number of individuals (upper bound)"),
    "service_users_hit": ("影響を受けた利用者の数", "users of the service who were hit"),
    "residents_of_one_us_state": (
        "米国の一つの州に居住する本人の数（最も多い州の上限）",
        "individuals in the US state that has most of them (at most)",
    ),
    "outage_minutes": ("停止又は品質低下の時間（分）", "minutes of outage or degraded service"),
    "held_in_system_at_most": (
        "対象システムが保有する本人の数（上限）",
        "individuals whose data the system holds (at most)",
    ),
}

_DATA: Mapping[str, tuple[str, str]] = {
    "special_care": ("要配慮個人情報", "special-care information"),
    "property_damage": ("財産的被害のおそれ", "possible property damage"),
    "wrongful_purpose": ("不正の目的", "wrongful purpose"),
    "my_number": ("個人番号（マイナンバー）", "My Number"),
    "my_number_system": (
        "情報提供ネットワークシステム等に記録された特定個人情報",
        "specific personal information recorded in the network systems",
    ),
    "my_number_viewed": (
        "不特定多数の者に閲覧され又は閲覧され得る特定個人情報",
        "specific personal information open to the public and viewed, or possibly viewed",
    ),
    "personal_data": ("個人データの漏えい等", "personal data affected"),
    "communications_secrecy": ("通信の秘密の漏えい", "leak of the secrecy of communications"),
    "specified_user_information": ("特定利用者情報の漏えい", "leak of specified user information"),
    "criminal_record_confirmation": (
        "犯罪事実確認記録等の漏えい等",
        "leak of criminal-record confirmation data",
    ),
    "sensitive_data": ("センシティブ情報（機微な個人データ）", "sensitive data"),
    "unique_id_data": ("固有識別情報", "unique identification data"),
    "government_id": ("政府発行の識別番号", "government identification number"),
    "health_data": ("保護対象の健康情報", "protected health information"),
    "financial_data": ("金融情報", "financial data"),
    "card_data": ("カード情報", "payment card data"),
    "authentication_data": ("認証情報", "authentication data"),
    "secrecy_data": (
        "職業上・法律上の秘密に当たる情報",
        "data under legal or professional secrecy",
    ),
    "minors_or_elderly": ("子ども又は高齢者の情報", "data of minors or the elderly"),
    "large_scale": ("大規模なデータ", "large-scale data"),
    "computerised_personal_information": (
        "州法の定める個人情報（電子データ）",
        "computerised personal information as the state defines it",
    ),
    "customer_information": ("顧客情報", "customer information"),
}

_EVENT: Mapping[str, tuple[str, str]] = {
    "high_grade_encryption": ("高度な暗号化", "high-grade encryption"),
    "key_safe": ("復号手段の安全", "safety of the decryption key"),
    "unintelligible": (
        "暗号化等により判読できず、鍵も安全であること",
        "data unintelligible to others, with the key safe",
    ),
    "pseudonymised": ("仮名加工情報", "pseudonymised information"),
    "recovered_unseen": ("閲覧前の全件回収", "recovery before anyone viewed it"),
    "content_kept_nothing_leaked": (
        "同じ内容の保管（漏えいなし）",
        "same content kept and nothing leaked",
    ),
    "external_access": ("外部からの不正なアクセス", "unlawful access from outside"),
    "cyber_attack": ("サイバー攻撃", "cyber attack"),
    "victims_not_identifiable": ("本人を特定できないこと", "affected people cannot be identified"),
    "data_traded": ("データの不正な取引", "data being traded"),
    "risk": ("個人の権利利益に対するリスク", "risk to the rights of individuals"),
    "high_risk": ("個人の権利利益に対する高いリスク", "high risk to the rights of individuals"),
    "risk_removed": ("事後の措置によるリスクの除去", "risk removed by later measures"),
    "significant_harm": ("重大な損害のおそれ", "significant or serious harm likely"),
    "harm_avoided": ("措置による損害の回避", "harm effectively avoided by measures"),
    "recovered_risk_low": (
        "経路の確認と回収・削除により、リスクが明らかに低いこと",
        "path confirmed and data recovered or erased, risk clearly low",
    ),
    "low_probability_of_compromise": (
        "侵害の可能性が低いとの評価",
        "low probability of compromise, as assessed",
    ),
    "remedial_action_taken": ("損害を防ぐ是正措置", "remedial action that prevents the harm"),
    "internal_only": ("組織内にとどまること", "contained within the organisation"),
    "disproportionate_effort": ("過大な負担", "disproportionate effort"),
    "notice_prohibited": ("当局による通知の禁止", "notice forbidden by an authority"),
    "notice_needed_for_protection": (
        "本人の保護のための通知の必要、又は当局の求め",
        "notice needed to protect the person, or asked for by the authority",
    ),
    "altered_or_destroyed_only": (
        "紛失・盗難・漏えいを伴わない改変・毀損",
        "altered or destroyed only, nothing lost, stolen or leaked",
    ),
    "serious_public_effect": (
        "公共サービスの支障又は公益への重大な影響",
        "public services disturbed or serious effect on the public",
    ),
    "extortion": ("恐喝・脅迫・強要", "extortion, threats or coercion"),
    "major_by_sector_order": (
        "業種別の命令にいう重大な事案",
        "major case as the sector's order defines it",
    ),
    "law_enforcement_delay": (
        "捜査機関による通知延期の求め（記録あり）",
        "request of law enforcement to delay the notice, on record",
    ),
    "service_recipients_hit": ("サービスの受け手への影響", "recipients of the service affected"),
    "client_interests_hit": (
        "顧客の経済的利益への影響",
        "financial interests of clients affected",
    ),
    "covered_services_disrupted": (
        "銀行向け役務の4時間以上の重大な中断・低下（そのおそれを含む。）",
        "services to banks disrupted or likely to be for four hours or more",
    ),
    "significant_incident": ("重大なインシデント（NIS2）", "significant incident"),
    "major_incident": ("重大な ICT 関連インシデント（DORA）", "major ICT-related incident"),
    "material_incident": ("重要性のあるインシデント", "material incident"),
    "notification_incident": ("通知対象インシデント（銀行）", "notification incident (banks)"),
    "exploited_vulnerability": ("悪用が確認された脆弱性", "actively exploited vulnerability"),
    "severe_incident": ("製品の安全に影響する重大なインシデント", "severe incident of a product"),
    "reportable_cyber_incident": ("報告対象のサイバーインシデント", "reportable cyber incident"),
    "cross_border": ("国境を越える影響", "cross-border effect"),
    "ongoing": (
        "最終報告の期限の時点で継続中のインシデント",
        "incident still ongoing when the final report falls due",
    ),
    "larger_incident": ("「比較的大きい」以上のインシデント", "incident graded larger or above"),
    "core_function_disrupted": ("中核機能の停止", "core function disrupted"),
    "serious_service_accident": ("電気通信の重大な事故", "serious accident of a telecom service"),
    "specified_infringement": ("特定侵害事象等", "specified infringement event"),
    "ransom_paid": ("身代金の支払い", "ransom paid"),
    "material_company_fact": (
        "投資判断に重要な影響を与える会社の事実",
        "fact with material effect on investors' decisions",
    ),
    "financial_effect": (
        "財政状態・経営成績への著しい影響",
        "material effect on financial position or results",
    ),
    "crime_suspected": ("犯罪の疑い", "suspected crime"),
    "malware_or_intrusion": ("不正プログラム又は不正アクセス", "malware or unauthorised access"),
}

_ENTITY: Mapping[str, tuple[str, str]] = {
    "listed_company": ("上場会社", "company listed in Japan"),
    "securities_reporter": ("有価証券報告書の提出会社", "company that files securities reports"),
    "telecom_carrier": ("電気通信事業者", "telecommunications carrier"),
    "designated_carrier": (
        "特定利用者情報を適正に取り扱うべき電気通信事業者",
        "carrier designated for specified user information",
    ),
    "public_organ": ("行政機関等", "administrative organ"),
    "my_number_handler": ("個人番号利用事務等実施者", "body that handles My Number"),
    "special_infrastructure": ("特別社会基盤事業者", "special social-infrastructure operator"),
    "child_services": ("学校設置者・児童福祉等の事業者", "school or child-services operator"),
    "press_or_similar": (
        "報道・著述・宗教・政治の目的の取扱い",
        "handling for press, writing, religion or politics",
    ),
    "privacy_mark": ("プライバシーマーク付与事業者", "holder of the PrivacyMark"),
    "sector_fsa": ("金融庁所管の事業", "business under the Financial Services Agency"),
    "sector_mic": ("総務省所管の事業", "business under the communications ministry"),
    "sector_meti": ("経済産業省所管の事業", "business under the economy ministry"),
    "sector_mlit": ("国土交通省所管の事業", "business under the transport ministry"),
    "sector_mhlw": ("厚生労働省所管の事業", "business under the health and labour ministry"),
    "sector_maff": ("農林水産省所管の事業", "business under the agriculture ministry"),
    "essential_or_important": ("NIS2 の主要・重要事業体", "essential or important entity"),
    "trust_service_provider": ("トラストサービス提供者", "trust service provider"),
    "nonqualified_trust_service_provider": (
        "非適格トラストサービス提供者",
        "non-qualified trust service provider",
    ),
    "gdpr_scope": (
        "GDPR の地理的適用範囲（3条）にあること",
        "within the territorial scope of the GDPR (Art. 3)",
    ),
    "uk_gdpr_scope": (
        "英国 GDPR の地理的適用範囲（3条）にあること",
        "within the territorial scope of the UK GDPR (Art. 3)",
    ),
    "uk_nis_regulated": (
        "英国 NIS 規則の規制対象事業者",
        "regulated under the UK NIS Regulations",
    ),
    "financial_entity": ("金融事業体（DORA）", "financial entity"),
    "no_weekend_relief": (
        "週末の猶予を受けない金融事業体",
        "credit institution, CCP, trading venue or NIS2 entity without weekend relief",
    ),
    "manufacturer": ("デジタル要素を備えた製品の製造者", "manufacturer of digital products"),
    "public_network": (
        "公衆電気通信サービスの提供者",
        "provider of public communications services",
    ),
    "sec_registrant": ("SEC 登録会社", "SEC registrant"),
    "foreign_private_issuer": ("外国民間発行体（SEC）", "foreign private issuer (SEC)"),
    "covered_entity": ("HIPAA の対象事業者", "HIPAA covered entity"),
    "business_associate": ("HIPAA の事業提携者", "HIPAA business associate"),
    "nonbank_financial": ("銀行以外の金融機関（FTC）", "non-bank financial institution"),
    "bank": ("銀行組織", "banking organisation"),
    "bank_service_provider": ("銀行サービスの提供者", "bank service provider"),
    "nydfs_covered": ("NYDFS の対象事業者", "NYDFS covered entity"),
    "critical_infrastructure": ("重要インフラの運営者", "critical infrastructure operator"),
    "central_body": ("中央機関", "central body"),
    "network_operator": ("ネットワーク運営者", "network operator"),
    "sector_order": ("72時間の業種別命令の対象", "subject to a sector order"),
    "cyber_directed": ("CERT-In 指令の対象", "subject to the CERT-In directions"),
    "small_agent": ("小規模の取扱者", "small processing agent"),
    "ransom_reporting": ("身代金報告の対象事業者", "subject to ransom payment reporting"),
    "prudentially_regulated": ("健全性規制の対象", "prudentially regulated entity"),
    "card_merchant": ("カード加盟店・カード情報取扱者", "card merchant or service provider"),
    "cyber_insured": ("サイバー保険の被保険者", "holder of a cyber insurance policy"),
}

ENTITY = "entity."
DATA_FLAGS = frozenset(_DATA)
EVENT_FLAGS = frozenset(_EVENT)
ENTITY_FLAGS = frozenset(f"{ENTITY}{name}" for name in _ENTITY)

FLAG_WORDS: Mapping[str, tuple[str, str]] = {
    **_DATA,
    **_EVENT,
    **{f"{ENTITY}{name}": words for name, words in _ENTITY.items()},
}


def place_of(finding: str) -> str | None:
    """The place whose residents a finding counts; None for any other finding."""
    # Asked for every unknown finding of every party, so the cheap test comes first.
    match = RESIDENTS.fullmatch(finding) if finding.startswith("residents.") else None
    return match.group(1) if match else None


def is_count(finding: str) -> bool:
    """Whether the finding is a number of something."""
    return finding in COUNT_WORDS or place_of(finding) is not None


def is_flag(finding: str) -> bool:
    """Whether the finding is a yes or no."""
    return finding in FLAG_WORDS or CUSTOM.fullmatch(finding) is not None


def finding_words(finding: str) -> tuple[str, str]:
    """What a finding is called, in Japanese and in English.

    Raises:
        KeyError: no finding is called so.
    """
    place = place_of(finding)
    if place is not None:
        return f"{place} に居住する本人の数（上限）", f"individuals who live in {place} (at most)"
    if CUSTOM.fullmatch(finding):
        name = finding.removeprefix("custom.")
        return name, name.replace("_", " ")
    return COUNT_WORDS.get(finding) or FLAG_WORDS[finding]
