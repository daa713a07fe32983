//! What changed between two texts: lines first, then the words of the lines that stand in each other's place.

use serde::{Deserialize, Serialize};

use crate::choice;

choice! {
    PieceKind {
        Same = "same", "同じ", "Same";
        Removed = "removed", "削除", "Removed";
        Added = "added", "追加", "Added";
    }
}

/// A stretch of text that stayed, went or came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

/// Beyond so many comparisons two stretches are shown as one that went and one that came: nobody could read anything finer.
const MOST: usize = 4_000_000;

/// The pieces from the old text to the new one: those that are not [`PieceKind::Added`] make the old text, those not [`PieceKind::Removed`] the new.
pub fn diff(old: &str, new: &str) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    let mut gone = String::new();
    let mut came = String::new();
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    for (kind, line) in steps(&lines(old), &lines(new)) {
        match kind {
            PieceKind::Removed => gone.push_str(line),
            PieceKind::Added => came.push_str(line),
            PieceKind::Same => {
                pieces.words(&mut gone, &mut came);
                pieces.push(PieceKind::Same, line);
            }
        }
    }
    pieces.words(&mut gone, &mut came);
    pieces.0
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn push(&mut self, kind: PieceKind, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Piece { kind, text: text.to_owned() }),
        }
    }

    /// What went and what came in its place, word by word; leaves both empty.
    fn words(&mut self, gone: &mut String, came: &mut String) {
        let (gone, came) = (std::mem::take(gone), std::mem::take(came));
        if gone.is_empty() || came.is_empty() {
            self.push(PieceKind::Removed, &gone);
            self.push(PieceKind::Added, &came);
            return;
        }
        // Removed before added within each change, so that it reads as a correction does.
        let mut added = String::new();
        for (kind, word) in steps(&words(&gone), &words(&came)) {
            match kind {
                PieceKind::Added => added.push_str(word),
                PieceKind::Removed => self.push(kind, word),
                PieceKind::Same => {
                    self.push(PieceKind::Added, &std::mem::take(&mut added));
                    self.push(kind, word);
                }
            }
        }
        self.push(PieceKind::Added, &added);
    }
}

/// Runs of letters and digits are words; every other sign, each character of Japanese among them, stands for itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut open = false;
    for (place, sign) in text.char_indices() {
        let joins = sign.is_ascii_alphanumeric();
        if place > start && !(open && joins) {
            words.push(&text[start..place]);
            start = place;
        }
        open = joins;
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// The shortest way from one list to the other, by their longest common subsequence.
fn steps<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(PieceKind, &'a str)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let same = |part: &[&'a str]| part.iter().map(|text| (PieceKind::Same, *text)).collect::<Vec<_>>();
    let mut steps = same(&old[..head]);
    if a.len().saturating_mul(b.len()) > MOST {
        steps.extend(a.iter().map(|text| (PieceKind::Removed, *text)));
        steps.extend(b.iter().map(|text| (PieceKind::Added, *text)));
    } else {
        steps.extend(between(a, b));
    }
    steps.extend(same(&old[old.len() - tail..]));
    steps
}

fn between<'a>(a: &[&'a str], b: &[&'a str]) -> Vec<(PieceKind, &'a str)> {
    // `common[i][j]`: how much the rests from `i` and from `j` have in common.
    let width = b.len() + 1;
    let mut common = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let further = if a[i] == b[j] { common[(i + 1) * width + j + 1] + 1 } else { common[(i + 1) * width + j].max(common[i * width + j + 1]) };
            common[i * width + j] = further;
        }
    }
    let (mut i, mut j, mut steps) = (0, 0, Vec::new());
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            steps.push((PieceKind::Same, a[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1]) {
            steps.push((PieceKind::Removed, a[i]));
            i += 1;
        } else {
            steps.push((PieceKind::Added, b[j]));
            j += 1;
        }
    }
    steps
}
