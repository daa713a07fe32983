//! Words and tables for a terminal.

use std::io::Write;

use domain::{Lang, audit::ChainFault};

/// The language of the terminal: English where its locale says so, Japanese otherwise.
pub fn lang() -> Lang {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .map_or(Lang::Ja, |value| Lang::from_tag(&value))
}

/// A line of the answer. A reader that went away, such as `head`, is no fault.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Where a chain breaks.
pub fn chain_fault(fault: &ChainFault, lang: Lang) -> String {
    match (fault, lang) {
        (ChainFault::Gap { expected }, Lang::Ja) => format!("監査証跡の{expected}番が欠けています"),
        (ChainFault::Gap { expected }, Lang::En) => format!("Entry {expected} of the audit trail is missing"),
        (ChainFault::Unlinked { seq }, Lang::Ja) => format!("監査証跡の{seq}番が、前の記録とつながりません"),
        (ChainFault::Unlinked { seq }, Lang::En) => format!("Entry {seq} of the audit trail does not follow from the one before"),
        (ChainFault::Altered { seq }, Lang::Ja) => format!("監査証跡の{seq}番が書き換えられています"),
        (ChainFault::Altered { seq }, Lang::En) => format!("Entry {seq} of the audit trail was altered"),
    }
}

/// Columns side by side; a full-width character takes two places.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::from(" ");
        for (cell, places) in row.iter().zip(&widths) {
            line.push(' ');
            line.push_str(cell);
            line.push_str(&" ".repeat(places - width(cell) + 1));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Places on a terminal: East Asian wide and full-width characters (UAX #11) take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}') { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_characters_take_two_places() {
        let rows = [["行", "エラー"], ["12", "x"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&rows), "  行  エラー\n  12  x\n");
    }
}
