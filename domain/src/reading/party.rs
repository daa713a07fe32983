//! Who the city is and who the contractor, whatever the contract calls them.

use super::{
    normal::{Canon, Opens},
    proposal::Parties,
};

const CITY: &[&str] = &["委託者", "発注者", "委託元", "本市", "当市", "本町", "注文者", "お客さま", "お客様", "借主", "賃借人", "市", "町", "村"];
const CONTRACTOR: &[&str] = &[
    "受託者",
    "受注者",
    "受託事業者",
    "受託業者",
    "受注業者",
    "受注事業者",
    "委託事業者",
    "委託業者",
    "委託先",
    "請負者",
    "請負人",
    "提供者",
    "提供事業者",
    "サービス提供者",
    "クラウドサービス提供者",
    "クラウド事業者",
    "クラウドサービス事業者",
    "サービス事業者",
    "当社",
    "弊社",
    "受任者",
    "納入業者",
    "本事業者",
    "貸主",
    "賃貸人",
    "請負業者",
];
const COMPANY: &[&str] = &["会社", "法人", "組合", "財団", "社団", "(株)", "(有)", "協会", "企業体", "センター", "研究所", "商店", "受託", "受注"];
const PLACE: &[&str] = &[
    "市",
    "町",
    "村",
    "区",
    "県",
    "都",
    "府",
    "道",
    "委員会",
    "管理者",
    "市長",
    "町長",
    "村長",
    "区長",
    "企業団",
    "広域連合",
    "一部事務組合",
    "発注者",
    "委託者",
    "地方公共団体",
    "自治体",
    "公共団体",
    "事務組合",
];
/// How far into the text the sides may be introduced, in bytes.
const PREAMBLE: usize = 6000;

/// Finds the two sides and writes 甲 for the city and 乙 for the contractor wherever they are meant.
pub(super) fn settle(canon: &mut Canon) -> Parties {
    let mut parties = introduced(&canon.text);
    listed(canon, &mut parties);
    if parties.city.is_empty() && parties.contractor.is_empty() && asks_the_other_way(&canon.text) {
        parties = Parties { city: vec!["乙".to_owned()], contractor: vec!["甲".to_owned()] };
    }
    let city = all_names(CITY, "甲", &parties.city, &parties.contractor);
    let mut contractor = all_names(CONTRACTOR, "乙", &parties.contractor, &parties.city);
    // Where the contractor has another name, those it entrusts something to are its 委託先.
    let named = ["乙", "受託者", "受注者", "当社", "提供者", "事業者", "請負者"].iter().any(|name| canon.text.contains(&format!("{name}は")));
    contractor.retain(|name| *name != "委託先" || !named && parties.contractor.is_empty() || parties.contractor.iter().any(|own| own == name));
    let mut met = Parties::default();
    let mut edits = Vec::new();
    for (names, letter, seen) in [(&city, "甲", &mut met.city), (&contractor, "乙", &mut met.contractor)] {
        for name in names {
            let mut places = canon
                .text
                .match_indices(*name)
                .filter(|(at, _)| {
                    // A line that opens with who is bound goes on with no word of the line before.
                    let speaks = canon.text[at + name.len()..].starts_with('は');
                    stands_alone(&canon.text, *at, name, canon.break_at(*at).is_some_and(|b| b.opens != Opens::Line || b.blank || speaks))
                })
                .peekable();
            if places.peek().is_some() && (*name).chars().count() > 0 {
                seen.push((*name).to_owned());
            }
            edits.extend(places.map(|(at, _)| (at, at + name.len(), letter)));
        }
    }
    // The longest name first where one is part of another.
    edits.sort_by_key(|edit| (edit.0, usize::MAX - edit.1));
    let mut end = 0;
    edits.retain(|edit| {
        let free = edit.0 >= end;
        end = end.max(edit.1);
        free
    });
    canon.rewrite(&edits);
    met
}

/// The usual names of a side and those this text gives it, without those it gives the other.
fn all_names<'a>(usual: &[&'a str], letter: &'a str, own: &'a [String], other: &[String]) -> Vec<&'a str> {
    let mut names: Vec<&str> = usual.iter().copied().chain([letter]).filter(|name| !other.iter().any(|taken| taken == name)).collect();
    names.extend(own.iter().map(String::as_str).filter(|name| !usual.contains(name) && *name != letter));
    names
}

