//! A subcontract. Opened from the tree or from the start page: to rule on a request, to tick off the clauses, to record the end. What is wrong
//! stands at the top, the next step beside the facts.

use domain::{
    attachment::Subject,
    label::Choice,
    subcontract::{SubcontractState, SubcontractView},
};
use leptos::prelude::*;

use super::{
    closure::ClosureForm,
    finding::{SubcontractStateBadge, callouts},
    flow_down::FlowDownPanel,
    ruling::RulingPanel,
    use_subcontract,
};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    page::attachment::panel::AttachmentPanel,
    query::address,
    rpc::subcontract::{CloseSubcontract, HandDownClauses, RuleOnSubcontract},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        beside::Beside,
        icon::Icon,
        load::load,
        page_head::{Fact, PageHead, Panel, or_dash},
        state::{Day, Period},
    },
};

/// The forms of the page and what they send; made once, so that they outlive the record.
#[derive(Clone, Copy)]
struct Forms {
    ruling: (Beside, ServerAction<RuleOnSubcontract>),
    clauses: (Beside, ServerAction<HandDownClauses>),
    closure: (Beside, ServerAction<CloseSubcontract>),
}

impl Forms {
    /// Whether one of those shown says itself what was wrong.
    fn speak(&self, view: &SubcontractView) -> bool {
        let back = |beside: Beside| beside.came_back().is_some();
        (view.may_rule && back(self.ruling.0)) || (view.may_record && (back(self.clauses.0) || back(self.closure.0)))
    }
}

#[component]
pub fn SubcontractPage() -> impl IntoView {
    let record = use_subcontract();
    let forms = Forms {
        ruling: (Beside::new("ruling", "on", record), ServerAction::new()),
        clauses: (Beside::new("clauses", "clauses[0].clause", record), ServerAction::new()),
        closure: (Beside::new("closure", "on", record), ServerAction::new()),
    };
    // Each leads back to this very page.
    Effect::new(move || {
        let ruled = forms.ruling.1.value().with(|value| matches!(value, Some(Ok(()))));
        let handed = forms.clauses.1.value().with(|value| matches!(value, Some(Ok(()))));
        if ruled || handed {
            record.refetch();
        }
    });
    load(record, move |view| overview(view, &forms))
}

fn overview(view: SubcontractView, forms: &Forms) -> impl IntoView + use<> {
    let node = view.subcontract.clone();
    let said = (!forms.speak(&view)).then(|| view! { <FlashNote/> });
    let ruling = view.may_rule.then(|| view! { <RulingPanel view=view.clone() beside=forms.ruling.0 action=forms.ruling.1/> });
    let closure = view.may_record.then(|| view! { <ClosureForm view=view.clone() beside=forms.closure.0 action=forms.closure.1/> });
    let clauses = (!view.flow_down.is_empty()).then(|| view! { <FlowDownPanel view=view.clone() beside=forms.clauses.0 action=forms.clauses.1/> });
    view! {
        {head(&view)}
        {said}
        {callouts(&node, use_session().today())}
        {standing(&view)}
        <div class="split">
            <div><Facts view=view.clone()/> {clauses} <AttachmentPanel subject=Subject::Subcontract record=node.id.to_string()/></div>
            <div class="lead">{ruling} <Decided view=view/> {closure}</div>
        </div>
    }
}

fn head(view: &SubcontractView) -> impl IntoView + use<> {
    let node = &view.subcontract;
    let tree = format!("/contracts/{}/subcontracts", node.contract);
    let then = address("/register/subcontracts", [("q".to_owned(), view.contract_number.clone())]);
    let over = view! { <span>{t!(subcontract.tier, depth = view.depth)}</span> <SubcontractStateBadge state=view.state/> };
    let sub = view! {
        <a class="link" href=tree.clone()>{view.contract_title.clone()}</a>
        <span>{t!(subcontract.below, name = view.above_name.clone())}</span>
        <span>{view.department_name.clone()}</span>
        <a class="link" href=then>{t!(register.as_of)}</a>
    };
    let edit =
        view.may_change.then(|| view! { <a class="btn" href=format!("/subcontracts/{}/edit", node.id) data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    let pass_on =
        view.may_pass_on.then(|| view! { <a class="btn" href=format!("{tree}/new?parent={}", node.id)><Icon name="plus"/>{t!(subcontract.add_below)}</a> });
    view! { <PageHead title=view.contractor_name.clone() over=over.into_any() sub=sub.into_any()>{edit} {pass_on}</PageHead> }
}

/// Whose turn it is, where that is not the reader's own next step.
fn standing(view: &SubcontractView) -> Option<impl IntoView + use<>> {
    (view.state == SubcontractState::Requested && !view.may_rule).then(|| {
        view! {
            <div class="callout" data-tone="info" role="note"><strong>{t!(subcontract.awaits)}</strong><p>{t!(subcontract.awaits_text)}</p></div>
        }
    })
}

#[component]
fn Facts(view: SubcontractView) -> impl IntoView {
    let (node, lang) = (view.subcontract, use_lang());
    let information = (!node.information.is_empty()).then(|| view! { <span class="sub">{node.information.clone()}</span> });
    let abroad = node.abroad.then(|| view! { <span class="sub">{t!(subcontract.abroad)}</span> });
    view! {
        <Panel id="facts-h" title=t!(subcontract.part_work)>
            <dl class="facts" data-cols="2">
                <Fact label=t!(subcontract.contractor)>
                    <a class="link" href=format!("/contractors/{}", node.contractor)>{view.contractor_name}</a>
                </Fact>
                <Fact label=t!(contract.period)><Period from=node.start to=node.end/></Fact>
                <Fact label=t!(subcontract.work) full=true>{node.work}</Fact>
                <Fact label=t!(contract.personal)>{node.personal.label(lang)} {information}</Fact>
                <Fact label=t!(subcontract.place)>{node.place} {abroad}</Fact>
                <Fact label=t!(subcontract.requested_by)>{node.requested_by}</Fact>
            </dl>
        </Panel>
    }
}

/// What the city confirmed, answered, and recorded of the end.
#[component]
fn Decided(view: SubcontractView) -> impl IntoView {
    let (node, lang) = (view.subcontract, use_lang());
    let safety = match node.safety {
        Some(safety) => view! { <Day day=safety.on/> <span class="sub">{safety.how}</span> }.into_any(),
        None => or_dash(""),
    };
    let ruling = match node.ruling {
        Some(ruling) => {
            view! { {ruling.answer.label(lang)} " " <Day day=ruling.on/> <span class="sub">{ruling.by}</span> <span class="sub">{ruling.remark}</span> }
                .into_any()
        }
        None => or_dash(""),
    };
    let closure = node.closure.map(|closure| {
        view! { <Fact label=t!(subcontract.ended_on)><Day day=closure.on/> <span class="sub">{closure.proof}</span></Fact> }
    });
    view! {
        <Panel id="decided-h" title=t!(subcontract.decided)>
            <dl class="facts lines">
                <Fact label=t!(subcontract.part_safety)>{safety}</Fact>
                <Fact label=t!(subcontract.ruling)>{ruling}</Fact>
                {closure}
            </dl>
        </Panel>
    }
}
