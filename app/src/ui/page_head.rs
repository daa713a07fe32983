//! The head of a page, and its title in the window.

use leptos::prelude::*;

use super::{
    at_once::{Children, IntoAny},
    window_title::WindowTitle,
};

/// Heading, a line above and below it, and the actions as children. Sets the window's title too.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    /// Above the heading: a code, a state.
    #[prop(optional, into)]
    over: Option<AnyView>,
    /// Below the heading.
    #[prop(optional, into)]
    sub: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <WindowTitle page=title.clone()/>
        <div class="page-head">
            <div>
                {over.map(|over| view! { <p class="page-sub">{over}</p> })}
                <h1>{title}</h1>
                {sub.map(|sub| view! { <p class="page-sub">{sub}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children.show()}</div> })}
        </div>
    }
    .into_any()
}

/// Tabs are links to pages: `(address, label, how many)`; the one whose address is the present path is marked.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    tabs: Vec<(String, String, Option<u32>)>,
    /// The numbers count what is wrong.
    #[prop(optional)]
    loud: bool,
) -> impl IntoView {
    let here = leptos_router::hooks::use_location().pathname;
    let tabs = tabs
        .into_iter()
        .map(|(href, label, count)| {
            let to = href.clone();
            let current = move || here.with(|here| here.trim_end_matches('/') == to).then_some("page");
            view! { <a href=href aria-current=current>{label} {count.map(|count| view! { <span class="count" data-tone=loud.then_some("danger")>{count}</span> })}</a> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=label>{tabs}</nav> }
}

/// A titled part of a page. `id` names its heading.
#[component]
pub fn Panel(
    id: &'static str,
    #[prop(into)] title: String,
    /// How many there are, or another short word beside the title.
    #[prop(optional, into)]
    count: Option<String>,
    /// Links and buttons at the end of its head.
    #[prop(optional, into)]
    actions: Option<AnyView>,
    children: Children,
) -> AnyView {
    view! {
        <section class="panel" aria-labelledby=id>
            <div class="head">
                <h2 id=id>{title}</h2>
                {count.filter(|count| !count.is_empty()).map(|count| view! { <span class="count">{count}</span> })}
                {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
            </div>
            {children.show()}
        </section>
    }
    .into_any()
}

/// A fact in `<dl class="facts">`; nothing is shown as a dash.
#[component]
pub fn Fact(#[prop(into)] label: String, #[prop(optional)] full: bool, children: Children) -> impl IntoView {
    view! { <div class:full=full><dt>{label}</dt><dd>{children.show()}</dd></div> }
}

/// Text, or a dash where there is none.
pub fn or_dash(text: &str) -> AnyView {
    if text.trim().is_empty() { view! { <span class="muted">"—"</span> }.into_any() } else { text.to_owned().into_any() }
}
