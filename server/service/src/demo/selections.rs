//! The vetting of the demo city: most of what is about to begin has been vetted, a share of what runs, and a few pieces of work are still open, one of
//! them with three candidates.

use chrono::{Days, Months, NaiveDate};
use domain::{
    contract::{ContractForm, Stage},
    date,
    selection::{Answer, AnswerForm, AnswersForm, Criterion, DecisionForm, DeclarationInput, Grade, InvitationForm, ProcurementForm, Verdict},
};

use super::{DemoContract, departments, dice::Dice};

/// A piece of work with its candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoProcurement {
    /// `department` is the department's code.
    pub form: ProcurementForm,
    pub begun_on: NaiveDate,
    pub candidates: Vec<DemoCandidate>,
    /// Place in the list of the contract that came of it.
    pub contract: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCandidate {
    /// As a contract names it; see [`DemoContract`].
    pub contractor: String,
    pub outcome: Outcome,
}

/// How far a vetting has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Half filled in.
    Draft,
    /// Nothing filled in yet; the contractor's self-declaration waits to be taken over.
    Declared,
    /// Nothing filled in yet; the contractor was sent a link.
    Invited,
    Submitted,
    /// Submitted, though something blocking is not met.
    Lacking,
    Passed,
    Conditional,
    Failed,
}

/// Weeks a vetting took, and how long before its contract it was decided.
const VETTED_DAYS: u64 = 21;
const AHEAD_DAYS: u64 = 35;
/// Days a link still works.
const INVITED_DAYS: u64 = 10;
/// Of a hundred contracts in force this fiscal year, so many have their vetting in the register.
const RECORDED: u8 = 22;
/// Of a hundred contracts that are being drawn up.
const PREPARED: u8 = 70;

pub fn all(today: NaiveDate, contracts: &[DemoContract]) -> Vec<DemoProcurement> {
    let mut all: Vec<DemoProcurement> = contracts.iter().enumerate().filter_map(|(place, contract)| settled(place, contract, today)).collect();
    all.extend(open(today, contracts));
    all
}

/// The vetting a contract came of, as far as the register has it.
fn settled(place: usize, contract: &DemoContract, today: NaiveDate) -> Option<DemoProcurement> {
    let mut dice = Dice::new(&format!("selection/{}", contract.form.number));
    let start = date::parse(&contract.form.start)?;
    let this_year = date::fiscal_year_range(date::fiscal_year(today)).0;
    let recorded = match contract.stage {
        Stage::Draft | Stage::UnderReview => dice.percent(PREPARED),
        Stage::Active => start >= this_year && dice.percent(RECORDED),
        Stage::Closed => false,
    };
    let outcome = if dice.percent(15) { Outcome::Conditional } else { Outcome::Passed };
    let begun_on = (start - Days::new(AHEAD_DAYS + VETTED_DAYS)).min(today - Days::new(VETTED_DAYS + dice.below(20)));
    recorded.then(|| DemoProcurement {
        form: work(&contract.form),
        begun_on,
        candidates: vec![DemoCandidate { contractor: contract.form.contractor.clone(), outcome }],
        contract: Some(place),
    })
}

fn work(form: &ContractForm) -> ProcurementForm {
    ProcurementForm {
        title: form.title.clone(),
        summary: form.summary.clone(),
        department: form.department.clone(),
        kind: form.kind.clone(),
        personal: form.personal.clone(),
    }
}

/// Work of the next fiscal year that is still being vetted, of contractors that do such work now.
fn open(today: NaiveDate, contracts: &[DemoContract]) -> Vec<DemoProcurement> {
    let next = date::fiscal_year_label(date::fiscal_year(today) + 1, domain::Lang::Ja);
    let plans: [(&str, &str, &str, &str, &[Outcome]); 5] = [
        ("住民異動届の受付・入力業務", departments::RESIDENTS, "general", "my_number", &[Outcome::Submitted, Outcome::Lacking, Outcome::Draft]),
        ("窓口予約システムの更新", departments::RESIDENTS, "cloud", "personal", &[Outcome::Declared, Outcome::Submitted]),
        ("庁内ファイル共有基盤の構築", departments::INFORMATION, "system_development", "personal", &[Outcome::Invited]),
        ("庁舎設備の巡回点検業務", "010400", "general", "none", &[Outcome::Failed]),
        ("広報紙の編集・印刷業務", "020200", "general", "none", &[]),
    ];
    plans
        .iter()
        .map(|(title, department, kind, personal, outcomes)| {
            let contractors = able(contracts, kind, personal);
            let candidates = contractors.iter().zip(*outcomes).map(|(contractor, outcome)| DemoCandidate { contractor: contractor.clone(), outcome: *outcome });
            DemoProcurement {
                form: ProcurementForm {
                    title: format!("{next}{title}"),
                    summary: String::new(),
                    department: (*department).to_owned(),
                    kind: (*kind).to_owned(),
                    personal: (*personal).to_owned(),
                },
                begun_on: today - Days::new(VETTED_DAYS),
                candidates: candidates.collect(),
                contract: None,
            }
        })
        .collect()
}

