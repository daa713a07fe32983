//! From glyphs at places to lines of text.
//!
//! Lines come in the order they were written in, which for contracts is the order of reading, in columns and tables too; sorting a page from top to
//! bottom would mix its columns. What lies on one line and touches is put together whatever the order: some writers place digits after all the rest.

use std::collections::HashMap;

use super::super::Unreadable;

/// Characters of a page; a page of fine print has 5,000.
const CHARACTERS: usize = 2_000_000;

/// How far from a line's base something may be that belongs to it, in sizes: indices, and note marks.
const OFF_BASE: f64 = 0.4;

/// A gap this wide is a space between letters; between the characters of Japanese it takes more, as headings are spaced out.
const SPACE: f64 = 0.18;
const WIDE_SPACE: f64 = 0.9;

/// A gap this wide parts what was written as two texts, such as narrow cells of a table.
const APART: f64 = 0.3;

/// A gap this wide parts the cells of a table for certain.
const CELL: f64 = 2.0;

/// Lines at the same height that are looked at to be continued.
const NEIGHBOURS: usize = 32;

/// A glyph where it is on the page.
#[derive(Debug)]
pub(super) struct Glyph {
    pub x: f64,
    pub y: f64,
    /// How far it moves the pen.
    pub across: f64,
    pub up: f64,
    pub size: f64,
    pub vertical: bool,
}

/// Glyphs that follow one another on a line.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Unit vector the line runs along.
    along: (f64, f64),
    /// Where the line is, across its direction; and from where to where the piece reaches on it.
    base: f64,
    from: f64,
    to: f64,
    size: f64,
    glyphs: usize,
    /// Single glyphs below one another: vertical writing with a font for horizontal.
    stacked: bool,
    /// Written as a text of its own.
    apart: bool,
    last: (f64, f64),
}

#[derive(Debug, Default)]
pub(super) struct Lines {
    pieces: Vec<Piece>,
    characters: usize,
    apart: bool,
}

impl Lines {
    /// What follows was written as a text of its own.
    pub(super) fn begin_text(&mut self) {
        self.apart = true;
    }

    /// Adds a glyph and what it stands for.
    pub(super) fn place(&mut self, glyph: &Glyph, text: impl Iterator<Item = char>, push: impl Fn(&mut String, char)) -> Result<(), Unreadable> {
        if ![glyph.x, glyph.y, glyph.across, glyph.up, glyph.size].iter().all(|n| n.is_finite() && n.abs() < 1e9) {
            return Ok(());
        }
        let length = glyph.across.hypot(glyph.up);
        let along = if length > 1e-6 {
            (glyph.across / length, glyph.up / length)
        } else if glyph.vertical {
            (0.0, -1.0)
        } else {
            (1.0, 0.0)
        };
        let from = along.0 * glyph.x + along.1 * glyph.y;
        let base = along.0 * glyph.y - along.1 * glyph.x;
        let size = glyph.size.max(0.1);
        let apart = std::mem::take(&mut self.apart);
        let piece = match self.pieces.last_mut() {
            Some(last) if last.continues(along, base, from, size) && !(apart && from - last.to > APART * size) => {
                last.bridge(from, size);
                last.to = from + length;
                last
            }
            Some(last) if last.stacks(glyph, size) => {
                last.stacked = true;
                last
            }
            _ => {
                let (text, last) = (String::new(), (glyph.x, glyph.y));
                self.pieces.push(Piece { text, along, base, from, to: from + length, size, glyphs: 0, stacked: false, apart, last });
                let end = self.pieces.len() - 1;
                &mut self.pieces[end]
            }
        };
        let before = piece.text.len();
        text.for_each(|c| push(&mut piece.text, c));
        piece.glyphs += 1;
        piece.size = piece.size.max(size);
        piece.last = (glyph.x, glyph.y);
        self.characters += piece.text.len() - before + 1;
        if self.characters > CHARACTERS { Err(Unreadable::TooLarge) } else { Ok(()) }
    }

