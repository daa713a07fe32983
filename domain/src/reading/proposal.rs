//! What comes of reading a contract, as people and programs see it.

use serde::{Deserialize, Serialize};

use crate::{choice, message::Message};

/// What the contract calls its two sides, as it writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Parties {
    /// Names of the city, e.g. 甲, 発注者, 本市. Empty where the text names none.
    pub city: Vec<String>,
    /// Names of the contractor, e.g. 乙, 受託者, 当社.
    pub contractor: Vec<String>,
}

/// Where a contract says a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Passage {
    /// As one would cite it: 第5条, 別記第3, 特記仕様書第4条.
    pub article: String,
    /// The decisive sentence as it stands in the text, up to 300 characters.
    pub quote: String,
    /// How sure the reading is, 0 to 100. It is no probability: it orders what people look at.
    pub confidence: u8,
}

/// What was found of one clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Proposal {
    /// Id of the clause, e.g. `K08`.
    pub clause: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Passage>,
    /// What spoke for the passage, or what came near and why it does not count.
    pub why: Vec<Message>,
    /// Other articles that say it too, the likeliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rivals: Vec<String>,
}

/// A contract as the program reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Reading {
    pub parties: Parties,
    /// Articles and annex items with a number.
    pub articles: u32,
    /// Too little text for its pages, or text that is not Japanese: likely a scan.
    pub is_unreadable: bool,
    /// One for each clause asked for, in the order asked.
    pub proposals: Vec<Proposal>,
}

choice! {
    /// How sure a reading is, in words: what people go by.
    Confidence {
        High = "high", "高い", "High";
        Middle = "middle", "中くらい", "Middling";
        Low = "low", "低い", "Low";
    }
}

impl Passage {
    pub const fn grade(&self) -> Confidence {
        match self.confidence {
            80.. => Confidence::High,
            60.. => Confidence::Middle,
            _ => Confidence::Low,
        }
    }
}
