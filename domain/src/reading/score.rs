//! Weighs every passage for every clause, and says why.

use super::{
    article::{Layout, layout},
    context::{Alias, aliases, examples, references, repeals},
    cue::{Force, Synonym, Way, Who},
    modality::{Mode, Side, ends, governing, topics},
    normal::{Canon, Opens},
    term::{Bits, Book, Hits},
};
use crate::clause::Clause;

/// A way with its groups by number.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    who: Who,
    force: Force,
    all: Vec<usize>,
    also: Vec<usize>,
    elsewhere: Vec<usize>,
    under: Vec<usize>,
    without: Vec<usize>,
}

/// The cues of a clause, by number.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    heading: Vec<usize>,
    about: Vec<usize>,
    wide: Vec<usize>,
    wide_where: Vec<usize>,
    about_weak: Vec<usize>,
    narrow: Vec<usize>,
    broad: Vec<usize>,
    not: Vec<usize>,
    never: Vec<usize>,
    ways: Vec<Rule>,
}

impl Rules {
    pub fn of(clause: &Clause, book: &mut Book, synonyms: &[Synonym]) -> Self {
        let mut groups = |list: &[String]| list.iter().map(|group| book.group(group, synonyms)).collect::<Vec<_>>();
        let cues = &clause.cues;
        let mut rule = |way: &Way| Rule {
            who: way.who,
            force: way.force,
            all: groups(&way.all),
            also: groups(&way.also),
            elsewhere: groups(&way.elsewhere),
            under: groups(&way.under),
            without: groups(&way.without),
        };
        let ways = cues.ways.iter().map(&mut rule).collect();
        Self {
            heading: groups(&cues.heading),
            about: groups(&cues.about),
            wide: groups(&cues.wide),
            wide_where: groups(&cues.wide_where),
            about_weak: groups(&cues.about_weak),
            narrow: groups(&cues.narrow),
            broad: groups(&cues.broad),
            not: groups(&cues.not),
            never: groups(&cues.never),
            ways,
        }
    }
}

/// Why a passage that had the words of a way does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Miss {
    /// Voided by words of the catalogue, at this place.
    Words(usize, usize),
    OtherSide,
    /// It speaks of one kind of information only.
    Narrow,
    Mode(Mode),
    /// Another article takes it out.
    Repealed(usize),
}

/// A passage that says a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub article: usize,
    pub sentence: usize,
    pub score: u8,
    pub heading: bool,
    /// Whether the text says who is bound.
    pub named: bool,
    /// The words that decided.
    pub words: Vec<(usize, usize)>,
}

/// A text, read once for all clauses.
pub(super) struct Page {
    pub layout: Layout,
    sentences: Vec<Hits>,
    /// What each sentence says itself, or the introduction of the list it belongs to; not what the other items of the list say.
    strict: Vec<Bits>,
    articles: Vec<Bits>,
    /// For each article what occurs in it or, where it is a section, in its chapter.
    scopes: Vec<Bits>,
    headings: Vec<Hits>,
    titles: Vec<Hits>,
    /// For each article what the title of its chapter says.
    divisions: Vec<Bits>,
    /// For each article what the articles it names are about.
    named: Vec<Bits>,
    ends: Vec<(usize, usize, Mode)>,
    topics: Vec<Vec<(usize, Side)>>,
    /// For each article, the one that takes it out.
    repealed: Vec<Option<usize>>,
    /// Articles that only say what words mean.
    defines: Vec<bool>,
    /// What occurs anywhere in the text.
    whole: Bits,
    aliases: Vec<Alias>,
}

