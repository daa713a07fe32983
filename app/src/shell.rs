//! The HTML document around the pages.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use serde::{Deserialize, Serialize};

use crate::{lang::use_lang, routes::App, t};

/// Addresses of the browser part, as the build's `manifest.json` states them; blank where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assets {
    pub js: String,
    pub wasm: String,
    pub css: String,
}

/// The document, its type erased, so that the views are compiled here once and not again where it is served.
/// The server calls it for every page, with [`Assets`], the language, the nonce and the theme in the context.
pub fn shell(_options: LeptosOptions) -> AnyView {
    let assets = use_context::<Assets>().unwrap_or_default();
    #[cfg(feature = "ssr")]
    let theme = Some(crate::boot::theme()).filter(|theme| !theme.is_empty());
    #[cfg(not(feature = "ssr"))]
    let theme: Option<String> = None;
    view! {
        <!DOCTYPE html>
        <html lang=use_lang().tag() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {(!assets.css.is_empty()).then(|| view! { <link rel="stylesheet" href=assets.css.clone()/> })}
                {(!assets.js.is_empty()).then(|| wake(&assets))}
                <MetaTags/>
            </head>
            <body>
                <App/>
                <p id="stopped" class="stopped" role="alert" hidden>{t!(common.stopped)} <a href="">{t!(common.reload)}</a></p>
            </body>
        </html>
    }
    .into_any()
}

/// Loads the browser part and starts it. The hints let both files travel while the page is still being read.
///
/// Until it has taken the page over, links lead on as they do without scripting: the router listens from its beginning, and would put another page
/// where the one that was sent is still being woken up.
fn wake(assets: &Assets) -> impl IntoView + use<> {
    let nonce = use_nonce();
    let Assets { js, wasm, .. } = assets.clone();
    let script = format!(
        "import init, {{ hydrate }} from {js:?};\n\
         const asleep = (click) => click.stopPropagation();\n\
         addEventListener(\"click\", asleep, true);\n\
         init({{ module_or_path: {wasm:?} }}).then(hydrate).then(() => {{ document.documentElement.dataset.awake = \"\"; }})\n\
           .finally(() => removeEventListener(\"click\", asleep, true));"
    );
    view! {
        <link rel="modulepreload" href=js crossorigin=""/>
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin=""/>
        <script type="module" nonce=nonce>{script}</script>
    }
}
