//! The answers as they are filled in, kept half-done or handed in; and what happens when two people fill in the same ones.

use domain::{
    certificate::CertificateRow,
    label::Choice,
    permission::Operation,
    selection::{Answer, AnswersForm, Criterion, CriterionGroup, Declaration, Grade, SelectionView, TAKE_ALL},
};
use leptos::prelude::*;

use super::{
    Record,
    candidate::{head, returned},
    compare::GradeMark,
    page_of, use_selection,
    words::{self, Asked},
};
use crate::{
    lang::use_lang,
    page::certificate::standing,
    rpc::selection::AnswerSelection,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        conflict::{Conflict, Draft, Mine, ground},
        fault::{FaultView, forbidden},
        field::{RadioField, SelectField, TextArea, TextField, options},
        form::{ErrorSummary, Fields, Form, FormState, errors_of, fields_of, input_name, use_form},
        load::load,
        state::Badge,
    },
    words::Names,
};

/// What the button says that hands in. It is no field: weighing two people's answers against each other never hands them in.
const SUBMIT: &str = "submit";

/// What the buttons say that take over what was declared: an argument of its own beside the form.
const TAKE: &str = "take";

#[component]
pub fn AnswersPage() -> impl IntoView {
    let record = use_selection();
    let (action, draft) = (ServerAction::<AnswerSelection>::new(), Draft::default());
    // What was taken over is saved, and the page stays.
    Effect::new(move || {
        if action.value().with(|value| matches!(value, Some(Ok(())))) {
            record.refetch();
        }
    });
    load(record, move |view| edit(view, record, action, draft))
}

fn edit(view: SelectionView, record: Record, action: ServerAction<AnswerSelection>, draft: Draft) -> AnyView {
    if !view.may_answer {
        return refused(&view);
    }
    let selection = &view.selection;
    let (id, current) = (selection.id.to_string(), selection.version);
    let page = page_of(&selection.procurement, &selection.id);
    Asked::provide(view.criteria.iter().map(|criterion| criterion.id.clone()).collect());
    let certificates = view.certificates.iter().map(|row| (row.id.to_string(), row.title(use_lang())));
    Names::provide(certificates.chain([(selection.contractor.to_string(), view.contractor_name.clone())]).collect());
    let shown = AnswersForm::of(&view.criteria, &selection.answers, &selection.remarks);
    let mut theirs = fields_of(&shown);
    theirs.remove(SUBMIT);
    let head = head(&SelectionView { may_answer: false, ..view.clone() });
    if let Some(mut behind) = draft.behind(current) {
        behind.fields.remove(SUBMIT);
        return view! {
            {head}
            <Conflict
                action=action
                id=id
                theirs=theirs
                current=current
                mine=behind
                words=words::WORDS
                page=page
                draft=draft
                record=record
            />
        }
        .into_any();
    }
    let rules = view.criteria.clone();
    let state = FormState::new("form", &shown, move |form: &AnswersForm| errors_of(form.read(&rules)), words::label);
    let declared = selection.declaration.clone();
    let waiting = declared.as_ref().map_or(0, |declared| declared.waiting(&selection.answers));
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    let own_then = use_session().can(Operation::DecideSelection).then(|| {
        view! { <div class="callout" data-tone="info" role="note"><strong>{t!(selection.own_then)}</strong><p>{t!(selection.own_then_text)}</p></div> }
    });
    view! {
        {head}
        {returned(&view)}
        {own_then}
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <EnterKeeps/>
            {declared.as_ref().map(|declared| take_all(declared, waiting))}
            <Questions criteria=view.criteria.clone() declared=declared.clone() certificates=view.certificates.clone()/>
            <Buttons questions=view.criteria.len() cancel=page/>
        </Form>
    }
    .into_any()
}

/// Handed in, decided, or not the reader's to fill in.
fn refused(view: &SelectionView) -> AnyView {
    use domain::{
        Error,
        message::{Message, label_param},
        selection::SelectionState,
    };
    let error = if view.state == SelectionState::Draft {
        forbidden(Operation::WriteSelection)
    } else {
        Error::Refused(vec![Message::new("selection.not_open").with("state", label_param(view.state))])
    };
    view! { <FaultView error=error/> }.into_any()
}

/// The first button of a form is what the Enter key presses: it keeps the answers, whichever buttons stand beside them.
#[component]
fn EnterKeeps() -> impl IntoView {
    view! { <button class="sr" tabindex="-1" aria-hidden="true">{t!(selection.keep)}</button> }
}

/// Takes over what the contractor declared, of all that nobody has graded.
fn take_all(declared: &Declaration, waiting: usize) -> AnyView {
    let sending = use_form().sending();
    let told = t!(selection.declared_by_at, name = declared.by_name.clone(), at = instant(declared.received_at));
    let button = (waiting > 0).then(|| {
        view! { <div class="actions"><button class="btn" name=TAKE value=TAKE_ALL aria-busy=sending>{t!(selection.take_all, count = waiting)}</button></div> }
    });
    view! { <div class="callout" data-tone="info" role="note"><strong>{told}</strong><p>{t!(selection.take_text)}</p>{button}</div> }.into_any()
}

/// What the contractor declared of a criterion, and one press to take it over.
fn beside(declared: &Answer) -> AnyView {
    let sending = use_form().sending();
    let Answer { criterion, grade, evidence, remark, .. } = declared.clone();
    let grade = grade.map(|grade| view! { <GradeMark grade=grade/> });
    let said = [evidence, remark].into_iter().filter(|text| !text.is_empty()).map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <div class="proposal">
            <p><span class="muted">{t!(selection.declared_title)}</span> " " {grade}</p>
            {said}
            <p><button class="btn small" name=TAKE value=criterion.clone() aria-busy=sending>{t!(selection.take)} <span class="sr">{criterion.clone()}</span></button></p>
        </div>
    }
    .into_any()
}

