//! 別表 and 別紙 an annex refers to.

use super::{Article, Enclosure};

/// Each schedule once, in the order of the articles. One with a name of its own is the same wherever it is named; 別表 and 別紙 without a name belong to
/// their article.
pub fn enclosures<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<Enclosure> {
    let mut found: Vec<Enclosure> = Vec::new();
    for article in articles {
        let mut names: Vec<String> = article.lines.iter().flat_map(|line| named(&line.text)).collect();
        // 「別紙に定めるところにより」 after 別紙「合意書」 speaks of the same.
        for kind in KINDS {
            if names.iter().any(|name| name.starts_with(kind) && name != kind) {
                names.retain(|name| name != kind);
            }
        }
        for name in names {
            match found.iter_mut().find(|known| known.name == name && (has_name(&name) || known.articles.contains(&article.number))) {
                Some(known) if known.articles.contains(&article.number) => {}
                Some(known) => known.articles.push(article.number),
                None => found.push(Enclosure { name, articles: vec![article.number] }),
            }
        }
    }
    found
}

const KINDS: [&str; 2] = ["別表", "別紙"];

fn has_name(name: &str) -> bool {
    name.contains('「')
}

/// 別表, 別紙, 別紙「責任分界表」 in the order of a text.
fn named(text: &str) -> Vec<String> {
    let mut places: Vec<(usize, &str)> = KINDS.into_iter().flat_map(|kind| text.match_indices(kind)).collect();
    places.sort_unstable();
    let name = |(at, kind): (usize, &str)| {
        let quoted = text[at + kind.len()..].strip_prefix('「').and_then(|rest| rest.split_once('」')).map(|(name, _)| name.trim());
        quoted.filter(|name| !name.is_empty()).map_or_else(|| kind.to_owned(), |name| format!("{kind}「{name}」"))
    };
    places.into_iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annex::Line;

    #[test]
    fn a_named_schedule_is_one_and_an_unnamed_one_belongs_to_its_article() {
        let article = |number, texts: &[&str]| Article {
            number,
            clause: "K01".into(),
            heading: String::new(),
            lines: texts.iter().map(|text| Line { depth: 0, label: String::new(), text: (*text).to_owned() }).collect(),
        };
        let articles = [
            article(1, &["別紙「合意書」の項目を満たす。", "別紙に定めるところにより減額する。"]),
            article(2, &["別表のとおりとし、別表を超えない。"]),
            article(3, &["別紙「合意書」による。別表による。別紙「　　　　」による。"]),
        ];
        let said: Vec<String> = enclosures(articles.iter()).iter().map(Enclosure::title).collect();
        assert_eq!(said, ["別紙「合意書」（第1条、第3条関係）", "別表（第2条関係）", "別表（第3条関係）"]);
    }
}
