//! A new user: who it is, which post it is for, and the first password.

use domain::{
    department::Department,
    label::Choice,
    permission::Operation,
    person::{PASSWORD_MIN, PersonForm, Role},
};
use leptos::prelude::*;

use super::words::person_label;
use crate::{
    lang::use_lang,
    rpc::{department::list_departments, person::CreatePerson},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        fault::{FaultView, forbidden},
        field::{DateField, RadioField, TextField},
        form::{ErrorSummary, Form, FormActions, FormState, errors_of, use_form},
        load::{fetched, load},
        page_head::PageHead,
        picker::DepartmentPicker,
    },
};

#[component]
pub fn NewPersonPage() -> impl IntoView {
    let session = use_session();
    if !session.can(Operation::ManagePerson) {
        return view! { <FaultView error=forbidden(Operation::ManagePerson)/> }.into_any();
    }
    let departments = fetched(|| (), |()| list_departments());
    let shown = PersonForm { from: session.today().to_string(), ..PersonForm::default() };
    let state = FormState::new("form", &shown, |form: &PersonForm| errors_of(form.read()), person_label);
    let action = ServerAction::<CreatePerson>::new();
    view! {
        <PageHead title=t!(admin.new_person) sub=t!(admin.new_person_text).into_any()/>
        {load(departments, move |departments| form(departments, state, action))}
    }
    .into_any()
}

fn form(departments: Vec<Department>, state: FormState, action: ServerAction<CreatePerson>) -> impl IntoView {
    view! {
        <Form state=state action=action>
            <ErrorSummary/>
            <fieldset class="fieldset">
                <legend>{t!(admin.part_person)} <small>{t!(admin.part_person_text)}</small></legend>
                <div class="grid-2">
                    <TextField name="staff_number" required=true hint=t!(common.staff_number_hint) autocomplete="off"/>
                    <TextField name="name" required=true autocomplete="off"/>
                    <TextField name="name_kana" autocomplete="off"/>
                    <TextField name="email" kind="email" hint=t!(admin.email_hint) autocomplete="off"/>
                </div>
            </fieldset>
            <fieldset class="fieldset">
                <legend>{t!(admin.part_post)} <small>{t!(admin.part_post_text)}</small></legend>
                <div class="grid-2">
                    <DepartmentPicker name="department" all=departments required=true/>
                    <DateField name="from" required=true/>
                    <RadioField name="role" options=roles() required=true cards=true/>
                </div>
            </fieldset>
            <fieldset class="fieldset">
                <legend>{t!(common.password)} <small>{t!(admin.part_password_text)}</small></legend>
                <div class="grid-2">
                    <TextField name="password" kind="password" hint=t!(common.password_hint) full=true autocomplete="new-password"/>
                    <PasswordLength/>
                </div>
            </fieldset>
            <FormActions save=t!(admin.register_button) cancel="/people"/>
        </Form>
    }
}

/// How far the password is from long enough, with every key: nobody counts dots.
#[component]
fn PasswordLength() -> impl IntoView {
    let state = use_form();
    let said = move || match PASSWORD_MIN.checked_sub(state.value("password").chars().count()) {
        Some(PASSWORD_MIN) => t!(admin.password_blank).to_owned(),
        Some(0) | None => t!(admin.password_enough).to_owned(),
        Some(more) => t!(admin.password_more, count = more),
    };
    view! { <p class="muted full" role="status">{said}</p> }
}

fn roles() -> Vec<(String, String, String)> {
    let lang = use_lang();
    let text = |role: Role| match role {
        Role::Staff => t!(admin.role_staff),
        Role::DepartmentHead => t!(admin.role_department_head),
        Role::ProcurementOfficer => t!(admin.role_procurement_officer),
        Role::SecurityOfficer => t!(admin.role_security_officer),
        Role::Approver => t!(admin.role_approver),
        Role::Auditor => t!(admin.role_auditor),
        Role::Administrator => t!(admin.role_administrator),
    };
    Role::ALL.iter().map(|role| (role.word().to_owned(), role.label(lang).to_owned(), text(*role).to_owned())).collect()
}
