//! The paper as Markdown (CommonMark).

use std::fmt::Write;

use super::{Line, Paper};

impl Paper {
    /// The whole paper. Labels are written as they are on the paper, and what was typed stays text.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        block(&mut out, "# ", &self.title);
        block(&mut out, "", &self.contract);
        for paragraph in &self.preamble {
            block(&mut out, "", paragraph);
        }
        for part in &self.parts {
            if !part.heading.is_empty() {
                block(&mut out, "## ", &part.heading);
            }
            for article in &part.articles {
                block(&mut out, "### ", &article.title());
                for line in &article.lines {
                    block(&mut out, "", &labelled(line));
                }
            }
        }
        if !self.enclosures.is_empty() {
            block(&mut out, "## ", "別表及び別紙");
            for enclosure in &self.enclosures {
                block(&mut out, "", &enclosure.title());
            }
        }
        block(&mut out, "## ", "附則");
        for paragraph in &self.supplement {
            block(&mut out, "", paragraph);
        }
        out.push_str("---\n\n");
        block(&mut out, "", &self.foot);
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

/// Ideographic spaces set the levels apart: a list would be numbered anew by whoever renders it.
fn labelled(line: &Line) -> String {
    let indent = "　".repeat(line.depth.into());
    if line.label.is_empty() { format!("{indent}{}", line.text) } else { format!("{indent}{}　{}", line.label, line.text) }
}

fn block(out: &mut String, mark: &str, text: &str) {
    let _ = writeln!(out, "{mark}{}\n", escaped(text));
}

/// Nothing in the text is taken for markup (CommonMark 0.31, 2.4).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let begins = text.trim_start();
    let digits = begins.len() - begins.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ordinal = digits > 0 && begins[digits..].starts_with(['.', ')']);
    let first = text.len() - begins.len() + if ordinal { digits } else { 0 };
    for (index, c) in text.char_indices() {
        let opens = index == first && (ordinal || matches!(c, '#' | '+' | '-' | '=' | '>'));
        if opens || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
