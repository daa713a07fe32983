//! What a contract would gain or lose when it is held against another version of the catalogue.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ClauseDifference;
use crate::{
    Lang,
    clause::{Catalogue, Clause},
    contract::Nature,
    id::{ContractId, DepartmentId},
    message::Message,
    reason::Reason,
};

/// A clause a contract gains, loses or finds in new words, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ShiftLine {
    pub clause: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Shift {
    /// Required anew.
    pub gains: Vec<ShiftLine>,
    /// Required no longer.
    pub loses: Vec<ShiftLine>,
    /// Required as before, but what it asks or its model text is another: what was recorded of it should be looked at again.
    pub reworded: Vec<ShiftLine>,
}

impl Shift {
    pub fn is_empty(&self) -> bool {
        self.gains.is_empty() && self.loses.is_empty() && self.reworded.is_empty()
    }
}

/// Which clauses move, without the reasons: for many contracts at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact<'a> {
    pub gains: Vec<&'a Clause>,
    pub loses: Vec<&'a Clause>,
    pub reworded: Vec<&'a Clause>,
}

impl<'a> Impact<'a> {
    pub fn of(own: &'a Catalogue, target: &'a Catalogue, nature: &Nature) -> Self {
        let mut impact = Self::default();
        for clause in target.clauses.iter().filter(|clause| clause.is_required_for(nature)) {
            match own.clause(&clause.id).filter(|known| known.is_required_for(nature)) {
                None => impact.gains.push(clause),
                Some(known) if known.requirement != clause.requirement || known.text != clause.text => impact.reworded.push(clause),
                Some(_) => {}
            }
        }
        let stays = |clause: &Clause| target.clause(&clause.id).is_some_and(|kept| kept.is_required_for(nature));
        impact.loses = own.clauses.iter().filter(|clause| clause.is_required_for(nature) && !stays(clause)).collect();
        impact
    }

    pub const fn is_empty(&self) -> bool {
        self.gains.is_empty() && self.loses.is_empty() && self.reworded.is_empty()
    }
}

/// What moves for a contract of this nature that leaves its own version for the target.
pub fn shift(own: &Catalogue, target: &Catalogue, nature: &Nature, lang: Lang) -> Shift {
    let impact = Impact::of(own, target, nature);
    let line = |clause: &Clause, reasons| ShiftLine { clause: clause.id.clone(), title: clause.title(lang).to_owned(), reasons };
    let lost = |clause: &Clause| {
        let why = if target.clause(&clause.id).is_none() { "draft.lost_dropped" } else { "draft.lost_condition" };
        vec![Reason::new(format!("clause.{}", clause.id), Message::new(why).with("version", target.version), clause.basis.clone())]
    };
    Shift {
        gains: impact.gains.into_iter().map(|clause| line(clause, clause.reasons_for(nature).unwrap_or_default())).collect(),
        loses: impact.loses.into_iter().map(|clause| line(clause, lost(clause))).collect(),
        reworded: impact.reworded.into_iter().map(|clause| line(clause, Vec::new())).collect(),
    }
}

/// How many contracts gain, lose or find reworded one clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClauseCount {
    pub clause: String,
    pub title: String,
    pub gains: u32,
    pub loses: u32,
    pub reworded: u32,
}

/// What a version would do to the contracts that are not closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ShiftSummary {
    pub contracts: u32,
    pub affected: u32,
    pub clauses: Vec<ClauseCount>,
}

/// 新旧対照 with what it would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CatalogueComparison {
    pub based_on: u32,
    pub differences: Vec<ClauseDifference>,
    pub impact: ShiftSummary,
    /// Of the draft.
    pub version: u64,
}

/// A contract with what it would gain and lose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AffectedContract {
    pub contract: ContractId,
    pub number: String,
    pub title: String,
    pub department: DepartmentId,
    pub department_name: String,
    pub end: NaiveDate,
    /// Version of the catalogue it is held against now.
    pub catalogue_version: u32,
    pub shift: Shift,
    pub version: u64,
}

/// Which contracts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ShiftFilter {
    /// Id of a department; with the departments below it.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub department: Option<DepartmentId>,
    /// Only those that gain, lose or find reworded this clause.
    pub clause: Option<String>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}

/// A version newer than the one a contract is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NewerCatalogue {
    pub version: u32,
    pub shift: Shift,
    /// Whether the reader may move the contract to it.
    pub may_migrate: bool,
}

/// Moves contracts in bulk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MigrateForm {
    /// The version somebody looked at: where another is in force by now, nothing is moved.
    pub to: u32,
    /// Id of a department, with the departments below it; all of the city where blank.
    pub department: String,
}

/// How far a bulk move came: a request moves so many contracts at most, and is sent again for the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Migrated {
    pub moved: u32,
    pub remaining: u32,
}
