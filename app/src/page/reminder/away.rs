//! Who is told instead while somebody is away, and the language of mails. Opened before a leave by who goes, and on the morning somebody is ill by their
//! head or by who looks after the register.

use domain::{
    Lang,
    reminder::{AbsenceForm, AbsenceRow, Deputy, MailLangForm, Reminding},
};
use leptos::prelude::*;

use super::words::label;
use crate::{
    dom,
    flash::FlashNote,
    lang::use_lang,
    rpc::reminder::{AddAbsence, ChooseMailLang, EndAbsence, get_reminding},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        beside::{Beside, renewed_by},
        empty::Empty,
        field::{DateField, RadioField},
        form::{ErrorSummary, Form, errors_of},
        load::{load, of_address},
        page_head::{PageHead, Panel},
        picker::ListPicker,
        state::{Badge, Period},
        table::Table,
    },
};

#[derive(Clone, Copy)]
struct Forms {
    add: (Beside, ServerAction<AddAbsence>),
    end: (Beside, ServerAction<EndAbsence>),
    lang: (Beside, ServerAction<ChooseMailLang>),
}

#[component]
pub fn AwayPage() -> impl IntoView {
    let record = of_address(get_reminding);
    let forms = Forms {
        add: (Beside::new("absence", "deputy", record), ServerAction::new()),
        end: (Beside::new("", "ending", record), ServerAction::new()),
        lang: (Beside::new("mail", "lang", record), ServerAction::new()),
    };
    let added = forms.add.1.value();
    Effect::new(move || {
        // The page stays: what was typed is in the table now.
        if added.with(|added| matches!(added, Some(Ok(())))) {
            dom::reset("section[aria-labelledby=add-h] form");
        }
    });
    renewed_by(record, forms.add.1);
    renewed_by(record, forms.end.1);
    renewed_by(record, forms.lang.1);
    load(record, move |(reminding, deputies)| page(reminding, &deputies, &forms))
}

fn page(reminding: Reminding, deputies: &[Deputy], forms: &Forms) -> impl IntoView + use<> {
    let own = use_session().me().id == reminding.person;
    let title = if own { t!(reminder.away_title).to_owned() } else { t!(reminder.away_of, name = reminding.name.clone()) };
    let said = [forms.add.0, forms.end.0, forms.lang.0].iter().all(|beside| beside.came_back().is_none()).then(|| view! { <FlashNote/> });
    let add = add(&reminding, deputies, forms.add);
    let lang = lang(&reminding, forms.lang);
    let stands_in = (!reminding.stands_in.is_empty()).then(|| stands_in(&reminding.stands_in));
    view! {
        <PageHead title=title sub=t!(reminder.away_text).into_any()/>
        {said}
        <div class="split">
            <div>{days(&reminding, forms.end)} {stands_in}</div>
            <div class="lead">{add} {lang}</div>
        </div>
    }
}

