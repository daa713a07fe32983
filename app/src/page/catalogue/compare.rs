//! 新旧対照: what the draft changes, word by word, and which contracts would gain or lose what.

use domain::{
    catalogue_draft::{CatalogueComparison, ClauseChange, ClauseDifference, PartDifference, ShiftFilter, ShiftSummary},
    diff::PieceKind,
    label::Choice,
};
use leptos::prelude::*;

use super::shift::contracts;
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::{Fault, catalogue::compare_draft, department::list_departments},
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        picker::department_options,
        state::{Badge, number},
        table::{FilterSelect, Filters, Table},
    },
};

pub fn filter(asked: &Asked) -> ShiftFilter {
    ShiftFilter { department: asked.parse("department"), clause: asked.some("clause"), cursor: asked.some("cursor"), limit: None }
}

#[component]
pub fn ComparePage() -> impl IntoView {
    let asked = use_asked();
    let found = fetched(
        move || filter(&asked.read()),
        |filter| async move { Ok::<_, Fault>((compare_draft(filter).await?, list_departments().await.unwrap_or_default())) },
    );
    load(found, move |((comparison, page), departments)| {
        let CatalogueComparison { based_on, differences, impact, .. } = comparison;
        let over = t!(catalogue.based_on, version = based_on);
        let list = if differences.is_empty() {
            view! { <Empty pic="pic-calm" title=t!(catalogue.nothing_changed) text=t!(catalogue.nothing_changed_text)/> }.into_any()
        } else {
            let count = t!(common.total, count = differences.len());
            let items: Vec<AnyView> = differences.into_iter().map(difference).collect();
            view! { <Panel id="differences-h" title=t!(catalogue.differences) count=count><ol class="clauses">{items}</ol></Panel> }.into_any()
        };
        view! {
            <PageHead title=t!(catalogue.compare_title) over=over.into_any() sub=t!(catalogue.compare_text).into_any()>
                <a class="btn" href="/clauses/draft">{t!(catalogue.back_to_draft)}</a>
            </PageHead>
            {list}
            {summary(impact)}
            <Panel id="contracts-h" title=t!(catalogue.affected)>
                <Filters label=t!(catalogue.affected_filter) keep=&["clause"]><FilterSelect name="department" label=t!(common.department) all=t!(catalogue.all_departments) options={department_options(&departments)}/></Filters>
                {narrowed(&asked.read())}
                {if page.items.is_empty() { view! { <Empty pic="pic-calm" title=t!(catalogue.none_affected) text=t!(catalogue.none_affected_text)/> }.into_any() } else { contracts(page) }}
            </Panel>
        }
    })
}

/// A clause the list of contracts was confined to; a click takes that away.
fn narrowed(asked: &Asked) -> Option<impl IntoView + use<>> {
    let clause = asked.some("clause")?;
    let href = asked.href("/clauses/draft/compare", &[("clause", None)]);
    Some(view! { <div class="filters"><a class="chip" href=href aria-current="true">{t!(catalogue.only_clause, clause = clause)}</a></div> })
}

fn difference(difference: ClauseDifference) -> AnyView {
    let ClauseDifference { clause, title, change, parts } = difference;
    let tone = if change == ClauseChange::Dropped { "danger" } else { "accent" };
    let parts: Vec<AnyView> = parts.into_iter().map(part).collect();
    view! {
        <li class="clause" id=format!("clause-{clause}")>
            <span class="id">{clause.clone()}</span>
            <h3 class="title">{title}</h3>
            <span class="article"></span>
            <span class="state"><Badge tone=tone label=change.label(use_lang())/></span>
            <div class="model"><table class="diff"><tbody>{parts}</tbody></table></div>
        </li>
    }
    .into_any()
}

fn part(part: PartDifference) -> AnyView {
    let pieces = part
        .pieces
        .into_iter()
        .map(|piece| match piece.kind {
            PieceKind::Same => view! { <span>{piece.text}</span> }.into_any(),
            PieceKind::Removed => view! { <del>{piece.text}</del> }.into_any(),
            PieceKind::Added => view! { <ins>{piece.text}</ins> }.into_any(),
        })
        .collect_view();
    view! { <tr><th scope="row">{part.part.label(use_lang())}</th><td class="wording">{pieces}</td></tr> }.into_any()
}

fn summary(impact: ShiftSummary) -> AnyView {
    let asked = use_asked().get_untracked();
    let said = t!(catalogue.impact_said, contracts = number(impact.contracts.into()), affected = number(impact.affected.into()));
    let rows = impact
        .clauses
        .into_iter()
        .map(|count| {
            let href = format!("{}#contracts-h", asked.href("/clauses/draft/compare", &[("clause", Some(&count.clause))]));
            view! {
                <tr>
                    <th scope="row"><a href=href><span class="code">{count.clause}</span> " " {count.title}</a></th>
                    <td class="num" data-label=t!(catalogue.gains)>{number(count.gains.into())}</td>
                    <td class="num" data-label=t!(catalogue.loses)>{number(count.loses.into())}</td>
                    <td class="num" data-label=t!(catalogue.reworded)>{number(count.reworded.into())}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="impact-h" title=t!(catalogue.impact)>
            <p>{said}</p>
            <Table label=t!(catalogue.impact)>
                <thead>
                    <tr>
                        <th scope="col">{t!(catalogue.clause)}</th>
                        <th scope="col" class="num">{t!(catalogue.gains)}</th>
                        <th scope="col" class="num">{t!(catalogue.loses)}</th>
                        <th scope="col" class="num">{t!(catalogue.reworded)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Panel>
    }
    .into_any()
}
