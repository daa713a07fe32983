//! A version. Opened from the contract, or by the procurement officer from the start page: what it changes, what has to be seen, and the next step.

use domain::{
    contract::{
        ContractView,
        review::ReviewView,
        revision::{RevisionStage, RevisionStep, RevisionView},
    },
    label::Choice,
};
use leptos::prelude::*;

use super::{
    found,
    list::{name, stage},
    use_named, words,
};
use crate::{
    flash::use_flash,
    lang::use_lang,
    page::contract::checklist::{Of, checklist},
    rpc::{
        Fault,
        revision::{ConfirmReview, StepRevision, get_review, list_revisions},
    },
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::Diff,
        field::TextArea,
        form::{ErrorSummary, Fields, Form, FormState},
        icon::Icon,
        load::{fetched, load},
        page_head::{Fact, PageHead, Panel, or_dash},
        state::Day,
    },
    words::Names,
};

type Shown = (ContractView, RevisionView, Option<ReviewView>, std::collections::BTreeMap<String, String>);

#[component]
pub fn VersionPage() -> impl IntoView {
    let record = fetched(use_named(), |named| async move {
        let (contract, view) = found(named).await?;
        let id = contract.contract.id.clone();
        let names = list_revisions(id.clone()).await?.names;
        // What is decided needs no list any more.
        let pending = matches!(view.revision.stage, RevisionStage::Draft | RevisionStage::Submitted);
        let review = if pending { Some(get_review(id, Some(view.revision.id.clone())).await?) } else { None };
        Ok((contract, view, review, names))
    });
    let (step, ticks) = (ServerAction::<StepRevision>::new(), ServerAction::<ConfirmReview>::new());
    let state = FormState::with_fields::<serde_json::Value>("", Fields::new(), use_flash(), |_| Vec::new(), words::label);
    Effect::new(move || {
        let gone_on = |value: &Option<Result<(), Fault>>| matches!(value, Some(Ok(()) | Err(Fault(domain::Error::Conflict { .. }))));
        let (stepped, ticked) = (step.value().with(gone_on), ticks.value().with(gone_on));
        if stepped || ticked {
            record.refetch();
        }
    });
    load(record, move |shown: Shown| overview(shown, state, step, ticks))
}