impl Page {
    pub fn of(canon: &Canon, book: &Book) -> Self {
        let layout = layout(canon);
        let text = canon.text.as_str();
        let examples = examples(text);
        let home = |at: usize| {
            let quoted = examples.partition_point(|example| example.0 <= at).checked_sub(1).is_some_and(|index| at < examples[index].1);
            if quoted {
                return None;
            }
            let index = layout.sentences.partition_point(|sentence| sentence.start <= at).checked_sub(1)?;
            (at < layout.sentences[index].end).then_some(index)
        };
        let mut sentences = book.read(text, 0, layout.sentences.len(), home);
        let strict = lend_lists(text, &layout, &mut sentences);
        let stretch = |(from, to): (usize, usize)| book.read(&text[from..to], from, 1, |_| Some(0)).pop().unwrap_or_default();
        let headings: Vec<Hits> = layout
            .articles
            .iter()
            .map(|article| {
                let mut heading = stretch(article.heading);
                for (group, start, end) in article.chapter.map(|(_, title)| stretch(title).first).unwrap_or_default() {
                    heading.add_from(group, start, end);
                }
                heading
            })
            .collect();
        let divisions = layout.articles.iter().map(|article| stretch(article.division).bits).collect();
        let titles: Vec<Hits> = layout.parts.iter().map(|part| stretch(part.title)).collect();
        let mut articles: Vec<Bits> = headings.iter().map(|heading| heading.bits.clone()).collect();
        for (sentence, hits) in layout.sentences.iter().zip(&sentences) {
            articles[sentence.article].join(&hits.bits);
        }
        let scopes = scopes(&layout, &articles);
        let topics = settle_topics(canon, &layout);
        let defines = (0..layout.articles.len()).map(|article| defines(text, &layout, article)).collect();
        let repealed = repeals(text, &layout);
        let named = references(text, &layout).iter().map(|others| subjects(&layout, others, &headings, &articles)).collect();
        let mut whole = Bits::default();
        for bits in &articles {
            whole.join(bits);
        }
        let aliases = aliases(text, &layout, |from, to| stretch((from, to)).bits);
        Self { whole, aliases, sentences, strict, articles, scopes, headings, titles, divisions, named, ends: ends(text), topics, repealed, defines, layout }
    }

    /// Every article that says the clause, the best first, and what came near without counting.
    pub fn weigh(&self, text: &str, rules: &Rules) -> (Vec<Match>, Vec<(usize, Miss)>) {
        let mut found: Vec<Match> = Vec::new();
        let mut missed = Vec::new();
        let mut abouts = rules.about.clone();
        if rules.wide_where.iter().any(|group| self.whole.has(*group)) {
            abouts.extend(&rules.wide);
        }
        let mut from = 0;
        let backed: Vec<bool> = rules
            .ways
            .iter()
            .map(|rule| rule.elsewhere.is_empty() || self.scopes.iter().any(|bits| rule.elsewhere.iter().all(|group| bits.has(*group))))
            .collect();
        for (article, bits) in self.scopes.iter().enumerate() {
            let to = from + self.layout.sentences[from..].iter().take_while(|sentence| sentence.article == article).count();
            let range = from..to;
            from = to;
            let part = self.layout.articles[article].part;
            let title = &self.titles[part].bits;
            // The title of an annex is said of each of its articles, the name of the contract is not.
            let annex = !self.layout.parts[part].label.is_empty();
            let spoken_of = |group: &usize| bits.has(*group) || annex && title.has(*group) || self.named[article].has(*group);
            let named = |alias: &Alias| alias.articles.has(article) && abouts.iter().any(|group| alias.stands_for.has(*group));
            let division = &self.divisions[article];
            let heading = &self.headings[article].bits;
            let told = abouts.iter().any(|group| annex && title.has(*group) || division.has(*group) || heading.has(*group));
            let called = self.aliases.iter().any(named);
            let about = abouts.is_empty() || told || called || abouts.iter().any(|group| bits.has(*group) || title.has(*group));
            let weak = !about && rules.about_weak.iter().any(|group| bits.has(*group)) && abouts.iter().any(|group| self.whole.has(*group));
            // What stands before the first article says who the sides are and why, not what they owe.
            let preamble = part == 0 && self.layout.articles[article].number.is_empty() && self.layout.articles.len() > 5;
            if self.defines[article] || preamble || !about && !weak {
                continue;
            }
            // A chapter or an annex on one kind of information speaks of it alone, more often than not.
            let narrow = rules.narrow.iter().any(|group| division.has(*group)) && !rules.broad.iter().any(|group| division.has(*group))
                || annex && rules.narrow.iter().any(|group| title.has(*group));
            let likely = rules.heading.iter().any(|group| heading.has(*group));
            let mut best: Option<Match> = None;
            for (rule, _) in rules.ways.iter().zip(&backed).filter(|(_, backed)| **backed) {
                let possible =
                    rule.all.iter().all(|group| bits.has(*group)) && rule.also.iter().all(spoken_of) && rule.under.iter().all(|group| heading.has(*group));
                if !possible {
                    continue;
                }
                for sentence in range.clone() {
                    match self.judge(text, rules, rule, article, sentence) {
                        Some(Ok(mut hit)) => {
                            hit.heading = likely;
                            hit.score += if likely { 18 } else { 0 };
                            let direct = told || called || abouts.iter().any(|group| self.sentences[sentence].bits.has(*group));
                            hit.score = (hit.score + if direct { 12 } else { 0 }).min(99) - if narrow { 15 } else { 0 };
                            if weak {
                                hit.score = hit.score.min(99) / 2;
                            }
                            if best.as_ref().is_none_or(|best| best.score < hit.score) {
                                best = Some(hit);
                            }
                        }
                        Some(Err(miss)) => missed.push((sentence, miss)),
                        None => {}
                    }
                }
            }
            found.extend(best);
        }
        found.sort_by_key(|hit| (u8::MAX - hit.score, hit.sentence));
        (found, missed)
    }

