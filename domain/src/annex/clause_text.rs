//! The model text of a clause, taken apart into articles, paragraphs (項) and items (号).

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// An article as the catalogue writes it, not yet numbered.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RawArticle {
    /// Without 第○条 and its brackets; blank where the text has no heading.
    pub heading: String,
    pub lines: Vec<RawLine>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct RawLine {
    pub depth: u8,
    pub marker: Marker,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    None,
    Number(u32),
    Bullet,
}

#[derive(Default)]
struct Taking {
    articles: Vec<RawArticle>,
    /// The next number of each list one stands in; none for bullets.
    lists: Vec<Option<u64>>,
    /// Of the item whose text has not begun.
    marker: Option<Marker>,
    text: String,
}

/// Each heading begins an article; what stands before the first belongs to one without.
pub fn articles(markdown: &str) -> Vec<RawArticle> {
    let mut taking = Taking::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        taking.take(event);
    }
    taking.line();
    taking.articles
}

impl Taking {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.line();
                self.articles.push(RawArticle::default());
            }
            Event::End(TagEnd::Heading(_)) => {
                let heading = bare(&std::mem::take(&mut self.text));
                if let Some(article) = self.articles.last_mut() {
                    article.heading = heading;
                }
            }
            Event::Start(Tag::List(first)) => {
                self.line();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.line();
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.line();
                self.marker = Some(self.next_marker());
            }
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::TableHead | TagEnd::TableRow | TagEnd::CodeBlock) => {
                self.line();
            }
            Event::End(TagEnd::TableCell) => self.text.push('　'),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            // Japanese has no blanks between words, so a line that goes on needs none.
            Event::SoftBreak | Event::HardBreak if self.text.ends_with(|c: char| c.is_ascii_alphanumeric()) => self.text.push(' '),
            _ => {}
        }
    }

    fn next_marker(&mut self) -> Marker {
        match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = u32::try_from(*next).unwrap_or(u32::MAX);
                *next += 1;
                Marker::Number(number)
            }
            Some(None) => Marker::Bullet,
            None => Marker::None,
        }
    }

    /// Ends the line being taken, if it says anything.
    fn line(&mut self) {
        let text = crate::text::tidy(&std::mem::take(&mut self.text));
        if text.is_empty() {
            return;
        }
        if self.articles.is_empty() {
            self.articles.push(RawArticle::default());
        }
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let marker = self.marker.take().unwrap_or(Marker::None);
        if let Some(article) = self.articles.last_mut() {
            article.lines.push(RawLine { depth, marker, text });
        }
    }
}

/// 再委託の制限, out of 第○条（再委託の制限）.
fn bare(heading: &str) -> String {
    let heading = crate::text::tidy(heading);
    let named = heading.strip_prefix('第').and_then(|rest| rest.split_once('条'));
    let rest = match named {
        Some((number, rest)) if number.chars().all(|c| c.is_ascii_digit() || "○〇◯０１２３４５６７８９一二三四五六七八九十百".contains(c)) => {
            rest.trim()
        }
        _ => heading.as_str(),
    };
    let inner = rest.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.unwrap_or(rest).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_freed_of_its_number_and_brackets() {
        for (written, bared) in [
            ("第○条（再委託の制限）", "再委託の制限"),
            ("第〇条 (再委託の制限)", "再委託の制限"),
            ("第12条（監査（実地）の受入れ）", "監査（実地）の受入れ"),
            ("再委託の制限", "再委託の制限"),
            ("第三者への提供の条件", "第三者への提供の条件"),
        ] {
            assert_eq!(bare(written), bared);
        }
    }

    #[test]
    fn paragraphs_and_items_keep_their_numbers_and_a_line_that_goes_on_is_one() {
        let found = articles("### 第○条（甲）\n\n1. 一の\n   続き\n   1. 号\n   2. 次の**号**\n2. 二\n\n結び\n");
        let lines: Vec<(u8, Marker, &str)> = found[0].lines.iter().map(|line| (line.depth, line.marker, line.text.as_str())).collect();
        assert_eq!(
            lines,
            [
                (0, Marker::Number(1), "一の続き"),
                (1, Marker::Number(1), "号"),
                (1, Marker::Number(2), "次の号"),
                (0, Marker::Number(2), "二"),
                (0, Marker::None, "結び"),
            ]
        );
    }

    #[test]
    fn text_without_a_heading_and_with_several_is_taken_whole() {
        let found = articles("はじめに\n\n# 第○条（一）\n\n本文\n\n# 第○条（二）\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n");
        assert_eq!(found.iter().map(|article| article.heading.as_str()).collect::<Vec<_>>(), ["", "一", "二"]);
        assert_eq!(found[2].lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["甲 乙", "丙 丁"]);
        assert_eq!(articles(" \n"), []);
    }
}
