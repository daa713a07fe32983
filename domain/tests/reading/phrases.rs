//! Ways to say a clause, and ways to seem to: each in a small contract of its own.

use domain::reading::Reading;

use crate::{
    phrase::{ARTICLE, Phrase, phrases},
    shipped,
};

fn all(says: bool) -> Vec<Phrase> {
    let files = [
        include_str!("phrases/common.txt"),
        include_str!("phrases/system.txt"),
        include_str!("phrases/cloud.txt"),
        include_str!("phrases/my_number.txt"),
        include_str!("phrases/personal.txt"),
    ];
    files.iter().flat_map(|file| phrases(file)).filter(|phrase| phrase.says == says).collect()
}

/// The article a phrase is found in.
fn found(phrase: &Phrase) -> Option<String> {
    let reading = shipped::reader().read(&phrase.contract());
    reading.proposals.into_iter().find(|proposal| proposal.clause == phrase.clause)?.found.map(|found| found.article)
}

/// Those that fail, in words.
fn failing(phrases: &[Phrase], fails: impl Fn(&Phrase) -> bool) -> Vec<String> {
    phrases.iter().filter(|phrase| fails(phrase)).map(|phrase| format!("{} {} | {}", phrase.clause, phrase.heading, phrase.text)).collect()
}

#[test]
fn what_is_said_in_other_words_is_found() {
    let said = all(true);
    let lost = failing(&said, |phrase| found(phrase).as_deref() != Some(ARTICLE));
    assert!(said.len() > 1250 && lost.is_empty(), "{} of {}\n{}", lost.len(), said.len(), lost.join("\n"));
}

#[test]
fn what_only_seems_to_say_it_is_not() {
    let seeming = all(false);
    let taken = failing(&seeming, |phrase| found(phrase).is_some());
    assert!(seeming.len() > 650 && taken.is_empty(), "{} of {}\n{}", taken.len(), seeming.len(), taken.join("\n"));
}

#[test]
fn every_clause_is_said_in_several_ways() {
    let said = all(true);
    let few: Vec<&str> = shipped::catalogue()
        .clauses
        .iter()
        .map(|clause| clause.id.as_str())
        .filter(|id| said.iter().filter(|phrase| phrase.clause == *id).count() < 10)
        .collect();
    assert!(few.is_empty(), "{few:?}");
}

#[test]
fn a_near_miss_says_why_it_does_not_count() {
    let phrase = Phrase {
        clause: "K08".to_owned(),
        says: false,
        heading: "再委託".to_owned(),
        text: "乙は、甲の承諾を得ることなく、業務の一部を第三者に委託することができる。".to_owned(),
    };
    let reading: Reading = shipped::reader().read(&phrase.contract());
    let proposal = reading.proposals.iter().find(|proposal| proposal.clause == "K08").expect("K08");
    assert!(proposal.why.iter().any(|message| message.key == "reading.voided" || message.key == "reading.may_only"), "{:?}", proposal.why);
}
