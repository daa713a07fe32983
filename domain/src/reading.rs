//! 条項の読み取り: reads the text of a contract and proposes, for each clause, the passage that fulfils it.
//!
//! A proposal is a help for people, who confirm or correct it; nothing is marked present by itself. What counts as a clause is data of the
//! catalogue ([`Cues`]); how Japanese contracts are written (spelling, articles, sides, what the end of a sentence says) is the program's.

#[cfg(feature = "server")]
mod article;
#[cfg(feature = "server")]
mod context;
mod cue;
#[cfg(feature = "server")]
mod head;
#[cfg(feature = "server")]
mod modality;
#[cfg(feature = "server")]
mod normal;
#[cfg(feature = "server")]
mod party;
mod proposal;
#[cfg(feature = "server")]
mod score;
#[cfg(feature = "server")]
mod spelling;
#[cfg(feature = "server")]
mod term;

pub use cue::{Cues, Force, Synonym, Way, Who, alternatives};
#[cfg(feature = "server")]
mod read;

pub use proposal::{Confidence, Parties, Passage, Proposal, Reading};
#[cfg(feature = "server")]
pub use read::{Reader, read};
