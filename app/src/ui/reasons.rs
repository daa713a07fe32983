//! Why: what each rule saw, what it added, and the text it rests on.

use domain::reason::Reason;
use leptos::prelude::*;

use super::at_once::IntoAny;
use crate::{lang::use_lang, t};

/// A disclosure with the reasons of a computed answer. `summary` asks the question: なぜこの区分か.
#[component]
pub fn Reasons(
    reasons: Vec<Reason>,
    #[prop(into)] summary: String,
    /// Which version of the policy decided; shown beside the total.
    #[prop(optional, into)]
    version: Option<u32>,
    #[prop(optional)] open: bool,
) -> impl IntoView {
    let lang = use_lang();
    let total: u32 = reasons.iter().filter_map(|reason| reason.points).sum();
    let most = reasons.iter().filter_map(|reason| reason.points).max().unwrap_or(0);
    let has_points = reasons.iter().any(|reason| reason.points.is_some());
    let items = reasons
        .into_iter()
        .map(|reason| {
            let points = reason.points.map(|points| {
                let width = (points * 100).checked_div(most).unwrap_or(0);
                view! {
                    <span class="points">{format!("+{points}")}</span>
                    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width=width.to_string() height="4"></rect></svg>
                }
            });
            view! {
                <li>
                    <span>{reason.message.say(lang)}</span>
                    {points}
                    <span class="basis">{Some(reason.rule).filter(|rule| is_number(rule)).map(|rule| view! { <code>{rule}</code> })}{(!reason.basis.is_empty()).then(|| view! { <span>{reason.basis}</span> })}</span>
                </li>
            }
        })
        .collect_view();
    let version = version.map(|version| view! { <small>{t!(common.policy_version, version = version)}</small> });
    view! {
        <details class="reasons" open=open>
            <summary>{summary}</summary>
            <ol>{items}</ol>
            {if has_points {
                view! { <p class="total"><span>{t!(common.sum)} " " {version}</span><span>{t!(common.points, points = total)}</span></p> }.into_any()
            } else {
                version.map(|version| view! { <p class="total">{version}</p> }).into_any()
            }}
        </details>
    }
}

/// Whether people count by it (`PI3`); a name the program gave a rule tells nobody anything.
fn is_number(rule: &str) -> bool {
    rule.starts_with(|first: char| first.is_ascii_uppercase())
}
