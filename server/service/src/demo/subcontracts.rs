//! Who does part of the work below the contractors of the demo city: most with the city's permission in time, a few too late, refused, or still
//! waiting for an answer.

use chrono::{Days, NaiveDate};
use domain::{
    contract::{Contract, PersonalInformation},
    subcontract::{Closure, RulingAnswer, RulingInput, SubcontractForm},
};

use super::dice::Dice;

const WORKS: &[&str] = &[
    "データ入力と照合",
    "印刷・封入・発送",
    "コールセンターの受付",
    "サーバーの運用監視",
    "プログラムの改修と試験",
    "機器の設置と保守",
    "現地での案内と巡回",
    "帳票の電子化",
    "廃棄する媒体の回収と破壊",
    "利用者からの問合せ対応",
];

const PLACES: &[&str] = &["市内の事業所", "県内のデータセンター", "東京都内の事業所", "大阪府内の事務センター", "市役所内の作業室", "福岡県内の運用センター"];

const SAFETY: &[&str] = &["ISMSの認証の写しと体制図", "プライバシーマークの写しと誓約書", "自己点検表と責任者への聞き取り", "現地の確認と作業場所の写真"];

/// One tier of a chain: what was asked for, the city's answer, and what became of it.
pub struct DemoSubcontract {
    /// Without contractor and parent.
    pub form: SubcontractForm,
    /// Says which contractor of those that can take it.
    pub pick: usize,
    pub asked_on: NaiveDate,
    pub ruling: Option<RulingInput>,
    /// Clauses seen, of a hundred.
    pub clauses_percent: u8,
    pub closure: Option<Closure>,
}

/// The chain under a contract, from the top down.
pub fn of(contract: &Contract, today: NaiveDate) -> Vec<DemoSubcontract> {
    let mut dice = Dice::new(&format!("subcontract/{}", contract.number));
    (0..contract.nature.subcontract_depth).map(|tier| tier_of(contract, tier, &mut dice, today)).collect()
}

fn tier_of(contract: &Contract, tier: u8, dice: &mut Dice, today: NaiveDate) -> DemoSubcontract {
    let length = u64::try_from((contract.end - contract.start).num_days()).unwrap_or(0);
    let start = contract.start + Days::new((u64::from(tier) * 14 + dice.below(30)).min(length));
    let asked_on = (start - Days::new(21)).min(today);
    let roll = dice.below(100);
    let (answer, on, remark) = match roll {
        0..9 => (None, start, ""),
        9..14 => (Some(RulingAnswer::Refuse), start - Days::new(3), "安全管理の体制を確かめられないため"),
        14..20 => (Some(RulingAnswer::Permit), start + Days::new(9), "作業者の名簿を毎月出すこと"),
        _ => (Some(RulingAnswer::Permit), start - Days::new(dice.between(2, 12)), ""),
    };
    let ruling = answer.filter(|_| on <= today).map(|answer| RulingInput { answer, on, remark: remark.to_owned() });
    let is_over = contract.end < today && dice.percent(92);
    let closure =
        is_over.then(|| Closure { on: contract.end, proof: "廃棄証明書を受け取り、貸与した媒体の返還を確かめた".to_owned() });
    DemoSubcontract {
        pick: dice.index(10_000),
        form: SubcontractForm {
            work: (*dice.pick(WORKS)).to_owned(),
            information: information(contract.nature.personal).to_owned(),
            personal: contract.nature.personal.to_string(),
            place: (*dice.pick(PLACES)).to_owned(),
            abroad: if contract.nature.data_abroad && dice.percent(40) { "true".to_owned() } else { String::new() },
            start: start.to_string(),
            end: contract.end.to_string(),
            safety_on: asked_on.to_string(),
            safety_how: (*dice.pick(SAFETY)).to_owned(),
            ..SubcontractForm::default()
        },
        asked_on,
        ruling,
        clauses_percent: if dice.percent(86) { 100 } else { 70 },
        closure,
    }
}

const fn information(personal: PersonalInformation) -> &'static str {
    match personal {
        PersonalInformation::None => "",
        PersonalInformation::Personal => "氏名、住所、生年月日、申請の内容",
        PersonalInformation::MyNumber => "個人番号、氏名、住所、所得の情報",
    }
}
