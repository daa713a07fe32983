//! Putting the annex together: which clauses go on the paper, in which order, under which numbers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    Annex, AnnexScope, Article, Excepted, Line, LooseTerm, Notes, Paper, Part, Place, PresentClause,
    clause_text::{self, Marker, RawArticle, RawLine},
    enclosure,
    fill::{Filler, period},
    term,
};
use crate::{
    Lang,
    clause::{Catalogue, Clause, ClauseGroup, Mark, MarkState},
    contract::Contract,
    date,
    label::Choice,
    message::Message,
    text,
};

/// What an annex is made of.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    pub contract: &'a Contract,
    /// Name of the contractor (乙).
    pub contractor: &'a str,
    /// Name of the city (甲).
    pub city: &'a str,
    pub catalogue: &'a Catalogue,
    /// What was found of the clauses so far.
    pub marks: &'a [Mark],
}

/// The annex of a contract on a day. `lang` is that of whoever reads the notes; the paper is Japanese.
pub fn annex(basis: &Basis<'_>, which: AnnexScope, lang: Lang, today: NaiveDate) -> Annex {
    let mut notes = Notes::default();
    let clauses = chosen(basis, which, lang, today, &mut notes);
    let drafts: Vec<(&Clause, Vec<RawArticle>)> = clauses.iter().map(|clause| (*clause, drafted(clause))).collect();
    let mut numbers = BTreeMap::new();
    let mut next = 1;
    for (clause, articles) in &drafts {
        numbers.insert(clause.id.as_str(), next);
        next += count(articles.len());
    }
    let mut filler = Filler::new(basis, numbers);
    let preamble = preamble(basis, &mut filler);
    let parts = parts(&drafts, &mut filler);
    (notes.blanks, notes.proposals) = (filler.blanks, filler.proposals);
    notes.terms = loose_terms(basis, &clauses, &parts);
    let paper = Paper {
        title: "情報セキュリティ特記仕様書".to_owned(),
        contract: text::tidy(&format!("{} {}", basis.contract.number, basis.contract.title)),
        preamble,
        enclosures: enclosure::enclosures(parts.iter().flat_map(|part| &part.articles)),
        supplement: vec![format!("この特記仕様書は、{}から適用する。", date::japanese(basis.contract.start))],
        foot: format!(
            "契約条項カタログ第{}版（{}適用）により{}作成",
            basis.catalogue.version,
            date::japanese(basis.catalogue.in_force_from),
            date::japanese(today)
        ),
        parts,
    };
    Annex { which, paper, notes }
}

/// The clauses that go on the paper, by group, each group where its first clause stands in the catalogue; notes what does not.
fn chosen<'a>(basis: &Basis<'a>, which: AnnexScope, lang: Lang, today: NaiveDate, notes: &mut Notes) -> Vec<&'a Clause> {
    let mut chosen: Vec<&Clause> = Vec::new();
    for need in basis.catalogue.required_for(&basis.contract.nature) {
        let clause = need.clause;
        let mark = basis.marks.iter().find(|mark| mark.clause == clause.id);
        let state = mark.map_or(MarkState::Missing, |mark| mark.state_on(today));
        if let Some(mark) = mark {
            note(clause, mark, state, lang, notes);
        }
        if state == MarkState::Missing || (state == MarkState::Present && which == AnnexScope::All) {
            chosen.push(clause);
        }
    }
    let groups: Vec<ClauseGroup> = chosen.iter().map(|clause| clause.group).collect();
    chosen.sort_by_key(|clause| groups.iter().position(|group| *group == clause.group));
    chosen
}

fn note(clause: &Clause, mark: &Mark, state: MarkState, lang: Lang, notes: &mut Notes) {
    let title = clause.title(lang).to_owned();
    let excepted = |title| Excepted { clause: clause.id.clone(), title, reason: mark.reason.clone(), measure: mark.measure.clone(), until: mark.until };
    match (mark.state, state) {
        (MarkState::Excepted, MarkState::Excepted) => notes.excepted.push(excepted(title)),
        (MarkState::Excepted, _) => notes.lapsed.push(excepted(title)),
        (MarkState::Present, _) => notes.present.push(PresentClause { clause: clause.id.clone(), title, article: mark.article.clone() }),
        (MarkState::Missing, _) => {}
    }
}

/// The articles of a clause; one that has no text becomes an article to be written.
fn drafted(clause: &Clause) -> Vec<RawArticle> {
    let mut articles = clause_text::articles(&clause.text);
    if articles.is_empty() {
        articles.push(RawArticle::default());
    }
    for article in &mut articles {
        if article.heading.is_empty() {
            article.heading = text::tidy(&clause.title);
        }
    }
    articles
}