    /// Whether a sentence says it in this way; nothing where it does not even have the words.
    fn judge(&self, text: &str, rules: &Rules, rule: &Rule, article: usize, sentence: usize) -> Option<Result<Match, Miss>> {
        let hits = &self.sentences[sentence];
        let strict = &self.strict[sentence];
        let heading = &self.headings[article].bits;
        if !rule.all.iter().all(|group| hits.bits.has(*group)) || rule.without.iter().any(|group| strict.has(*group)) {
            return None;
        }
        let span = (self.layout.sentences[sentence].start, self.layout.sentences[sentence].end);
        let said = text[span.0..span.1].trim_start_matches(|c: char| c.is_ascii_digit());
        if said.starts_with("ただし") {
            return None;
        }
        let words: Vec<(usize, usize)> = rule.all.iter().filter_map(|group| hits.place(*group)).collect();
        if let Some(by) = self.repealed[article] {
            return Some(Err(Miss::Repealed(by)));
        }
        if let Some((start, end)) = rules.not.iter().filter(|group| strict.has(**group)).find_map(|group| hits.place(*group)) {
            return Some(Err(Miss::Words(start, end)));
        }
        if rules.never.iter().any(|group| self.articles[article].has(*group)) {
            let place = self.headings[article].first.iter().chain(self.sentences.iter().flat_map(|hits| &hits.first)).find(|hit| rules.never.contains(&hit.0));
            return Some(Err(place.map_or(Miss::Words(span.0, span.0), |hit| Miss::Words(hit.1, hit.2))));
        }
        let part = self.layout.articles[article].part;
        let title = &self.titles[part].bits;
        // The name of the contract tells what it is about, not all it speaks of; that of an annex does.
        let annex = !self.layout.parts[part].label.is_empty();
        let says = |groups: &[usize], own: &Bits| groups.iter().any(|group| own.has(*group) || heading.has(*group) || annex && title.has(*group));
        if says(&rules.narrow, strict) && !says(&rules.broad, &hits.bits) {
            return Some(Err(Miss::Narrow));
        }
        let anchor = words.iter().map(|word| word.0).filter(|at| (span.0..span.1).contains(at)).max().unwrap_or(span.0);
        let mode = governing(text, span, anchor, &self.ends);
        if !mode.serves(rule.force) {
            return Some(Err(Miss::Mode(mode)));
        }
        let topic = self.topics[sentence].iter().rev().find(|topic| topic.0 <= anchor).or(self.topics[sentence].first()).map(|topic| topic.1);
        let bound = match (rule.who, topic) {
            (Who::Any, _) | (_, None | Some(Side::Both)) | (Who::Contractor, Some(Side::Contractor)) | (Who::City, Some(Side::City)) => true,
            (Who::Contractor, Some(Side::City)) => obliges_the_other(&text[span.0..span.1]),
            (Who::City, Some(Side::Contractor)) => false,
        };
        if !bound {
            return Some(Err(Miss::OtherSide));
        }
        let named = topic.is_some() && rule.who != Who::Any;
        let depth = u8::try_from((rule.all.len() + rule.also.len() + rule.under.len()).min(5)).unwrap_or(5);
        let near = u8::try_from(rule.also.iter().filter(|group| hits.bits.has(**group)).count().min(3)).unwrap_or(3);
        let score = 42 + 5 * depth + 2 * near + if named { 8 } else { 0 } + if rule.under.is_empty() { 0 } else { 4 };
        Some(Ok(Match { article, sentence, score, heading: rules.heading.iter().any(|group| heading.has(*group)), named, words }))
    }
}

/// 甲は、乙に守らせるものとする: the city is the topic, the contractor is bound.
fn obliges_the_other(sentence: &str) -> bool {
    (sentence.contains("乙に") || sentence.contains("乙から"))
        && ["させ", "求め", "命ず", "命じ", "指示", "義務付け", "徴", "行わせ", "従わせ", "守らせ", "請求"].iter().any(|word| sentence.contains(word))
}

