//! How often a contract is verified, by which means, and when.

use domain::{
    cadence::{CadencePolicy, CadenceRule},
    date::Month,
};
use leptos::prelude::*;

use crate::{
    page::cadence::rule,
    t,
    ui::{
        at_once::IntoAny,
        heat::month_name,
        page_head::{Fact, Panel, or_dash},
        table::Table,
    },
};

/// `remaining` is how many contracts are still to follow.
pub fn panel(cadence: CadencePolicy, remaining: u32, may_write: bool) -> impl IntoView {
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
    let revise = may_write.then(|| view! { <a class="btn small" href="/policy/cadence/draft">{t!(cadence.revise)}</a> });
    let remaining = (remaining > 0).then(|| view! { <p class="muted" role="status">{t!(cadence.remaining, count = remaining)}</p> });
    // The year is of no concern to the name of a month.
    let months = cadence.months.iter().map(|month| month_name(Month { year: 2026, month: u32::from(*month).clamp(1, 12) })).collect::<Vec<_>>();
    view! {
        <Panel id="cadence-h" title=t!(admin.cadence) count=t!(common.policy_version, version = cadence.version) actions=revise.into_any()>
            <p class="muted">{t!(admin.cadence_text)}</p>
            {remaining}
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
    view! {
        <tr>
            <td class="num wide-only">{index + 1}</td>
            <th scope="row" class="wrap">{rule::who(rule)}</th>
            <td class="num" data-label=t!(admin.per_year)>{rule::times(rule)}</td>
            <td class="wrap" data-label=t!(admin.methods)>{or_dash(&rule::manner(rule))}</td>
            <td class="wrap" data-label=t!(admin.basis)>{or_dash(&rule.basis)}</td>
        </tr>
    }
}
