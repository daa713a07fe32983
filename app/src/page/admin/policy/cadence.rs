//! How often a contract is verified, by which means, and when.

use domain::{
    cadence::{CadencePolicy, CadenceRule},
    date::Month,
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        at_once::IntoAny,
        heat::month_name,
        page_head::{Fact, Panel, or_dash},
        state::TierMark,
        table::Table,
    },
};

pub fn panel(cadence: CadencePolicy) -> impl IntoView {
    let rules = cadence.rules.iter().enumerate().map(|(index, rule)| row(index, rule)).collect_view();
    let rests = |there: bool, text: String| if there { text } else { t!(admin.no_such_check).to_owned() };
    let initial = match cadence.initial_within_days {
        0 => t!(admin.on_first_day).to_owned(),
        days => t!(admin.after_start, days = days),
    };
    let closing = match cadence.closing_within_days {
        0 => t!(admin.on_last_day).to_owned(),
        days => t!(admin.after_end, days = days),
    };
    // The year is of no concern to the name of a month.
    let months = cadence.months.iter().map(|month| month_name(Month { year: 2026, month: u32::from(*month).clamp(1, 12) })).collect::<Vec<_>>();
    view! {
        <Panel id="cadence-h" title=t!(admin.cadence) count=t!(common.policy_version, version = cadence.version)>
            <p class="muted">{t!(admin.cadence_text)}</p>
            <Table label=t!(admin.cadence)>
                <thead>
                    <tr>
                        <th scope="col" class="num fit">{t!(admin.order)}</th>
                        <th scope="col" class="pin">{t!(admin.who)}</th>
                        <th scope="col" class="num">{t!(admin.per_year)}</th>
                        <th scope="col">{t!(admin.methods)}</th>
                        <th scope="col">{t!(admin.basis)}</th>
                    </tr>
                </thead>
                <tbody>{rules}</tbody>
            </Table>
            <dl class="facts">
                <Fact label=t!(admin.initial_check)>{rests(cadence.initial, initial)}</Fact>
                <Fact label=t!(admin.closing_check)>{rests(cadence.closing, closing)}</Fact>
                <Fact label=t!(admin.incident_check)>{t!(admin.after_incident, days = cadence.incident_within_days)}</Fact>
                <Fact label=t!(admin.months)>{or_dash(&months.join(t!(admin.comma)))}</Fact>
                <Fact label=t!(admin.clearance)>{t!(admin.clearance_days, days = cadence.clearance_days)}</Fact>
                <Fact label=t!(admin.basis) full=true>{or_dash(&cadence.basis)}</Fact>
            </dl>
        </Panel>
    }
}

fn row(index: usize, rule: &CadenceRule) -> impl IntoView + use<> {
    let methods = rule.methods.iter().map(|method| method.label(use_lang())).collect::<Vec<_>>().join(t!(admin.or));
    view! {
        <tr>
            <td class="num wide-only">{index + 1}</td>
            <th scope="row" class="wrap">{who(rule)}</th>
            <td class="num" data-label=t!(admin.per_year)>{t!(admin.times, count = rule.per_year)}</td>
            <td class="wrap" data-label=t!(admin.methods)>{or_dash(&methods)}</td>
            <td class="wrap" data-label=t!(admin.basis)>{or_dash(&rule.basis)}</td>
        </tr>
    }
}

/// The contracts a rule speaks of, in words.
fn who(rule: &CadenceRule) -> AnyView {
    let lang = use_lang();
    if rule.personal.is_empty() && rule.tiers.is_empty() {
        return t!(admin.everything_else).into_any();
    }
    let personal = rule.personal.iter().map(|personal| personal.label(lang)).collect::<Vec<_>>().join(t!(admin.comma));
    let personal = (!personal.is_empty()).then(|| t!(admin.handles, what = personal));
    let tiers = rule.tiers.iter().map(|tier| view! { <TierMark tier=*tier/> " " }).collect_view();
    let tiers = (!rule.tiers.is_empty()).then(|| view! { <span>{t!(common.tier)} " " {tiers}</span> });
    view! { {personal} " " {tiers} }.into_any()
}
