//! What the reader can do with the plan as a whole: draw it up, level it, ask for approval, approve it or send it back.

use domain::{
    Error,
    id::VerificationId,
    yearly_plan::{LevelForm, Levelled, PlanDecisionForm, YearlyPlan, YearlyPlanView},
};
use leptos::prelude::*;

use super::{Record, words};
use crate::{
    rpc::yearly_plan::{DecidePlan, DrawUpPlan, LevelPlan, PlaceCheck, SubmitPlan},
    t,
    ui::{
        at_once::IntoAny,
        beside::{Beside, renewed_by},
        field::{NumberField, TextArea},
        form::{ErrorSummary, Form, FormState, errors_of},
        page_head::Panel,
    },
};

/// The form of a check that is moved: there is one at a time, of one row or another.
#[derive(Clone, Copy)]
pub struct Place {
    pub beside: Beside,
    pub action: ServerAction<PlaceCheck>,
    /// The check whose form met a conflict: what was typed is of no concern to another.
    conflict: RwSignal<Option<VerificationId>>,
}

impl Place {
    fn new(record: Record) -> Self {
        Self { beside: Beside::new("place", "due", record), action: ServerAction::new(), conflict: RwSignal::new(None) }
    }

    /// Before the form of a check is shown.
    pub fn begin(self, id: &VerificationId) {
        if self.conflict.with_untracked(|of| of.as_ref() != Some(id)) {
            self.beside.forget();
        }
    }

    pub fn on_error(self, state: FormState, id: VerificationId) -> Callback<Error, bool> {
        let keep = self.beside.on_error(state);
        Callback::new(move |error: Error| {
            self.conflict.set(Some(id.clone()));
            keep.run(error)
        })
    }

    /// Said at the head of the weeks where the check in conflict can no longer be moved: its row has no form to say it.
    pub fn gone(self, view: &YearlyPlanView) -> Option<AnyView> {
        let of = self.conflict.get_untracked()?;
        (!can_move(view, &of)).then(|| view! { <div class="callout" data-tone="warn" role="alert">{t!(plan.begun_meanwhile)}</div> }.into_any())
    }
}

fn can_move(view: &YearlyPlanView, id: &VerificationId) -> bool {
    view.may_place && view.weeks.iter().flat_map(|week| &week.rows).any(|found| found.row.id == *id && found.window.is_some())
}

/// The forms of the page and what they send; made once, so that they outlive the plan.
#[derive(Clone, Copy)]
pub struct Forms {
    draw_up: (Beside, ServerAction<DrawUpPlan>),
    level: (Beside, ServerAction<LevelPlan>),
    submit: (Beside, ServerAction<SubmitPlan>),
    decide: (Beside, ServerAction<DecidePlan>),
    pub place: Place,
}

impl Forms {
    pub fn new(record: Record) -> Self {
        let forms = Self {
            draw_up: (Beside::new("", "year", record), ServerAction::new()),
            level: (Beside::new("limits", "department_week", record), ServerAction::new()),
            submit: (Beside::new("submission", "asked", record), ServerAction::new()),
            decide: (Beside::new("form", "remark", record), ServerAction::new()),
            place: Place::new(record),
        };
        // Each leads back to this very page.
        renewed_by(record, forms.draw_up.1);
        renewed_by(record, forms.level.1);
        renewed_by(record, forms.submit.1);
        renewed_by(record, forms.decide.1);
        renewed_by(record, forms.place.action);
        forms
    }

    /// Whether one of the forms in sight came back without scripting: then it says itself what was wrong.
    pub fn speaks(&self, view: &YearlyPlanView, moving: Option<&VerificationId>) -> bool {
        let back = |may: bool, beside: Beside| may && beside.came_back().is_some();
        back(view.may_draw_up, self.draw_up.0)
            || back(view.may_level, self.level.0)
            || back(view.may_level, self.submit.0)
            || back(view.may_decide, self.decide.0)
            || back(moving.is_some_and(|id| can_move(view, id)), self.place.beside)
    }

    /// The forms the reader can use now.
    pub fn show(&self, view: &YearlyPlanView) -> impl IntoView + use<> {
        let none = view.plan.is_none().then(|| not_drawn_up(view, self.draw_up));
        let plan = view.plan.as_ref();
        let decide = plan.filter(|_| view.may_decide).map(|plan| decide(plan, self.decide));
        let level = plan.filter(|_| view.may_level).map(|plan| level(plan, self.level));
        let submit = plan.filter(|_| view.may_level).map(|plan| submit(plan, self.submit));
        view! { {none} {decide} {level} {submit} }
    }
}