/// Contractors of work of the same kind, those with the same information first.
fn able(contracts: &[DemoContract], kind: &str, personal: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let same = contracts.iter().filter(|contract| contract.form.kind == kind && contract.form.personal == personal);
    for contract in same.chain(contracts.iter().filter(|contract| contract.form.kind == kind)) {
        if !found.contains(&contract.form.contractor) {
            found.push(contract.form.contractor.clone());
        }
    }
    found
}

impl DemoProcurement {
    pub fn submitted_on(&self) -> NaiveDate {
        self.begun_on + Days::new(VETTED_DAYS * 2 / 3)
    }

    pub fn decided_on(&self) -> NaiveDate {
        self.begun_on + Days::new(VETTED_DAYS)
    }
}

impl DemoCandidate {
    /// What was answered; the same on every machine.
    pub fn answers(&self, title: &str, criteria: &[Criterion]) -> AnswersForm {
        let mut dice = Dice::new(&format!("answers/{title}/{}", self.contractor));
        let begun = match self.outcome {
            Outcome::Declared | Outcome::Invited => 0,
            Outcome::Draft => criteria.len() / 2,
            _ => criteria.len(),
        };
        let blocking = criteria.iter().position(|criterion| criterion.blocking);
        let answers = criteria.iter().take(begun).enumerate().map(|(place, criterion)| {
            let lacks = Some(place) == blocking && matches!(self.outcome, Outcome::Lacking | Outcome::Failed);
            let partly = Some(place) == blocking && self.outcome == Outcome::Conditional;
            let grade = match dice.below(100) {
                _ if lacks => Grade::NotMet,
                _ if partly => Grade::Partly,
                0..82 => Grade::Met,
                _ if criterion.blocking => Grade::Met,
                82..93 => Grade::Partly,
                93..97 => Grade::NotApplicable,
                _ => Grade::NotMet,
            };
            let remark = match grade {
                Grade::Met => "",
                Grade::Partly => "規程はあるが、運用の記録が一部そろっていない。",
                Grade::NotMet => "資料の提出がなく、確かめられなかった。",
                Grade::NotApplicable => "この業務では行わない。",
            };
            let evidence = if matches!(grade, Grade::Met | Grade::Partly) { criterion.evidence.clone() } else { String::new() };
            AnswerForm { criterion: criterion.id.clone(), grade: grade.to_string(), evidence, remark: remark.to_owned(), certificates: Vec::new() }
        });
        let kept = matches!(self.outcome, Outcome::Draft | Outcome::Declared | Outcome::Invited);
        AnswersForm { answers: answers.collect(), remarks: String::new(), submit: (!kept).to_string() }
    }

    /// What the contractor declared of itself, where it did: a shade better than the city would see it.
    pub fn declared(&self, title: &str, criteria: &[Criterion]) -> Option<DeclarationInput> {
        if self.outcome != Outcome::Declared {
            return None;
        }
        let mut dice = Dice::new(&format!("declared/{title}/{}", self.contractor));
        let answers = criteria.iter().map(|criterion| {
            let (grade, remark) = match dice.below(100) {
                0..84 => (Grade::Met, ""),
                84..93 => (Grade::Partly, "規程を改正中であり、今年度中に運用を始める予定です。"),
                _ => (Grade::NotApplicable, "本業務では該当する作業を行いません。"),
            };
            let evidence = if grade == Grade::NotApplicable { String::new() } else { criterion.evidence.clone() };
            Answer { criterion: criterion.id.clone(), grade: Some(grade), evidence, remark: remark.to_owned(), certificates: Vec::new() }
        });
        Some(DeclarationInput {
            by_name: "営業推進部 担当課長 佐久間 透".to_owned(),
            answers: answers.collect(),
            remarks: "認証の写しは、ご指示があり次第お送りします。".to_owned(),
            submit: true,
        })
    }

    /// Whom the city sent a link, where it did.
    pub fn invited(&self, today: NaiveDate) -> Option<InvitationForm> {
        (self.outcome == Outcome::Invited).then(|| InvitationForm {
            name: "公共営業部 ご担当者".to_owned(),
            email: "public-sales@contractor.example".to_owned(),
            until: (today + Days::new(INVITED_DAYS)).to_string(),
        })
    }

    /// What the security officer said, where it has been decided.
    pub fn decision(&self, decided: NaiveDate) -> Option<DecisionForm> {
        let due = decided.checked_add_months(Months::new(3)).unwrap_or(decided);
        let condition =
            || domain::selection::ConditionForm { text: "運用の記録をそろえ、写しを市に提出する".to_owned(), due: due.to_string() };
        let (verdict, remark, conditions) = match self.outcome {
            Outcome::Draft | Outcome::Declared | Outcome::Invited | Outcome::Submitted | Outcome::Lacking => return None,
            Outcome::Passed => (Verdict::Passed, "", Vec::new()),
            Outcome::Conditional => (Verdict::Conditional, "委託の開始までに支障はない。", vec![condition()]),
            Outcome::Failed => (Verdict::Failed, "必須項目を満たしていないため。", Vec::new()),
        };
        Some(DecisionForm { verdict: verdict.to_string(), remark: remark.to_owned(), conditions, valid_until: String::new() })
    }
}
