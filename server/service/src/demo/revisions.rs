//! What became of the contracts of the demo city after they were concluded: a few were amended, a few go on past their end, and some of that is still
//! under way.

use chrono::{Days, Months, NaiveDate};
use domain::{
    contract::{
        Contract, ContractForm, Regime, Stage,
        revision::{RevisionForm, RevisionKind},
    },
    date,
    label::Choice,
};

use super::dice::Dice;

/// How far a version has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    Drafted,
    Submitted,
    /// Agreed to; in effect where its day has come.
    Agreed,
}

pub struct DemoRevision {
    pub form: RevisionForm,
    pub drafted_on: NaiveDate,
    pub progress: Progress,
}

const MOVED: [&str; 3] = ["受託者の第二事業所（県内）", "市役所分庁舎の作業室", "県内のデータセンター及び市役所庁舎内"];

/// The version after the first, where there is one.
pub fn of(contract: &Contract, today: NaiveDate) -> Option<DemoRevision> {
    let mut dice = Dice::new(&format!("revision/{}", contract.number));
    let runs = contract.stage == Stage::Active && contract.start + Days::new(90) < today && contract.end > today + Days::new(30);
    if !runs {
        return None;
    }
    match dice.below(100) {
        0..5 => Some(amendment(contract, &mut dice, today - Days::new(20), Progress::Agreed)),
        5..7 => Some(amendment(contract, &mut dice, today + Days::new(14), Progress::Agreed)),
        7..10 => Some(amendment(contract, &mut dice, today + Days::new(21), Progress::Submitted)),
        10..13 => Some(amendment(contract, &mut dice, today + Days::new(28), Progress::Drafted)),
        13..17 if contract.end < date::fiscal_year_range(date::fiscal_year(today)).1 + Days::new(1) => Some(renewal(contract, &mut dice, today)),
        _ => None,
    }
}

fn amendment(contract: &Contract, dice: &mut Dice, from: NaiveDate, progress: Progress) -> DemoRevision {
    let mut terms = ContractForm::from(contract);
    let reason = match contract.amount {
        Some(yen) if dice.percent(45) => {
            terms.amount = (yen / 1_000 * 1_080).to_string();
            "対象件数の増加に伴い、契約額を改める。"
        }
        _ => {
            (*dice.pick(&MOVED)).clone_into(&mut terms.workplace);
            "受託者の申出により、作業場所を改める。"
        }
    };
    version(RevisionKind::Amendment, terms, from, reason, progress)
}

fn renewal(contract: &Contract, dice: &mut Dice, today: NaiveDate) -> DemoRevision {
    let mut terms = ContractForm::from(contract);
    terms.end = contract.end.checked_add_months(Months::new(12)).unwrap_or(contract.end).to_string();
    let from = contract.end.succ_opt().unwrap_or(contract.end);
    let progress = *dice.pick(&[Progress::Drafted, Progress::Submitted, Progress::Agreed]);
    let mut made = version(RevisionKind::Renewal, terms, from, "契約の更新条項により、一年間継続する。", progress);
    made.drafted_on = today - Days::new(dice.between(6, 18));
    made.form.concluded_on = (from - Days::new(15)).to_string();
    // Asked for only where the contract goes on past the day from which the rules bind.
    (made.form.regime, made.form.regime_reason) = (Regime::Mandatory.word().to_owned(), "全庁の取扱いとして、義務に準じて管理する。".to_owned());
    made
}

fn version(kind: RevisionKind, terms: ContractForm, from: NaiveDate, reason: &str, progress: Progress) -> DemoRevision {
    DemoRevision {
        form: RevisionForm {
            kind: kind.word().to_owned(),
            concluded_on: (from - Days::new(5)).to_string(),
            effective_from: from.to_string(),
            reason: reason.to_owned(),
            terms,
            ..RevisionForm::default()
        },
        drafted_on: from - Days::new(40),
        progress,
    }
}