/// What articles are about: their headings, or all they say where they have none.
fn subjects(layout: &Layout, articles: &[usize], headings: &[Hits], bits: &[Bits]) -> Bits {
    let mut about = Bits::default();
    for article in articles {
        let (from, to) = layout.articles[*article].heading;
        about.join(if from == to { &bits[*article] } else { &headings[*article].bits });
    }
    about
}

/// Whether an article only says what words mean, by its heading or its first sentence.
fn defines(text: &str, layout: &Layout, article: usize) -> bool {
    let of = &layout.articles[article];
    let first = text[of.body.0..of.body.1].split('。').next().unwrap_or_default();
    ["定義", "用語"].iter().any(|word| text[of.heading.0..of.heading.1].contains(word))
        || first.contains("用語") && ["意義", "意味", "定義"].iter().any(|word| first.contains(word))
}

/// 5.1 and 5.2 share what they speak of as the paragraphs of an article do.
fn scopes(layout: &Layout, articles: &[Bits]) -> Vec<Bits> {
    let chapter = |index: usize| layout.articles[index].chapter.map(|(number, _)| (layout.articles[index].part, number));
    let mut scopes = articles.to_vec();
    let mut from = 0;
    while from < articles.len() {
        let to = from + 1 + (from + 1..articles.len()).take_while(|index| chapter(from).is_some() && chapter(*index) == chapter(from)).count();
        let mut shared = Bits::default();
        articles[from..to].iter().for_each(|bits| shared.join(bits));
        scopes[from..to].fill(shared);
        from = to;
    }
    scopes
}

/// The items of a list are part of what introduces them or, 上記の, closes them, and the introduction of each item. Returns what each sentence says without
/// the other items.
fn lend_lists(text: &str, layout: &Layout, hits: &mut [Hits]) -> Vec<Bits> {
    let mut strict: Vec<Bits> = hits.iter().map(|hits| hits.bits.clone()).collect();
    let mut lead: Option<usize> = None;
    for index in 0..layout.sentences.len() {
        let sentence = &layout.sentences[index];
        let said = &text[sentence.start..sentence.end];
        if lead.is_some_and(|lead| layout.sentences[lead].article != sentence.article) || said.starts_with(|c: char| c.is_ascii_digit()) && said.contains('は')
        {
            lead = None;
        }
        if ["次の", "次に", "次を", "以下の", "下記", "下表", "次号", "次とおり"].iter().any(|word| said.contains(word)) {
            lead = Some(index);
        } else if let Some(lead) = lead {
            let own = std::mem::take(&mut hits[index]);
            let mut shared = own.clone();
            shared.take_from(&hits[lead]);
            hits[lead].take_from(&own);
            hits[index] = shared;
            let of_lead = strict[lead].clone();
            strict[index].join(&of_lead);
        } else if ["上記", "上の表", "以上の", "上に掲げ"].iter().any(|word| said.contains(word)) {
            let items = (0..index).rev().take_while(|item| layout.sentences[*item].article == sentence.article);
            for item in items.filter(|item| !text[..layout.sentences[*item].end].ends_with('。')).collect::<Vec<_>>() {
                let own = hits[item].clone();
                hits[index].take_from(&own);
            }
        }
    }
    strict
}

impl Hits {
    fn take_from(&mut self, other: &Self) {
        for &(group, start, end) in &other.first {
            self.add_from(group, start, end);
        }
    }

    fn add_from(&mut self, group: usize, start: usize, end: usize) {
        if !self.bits.has(group) {
            self.bits.set(group);
            self.first.push((group, start, end));
        }
    }
}

/// The topics of every sentence; one without its own goes on with that of the sentence before it in the article.
fn settle_topics(canon: &Canon, layout: &Layout) -> Vec<Vec<(usize, Side)>> {
    let text = canon.text.as_str();
    let mut all: Vec<Vec<(usize, Side)>> = Vec::with_capacity(layout.sentences.len());
    for (index, sentence) in layout.sentences.iter().enumerate() {
        let mut own = topics(text, (sentence.start, sentence.end));
        let numbered = text[sentence.start..sentence.end].starts_with(|c: char| c.is_ascii_digit())
            || canon.break_at(sentence.start).is_some_and(|b| b.opens == Opens::Bullet || b.blank);
        if own.is_empty() && index > 0 && !numbered && layout.sentences[index - 1].article == sentence.article {
            own = all[index - 1].last().map(|topic| (sentence.start, topic.1)).into_iter().collect();
        }
        all.push(own);
    }
    all
}