#[component]
fn Questions(criteria: Vec<Criterion>, declared: Option<Declaration>, certificates: Vec<CertificateRow>) -> impl IntoView {
    // A criterion keeps its place in the form, whatever group it is shown in: the domain names it by that.
    let placed: Vec<(usize, Criterion)> = criteria.into_iter().enumerate().collect();
    let parts = CriterionGroup::ALL
        .iter()
        .map(|group| (*group, placed.iter().filter(|(_, criterion)| criterion.group == *group).cloned().collect::<Vec<_>>()))
        .filter(|(_, criteria)| !criteria.is_empty())
        .map(|(group, criteria)| part(group, criteria, declared.as_ref(), &certificates))
        .collect_view();
    view! {
        {parts}
        <fieldset class="fieldset">
            <legend>{t!(selection.part_end)}</legend>
            <TextArea name="remarks" hint=t!(selection.remarks_hint)/>
        </fieldset>
    }
}

fn part(group: CriterionGroup, criteria: Vec<(usize, Criterion)>, declared: Option<&Declaration>, certificates: &[CertificateRow]) -> AnyView {
    let count = t!(selection.questions, count = criteria.len());
    let of = |criterion: &Criterion| declared.and_then(|declared| declared.of(&criterion.id));
    let questions = criteria.into_iter().map(|(index, criterion)| question(index, of(&criterion).map(beside), criterion, certificates)).collect_view();
    view! { <fieldset class="fieldset"><legend>{group.label(use_lang())} <small>{count}</small></legend>{questions}</fieldset> }.into_any()
}

/// One criterion. What shows it and the remark are folded away until they are wanted.
fn question(index: usize, declared: Option<AnyView>, criterion: Criterion, certificates: &[CertificateRow]) -> AnyView {
    let (lang, state) = (use_lang(), use_form());
    let path = |field: &str| format!("answers[{index}].{field}");
    let (grade, evidence, remark) = (path("grade"), path("evidence"), path("remark"));
    let blocking = criterion.blocking.then(|| view! { " " <Badge tone="accent" label=t!(selection.blocking)/> });
    let label = view! { <span class="code">{criterion.id.clone()}</span> " " {criterion.text(lang).to_owned()} {blocking} };
    // One more than are named: whoever needs another keeps first.
    let named = (0..certificates.len()).take_while(|place| !state.initial(&path(&format!("certificates[{place}]"))).is_empty()).count();
    let selects = (0..certificates.len().min(named + 1))
        .map(|place| {
            let name = path(&format!("certificates[{place}]"));
            view! { <SelectField name=name options=standing::options(certificates) blank=t!(certificate.cite_none)/> }
        })
        .collect_view();
    let written = named > 0 || !state.initial(&evidence).is_empty() || !state.initial(&remark).is_empty();
    let (asked, shown, told) = (grade.clone(), evidence.clone(), remark.clone());
    let open = Memo::new(move |_| {
        let wanted = Grade::read(&state.value(&asked)).is_some();
        written || wanted || !state.errors(&shown).is_empty() || !state.errors(&told).is_empty()
    });
    let grades = options::<Grade>().into_iter().map(|(word, label)| (word, label, String::new())).collect::<Vec<_>>();
    let hint = t!(selection.evidence_hint, list = criterion.evidence(lang));
    let place = format!("criterion-{}", criterion.id);
    view! {
        <div id=place>
            <input type="hidden" name=state.input_name(&path("criterion")) value=criterion.id.clone()/>
            <RadioField name=grade options=grades label=label.into_any() hint=t!(selection.weight, weight = criterion.weight)/>
            {declared}
            <details class="model" open=move || open.get()>
                <summary>{t!(selection.evidence_and_remark)} <span class="sr">{criterion.id}</span></summary>
                <div class="grid-2">
                    <TextField name=evidence hint=hint autocomplete="off"/>
                    <TextField name=remark hint=t!(selection.remark_hint) autocomplete="off"/>
                    {selects}
                </div>
            </details>
        </div>
    }
    .into_any()
}

/// Keeping comes first: it is what the Enter key does.
#[component]
fn Buttons(questions: usize, cancel: String) -> impl IntoView {
    let state = use_form();
    let sending = state.sending();
    let answered = move || t!(selection.answered_of, total = questions, count = state.values().with(answered));
    view! {
        <div class="form-actions">
            <button class="btn" aria-busy=sending>{t!(selection.keep)}</button>
            <button class="btn primary" name=input_name("form", SUBMIT) value="true" aria-busy=sending>{t!(selection.submit)}</button>
            <a class="btn quiet" href=cancel>{t!(common.cancel)}</a>
            <span class="note">{answered}</span>
        </div>
    }
}

/// Criteria that have a grade.
fn answered(fields: &Fields) -> usize {
    fields.iter().filter(|(path, value)| matches!(words::item(path), Some((_, _, "grade"))) && Grade::read(value).is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_with_a_grade_are_counted() {
        let fields = [("answers[0].grade", "met"), ("answers[1].grade", ""), ("answers[1].remark", "済"), ("remarks", "x")];
        assert_eq!(answered(&fields.map(|(path, value)| (path.to_owned(), value.to_owned())).into()), 1);
    }
}
