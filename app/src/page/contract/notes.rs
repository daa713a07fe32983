//! What to know before the annex is attached: what is left out and why, what is to be written in, what is to be looked at.

use domain::{
    Lang,
    annex::{Annex, AnnexScope, Enclosure, Excepted, Place, PresentClause},
    date,
};
use leptos::prelude::*;

use crate::{lang::use_lang, t, ui::at_once::IntoAny};

/// More than these are folded: the list of what is left out must stay in sight.
const IN_SIGHT: usize = 8;

pub fn notes(annex: &Annex) -> AnyView {
    let (lang, notes) = (use_lang(), &annex.notes);
    let blanks: Vec<AnyView> = notes.blanks.iter().map(|blank| placed(blank.place, blank.what.say(lang), lang)).collect();
    let values: Vec<AnyView> = notes.proposals.iter().map(|value| placed(Some(value.place), value.value.clone(), lang)).collect();
    let terms: Vec<AnyView> = notes
        .terms
        .iter()
        .map(|loose| {
            let articles: Vec<String> = loose.articles.iter().map(|article| Place { article: *article, paragraph: None, item: None }.say(lang)).collect();
            let articles = articles.join(lang.pick("、", ", "));
            view! { <li>{t!(annex.term, term = loose.term, clause = loose.clause, articles = articles)}</li> }.into_any()
        })
        .collect();
    let (present, present_text) = match annex.which {
        AnnexScope::Missing => (t!(annex.present_left), None),
        AnnexScope::All => (t!(annex.present_twice), Some(t!(annex.present_twice_text))),
    };
    let lists: Vec<AnyView> = [
        list(t!(annex.excepted), None, notes.excepted.iter().map(excepted).collect()),
        list(t!(annex.lapsed), None, notes.lapsed.iter().map(excepted).collect()),
        list(t!(annex.blanks), None, blanks),
        list(t!(annex.terms), Some(t!(annex.terms_text)), terms),
        list(t!(annex.enclosures), None, annex.paper.enclosures.iter().map(enclosure).collect()),
        list(present, present_text, notes.present.iter().map(in_contract).collect()),
        list(t!(annex.values), Some(t!(annex.values_text)), values),
    ]
    .into_iter()
    .flatten()
    .collect();
    let none = lists.is_empty().then(|| view! { <p>{t!(annex.nothing_to_note)}</p> });
    view! {
        <section class="panel notes" aria-labelledby="notes-h">
            <h2 id="notes-h">{t!(annex.notes)}</h2>
            <p class="muted">{t!(annex.notes_text)}</p>
            {none}
            {lists}
        </section>
    }
    .into_any()
}

fn list(title: &'static str, text: Option<&'static str>, items: Vec<AnyView>) -> Option<AnyView> {
    if items.is_empty() {
        return None;
    }
    let count = t!(common.total, count = items.len());
    let folded = items.len() > IN_SIGHT;
    let text = text.map(|text| view! { <p class="muted">{text}</p> });
    let items = view! { {text} <ul>{items}</ul> };
    let title = view! { {title} " " <span class="count">{count}</span> };
    Some(if folded {
        view! { <details class="model"><summary>{title}</summary>{items}</details> }.into_any()
    } else {
        view! { <h3>{title}</h3> {items} }.into_any()
    })
}

/// Leads to the article on the paper.
fn placed(place: Option<Place>, text: String, lang: Lang) -> AnyView {
    let place = match place {
        Some(place) => view! { <a href=format!("#article-{}", place.article) rel="external">{place.say(lang)}</a> }.into_any(),
        None => t!(annex.preamble).into_any(),
    };
    view! { <li>{place} " " {text}</li> }.into_any()
}

fn excepted(left: &Excepted) -> AnyView {
    let lang = use_lang();
    let until = left.until.map(|until| view! { <span class="sub">{t!(annex.until, day = date::short(until, lang))}</span> });
    let measure = (!left.measure.is_empty()).then(|| view! { <span class="sub">{t!(annex.measure, text = left.measure)}</span> });
    view! {
        <li>
            {left.clause.clone()} " " {left.title.clone()}
            <span class="sub">{t!(annex.reason, text = left.reason)}</span>
            {measure}
            {until}
        </li>
    }
    .into_any()
}

fn in_contract(present: &PresentClause) -> AnyView {
    view! { <li>{present.clause.clone()} " " {present.title.clone()} <span class="sub">{present.article.clone()}</span></li> }.into_any()
}

fn enclosure(enclosure: &Enclosure) -> AnyView {
    view! { <li lang="ja">{enclosure.title()}</li> }.into_any()
}
