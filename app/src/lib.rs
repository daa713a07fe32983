//! The pages: rendered whole on the server, woken up in the browser. They read and work without scripting; scripting makes them pleasant.
//!
//! `rpc` are the server functions, `ui` the parts every page is made of, `page` the pages themselves, one module a noun.

// Every t!() is a match over generated code, and views nest deeply.
#![recursion_limit = "512"]
// Components own their properties.
#![allow(clippy::needless_pass_by_value)]

/// The texts of `locales/`, made by the macro: with its build script there would be another crate and another step, for the same code.
mod texts {
    #![allow(deprecated, clippy::pedantic)]
    leptos_i18n::load_locales!();
}

pub use texts::i18n;

pub mod boot;
pub mod dom;
pub mod flash;
pub mod lang;
pub mod page;
pub mod query;
mod route;
pub mod routes;
pub mod rpc;
pub mod session;
pub mod shell;
pub mod ui;
pub mod words;

/// Where the browser begins: takes over the page the server sent, and returns when it has.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dom::tell_stopped();
    }));
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), routes::App).await.forget();
}
