//! What came of the deviations checks of the demo city found: most were mended, some answers are late, a few went up the ladder; and two incidents.

use chrono::{Days, NaiveDate};
use domain::finding::{ConfirmationInput, MeasureInput, MeasureReportInput, MeasureStep, Severity};

use super::dice::Dice;

/// Something that happened to a finding.
pub enum Act {
    Ask(MeasureInput),
    Approve,
    Report(MeasureReportInput),
    Confirm(ConfirmationInput),
    LayAside(&'static str),
}

/// What became of one deviation. `seed` names the check and the clause; it was recorded on a day.
pub struct DemoFinding {
    pub severity: Severity,
    /// In order; none lies after today.
    pub acts: Vec<(NaiveDate, Act)>,
}

/// After so many days somebody has asked again, and it was settled one way or another.
const SETTLED_DAYS: u64 = 80;

/// Clauses whose breach weighs more: subcontracting, secrecy, personal and My Number information.
fn is_weighty(clause: &str) -> bool {
    ["K07", "K08", "K09", "PI", "MN"].iter().any(|start| clause.starts_with(start))
}

pub fn of(seed: &str, clause: &str, recorded_on: NaiveDate, today: NaiveDate) -> DemoFinding {
    let mut dice = Dice::new(&format!("finding/{seed}/{clause}"));
    let severity = match (is_weighty(clause), dice.below(100)) {
        (true, 0..45) => Severity::Major,
        (_, 75..) => Severity::Observation,
        _ => Severity::Minor,
    };
    let mut acts = Vec::new();
    let asked_on = recorded_on + Days::new(dice.between(1, 9));
    if severity == Severity::Observation {
        // What is old has been looked at by now.
        let aside = (dice.percent(70) || asked_on + Days::new(SETTLED_DAYS) < today).then_some("次回の点検で改めて確かめることとし、措置は求めない");
        acts.extend(aside.map(|reason| (asked_on + Days::new(14), Act::LayAside(reason))));
    } else {
        climb(&mut dice, severity, asked_on, today, &mut acts);
    }
    acts.retain(|(day, _)| *day <= today);
    DemoFinding { severity, acts }
}

/// Asks, and asks again a step higher until it helps.
fn climb(dice: &mut Dice, severity: Severity, first: NaiveDate, today: NaiveDate, acts: &mut Vec<(NaiveDate, Act)>) {
    let steps = [MeasureStep::Improvement, MeasureStep::Supervisor, MeasureStep::Ciso, MeasureStep::Review];
    let mut day = first;
    for (turn, step) in steps.into_iter().enumerate() {
        let due = day + Days::new(dice.between(20, 35));
        acts.push((day, Act::Ask(MeasureInput { step, asked: (*dice.pick::<&str>(if step.stays_inside() { &INSIDE } else { &ASKED })).to_owned(), due })));
        let recent = day + Days::new(SETTLED_DAYS) >= today;
        if recent && (step.needs_approval() || (turn == 0 && dice.percent(30))) {
            // It waits: for the CISO, or for a contractor who has not answered.
            return;
        }
        if step.needs_approval() {
            acts.push((day + Days::new(4), Act::Approve));
        }
        let reported = day + Days::new(dice.between(8, 34));
        let report: &[&str] = if step.stays_inside() { &ORDERED } else { &REPORTS };
        acts.push((reported, Act::Report(MeasureReportInput { on: reported, text: (*dice.pick(report)).to_owned() })));
        let looked = reported + Days::new(dice.between(3, 18));
        let effective = step.needs_approval() || !dice.percent(if severity == Severity::Major { 45 } else { 18 });
        let remark = dice.pick(if effective { &WORKED } else { &FAILED });
        acts.push((looked, Act::Confirm(ConfirmationInput { effective, remark: (*remark).to_owned() })));
        if effective {
            return;
        }
        day = looked + Days::new(dice.between(1, 5));
    }
}

const ASKED: [&str; 4] = [
    "不備のあった記録を整え、その写しを提出すること。あわせて、記録が残らなかった原因と再発防止策を報告すること。",
    "契約に定めた手順に戻し、従事者全員に周知した上で、周知の記録を提出すること。",
    "契約の各項目について自己点検を行い、結果を報告すること。不足のある項目は期限を定めて改めること。",
    "責任者を定めて是正の計画を作成し、計画と実施の状況を報告すること。",
];

const INSIDE: [&str; 2] =
    ["改善の要求に効果が認められなかったため、今後の対応について指示を求める。", "同じ事項が繰り返されているため、契約に基づく次の措置を検討したい。"];

const ORDERED: [&str; 2] = ["再度の改善を求め、期限までに実地で確かめること。", "事業者の責任者を呼び、改善の計画を確かめること。"];

const REPORTS: [&str; 4] = [
    "不足していた記録を作成し、写しを提出した。月に一度、責任者が記録を確かめる手順に改めた。",
    "手順書を改め、従事者全員に教育を行った。受講の記録を添えて報告する。",
    "自己点検を行い、二つの項目を改めた。残る一つの項目は来月末までに改める。",
    "担当者を増やし、承認の手順を加えた。写真と帳票の写しを添えて報告する。",
];

const WORKED: [&str; 3] =
    ["提出された記録の写しを確かめた。抽出した三件とも整っていた。", "現地で確かめた。手順のとおり行われていた。", "一か月分の記録を取り寄せて確かめた。"];

const FAILED: [&str; 3] =
    ["提出された記録に同じ欠落があった。", "報告された手順が現場で行われていなかった。", "改められた項目は一部にとどまり、期限の定めもなかった。"];
