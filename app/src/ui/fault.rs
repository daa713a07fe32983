//! What happened, and what to do.

use domain::{Error, label::Choice, message::Message};
use leptos::{either::Either, prelude::*};
use leptos_router::hooks::use_url;

use super::{frame::GoTo, window_title::WindowTitle};
use crate::{boot::use_boot, lang::use_lang, query, rpc, t};

/// An error in place of a page. On the server it also is the page's status; who is not signed in is led to the entrance.
#[component]
pub fn FaultView(error: Error) -> impl IntoView {
    if error == Error::Unauthenticated {
        return Either::Left(view! { <GoTo path=entrance()/> });
    }
    rpc::set_status(error.status());
    let lang = use_lang();
    let title = match &error {
        Error::NotFound => t!(common.fault_not_found),
        Error::Forbidden(_) => t!(common.fault_forbidden),
        Error::Conflict { .. } => t!(common.fault_conflict),
        Error::Refused(_) => t!(common.fault_refused),
        Error::Invalid(_) | Error::Precondition(_) => t!(common.fault_invalid),
        Error::TooMany { .. } => t!(common.fault_too_many),
        Error::Unavailable => t!(common.fault_unavailable),
        Error::Unauthenticated | Error::Internal => t!(common.fault_internal),
    };
    let reasons: Vec<Message> = match &error {
        Error::Refused(reasons) => reasons.clone(),
        Error::Invalid(errors) => errors.iter().map(|error| error.message.clone()).collect(),
        _ => Vec::new(),
    };
    let advice = match &error {
        Error::NotFound => vec![t!(common.advice_address), t!(common.advice_search)],
        Error::Forbidden(_) => vec![t!(common.advice_role)],
        Error::Unavailable | Error::TooMany { .. } | Error::Conflict { .. } => vec![t!(common.advice_again)],
        Error::Internal => vec![t!(common.advice_again), t!(common.advice_report)],
        _ => Vec::new(),
    };
    let id = use_boot().and_then(crate::boot::Boot::request_id_here);
    Either::Right(view! {
        <WindowTitle page=title/>
        <div class="fault">
            <p class="code">{error.status()}</p>
            <h1>{title}</h1>
            <p>{error.summary().say(lang)}</p>
            {(!reasons.is_empty()).then(|| view! { <ul>{reasons.iter().map(|reason| view! { <li>{reason.say(lang)}</li> }).collect_view()}</ul> })}
            {(!advice.is_empty())
                .then(|| view! { <h2>{t!(common.what_now)}</h2> <ul>{advice.into_iter().map(|advice| view! { <li>{advice}</li> }).collect_view()}</ul> })}
            <div class="actions">
                <a class="btn primary" href="/">{t!(common.to_start)}</a>
            </div>
            {id.map(|id| view! { <p class="request">{t!(common.request_id)} " " <span class="code">{id}</span></p> })}
        </div>
    })
}

/// The entrance, with the way back to here.
fn entrance() -> String {
    let url = use_url().get_untracked();
    let here = if url.search().is_empty() { url.path().to_owned() } else { format!("{}?{}", url.path(), url.search().trim_start_matches('?')) };
    if here == "/" { "/signin".to_owned() } else { query::address("/signin", [("next".to_owned(), here)]) }
}

/// For an operation the reader may not do, before anything is asked of the server.
pub fn forbidden(operation: domain::permission::Operation) -> Error {
    Error::Forbidden(Message::new("permission.forbidden").with("operation", format!("@Operation:{}", operation.word())))
}
