//! What the product says: every key it uses is known, and sentences are filled in, in both languages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use domain::{
    Error, Lang,
    certificate::{CertificateState, EndReason},
    clause::{Applies, Fact},
    contract::{
        Confidentiality, ContractState, PersonalInformation, Regime, Segment,
        review::ReviewPoint,
        revision::{RevisionKind, RevisionStage},
    },
    label::Choice,
    message::{Message, label_param},
    permission::Operation,
    selection::{Grade, SelectionState},
    verification::{Method, Verdict, VerificationState},
};

const SOURCES: [&str; 3] = ["src", "../server/service/src", "../server/http/src"];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let text = text.split_once("\n#[cfg(test)]").map_or(text.as_str(), |(code, _)| code).to_owned();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every string literal of the form `word.word`, with the files it stands in.
fn keys() -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    for folder in SOURCES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let before = files.len();
        rust_files(&folder, &mut files);
        assert!(files.len() > before, "no sources in {}", folder.display());
    }
    // `contract.txt` is the name of a file, not of a sentence.
    let is_file = |name: &str| matches!(name, "txt");
    let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files.iter().filter(|path| !path.ends_with("message/table.rs")) {
        for literal in code(path).split('"') {
            if literal.split_once('.').is_some_and(|(space, name)| word(space) && word(name) && !is_file(name)) {
                keys.entry(literal.to_owned()).or_default().insert(path.display().to_string());
            }
        }
    }
    keys
}

#[test]
fn every_key_used_is_known() {
    let keys = keys();
    // Words before the dot that the table knows of: the rest are names of files and the like.
    let spaces: BTreeSet<&str> =
        keys.keys().filter(|key| Message::new((*key).clone()).is_known()).filter_map(|key| key.split_once('.')).map(|(space, _)| space).collect();
    let unknown: Vec<_> = keys
        .iter()
        .filter(|(key, _)| key.split_once('.').is_some_and(|(space, _)| spaces.contains(space)) && !Message::new((*key).clone()).is_known())
        .collect();
    assert!(unknown.is_empty(), "keys without a sentence in domain/src/message/table.rs: {unknown:#?}");
    assert!(keys.contains_key("field.required") && keys.contains_key("precondition.if_match") && spaces.len() > 15, "{spaces:?}");
}

#[test]
fn every_message_made_is_of_a_known_key() {
    // Also those whose first word the table does not know: what is handed to a message, a fault of a form or an error.
    let openings = ["Message::new(\"", "fault(\"", "missing(\"", "code = \"", "message(\""];
    let mut files = Vec::new();
    for folder in SOURCES {
        rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    let mut made = 0;
    for path in &files {
        let code = code(path);
        for opening in openings {
            for rest in code.split(opening).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                if key.contains('.') && !key.contains(['{', ' ']) {
                    made += 1;
                    assert!(Message::new(key.to_owned()).is_known(), "{key} in {}", path.display());
                }
            }
        }
    }
    assert!(made > 60, "only {made} found");
}

#[test]
fn every_error_says_something_in_both_languages() {
    let errors = [
        Error::Unauthenticated,
        Error::NotFound,
        Error::Forbidden(Message::new("permission.own_submission")),
        Error::Conflict { current: 3 },
        Error::Refused(Vec::new()),
        Error::Invalid(Vec::new()),
        Error::Precondition(Message::new("precondition.if_match")),
        Error::TooMany { retry_after: 30 },
        Error::Unavailable,
        Error::Internal,
    ];
    for error in errors {
        let (ja, en) = (error.summary().say(Lang::Ja), error.summary().say(Lang::En));
        assert!(error.summary().is_known() && ja != en && !en.contains(['{', '}']), "{error:?}: {ja} / {en}");
    }
    assert_eq!(Error::TooMany { retry_after: 30 }.summary().say(Lang::En), "Too many requests; try again in 30 seconds");
}

#[test]
fn a_sentence_is_filled_in() {
    let message = Message::new("plan.moved").with("from", "2026-05-03").with("to", "2026-05-01");
    assert_eq!(message.say(Lang::Ja), "2026-05-03は閉庁日のため、直前の開庁日2026-05-01に移しました");
    assert_eq!(message.say(Lang::En), "2026-05-03 is a closed day: moved to the working day before, 2026-05-01");
}

#[test]
fn what_was_filled_in_is_not_filled_in_again() {
    let said = Message::new("contract.unknown_department").with("value", "{value}{x").say(Lang::Ja);
    assert_eq!(said, "登録のない課室です：{value}{x");
}

#[test]
fn a_parameter_that_is_not_given_leaves_a_gap_and_one_too_many_is_let_be() {
    assert_eq!(Message::new("risk.records").with("other", 1).say(Lang::En), " records");
}

#[test]
fn an_unknown_key_says_itself() {
    let message = Message::new("no.such");
    assert!(!message.is_known());
    assert_eq!((message.say(Lang::Ja), message.say(Lang::En)), ("no.such".to_owned(), "no.such".to_owned()));
}

fn assert_labelled<T: Choice>() {
    for value in T::ALL {
        let message = Message::new("risk.personal").with("value", label_param(*value));
        for lang in [Lang::Ja, Lang::En] {
            assert!(message.say(lang).ends_with(value.label(lang)), "{}", message.say(lang));
        }
    }
}

#[test]
fn choices_in_sentences_are_shown_by_their_labels() {
    assert_labelled::<Applies>();
    assert_labelled::<Fact>();
    assert_labelled::<Confidentiality>();
    assert_labelled::<PersonalInformation>();
    assert_labelled::<Segment>();
    assert_labelled::<Operation>();
    assert_labelled::<ContractState>();
    assert_labelled::<VerificationState>();
    assert_labelled::<Method>();
    assert_labelled::<Grade>();
    assert_labelled::<SelectionState>();
    assert_labelled::<Regime>();
    assert_labelled::<ReviewPoint>();
    assert_labelled::<RevisionKind>();
    assert_labelled::<RevisionStage>();
    assert_labelled::<Verdict>();
    assert_labelled::<CertificateState>();
    assert_labelled::<EndReason>();
    let said = |value: &str| Message::new("risk.personal").with("value", value).say(Lang::En);
    assert_eq!(said("@Segment:nowhere"), "Information on persons: @Segment:nowhere");
    assert_eq!(said("@Condition:records >= 1000"), "Information on persons: Number of records is at least 1,000");
    assert_eq!(said("@"), "Information on persons: @");
}

#[test]
fn a_message_travels_as_json() {
    let message = Message::new("field.too_long").with("max", 40);
    let json = serde_json::to_string(&message).expect("JSON");
    assert_eq!(json, r#"{"key":"field.too_long","params":{"max":"40"}}"#);
    assert_eq!(serde_json::from_str::<Message>(&json).ok(), Some(message));
    assert_eq!(serde_json::from_str::<Message>(r#"{"key":"field.required"}"#).ok(), Some(Message::new("field.required")));
}
