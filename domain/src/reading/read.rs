//! The reading of a text: what it is, and a proposal for each clause.

use super::{
    cue::Synonym,
    modality::Mode,
    normal::Canon,
    party::{self, floor},
    proposal::{Passage, Proposal, Reading},
    score::{Match, Miss, Page, Rules},
    term::Book,
};
use crate::{clause::Clause, message::Message};

/// The longest quote, in characters.
const QUOTE: usize = 300;
/// A text beyond this is cut off: some 4,000 pages.
const LONGEST: usize = 16 << 20;

/// The cues of a catalogue, made ready once for many texts.
pub struct Reader<'a> {
    clauses: Vec<(&'a Clause, Rules)>,
    book: Book,
}

impl<'a> Reader<'a> {
    pub fn new(clauses: &[&'a Clause], synonyms: &[Synonym]) -> Self {
        let mut book = Book::default();
        let clauses = clauses.iter().map(|clause| (*clause, Rules::of(clause, &mut book, synonyms))).collect();
        book.close();
        Self { clauses, book }
    }

    /// Reads a contract. Never fails: what cannot be read is said to be unreadable.
    pub fn read(&self, text: &str) -> Reading {
        let text = &text[..floor(text, LONGEST)];
        let mut canon = Canon::of(text);
        let is_unreadable = is_unreadable(text, &canon);
        let parties = party::settle(&mut canon);
        let page = Page::of(&canon, &self.book);
        let articles = page.layout.articles.iter().filter(|article| !article.number.is_empty()).count();
        let sheet = Sheet { original: text, canon: &canon, page: &page };
        let proposals = self.clauses.iter().map(|(clause, rules)| sheet.propose(clause, rules)).collect();
        Reading { parties, articles: u32::try_from(articles).unwrap_or(u32::MAX), is_unreadable, proposals }
    }
}

/// Reads one text; a [`Reader`] spares the preparation where there are several.
pub fn read(text: &str, clauses: &[&Clause], synonyms: &[Synonym]) -> Reading {
    Reader::new(clauses, synonyms).read(text)
}

struct Sheet<'a> {
    original: &'a str,
    canon: &'a Canon,
    page: &'a Page,
}

impl Sheet<'_> {
    fn propose(&self, clause: &Clause, rules: &Rules) -> Proposal {
        let (found, missed) = self.page.weigh(&self.canon.text, rules);
        let mut why = Vec::new();
        if clause.cues.is_empty() {
            why.push(Message::new("reading.no_cues"));
        }
        if let Some(best) = found.first() {
            let article = &self.page.layout.articles[best.article];
            let words: Vec<String> = best.words.iter().map(|(start, end)| self.words(*start, *end)).collect();
            why.push(Message::new("reading.words").with("article", &article.path).with("words", words.join("、")));
            if best.heading {
                why.push(Message::new("reading.heading").with("heading", self.words(article.heading.0, article.heading.1)));
            }
            if !best.named {
                why.push(Message::new("reading.unnamed"));
            }
        }
        let mut told: Vec<usize> = found.iter().map(|hit| hit.article).collect();
        for (sentence, miss) in missed {
            let article = self.page.layout.sentences[sentence].article;
            if told.len() < found.len() + 3 && !told.contains(&article) {
                told.push(article);
                why.push(self.near_miss(article, miss));
            }
        }
        if why.is_empty() {
            why.push(Message::new("reading.nothing"));
        }
        let passage = found.first().map(|best| self.passage(best));
        let mut rivals: Vec<String> = Vec::new();
        for hit in found.iter().skip(1).take(4) {
            let path = &self.page.layout.articles[hit.article].path;
            if passage.as_ref().is_none_or(|passage| passage.article != *path) && !rivals.contains(path) {
                rivals.push(path.clone());
            }
        }
        Proposal { clause: clause.id.clone(), found: passage, why, rivals }
    }

    fn near_miss(&self, article: usize, miss: Miss) -> Message {
        let path = &self.page.layout.articles[article].path;
        let message = match miss {
            Miss::Words(start, end) => Message::new("reading.voided").with("words", self.words(start, end)),
            Miss::OtherSide => Message::new("reading.other_side"),
            Miss::Narrow => Message::new("reading.narrow"),
            Miss::Mode(Mode::Aim) => Message::new("reading.aim"),
            Miss::Mode(Mode::Definition) => Message::new("reading.definition"),
            Miss::Mode(Mode::May) => Message::new("reading.may_only"),
            Miss::Mode(_) => Message::new("reading.denied"),
            Miss::Repealed(by) => Message::new("reading.repealed").with("by", &self.page.layout.articles[by].path),
        };
        message.with("article", path)
    }

    /// Words of the original on one line.
    fn words(&self, start: usize, end: usize) -> String {
        let (from, to) = self.canon.span(start, end);
        self.original.get(from..to).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).take(40).collect()
    }

    fn passage(&self, hit: &Match) -> Passage {
        let sentence = &self.page.layout.sentences[hit.sentence];
        let (from, to) = self.canon.span(sentence.start, sentence.end);
        let first = hit.words.iter().map(|word| word.0).filter(|at| *at >= sentence.start).min().unwrap_or(sentence.start);
        let decisive = self.canon.span(first, first + 1).0.clamp(from, to);
        let quote = self.original.get(from..to).unwrap_or_default();
        let quote = cut(quote, decisive - from).trim();
        Passage { article: self.page.layout.articles[hit.article].path.clone(), quote: quote.to_owned(), confidence: hit.score }
    }
}

/// At most 300 characters, with the decisive word among them.
fn cut(quote: &str, decisive: usize) -> &str {
    if quote.chars().count() <= QUOTE {
        return quote;
    }
    let before = quote[..floor(quote, decisive)].chars().count();
    let skipped = if before < QUOTE / 2 { 0 } else { before - QUOTE / 3 };
    let start = quote.char_indices().nth(skipped).map_or(0, |(at, _)| at);
    let end = quote[start..].char_indices().nth(QUOTE).map_or(quote.len(), |(at, _)| start + at);
    &quote[start..end]
}

/// A scan carries no text, or what a recogniser made of one.
fn is_unreadable(original: &str, canon: &Canon) -> bool {
    let pages = original.matches('\u{C}').count().max(1);
    let (mut all, mut japanese, mut broken) = (0_usize, 0_usize, 0_usize);
    for c in canon.text.chars() {
        all += 1;
        japanese += usize::from(matches!(c, 'ぁ'..='ヿ' | '一'..='龥' | '々'));
        broken += usize::from(matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}'));
    }
    all < 40 * pages || broken * 10 > all || japanese * 3 < all
}
