//! How a clause is recognised in a contract: words the catalogue carries, which a city tunes without a new program.

use serde::{Deserialize, Serialize};

use crate::choice;

choice! {
    /// Whom a sentence must bind to count.
    #[derive(Default)]
    Who {
        #[default]
        Contractor = "contractor", "受託者", "Contractor";
        City = "city", "市", "City";
        Any = "any", "いずれでも", "Anyone";
    }
}

choice! {
    /// What the sentence must do: the end of a Japanese sentence tells.
    #[derive(Default)]
    Force {
        /// ～しなければならない or ～してはならない.
        #[default]
        Bound = "bound", "義務又は禁止", "Duty or ban";
        /// ～しなければならない、～するものとする、～する。
        Must = "must", "義務", "Duty";
        /// ～してはならない、～しないこと、～することができない。
        MustNot = "must_not", "禁止", "Ban";
        /// ～することができる、～する: a right, or a duty that amounts to it.
        May = "may", "権利", "Right";
        /// Any of them, only not an aim or a denial.
        Any = "any", "問わない", "Any";
    }
}

/// One way a contract says it. Every entry of a list is a group of words, one of which must occur: `"承諾|許可|<承認>"`, where `<承認>` names a
/// [`Synonym`] and `第三者…委託` stands for both words in this order, at most 30 characters apart.
///
/// Words are written as the model texts are: 甲 is the city and 乙 the contractor, whatever the contract calls them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Way {
    pub who: Who,
    pub force: Force,
    /// Groups that must all occur in one sentence.
    pub all: Vec<String>,
    /// Groups that must occur somewhere in the same article, its heading included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Groups that must occur together in some article of the text, whichever: what a clause asks for besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<String>,
    /// Groups that must occur in the heading of the article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<String>,
    /// Groups none of which may occur in the sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
}

/// The cues of a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Cues {
    /// Words of a heading that make a passage more likely.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heading: Vec<String>,
    /// What the passage must be about, in the sentence, its article or the title of the annex, e.g. 特定個人情報.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Words that count as what the passage is about where the text says [`Cues::wide_where`], e.g. 個人情報 that includes 特定個人情報.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wide: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wide_where: Vec<String>,
    /// What counts as little as a passage without any of `about`, with less confidence, where nothing better is found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about_weak: Vec<String>,
    /// Passages on this alone do not count: a ban on telling 個人情報 is no secrecy of all that is learned ...
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub narrow: Vec<String>,
    /// ... unless they say more: 個人情報その他の情報.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broad: Vec<String>,
    /// The ways to say it; one is enough.
    pub ways: Vec<Way>,
    /// Words that void a sentence, e.g. 再委託…妨げない.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// Words that void the whole article, e.g. 市の職員に対する研修.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<String>,
}

impl Cues {
    pub fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }
}

/// Words that mean the same wherever cues name them: `<name>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Synonym {
    pub name: String,
    pub words: Vec<String>,
}

/// The alternatives of a group, each the words that must follow one another. A name that is not known stands for itself.
pub fn alternatives(group: &str, synonyms: &[Synonym]) -> Vec<Vec<String>> {
    group.split('|').flat_map(|alternative| spelled_out(alternative, synonyms)).map(|words| words.split('…').map(str::to_owned).collect()).collect()
}

fn spelled_out(text: &str, synonyms: &[Synonym]) -> Vec<String> {
    let Some((before, rest)) = text.split_once('<') else { return vec![text.to_owned()] };
    let Some((name, after)) = rest.split_once('>') else { return vec![text.to_owned()] };
    let ends = spelled_out(after, synonyms);
    let words = match synonyms.iter().position(|synonym| synonym.name == name) {
        // A set may name others, never itself: what is left is shorter each time.
        Some(at) => {
            let others: Vec<Synonym> = synonyms.iter().filter(|synonym| synonym.name != name).cloned().collect();
            synonyms[at].words.iter().flat_map(|word| spelled_out(word, &others)).collect()
        }
        None => vec![name.to_owned()],
    };
    words.iter().flat_map(|word| ends.iter().map(move |end| format!("{before}{word}{end}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent() -> Vec<Synonym> {
        vec![Synonym { name: "承諾".to_owned(), words: vec!["承諾".to_owned(), "許可".to_owned()] }]
    }

    #[test]
    fn a_group_is_a_choice_of_words() {
        assert_eq!(alternatives("監査|検査", &[]), [["監査"], ["検査"]]);
    }

    #[test]
    fn a_name_stands_for_every_word_of_its_set() {
        assert_eq!(alternatives("甲の<承諾>を得", &consent()), [["甲の承諾を得"], ["甲の許可を得"]]);
        assert_eq!(alternatives("<承諾>…<承諾>", &consent()).len(), 4);
    }

    #[test]
    fn a_set_may_name_another_and_never_turns_in_a_circle() {
        let set = |name: &str, word: &str| Synonym { name: name.to_owned(), words: vec![word.to_owned()] };
        assert_eq!(alternatives("<甲>", &[set("甲", "<乙>…渡す"), set("乙", "他人")]), [["他人", "渡す"]]);
        assert_eq!(alternatives("<甲>", &[set("甲", "<乙>"), set("乙", "<甲>")]), [["甲"]]);
    }

    #[test]
    fn words_apart_are_kept_in_their_order() {
        assert_eq!(alternatives("第三者…委託", &[]), [["第三者", "委託"]]);
    }

    #[test]
    fn a_name_nobody_defined_stands_for_itself() {
        assert_eq!(alternatives("<承認>|<", &consent()), [["承認"], ["<"]]);
    }

    #[test]
    fn cues_are_read_from_little() {
        let cues: Cues = serde_json::from_str(r#"{"ways":[{"all":["秘密","漏ら"]}]}"#).expect("cues");
        assert_eq!((cues.ways[0].who, cues.ways[0].force), (Who::Contractor, Force::Bound));
        assert!(!cues.is_empty() && Cues::default().is_empty());
    }
}
