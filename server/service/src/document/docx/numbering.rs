//! Numbers of paragraphs, which are not in the text but counted (ECMA-376, part 1, 17.9): 第1条 of a contract written with Word is a list.

use std::collections::{HashMap, HashSet};

use super::{
    super::Unreadable,
    numeral,
    style::Styles,
    xml::{Element, Node, Xml},
};

const LEVELS: usize = 9;

/// Characters of a level's text. Each paragraph repeats it.
const TEXT: usize = 100;

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `第%1条`, where `%1` is the number of the first level.
    text: String,
    /// What stands between the number and the text.
    suffix: &'static str,
    /// Numbers of other levels are in ordinary digits here.
    legal: bool,
    /// The level after which this starts anew; zero for never.
    restart: Option<usize>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), suffix: " ", legal: false, restart: None, style: None }
    }
}

/// What several lists have in common; they count on from one another.
#[derive(Debug, Default)]
struct Scheme {
    levels: [Option<Level>; LEVELS],
    /// The style by whose list this one is defined.
    defined_by: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    scheme: i32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// The list and level a paragraph itself states.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Stated {
    pub list: Option<i32>,
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct Numbering {
    pub styles: Styles,
    schemes: HashMap<i32, Scheme>,
    lists: HashMap<i32, List>,
    /// Where the count is at each level.
    counts: HashMap<i32, [Option<u32>; LEVELS]>,
    started: HashSet<(i32, usize)>,
}

impl Numbering {
    pub(super) fn read(&mut self, xml: &mut Xml) -> Result<(), Unreadable> {
        loop {
            match xml.next()? {
                Node::Open(element) if element.is("abstractNum") => {
                    let id = element.number("abstractNumId").unwrap_or(-1);
                    let mut scheme = Scheme::default();
                    xml.each(|xml, element| {
                        match element.name() {
                            "lvl" => level(xml, element, &mut scheme.levels)?,
                            "numStyleLink" => scheme.defined_by = element.value(),
                            _ => {}
                        }
                        Ok(())
                    })?;
                    self.schemes.insert(id, scheme);
                }
                Node::Open(element) if element.is("num") => {
                    let id = element.number("numId").unwrap_or(-1);
                    let mut list = List::default();
                    let mut at = 0;
                    xml.each(|xml, element| {
                        match element.name() {
                            "abstractNumId" => list.scheme = element.number("val").unwrap_or(-1),
                            "lvlOverride" => at = level_of(element).unwrap_or(LEVELS),
                            "startOverride" => {
                                if let Some(start) = list.starts.get_mut(at) {
                                    *start = element.number("val").and_then(|start| u32::try_from(start).ok());
                                }
                            }
                            "lvl" => level(xml, element, &mut list.levels)?,
                            _ => {}
                        }
                        Ok(())
                    })?;
                    self.lists.insert(id, list);
                }
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Counts a paragraph and gives the number it bears, with what follows it; none for one in no list.
    pub(super) fn number(&mut self, stated: Stated, style: Option<&str>) -> Option<String> {
        let by_style = self.styles.list(style);
        let id = stated.list.or(by_style.map(|(list, _, _)| list))?;
        let list = self.lists.get(&id)?;
        let scheme_id = self.scheme(list.scheme);
        let scheme = self.schemes.get(&scheme_id)?;
        let level_at = |at: usize| list.levels.get(at)?.as_ref().or(scheme.levels[at].as_ref());
        // A style is tied to a level by that level.
        let tied =
            || (0..LEVELS).find(|at| level_at(*at).is_some_and(|level| level.style.is_some() && level.style.as_deref() == by_style.map(|(_, _, id)| id)));
        let at = stated.level.or_else(tied).or(by_style.and_then(|(_, level, _)| level)).unwrap_or(0).min(LEVELS - 1);
        let level = level_at(at)?;

        let counts = self.counts.entry(scheme_id).or_default();
        if let Some(start) = list.starts[at].filter(|_| self.started.insert((id, at))) {
            counts[at] = Some(start);
        } else {
            counts[at] = Some(counts[at].map_or(level.start, |count| count.saturating_add(1)));
        }
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restarts = level_at(deeper).and_then(|level| level.restart).is_none_or(|after| after != 0 && at < after);
            if restarts {
                *count = None;
            }
        }
        // Levels that were passed over are taken as begun.
        for (above, count) in counts.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| level_at(above).map_or(1, |level| level.start));
        }
        let counts = *counts;

        let mut text = String::new();
        let mut signs = level.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let place = signs.peek().and_then(|digit| digit.to_digit(10)).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
            match (sign, place.filter(|place| *place < LEVELS)) {
                ('%', Some(place)) => {
                    signs.next();
                    let format = level_at(place).filter(|_| !level.legal).map_or("decimal", |level| &level.format);
                    text.push_str(&numeral::format(format, counts[place].unwrap_or(0)));
                }
                _ if level.format == "bullet" => text.push(bullet(sign)),
                _ => text.push(sign),
            }
        }
        if !text.is_empty() {
            text.push_str(level.suffix);
        }
        Some(text)
    }

    /// The scheme that says what the levels are, by the style if one is named for it.
    fn scheme(&self, id: i32) -> i32 {
        let defined_by = self.schemes.get(&id).and_then(|scheme| scheme.defined_by.as_deref());
        let list = defined_by.and_then(|style| self.styles.list(Some(style))).and_then(|(list, _, _)| self.lists.get(&list));
        list.map_or(id, |list| list.scheme)
    }
}

/// Bullets are signs of fonts that have their own, under private codes or in place of letters.
fn bullet(sign: char) -> char {
    if ('\u{e000}'..='\u{f8ff}').contains(&sign) || sign.is_ascii_alphanumeric() { '・' } else { sign }
}

fn level_of(element: &Element) -> Option<usize> {
    element.number("ilvl").and_then(|at| usize::try_from(at).ok())
}

fn level(xml: &mut Xml, element: &Element, levels: &mut [Option<Level>; LEVELS]) -> Result<(), Unreadable> {
    let at = level_of(element);
    let mut level = Level::default();
    xml.each(|xml, element| {
        let value = || element.value().unwrap_or_default();
        match element.name() {
            "start" => level.start = element.number("val").and_then(|start| u32::try_from(start).ok()).unwrap_or(1),
            "numFmt" => level.format = value(),
            "lvlText" => level.text = value().chars().take(TEXT).collect(),
            "suff" => level.suffix = if value() == "nothing" { "" } else { " " },
            "isLgl" => level.legal = element.is_on(),
            "lvlRestart" => level.restart = element.number("val").and_then(|after| usize::try_from(after).ok()),
            "pStyle" => level.style = element.value(),
            // A format of newer versions is repeated there for older ones.
            "Fallback" => xml.skip()?,
            _ => {}
        }
        Ok(())
    })?;
    if let Some(place) = at.and_then(|at| levels.get_mut(at)) {
        *place = Some(level);
    }
    Ok(())
}
