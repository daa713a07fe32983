//! What the model texts leave open: numbers of articles, facts of the contract, values a city may change.

use std::collections::BTreeMap;

use super::{BLANK, Blank, Place, Proposed, compose::Basis};
use crate::{
    clause::{Mark, MarkState},
    contract::Contract,
    date,
    message::Message,
    text,
};

/// Longest name between 第 and 条 that may be a clause.
const LONGEST_ID: usize = 24;

pub struct Filler<'a> {
    basis: &'a Basis<'a>,
    /// The article each clause of the paper begins with.
    numbers: BTreeMap<&'a str, u32>,
    pub blanks: Vec<Blank>,
    pub proposals: Vec<Proposed>,
}

impl<'a> Filler<'a> {
    pub fn new(basis: &'a Basis<'a>, numbers: BTreeMap<&'a str, u32>) -> Self {
        Self { basis, numbers, blanks: Vec::new(), proposals: Vec::new() }
    }

    /// A blank and the note of it.
    pub fn blank(&mut self, place: Option<Place>, what: Message) -> String {
        self.blanks.push(Blank { place, what });
        BLANK.to_owned()
    }

    /// A fact of the contract, or a blank where it is not stated.
    pub fn fact(&mut self, place: Option<Place>, value: &str, missing: &'static str) -> String {
        let value = text::tidy(value);
        if value.is_empty() { self.blank(place, Message::new(missing)) } else { value }
    }

    /// The text with everything filled in that can be.
    pub fn fill(&mut self, text: &str, place: Place) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(['第', '【']) {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some((clause, after)) = self.referred(rest) {
                filled.push_str(&self.reference(clause, place));
                rest = after;
            } else if let Some((inner, after)) = rest.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
                filled.push_str(&self.placeholder(inner, place));
                rest = after;
            } else {
                let next = rest.chars().next().map_or(rest.len(), char::len_utf8);
                filled.push_str(&rest[..next]);
                rest = &rest[next..];
            }
        }
        filled.push_str(rest);
        filled
    }

    /// `第K08条` or `第【K08】条` names a clause, `第○条` one that nobody can know; 第66条 of some law is neither.
    fn referred<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let (name, after) = text.strip_prefix('第')?.split_once('条')?;
        if name.len() > LONGEST_ID {
            return None;
        }
        let name = name.trim().trim_start_matches('【').trim_end_matches('】').trim();
        let open = matches!(name, "○" | "〇" | "◯");
        (open || self.basis.catalogue.clause(name).is_some()).then_some((name, after))
    }

    fn reference(&mut self, clause: &str, place: Place) -> String {
        if let Some(number) = self.numbers.get(clause) {
            return format!("第{number}条");
        }
        if let Some(article) = self.basis.marks.iter().find(|mark| mark.clause == clause).and_then(article_of) {
            return format!("契約書{article}");
        }
        let known = self.basis.catalogue.clause(clause).is_some();
        let what = if known { Message::new("annex.blank_reference").with("clause", clause) } else { Message::new("annex.blank_article") };
        format!("第{}条", self.blank(Some(place), what))
    }

    fn placeholder(&mut self, inner: &str, place: Place) -> String {
        let named = text::tidy(inner);
        if let Some((value, missing)) = self.known(&named) {
            return self.fact(Some(place), &value, missing);
        }
        if is_instruction(&named) {
            let what = if named.is_empty() { Message::new("annex.blank_text") } else { Message::new("annex.blank_named").with("text", named) };
            return self.blank(Some(place), what);
        }
        self.proposals.push(Proposed { place, value: named.clone() });
        named
    }

    /// What the contract knows under the name, and what to say where it does not.
    fn known(&self, name: &str) -> Option<(String, &'static str)> {
        let Basis { contract, contractor, city, .. } = self.basis;
        Some(match name {
            "契約番号" => (contract.number.clone(), "annex.blank_number"),
            "件名" | "契約件名" | "業務名" | "業務の名称" | "委託業務の名称" => (contract.title.clone(), "annex.blank_title"),
            "契約期間" | "委託期間" | "履行期間" => (period(contract), "annex.blank_period"),
            "開始日" | "契約期間の開始日" => (date::japanese(contract.start), "annex.blank_period"),
            "満了日" | "終了日" | "契約期間の満了日" => (date::japanese(contract.end), "annex.blank_period"),
            "業務の内容" | "委託業務の内容" => (contract.summary.clone(), "annex.blank_summary"),
            "契約金額" | "委託料の額" => (contract.amount.map(yen).unwrap_or_default(), "annex.blank_amount"),
            "市の名称" | "甲の名称" | "委託者の名称" => ((*city).to_owned(), "annex.blank_city"),
            "受託者の名称" | "乙の名称" | "委託事業者の名称" => ((*contractor).to_owned(), "annex.blank_contractor"),
            "市の責任者" | "市側の責任者" | "甲の責任者" => (contract.city_lead.clone(), "annex.blank_city_lead"),
            "受託者の責任者" | "受託者側の責任者" | "乙の責任者" => (contract.contractor_lead.clone(), "annex.blank_contractor_lead"),
            _ => return None,
        })
    }
}

/// Nothing, signs that stand for something, or words that say to write something: all else is a value that may stay.
fn is_instruction(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '○' | '〇' | '◯' | '●' | '＿' | '_' | '…' | ' '))
        || ["記載", "記入", "記載する", "記入する"].iter().any(|end| text.ends_with(end))
}

/// 第9条, out of the 第9条第2項 under which a present clause was recorded.
fn article_of(mark: &Mark) -> Option<&str> {
    let end = mark.article.find('条')? + '条'.len_utf8();
    let article = &mark.article[..end];
    (mark.state == MarkState::Present && article.starts_with('第')).then_some(article)
}

/// 令和8年4月1日から令和9年3月31日まで.
pub fn period(contract: &Contract) -> String {
    format!("{}から{}まで", date::japanese(contract.start), date::japanese(contract.end))
}

fn yen(amount: u64) -> String {
    let digits = amount.to_string();
    let grouped = digits.char_indices().fold(String::new(), |mut grouped, (index, digit)| {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
        grouped
    });
    format!("金{grouped}円")
}
