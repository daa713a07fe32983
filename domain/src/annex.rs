//! 情報セキュリティ特記仕様書: the annex that puts the clauses a contract must contain into words, as one paper ready to be attached.
//!
//! The paper and what is to be known about it are kept apart: whatever prints takes the [`Paper`] alone, so that no remark can slip into a contract.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Lang, choice, message::Message};

#[cfg(feature = "server")]
mod clause_text;
#[cfg(feature = "server")]
mod compose;
#[cfg(feature = "server")]
mod enclosure;
#[cfg(feature = "server")]
mod fill;
#[cfg(feature = "server")]
mod markdown;
#[cfg(feature = "server")]
mod term;

#[cfg(feature = "server")]
pub use compose::{Basis, annex};

choice! {
    /// Which of the required clauses the annex puts into words.
    AnnexScope {
        All = "all", "必要な条項すべて", "Every clause required";
        Missing = "missing", "契約書にない条項だけ", "Only what the contract lacks";
    }
}

choice! {
    /// The form in which the annex is answered.
    AnnexFormat {
        Json = "json", "JSON", "JSON";
        Markdown = "markdown", "Markdown", "Markdown";
        Docx = "docx", "Word", "Word";
    }
}

/// What is to be written in by hand: seen as a gap on screen and on paper.
pub const BLANK: &str = "「　　　　」";

/// The annex of one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Annex {
    pub which: AnnexScope,
    pub paper: Paper,
    pub notes: Notes,
}

/// The paper, always in Japanese: it becomes part of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Paper {
    pub title: String,
    /// Number and title of the contract, for the head of every page.
    pub contract: String,
    pub preamble: Vec<String>,
    /// One per group of clauses, in the order of the catalogue; none when there is nothing to put into words.
    pub parts: Vec<Part>,
    /// 附則.
    pub supplement: Vec<String>,
    /// Schedules the articles refer to, to be made and attached.
    pub enclosures: Vec<Enclosure>,
    /// The catalogue the words were taken from, and the day they were.
    pub foot: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Part {
    /// 第1章　共通事項; blank where the paper has one part only.
    pub heading: String,
    pub articles: Vec<Article>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Article {
    /// Counted from 1 through the whole paper.
    pub number: u32,
    /// The clause of the catalogue it puts into words, e.g. `K08`.
    pub clause: String,
    pub heading: String,
    pub lines: Vec<Line>,
}

impl Article {
    /// 第8条（再委託の制限）.
    pub fn title(&self) -> String {
        format!("第{}条（{}）", self.number, self.heading)
    }
}

/// A paragraph (項), or an item (号) below one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Line {
    /// 0 for 項, 1 for 号, more for what lies below.
    pub depth: u8,
    /// `2`, `(1)`, `ア`; blank for the only paragraph of an article and for text that goes on.
    pub label: String,
    pub text: String,
}

/// 別表 or 別紙.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Enclosure {
    pub name: String,
    /// Articles that refer to it.
    pub articles: Vec<u32>,
}

impl Enclosure {
    /// 別表（第4条関係）.
    pub fn title(&self) -> String {
        let articles: Vec<String> = self.articles.iter().map(|number| format!("第{number}条")).collect();
        format!("{}（{}関係）", self.name, articles.join("、"))
    }
}

/// What whoever attaches the paper should know. None of it is part of the paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Notes {
    /// Left out, because an exception is in force.
    pub excepted: Vec<Excepted>,
    /// Put in again, because the exception has ended.
    pub lapsed: Vec<Excepted>,
    /// Recorded as present in the contract: left out where only what it lacks was asked for, otherwise there twice.
    pub present: Vec<PresentClause>,
    /// To be written in by hand.
    pub blanks: Vec<Blank>,
    /// Values the model texts propose and a city may change.
    pub proposals: Vec<Proposed>,
    /// Words that are used, and defined only by a clause which is not on the paper.
    pub terms: Vec<LooseTerm>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Excepted {
    pub clause: String,
    pub title: String,
    pub reason: String,
    /// What is done in its place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub measure: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PresentClause {
    pub clause: String,
    pub title: String,
    /// 条番号 in the contract.
    pub article: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Blank {
    /// Absent for the preamble.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    pub what: Message,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Proposed {
    pub place: Place,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LooseTerm {
    pub term: String,
    /// The clause that defines it.
    pub clause: String,
    /// Articles that use it.
    pub articles: Vec<u32>,
}

/// Where on the paper something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Place {
    pub article: u32,
    /// 項; absent where the article has one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// 号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
}

impl Place {
    /// 第3条第2項第1号, Article 3(2)(1).
    pub fn say(self, lang: Lang) -> String {
        let part = |number: Option<u32>, ja: &str| number.map(|number| if lang == Lang::Ja { format!("第{number}{ja}") } else { format!("({number})") });
        let article = if lang == Lang::Ja { format!("第{}条", self.article) } else { format!("Article {}", self.article) };
        let (paragraph, item) = (part(self.paragraph, "項"), part(self.item, "号"));
        [Some(article), paragraph, item].into_iter().flatten().collect()
    }
}

impl Annex {
    /// Whether no clause is left to put into words.
    pub fn is_empty(&self) -> bool {
        self.paper.parts.is_empty()
    }
}

impl Paper {
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.parts.iter().flat_map(|part| &part.articles)
    }
}
