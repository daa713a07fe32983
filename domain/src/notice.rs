//! 通知文: the paper with which a measure is put to the contractor, or to an officer of the city, from a template in Markdown.
//!
//! Papers are in Japanese: they leave the city. A template is policy data; `{name}` stands for what is known of the finding.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    choice,
    contract::Contract,
    date::japanese,
    finding::{Finding, Measure, MeasureState, MeasureStep},
    label::Choice,
    lang::Lang,
};

choice! {
    /// The form in which a notice is answered.
    NoticeFormat {
        Json = "json", "JSON", "JSON";
        Markdown = "markdown", "Markdown", "Markdown";
        Docx = "docx", "Word", "Word";
    }
}

/// The words of one step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NoticeTemplate {
    pub step: MeasureStep,
    pub title: String,
    /// Markdown with the fields of [`FIELDS`] in braces.
    pub body: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Notices {
    pub version: u32,
    /// One per step.
    pub templates: Vec<NoticeTemplate>,
}

/// What a template can name.
pub const FIELDS: &[&str] = &[
    "asked",
    "city",
    "clause",
    "contract_number",
    "contract_title",
    "contractor",
    "department",
    "due",
    "fact",
    "found_on",
    "history",
    "requirement",
    "severity",
    "today",
];

/// A notice as it would go out today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Notice {
    pub step: MeasureStep,
    pub title: String,
    /// Number and title of the contract, for the head of every page.
    pub contract: String,
    pub markdown: String,
    /// The same, rendered and safe to show.
    pub html: String,
}

/// What a notice is made of, besides the finding itself.
pub struct NoticeBasis<'a> {
    pub city: &'a str,
    pub contract: &'a Contract,
    pub contractor: &'a str,
    pub department: &'a str,
    /// Title of the clause and what it asks; blank where the finding breaks none.
    pub clause: &'a str,
    pub requirement: &'a str,
}

impl Notices {
    pub fn template(&self, step: MeasureStep) -> Option<&NoticeTemplate> {
        self.templates.iter().find(|template| template.step == step)
    }
}

impl NoticeTemplate {
    /// Fields it names that nothing is known of: such a template is not fit for use.
    pub fn unknown_fields(&self) -> Vec<String> {
        let mut unknown = Vec::new();
        fill(&self.body, |name| {
            if !FIELDS.contains(&name) {
                unknown.push(name.to_owned());
            }
            String::new()
        });
        unknown
    }

    /// The body with everything filled in, for one measure of a finding.
    pub fn fill(&self, basis: &NoticeBasis<'_>, finding: &Finding, measure: &Measure, today: NaiveDate) -> String {
        let none = |text: &str| if text.is_empty() { "（該当なし）".to_owned() } else { plain(text) };
        let values: BTreeMap<&str, String> = BTreeMap::from([
            ("asked", plain(&measure.asked)),
            ("city", plain(basis.city)),
            ("clause", none(basis.clause)),
            ("contract_number", plain(&basis.contract.number)),
            ("contract_title", plain(&basis.contract.title)),
            ("contractor", plain(basis.contractor)),
            ("department", plain(basis.department)),
            ("due", japanese(measure.due)),
            ("fact", plain(&finding.fact)),
            ("found_on", japanese(finding.found_on)),
            ("history", history(finding, measure)),
            ("requirement", none(basis.requirement)),
            ("severity", finding.severity.label(Lang::Ja).to_owned()),
            ("today", japanese(today)),
        ]);
        fill(&self.body, |name| values.get(name).cloned().unwrap_or_default())
    }
}

/// What was asked before this measure, and what came of it: one item each.
fn history(finding: &Finding, measure: &Measure) -> String {
    let mut text = String::new();
    for earlier in finding.measures.iter().take_while(|earlier| *earlier != measure) {
        let (asked, state) = (japanese(earlier.asked_on), earlier.state());
        // What was neither answered nor decided on was overtaken by the next step.
        let outcome = if state == MeasureState::Requested { "期限までに報告なし" } else { state.label(Lang::Ja) };
        let _ = writeln!(text, "- {asked}　{}（期限 {}）：{outcome}", earlier.step.label(Lang::Ja), japanese(earlier.due));
    }
    if text.is_empty() { "これまでに求めた措置はありません。".to_owned() } else { text }
}

fn fill(template: &str, mut value: impl FnMut(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled.push_str(&value(name));
        rest = tail;
    }
    filled + rest
}

/// Text people typed, as Markdown that shows it as it is: signs of Markdown mean themselves, a new line is a new line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str("\\\n");
        }
        let line = line.trim();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        for (place, c) in line.char_indices() {
            let opens = place == 0 && matches!(c, '+' | '-' | '=') || place == digits && digits > 0 && matches!(c, '.' | ')');
            if opens || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{fill, plain};

    #[test]
    fn what_people_typed_stays_what_it_is() {
        assert_eq!(plain("*重要* <b>&\n1. 件 [x](y)\n- 点"), "\\*重要\\* \\<b\\>\\&\\\n1\\. 件 \\[x\\](y)\\\n\\- 点");
        let html = crate::markdown::to_html(&plain("*重要* <b>&\n1. 件 [x](y)\n- 点"));
        assert_eq!(html, "<p>*重要* &lt;b&gt;&amp;<br />\n1. 件 [x](y)<br />\n- 点</p>\n");
    }

    #[test]
    fn a_brace_that_is_not_closed_stays() {
        assert_eq!(fill("{a}と{b", str::to_uppercase), "Aと{b");
    }
}
