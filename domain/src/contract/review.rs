//! 審査: what the procurement officer has to see before a contract, or a new version of one, comes into force.
//!
//! The list is computed from what the register knows. What the data settles needs nobody; what it contradicts stands in the way; what only a person can
//! see is ticked by one. A tick is bound to what was seen: when that changes, the line is open again by itself.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{
    Contract, Regime,
    revision::{Revision, RevisionKind},
};
use crate::{
    Error, Result, choice,
    clause::{CoverageLine, MarkState},
    contract_text::TextRead,
    error::FieldError,
    form,
    label::Choice,
    message::{Message, label_param},
};

choice! {
    ReviewPart {
        Clauses = "clauses", "条項", "Clauses";
        Change = "change", "変更の内容", "The change";
        People = "people", "責任者・連絡先・場所", "People and places";
        Selection = "selection", "選定", "Selection";
        Period = "period", "期間と適用される定め", "Period and rules";
        Subcontracts = "subcontracts", "再委託", "Subcontracts";
        Text = "text", "契約書の本文", "Text of the contract";
    }
}

choice! {
    /// What a line is about.
    ReviewPoint {
        Clause = "clause", "条項", "Clause";
        Retroactive = "retroactive", "効力の始まる日", "Day it takes effect";
        Nature = "nature", "扱う情報の変更", "Change of what is handled";
        CityLead = "city_lead", "市側の責任者", "Responsible on the city's side";
        ContractorLead = "contractor_lead", "受託者側の責任者", "Responsible on the contractor's side";
        Contact = "contact", "受託者の連絡先", "How to reach the contractor";
        Workplace = "workplace", "作業場所", "Places of work";
        ServiceLevel = "service_level", "サービスレベル", "Service level";
        Selection = "selection", "選定評価", "Selection";
        Period = "period", "契約期間", "Period";
        Regime = "regime", "サプライチェーンの定め", "Supply-chain rules";
        Subcontracts = "subcontracts", "再委託の段数", "Tiers of subcontracting";
        Text = "text", "契約書の本文", "Text of the contract";
    }
}

choice! {
    ReviewState {
        /// The data says that it is in order.
        Settled = "settled", "記録のとおり", "In order";
        /// A person has to look, and say so.
        Tick = "tick", "人の確認が必要", "Needs a person";
        /// It cannot come into force like this.
        Blocking = "blocking", "このままでは不可", "Stands in the way";
    }
}

/// That somebody looked at a line, and at what it said then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// Key of the line.
    pub line: String,
    /// What the line said; a line that says something else is open again.
    pub seen: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReviewLine {
    /// Names the line within its list: the id of a clause, or the word of its point.
    pub key: String,
    pub part: ReviewPart,
    pub point: ReviewPoint,
    /// Of a clause, in the reader's language; blank otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// A clause that no contract of this kind may lack.
    pub mandatory: bool,
    pub state: ReviewState,
    /// What was found.
    pub found: Message,
    /// The passage of the contract, or why it is excepted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
}

impl ReviewLine {
    fn new(part: ReviewPart, point: ReviewPoint, state: ReviewState, found: Message) -> Self {
        Self { key: point.word().to_owned(), part, point, title: String::new(), mandatory: false, state, found, quote: String::new(), confirmed: None }
    }

    /// Whether it still stands in the way.
    pub const fn is_open(&self) -> bool {
        match self.state {
            ReviewState::Settled => false,
            ReviewState::Tick => self.confirmed.is_none(),
            ReviewState::Blocking => true,
        }
    }

    /// What the line says, in no language.
    fn seen(&self) -> String {
        let params = self.found.params.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        format!("{}?{params}#{}", self.found.key, self.quote)
    }

    /// Why nothing comes into force with the line as it is.
    fn refusal(&self) -> Message {
        match (self.state, self.point) {
            (ReviewState::Tick, ReviewPoint::Clause) => Message::new("review.unconfirmed_clause").with("clause", &self.key),
            (ReviewState::Tick, point) => Message::new("review.unconfirmed").with("point", label_param(point)),
            _ => self.found.clone(),
        }
    }
}

