//! 回答用リンク: one is made, its address is shown once, and the list says what has become of each.

use domain::{
    label::Choice,
    selection::{InvitationForm, InvitationRow, InvitationState, LONGEST_DAYS, USUAL_DAYS},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};

use super::{declared::told, words};
use crate::{
    flash::Flash,
    lang::use_lang,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        field::{DateField, TextField},
        form::{ErrorSummary, Fields, FormState, PlainForm, errors_of, fields_of},
        state::{Badge, Day},
        table::Table,
    },
};

#[component]
pub fn Invite(links: Vec<InvitationRow>, page: String, flash: Option<Flash>) -> impl IntoView {
    let open = flash.is_some();
    let address = flash.as_ref().and_then(|flash| flash.fields.get("invited").cloned());
    let refused = flash.clone().filter(|flash| flash.fields.contains_key("revoked")).map(told);
    let count = links.iter().filter(|row| row.state.is_open()).count();
    let summary = if count > 0 { t!(selection.invite_open, count = count) } else { t!(selection.invite_title).to_owned() };
    let list = (!links.is_empty()).then(|| list(links, &page));
    let form = form(format!("{page}/invitations"), flash.filter(|flash| flash.fields.contains_key("name")));
    view! {
        <details class="model asking" open=open>
            <summary>{summary}</summary>
            {refused}
            {address.map(made)}
            {list}
            {form}
        </details>
    }
}

/// The address of a link that was just made.
fn made(address: String) -> AnyView {
    let select = |event: leptos::ev::FocusEvent| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.select();
        }
    };
    view! {
        <div class="callout" data-tone="ok" role="status">
            <strong>{t!(selection.invite_made)}</strong>
            <div class="field">
                <label for="invited">{t!(selection.invite_address)}</label>
                <p class="hint" id="invited-hint">{t!(selection.invite_once)}</p>
                <input id="invited" value=address readonly autocomplete="off" aria-describedby="invited-hint" on:focus=select/>
            </div>
        </div>
    }
    .into_any()
}

fn form(action: String, flash: Option<Flash>) -> AnyView {
    let today = use_session().today();
    let mut shown: Fields = fields_of(&InvitationForm::default());
    shown.extend(flash.iter().flat_map(|flash| flash.typed("")));
    let state = FormState::with_fields::<InvitationForm>("", shown, flash, move |form| errors_of(form.read(today)), words::label);
    let until = t!(selection.invite_until_hint, usual = USUAL_DAYS, longest = LONGEST_DAYS);
    view! {
        <PlainForm state=state action=action>
            <ErrorSummary/>
            <p class="muted">{t!(selection.invite_text)}</p>
            <div class="grid-2">
                <TextField name="name" required=true hint=t!(selection.invite_name_hint) autocomplete="off"/>
                <TextField name="email" hint=t!(selection.invite_email_hint) autocomplete="off"/>
                <DateField name="until" hint=until/>
            </div>
            <p class="actions"><button class="btn">{t!(selection.invite_button)}</button></p>
        </PlainForm>
    }
    .into_any()
}

fn list(rows: Vec<InvitationRow>, page: &str) -> AnyView {
    let rows = rows.into_iter().map(|row| line(row, page).into_any()).collect::<Vec<AnyView>>();
    view! {
        <Table label=t!(selection.invitations)>
            <thead>
                <tr>
                    <th scope="col">{t!(selection.invite_to)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(selection.invite_until)}</th>
                    <th scope="col">{t!(selection.invite_made_by)}</th>
                    <th scope="col"><span class="sr">{t!(selection.invite_revoke)}</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn line(row: InvitationRow, page: &str) -> impl IntoView + use<> {
    let InvitationRow { invitation, state, created_by_name } = row;
    let tone = match state {
        InvitationState::Sent => "neutral",
        InvitationState::Opened => "info",
        InvitationState::Used => "ok",
        InvitationState::Expired | InvitationState::Revoked => "warn",
    };
    let since = match state {
        InvitationState::Sent | InvitationState::Expired => None,
        InvitationState::Opened => invitation.kept_at.or(invitation.opened_at),
        InvitationState::Used => invitation.used_at,
        InvitationState::Revoked => invitation.revoked_at,
    };
    let revoke = state.is_open().then(|| {
        view! {
            <form method="post" action=format!("{page}/invitations/{}/revoke", invitation.id)>
                <input type="hidden" name="version" value=invitation.version.to_string()/>
                <button class="btn small">{t!(selection.invite_revoke)} <span class="sr">{t!(selection.invite_number, number = invitation.number)}</span></button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="wrap">
                {t!(selection.invite_number, number = invitation.number)} " " {invitation.name}
                {(!invitation.email.is_empty()).then(|| view! { <span class="sub">{invitation.email}</span> })}
            </th>
            <td data-label=t!(common.state)>
                <Badge tone=tone label=state.label(use_lang())/>
                {since.map(|since| view! { <span class="sub">{instant(since)}</span> })}
            </td>
            <td data-label=t!(selection.invite_until)><Day day=invitation.until/></td>
            <td class="wrap" data-label=t!(selection.invite_made_by)>{created_by_name} <span class="sub">{instant(invitation.created_at)}</span></td>
            <td>{revoke}</td>
        </tr>
    }
}