/// `早瀬市(以下「甲」という。)` and `早瀬市を甲とし`.
fn introduced(text: &str) -> Parties {
    let mut parties = Parties::default();
    let preamble = &text[..floor(text, PREAMBLE)];
    for (at, word) in preamble.match_indices("以下") {
        let rest = preamble[at + word.len()..].trim_start_matches("単に");
        let name = if let Some(quoted) = rest.strip_prefix(['「', '"', '\'', '“']) {
            quoted.split(['」', '"', '\'', '”']).next()
        } else {
            rest.split_once("とい").map(|(name, _)| name).filter(|name| name.chars().count() <= 4)
        };
        if let Some(name) = name {
            introduce(&mut parties, &preamble[..at], name);
        }
    }
    for (at, _) in preamble.match_indices("」とは") {
        // 「運営会社」とは早瀬健康株式会社をいう。
        let Some((_, name)) = preamble[..at].rsplit_once('「') else { continue };
        let meant = preamble[at + "」とは".len()..].trim_start_matches('、').split(['を', '、', '。', '(']).next().unwrap_or_default();
        if meant.chars().count() <= 24 && !meant.contains(['の', 'に', 'が']) {
            introduce(&mut parties, meant, name);
        }
    }
    for (at, mark) in preamble.match_indices("を「") {
        // 早瀬市を「市」、株式会社ミナトを「会社」という。
        if let Some((name, _)) = preamble[at + mark.len()..].split_once('」').filter(|(_, rest)| rest.starts_with(['と', '、'])) {
            introduce(&mut parties, &preamble[..at], name);
        }
    }
    for name in ["甲", "乙", "委託者", "受託者", "発注者", "受注者"] {
        for (at, _) in preamble.match_indices(&format!("を{name}と")).take(1) {
            introduce(&mut parties, &preamble[..at], name);
        }
    }
    parties
}

/// Lines that name the city, 利用者 千穂市: the text may call it either.
fn listed(canon: &Canon, parties: &mut Parties) {
    const ROLES: &[&str] = &["委託者", "発注者", "注文者", "利用者", "利用団体", "契約者", "借主", "賃借人", "甲"];
    const OTHERS: &[&str] = &["受託者", "受注者", "請負者", "提供者", "事業者", "運営者", "貸主", "賃貸人", "会社", "業者", "乙"];
    for b in canon.breaks.iter().take_while(|b| b.at < PREAMBLE) {
        let line = &canon.text[b.at..canon.line_end(b.at)];
        // 受託をする者 事業者 株式会社ミナト: the name the text goes on with.
        let inner = ["委託をする者", "受託をする者", "委託者", "受託者"].iter().find_map(|role| line.strip_prefix(role)).unwrap_or(line);
        for role in OTHERS {
            let Some(name) = inner.strip_prefix(role).map(|name| name.trim_start_matches([':', '|'])) else { continue };
            let company = COMPANY.iter().any(|word| name.starts_with(word)) || ["会社", "法人", "組合"].iter().any(|end| name.ends_with(end));
            let known = parties.city.iter().chain(&parties.contractor).any(|taken| taken == role);
            if company && !known && (4..=40).contains(&name.chars().count()) && !name.contains(['は', 'を', '、', '。', '(']) {
                parties.contractor.push((*role).to_owned());
            }
        }
        for role in ROLES {
            let Some(name) = line.strip_prefix(role).map(|name| name.trim_start_matches([':', '|'])) else { continue };
            let place = ["市", "町", "村", "区", "県", "府", "広域連合", "企業団", "教育委員会"].iter().any(|end| name.ends_with(end));
            if place && (2..=12).contains(&name.chars().count()) && !name.contains(['は', 'が', 'の', 'と', '、', '。', '(']) {
                for known in [name, *role] {
                    if !parties.city.iter().chain(&parties.contractor).any(|taken| taken == known) {
                        parties.city.push(known.to_owned());
                    }
                }
            }
        }
    }
}

/// Judges by what stands before whose name it is; the first to be given a name keeps it.
fn introduce(parties: &mut Parties, before: &str, name: &str) {
    if name.is_empty() || name.chars().count() > 10 || parties.city.iter().chain(&parties.contractor).any(|known| known == name) {
        return;
    }
    let from = floor(before, before.len().saturating_sub(90));
    let before = before[from..].trim_end_matches(['(', '、']);
    let before = before.rsplit(['。', '、', ')', '」', ':']).next().unwrap_or(before);
    // Those the contractor works with are not the contractor.
    if ["再委託", "再受託", "基盤", "下請", "協力", "関係", "関与"].iter().any(|word| name.contains(word)) {
        return;
    }
    // What is introduced as a thing is no side of the contract.
    if before.ends_with(['務', 'ム', 'ス', '報', 'タ']) && !before.ends_with("サービス") || name.ends_with(['務', '書', '報']) {
        return;
    }
    let person = if before.contains("会社") && before.ends_with('長') { before } else { before.rsplit('と').next().unwrap_or(before) };
    if COMPANY.iter().any(|word| person.contains(word)) {
        parties.contractor.push(name.to_owned());
    } else if PLACE.iter().any(|word| person.ends_with(word)) {
        parties.city.push(name.to_owned());
    } else if COMPANY.iter().any(|word| before.contains(word)) {
        // と may be part of its name.
        parties.contractor.push(name.to_owned());
    }
}

/// Without a word on who is who: the one whose consent is asked for is the city.
fn asks_the_other_way(text: &str) -> bool {
    let asked = |side: &str| {
        ["の承諾", "の承認", "の許可", "の指示", "に報告", "に提出"].iter().map(|what| text.matches(&format!("{side}{what}")).count()).sum::<usize>()
    };
    asked("乙") > asked("甲") + 3
}