/// What the list is computed from.
pub struct Case<'a> {
    /// As it would be in force.
    pub contract: &'a Contract,
    /// The required clauses with what was found of them.
    pub clauses: &'a [CoverageLine],
    pub text: Option<&'a TextRead>,
    /// Title of the selection it rests on, and until when that counts.
    pub selection: Option<(&'a str, Option<NaiveDate>)>,
    pub selection_hindrances: &'a [Message],
    /// Tiers of subcontracting in the register.
    pub depth_found: u8,
    /// The version it is to be, and the contract as it is in force now; nothing for one that is not in force yet.
    pub revision: Option<(&'a Revision, &'a Contract)>,
    /// Clauses the version in force needs too.
    pub needed_before: &'a [String],
    pub today: NaiveDate,
}

/// Every line, in the order of the parts. `confirmed` are the ticks there are; those of lines that say something else by now do not count.
pub fn checklist(case: &Case<'_>, confirmed: &[Confirmation]) -> Vec<ReviewLine> {
    let mut lines: Vec<ReviewLine> = case.clauses.iter().map(|line| clause(case, line)).collect();
    lines.extend(change(case));
    lines.extend(people(case.contract));
    lines.extend(selection(case));
    lines.extend([period(case), regime(case), subcontracts(case), text(case)]);
    for line in lines.iter_mut().filter(|line| line.state == ReviewState::Tick) {
        line.confirmed = confirmed.iter().find(|tick| tick.line == line.key && tick.seen == line.seen()).cloned();
    }
    lines
}

/// Every reason why it cannot come into force: what is wrong, and what nobody has looked at.
pub fn refusals(lines: &[ReviewLine]) -> Vec<Message> {
    lines.iter().filter(|line| line.is_open()).map(ReviewLine::refusal).collect()
}

fn clause(case: &Case<'_>, line: &CoverageLine) -> ReviewLine {
    use ReviewState::{Blocking, Settled, Tick};
    let mark = line.mark.as_ref();
    let article = mark.map(|mark| mark.article.as_str()).unwrap_or_default();
    let found_in_text = line.proposal.as_ref().and_then(|proposal| proposal.found.as_ref());
    let said = |key: &'static str| Message::new(key).with("clause", &line.clause);
    // An amendment may leave a gap that is known as it is; a renewal is the time to close it.
    let known_gap = case.revision.is_some_and(|(revision, _)| revision.kind == RevisionKind::Amendment) && case.needed_before.contains(&line.clause);
    let (state, found) = match (line.state, found_in_text) {
        (MarkState::Present, None) if line.proposal.is_some() => (Tick, said("review.not_in_text").with("article", article)),
        (MarkState::Present, _) => (Settled, said("review.present").with("article", article)),
        (MarkState::Excepted, _) => {
            let until = mark.and_then(|mark| mark.until).map(|day| day.to_string()).unwrap_or_default();
            (Settled, said("review.excepted").with("until", until))
        }
        (MarkState::Missing, Some(passage)) => (Blocking, said("review.unmarked").with("article", &passage.article)),
        (MarkState::Missing, None) if line.blocking => (Blocking, said("review.blocking_missing")),
        (MarkState::Missing, None) if known_gap => (Tick, said("review.still_missing")),
        (MarkState::Missing, None) => (Blocking, said("review.missing")),
    };
    let quote = match line.state {
        MarkState::Present => mark.map(|mark| mark.quote.clone()),
        MarkState::Excepted => mark.map(|mark| mark.reason.clone()),
        MarkState::Missing => found_in_text.map(|passage| passage.quote.clone()),
    };
    ReviewLine {
        key: line.clause.clone(),
        title: line.title.clone(),
        mandatory: line.blocking,
        quote: quote.unwrap_or_default(),
        ..ReviewLine::new(ReviewPart::Clauses, ReviewPoint::Clause, state, found)
    }
}

