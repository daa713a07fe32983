//! What is wrong with a subcontract. A finding depends on no day: it says from which day on it holds, so that it can be stored and looked for.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{RulingAnswer, Subcontract, SubcontractState};
use crate::{choice, contract::PersonalInformation, message::Message, reason::Reason};

choice! {
    FindingKind {
        Unpermitted = "unpermitted", "承認のない着手", "Started without permission";
        AboveUnpermitted = "above_unpermitted", "上位が未承認", "Passed on by one without permission";
        AboveEnded = "above_ended", "上位が終了", "Outlasts what it belongs to";
        ClausesMissing = "clauses_missing", "条項の不足", "Clauses missing";
        Unended = "unended", "終了の記録なし", "End not recorded";
    }
}

/// Something that is wrong by itself, with the day from which it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Finding {
    pub kind: FindingKind,
    pub from: NaiveDate,
    pub reason: Reason,
}

/// What stands above a subcontract: the contract, or the subcontract that passes the work on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Above {
    /// The last day on which there is something to pass on.
    pub until: NaiveDate,
    pub permitted: bool,
}

impl From<&Subcontract> for Above {
    fn from(parent: &Subcontract) -> Self {
        let until = parent.closure.as_ref().map_or(parent.end, |closure| closure.on.min(parent.end));
        let permitted = parent.ruling.as_ref().is_some_and(|ruling| ruling.answer == RulingAnswer::Permit);
        Self { until, permitted }
    }
}

/// What is wrong with it now or will be, unless something is done, in the order of the days. `required` are the clauses to be handed down.
///
/// Nothing is wrong with one that has ended, nor with one refused in time. One refused after the day it was to start counts as started until
/// its end is recorded: nobody knows otherwise.
pub fn findings(node: &Subcontract, above: Above, required: &[&str]) -> Vec<Finding> {
    let late = node.ruling.as_ref().is_some_and(|ruling| ruling.on > node.start);
    match node.state() {
        SubcontractState::Ended => return Vec::new(),
        SubcontractState::Refused if !late => return Vec::new(),
        _ => {}
    }
    let basis = if node.personal == PersonalInformation::MyNumber { "2.6(8)、番号法第10条" } else { "2.6(8)" };
    let mut found = Vec::new();
    let mut add = |kind: FindingKind, from: NaiveDate, message: Message| {
        found.push(Finding { kind, from, reason: Reason::new(format!("subcontract.{kind}"), message, basis) });
    };
    match &node.ruling {
        None => add(FindingKind::Unpermitted, node.start, Message::new("subcontract.not_permitted").with("start", node.start)),
        Some(ruling) if ruling.answer == RulingAnswer::Refuse => {
            add(FindingKind::Unpermitted, node.start, Message::new("subcontract.refused_late").with("start", node.start).with("on", ruling.on));
        }
        Some(ruling) if late => {
            add(FindingKind::Unpermitted, node.start, Message::new("subcontract.permitted_late").with("start", node.start).with("on", ruling.on));
        }
        Some(_) => {}
    }
    if !above.permitted {
        add(FindingKind::AboveUnpermitted, node.start, Message::new("subcontract.above_without_permission"));
    }
    let missing = required.iter().filter(|clause| !node.clauses.contains(**clause)).count();
    if missing > 0 {
        add(FindingKind::ClausesMissing, node.start, Message::new("subcontract.clauses_missing").with("count", missing));
    }
    if above.until < node.end {
        let from = (above.until + Days::new(1)).max(node.start);
        add(FindingKind::AboveEnded, from, Message::new("subcontract.above_ended").with("until", above.until).with("end", node.end));
    }
    add(FindingKind::Unended, node.end + Days::new(1), Message::new("subcontract.unended").with("end", node.end));
    found.sort_by_key(|finding| finding.from);
    found
}
