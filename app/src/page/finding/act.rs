//! What waits to be done about a finding, each in a form of its own beside it: a measure to be asked for, approved, answered, confirmed; or the finding
//! laid aside.

use domain::{
    finding::{ClosingForm, ConfirmationForm, FindingView, MeasureForm, MeasureReportForm, MeasureRulingForm, MeasureStep},
    label::Choice,
};
use leptos::prelude::*;

use super::{Record, words};
use crate::{
    lang::use_lang,
    rpc::finding::{AskMeasure, ConfirmMeasure, LayFindingAside, ReportMeasure, RuleOnMeasure},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        beside::{Beside, renewed_by},
        field::{DateField, RadioField, TextArea},
        form::{ErrorSummary, Form, errors_of},
        page_head::Panel,
    },
};

/// The forms of the page and what they send; made once, so that they outlive the record.
#[derive(Clone, Copy)]
pub struct Forms {
    ask: (Beside, ServerAction<AskMeasure>),
    ruling: (Beside, ServerAction<RuleOnMeasure>),
    report: (Beside, ServerAction<ReportMeasure>),
    confirmation: (Beside, ServerAction<ConfirmMeasure>),
    closing: (Beside, ServerAction<LayFindingAside>),
}

impl Forms {
    pub fn new(record: Record) -> Self {
        let forms = Self {
            ask: (Beside::new("measure", "asked", record), ServerAction::new()),
            ruling: (Beside::new("ruling", "remark", record), ServerAction::new()),
            report: (Beside::new("report", "text", record), ServerAction::new()),
            confirmation: (Beside::new("confirmation", "remark", record), ServerAction::new()),
            closing: (Beside::new("closing", "reason", record), ServerAction::new()),
        };
        // Each leads back to this very page.
        renewed_by(record, forms.ask.1);
        renewed_by(record, forms.ruling.1);
        renewed_by(record, forms.report.1);
        renewed_by(record, forms.confirmation.1);
        renewed_by(record, forms.closing.1);
        forms
    }

    /// Whether one of the forms in sight came back without scripting: then it says itself what was wrong.
    pub fn speaks(&self, view: &FindingView) -> bool {
        let back = |may: bool, beside: Beside| may && beside.came_back().is_some();
        back(view.may_ask, self.ask.0)
            || back(view.may_rule, self.ruling.0)
            || back(view.may_report, self.report.0)
            || back(view.may_confirm, self.confirmation.0)
            || back(view.may_lay_aside, self.closing.0)
    }

    /// The forms the reader can use now.
    pub fn show(&self, view: &FindingView) -> impl IntoView + use<> {
        let ruling = view.may_rule.then(|| rule(view, self.ruling));
        let confirmation = view.may_confirm.then(|| confirm(view, self.confirmation));
        let report = view.may_report.then(|| report(view, self.report));
        let ask = view.may_ask.then(|| ask(view, self.ask));
        let closing = view.may_lay_aside.then(|| lay_aside(view, self.closing));
        view! { {ruling} {confirmation} {report} {ask} {closing} }
    }
}

/// What every form carries with it.
fn ground(view: &FindingView) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="id" value=view.finding.id.to_string()/>
        <input type="hidden" name="version" value=view.finding.version.to_string()/>
    }
}