/// What a new version changes that a person has to have seen.
fn change(case: &Case<'_>) -> Vec<ReviewLine> {
    let Some((revision, before)) = case.revision else { return Vec::new() };
    let line = |point, state, found| ReviewLine::new(ReviewPart::Change, point, state, found);
    let from = revision.effective_from;
    let day = match revision.concluded_on {
        Some(on) if from < on => line(ReviewPoint::Retroactive, ReviewState::Tick, Message::new("review.retroactive").with("from", from).with("on", on)),
        _ => line(ReviewPoint::Retroactive, ReviewState::Settled, Message::new("review.takes_effect").with("from", from)),
    };
    let tiers = (before.assessment.tier, case.contract.assessment.tier);
    let nature = if before.nature == case.contract.nature {
        line(ReviewPoint::Nature, ReviewState::Settled, Message::new("review.same_nature"))
    } else {
        line(ReviewPoint::Nature, ReviewState::Tick, Message::new("review.other_nature").with("before", tiers.0).with("after", tiers.1))
    };
    vec![day, nature]
}

fn people(contract: &Contract) -> Vec<ReviewLine> {
    use ReviewState::{Blocking, Settled, Tick};
    let line = |point, value: &str, missing, key: &'static str| {
        let (state, found) = if value.is_empty() { (missing, Message::new(key)) } else { (Settled, Message::new("review.stated").with("value", value)) };
        ReviewLine::new(ReviewPart::People, point, state, found)
    };
    let mut lines = vec![
        line(ReviewPoint::CityLead, &contract.city_lead, Blocking, "contract.city_lead_missing"),
        line(ReviewPoint::ContractorLead, &contract.contractor_lead, Blocking, "contract.contractor_lead_missing"),
        line(ReviewPoint::Contact, &contract.contractor_contact, Tick, "review.contact_missing"),
        line(ReviewPoint::Workplace, &contract.workplace, Tick, "review.workplace_missing"),
    ];
    if contract.nature.kind.is_system() || contract.nature.kind == super::ContractKind::Cloud {
        lines.push(line(ReviewPoint::ServiceLevel, &contract.service_level, Tick, "review.service_level_missing"));
    }
    lines
}

/// A contract begins on a selection in force. A version of one that has begun goes on with the contractor it has: that its selection has ended, or was
/// never recorded, is for a person to weigh.
fn selection(case: &Case<'_>) -> Vec<ReviewLine> {
    let line = |state, found| ReviewLine::new(ReviewPart::Selection, ReviewPoint::Selection, state, found);
    if let (Some((title, until)), []) = (case.selection, case.selection_hindrances) {
        let until = until.map(|day| day.to_string()).unwrap_or_default();
        return vec![line(ReviewState::Settled, Message::new("review.selected").with("title", title).with("until", until))];
    }
    let goes_on = case.revision.is_some_and(|(_, before)| before.contractor == case.contract.contractor);
    let state = if goes_on { ReviewState::Tick } else { ReviewState::Blocking };
    // Several reasons are several lines, each with a key of its own.
    let key = |place: usize| if place == 0 { ReviewPoint::Selection.word().to_owned() } else { format!("{}-{}", ReviewPoint::Selection, place + 1) };
    let reasons = case.selection_hindrances.iter().enumerate();
    reasons.map(|(place, reason)| ReviewLine { key: key(place), ..line(state, reason.clone()) }).collect()
}

fn period(case: &Case<'_>) -> ReviewLine {
    let Contract { start, end, .. } = case.contract;
    let begun = case.revision.is_none() && *start < case.today;
    let (state, key) = if *end < case.today {
        (ReviewState::Tick, "review.period_over")
    } else if begun {
        (ReviewState::Tick, "review.period_begun")
    } else {
        (ReviewState::Settled, "review.period")
    };
    ReviewLine::new(ReviewPart::Period, ReviewPoint::Period, state, Message::new(key).with("start", start).with("end", end))
}

