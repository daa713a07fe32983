//! The rules by which contracts are weighed and watched, as they stand: readable by everybody they bind.

mod cadence;
mod calendar;
mod risk;

use domain::{
    label::Choice,
    markdown,
    notice::{NoticeTemplate, Notices},
    permission::Operation,
    policy::{PolicyVersion, Reminders},
};
use leptos::prelude::*;

use super::rule_tabs;
use crate::{
    lang::use_lang,
    rpc::policy::{PolicyView, get_policy},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        state::{Badge, Day},
        table::Table,
    },
};

#[component]
pub fn PolicyPage() -> impl IntoView {
    load(fetched(|| (), |()| get_policy()), page)
}

fn page(policy: PolicyView) -> impl IntoView {
    let PolicyView { risk, cadence, replanning, closed, holidays, reminders, notices, versions } = policy;
    let may_write = use_session().can(Operation::WritePolicy);
    view! {
        <PageHead title=t!(admin.policy) sub=t!(admin.policy_text).into_any()/>
        {rule_tabs()}
        <div class="split">
            <div>
                {cadence::panel(cadence, replanning, may_write)}
                {risk::panel(risk)}
                {notices_panel(notices)}
                {calendar::holidays_panel(&holidays)}
                {versions_panel(versions)}
            </div>
            <div>
                {reminders_panel(reminders)}
                {calendar::closed_panel(closed)}
                {may_write.then(calendar::import_panel)}
            </div>
        </div>
    }
}

fn reminders_panel(reminders: Reminders) -> impl IntoView {
    let lang = use_lang();
    let steps = reminders
        .steps
        .into_iter()
        .map(|step| {
            let days = step.day.unsigned_abs();
            let when = match step.day {
                0 => t!(admin.on_due_day).to_owned(),
                1.. => t!(admin.after_due, days = days),
                _ => t!(admin.before_due, days = days),
            };
            view! { <div><dt>{when}</dt><dd>{step.to.label(lang)}</dd></div> }
        })
        .collect_view();
    view! {
        <Panel id="reminders-h" title=t!(admin.reminders) count=t!(common.policy_version, version = reminders.version)>
            <p class="muted">{t!(admin.reminders_text)}</p>
            <dl class="facts lines">{steps}</dl>
        </Panel>
    }
}

/// The words with which measures are asked for. What stands in braces is filled in.
fn notices_panel(notices: Notices) -> impl IntoView {
    let lang = use_lang();
    let templates = notices
        .templates
        .into_iter()
        .map(|NoticeTemplate { step, title, body }| {
            view! {
                <details class="model">
                    <summary>{step.label(lang)} " " <span class="muted" lang="ja">{title}</span></summary>
                    <div class="prose" lang="ja" inner_html=markdown::to_html(&body)></div>
                </details>
            }
        })
        .collect_view();
    view! {
        <Panel id="notices-h" title=t!(admin.notices) count=t!(common.policy_version, version = notices.version)>
            <p class="muted">{t!(admin.notices_text)}</p>
            {templates}
        </Panel>
    }
}

/// What was in force before can be looked up: every computed answer names the version it was made under.
fn versions_panel(versions: Vec<PolicyVersion>) -> impl IntoView {
    let (lang, today) = (use_lang(), use_session().today());
    let mut last = None;
    let rows = versions
        .into_iter()
        .map(|version| {
            // The newest of each kind comes first; one may be written for a later day.
            let in_force = version.in_force_from <= today && last.replace(version.kind) != Some(version.kind);
            view! {
                <tr>
                    <th scope="row">{version.kind.label(lang)}</th>
                    <td data-label=t!(admin.version)>{t!(common.policy_version, version = version.version)}</td>
                    <td>{in_force.then(|| view! { <Badge tone="ok" label=t!(admin.in_force)/> })}</td>
                    <td data-label=t!(admin.from)><Day day=version.in_force_from/></td>
                    <td class="wrap full">{version.note}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="versions-h" title=t!(admin.versions)>
            <Table label=t!(admin.versions)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(admin.rule)}</th>
                        <th scope="col">{t!(admin.version)}</th>
                        <th scope="col">{t!(common.state)}</th>
                        <th scope="col">{t!(admin.from)}</th>
                        <th scope="col">{t!(admin.note)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Panel>
    }
}
