//! A certificate. Opened from the list of those that run out, or from what cites it: until when it counts and why stands at the top, and what to do
//! next, which is mostly to register what renews it.

use domain::{
    attachment::Subject,
    certificate::{CertificateState, CertificateView},
    id::CertificateId,
    label::Choice,
};
use leptos::prelude::*;

use super::{end::EndPanel, standing::CertificateStateBadge, use_certificate, words};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    page::attachment::panel::AttachmentPanel,
    rpc::certificate::EndCertificate,
    t,
    ui::{
        at_once::IntoAny,
        beside::Beside,
        icon::Icon,
        load::load,
        page_head::{Fact, PageHead, Panel, or_dash},
        reasons::Reasons,
        state::Day,
    },
};

#[component]
pub fn CertificatePage() -> impl IntoView {
    let record = use_certificate();
    let (beside, action) = (Beside::new("end", "on", record), ServerAction::<EndCertificate>::new());
    // It leads back to this very page.
    Effect::new(move || {
        if action.value().with(|value| matches!(value, Some(Ok(())))) {
            record.refetch();
        }
    });
    load(record, move |view| overview(view, beside, action))
}

fn overview(view: CertificateView, beside: Beside, action: ServerAction<EndCertificate>) -> impl IntoView {
    let end = view.may_change.then(|| view! { <EndPanel view=view.clone() beside=beside action=action/> });
    let said = (!(view.may_change && beside.came_back().is_some())).then(|| view! { <FlashNote/> });
    let kept = view.certificate.id.to_string();
    let notes = view.notes.iter().map(|note| view! { <div class="callout" data-tone="info" role="note"><p>{note.say(use_lang())}</p></div> }).collect_view();
    view! {
        {head(&view)}
        {said}
        {standing(&view)}
        {notes}
        <div class="split">
            <div><Facts view=view.clone()/> <AttachmentPanel subject=Subject::Certificate record=kept/></div>
            <div class="lead"><Standing view=view/> {end}</div>
        </div>
    }
}

fn head(view: &CertificateView) -> impl IntoView + use<> {
    let certificate = &view.certificate;
    let page = format!("/certificates/{}", certificate.id);
    let over = view! { <CertificateStateBadge state=view.standing.state/> };
    let sub = view! { <a class="link" href=format!("/contractors/{}", certificate.contractor)>{view.contractor_name.clone()}</a> };
    let history = view.may_read_audit.then(|| {
        let href = format!("/audit?record_kind={}&record={}", CertificateId::TABLE, certificate.id);
        view! { <a class="btn" href=href>{t!(certificate.history)}</a> }
    });
    let edit = view.may_change.then(|| view! { <a class="btn" href=format!("{page}/edit") data-key="e"><Icon name="edit"/>{t!(common.edit)}</a> });
    let renew = view.may_change.then(|| {
        view! { <a class="btn primary" href=format!("/certificates/new?renews={}", certificate.id)><Icon name="plus"/>{t!(certificate.renew)}</a> }
    });
    view! { <PageHead title=words::title_of(view) over=over.into_any() sub=sub.into_any()>{history} {edit} {renew}</PageHead> }
}

/// What has to be done about it, where there is something.
fn standing(view: &CertificateView) -> Option<AnyView> {
    let note = |tone: &'static str, title: &'static str, text: &'static str| {
        let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
        Some(view! { <div class="callout" data-tone=tone role="note"><strong>{title}</strong>{text}</div> }.into_any())
    };
    let ask = if view.may_change { t!(certificate.ask_contractor) } else { "" };
    match view.standing.state {
        CertificateState::Expiring => note("warn", t!(certificate.runs_out), ask),
        CertificateState::Expired => note("danger", t!(certificate.ran_out), ask),
        CertificateState::RenewalPending => note("info", t!(certificate.pending_title), t!(certificate.pending_text)),
        CertificateState::Ended => note("neutral", t!(certificate.ended_title), ""),
        CertificateState::Valid | CertificateState::NotYet => None,
    }
}

#[component]
fn Standing(view: CertificateView) -> impl IntoView {
    let standing = view.standing;
    let until = match (standing.state, standing.until) {
        (CertificateState::RenewalPending, _) => t!(certificate.until_decided).into_any(),
        (_, Some(day)) => view! { <Day day=day/> }.into_any(),
        (_, None) => t!(certificate.without_end).into_any(),
    };
    let open = standing.state != CertificateState::Valid;
    view! {
        <Panel id="standing-h" title=t!(certificate.standing)>
            <dl class="facts lines">
                <Fact label=t!(common.state)><CertificateStateBadge state=standing.state/></Fact>
                <Fact label=t!(certificate.until)>{until}</Fact>
            </dl>
            <Reasons reasons=standing.reasons summary=t!(certificate.why) open=open/>
        </Panel>
    }
}

#[component]
fn Facts(view: CertificateView) -> impl IntoView {
    let (certificate, lang) = (view.certificate, use_lang());
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| or_dash(""), |day| view! { <Day day=day/> }.into_any());
    let grade = certificate.grade.map(|grade| view! { <Fact label=t!(certificate.grade)>{format!("★{grade}")}</Fact> });
    let audited = certificate.audit_period_end.map(|end| view! { <Fact label=t!(certificate.audit_period_end)><Day day=end/></Fact> });
    let ended = certificate.ended.map(|end| {
        view! { <Fact label=t!(certificate.ended_by)><Day day=end.on/> " " {end.reason.label(lang)} <span class="sub">{end.remark}</span></Fact> }
    });
    view! {
        <Panel id="facts-h" title=t!(certificate.facts)>
            <dl class="facts" data-cols="2">
                <Fact label=t!(certificate.kind)>{certificate.kind.label(lang)}</Fact>
                <Fact label=t!(certificate.number)><span class="code">{or_dash(&certificate.number)}</span></Fact>
                {grade}
                <Fact label=t!(certificate.body)>{or_dash(&certificate.body)}</Fact>
                <Fact label=t!(certificate.edition)>{or_dash(&certificate.edition)}</Fact>
                <Fact label=t!(certificate.issued_on)><Day day=certificate.issued_on/></Fact>
                <Fact label=t!(certificate.expires_on)>{day(certificate.expires_on)}</Fact>
                {audited}
                <Fact label=t!(certificate.renewal_filed_on)>{day(certificate.renewal_filed_on)}</Fact>
                {ended}
                <Fact label=t!(certificate.scope) full=true>{or_dash(&certificate.scope)}</Fact>
                <Fact label=t!(certificate.remark) full=true>{or_dash(&certificate.remark)}</Fact>
            </dl>
        </Panel>
    }
}
