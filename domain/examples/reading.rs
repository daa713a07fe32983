//! How well contracts are read: `cargo run -p domain --release --features server --example reading -- <folder> [--mistakes]`.
//!
//! The folder holds texts and `labels.json`. Prints recall and precision over all labels, how often the article proposed is one of those labelled, and
//! the time 100 pages take; with `--mistakes` also every mistake, which is for the texts one tunes on.

use std::{collections::BTreeMap, fs, path::Path, time::Instant};

use domain::{Lang, clause::Clause, reading::Reader};
use serde::Deserialize;

#[path = "../tests/rules/shipped.rs"]
#[allow(dead_code)]
mod shipped;

#[derive(Deserialize)]
struct Label {
    file: String,
    required: Vec<String>,
    present: BTreeMap<String, Vec<String>>,
}

/// Paths without what people write in several ways.
fn plain(path: &str) -> String {
    domain::text::fold(path).replace(['第', '条'], "")
}

fn same_article(proposed: &str, labelled: &str) -> bool {
    let (proposed, labelled) = (plain(proposed), plain(labelled));
    proposed == labelled
        || labelled.ends_with(&proposed)
            && labelled.len() > proposed.len()
            && !labelled[..labelled.len() - proposed.len()].ends_with(|c: char| c.is_ascii_digit())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first().map(Path::new) else { return };
    let mistakes = arguments.iter().any(|argument| argument == "--mistakes");
    let catalogue = shipped::catalogue();
    let labels: Vec<Label> = serde_json::from_str(&fs::read_to_string(folder.join("labels.json")).expect("labels.json")).expect("labels");
    let clauses: Vec<&Clause> = catalogue.clauses.iter().collect();
    let reader = Reader::new(&clauses, &catalogue.synonyms);
    let (mut hit, mut extra, mut lost, mut none, mut placed) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    let mut all = String::new();
    for label in &labels {
        let text = fs::read_to_string(folder.join(&label.file)).expect("a text");
        let reading = reader.read(&text);
        for proposal in reading.proposals.iter().filter(|proposal| label.required.contains(&proposal.clause)) {
            let wanted = label.present.get(&proposal.clause);
            let why = || proposal.why.iter().map(|message| message.say(Lang::Ja)).collect::<Vec<_>>().join(" / ");
            match (wanted, &proposal.found) {
                (Some(articles), Some(found)) => {
                    hit += 1;
                    let same = articles.iter().any(|article| same_article(&found.article, article));
                    placed += u32::from(same);
                    if !same && mistakes {
                        println!("PLACE {} {} {} for {articles:?} {}: {}", label.file, proposal.clause, found.article, found.confidence, why());
                    }
                }
                (None, Some(found)) => {
                    extra += 1;
                    if mistakes {
                        println!("EXTRA {} {} {} {}: {} | {}", label.file, proposal.clause, found.article, found.confidence, why(), found.quote);
                    }
                }
                (Some(articles), None) => {
                    lost += 1;
                    if mistakes {
                        println!("LOST  {} {} {articles:?}: {}", label.file, proposal.clause, why());
                    }
                }
                (None, None) => none += 1,
            }
        }
        all.push_str(&text);
        all.push_str("\n\u{C}\n");
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    println!(
        "{} texts: recall {:.3}, precision {:.3}, article accuracy {:.3} ({hit} right, {extra} too many, {lost} lost)",
        labels.len(),
        share(hit, hit + lost),
        share(hit, hit + extra),
        share(placed, hit)
    );
    println!("| | there | not there |\n|---|---|---|\n| proposed | {hit} | {extra} |\n| none found | {lost} | {none} |");
    if !all.is_empty() {
        let hundred: String = all.chars().cycle().take(120_000).collect();
        let times = (0..5).map(|_| {
            let start = Instant::now();
            std::hint::black_box(reader.read(&hundred));
            start.elapsed()
        });
        println!("100 pages (120,000 characters), {} clauses, one core: {:?}", clauses.len(), times.min().unwrap_or_default());
    }
}
