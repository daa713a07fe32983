//! How well contracts are read: `cargo run -p domain --release --features server --example reading -- <folder>... [--mistakes] [--catalogue <file>]`.
//!
//! A folder holds texts and `labels.json`, or phrases as `tests/reading/phrases` does. Prints recall and precision over all labels, how often the article
//! proposed is one of those labelled, and the time 100 pages take; with `--mistakes` also every mistake, which is for the texts one tunes on. With
//! `--catalogue` cues are tried without building anew.

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use domain::{
    Lang,
    clause::Clause,
    reading::{Proposal, Reader},
};
use serde::Deserialize;

#[path = "../tests/reading/phrase.rs"]
mod phrase;
#[path = "../tests/rules/shipped.rs"]
#[allow(dead_code)]
mod shipped;

#[derive(Deserialize)]
struct Label {
    file: String,
    required: Vec<String>,
    present: BTreeMap<String, Vec<String>>,
}

/// What was measured of one folder.
#[derive(Default)]
struct Count {
    hit: u32,
    extra: u32,
    lost: u32,
    none: u32,
    placed: u32,
}

/// Paths without what people write in several ways; the basic contract may be cited without saying so.
fn plain(path: &str) -> String {
    domain::text::fold(path).replace("基本契約", "").replace(['第', '条'], "")
}

fn same_article(proposed: &str, labelled: &str) -> bool {
    let (proposed, labelled) = (plain(proposed), plain(labelled));
    proposed == labelled
        || labelled.ends_with(&proposed)
            && labelled.len() > proposed.len()
            && !labelled[..labelled.len() - proposed.len()].ends_with(|c: char| c.is_ascii_digit())
}

fn why(proposal: &Proposal) -> String {
    proposal.why.iter().map(|message| message.say(Lang::Ja)).collect::<Vec<_>>().join(" / ")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mistakes = arguments.iter().any(|argument| argument == "--mistakes");
    let own = arguments.iter().position(|argument| argument == "--catalogue").and_then(|at| arguments.get(at + 1));
    let catalogue = own.map_or_else(shipped::catalogue, |file| shipped::catalogue_of(&fs::read_to_string(file).expect("a catalogue")));
    let clauses: Vec<&Clause> = catalogue.clauses.iter().collect();
    let reader = Reader::new(&clauses, &catalogue.synonyms);
    for folder in arguments.iter().filter(|argument| !argument.starts_with("--") && Some(*argument) != own).map(Path::new) {
        if folder.join("labels.json").exists() {
            texts(folder, &reader, clauses.len(), mistakes);
        } else {
            phrases(folder, &reader, mistakes);
        }
    }
}

fn texts(folder: &Path, reader: &Reader, clauses: usize, mistakes: bool) {
    let labels: Vec<Label> = serde_json::from_str(&fs::read_to_string(folder.join("labels.json")).expect("labels.json")).expect("labels");
    let mut count = Count::default();
    let mut all = String::new();
    for label in &labels {
        let text = fs::read_to_string(folder.join(&label.file)).expect("a text");
        for proposal in reader.read(&text).proposals.iter().filter(|proposal| label.required.contains(&proposal.clause)) {
            if let Some(mistake) = count.add(label.present.get(&proposal.clause), proposal).filter(|_| mistakes) {
                println!("{} {mistake}", label.file);
            }
        }
        all.push_str(&text);
        all.push_str("\n\u{C}\n");
    }
    count.print(&format!("{}: {} texts", folder.display(), labels.len()));
    if !all.is_empty() {
        let hundred: String = all.chars().cycle().take(120_000).collect();
        let times = (0..5).map(|_| {
            let start = Instant::now();
            std::hint::black_box(reader.read(&hundred));
            start.elapsed()
        });
        println!("100 pages (120,000 characters), {clauses} clauses, one core: {:?}", times.min().unwrap_or_default());
    }
}

fn phrases(folder: &Path, reader: &Reader, mistakes: bool) {
    let mut count = Count::default();
    let mut files: Vec<_> = fs::read_dir(folder).expect("a folder").filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    for file in files {
        for phrase in phrase::phrases(&fs::read_to_string(file).expect("phrases")) {
            let wanted = phrase.says.then(|| vec![phrase::ARTICLE.to_owned()]);
            let reading = reader.read(&phrase.contract());
            let Some(proposal) = reading.proposals.iter().find(|proposal| proposal.clause == phrase.clause) else { continue };
            if let Some(mistake) = count.add(wanted.as_ref(), proposal).filter(|_| mistakes) {
                println!("{} | {}\n      {mistake}", phrase.heading, phrase.text);
            }
        }
    }
    count.print(&folder.display().to_string());
}

impl Count {
    /// Counts a proposal; a mistake is put in words.
    fn add(&mut self, wanted: Option<&Vec<String>>, proposal: &Proposal) -> Option<String> {
        let clause = &proposal.clause;
        match (wanted, &proposal.found) {
            (Some(articles), Some(found)) => {
                self.hit += 1;
                let same = articles.iter().any(|article| same_article(&found.article, article));
                self.placed += u32::from(same);
                (!same).then(|| format!("PLACE {clause} {} for {articles:?} {}: {}", found.article, found.confidence, why(proposal)))
            }
            (None, Some(found)) => {
                self.extra += 1;
                Some(format!("EXTRA {clause} {} {}: {} | {}", found.article, found.confidence, why(proposal), found.quote))
            }
            (Some(articles), None) => {
                self.lost += 1;
                Some(format!("LOST  {clause} {articles:?}: {}", why(proposal)))
            }
            (None, None) => {
                self.none += 1;
                None
            }
        }
    }

    fn print(&self, title: &str) {
        let Self { hit, extra, lost, none, placed } = *self;
        let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        println!(
            "{title}: recall {:.3}, precision {:.3}, article accuracy {:.3} ({hit} right, {extra} too many, {lost} lost)",
            share(hit, hit + lost),
            share(hit, hit + extra),
            share(placed, hit)
        );
        println!("| | there | not there |\n|---|---|---|\n| proposed | {hit} | {extra} |\n| none found | {lost} | {none} |");
    }
}
