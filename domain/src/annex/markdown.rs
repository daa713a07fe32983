//! The paper as Markdown (CommonMark).

use std::fmt::Write;

use super::{Line, Paper};
use crate::markdown;

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
    let _ = writeln!(out, "{mark}{}\n", markdown::escaped(text));
}
