//! The bar above every page: where one is, search, language, brightness, and who is signed in. All of it works without scripting.

use chrono::NaiveDate;
use domain::{Lang, label::Choice, permission::Operation};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{crumb::Breadcrumb, get_form::GetForm, icon::Icon, state::Day};
use crate::{boot::use_boot, lang::use_lang, query::use_here, session::use_session, t};

#[component]
pub fn Topbar() -> impl IntoView {
    let session = use_session();
    let me = session.me();
    let lang = use_lang();
    // Whoever may not see contracts looks for contractors.
    let (target, hint) =
        if session.can(Operation::ReadContract) { ("/contracts", t!(common.search_contracts)) } else { ("/contractors", t!(common.search_contractors)) };
    let initial: String = me.name.chars().take(1).collect();
    let posts = me
        .departments
        .iter()
        .map(String::as_str)
        .chain(me.roles.iter().map(|role| role.label(lang)))
        .map(|line| view! { {line.to_owned()} <br/> })
        .collect_view();
    view! {
        <section class="topbar" aria-label=t!(common.topbar)>
            <Breadcrumb/>
            <GetForm action=target class="search" label=t!(common.search)>
                <label class="sr" for="q">{t!(common.search)}</label>
                <Icon name="search"/>
                <input id="q" name="q" type="search" placeholder=hint/>
                <span class="kbd" aria-hidden="true">"/"</span>
            </GetForm>
            {asof(session.today())}
            <LangSwitch/>
            <ThemeMenu/>
            <details class="menu" name="topmenu">
                <summary>
                    <span class="who" aria-hidden="true">{initial}</span>
                    <span class="sr">{t!(common.user_menu)} " "</span>
                    <span class="name">{me.name}</span>
                </summary>
                <div>
                    <h3>{posts}</h3>
                    <a href=format!("/people/{}/away", me.id)><Icon name="calendar"/>{t!(common.nav_away)}</a>
                    <KeysButton/>
                    <hr/>
                    <form method="post" action="/signout">
                        <button><Icon name="exit"/>{t!(common.sign_out)}</button>
                    </form>
                </div>
            </details>
        </section>
    }
}

/// The day the page speaks of, and the way to the register of another.
fn asof(today: NaiveDate) -> impl IntoView {
    // The frame stays while pages change, so the address of the whole is asked, not that of a route.
    let here = use_location();
    let past = Memo::new(move |_| {
        let day = here.query.read().get_str("day").and_then(|day| day.parse::<NaiveDate>().ok());
        day.filter(|day| *day < today && here.pathname.read().starts_with("/register"))
    });
    let shown = move || view! { <Day day=past.get().unwrap_or(today)/> };
    view! { <a class="asof" href="/register" data-past=move || past.get().map(|_| "")><Icon name="calendar"/><span>{t!(common.asof)}</span>{shown}</a> }
}

/// The other language, by a form that comes back here.
#[component]
pub fn LangSwitch() -> impl IntoView {
    let other = match use_lang() {
        Lang::Ja => Lang::En,
        Lang::En => Lang::Ja,
    };
    let here = use_here();
    view! {
        <form method="post" action="/lang">
            <input type="hidden" name="next" value=move || here.get()/>
            <button class="btn quiet small" name="lang" value=other.tag() lang=other.tag()>{other.pick("日本語", "English")}</button>
        </form>
    }
}

/// Brightness.
#[component]
fn ThemeMenu() -> impl IntoView {
    let chosen = use_boot().map(|boot| boot.theme).unwrap_or_default();
    let here = use_here();
    let choices = [("system", "", t!(common.theme_system)), ("light", "light", t!(common.theme_light)), ("dark", "dark", t!(common.theme_dark))];
    let buttons = choices
        .into_iter()
        .map(|(word, kept, label)| view! { <button name="theme" value=word aria-pressed=if kept == chosen { "true" } else { "false" }>{label}</button> })
        .collect_view();
    view! {
        <details class="menu" name="topmenu">
            <summary aria-label=t!(common.theme)><Icon name="theme"/></summary>
            <form method="post" action="/theme">
                <input type="hidden" name="next" value=move || here.get()/>
                <h3>{t!(common.theme)}</h3>
                {buttons}
            </form>
        </details>
    }
}

/// Opens the help on keys; there only where keys work.
#[component]
fn KeysButton() -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    move || {
        awake.get().then(|| {
            view! {
                <button type="button" on:click=|_| super::keys::open_help()>
                    <Icon name="key"/>
                    {t!(common.keys)}
                    <span class="count"><span class="kbd">"?"</span></span>
                </button>
            }
        })
    }
}
