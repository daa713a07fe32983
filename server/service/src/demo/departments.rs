//! The organisation of the demo city: 60 nodes, codes in three pairs of digits (部・課・係).

use domain::{
    department::{DepartmentForm, DepartmentLevel},
    label::Choice,
};

/// The section of contracts and those who review them.
pub const CONTRACTS: &str = "010300";
/// The section of information policy and those who watch over it.
pub const INFORMATION: &str = "020300";
/// The section with the most contracts that touch residents' data; the featured staff work here.
pub const RESIDENTS: &str = "040100";
/// The office of the audit commissioners.
pub const AUDIT: &str = "130000";
/// Abolished; nothing belongs to it.
pub const ABOLISHED: &str = "050600";

/// Code, name, reading.
const TABLE: [(&str, &str, &str); 60] = [
    ("010000", "総務部", "ソウムブ"),
    ("010100", "総務課", "ソウムカ"),
    ("010200", "人事課", "ジンジカ"),
    (CONTRACTS, "契約課", "ケイヤクカ"),
    ("010301", "業務契約係", "ギョウムケイヤクカカリ"),
    ("010400", "管財課", "カンザイカ"),
    ("010500", "危機管理課", "キキカンリカ"),
    ("020000", "企画部", "キカクブ"),
    ("020100", "企画政策課", "キカクセイサクカ"),
    ("020200", "広報広聴課", "コウホウコウチョウカ"),
    (INFORMATION, "情報政策課", "ジョウホウセイサクカ"),
    ("020301", "情報セキュリティ係", "ジョウホウセキュリティカカリ"),
    ("030000", "財政部", "ザイセイブ"),
    ("030100", "財政課", "ザイセイカ"),
    ("030200", "市民税課", "シミンゼイカ"),
    ("030300", "資産税課", "シサンゼイカ"),
    ("030400", "収納課", "シュウノウカ"),
    ("040000", "市民生活部", "シミンセイカツブ"),
    (RESIDENTS, "市民課", "シミンカ"),
    ("040101", "住民記録係", "ジュウミンキロクカカリ"),
    ("040102", "証明交付係", "ショウメイコウフカカリ"),
    ("040200", "保険年金課", "ホケンネンキンカ"),
    ("040300", "市民協働課", "シミンキョウドウカ"),
    ("050000", "保健福祉部", "ホケンフクシブ"),
    ("050100", "福祉政策課", "フクシセイサクカ"),
    ("050200", "生活支援課", "セイカツシエンカ"),
    ("050300", "障害福祉課", "ショウガイフクシカ"),
    ("050400", "高齢者支援課", "コウレイシャシエンカ"),
    ("050500", "健康増進課", "ケンコウゾウシンカ"),
    ("050501", "健診係", "ケンシンカカリ"),
    (ABOLISHED, "ワクチン接種推進課", "ワクチンセッシュスイシンカ"),
    ("060000", "こども部", "コドモブ"),
    ("060100", "こども政策課", "コドモセイサクカ"),
    ("060200", "保育運営課", "ホイクウンエイカ"),
    ("060300", "子育て支援課", "コソダテシエンカ"),
    ("070000", "環境部", "カンキョウブ"),
    ("070100", "環境政策課", "カンキョウセイサクカ"),
    ("070200", "廃棄物対策課", "ハイキブツタイサクカ"),
    ("080000", "都市部", "トシブ"),
    ("080100", "都市計画課", "トシケイカクカ"),
    ("080200", "建築指導課", "ケンチクシドウカ"),
    ("080300", "公園緑地課", "コウエンリョクチカ"),
    ("090000", "土木部", "ドボクブ"),
    ("090100", "道路管理課", "ドウロカンリカ"),
    ("090200", "道路整備課", "ドウロセイビカ"),
    ("090300", "交通政策課", "コウツウセイサクカ"),
    ("100000", "教育委員会", "キョウイクイインカイ"),
    ("100100", "教育総務課", "キョウイクソウムカ"),
    ("100200", "学校教育課", "ガッコウキョウイクカ"),
    ("100300", "学校給食課", "ガッコウキュウショクカ"),
    ("100400", "生涯学習課", "ショウガイガクシュウカ"),
    ("100500", "図書館", "トショカン"),
    ("110000", "消防局", "ショウボウキョク"),
    ("110100", "消防総務課", "ショウボウソウムカ"),
    ("110200", "警防課", "ケイボウカ"),
    ("120000", "上下水道局", "ジョウゲスイドウキョク"),
    ("120100", "経営総務課", "ケイエイソウムカ"),
    ("120200", "料金課", "リョウキンカ"),
    ("120300", "下水道整備課", "ゲスイドウセイビカ"),
    (AUDIT, "監査委員事務局", "カンサイインジムキョク"),
];

pub fn all() -> Vec<DepartmentForm> {
    TABLE
        .iter()
        .map(|(code, name, kana)| {
            let abolished = *code == ABOLISHED;
            DepartmentForm {
                code: (*code).to_owned(),
                name: (*name).to_owned(),
                name_kana: (*kana).to_owned(),
                level: level(code).word().to_owned(),
                parent_code: parent(code),
                valid_from: if abolished { "2021-02-01" } else { "2019-04-01" }.to_owned(),
                valid_to: if abolished { "2025-03-31" } else { "" }.to_owned(),
            }
        })
        .collect()
}

/// Those that have a head: every 部 and 課 that still stands.
pub fn with_head() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(code, ..)| *code).filter(|code| level(code) != DepartmentLevel::Unit && *code != ABOLISHED)
}

/// The 課 a code belongs to: its own, or that of its 係.
pub fn section(code: &str) -> String {
    format!("{}00", &code[..4])
}

fn level(code: &str) -> DepartmentLevel {
    match (code.ends_with("0000"), code.ends_with("00")) {
        (true, _) => DepartmentLevel::Division,
        (false, true) => DepartmentLevel::Section,
        (false, false) => DepartmentLevel::Unit,
    }
}

fn parent(code: &str) -> String {
    match level(code) {
        DepartmentLevel::Division => String::new(),
        DepartmentLevel::Section => format!("{}0000", &code[..2]),
        DepartmentLevel::Unit => section(code),
    }
}
