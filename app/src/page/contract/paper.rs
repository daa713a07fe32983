//! The paper of the annex. It is in Japanese whatever the reader's language: it becomes part of the contract.

use domain::annex::{Article, BLANK, Line, Paper, Part};
use leptos::prelude::*;

use crate::{t, ui::at_once::IntoAny};

pub fn paper(paper: &Paper) -> AnyView {
    let preamble = paragraphs(&paper.preamble);
    let parts = paper.parts.iter().map(part).collect_view();
    let enclosures = (!paper.enclosures.is_empty()).then(|| {
        let list = paper.enclosures.iter().map(|enclosure| view! { <li>{enclosure.title()}</li> }).collect_view();
        view! { <h3>"別表及び別紙"</h3> <ul>{list}</ul> }
    });
    view! {
        <article class="paper" lang="ja" aria-label=t!(annex.paper)>
            <h2>{paper.title.clone()}</h2>
            <p class="contract">{paper.contract.clone()}</p>
            {preamble}
            {parts}
            {enclosures}
            <h3>"附則"</h3>
            {paragraphs(&paper.supplement)}
            <p class="colophon">{paper.foot.clone()}</p>
        </article>
    }
    .into_any()
}

fn paragraphs(texts: &[String]) -> impl IntoView + use<> {
    texts.iter().map(|text| view! { <p class="begins">{filled(text)}</p> }).collect_view()
}

fn part(part: &Part) -> AnyView {
    let heading = (!part.heading.is_empty()).then(|| view! { <h3>{part.heading.clone()}</h3> });
    let articles = part.articles.iter().map(|article| one(article, part.heading.is_empty())).collect_view();
    view! { <section>{heading} {articles}</section> }.into_any()
}

/// Where the paper has no chapters, its articles are one level up.
fn one(article: &Article, alone: bool) -> AnyView {
    let (id, title) = (format!("article-{}", article.number), article.title());
    let heading = if alone { view! { <h3 class="article" id=id>{title}</h3> }.into_any() } else { view! { <h4 class="article" id=id>{title}</h4> }.into_any() };
    view! { {heading} {article.lines.iter().map(line).collect_view()} }.into_any()
}

fn line(line: &Line) -> AnyView {
    let text = filled(&line.text);
    if line.label.is_empty() && line.depth == 0 {
        return view! { <p class="begins">{text}</p> }.into_any();
    }
    view! { <p class="line" data-depth=line.depth.min(2).to_string()><span class="label">{line.label.clone()}</span> <span>{text}</span></p> }.into_any()
}

/// The text with what is to be written in marked.
fn filled(text: &str) -> Vec<AnyView> {
    let mut views = Vec::new();
    for (index, piece) in text.split(BLANK).enumerate() {
        if index > 0 {
            views.push(view! { <mark class="blank">{BLANK}</mark> }.into_any());
        }
        if !piece.is_empty() {
            views.push(piece.to_owned().into_any());
        }
    }
    views
}
