//! What one passage says of others: names it gives, examples it quotes, articles it takes out.

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
    for (at, _) in text.match_indices("以下「") {
        let Some((name, _)) = text[at + "以下「".len()..].split_once('」') else { continue };
        let kind = ["情報", "データ", "等", "資料"].iter().any(|word| name.ends_with(word));
        if !kind || name.chars().count() > 12 {
            continue;
        }
        let from = floor(text, at.saturating_sub(150));
        let from = text[from..at].rfind(['。', '」']).map_or(from, |end| from + end);
        let from = (from..at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
        let mut articles = Bits::default();
        for (index, article) in layout.articles.iter().enumerate() {
            if text[article.heading.0.min(article.body.0)..article.body.1].contains(name) {
                articles.set(index);
            }
        }
        aliases.push(Alias { stands_for: read(from, at), articles });
    }
    aliases
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

/// The articles a sentence names, with the part they stand in: 基本契約第9条, 第8条から第11条まで, 第13条の2.
fn spoken_of(said: &str, layout: &Layout, own: usize) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut last = None;
    for (at, mark) in said.match_indices('第') {
        let Some((value, length)) = number(&said[at + mark.len()..]) else { continue };
        let Some(tail) = said[at + mark.len() + length..].strip_prefix('条') else { continue };
        let before = &said[..at];
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
