//! How the risk tier of a contract is weighed: every weight in sight, so that a tier can be reckoned by hand.

use domain::{
    contract::{Confidentiality, PersonalInformation, Segment},
    label::Choice,
    risk::{RiskPolicy, Tier},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        page_head::{Fact, Panel, or_dash},
        state::{TierMark, number},
        table::Table,
    },
};

/// What is looked at, and the points for each answer.
type Factor = (String, Vec<(String, u32)>);

pub fn panel(risk: RiskPolicy) -> impl IntoView {
    let factors = factors(&risk);
    let most = factors.iter().flat_map(|(_, weights)| weights).map(|(_, points)| *points).max().unwrap_or(0);
    let bodies = factors.into_iter().map(|factor| body(factor, most)).collect_view();
    let my_number = risk.my_number_is_a.then(|| view! { <p>{t!(admin.my_number_is_a)}</p> });
    view! {
        <Panel id="risk-h" title=t!(admin.risk) count=t!(common.policy_version, version = risk.version)>
            <p class="muted">{t!(admin.risk_text)}</p>
            <dl class="facts">
                <Fact label=t!(admin.tier_a)><TierMark tier=Tier::A/> " " {t!(admin.points_from, points = risk.tier_a_from)}</Fact>
                <Fact label=t!(admin.tier_b)><TierMark tier=Tier::B/> " " {t!(admin.points_from, points = risk.tier_b_from)}</Fact>
                <Fact label=t!(admin.tier_c)><TierMark tier=Tier::C/> " " {t!(admin.points_below, points = risk.tier_b_from)}</Fact>
                <Fact label=t!(admin.basis)>{or_dash(&risk.basis)}</Fact>
            </dl>
            {my_number}
            <Table label=t!(admin.risk)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(admin.factor)}</th>
                        <th scope="col" class="num">{t!(admin.points)}</th>
                        <th scope="col" class="wide-only"><span class="sr">{t!(admin.weight)}</span></th>
                    </tr>
                </thead>
                {bodies}
            </Table>
        </Panel>
    }
}

fn factors(risk: &RiskPolicy) -> Vec<Factor> {
    let steps = risk.records.iter().map(|step| (t!(admin.records_from, count = number(step.from)), step.points)).collect();
    let flags = vec![
        (t!(admin.integrity).to_owned(), risk.integrity),
        (t!(admin.availability).to_owned(), risk.availability),
        (t!(admin.remote_access).to_owned(), risk.remote_access),
        (t!(admin.off_premises).to_owned(), risk.off_premises),
        (t!(admin.data_abroad).to_owned(), risk.data_abroad),
        (t!(admin.subcontract).to_owned(), risk.subcontract),
    ];
    vec![
        (t!(admin.confidentiality).to_owned(), weights::<Confidentiality>(&risk.confidentiality)),
        (t!(admin.personal).to_owned(), weights::<PersonalInformation>(&risk.personal)),
        (t!(admin.segment).to_owned(), weights::<Segment>(&risk.segment)),
        (t!(admin.records).to_owned(), steps),
        (t!(admin.circumstances).to_owned(), flags),
    ]
}

/// Points are kept in the order of the choices.
fn weights<T: Choice>(points: &[u32]) -> Vec<(String, u32)> {
    let lang = use_lang();
    T::ALL.iter().zip(points).map(|(value, points)| (value.label(lang).to_owned(), *points)).collect()
}

fn body((label, weights): Factor, most: u32) -> impl IntoView {
    let rows = weights
        .into_iter()
        .map(|(label, points)| {
            let width = (points * 100).checked_div(most).unwrap_or(0).to_string();
            view! {
                <tr>
                    <th scope="row" class="wrap">{label}</th>
                    <td class="num">{t!(common.points, points = points)}</td>
                    <td class="wide-only">
                        <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width=width height="4"></rect></svg>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! { <tbody><tr class="group"><th colspan="3" scope="rowgroup">{label}</th></tr>{rows}</tbody> }
}
