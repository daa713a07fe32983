//! 新旧対照: two versions of the catalogue side by side, clause by clause and part by part.

use serde::{Deserialize, Serialize};

use super::ClauseChange;
use crate::{
    Lang, choice,
    clause::{Catalogue, Clause},
    diff::{Piece, PieceKind, diff},
    label::Choice,
};

choice! {
    /// What of a clause can change.
    ClausePart {
        Title = "title", "題", "Title";
        Group = "group", "まとまり", "Group";
        Requirement = "requirement", "求める内容", "Requirement";
        Applies = "applies", "対象", "Applies to";
        When = "when", "条件", "Conditions";
        Blocking = "blocking", "必須", "Blocking";
        Closing = "closing", "終了時の確認", "Asked at the end";
        FlowsDown = "flows_down", "再委託先への引継ぎ", "Handed down to subcontractors";
        Text = "text", "モデル条文", "Model text";
        Check = "check", "点検で尋ねること", "Question of a verification";
        Evidence = "evidence", "確かめる資料", "Evidence";
        Basis = "basis", "根拠", "Basis";
        Keywords = "keywords", "探す言葉", "Keywords";
        English = "english", "英語の記載", "English wording";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct PartDifference {
    pub part: ClausePart,
    pub pieces: Vec<Piece>,
}

/// A clause that came, went or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClauseDifference {
    pub clause: String,
    pub title: String,
    pub change: ClauseChange,
    pub parts: Vec<PartDifference>,
}

/// What differs: changed and added clauses in the order of the new version, then those that are gone.
pub fn compare(old: &Catalogue, new: &Catalogue, lang: Lang) -> Vec<ClauseDifference> {
    let difference = |clause: &Clause, change, parts| ClauseDifference { clause: clause.id.clone(), title: clause.title(lang).to_owned(), change, parts };
    let written = new.clauses.iter().filter_map(|clause| match old.clause(&clause.id) {
        None => Some(difference(clause, ClauseChange::Added, whole(clause, PieceKind::Added, lang))),
        Some(before) => Some(parts(before, clause, lang)).filter(|parts| !parts.is_empty()).map(|parts| difference(clause, ClauseChange::Changed, parts)),
    });
    let gone = old.clauses.iter().filter(|clause| new.clause(&clause.id).is_none());
    written.chain(gone.map(|clause| difference(clause, ClauseChange::Dropped, whole(clause, PieceKind::Removed, lang)))).collect()
}

fn parts(old: &Clause, new: &Clause, lang: Lang) -> Vec<PartDifference> {
    ClausePart::ALL
        .iter()
        .filter_map(|part| {
            let (before, after) = (said(old, *part, lang), said(new, *part, lang));
            let is_text = !matches!(
                part,
                ClausePart::Group | ClausePart::Applies | ClausePart::When | ClausePart::Blocking | ClausePart::Closing | ClausePart::FlowsDown
            );
            let pieces = if is_text { diff(&before, &after) } else { replaced(before.clone(), after.clone()) };
            (before != after).then_some(PartDifference { part: *part, pieces })
        })
        .collect()
}

/// A value is not read word by word.
fn replaced(before: String, after: String) -> Vec<Piece> {
    [(PieceKind::Removed, before), (PieceKind::Added, after)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(kind, text)| Piece { kind, text })
        .collect()
}

/// Of a clause that came or went: what it asks, of which contracts, in which words.
fn whole(clause: &Clause, kind: PieceKind, lang: Lang) -> Vec<PartDifference> {
    [ClausePart::Requirement, ClausePart::Applies, ClausePart::When, ClausePart::Text]
        .into_iter()
        .map(|part| PartDifference { part, pieces: vec![Piece { kind, text: said(clause, part, lang) }] })
        .filter(|part| part.pieces.iter().all(|piece| !piece.text.is_empty()))
        .collect()
}

/// A part in words. Texts are compared in Japanese, in which they bind.
fn said(clause: &Clause, part: ClausePart, lang: Lang) -> String {
    let comma = lang.pick("、", ", ");
    let flag = |set: bool| lang.pick(if set { "はい" } else { "いいえ" }, if set { "Yes" } else { "No" }).to_owned();
    match part {
        ClausePart::Title => clause.title.clone(),
        ClausePart::Group => clause.group.label(lang).to_owned(),
        ClausePart::Requirement => clause.requirement.clone(),
        ClausePart::Applies => clause.applies.iter().map(|applies| applies.label(lang)).collect::<Vec<_>>().join(comma),
        ClausePart::When => clause.when.iter().map(|condition| condition.say(lang)).collect::<Vec<_>>().join(comma),
        ClausePart::Blocking => flag(clause.blocking),
        ClausePart::Closing => flag(clause.closing),
        ClausePart::FlowsDown => flag(clause.flows_down),
        ClausePart::Text => clause.text.clone(),
        ClausePart::Check => clause.check.clone(),
        ClausePart::Evidence => clause.evidence.clone(),
        ClausePart::Basis => clause.basis.clone(),
        ClausePart::Keywords => clause.keywords.join(comma),
        ClausePart::English => [&clause.title_en, &clause.requirement_en, &clause.check_en, &clause.evidence_en].map(String::as_str).join("\n"),
    }
}