fn ask(view: &FindingView, (beside, action): (Beside, ServerAction<AskMeasure>)) -> AnyView {
    let (lang, today) = (use_lang(), use_session().today());
    let first = view.next_steps.first().copied();
    let shown = MeasureForm { step: first.map(|step| step.word().to_owned()).unwrap_or_default(), ..MeasureForm::default() };
    let state = beside.state(&shown, view.finding.version, move |form: &MeasureForm| errors_of(form.read(today)), words::label);
    let on_error = beside.on_error(state);
    let line = |step: MeasureStep| if step.needs_approval() { t!(finding.step_approved).to_owned() } else { String::new() };
    let steps: Vec<_> = view.next_steps.iter().map(|step| (step.word().to_owned(), step.label(lang).to_owned(), line(*step))).collect();
    let title = if view.finding.measures.is_empty() { t!(finding.ask) } else { t!(finding.ask_next) };
    let (carried, sending) = (ground(view), state.sending());
    view! {
        <Panel id="ask-h" title=title>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <RadioField name="step" required=true options=steps/>
                    <TextArea name="asked" required=true hint=t!(finding.asked_hint)/>
                    <DateField name="due" required=true hint=t!(finding.due_hint)/>
                    <p class="actions full"><button class="btn primary" aria-busy=sending>{t!(finding.ask)}</button></p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn rule(view: &FindingView, (beside, action): (Beside, ServerAction<RuleOnMeasure>)) -> AnyView {
    let state = beside.state(&MeasureRulingForm::default(), view.finding.version, |form: &MeasureRulingForm| errors_of(form.read()), words::label);
    let on_error = beside.on_error(state);
    let (carried, sending) = (ground(view), state.sending());
    view! {
        <Panel id="ruling-h" title=t!(finding.rule)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <p class="muted full">{t!(finding.rule_text)}</p>
                    <TextArea name="remark" hint=t!(finding.ruling_hint)/>
                    <p class="actions full">
                        <button class="btn primary" name="ruling[approve]" value="true" aria-busy=sending>{t!(exception.approve)}</button>
                        <button class="btn" name="ruling[approve]" value="false" aria-busy=sending>{t!(finding.reject)}</button>
                    </p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn report(view: &FindingView, (beside, action): (Beside, ServerAction<ReportMeasure>)) -> AnyView {
    let today = use_session().today();
    let Some(last) = view.finding.measures.last().cloned() else { return ().into_any() };
    let inside = last.step.stays_inside();
    let shown = MeasureReportForm { reported_on: today.to_string(), text: String::new() };
    let state = beside.state(&shown, view.finding.version, move |form: &MeasureReportForm| errors_of(form.read(&last, today)), words::label);
    let on_error = beside.on_error(state);
    let (title, text) = if inside { (t!(finding.instruct), t!(finding.instruct_text)) } else { (t!(finding.report), t!(finding.report_text)) };
    let (carried, sending) = (ground(view), state.sending());
    // Whoever may ask for the next step as well usually has to: the answer is late.
    let class = if view.may_ask { "btn" } else { "btn primary" };
    view! {
        <Panel id="report-h" title=title>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <p class="muted full">{text}</p>
                    <DateField name="reported_on" required=true/>
                    <TextArea name="text" required=true/>
                    <p class="actions full"><button class=class aria-busy=sending>{t!(common.save)}</button></p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn confirm(view: &FindingView, (beside, action): (Beside, ServerAction<ConfirmMeasure>)) -> AnyView {
    let state = beside.state(&ConfirmationForm::default(), view.finding.version, |form: &ConfirmationForm| errors_of(form.read()), words::label);
    let on_error = beside.on_error(state);
    let (carried, sending) = (ground(view), state.sending());
    view! {
        <Panel id="confirmation-h" title=t!(finding.confirm)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <p class="muted full">{t!(finding.confirm_text)}</p>
                    <TextArea name="remark" required=true hint=t!(finding.confirm_hint)/>
                    <p class="actions full">
                        <button class="btn primary" name="confirmation[effective]" value="true" aria-busy=sending>{t!(finding.effective)}</button>
                        <button class="btn" name="confirmation[effective]" value="false" aria-busy=sending>{t!(finding.ineffective)}</button>
                    </p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}

/// Folded: it is needed seldom, and never in passing.
fn lay_aside(view: &FindingView, (beside, action): (Beside, ServerAction<LayFindingAside>)) -> AnyView {
    let state = beside.state(&ClosingForm::default(), view.finding.version, |form: &ClosingForm| errors_of(form.read()), words::label);
    let on_error = beside.on_error(state);
    let (carried, sending) = (ground(view), state.sending());
    view! {
        <details class="panel" open=beside.came_back().is_some()>
            <summary>{t!(finding.lay_aside)}</summary>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <p class="muted full">{t!(finding.lay_aside_text)}</p>
                    <TextArea name="reason" required=true/>
                    <p class="actions full"><button class="btn" aria-busy=sending>{t!(finding.lay_aside)}</button></p>
                </div>
            </Form>
        </details>
    }
    .into_any()
}
