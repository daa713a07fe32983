//! What a digest tells, line by line: what is late before what is coming, as in its mail.

use domain::{
    label::Choice,
    reminder::{Digest, ReminderLine},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    t,
    ui::{
        state::{Day, LateDays},
        table::Table,
    },
};

#[component]
pub fn Lines(digest: Digest) -> impl IntoView {
    let rows = digest.lines.into_iter().map(line).collect_view();
    view! {
        <Table label=t!(reminder.lines)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(common.contract)}</th>
                    <th scope="col">{t!(reminder.what)}</th>
                    <th scope="col">{t!(common.due)}</th>
                    <th scope="col">{t!(common.department)}</th>
                    <th scope="col">{t!(reminder.why)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn line(line: ReminderLine) -> impl IntoView {
    let lang = use_lang();
    let (late, path) = (line.is_late(), line.path());
    let days = u32::try_from(line.days.unsigned_abs()).unwrap_or(u32::MAX);
    let standing =
        if late { view! { <LateDays days=days/> }.into_any() } else { view! { <span class="sub">{t!(common.days_left, days = days)}</span> }.into_any() };
    let instead = line.instead_of.map(|name| view! { <span class="sub">{t!(reminder.instead_of, name = name)}</span> });
    view! {
        <tr class:late=late>
            <th scope="row" class="clip">
                <a href=path title=line.contract_title.clone()>{line.contract_title.clone()} <span class="sub">{line.contractor_name}</span></a>
            </th>
            <td data-label=t!(reminder.what)>{lang.pick(&line.what_ja, &line.what_en).to_owned()}</td>
            <td data-label=t!(common.due)><Day day=line.due state=if late { "late" } else { "" }/> " " {standing}</td>
            <td data-label=t!(common.department)>{line.department_name}</td>
            <td data-label=t!(reminder.why)>{t!(reminder.as_role, role = line.to.label(lang))} {instead}</td>
        </tr>
    }
}
