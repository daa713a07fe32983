//! Lists: the frame of a table, heads that sort, and the way to the next page. Order and page live in the address.

use domain::page::{COUNT_LIMIT, Page};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    at_once::{Children, IntoAny},
    get_form::GetForm,
    icon::Icon,
    state::number,
};
use crate::{
    query::{Asked, use_asked},
    t,
};

/// The scrolling frame of a table; `label` says what it lists. Put `<thead>` and `<tbody>` into it. The keys j and k walk its rows.
#[component]
pub fn Table(#[prop(into)] label: String, children: Children) -> AnyView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=label>
            <table class="table stack">
                <caption class="sr">{label.clone()}</caption>
                {children.show()}
            </table>
        </div>
    }
    .into_any()
}

/// A head that sorts: the first click ascending, the next descending. `word` is that of the filter's `sort`.
#[component]
pub fn SortHead(
    word: &'static str,
    #[prop(into)] label: String,
    /// The order there is when nobody asks.
    #[prop(optional)]
    default: bool,
    /// `num`, `pin`.
    #[prop(optional, into)]
    class: Option<&'static str>,
) -> impl IntoView {
    let (asked, path) = (use_asked(), use_location().pathname);
    let order = move || {
        let asked = asked.read();
        let here = asked.some("sort").map_or(default, |sort| sort == word);
        here.then(|| asked.flag("desc"))
    };
    let sort = move || match order() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let href = move || {
        let desc = (order() == Some(false)).then_some("true");
        asked.read().href(&path.read(), &[("sort", Some(word)), ("desc", desc)])
    };
    view! { <th scope="col" class=class aria-sort=sort><a href=href>{label}</a></th> }
}

/// How many there are, told as far as they are counted.
pub fn total<T>(page: &Page<T>) -> String {
    if page.total > COUNT_LIMIT { t!(common.more_than, count = number(COUNT_LIMIT as u64)) } else { t!(common.total, count = number(page.total as u64)) }
}

/// The way to the next page, and back to the first.
#[component]
pub fn Pager(
    /// What [`total`] says.
    #[prop(into)]
    total: String,
    /// [`Page::next`].
    next: Option<String>,
) -> impl IntoView {
    let (asked, path) = (use_asked(), use_location().pathname);
    let href = move |cursor: Option<&str>| asked.read().href(&path.read(), &[("cursor", cursor)]);
    let next = next.map(|cursor| {
        let to = move || href(Some(&cursor));
        view! { <a href=to rel="next">{t!(common.next_page)} <Icon name="next"/></a> }
    });
    let first = move || asked.read().some("cursor").map(|_| view! { <a href=href(None)><Icon name="prev"/> {t!(common.first_page)}</a> });
    view! {
        <nav class="pager" aria-label=t!(common.pages)>
            <span>{total}</span>
            {first}
            {next}
        </nav>
    }
}

/// The bar over a list: a GET form whose answer is the list. Fields as children: `<FilterSearch/>`, `<FilterSelect/>`. Keeps the order chosen.
#[component]
pub fn Filters(
    #[prop(into)] label: String,
    /// At the end of the bar: how many were found, other ways out.
    #[prop(optional, into)]
    end: Option<AnyView>,
    /// Conditions that chips and links have set: they stay when the bar is sent.
    #[prop(optional)]
    keep: &'static [&'static str],
    children: Children,
) -> AnyView {
    let (asked, path) = (use_asked(), use_location().pathname.get_untracked());
    let kept = move || {
        let asked = asked.read();
        let kept = ["sort", "desc"].iter().chain(keep);
        kept.filter_map(|name| Some(view! { <input type="hidden" name=*name value=asked.some(name)?/> })).collect_view()
    };
    view! {
        <GetForm action=path class="toolbar" label=label>
            {kept}
            {children.show()}
            <button class="btn">{t!(common.filter)}</button>
            {end.map(|end| view! { <div class="end">{end}</div> })}
        </GetForm>
    }
    .into_any()
}

/// The search box of [`Filters`]: the parameter `q`.
#[component]
pub fn FilterSearch(#[prop(into)] placeholder: String) -> impl IntoView {
    let asked = use_asked();
    view! {
        <div class="search">
            <label class="sr" for="list-q">{t!(common.search_list)}</label>
            <Icon name="search"/>
            <input id="list-q" name="q" type="search" placeholder=placeholder prop:value=move || asked.read().text("q") value=asked.read_untracked().text("q")/>
        </div>
    }
}

/// A select of [`Filters`]; blank takes the condition away.
#[component]
pub fn FilterSelect(
    name: &'static str,
    #[prop(into)] label: String,
    /// What the blank choice says: すべての区分.
    #[prop(into)]
    all: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let asked = use_asked();
    let options = options
        .into_iter()
        .map(|(word, label)| {
            let own = word.clone();
            let selected = move || asked.read().text(name) == own;
            view! { <option value=word selected=selected>{label}</option> }
        })
        .collect_view();
    let id = format!("list-{name}");
    view! {
        <label class="sr" for=id.clone()>{label}</label>
        <select id=id name=name>
            <option value="">{all}</option>
            {options}
        </select>
    }
}

/// A condition people use every day: a link that sets one parameter, or takes it away where it is set.
#[component]
pub fn Chip(name: &'static str, value: &'static str, #[prop(into)] label: String, #[prop(optional, into)] count: Option<u32>) -> impl IntoView {
    let (asked, path) = (use_asked(), use_location().pathname);
    let is_set = move || asked.read().text(name) == value;
    let href = move || asked.read().href(&path.read(), &[(name, (!is_set()).then_some(value))]);
    view! {
        <a class="chip" href=href aria-current=move || is_set().then_some("true")>
            {label}
            {count.map(|count| view! { <span class="count">{count}</span> })}
        </a>
    }
}

/// Whether a list shows everything there is, for the words of an empty one: nothing registered, or nothing found.
pub fn is_unfiltered(asked: &Asked) -> bool {
    !asked.0.clone().into_iter().any(|(name, value)| !value.is_empty() && !matches!(&*name, "sort" | "desc" | "limit" | "flash" | "done"))
}
