//! The words of all cues in one automaton, so that a text is read through once however many clauses there are.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::{
    cue::{Synonym, alternatives},
    normal::canonical,
};

/// How far two words of `第三者…委託` may be apart, in bytes of canonical text.
const REACH: usize = 90;

/// A set of groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub fn set(&mut self, group: usize) {
        if self.0.len() <= group / 64 {
            self.0.resize(group / 64 + 1, 0);
        }
        self.0[group / 64] |= 1 << (group % 64);
    }

    pub fn has(&self, group: usize) -> bool {
        self.0.get(group / 64).is_some_and(|word| word >> (group % 64) & 1 == 1)
    }

    pub fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }
}

/// What of the cues occurs in a stretch of text: the groups, and the first place of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    pub bits: Bits,
    pub first: Vec<(usize, usize, usize)>,
}

impl Hits {
    pub fn place(&self, group: usize) -> Option<(usize, usize)> {
        self.first.iter().find(|hit| hit.0 == group).map(|hit| (hit.1, hit.2))
    }

    fn add(&mut self, group: usize, start: usize, end: usize) {
        if !self.bits.has(group) {
            self.bits.set(group);
            self.first.push((group, start, end));
        }
    }
}

#[derive(Clone, Debug)]
struct Chain {
    group: usize,
    length: usize,
    /// Where the words of this chain begin among those of all.
    first: usize,
}

/// Groups of words, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    numbers: HashMap<String, usize>,
    chains: Vec<Chain>,
    literals: HashMap<String, usize>,
    /// For each literal, the chains it belongs to and its place in them.
    uses: Vec<Vec<(usize, usize)>>,
    automaton: Option<AhoCorasick>,
}

impl Book {
    /// The number of a group; a group met before keeps its number.
    pub fn group(&mut self, group: &str, synonyms: &[Synonym]) -> usize {
        if let Some(number) = self.numbers.get(group) {
            return *number;
        }
        let number = self.numbers.len();
        self.numbers.insert(group.to_owned(), number);
        for words in alternatives(group, synonyms) {
            let words: Vec<String> = words.iter().map(|word| canonical(word)).filter(|word| !word.is_empty()).collect();
            if words.is_empty() {
                continue;
            }
            let chain = self.chains.len();
            let first = self.chains.last().map_or(0, |last| last.first + last.length);
            self.chains.push(Chain { group: number, length: words.len(), first });
            for (index, word) in words.into_iter().enumerate() {
                let next = self.literals.len();
                let literal = *self.literals.entry(word).or_insert(next);
                if literal == self.uses.len() {
                    self.uses.push(Vec::new());
                }
                self.uses[literal].push((chain, index));
            }
        }
        number
    }

    /// Builds the automaton once all groups are known.
    pub fn close(&mut self) {
        let mut words: Vec<(&String, &usize)> = self.literals.iter().collect();
        words.sort_by_key(|(_, literal)| **literal);
        self.automaton = AhoCorasick::new(words.iter().map(|(word, _)| word.as_bytes())).ok();
    }

    /// Reads a stretch of text; `home` tells to which of the returned hits a place belongs.
    pub fn read(&self, text: &str, from: usize, count: usize, home: impl Fn(usize) -> Option<usize>) -> Vec<Hits> {
        let mut hits = vec![Hits::default(); count];
        let Some(automaton) = &self.automaton else { return hits };
        // For each chain, how far it has come: the end and home of every word met, and where the first began.
        let mut come = vec![(0, usize::MAX, 0); self.chains.last().map_or(0, |last| last.first + last.length)];
        for found in automaton.find_overlapping_iter(text) {
            let Some(at) = home(from + found.start()) else { continue };
            for &(chain, index) in &self.uses[found.pattern().as_usize()] {
                let chain = &self.chains[chain];
                if chain.length == 1 {
                    hits[at].add(chain.group, from + found.start(), from + found.end());
                    continue;
                }
                let began = if index == 0 {
                    Some(found.start())
                } else {
                    let (end, place, began) = come[chain.first + index - 1];
                    (place == at && end <= found.start() && found.start() - end <= REACH).then_some(began)
                };
                let Some(began) = began else { continue };
                come[chain.first + index] = (found.end(), at, began);
                if index + 1 == chain.length {
                    hits[at].add(chain.group, from + began, from + found.end());
                }
            }
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(group: &str, text: &str) -> bool {
        let mut book = Book::default();
        let number = book.group(group, &[]);
        book.close();
        book.read(text, 0, 1, |_| Some(0))[0].bits.has(number)
    }

    #[test]
    fn a_group_is_met_when_one_of_its_words_is() {
        assert!(found("監査|検査", "立入検査を行う") && !found("監査|検査", "調査を行う"));
    }

    #[test]
    fn words_apart_are_met_in_their_order_and_near_each_other() {
        assert!(found("第三者…委託", "第三者に業務を委託"));
        assert!(!found("第三者…委託", "委託した第三者"));
        assert!(!found("第三者…委託", &format!("第三者{}委託", "あ".repeat(40))));
    }

    #[test]
    fn words_are_met_in_any_spelling_of_the_catalogue() {
        assert!(found("取り扱い", "取扱い"));
    }
}
