//! 改正案: opened when the city decides to verify more or less; what it would do is told before the button that does it.

use domain::{
    cadence::{CadenceChange, CadenceComparison, CadenceDraftView, CadenceForceForm, CadenceRule, CadenceSetting, SettingChange},
    label::Choice,
};
use leptos::prelude::*;

use super::{rule, what_if, words};
use crate::{
    lang::use_lang,
    query::use_asked,
    rpc::cadence::{DiscardCadence, PutCadenceInForce, StartCadence, find_cadence_draft},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        empty::Empty,
        field::TextArea,
        form::{ErrorSummary, Form, FormState, button_state, errors_of},
        load::{fetched, load},
        page_head::{PageHead, Panel, or_dash},
        state::Badge,
        table::Table,
    },
};

#[component]
pub fn DraftPage() -> impl IntoView {
    let asked = use_asked();
    let (start, discard, force) = (ServerAction::<StartCadence>::new(), ServerAction::<DiscardCadence>::new(), ServerAction::<PutCadenceInForce>::new());
    let draft = fetched(move || asked.read().parse::<i32>("year"), find_cadence_draft);
    load(draft, move |draft: Option<CadenceDraftView>| match draft {
        None => none(start),
        Some(draft) => page(draft, discard, force),
    })
}

fn none(start: ServerAction<StartCadence>) -> AnyView {
    let state = button_state();
    let sending = state.sending();
    view! {
        <PageHead title=t!(cadence.draft)><a class="btn" href="/policy">{t!(admin.policy)}</a></PageHead>
        <Empty title=t!(cadence.no_draft) text=t!(cadence.no_draft_text)>
            <Form state=state action=start>
                <ErrorSummary/>
                <button class="btn primary" aria-busy=sending>{t!(cadence.start)}</button>
            </Form>
        </Empty>
    }
    .into_any()
}

fn page(draft: CadenceDraftView, discard: ServerAction<DiscardCadence>, force: ServerAction<PutCadenceInForce>) -> AnyView {
    let CadenceDraftView { based_on, in_force, policy, comparison, what_if, started_by, started_at, version } = draft;
    let over =
        view! { <span>{t!(cadence.based_on, version = based_on)}</span> " " <span>{t!(cadence.started, name = started_by, at = instant(started_at))}</span> };
    let behind = (based_on != in_force).then(|| view! { <div class="callout" data-tone="warn" role="note">{t!(cadence.behind, version = in_force)}</div> });
    let content = if comparison.is_empty() {
        view! {
            <Empty title=t!(cadence.no_difference) text=t!(cadence.no_difference_text)><a class="btn primary" href="/policy/cadence/draft/edit">{t!(cadence.edit)}</a></Empty>
        }
        .into_any()
    } else {
        view! { {what_if::panel(what_if)} {differences(comparison)} {in_force_panel(version, policy.version, force)} }.into_any()
    };
    view! {
        <PageHead title=t!(cadence.draft) over=over.into_any() sub=t!(cadence.draft_text).into_any()>
            <a class="btn" href="/policy">{t!(admin.policy)}</a>
            <a class="btn" href="/policy/cadence/draft/edit">{t!(cadence.edit)}</a>
        </PageHead>
        {behind}
        {content}
        {discarding(version, discard)}
    }
    .into_any()
}

fn differences(comparison: CadenceComparison) -> AnyView {
    let CadenceComparison { rules, reordered, settings } = comparison;
    let rows = rules.into_iter().map(row).collect_view();
    let settings = settings.into_iter().map(setting).collect_view();
    let reordered = reordered.then(|| view! { <p>{t!(cadence.reordered)}</p> });
    view! {
        <Panel id="differences-h" title=t!(cadence.differences)>
            {reordered}
            <Table label=t!(cadence.differences)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(admin.rule)}</th>
                        <th scope="col">{t!(cadence.before)}</th>
                        <th scope="col">{t!(cadence.after)}</th>
                    </tr>
                </thead>
                <tbody>{rows} {settings}</tbody>
            </Table>
        </Panel>
    }
    .into_any()
}

fn row(change: CadenceChange) -> AnyView {
    let (tone, label) = match (&change.before, &change.after) {
        (None, _) => ("accent", t!(cadence.new_row)),
        (_, None) => ("danger", t!(cadence.dropped_row)),
        _ => ("accent", t!(cadence.changed_row)),
    };
    view! {
        <tr>
            <th scope="row"><Badge tone=tone label=label/></th>
            <td class="wrap" data-label=t!(cadence.before)>{told(change.before.as_ref())}</td>
            <td class="wrap" data-label=t!(cadence.after)>{told(change.after.as_ref())}</td>
        </tr>
    }
    .into_any()
}

fn told(rule: Option<&CadenceRule>) -> AnyView {
    let Some(rule) = rule else { return or_dash("").into_any() };
    view! {
        <div>{rule::who(rule)} <strong>{rule::times(rule)}</strong></div>
        <div>{rule::manner(rule)}</div>
        <div class="muted">{rule.basis.clone()}</div>
    }
    .into_any()
}

fn setting(change: SettingChange) -> AnyView {
    let SettingChange { setting, before, after } = change;
    let shown = |value: String| match (setting, value.as_str()) {
        (CadenceSetting::Initial | CadenceSetting::Closing, "true") => t!(cadence.yes).to_owned(),
        (CadenceSetting::Initial | CadenceSetting::Closing, _) => t!(cadence.no).to_owned(),
        (CadenceSetting::Months, months) => months.replace(',', t!(cadence.list_comma)),
        _ => value,
    };
    view! {
        <tr>
            <th scope="row" class="wrap">{setting.label(use_lang())}</th>
            <td data-label=t!(cadence.before)>{shown(before)}</td>
            <td data-label=t!(cadence.after)>{shown(after)}</td>
        </tr>
    }
    .into_any()
}

fn in_force_panel(version: u64, next: u32, action: ServerAction<PutCadenceInForce>) -> AnyView {
    let state = FormState::new("form", &CadenceForceForm::default(), |form: &CadenceForceForm| errors_of(form.read()), words::label);
    let sending = state.sending();
    view! {
        <Panel id="force-h" title=t!(cadence.put_in_force)>
            <p>{t!(cadence.put_in_force_text, version = next)}</p>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="version" value=version.to_string()/>
                <TextArea name="note" hint=t!(cadence.note_hint) required=true/>
                <div class="form-actions"><button class="btn primary" aria-busy=sending>{t!(cadence.put_in_force_button)}</button></div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn discarding(version: u64, action: ServerAction<DiscardCadence>) -> impl IntoView {
    let state = button_state();
    let sending = state.sending();
    view! {
        <details class="model">
            <summary>{t!(cadence.discard)}</summary>
            <p>{t!(cadence.discard_text)}</p>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="btn danger" aria-busy=sending>{t!(cadence.discard_button)}</button>
            </Form>
        </details>
    }
}
