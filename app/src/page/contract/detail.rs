//! A contract. Opened to see how it stands: what waits to be done comes first, then the facts, the tier and the checks that are near.

use domain::{
    contract::{Contract, ContractPlan, ContractView, PersonalInformation, PlanLine},
    label::Choice,
    permission::Operation,
};
use leptos::prelude::*;

use super::{
    head::head,
    plan::line,
    selection::SelectionFact,
    step::{Steps, hindrances, step_state, to_close, under_way},
    use_contract,
};
use crate::{
    lang::use_lang,
    rpc::{
        Fault,
        contract::{StepContract, get_plan},
    },
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        form::FormState,
        load::{load, of_address},
        page_head::{Fact, Panel, or_dash},
        reasons::Reasons,
        state::{Day, Period, TierMark, number},
    },
};

/// Checks shown here beyond those that are late; the rest lies one click away.
const COMING: usize = 2;

#[component]
pub fn ContractPage() -> impl IntoView {
    let record = use_contract();
    let plan = use_session().can(Operation::ReadVerification).then(|| of_address(get_plan));
    let (state, action) = (step_state(), ServerAction::<StepContract>::new());
    // A step leads back to this very page, and a conflict means that what it shows is old: either way it is asked for again.
    Effect::new(move || {
        let again = action.value().with(|value| matches!(value, Some(Ok(()) | Err(Fault(domain::Error::Conflict { .. })))));
        if again {
            record.refetch();
            if let Some(plan) = plan {
                plan.refetch();
            }
        }
    });
    load(record, move |view| overview(view, plan, state, action))
}

fn overview(view: ContractView, plan: Option<Resource<Result<ContractPlan, Fault>>>, state: FormState, action: ServerAction<StepContract>) -> impl IntoView {
    let page = format!("/contracts/{}", view.contract.id);
    let checks = plan.map(|plan| {
        let all = view! { <a href=format!("{page}/plan")>{t!(common.see_all)}</a> }.into_any();
        view! { <Panel id="plan-h" title=t!(contract.plan) actions=all>{load(plan, near)}</Panel> }
    });
    let summary = (!view.contract.summary.is_empty()).then(|| {
        let paragraphs = view.contract.summary.lines().filter(|line| !line.trim().is_empty()).map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
        view! { <Panel id="summary-h" title=t!(contract.summary)><div class="prose">{paragraphs}</div></Panel> }
    });
    let steps = (!view.steps.is_empty()).then(|| view! { <Steps view=view.clone() state=state action=action/> });
    view! {
        {head(&view)}
        {hindrances(&view)}
        {to_close(&view)}
        {under_way(&view)}
        <div class="split">
            <div><Facts view=view.clone()/> {summary}</div>
            <div class="lead">{steps} <TierPanel contract=view.contract/> {checks}</div>
        </div>
    }
}

#[component]
fn Facts(view: ContractView) -> impl IntoView {
    let lang = use_lang();
    let (contract, selection) = (view.contract, view.selection);
    let nature = contract.nature;
    let yen = contract.amount.map(|amount| format!("{} {}", number(amount), t!(contract.yen))).unwrap_or_default();
    let levels = t!(contract.levels, integrity = nature.integrity.label(lang), availability = nature.availability.label(lang));
    let handled = nature.personal != PersonalInformation::None && nature.records > 0;
    let records = handled.then(|| view! { <span class="sub">{t!(contract.about_records, count = number(nature.records))}</span> });
    let remote = nature.remote_access.then(|| view! { <span class="sub">{t!(contract.remote_access)}</span> });
    let abroad = nature.data_abroad.then(|| view! { <span class="sub">{t!(contract.data_abroad)}</span> });
    let carried = if nature.off_premises { t!(common.yes) } else { t!(common.no) };
    let depth = if nature.subcontract_depth == 0 { t!(common.no).to_owned() } else { t!(contract.depth_count, depth = nature.subcontract_depth) };
    let bound = view.regime_reason.say(lang);
    let version = (view.revision > 1).then(|| {
        let href = format!("/contracts/{}/versions", contract.id);
        view! { <span class="sub"><a class="link" href=href>{t!(version.number, number = view.revision)}</a></span> }
    });
    let level =
        (!contract.service_level.is_empty()).then(|| view! { <Fact label=t!(contract.service_level) full=true>{contract.service_level.clone()}</Fact> });
    let closed = contract.closing.clone().map(|closing| {
        let proof = (!closing.proof.is_empty()).then(|| view! { <span class="sub">{closing.proof.clone()}</span> });
        view! { <Fact label=t!(contract.closed_on)><Day day=closing.on/> <span class="sub">{closing.by.clone()}</span> {proof}</Fact> }
    });
    view! {
        <Panel id="facts-h" title=t!(contract.part_contract)>
            <dl class="facts" data-cols="3">
                <Fact label=t!(contract.period)><Period from=contract.start to=contract.end/> {version}</Fact>
                <Fact label=t!(contract.amount)>{or_dash(&yen)}</Fact>
                <Fact label=t!(contract.kind)>{nature.kind.label(lang)}</Fact>
                <Fact label=t!(contract.confidentiality)>{nature.confidentiality.label(lang)} <span class="sub">{levels}</span></Fact>
                <Fact label=t!(contract.personal)>{nature.personal.label(lang)} {records}</Fact>
                <Fact label=t!(contract.segment)>{nature.segment.label(lang)} {remote}</Fact>
                <Fact label=t!(contract.off_premises)>{carried} {abroad}</Fact>
                <Fact label=t!(contract.subcontract_depth)>{depth}</Fact>
                <Fact label=t!(contract.regime)>{view.regime.label(lang)} <span class="sub">{bound}</span></Fact>
                <Fact label=t!(contract.city_lead)>{or_dash(&contract.city_lead)}</Fact>
                <Fact label=t!(contract.contractor_lead)>{or_dash(&contract.contractor_lead)}</Fact>
                <Fact label=t!(contract.contractor_contact)>{or_dash(&contract.contractor_contact)}</Fact>
                <Fact label=t!(contract.workplace)>{or_dash(&contract.workplace)}</Fact>
                <SelectionFact named=selection id=contract.selection/>
                <Fact label=t!(contract.catalogue_version)>{t!(common.policy_version, version = contract.catalogue_version)}</Fact>
                {level}
                {closed}
            </dl>
        </Panel>
    }
}

#[component]
fn TierPanel(contract: Contract) -> impl IntoView {
    let assessment = contract.assessment;
    view! {
        <Panel id="tier-h" title=t!(common.tier)>
            <p class="page-sub"><TierMark tier=assessment.tier large=true/> <strong>{t!(common.points, points = assessment.points)}</strong></p>
            <Reasons reasons=assessment.reasons summary=t!(contract.why_tier) version=assessment.policy_version/>
        </Panel>
    }
}

/// What is late, and what comes next.
fn near(plan: ContractPlan) -> AnyView {
    let open: Vec<PlanLine> = plan.items.into_iter().filter(|item| item.row.state.is_open()).collect();
    let (late, coming): (Vec<PlanLine>, Vec<PlanLine>) = open.into_iter().partition(|item| item.row.days_late > 0);
    let near: Vec<PlanLine> = late.into_iter().chain(coming.into_iter().take(COMING)).collect();
    if !near.is_empty() {
        return view! { <ol class="timeline">{near.into_iter().map(|item| line(item, None)).collect_view()}</ol> }.into_any();
    }
    let text = if plan.preview.is_empty() { t!(contract.no_open_checks).to_owned() } else { t!(contract.preview_count, count = plan.preview.len()) };
    view! { <p class="muted">{text}</p> }.into_any()
}
