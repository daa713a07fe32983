//! Plain forms of the entrance and of the page frame: they work without scripting and answer with the next page.

use app::flash::Flash;
use axum::{Router, extract::State, response::Response, routing::post};
use domain::{
    Lang,
    person::{SetupForm, SignInForm},
};
use http::{HeaderMap, header};
use serde::Deserialize;

use super::way;
use crate::{extract::Form, flash, problem::Fault, rest::Arrival, session, state::AppState};

pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/signin", post(sign_in))
        .route("/signout", post(sign_out))
        .route("/setup", post(set_up))
        .route("/lang", post(language))
        .route("/theme", post(theme))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SignIn {
    #[serde(flatten)]
    form: SignInForm,
    /// Where to go afterwards.
    next: String,
}

async fn sign_in(State(state): State<AppState>, headers: HeaderMap, arrival: Arrival, Form(SignIn { form, next }): Form<SignIn>) -> Result<Response, Fault> {
    let next = way::own(&next);
    match session::sign_in(&state, &form, arrival.from, &arrival.frame.request_id).await {
        Ok(token) => Ok(enter(&state, &token, &next)),
        Err(error) => {
            let page = if next == "/" { "/signin".to_owned() } else { way::with("/signin", "next", &next) };
            let typed = [("staff_number".to_owned(), form.staff_number), ("next".to_owned(), next)];
            Ok(again(&state, &headers, &page, flash::of(&error, typed, arrival.frame.lang)).await)
        }
    }
}

async fn set_up(State(state): State<AppState>, headers: HeaderMap, arrival: Arrival, Form(form): Form<SetupForm>) -> Result<Response, Fault> {
    match state.services().auth().set_up(&form, &arrival.frame.request_id).await {
        Ok(token) => Ok(enter(&state, &token, "/")),
        Err(error) => {
            let typed = [("city".to_owned(), form.city), ("staff_number".to_owned(), form.staff_number), ("name".to_owned(), form.name)];
            Ok(again(&state, &headers, "/setup", flash::of(&error, typed, arrival.frame.lang)).await)
        }
    }
}

/// On with a session.
fn enter(state: &AppState, token: &str, next: &str) -> Response {
    let mut response = way::see(next);
    response.headers_mut().extend(session::opened(token, state.config()).map(|cookie| (header::SET_COOKIE, cookie)));
    response
}

/// Back to the form with what went wrong. The flash belongs to the cookie there is, be it of a session that is over.
async fn again(state: &AppState, headers: &HeaderMap, page: &str, flash: Flash) -> Response {
    let id = state.flashes().keep(session::token(headers, state.config()), flash).await;
    way::see(&way::with(page, "flash", &id))
}

async fn sign_out(State(state): State<AppState>, headers: HeaderMap, arrival: Arrival) -> Result<Response, Fault> {
    if let Some(token) = session::token(&headers, state.config()) {
        state.services().auth().sign_out(token, &arrival.frame.request_id).await?;
    }
    let mut response = way::see("/signin");
    response.headers_mut().extend(session::closed(state.config()).map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Preference {
    lang: String,
    theme: String,
    next: String,
}

async fn language(State(state): State<AppState>, Form(form): Form<Preference>) -> Result<Response, Fault> {
    Ok(prefer(&state, "lang", Lang::from_tag(&form.lang).tag(), &form.next))
}

async fn theme(State(state): State<AppState>, Form(form): Form<Preference>) -> Result<Response, Fault> {
    let theme = ["light", "dark"].into_iter().find(|known| *known == form.theme).unwrap_or("auto");
    Ok(prefer(&state, "theme", theme, &form.next))
}

fn prefer(state: &AppState, name: &str, value: &str, next: &str) -> Response {
    let mut response = way::see(&way::own(next));
    response.headers_mut().extend(session::preference(name, value, state.config()).map(|cookie| (header::SET_COOKIE, cookie)));
    response
}
