//! Why a computed answer is what it is: the rule, what went into it, and the text it rests on.

use serde::{Deserialize, Serialize};

use crate::message::Message;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Reason {
    /// Id of the rule in the policy data, e.g. `risk.classification` or `cadence.my_number`.
    pub rule: String,
    /// What the rule saw, in words.
    pub message: Message,
    /// Points this rule contributed, where it counts in points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// The section, article or design decision it rests on, as the policy data states it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
}

impl Reason {
    pub fn new(rule: impl Into<String>, message: Message, basis: impl Into<String>) -> Self {
        Self { rule: rule.into(), message, points: None, basis: basis.into() }
    }

    #[must_use]
    pub fn points(mut self, points: u32) -> Self {
        self.points = Some(points);
        self
    }
}
