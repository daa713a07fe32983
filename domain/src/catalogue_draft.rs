//! 改正案: the next version of the clause catalogue while it is being written. What is kept are the differences from the version it is based on.

mod compare;
mod form;
mod shift;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Result, choice,
    clause::{Catalogue, Clause, ClauseGroup},
    error::FieldError,
    message::Message,
    reading::Cues,
};

pub use compare::{ClauseDifference, ClausePart, PartDifference, compare};
pub use form::{AppliesForm, ClauseForm, ConditionForm, ForceForm, ForceInput, LONGEST_TEXT, MOST_CONDITIONS};
pub use shift::{
    AffectedContract, CatalogueComparison, ClauseCount, Impact, MigrateForm, Migrated, NewerCatalogue, Shift, ShiftFilter, ShiftLine, ShiftSummary, shift,
};

choice! {
    /// How a clause of a draft stands to the version it is based on.
    ClauseChange {
        Same = "same", "変更なし", "Unchanged";
        Added = "added", "追加", "Added";
        Changed = "changed", "変更", "Changed";
        Dropped = "dropped", "廃止", "Dropped";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct CatalogueDraft {
    /// Version of the catalogue it started from.
    pub based_on: u32,
    /// Clauses that are new or differ, in the order they were first written.
    pub written: Vec<Clause>,
    /// Ids of clauses the new version does without.
    pub dropped: Vec<String>,
    pub started_by: String,
    pub started_at: DateTime<Utc>,
    pub version: u64,
}

/// Cues are not edited here: they stay with the id of their clause.
fn without_cues(clause: Clause) -> Clause {
    Clause { cues: Cues::default(), ..clause }
}

impl CatalogueDraft {
    /// Nothing where the clause is in neither.
    pub fn change_of(&self, base: &Catalogue, id: &str) -> Option<ClauseChange> {
        let written = self.written.iter().any(|clause| clause.id == id);
        match (base.clause(id), written) {
            (Some(_), _) if self.dropped.iter().any(|dropped| dropped == id) => Some(ClauseChange::Dropped),
            (Some(_), true) => Some(ClauseChange::Changed),
            (Some(_), false) => Some(ClauseChange::Same),
            (None, true) => Some(ClauseChange::Added),
            (None, false) => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.written.is_empty() && self.dropped.is_empty()
    }

    /// The clause as the draft has it; a dropped one as it was.
    pub fn clause<'a>(&'a self, base: &'a Catalogue, id: &str) -> Option<&'a Clause> {
        self.written.iter().find(|clause| clause.id == id).or_else(|| base.clause(id))
    }

    /// Puts a clause in place of the one with its id. One that says what the base says is no change.
    pub fn write(&mut self, base: &Catalogue, clause: Clause) {
        let clause = without_cues(clause);
        self.dropped.retain(|id| *id != clause.id);
        if base.clause(&clause.id).is_some_and(|known| without_cues(known.clone()) == clause) {
            self.written.retain(|known| known.id != clause.id);
            return;
        }
        match self.written.iter_mut().find(|known| known.id == clause.id) {
            Some(known) => *known = clause,
            None => self.written.push(clause),
        }
    }

    /// Adds a clause under an id of its own.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `id` where a clause has it already, a dropped one among them: an id keeps its meaning.
    pub fn add(&mut self, base: &Catalogue, clause: Clause) -> Result<()> {
        if self.change_of(base, &clause.id).is_some() {
            return Err(Error::Invalid(vec![FieldError::new("id", Message::new("draft.id_taken").with("clause", clause.id))]));
        }
        self.write(base, clause);
        Ok(())
    }

    /// Does without a clause. One that was only added is forgotten.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub fn drop_clause(&mut self, base: &Catalogue, id: &str) -> Result<()> {
        let change = self.change_of(base, id).filter(|change| *change != ClauseChange::Dropped).ok_or(Error::NotFound)?;
        self.written.retain(|clause| clause.id != id);
        if change != ClauseChange::Added {
            self.dropped.push(id.to_owned());
        }
        Ok(())
    }

    /// Takes a clause as the base has it.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the base has none.
    pub fn restore(&mut self, base: &Catalogue, id: &str) -> Result<()> {
        base.clause(id).ok_or(Error::NotFound)?;
        self.written.retain(|clause| clause.id != id);
        self.dropped.retain(|dropped| dropped != id);
        Ok(())
    }

    /// The catalogue it would be: in the order of the base, new clauses at the end of their group.
    pub fn applied(&self, base: &Catalogue, version: u32, in_force_from: NaiveDate) -> Catalogue {
        let mut clauses: Vec<Clause> = base
            .clauses
            .iter()
            .filter(|clause| !self.dropped.contains(&clause.id))
            .map(|clause| match self.written.iter().find(|written| written.id == clause.id) {
                Some(written) => Clause { cues: clause.cues.clone(), ..written.clone() },
                None => clause.clone(),
            })
            .collect();
        for added in self.written.iter().filter(|clause| base.clause(&clause.id).is_none()) {
            let end = clauses.iter().rposition(|clause| clause.group == added.group).map_or(clauses.len(), |last| last + 1);
            clauses.insert(end, added.clone());
        }
        Catalogue { version, in_force_from, source: base.source.clone(), synonyms: base.synonyms.clone(), clauses }
    }
}

/// The version of the catalogue in force on a day, of `(version, in force from)`: the highest that has begun, or the first of all before that.
pub fn in_force_on(versions: impl Iterator<Item = (u32, NaiveDate)> + Clone, today: NaiveDate) -> Option<u32> {
    let begun = versions.clone().filter(|(_, from)| *from <= today).map(|(version, _)| version).max();
    begun.or_else(|| versions.map(|(version, _)| version).min())
}

/// A clause in the list of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DraftLine {
    pub clause: String,
    pub group: ClauseGroup,
    pub title: String,
    pub blocking: bool,
    pub change: ClauseChange,
}

/// The draft as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DraftView {
    pub based_on: u32,
    /// The first day from which it can be put in force.
    pub earliest: NaiveDate,
    pub started_by: String,
    pub started_at: DateTime<Utc>,
    pub lines: Vec<DraftLine>,
    pub version: u64,
}

/// A clause of the draft as its editor shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DraftClause {
    pub clause: Clause,
    pub change: ClauseChange,
    /// Of the draft.
    pub version: u64,
}
