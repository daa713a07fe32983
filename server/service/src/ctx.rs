//! Who asks, when, and in which language: what every use case is told.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Lang, Result,
    id::PersonId,
    permission::{Actor, Operation, Reach},
};

#[derive(Clone, Debug)]
pub struct Ctx {
    pub actor: Actor,
    pub request_id: String,
    pub now: DateTime<Utc>,
    /// The civil date in the city's time zone.
    pub today: NaiveDate,
    pub lang: Lang,
}

impl Ctx {
    /// The departments the operation reaches, or forbidden.
    pub fn reach(&self, operation: Operation) -> Result<Reach> {
        self.actor.reach(operation)
    }
}

/// The actor of what nobody asked for: set-up, seeding, clean-up.
pub fn system() -> Actor {
    Actor { id: PersonId::new("system"), name: "システム".to_owned(), grants: Vec::new() }
}