    /// The lines, each ended by `\n`.
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        for mut line in lines(self.pieces) {
            line.sort_by(|a, b| a.from.total_cmp(&b.from));
            let start = text.len();
            let mut before: Option<&Piece> = None;
            for piece in &line {
                if let Some(before) = before {
                    // Bold made by writing twice.
                    if piece.text == before.text && (piece.from - before.from).abs() < 0.3 * piece.size {
                        continue;
                    }
                    text.push_str(separator(before, piece));
                }
                text.push_str(&piece.text);
                before = Some(piece);
            }
            text.truncate(start + text[start..].trim_end().len());
            if text.len() > start {
                text.push('\n');
            }
        }
        text
    }
}

/// Pieces of each line, in the order in which the lines were begun.
fn lines(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    // From where to where each line reaches.
    let mut reaches: Vec<(f64, f64)> = Vec::new();
    let mut by_base: HashMap<(i64, i64, i64), Vec<usize>> = HashMap::new();
    for piece in pieces {
        let key = |step: i64| (rounded(piece.along.0 * 8.0), rounded(piece.along.1 * 8.0), rounded(piece.base / 8.0) + step);
        let last = lines.len().checked_sub(1);
        let fits = |at: &usize| {
            let line = &lines[*at][0];
            let size = line.size.max(piece.size);
            let touches = piece.from < reaches[*at].1 + size && piece.to > reaches[*at].0 - size;
            // The next cell of a row is written next.
            let follows = Some(*at) == last && piece.from >= reaches[*at].1;
            line.on_base(piece.along, piece.base, size) && !line.stacked && !piece.stacked && (touches || follows)
        };
        let near = [0, -1, 1].into_iter().find_map(|step| by_base.get(&key(step))?.iter().rev().take(NEIGHBOURS).copied().find(fits));
        if let Some(at) = near {
            reaches[at] = (reaches[at].0.min(piece.from), reaches[at].1.max(piece.to));
            lines[at].push(piece);
        } else {
            by_base.entry(key(0)).or_default().push(lines.len());
            reaches.push((piece.from, piece.to));
            lines.push(vec![piece]);
        }
    }
    lines
}

#[expect(clippy::cast_possible_truncation, reason = "places are checked to be small")]
fn rounded(place: f64) -> i64 {
    place.round() as i64
}

impl Piece {
    fn on_base(&self, along: (f64, f64), base: f64, size: f64) -> bool {
        self.along.0 * along.0 + self.along.1 * along.1 > 0.99 && (self.base - base).abs() < OFF_BASE * size
    }

    /// Whether a glyph goes on where this ends.
    fn continues(&self, along: (f64, f64), base: f64, from: f64, size: f64) -> bool {
        let size = self.size.max(size);
        let gap = from - self.to;
        !self.stacked && self.on_base(along, base, size) && gap > -0.6 * size && gap < WIDE_SPACE * size
    }

    /// Whether a glyph stands right below the last of single ones.
    fn stacks(&self, glyph: &Glyph, size: f64) -> bool {
        let (right, down) = (glyph.x - self.last.0, self.last.1 - glyph.y);
        let single = self.stacked || self.glyphs == 1;
        single && !glyph.vertical && (self.size - size).abs() < 0.2 * size && right.abs() < 0.55 * size && down > 0.4 * size && down < 1.15 * size
    }

    /// A space where letters are apart.
    fn bridge(&mut self, from: f64, size: f64) {
        let gap = from - self.to;
        if gap > SPACE * size && self.text.chars().next_back().is_some_and(|c| c.is_ascii_graphic()) {
            self.text.push(' ');
        }
    }
}

fn separator(before: &Piece, after: &Piece) -> &'static str {
    let gap = after.from - before.to;
    let blank = before.text.ends_with(char::is_whitespace) || after.text.starts_with(char::is_whitespace);
    let latin = before.text.ends_with(|c: char| c.is_ascii()) && after.text.starts_with(|c: char| c.is_ascii());
    let space = match (latin, after.apart) {
        (true, _) => SPACE,
        (false, true) => APART,
        (false, false) => WIDE_SPACE,
    };
    if gap > CELL * after.size {
        "\t"
    } else if !blank && gap > space * after.size {
        " "
    } else {
        ""
    }
}
