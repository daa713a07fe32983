//! Candidates side by side: how each stands, then criterion by criterion. On a narrow screen each criterion is a card with the candidates in it.

use domain::{
    id::ProcurementId,
    label::Choice,
    selection::{Answer, Comparison, ComparisonColumn, ComparisonRow, CriterionGroup, Grade},
};
use leptos::prelude::*;

use super::page_of;
use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        page_head::{Panel, or_dash},
        reasons::Reasons,
        state::{Badge, Day, SelectionStateBadge},
        table::Table,
    },
};

/// So many candidates stand beside each other on a wide screen; more slide within the table.
const SIDE_BY_SIDE: usize = 4;

pub fn comparison(procurement: &ProcurementId, compared: Comparison) -> AnyView {
    let Comparison { columns, rows } = compared;
    let names: Vec<String> = columns.iter().map(|column| column.contractor_name.clone()).collect();
    let heads = columns
        .iter()
        .map(|column| {
            view! { <th scope="col" class="wrap"><a class="link" href=page_of(procurement, &column.selection)>{column.contractor_name.clone()}</a></th> }
        })
        .collect_view();
    let bodies = grouped(rows).into_iter().map(|(group, rows)| body(group, rows, &names)).collect_view();
    let (count, wide) = (t!(common.total, count = columns.len()), columns.len() > SIDE_BY_SIDE);
    let candidates = columns.into_iter().map(|column| candidate(procurement, column)).collect_view();
    view! {
        <Panel id="candidates-h" title=t!(selection.candidates) count=count>
            <Table label=t!(selection.overview)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(common.contractor)}</th>
                        <th scope="col">{t!(common.state)}</th>
                        <th scope="col">{t!(selection.score)}</th>
                        <th scope="col">{t!(selection.answered)}</th>
                        <th scope="col">{t!(selection.stands_against)}</th>
                        <th scope="col">{t!(selection.valid_until)}</th>
                    </tr>
                </thead>
                <tbody>{candidates}</tbody>
            </Table>
        </Panel>
        <Panel id="compare-h" title=t!(selection.side_by_side)>
            <div class="table-wrap" class:wide=wide tabindex="0" role="region" aria-label=t!(selection.compare)>
                <table class="table stack">
                    <caption class="sr">{t!(selection.compare)}</caption>
                    <thead><tr><th scope="col" class="pin">{t!(selection.criterion)}</th>{heads}</tr></thead>
                    {bodies}
                </table>
            </div>
        </Panel>
    }
    .into_any()
}

fn candidate(procurement: &ProcurementId, column: ComparisonColumn) -> impl IntoView + use<> {
    let lang = use_lang();
    let score = column.score;
    let hindrances: Vec<String> = score.hindrances.iter().map(|message| message.say(lang)).collect();
    let hindrances = if hindrances.is_empty() {
        view! { <span class="muted">{t!(selection.nothing_against)}</span> }.into_any()
    } else {
        view! { <details class="model"><summary>{t!(common.total, count = hindrances.len())}</summary><ul>{hindrances.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul></details> }.into_any()
    };
    let until = column.valid_until.map_or_else(|| or_dash(""), |day| view! { <Day day=day/> }.into_any());
    view! {
        <tr>
            <th scope="row" class="wrap">
                <a href=page_of(procurement, &column.selection)>{column.contractor_name}</a>
                <span class="sub">{t!(selection.criteria_version, version = column.criteria_version)}</span>
                {column.declared_at.map(|at| view! { <span class="sub">{t!(selection.declared_on, at = instant(at))}</span> })}
            </th>
            <td data-label=t!(common.state)><SelectionStateBadge state=column.state/></td>
            <td class="wrap full" data-label=t!(selection.score)>
                <strong>{t!(selection.percent, percent = score.percent)}</strong>
                " " <span class="muted">{t!(selection.points_of, of = score.of, points = score.points)}</span>
                {(!score.reasons.is_empty()).then(|| view! { <Reasons reasons=score.reasons summary=t!(selection.why_score)/> })}
            </td>
            <td data-label=t!(selection.answered)>{format!("{}/{}", score.answered, score.asked)}</td>
            <td class="wrap" data-label=t!(selection.stands_against)>{hindrances}</td>
            <td data-label=t!(selection.valid_until)>{until}</td>
        </tr>
    }
}

fn grouped(rows: Vec<ComparisonRow>) -> Vec<(CriterionGroup, Vec<ComparisonRow>)> {
    let mut groups: Vec<(CriterionGroup, Vec<ComparisonRow>)> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|(group, _)| *group == row.criterion.group) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((row.criterion.group, vec![row])),
        }
    }
    groups
}

fn body(group: CriterionGroup, rows: Vec<ComparisonRow>, names: &[String]) -> impl IntoView + use<> {
    let lang = use_lang();
    let count = t!(selection.questions, count = rows.len());
    let span = (names.len() + 1).to_string();
    let lines = rows
        .into_iter()
        .map(|row| {
            let blocking = row.criterion.blocking.then(|| view! { " " <Badge tone="accent" label=t!(selection.blocking)/> });
            let weight = t!(selection.weight, weight = row.criterion.weight);
            let cells = row.answers.into_iter().zip(names).map(|(answer, name)| cell(answer, name.clone())).collect_view();
            view! {
                <tr>
                    <th scope="row" class="wrap">
                        <span class="code">{row.criterion.id.clone()}</span> " " {row.criterion.text(lang).to_owned()} " " {blocking} <span class="sub">{weight}</span>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <tbody>
            <tr class="group"><th colspan=span scope="rowgroup">{group.label(lang)}<small>{count}</small></th></tr>
            {lines}
        </tbody>
    }
}

fn cell(answer: Option<Answer>, name: String) -> impl IntoView {
    let said = match answer {
        Some(Answer { grade: Some(grade), evidence, remark, .. }) => {
            let more: Vec<String> = [remark, evidence].into_iter().filter(|text| !text.is_empty()).collect();
            let more = (!more.is_empty()).then(|| view! { <span class="sub">{more.join(" / ")}</span> });
            view! { <GradeMark grade=grade/> {more} }.into_any()
        }
        _ => view! { <span class="muted">{t!(selection.unanswered)}</span> }.into_any(),
    };
    view! { <td class="wrap full" data-label=name>{said}</td> }
}

/// What is met is plain; only what is not needs to be seen.
#[component]
pub fn GradeMark(grade: Grade) -> impl IntoView {
    let tone = match grade {
        Grade::Met => "ok",
        Grade::Partly => "warn",
        Grade::NotMet => "danger",
        Grade::NotApplicable => "neutral",
    };
    view! { <Badge tone=tone label=grade.label(use_lang())/> }
}