fn preamble(basis: &Basis<'_>, filler: &mut Filler<'_>) -> Vec<String> {
    let contract = basis.contract;
    let city = filler.fact(None, basis.city, "annex.blank_city");
    let contractor = filler.fact(None, basis.contractor, "annex.blank_contractor");
    let number = filler.fact(None, &contract.number, "annex.blank_number");
    let title = filler.fact(None, &contract.title, "annex.blank_title");
    let city_lead = filler.fact(None, &contract.city_lead, "annex.blank_city_lead");
    let contractor_lead = filler.fact(None, &contract.contractor_lead, "annex.blank_contractor_lead");
    vec![
        format!(
            "{city}（以下「甲」という。）と{contractor}（以下「乙」という。）とが締結する「{title}」（契約番号{number}、契約期間{}。以下「委託業務」という。）に係る契約\
             （以下「本契約」という。）について、甲及び乙は、契約書に定めるもののほか、この特記仕様書に定めるところによる。この特記仕様書は、本契約の一部を成す。",
            period(contract)
        ),
        format!("本契約の責任者は、甲にあっては{city_lead}、乙にあっては{contractor_lead}とする。"),
    ]
}

fn parts(drafts: &[(&Clause, Vec<RawArticle>)], filler: &mut Filler<'_>) -> Vec<Part> {
    let mut groups: Vec<(ClauseGroup, Vec<Article>)> = Vec::new();
    let mut number = 0;
    for (clause, articles) in drafts {
        for raw in articles {
            number += 1;
            let article = article(clause, raw, number, filler);
            match groups.last_mut() {
                Some((group, articles)) if *group == clause.group => articles.push(article),
                _ => groups.push((clause.group, vec![article])),
            }
        }
    }
    let alone = groups.len() == 1;
    let heading = |index: usize, group: ClauseGroup| if alone { String::new() } else { format!("第{}章　{}", index + 1, subject(group)) };
    groups.into_iter().enumerate().map(|(index, (group, articles))| Part { heading: heading(index, group), articles }).collect()
}

fn subject(group: ClauseGroup) -> String {
    match group {
        ClauseGroup::Common => "共通事項".to_owned(),
        _ => format!("{}に関する事項", group.label(Lang::Ja)),
    }
}

fn article(clause: &Clause, raw: &RawArticle, number: u32, filler: &mut Filler<'_>) -> Article {
    // A paragraph that is the only one has no number.
    let only = raw.lines.iter().filter(|line| line.depth == 0 && line.marker != Marker::None).count() < 2;
    let mut place = Place { article: number, paragraph: None, item: None };
    let mut lines: Vec<Line> = Vec::new();
    for line in &raw.lines {
        match (line.depth, line.marker) {
            (0, Marker::Number(paragraph)) => place = Place { paragraph: (!only).then_some(paragraph), item: None, ..place },
            (1, Marker::Number(item)) => place.item = Some(item),
            _ => {}
        }
        lines.push(Line { depth: line.depth, label: label(line, only), text: filler.fill(&line.text, place) });
    }
    if lines.is_empty() {
        let text = filler.blank(Some(place), Message::new("annex.blank_clause").with("clause", &clause.id));
        lines.push(Line { depth: 0, label: String::new(), text });
    }
    Article { number, clause: clause.id.clone(), heading: filler.fill(&raw.heading, place), lines }
}

/// 2, (2), イ as contracts number paragraphs, items and what lies below.
fn label(line: &RawLine, only: bool) -> String {
    const IROHA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    let kana = |number: u32| IROHA.chars().nth(usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1));
    match (line.marker, line.depth) {
        (Marker::None, _) => String::new(),
        (Marker::Number(_), 0) if only => String::new(),
        (Marker::Number(number), 0) => number.to_string(),
        (Marker::Number(number), 1) => format!("({number})"),
        (Marker::Number(number), _) => kana(number).map_or_else(|| number.to_string(), String::from),
        (Marker::Bullet, _) => "・".to_owned(),
    }
}

/// Words that an article uses and that only a required clause off the paper defines: the contract itself has to say what they mean.
fn loose_terms(basis: &Basis<'_>, on_paper: &[&Clause], parts: &[Part]) -> Vec<LooseTerm> {
    let known: BTreeSet<String> = on_paper.iter().flat_map(|clause| term::defined(&clause.text)).collect();
    let mut loose: Vec<LooseTerm> = Vec::new();
    let required = basis.catalogue.required_for(&basis.contract.nature);
    for clause in required.iter().map(|need| need.clause).filter(|clause| on_paper.iter().all(|there| there.id != clause.id)) {
        for term in term::defined(&clause.text) {
            if known.contains(&term) || loose.iter().any(|found| found.term == term) {
                continue;
            }
            // 再委託先等 is another word than 再委託先.
            let longer: Vec<&String> = known.iter().filter(|other| other.len() > term.len() && other.contains(&term)).collect();
            let uses = |line: &Line| longer.iter().fold(line.text.clone(), |text, other| text.replace(other.as_str(), "")).contains(&term);
            let articles = parts.iter().flat_map(|part| &part.articles).filter(|article| article.lines.iter().any(uses));
            let articles: Vec<u32> = articles.map(|article| article.number).collect();
            if !articles.is_empty() {
                loose.push(LooseTerm { term, clause: clause.id.clone(), articles });
            }
        }
    }
    loose
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
