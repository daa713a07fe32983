//! The door: signing in, and the first set-up. Both are plain forms that the http layer takes itself.

use domain::{
    form::field_errors,
    label::Choice,
    person::{DemoAccount, Entrance, SetupForm, SignInForm},
};
use leptos::prelude::*;
use validator::Validate;

use crate::{
    lang::use_lang,
    query::use_asked,
    route::{PageRoute, first_page},
    rpc::session::get_entrance,
    t,
    ui::{
        at_once::IntoAny,
        field::TextField,
        form::{ErrorSummary, FormState, PlainForm},
        frame::GoTo,
        load::{fetched, load},
        topbar::LangSwitch,
        window_title::WindowTitle,
    },
};

pub fn routes() -> Vec<PageRoute> {
    let mut routes = setup::routes();
    routes.push(first_page(sign_in_page, "/signin"));
    routes
}

// Seen once in the life of a city.
mod setup {
    travels_apart! {
        setup_pages in setup:
        "/setup" => super::SetupPage,
    }
}

fn sign_in_page() -> AnyView {
    load(
        fetched(|| (), |()| get_entrance()),
        |entrance| {
            if entrance.needs_setup { view! { <GoTo path="/setup"/> }.into_any() } else { sign_in(entrance).into_any() }
        },
    )
    .into_any()
}

fn sign_in(entrance: Entrance) -> impl IntoView {
    let next = use_asked().get_untracked().text("next");
    let state = FormState::new("", &SignInForm::default(), check, label);
    let demo = (!entrance.demo_accounts.is_empty()).then(|| demo(entrance.demo_accounts, next.clone()));
    view! {
        <WindowTitle page=t!(common.sign_in)/>
        <main class="signin" id="main">
            {brand(if entrance.city.is_empty() { t!(common.tagline).to_owned() } else { t!(common.tagline_of, city = entrance.city) })}
            <PlainForm state=state action="/signin" class="card">
                <h1>{t!(common.sign_in)}</h1>
                <ErrorSummary/>
                <input type="hidden" name="next" value=next/>
                <TextField name="staff_number" autocomplete="username"/>
                <TextField name="password" kind="password" autocomplete="current-password"/>
                <button class="btn primary">{t!(common.sign_in)}</button>
                <p class="muted">{t!(common.sign_in_help)}</p>
            </PlainForm>
            {demo}
            <footer>
                {t!(common.product)} " " {env!("CARGO_PKG_VERSION")}
                <LangSwitch/>
            </footer>
        </main>
    }
}

fn check(form: &SignInForm) -> Vec<domain::error::FieldError> {
    form.validate().err().map(|errors| field_errors(&errors)).unwrap_or_default()
}

fn label(path: &str) -> String {
    match path {
        "staff_number" => t!(common.staff_number),
        "password" => t!(common.password),
        "password_again" => t!(common.password_again),
        "city" => t!(common.city),
        "name" => t!(common.person_name),
        other => other,
    }
    .to_owned()
}

/// One click each. The demo city's password is no secret: its data is made up.
fn demo(accounts: Vec<DemoAccount>, next: String) -> impl IntoView {
    let lang = use_lang();
    let password = accounts.first().map(|account| account.password.clone()).unwrap_or_default();
    let buttons = accounts
        .into_iter()
        .map(|account| {
            let initial: String = account.name.chars().take(1).collect();
            view! {
                <li>
                    <button name="staff_number" value=account.staff_number>
                        <span class="who" aria-hidden="true">{initial}</span>
                        <span>{account.name} <span class="sub">{account.department}</span></span>
                        <span class="role">{account.role.label(lang)}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <form class="demo-accounts" method="post" action="/signin" aria-labelledby="demo-h">
            <h2 id="demo-h">{t!(common.demo_title)}</h2>
            <p>{t!(common.demo_text)}</p>
            <input type="hidden" name="next" value=next/>
            <input type="hidden" name="password" value=password/>
            <ul>{buttons}</ul>
        </form>
    }
}

fn brand(line: String) -> impl IntoView {
    view! {
        <a class="brand" href="/signin">
            <img src="/mark.svg" alt="" width="48" height="48"/>
            <span>{t!(common.product)} <small>{line}</small></span>
        </a>
    }
}

#[component]
fn SetupPage() -> impl IntoView {
    load(fetched(|| (), |()| get_entrance()), |entrance| if entrance.needs_setup { setup().into_any() } else { view! { <GoTo path="/signin"/> }.into_any() })
}

fn setup() -> impl IntoView {
    let check = |form: &SetupForm| form.validate().err().map(|errors| field_errors(&errors)).unwrap_or_default();
    let state = FormState::new("", &SetupForm::default(), check, label);
    view! {
        <WindowTitle page=t!(common.setup)/>
        <main class="setup" id="main">
            {brand(t!(common.setup).to_owned())}
            <PlainForm state=state action="/setup" class="card">
                <h1>{t!(common.setup_title)}</h1>
                <p>{t!(common.setup_text)}</p>
                <ErrorSummary/>
                <div class="grid-2">
                    <TextField name="city" required=true hint=t!(common.city_hint) full=true autocomplete="organization"/>
                    <TextField name="name" required=true autocomplete="name"/>
                    <TextField name="staff_number" required=true hint=t!(common.staff_number_hint) autocomplete="username"/>
                    <TextField name="password" required=true kind="password" hint=t!(common.password_hint) autocomplete="new-password"/>
                    <TextField name="password_again" required=true kind="password" autocomplete="new-password"/>
                </div>
                <div class="callout" data-tone="info" role="note">
                    <strong>{t!(common.setup_role)}</strong>
                    <p>{t!(common.setup_role_text)}</p>
                </div>
                <button class="btn primary">{t!(common.setup_button)}</button>
            </PlainForm>
            <footer><LangSwitch/></footer>
        </main>
    }
}
