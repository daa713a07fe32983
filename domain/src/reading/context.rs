//! What one passage says of others: names it gives, examples it quotes, articles it takes out.

use std::collections::HashMap;

use super::{article::Layout, head::number, party::floor, term::Bits};

/// A name the contract gives to something, 以下「登録情報」という, with what it stands for and the articles that use it.
pub(super) struct Alias {
    pub stands_for: Bits,
    pub articles: Bits,
}

/// Whole sentences in quotes: what someone might agree on one day, not what is agreed.
pub(super) fn examples(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('「').map(|at| from + at) {
        from = open + '「'.len_utf8();
        let Some(close) = text[from..].find('」').map(|at| from + at) else { break };
        if (75..1500).contains(&(close - open)) {
            found.push((open, close));
            from = close;
        }
    }
    found
}

/// Names given to information of a kind; those of works, papers and people do not carry it on.
pub(super) fn aliases(text: &str, layout: &Layout, read: impl Fn(usize, usize) -> Bits) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (at, mark) in text.match_indices('「') {
        let Some((name, rest)) = text[at + mark.len()..].split_once('」') else { continue };
        let kind = ["情報", "データ", "等", "資料"].iter().any(|word| name.ends_with(word));
        if !kind || name.chars().count() > 12 {
            continue;
        }
        let Some((from, to)) = meaning(text, at, rest) else { continue };
        let mut articles = Bits::default();
        for (index, article) in layout.articles.iter().enumerate() {
            let title = layout.parts[article.part].title;
            if text[article.heading.0.min(article.body.0)..article.body.1].contains(name) || text[title.0..title.1].contains(name) {
                articles.set(index);
            }
        }
        aliases.push(Alias { stands_for: read(from, to), articles });
    }
    aliases
}

/// Where it stands what a name means: before 以下「登録情報」という and 以下この編において「登録情報」という, after 「登録情報」とは.
fn meaning(text: &str, at: usize, rest: &str) -> Option<(usize, usize)> {
    let near = floor(text, at.saturating_sub(45));
    if let Some(below) = text[near..at].rfind("以下").map(|below| near + below).filter(|below| !text[*below..at].contains(['」', '。'])) {
        let from = floor(text, below.saturating_sub(150));
        let from = text[from..below].rfind(['。', '」']).map_or(from, |end| from + end);
        return (from..below).find(|from| text.is_char_boundary(*from)).map(|from| (from, below));
    }
    let said = rest.strip_prefix("とは")?;
    let from = text.len() - said.len();
    let to = said.find('。').map_or(text.len(), |end| from + end);
    Some((from, floor(text, to.min(from + 400)).max(from)))
}

/// Articles another one takes out, or that take themselves out: 第8条及び第11条の規定は、適用しない。 Not under a condition.
pub(super) fn repeals(text: &str, layout: &Layout) -> Vec<Option<usize>> {
    const ENDS: &[&str] = &[
        "適用しない",
        "適用しません",
        "適用されない",
        "適用されません",
        "適用を除外",
        "適用除外と",
        "効力を有しない",
        "適用がない",
        "削除する",
        "適用はない",
        "適用から除",
        "効力を生じない",
        "準用しない",
        "効力を停止",
        "効力を持たない",
        "除外する",
        "除くものとする",
        "無効とする",
        "適用を受けない",
    ];
    let mut repealed = vec![None; layout.articles.len()];
    for sentence in &layout.sentences {
        let said = &text[sentence.start..sentence.end];
        let conditional = ["場合", "ときは", "ときには", "限り", "ときに"].iter().any(|word| said.contains(word)) && !said.contains("除き");
        let Some(cut) = ENDS.iter().filter_map(|word| said.find(word)).min().filter(|_| !conditional) else { continue };
        if ["この条の規定は", "前項の規定は", "前2項の規定は", "前各項の規定は", "本条の規定は", "この条は", "本条は", "本条の定めは", "この条の定めは"]
            .iter()
            .any(|word| said[..cut].contains(word))
        {
            repealed[sentence.article] = Some(sentence.article);
        }
        if said[..cut].contains("前条の") && sentence.article > 0 {
            repealed[sentence.article - 1] = Some(sentence.article);
        }
        for (part, numbers) in spoken_of(&said[..cut], layout, layout.articles[sentence.article].part) {
            for (index, article) in layout.articles.iter().enumerate().filter(|(index, _)| *index != sentence.article) {
                let same = article.part == part || layout.parts[article.part].label == layout.parts[part].label;
                if same && numbers.contains(&article.number) {
                    repealed[index] = Some(sentence.article);
                }
            }
        }
    }
    repealed
}

/// For each article the others it names: 第5条の規定に違反したとき speaks of what 第5条 is about.
pub(super) fn references(text: &str, layout: &Layout) -> Vec<Vec<usize>> {
    let mut places: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
    for (index, article) in layout.articles.iter().enumerate() {
        places.entry((article.part, article.number.as_str())).or_default().push(index);
    }
    let chapters = chapters(text, layout);
    let mut found = vec![Vec::new(); layout.articles.len()];
    for sentence in &layout.sentences {
        let own = layout.articles[sentence.article].part;
        for (part, numbers) in spoken_of(&text[sentence.start..sentence.end], layout, own) {
            let named = numbers.iter().filter_map(|number| places.get(&(part, number.as_str()))).flatten();
            found[sentence.article].extend(named.filter(|index| **index != sentence.article));
        }
        let said = &text[sentence.start..sentence.end];
        found[sentence.article].extend(coded(said, layout, sentence.article));
        if said.contains("前条") && sentence.article > 0 && layout.articles[sentence.article - 1].part == own {
            found[sentence.article].push(sentence.article - 1);
        }
        for (at, mark) in said.match_indices('第') {
            // 第3章 stands for all it holds.
            let Some(chapter) = number(&said[at + mark.len()..]).filter(|(_, length)| said[at + mark.len() + length..].starts_with('章')) else { continue };
            found[sentence.article].extend(chapters.iter().filter(|(part, number, _)| *part == own && *number == chapter.0).map(|(_, _, index)| *index));
        }
    }
    found
}

