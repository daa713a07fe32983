//! What is kept with the contracts of the demo city: a handful of small papers, written as text so that everybody can open them.

use chrono::{Days, NaiveDate};
use domain::{
    attachment::AttachmentKind,
    contract::{Contract, Stage},
};

use super::dice::Dice;

/// Of a hundred contracts in force or over, so many have files.
const SHARE: u8 = 6;

/// A file somebody attached on a day; several texts are its versions.
pub struct DemoAttachment {
    pub kind: AttachmentKind,
    pub title: &'static str,
    pub file_name: &'static str,
    pub texts: Vec<String>,
    pub on: NaiveDate,
}

/// The files of a contract, oldest first.
pub fn of(contract: &Contract, today: NaiveDate) -> Vec<DemoAttachment> {
    let mut dice = Dice::new(&format!("attachment/{}", contract.number));
    if contract.stage != Stage::Active || contract.start > today || !dice.percent(SHARE) {
        return Vec::new();
    }
    let head = format!("契約番号：{}\n件名：{}\n", contract.number, contract.title);
    let pledge = |number: u8| format!("従事者体制図（第{number}版）\n\n{head}\n責任者：{}\n作業者：4名（うち教育受講済み4名）\n", contract.contractor_lead);
    let mut found = vec![
        DemoAttachment {
            kind: AttachmentKind::Annex,
            title: "情報セキュリティ特記仕様書（締結版）",
            file_name: "情報セキュリティ特記仕様書.md",
            texts: vec![format!("# 情報セキュリティ特記仕様書\n\n{head}\n締結したものの写し。原本は契約書に綴じている。\n")],
            on: contract.start,
        },
        DemoAttachment {
            kind: AttachmentKind::Pledge,
            title: "従事者体制図と誓約書",
            file_name: "従事者体制図.txt",
            // In April people change.
            texts: if dice.percent(50) { vec![pledge(1), pledge(2)] } else { vec![pledge(1)] },
            on: contract.start + Days::new(dice.between(3, 20)),
        },
        DemoAttachment {
            kind: AttachmentKind::Report,
            title: "月次報告（最初の月）",
            file_name: "月次報告.csv",
            texts: vec!["日付,件数,事故\n1日,120,なし\n15日,134,なし\n末日,118,なし\n".to_owned()],
            on: contract.start + Days::new(33),
        },
    ];
    if contract.end < today {
        found.push(DemoAttachment {
            kind: AttachmentKind::Erasure,
            title: "データ消去証明書",
            file_name: "データ消去証明書.txt",
            texts: vec![format!("データ消去証明書\n\n{head}\n貸与を受けた情報及びその複製を、契約の終了後に全て消去したことを証明します。\n")],
            on: contract.end,
        });
    }
    found.retain(|file| file.on <= today);
    found
}
