//! Clauses contracts of the demo city go without: a few approved, some of them about to end, one rejected, some still to be decided.

use chrono::{Days, NaiveDate};
use domain::{
    contract::Contract,
    exception::{DecisionInput, ExceptionAnswer, ExceptionInput},
};

use super::dice::Dice;

/// Why the other side would not sign it, and what the city does instead.
const WHYS: &[(&str, &str)] = &[
    ("事業者の共通約款による契約で、個別の条項を加えられないため", "管理画面の操作記録を毎月取り寄せ、課で点検する"),
    ("全国で一つの様式による協定で、市だけの条項を置けないため", "年1回、事業者の点検結果の写しを受け取り、項目ごとに確かめる"),
    ("前の年度からの継続契約で、変更契約の協議が整っていないため", "同じ内容の誓約書を受け取り、次の更新で条項に改める"),
    ("機器の保守に限られ、市の情報に触れないことを仕様書で定めているため", "作業には必ず職員が立ち会い、作業記録に署名を受ける"),
];

/// One request and what came of it.
pub struct DemoException {
    pub input: ExceptionInput,
    pub asked_on: NaiveDate,
    /// The answer and its day; none while it waits.
    pub decision: Option<(DecisionInput, NaiveDate)>,
}

/// Of a contract with something missing; `missing` are the ids of the clauses it lacks.
pub fn of(contract: &Contract, missing: &[String], today: NaiveDate) -> Option<DemoException> {
    let mut dice = Dice::new(&format!("exception/{}", contract.number));
    if !dice.percent(9) || missing.is_empty() || contract.end < today {
        return None;
    }
    let clause = dice.pick(missing).clone();
    let (reason, measure) = dice.pick(WHYS);
    let (roll, answered) = (dice.below(100), dice.between(5, 20));
    let asked_on = today - Days::new(if roll < 30 { dice.between(2, 12) } else { dice.between(30, 200) });
    // Some are near their end, some are over.
    let until = match roll {
        0..30 => today + Days::new(dice.between(120, 360)),
        30..55 => today + Days::new(dice.between(6, 55)),
        55..65 => today - Days::new(dice.between(1, 9)),
        _ => today + Days::new(dice.between(80, 400)),
    };
    let decision = match roll {
        0..30 => None,
        90.. => Some((ExceptionAnswer::Reject, "代替措置では漏えいを防げないため、条項を入れて契約を変更すること")),
        _ => Some((ExceptionAnswer::Approve, if roll % 2 == 0 { "代替措置の記録を期限まで残すこと" } else { "" })),
    };
    let decision = decision.map(|(answer, remark)| (DecisionInput { answer, until, remark: remark.to_owned() }, asked_on + Days::new(answered.min(25))));
    Some(DemoException { input: ExceptionInput { clause, reason: (*reason).to_owned(), measure: (*measure).to_owned(), until }, asked_on, decision })
}