/// The articles a sentence names by a code, 条件4から条件8まで and SEC-03.
fn coded(said: &str, layout: &Layout, own: usize) -> Vec<usize> {
    let article = &layout.articles[own];
    if article.number.starts_with(['第', '(']) || article.number.starts_with(|c: char| c.is_ascii_digit()) || article.number.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<usize> = Vec::new();
    for (index, other) in layout.articles.iter().enumerate().filter(|(index, other)| other.part == article.part && *index != own) {
        let code = other.number.to_lowercase();
        let Some(at) = said.find(&code).filter(|at| !said[at + code.len()..].starts_with(|c: char| c.is_ascii_digit())) else { continue };
        let from = found.last().copied().filter(|_| said[..at].ends_with("から")).map_or(index, |last| last + 1);
        found.extend(from..=index);
    }
    found
}

/// The part and the number of the chapter of every article that has one, 第3章 or the 3 of 3.2.
fn chapters(text: &str, layout: &Layout) -> Vec<(usize, u32, usize)> {
    let mut found: Vec<(usize, u32, usize)> = Vec::new();
    let mut last = (usize::MAX, 0);
    for (index, article) in layout.articles.iter().enumerate() {
        let opened = text[article.division.0..article.division.1].strip_prefix('第').and_then(number).map(|(chapter, _)| chapter);
        let chapter = opened.or(article.chapter.map(|(chapter, _)| chapter)).or((last.0 == article.part).then_some(last.1));
        if let Some(chapter) = chapter {
            found.push((article.part, chapter, index));
            last = (article.part, chapter);
        }
    }
    found
}

/// The articles a sentence names, with the part they stand in: 基本契約第9条, 第8条から第11条まで, 第13条の2.
fn spoken_of(said: &str, layout: &Layout, own: usize) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut last = None;
    for (at, mark) in said.match_indices('第') {
        let Some((value, length)) = number(&said[at + mark.len()..]) else { continue };
        let rest = &said[at + mark.len() + length..];
        let before = &said[..at];
        // Parts that count 第1, 第2 name their articles without 条.
        let bare = !rest.starts_with('条') && layout.articles.iter().any(|article| article.part == own && article.number == format!("第{value}"));
        if bare && !rest.starts_with(super::head::NOT_BARE) {
            let first = if before.ends_with("から") { last.unwrap_or(value) } else { value };
            last = Some(value);
            found.push((own, (first..=value).map(|value| format!("第{value}")).collect()));
        }
        let Some(tail) = rest.strip_prefix('条') else { continue };
        let part = layout
            .parts
            .iter()
            .position(|part| !part.label.is_empty() && before.ends_with(&part.label))
            .or_else(|| ["契約書", "本契約", "約款", "契約"].iter().any(|word| before.ends_with(word)).then_some(0))
            .unwrap_or(own);
        let branch = tail.strip_prefix('の').and_then(number).map(|(branch, _)| format!("第{value}条の{branch}"));
        let first = if before.ends_with("から") { last.unwrap_or(value) } else { value };
        last = Some(value);
        found.push((part, branch.map_or_else(|| (first..=value).map(|value| format!("第{value}条")).collect(), |one| vec![one])));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{article::layout, normal::Canon};

    /// What every name stands for, with the articles that use it.
    fn named(text: &str) -> Vec<(String, Vec<String>)> {
        let canon = Canon::of(text);
        let layout = layout(&canon);
        let meanings = std::cell::RefCell::new(Vec::new());
        let found = aliases(&canon.text, &layout, |from, to| {
            meanings.borrow_mut().push(canon.text[from..to].to_owned());
            Bits::default()
        });
        let paths = |alias: &Alias| layout.articles.iter().enumerate().filter(|(index, _)| alias.articles.has(*index)).map(|(_, a)| a.path.clone()).collect();
        meanings.take().into_iter().zip(found.iter().map(paths)).collect()
    }

    #[test]
    fn a_name_stands_for_what_is_said_before_it() {
        let text =
            "第1条（目的）乙は、申請の情報（以下この章において「申請情報」という。）を扱う。\n第2条（返還）乙は、申請情報を返す。\n第3条（協議）協議する。";
        assert_eq!(named(text), [("第1条(目的)乙は、申請の情報(".to_owned(), vec!["第1条".to_owned(), "第2条".to_owned()])]);
    }

    #[test]
    fn a_name_may_be_told_what_it_means_and_stand_in_the_title_of_an_annex() {
        let text = "第1条（目的）乙は行う。\n第2条（期間）1年とする。\n\n別紙 番号情報等取扱要領\n第1（定義）「番号情報等」とは、個人番号をいう。\n第2（管理）乙は守る。";
        assert_eq!(named(text), [("、個人番号をいう".to_owned(), vec!["別紙第1".to_owned(), "別紙第2".to_owned()])]);
    }
}