/// Where the rules bind, or somebody decided that they do not, the officer has to have seen that the contract follows the city's criteria (SC1, SC2).
fn regime(case: &Case<'_>) -> ReviewLine {
    let bound = case.contract.regime() == Regime::Mandatory || case.contract.regime_choice.is_some();
    let state = if bound { ReviewState::Tick } else { ReviewState::Settled };
    ReviewLine::new(ReviewPart::Period, ReviewPoint::Regime, state, case.contract.regime_reason())
}

fn subcontracts(case: &Case<'_>) -> ReviewLine {
    let (stated, found) = (case.contract.nature.subcontract_depth, case.depth_found);
    let (state, key) = match stated.cmp(&found) {
        std::cmp::Ordering::Equal if stated == 0 => (ReviewState::Settled, "review.no_subcontracts"),
        std::cmp::Ordering::Equal => (ReviewState::Settled, "review.subcontracts"),
        // What the contract allows for need not have been asked for yet.
        std::cmp::Ordering::Greater => (ReviewState::Tick, "review.fewer_subcontracts"),
        std::cmp::Ordering::Less => (ReviewState::Tick, "review.more_subcontracts"),
    };
    ReviewLine::new(ReviewPart::Subcontracts, ReviewPoint::Subcontracts, state, Message::new(key).with("stated", stated).with("found", found))
}

fn text(case: &Case<'_>) -> ReviewLine {
    let line = |state, found| ReviewLine::new(ReviewPart::Text, ReviewPoint::Text, state, found);
    match case.text {
        None => line(ReviewState::Tick, Message::new("review.no_text")),
        Some(text) if text.is_unreadable => line(ReviewState::Tick, Message::new("review.unreadable").with("file", &text.document.file_name)),
        Some(text) => line(ReviewState::Settled, Message::new("review.read").with("file", &text.document.file_name).with("articles", text.articles)),
    }
}

/// The ticks of a list; the form states all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ReviewForm {
    #[validate(nested)]
    pub lines: Vec<ReviewTick>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ReviewTick {
    /// Key of the line.
    pub line: String,
    #[serde(deserialize_with = "form::lenient")]
    #[validate(custom(function = "form::flag"))]
    pub confirmed: String,
}

impl ReviewForm {
    /// The ticks to be kept: those there are stay as they were made, others are made now.
    ///
    /// # Errors
    /// [`Error::Invalid`] where a line is not on the list, or needs no person.
    pub fn read(&self, lines: &[ReviewLine], by: &str, at: DateTime<Utc>) -> Result<Vec<Confirmation>> {
        let mut errors = self.validate().err().map(|errors| form::field_errors(&errors)).unwrap_or_default();
        let mut confirmed: Vec<Confirmation> = Vec::new();
        for (index, tick) in self.lines.iter().enumerate() {
            match lines.iter().find(|line| line.key == tick.line && line.state == ReviewState::Tick) {
                None => errors.push(FieldError::new(format!("lines[{index}].line"), Message::new("review.unknown_line"))),
                Some(line) if form::read_flag(&tick.confirmed) && confirmed.iter().all(|known| known.line != line.key) => {
                    let made = || Confirmation { line: line.key.clone(), seen: line.seen(), by: by.to_owned(), at };
                    confirmed.push(line.confirmed.clone().unwrap_or_else(made));
                }
                Some(_) => {}
            }
        }
        if errors.is_empty() { Ok(confirmed) } else { Err(Error::Invalid(errors)) }
    }
}

/// The list as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReviewView {
    pub lines: Vec<ReviewLine>,
    /// Waits for the procurement officer: what is open stands in the way.
    pub under_review: bool,
    /// The reader may tick lines now.
    pub may_confirm: bool,
    /// Of the ticks.
    pub version: u64,
}
