//! The frame around every page of somebody who is signed in.

use domain::{Error, person::Me};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};

use super::{at_once::IntoAny, fault::FaultView, keys::Keys, nav::Sidebar, topbar::Topbar};
use crate::{boot::use_boot, rpc, session::Session, t};

/// The parent of all framed routes: who asks is known, so the page is shown. Nobody is led to the entrance.
#[component]
pub fn Framed() -> impl IntoView {
    match reader() {
        Some(me) => frame(me, || view! { <Outlet/> }.into_any()).into_any(),
        None => bare(Error::Unauthenticated).into_any(),
    }
}

/// For addresses there are no pages for. Whoever is not signed in is told so too, without a way round the entrance.
#[component]
pub fn Nowhere() -> impl IntoView {
    match reader() {
        Some(me) => frame(me, || view! { <FaultView error=Error::NotFound/> }.into_any()).into_any(),
        None => bare(Error::NotFound).into_any(),
    }
}

/// Who was signed in when the page was loaded: signing in and out load a page.
fn reader() -> Option<Me> {
    use_boot().and_then(|boot| boot.me)
}

fn bare(error: Error) -> impl IntoView {
    view! { <main class="page narrow" id="main" tabindex="-1"><FaultView error=error/></main> }
}

fn frame(me: Me, page: impl FnOnce() -> AnyView) -> impl IntoView {
    let session = Session::provide(me);
    follow(session);
    view! {
        // Between two pages, when neither says its own.
        <Title text=t!(common.product)/>
        <a class="skip" href="#main" rel="external">{t!(common.skip)}</a>
        <div class="shell">
            <Sidebar/>
            <Topbar/>
            <main class="page" id="main" tabindex="-1">
                <Done/>
                {page()}
            </main>
        </div>
        <Keys/>
    }
}

/// Keeps the counts true: with every new page they are asked for again. When the session is over, the next page is the entrance.
fn follow(session: Session) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            leptos::task::spawn_local(async move {
                match rpc::session::get_me().await {
                    Ok(me) => {
                        session.signal().try_set(me);
                    }
                    Err(rpc::Fault(Error::Unauthenticated)) => {
                        let _ = window().location().set_href("/signin");
                    }
                    // The page itself says what is wrong.
                    Err(_) => {}
                }
            });
        }
        now
    });
}

/// What was just done, once: `?done=<word>`.
#[component]
fn Done() -> impl IntoView {
    // The frame stays while pages change, so the address of the whole is asked, not that of a route.
    let query = use_location().query;
    move || {
        let said = match query.read().get_str("done")? {
            "created" => t!(common.done_created),
            "changed" => t!(common.done_changed),
            "submitted" => t!(common.done_submitted),
            "returned" => t!(common.done_returned),
            "activated" => t!(common.done_activated),
            "permitted" => t!(common.done_permitted),
            "refused" => t!(common.done_refused),
            "ended" => t!(common.done_ended),
            "marked" => t!(common.done_marked),
            "kept" => t!(common.done_kept),
            "accepted" => t!(common.done_accepted),
            "sent_back" => t!(common.done_sent_back),
            "measure_asked" => t!(finding.done_asked),
            "requested" => t!(exception.done_requested),
            "decided" => t!(common.done_decided),
            "agreed" => t!(version.done_agreed),
            "withdrawn" => t!(version.done_withdrawn),
            "reviewed" => t!(version.done_reviewed),
            "closed" => t!(version.done_closed),
            "confirmed" => t!(common.done_confirmed),
            "read" => t!(common.done_read),
            "attached" => t!(common.done_attached),
            "file_withdrawn" => t!(common.done_withdrawn),
            "declared" => t!(common.done_declared),
            "taken" => t!(common.done_taken),
            "revoked" => t!(common.done_revoked),
            "sending" => t!(reminder.done_sending),
            "text_removed" => t!(common.done_text_removed),
            _ => return None,
        };
        Some(view! { <div class="flash" data-tone="ok" role="status"><p>{said}</p></div> })
    }
}

/// Leads on: by 303 from the server, without a reload in the browser.
#[component]
pub fn GoTo(#[prop(into)] path: String) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let (Some(response), Ok(location)) = (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&path)) {
        response.insert_header(http::header::LOCATION, location);
        response.set_status(http::StatusCode::SEE_OTHER);
    }
    #[cfg(not(feature = "ssr"))]
    leptos_router::hooks::use_navigate()(&path, leptos_router::NavigateOptions { replace: true, ..leptos_router::NavigateOptions::default() });
}