/// The days away, the latest first; those to come and those that run can be ended.
fn days(reminding: &Reminding, (beside, action): (Beside, ServerAction<EndAbsence>)) -> impl IntoView + use<> {
    let today = use_session().today();
    let body = if reminding.absences.is_empty() {
        view! { <Empty title=t!(reminder.never_away) text=t!(reminder.never_away_text)/> }.into_any()
    } else {
        let rows = reminding.absences.iter().map(|row| day(row, today)).collect_view();
        let state = beside.state(&MailLangForm::default(), reminding.version, |_: &MailLangForm| Vec::new(), label);
        let on_error = beside.on_error(state);
        let (id, version) = (reminding.person.to_string(), reminding.version.to_string());
        // One form for all: its buttons say which days.
        view! {
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <input type="hidden" name="ending" value="true"/>
                <Table label=t!(reminder.days_away)>
                    <thead>
                        <tr>
                            <th scope="col" class="pin">{t!(reminder.period)}</th>
                            <th scope="col">{t!(reminder.deputy)}</th>
                            <th scope="col">{t!(common.state)}</th>
                            <th scope="col"><span class="sr">{t!(reminder.end)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
            </Form>
        }
        .into_any()
    };
    view! { <Panel id="days-h" title=t!(reminder.days_away)>{body}</Panel> }
}

fn day(row: &AbsenceRow, today: chrono::NaiveDate) -> impl IntoView + use<> {
    let (tone, state) = if row.to < today {
        ("neutral", t!(reminder.over))
    } else if row.from > today {
        ("info", t!(reminder.coming))
    } else {
        ("warn", t!(reminder.running))
    };
    let said = if row.from > today { t!(reminder.take_back) } else { t!(reminder.back_today) };
    let of = t!(reminder.of_period, from = domain::date::short(row.from, use_lang()));
    let end = (row.to >= today).then(|| {
        view! { <button class="btn small" name="from" value=row.from.to_string()>{said} <span class="sr">{of}</span></button> }
    });
    view! {
        <tr>
            <th scope="row"><Period from=row.from to=row.to/></th>
            <td data-label=t!(reminder.deputy)>{row.deputy_name.clone()}</td>
            <td data-label=t!(common.state)><Badge tone=tone label=state/></td>
            <td>{end}</td>
        </tr>
    }
}

fn stands_in(rows: &[AbsenceRow]) -> impl IntoView + use<> {
    let rows = rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.person_name.clone()}</th>
                    <td data-label=t!(reminder.period)><Period from=row.from to=row.to/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="stands-h" title=t!(reminder.stands_in)>
            <Table label=t!(reminder.stands_in)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(reminder.person)}</th>
                        <th scope="col">{t!(reminder.period)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Panel>
    }
}

fn add(reminding: &Reminding, deputies: &[Deputy], (beside, action): (Beside, ServerAction<AddAbsence>)) -> AnyView {
    let today = use_session().today();
    let own = reminding.person.clone();
    let known: Vec<_> = reminding.absences.iter().map(|row| domain::reminder::Absence { from: row.from, to: row.to, deputy: row.deputy.clone() }).collect();
    let check = move |form: &AbsenceForm| errors_of(form.read(&own, &known, today));
    let state = beside.state(&AbsenceForm::default(), reminding.version, check, label);
    let (on_error, sending) = (beside.on_error(state), state.sending());
    let (id, version) = (reminding.person.to_string(), reminding.version.to_string());
    let options: Vec<(String, String)> = deputies
        .iter()
        .filter(|deputy| deputy.id != reminding.person)
        .map(|deputy| (deputy.id.to_string(), format!("{}（{}）", deputy.name, deputy.departments.join("、"))))
        .collect();
    view! {
        <Panel id="add-h" title=t!(reminder.add)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="grid-2">
                    <DateField name="from" required=true/>
                    <DateField name="to" required=true hint=t!(reminder.to_hint)/>
                    <ListPicker name="deputy" all=options required=true hint=t!(reminder.deputy_hint)/>
                    <p class="actions full"><button class="btn primary" aria-busy=sending>{t!(reminder.add_button)}</button></p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn lang(reminding: &Reminding, (beside, action): (Beside, ServerAction<ChooseMailLang>)) -> AnyView {
    let shown = MailLangForm { lang: reminding.lang.tag().to_owned() };
    let state = beside.state(&shown, reminding.version, |form: &MailLangForm| errors_of(form.read()), label);
    let (on_error, sending) = (beside.on_error(state), state.sending());
    let (id, version) = (reminding.person.to_string(), reminding.version.to_string());
    let languages = [(Lang::Ja, "日本語"), (Lang::En, "English")].map(|(lang, name)| (lang.tag().to_owned(), name.to_owned(), String::new())).to_vec();
    let text = if !reminding.mails {
        t!(reminder.no_mail_server).to_owned()
    } else if reminding.email.is_empty() {
        t!(reminder.no_address).to_owned()
    } else {
        t!(reminder.mail_to, address = reminding.email.clone())
    };
    view! {
        <Panel id="lang-h" title=t!(reminder.mail)>
            <Form state=state action=action on_error=on_error>
                <ErrorSummary/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="grid-2">
                    <p class="muted full">{text}</p>
                    <RadioField name="lang" options=languages required=true/>
                    <p class="actions full"><button class="btn" aria-busy=sending>{t!(common.save)}</button></p>
                </div>
            </Form>
        </Panel>
    }
    .into_any()
}
