//! The form of a report, kept half-done or handed in; and what happens when two people fill in the same one.

use chrono::NaiveDate;
use domain::{
    label::Choice,
    permission::Operation,
    person::Role,
    verification::{Answer, ReportForm, VerificationView},
};
use leptos::prelude::*;

use super::{
    Record,
    detail::sent_back,
    fields::ReportFields,
    head::{sub_with_due, title},
    use_verification,
    words::{self, Questions},
};
use crate::{
    lang::use_lang,
    rpc::verification::ReportVerification,
    session::{Session, use_session},
    t,
    ui::{
        at_once::IntoAny,
        conflict::{Conflict, Draft, Mine, ground},
        fault::{FaultView, forbidden},
        form::{ErrorSummary, Fields, Form, FormState, errors_of, fields_of, input_name, use_form},
        load::load,
        page_head::{Fact, PageHead, Panel},
    },
    words::Names,
};

/// What the button says that hands in. It is no field: weighing two reports against each other never hands one in.
const SUBMIT: &str = "submit";

#[component]
pub fn ReportPage() -> impl IntoView {
    let (record, session) = (use_verification(), use_session());
    let action = ServerAction::<ReportVerification>::new();
    let draft = Draft::default();
    load(record, move |view| edit(view, session, record, action, draft))
}

fn edit(view: VerificationView, session: Session, record: Record, action: ServerAction<ReportVerification>, draft: Draft) -> AnyView {
    let check = &view.verification;
    let (id, current) = (check.id.to_string(), check.version);
    let names = [(check.contractor.to_string(), view.contractor_name.clone()), (check.department.to_string(), view.department_name.clone())];
    Questions::provide(&check.checklist);
    let certificates = view.certificates.iter().map(|row| (row.id.to_string(), row.title(use_lang())));
    Names::provide(certificates.chain(names).collect());
    let behind = draft.behind(current);
    if !view.may_report {
        return closed(&view, session.today(), behind);
    }
    let page = format!("/verifications/{id}");
    let shown = words::shown(check);
    let mut theirs = fields_of(&shown);
    theirs.remove(SUBMIT);
    let head = view! { <PageHead title=t!(verification.report_title, title = title(&view)) sub=sub_with_due(&view).into_any()/> };
    if let Some(mut behind) = behind {
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
    let (rules, today) = (check.clone(), session.today());
    let state = FormState::new("form", &shown, move |form: &ReportForm| errors_of(form.read(&rules, today)), words::label);
    let base = theirs.clone();
    let on_error = draft.keep(record, move || Mine { fields: state.values().get_untracked(), base: base.clone(), version: current });
    view! {
        {head}
        {sent_back(&view)}
        {own_then(&view, session)}
        <Form state=state action=action on_error=on_error>
            <ErrorSummary/>
            {ground(id, current, &theirs)}
            <ReportFields check=view.verification.clone() certificates=view.certificates.clone()/>
            <Buttons may_submit=view.may_submit questions=view.verification.checklist.len() cancel=page/>
        </Form>
    }
    .into_any()
}

/// Keeping comes first: it is what the Enter key does.
#[component]
fn Buttons(may_submit: bool, questions: usize, cancel: String) -> impl IntoView {
    let state = use_form();
    let sending = state.sending();
    let class = if may_submit { "btn" } else { "btn primary" };
    let submit = may_submit.then(|| {
        view! { <button class="btn primary" name=input_name("form", SUBMIT) value="true" aria-busy=sending>{t!(verification.submit)}</button> }
    });
    let answered = move || t!(verification.answered, total = questions, count = state.values().with(answered));
    let note = if may_submit { String::new() } else { t!(verification.head_submits, role = Role::DepartmentHead.label(use_lang())) };
    view! {
        <div class="form-actions">
            <button class=class aria-busy=sending>{t!(verification.keep)}</button>
            {submit}
            <a class="btn quiet" href=cancel>{t!(common.cancel)}</a>
            <span class="note">{(questions > 0).then_some(answered)} " " {note}</span>
        </div>
    }
}

/// Questions that have an answer.
fn answered(fields: &Fields) -> usize {
    fields.iter().filter(|(path, value)| matches!(words::item(path), Some((_, "answer"))) && Answer::read(value).is_some()).count()
}

/// Whoever decides on reports should know before handing in that this one will be another's to decide on.
fn own_then(view: &VerificationView, session: Session) -> Option<impl IntoView + use<>> {
    (view.may_submit && session.can(Operation::DecideVerification)).then(|| {
        view! {
            <div class="callout" data-tone="info" role="note"><strong>{t!(verification.own_then)}</strong><p>{t!(verification.own_then_text)}</p></div>
        }
    })
}

/// Not to be filled in, by this reader or by anybody. What was typed before it came to that is not thrown away.
fn closed(view: &VerificationView, today: NaiveDate, typed: Option<Mine>) -> AnyView {
    let error = view.verification.open_to_reports(today).err().unwrap_or_else(|| forbidden(Operation::CarryOutVerification));
    let kept: Vec<AnyView> = typed
        .into_iter()
        .flat_map(|Mine { fields, base, .. }| {
            let changed = move |(path, value): &(String, String)| {
                let was = base.get(path).map(String::as_str).unwrap_or_default();
                path != SUBMIT && !value.is_empty() && value.lines().ne(was.lines())
            };
            fields.into_iter().filter(changed).collect::<Vec<_>>()
        })
        .map(|(path, value)| view! { <Fact label=words::label(&path)>{(words::WORDS.value)(&path, &value)}</Fact> }.into_any())
        .collect();
    let kept = (!kept.is_empty()).then(|| {
        view! {
            <Panel id="kept-h" title=t!(verification.kept_title)>
                <p class="muted">{t!(verification.kept_text)}</p>
                <dl class="facts lines">{kept}</dl>
            </Panel>
        }
    });
    view! { <FaultView error=error/> {kept} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_with_an_answer_are_counted() {
        let fields = [("answers[0].answer", "conforms"), ("answers[1].answer", ""), ("answers[1].remark", "済"), ("verdict", "adequate")];
        assert_eq!(answered(&fields.map(|(path, value)| (path.to_owned(), value.to_owned())).into()), 1);
    }
}
