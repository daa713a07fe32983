//! Ways to say a clause, and ways to seem to, as `phrases/*.txt` holds them: `# K01 title`, then `+ heading | text` that says it and `- heading | text`
//! that only seems to. 甲 is the city, or whoever the usual names make it; ¶ is a new line.

/// Where the phrase stands in its contract.
pub const ARTICLE: &str = "第2条";

pub struct Phrase {
    pub clause: String,
    pub says: bool,
    pub heading: String,
    pub text: String,
}

impl Phrase {
    /// A small contract around the phrase.
    pub fn contract(&self) -> String {
        let heading = if self.heading.is_empty() { String::new() } else { format!("（{}）", self.heading) };
        let routine = "乙は、毎月、業務の実施状況を報告書により甲に示す。";
        format!(
            "桜野市（以下「市」という。）とリンデン株式会社（以下「会社」という。）は、次のとおり契約する。\n第1条（総則）甲及び乙は、信義に従い誠実にこの契約を履行する。{routine}\n{ARTICLE}{heading}{}\n第3条（協議）この契約に定めのない事項は、甲乙協議して定める。",
            self.text
        )
    }
}

/// The phrases of one file.
pub fn phrases(file: &str) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut clause = "";
    for line in file.lines().filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            clause = title.split(' ').next().unwrap_or_default();
            continue;
        }
        let (sign, rest) = line.split_at(1);
        let (heading, text) = rest.split_once("| ").expect("a heading and a text");
        assert!(matches!(sign, "+" | "-"), "{line}");
        phrases.push(Phrase { clause: clause.to_owned(), says: sign == "+", heading: heading.trim().to_owned(), text: text.replace('¶', "\n") });
    }
    phrases
}