fn overview((contract, view, review, names): Shown, state: FormState, step: ServerAction<StepRevision>, ticks: ServerAction<ConfirmReview>) -> impl IntoView {
    Names::provide(names);
    let revision = view.revision.clone();
    let page = format!("/contracts/{}/versions", revision.contract);
    let edit = view.may_change.then(|| format!("{page}/{}/edit", revision.id));
    let list = review.map(|review| {
        let of = Of { contract: revision.contract.to_string(), revision: revision.id.to_string(), edit: edit.clone() };
        checklist(review, &of, ticks)
    });
    let over = view! { <span class="code">{contract.contract.number.clone()}</span> {stage(&view)} };
    let sub = view! { <a class="link" href=page>{contract.contract.title.clone()}</a> <span>{contract.department_name.clone()}</span> };
    let button = edit.map(|href| view! { <a class="btn" href=href data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    let lang = use_lang();
    let stuck = (!view.hindrances.is_empty()).then(|| {
        let reasons = view.hindrances.iter().map(|reason| view! { <li>{reason.say(lang)}</li> }).collect_view();
        view! { <div class="callout" data-tone="danger" role="note"><strong>{t!(version.stuck)}</strong><p>{t!(version.stuck_text)}</p><ul>{reasons}</ul></div> }
    });
    let returned = (revision.stage == RevisionStage::Draft && !revision.remark.is_empty()).then(|| {
        view! { <div class="callout" data-tone="warn" role="note"><strong>{t!(version.was_returned)}</strong><p>{revision.remark.clone()}</p></div> }
    });
    let changes = if view.changes.is_empty() {
        view! { <p class="muted">{t!(version.first)}</p> }.into_any()
    } else {
        view! { <Diff changes=view.changes.clone() words=words::TERMS/> }.into_any()
    };
    let count = if view.changes.is_empty() { String::new() } else { t!(common.changed_fields, count = view.changes.len()) };
    let steps = (!view.steps.is_empty()).then(|| steps(&view, state, step));
    view! {
        <PageHead title=name(&revision) over=over.into_any() sub=sub.into_any()>{button}</PageHead>
        {stuck}
        {returned}
        <div class="split">
            <div>
                <Panel id="changes-h" title=t!(version.changes) count=count>{changes}</Panel>
                {list}
            </div>
            <div>{steps} <Facts view=view/></div>
        </div>
    }
}

#[component]
fn Facts(view: RevisionView) -> impl IntoView {
    let (revision, lang) = (view.revision, use_lang());
    let concluded = match revision.concluded_on {
        Some(day) => view! { <Day day=day/> }.into_any(),
        None => or_dash(""),
    };
    let regime = revision.regime_choice.map(|choice| {
        view! { <Fact label=t!(contract.regime)>{choice.regime.label(lang)} <span class="sub">{choice.reason}</span> <span class="sub">{choice.by}</span></Fact> }
    });
    let decided = (!revision.decided_by.is_empty()).then(|| {
        let day = revision.decided_on.map(|day| view! { " " <Day day=day/> });
        view! { <Fact label=t!(version.decided_by)>{revision.decided_by} {day}</Fact> }
    });
    let submitted = (!revision.submitted_by.is_empty()).then(|| view! { <Fact label=t!(version.submitted_by)>{revision.submitted_by}</Fact> });
    let remark = (revision.stage == RevisionStage::Withdrawn).then(|| view! { <Fact label=t!(version.remark)>{or_dash(&revision.remark)}</Fact> });
    view! {
        <Panel id="version-h" title=t!(version.part_version)>
            <dl class="facts lines">
                <Fact label=t!(version.concluded_on)>{concluded}</Fact>
                <Fact label=t!(version.effective_from)><Day day=revision.effective_from/></Fact>
                <Fact label=t!(version.reason)>{or_dash(&revision.reason)}</Fact>
                {regime}
                <Fact label=t!(version.drafted_by)>{or_dash(&revision.requested_by)}</Fact>
                {submitted}
                {decided}
                {remark}
            </dl>
        </Panel>
    }
}

fn steps(view: &RevisionView, state: FormState, action: ServerAction<StepRevision>) -> impl IntoView + use<> {
    let revision = &view.revision;
    let (id, version) = (revision.id.to_string(), revision.version.to_string());
    let sending = state.sending();
    let needs_words = view.steps.iter().any(|step| matches!(step, RevisionStep::Return | RevisionStep::Withdraw));
    // Made inside the form: a field belongs to the form it is made in.
    let remark = move || needs_words.then(|| view! { <TextArea name="remark" hint=t!(version.remark_hint)/> });
    let texts = view.steps.iter().filter_map(|step| said(*step).3).map(|text| view! { <p class="hint full">{text}</p> }).collect_view();
    let buttons = view
        .steps
        .iter()
        .map(|step| {
            let (word, class, label, _) = said(*step);
            view! { <button class=class name="step" value=word aria-busy=sending>{label}</button> }
        })
        .collect_view();
    view! {
        <Panel id="step-h" title=t!(contract.next_steps)>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="grid-2">{texts} {remark()} <p class="actions full">{buttons}</p></div>
            </Form>
        </Panel>
    }
}

/// Its word in the form, how it looks, what it is called and what it does.
fn said(step: RevisionStep) -> (&'static str, &'static str, &'static str, Option<&'static str>) {
    match step {
        RevisionStep::Submit => ("submit", "btn primary", t!(version.submit), Some(t!(version.submit_text))),
        RevisionStep::Agree => ("agree", "btn primary", t!(version.agree), Some(t!(version.agree_text))),
        RevisionStep::Return => ("return", "btn", t!(version.give_back), None),
        RevisionStep::Withdraw => ("withdraw", "btn danger", t!(version.withdraw), None),
    }
}
