//! While a new contractor is typed: who is registered already under that number, or under a name like it. A register keeps each once.

use std::time::Duration;

use domain::{
    contractor::{ContractorFilter, ContractorRow},
    corporate_number::CorporateNumber,
    text,
};
use leptos::prelude::*;

use crate::{rpc::contractor::list_contractors, t, ui::form::use_form};

/// Fewer letters than this are like everything.
const LETTERS: usize = 2;
const PAUSE: Duration = Duration::from_millis(400);
const SHOWN: usize = 5;

#[component]
pub fn Lookalikes() -> impl IntoView {
    let state = use_form();
    let found = RwSignal::new(Vec::<ContractorRow>::new());
    let wanted = Memo::new(move |_| wanted(&state.value("corporate_number"), &state.value("name")));
    let mut ask = debounce(PAUSE, move |q: String| {
        leptos::task::spawn_local(async move {
            let rows = if q.is_empty() {
                Vec::new()
            } else {
                list_contractors(ContractorFilter { q: q.clone(), limit: Some(SHOWN), ..ContractorFilter::default() })
                    .await
                    .map(|page| page.items)
                    .unwrap_or_default()
            };
            // What was typed meanwhile has its own answer.
            if wanted.try_get_untracked().is_some_and(|now| now == q) {
                found.try_set(rows);
            }
        });
    });
    Effect::new(move |before: Option<String>| {
        let now = wanted.get();
        if before.is_some_and(|before| before != now) {
            ask(now.clone());
        }
        now
    });
    let same = move || CorporateNumber::parse(&state.value("corporate_number")).ok();
    view! {
        <div aria-live="polite">
            {move || {
                let rows = found.get();
                let number = same();
                let registered = number.is_some() && rows.iter().any(|row| row.corporate_number == number);
                let (tone, title) = if registered { ("warn", t!(contractor.registered)) } else { ("info", t!(contractor.similar)) };
                (!rows.is_empty())
                    .then(|| {
                        view! {
                            <div class="callout" data-tone=tone role="note">
                                <strong>{title}</strong>
                                <ul>{rows.into_iter().map(candidate).collect_view()}</ul>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// In a window of its own, so that what was typed here is not lost.
fn candidate(row: ContractorRow) -> impl IntoView {
    let number = row.corporate_number.map(|number| view! { " " <span class="code">{number.to_string()}</span> });
    view! { <li><a href=format!("/contractors/{}", row.id) target="_blank" rel="external noopener">{row.name}</a> {number} " " <span class="muted">{row.address}</span></li> }
}

/// What to look for: the number if it is one, else the name without its legal form.
fn wanted(number: &str, name: &str) -> String {
    if let Ok(number) = CorporateNumber::parse(number) {
        return number.to_string();
    }
    let mut name = text::tidy(name);
    for form in ["株式会社", "有限会社", "合同会社", "一般社団法人", "一般財団法人", "(株)", "(有)"] {
        name = name.replace(form, "");
    }
    let name = name.trim();
    if name.chars().count() < LETTERS { String::new() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn a_number_goes_before_a_name_and_the_legal_form_does_not_count() {
        assert_eq!(wanted("T7000012050002", "葉月"), "7000012050002");
        assert_eq!(wanted("", "株式会社アオイデータ"), "アオイデータ");
        assert_eq!(wanted("123", "株式会社"), "");
    }
}