/// Whether a name is the name here and not part of another word: 委託者 in 再委託者, 市 in 都市.
fn stands_alone(text: &str, at: usize, name: &str, opens: bool) -> bool {
    let before = text[..at].chars().next_back().filter(|_| !opens);
    let after = text[at + name.len()..].chars().next();
    let cjk = |c: char| matches!(c, '一'..='龥' | 'ァ'..='ヺ' | 'ー' | '々');
    let common =
        matches!(name, "市" | "町" | "村" | "会社" | "区" | "県" | "法人" | "事業者" | "利用者" | "提供者" | "業者" | "組合" | "財団" | "協会" | "センター");
    if matches!(name, "甲" | "乙") {
        return !before.is_some_and(|c| matches!(c, '装' | '別' | '手'));
    }
    if common {
        let opens = before.is_none_or(|c| {
            matches!(c, '。' | '、' | '(' | ')' | '「' | '」' | 'は' | 'が' | 'に' | 'と' | 'を' | 'へ' | 'で' | 'び' | 'も' | 'り' | ':' | '.' | '-')
                || c.is_ascii_digit()
        });
        let goes_on = after.is_none_or(|c| {
            matches!(
                c,
                'は' | 'が'
                    | 'の'
                    | 'に'
                    | 'と'
                    | 'を'
                    | 'か'
                    | 'へ'
                    | 'よ'
                    | 'も'
                    | '、'
                    | '及'
                    | '又'
                    | '若'
                    | '。'
                    | ')'
                    | '側'
                    | 'で'
                    | 'や'
                    | 'だ'
                    | '以'
            )
        });
        return goes_on && (opens || text[..at].ends_with('条'));
    }
    match before {
        Some('再') => false,
        // The cell of a table that ran together: 秘密の保持受託者は、.
        Some(c)
            if cjk(c)
                && name.chars().count() > 1
                && text[at + name.len()..].starts_with("は、")
                && !matches!(c, '旧' | '元' | '各' | '同' | '前' | '新' | '先') =>
        {
            true
        }
        Some(c) if cjk(c) => matches!(c, '条' | '該' | '、') || text[..at].ends_with("甲") || text[..at].ends_with("乙"),
        _ => true,
    }
}

/// The nearest boundary of a character at or before a place.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(text: &str) -> String {
        let mut canon = Canon::of(text);
        settle(&mut canon);
        canon.text
    }

    #[test]
    fn the_city_is_kou_and_the_contractor_otsu_whatever_they_are_called() {
        assert_eq!(
            settled("早瀬市（以下「甲」という。）と株式会社ミナト（以下「乙」という。）は、"),
            "早瀬市(以下「甲」という。)と株式会社ミナト(以下「乙」という。)は、"
        );
        assert!(settled("早瀬市（以下「乙」という。）と有限会社みなとや（以下「甲」という。）は、甲は乙に報告する。").ends_with("乙は甲に報告する。"));
        assert!(settled("株式会社ミナト（以下「甲」という。）と早瀬市（以下「乙」という。）は、甲は乙に報告する。").ends_with("乙は甲に報告する。"));
        assert!(settled("星見市（以下「利用者」といいます。）。利用者は当社に通知します。").ends_with("甲は乙に通知します。"));
        assert!(
            settled("桜野市（以下「市」という。）とリンデン株式会社（以下「会社」という。）。会社は、市の承諾を得る。").ends_with("乙は、甲の承諾を得る。")
        );
    }

    #[test]
    fn names_are_given_in_several_ways() {
        for text in [
            "「市」とは早瀬市を、「運営会社」とは早瀬健康株式会社をいう。運営会社は、市に報告する。",
            "早瀬市を「市」、早瀬健康株式会社を「運営会社」という。運営会社は、市に報告する。",
        ] {
            assert!(settled(text).ends_with("乙は、甲に報告する。"), "{}", settled(text));
        }
    }

    #[test]
    fn a_city_named_in_a_line_is_the_city_by_that_name_and_by_its_role() {
        let text = "利用者　千穂市\n提供者　株式会社ルミナ\n千穂市は、協力する。利用者は、支払う。";
        assert!(settled(text).ends_with("甲は、協力する。甲は、支払う。"), "{}", settled(text));
    }

    #[test]
    fn usual_names_need_no_introduction() {
        assert_eq!(settled("受託者は、委託者の承諾を得る。受注者は発注者に従う。"), "乙は、甲の承諾を得る。乙は甲に従う。");
        assert_eq!(settled("委託先は、市に従う。"), "乙は、甲に従う。");
        assert_eq!(settled("乙は、委託先に義務を負わせる。"), "乙は、委託先に義務を負わせる。");
    }

    #[test]
    fn a_name_inside_another_word_is_not_the_name() {
        assert_eq!(settled("再委託先と再受託者、都市計画、市民、情報提供者"), "再委託先と再受託者、都市計画、市民、情報提供者");
    }

    #[test]
    fn sides_nobody_introduced_are_told_by_whose_consent_is_asked() {
        assert!(settled(&"甲は、乙の承諾を得て、乙に報告する。".repeat(4)).starts_with("乙は、甲の承諾を得て、甲に報告する。"));
    }
}
