//! Words that a text defines for the rest of a contract.

/// Every word defined by `以下「…」という` or by a bracket that ends in `以下同じ。`.
pub fn defined(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |term: &str| {
        if !term.is_empty() && found.iter().all(|known| known != term) {
            found.push(term.to_owned());
        }
    };
    for (at, _) in text.match_indices("以下「") {
        let rest = &text[at + "以下「".len()..];
        if let Some((term, after)) = rest.split_once('」')
            && after.starts_with("という")
        {
            add(term);
        }
    }
    for (at, _) in text.match_indices("以下同じ。）") {
        if let Some(open) = opening(&text[..at]) {
            let before = &text[..open];
            let begins = before.char_indices().rev().take_while(|(_, c)| is_of_a_term(*c)).last().map_or(open, |(index, _)| index);
            add(&before[begins..]);
        }
    }
    found
}

/// Where the bracket begins that is open at the end of the text.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (index, c) in text.char_indices().rev() {
        match c {
            '）' => depth += 1,
            '（' if depth == 0 => return Some(index),
            '（' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Terms are written in kanji, katakana and letters; hiragana and punctuation end them.
fn is_of_a_term(c: char) -> bool {
    c.is_alphanumeric() && !('ぁ'..='ゖ').contains(&c) || c == 'ー'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_define_a_word_are_seen() {
        let text = "これに係る情報資産（甲が提供した情報（写しを含む。）をいう。以下同じ。）の取扱いに当たり、甲が提示したもの（以下「規程等」という。）を、\
                    再委託先（乙から委託を受ける者をいう。以下同じ。）に守らせる。甲（甲が指定する者を含む。以下この条において同じ。）は、以下「甲乙」とする。";
        assert_eq!(defined(text), ["規程等", "情報資産", "再委託先"]);
        assert_eq!(defined("以下同じ。）以下「"), Vec::<String>::new());
    }
}
