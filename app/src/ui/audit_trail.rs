//! 監査証跡 of a record, or of the city: who did what, with each field before and after.

use chrono::{DateTime, FixedOffset, Utc};
use domain::{
    audit::{AuditLine, FieldChange},
    label::Choice,
};
use leptos::prelude::*;

use super::at_once::IntoAny;
use crate::{lang::use_lang, t};

/// How a noun shows its fields: what a field is called and what a value means.
#[derive(Clone, Copy)]
pub struct Words {
    pub label: fn(&str) -> String,
    /// A stored value in words: a choice by its label, a flag as あり or なし.
    pub value: fn(&str, &str) -> String,
}

impl Words {
    /// Fields and values as they are stored, for records of every kind.
    pub fn plain() -> Self {
        Self { label: str::to_owned, value: |_, value| value.to_owned() }
    }
}

/// What a line is about, and how the fields of such a record are called.
pub type OfLine = fn(&AuditLine) -> (AnyView, Words);

#[component]
pub fn AuditTrail(
    lines: Vec<AuditLine>,
    words: Words,
    /// Names the record in each line; for lists of many records.
    #[prop(optional)]
    titles: bool,
    /// Names the record of a line and its fields; for lists of records of several kinds.
    #[prop(optional)]
    each: Option<OfLine>,
) -> impl IntoView {
    let lang = use_lang();
    let items = lines
        .into_iter()
        .map(|line| {
            let (title, words) = match each {
                Some(each) => {
                    let (record, words) = each(&line);
                    (Some(view! { " " {record} }.into_any()), words)
                }
                None => (titles.then(|| view! { " " <span>{line.title.clone()}</span> }.into_any()), words),
            };
            let short: String = line.hash.chars().take(10).collect();
            let count = line.changes.len();
            view! {
                <li>
                    <time datetime=line.at.to_rfc3339()>{instant(line.at)}</time>
                    <span class="actor">{line.actor_name}</span>
                    <span class="what">{line.action.label(lang)} {title}</span>
                    <span class="hash" title=line.hash.clone()>{short}</span>
                    {(count > 0)
                        .then(|| {
                            view! {
                                <details>
                                    <summary>{t!(common.changed_fields, count = count)}</summary>
                                    <Diff changes=line.changes words=words/>
                                </details>
                            }
                        })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="audit">{items}</ol> }
}

/// Fields before and after.
#[component]
pub fn Diff(changes: Vec<FieldChange>, words: Words) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|change| {
            let shown = |value: &Option<String>| value.as_ref().map(|value| (words.value)(&change.field, value));
            let (before, after) = (shown(&change.before), shown(&change.after));
            view! {
                <tr>
                    <th scope="row">{(words.label)(&change.field)}</th>
                    <td>{before.map(|before| view! { <del>{before}</del> })}</td>
                    <td>{after.map(|after| view! { <ins>{after}</ins> })}</td>
                </tr>
            }
        })
        .collect_view();
    view! { <table class="diff"><tbody>{rows}</tbody></table> }
}

/// An instant as the city's clocks show it: `2026/11/24 10:42`. Japan has one zone and no summer time, so no table of zones has to travel.
pub fn instant(at: DateTime<Utc>) -> String {
    const HOURS: i32 = 9;
    FixedOffset::east_opt(HOURS * 3600).map_or_else(|| at.to_rfc3339(), |zone| at.with_timezone(&zone).format("%Y/%m/%d %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_japanese_time() {
        let at = "2026-11-23T15:30:00Z".parse::<DateTime<Utc>>().expect("an instant");
        assert_eq!(instant(at), "2026/11/24 00:30");
    }
}
