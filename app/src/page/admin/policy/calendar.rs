//! The days on which the offices are closed: due dates and days late are counted around them.

use chrono::NaiveDate;
use domain::{
    calendar::{ClosedDays, MonthDay},
    date::{self, fiscal_year, fiscal_year_label, fiscal_year_range},
    holiday::Holiday,
};
use leptos::prelude::*;

use crate::{
    flash::use_flash,
    lang::use_lang,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        icon::Icon,
        page_head::{Fact, Panel, or_dash},
        state::Day,
    },
};

/// The holidays of this fiscal year and the next: checks are planned that far ahead.
pub fn holidays_panel(holidays: &[Holiday]) -> impl IntoView + use<> {
    let this = fiscal_year(use_session().today());
    let years = [this, this + 1].map(|year| year_of(year, holidays)).collect_view();
    view! {
        <Panel id="holidays-h" title=t!(admin.holidays)>
            <p class="muted">{t!(admin.holidays_text)}</p>
            {years}
        </Panel>
    }
}

fn year_of(year: i32, holidays: &[Holiday]) -> impl IntoView + use<> {
    let (first, last) = fiscal_year_range(year);
    let days: Vec<_> = holidays
        .iter()
        .filter(|holiday| (first..=last).contains(&holiday.day))
        .map(|holiday| view! { <div><dt><Day day=holiday.day/></dt><dd>{holiday.name.clone()}</dd></div> })
        .collect();
    let label = fiscal_year_label(year, use_lang());
    let body = if days.is_empty() {
        view! { <div class="callout" data-tone="warn" role="note"><p>{t!(admin.no_holidays)}</p></div> }.into_any()
    } else {
        view! { <dl class="facts">{days}</dl> }.into_any()
    };
    view! { <h3>{label}</h3> {body} }
}

pub fn closed_panel(closed: ClosedDays) -> impl IntoView {
    let comma = t!(admin.comma);
    let weekend = closed.weekend.iter().map(|day| weekday(*day)).collect::<Vec<_>>().join(comma);
    let yearly = closed.yearly.iter().map(|span| t!(admin.span, from = month_day(span.from), to = month_day(span.to))).collect::<Vec<_>>().join(comma);
    let lang = use_lang();
    let single = closed.days.iter().map(|day: &NaiveDate| date::short(*day, lang)).collect::<Vec<_>>().join(comma);
    view! {
        <Panel id="closed-h" title=t!(admin.closed) count=t!(common.policy_version, version = closed.version)>
            <p class="muted">{t!(admin.closed_text)}</p>
            <dl class="facts lines">
                <Fact label=t!(admin.weekend)>{or_dash(&weekend)}</Fact>
                <Fact label=t!(admin.yearly)>{or_dash(&yearly)}</Fact>
                <Fact label=t!(admin.single_days)>{or_dash(&single)}</Fact>
            </dl>
        </Panel>
    }
}

fn month_day(day: MonthDay) -> String {
    t!(admin.month_day, month = day.month, day = day.day)
}

/// By the ISO number, 1 for Monday.
fn weekday(number: u8) -> &'static str {
    match number {
        1 => t!(admin.monday),
        2 => t!(admin.tuesday),
        3 => t!(admin.wednesday),
        4 => t!(admin.thursday),
        5 => t!(admin.friday),
        6 => t!(admin.saturday),
        _ => t!(admin.sunday),
    }
}

/// The Cabinet Office's file in place of the holidays there are. Posted as it stands; the http layer leads back here.
pub fn import_panel() -> impl IntoView {
    let lang = use_lang();
    let flash = use_flash();
    let invalid = flash.as_ref().is_some_and(|flash| !flash.errors.is_empty());
    let told = flash.map(|flash| {
        let errors = flash.errors.into_iter().map(|error| view! { <li>{error.message.say(lang)}</li> }).collect_view();
        view! { <div class="error-summary" role="alert" tabindex="-1"><h3>{flash.summary}</h3><ul>{errors}</ul></div> }
    });
    view! {
        <Panel id="holiday-import-h" title=t!(admin.holiday_import)>
            <p class="muted">{t!(admin.holiday_import_text)}</p>
            <form class="form" method="post" action="/policy/holidays" enctype="multipart/form-data">
                {told}
                <div class="field">
                    <label for="f-file">{t!(admin.holiday_file)}</label>
                    <input
                        type="file"
                        id="f-file"
                        name="file"
                        accept=".csv,text/csv"
                        required
                        aria-invalid=invalid.then_some("true")
                        aria-describedby="f-file-hint"
                    />
                    <p class="hint" id="f-file-hint">{t!(admin.holiday_file_hint)}</p>
                    <div class="row"><button class="btn"><Icon name="upload"/>{t!(admin.holiday_button)}</button></div>
                </div>
            </form>
        </Panel>
    }
}