/// What every form of a plan carries with it.
fn ground(plan: &YearlyPlan) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="year" value=plan.fiscal_year.to_string()/>
        <input type="hidden" name="version" value=plan.version.to_string()/>
    }
}

fn not_drawn_up(view: &YearlyPlanView, (beside, action): (Beside, ServerAction<DrawUpPlan>)) -> AnyView {
    let (year, may) = (view.fiscal_year, view.may_draw_up);
    let form = may.then(|| {
        let state = beside.state(&LevelForm::default(), 0, |_: &LevelForm| Vec::new(), words::label);
        let (on_error, sending) = (beside.on_error(state), state.sending());
        view! {
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="year" value=year.to_string()/>
                <p class="actions"><button class="btn primary" aria-busy=sending>{t!(plan.draw_up)}</button></p>
            </Form>
        }
    });
    view! { <Panel id="none-h" title=t!(plan.not_drawn_up)><p>{t!(plan.not_drawn_up_text)}</p> {form}</Panel> }.into_any()
}

fn level(plan: &YearlyPlan, (beside, action): (Beside, ServerAction<LevelPlan>)) -> AnyView {
    let state = beside.state(&LevelForm::from(plan.limits), plan.version, |form: &LevelForm| errors_of(form.read()), words::label);
    let (on_error, carried, sending) = (beside.on_error(state), ground(plan), state.sending());
    let last = plan.levelled.map(outcome);
    view! {
        <Panel id="level-h" title=t!(plan.level)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <p class="muted full">{t!(plan.level_text)}</p>
                    <NumberField name="department_week" required=true unit=t!(plan.checks_unit)/>
                    <NumberField name="officer_week" required=true unit=t!(plan.checks_unit)/>
                    <p class="actions full"><button class="btn" aria-busy=sending>{t!(plan.level_button)}</button></p>
                </div>
            </Form>
            {last}
        </Panel>
    }
    .into_any()
}

/// What levelling came to.
fn outcome(last: Levelled) -> AnyView {
    let Levelled { kept, moved, forced, over } = last;
    let beyond = (over > 0).then(|| view! { <li><strong>{t!(plan.levelled_over, count = over)}</strong></li> });
    let forced = (forced > 0).then(|| view! { <li>{t!(plan.levelled_forced, count = forced)}</li> });
    view! {
        <h3>{t!(plan.levelled)}</h3>
        <ul>
            <li>{t!(plan.levelled_moved, count = moved)}</li>
            <li>{t!(plan.levelled_kept, count = kept)}</li>
            {forced}
            {beyond}
        </ul>
    }
    .into_any()
}

fn submit(plan: &YearlyPlan, (beside, action): (Beside, ServerAction<SubmitPlan>)) -> AnyView {
    let state = beside.state(&LevelForm::default(), plan.version, |_: &LevelForm| Vec::new(), words::label);
    let (on_error, carried, sending) = (beside.on_error(state), ground(plan), state.sending());
    view! {
        <Panel id="submit-h" title=t!(plan.submit)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                // Tells this form from its neighbours where it comes back.
                <input type="hidden" name="submission[asked]" value="true"/>
                <div class="grid-2">
                    <p class="muted full">{t!(plan.submit_text)}</p>
                    <p class="actions full"><button class="btn primary" aria-busy=sending>{t!(plan.submit_button)}</button></p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn decide(plan: &YearlyPlan, (beside, action): (Beside, ServerAction<DecidePlan>)) -> AnyView {
    let state = beside.state(&PlanDecisionForm::default(), plan.version, |form: &PlanDecisionForm| errors_of(form.read()), words::label);
    let (on_error, carried, sending) = (beside.on_error(state), ground(plan), state.sending());
    let last = plan.levelled.map(outcome);
    view! {
        <Panel id="decide-h" title=t!(plan.decide)>
            {last}
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                {carried}
                <div class="grid-2">
                    <p class="muted full">{t!(plan.decide_text)}</p>
                    <TextArea name="remark"/>
                    <p class="actions full">
                        <button class="btn primary" name="form[approve]" value="true" aria-busy=sending>{t!(plan.approve)}</button>
                        <button class="btn" name="form[approve]" value="false" aria-busy=sending>{t!(plan.send_back)}</button>
                    </p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}
