//! The year as a map of months and departments: where the work lies, and where it stays undone. Every cell leads to the list behind its number.

use domain::{board::Heat, date};
use leptos::prelude::*;

use super::{board_tabs, figures::Figures};
use crate::{
    lang::use_lang,
    query::{address, use_asked},
    rpc::verification::get_heat,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        get_form::GetForm,
        heat::{HeatLegend, HeatMap},
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, Panel},
    },
};

const PATH: &str = "/board/year";
/// Years there can be a picture of.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

#[component]
pub fn YearPage() -> impl IntoView {
    let asked = use_asked();
    let heat = fetched(move || asked.read().parse::<i32>("year"), get_heat);
    view! {
        <PageHead title=t!(board.year_title) sub=t!(board.year_text).into_any()/>
        {board_tabs()}
        {load(heat, year)}
    }
}

fn year(heat: Heat) -> AnyView {
    let today = use_session().today();
    let label = date::fiscal_year_label(heat.fiscal_year, use_lang());
    let title = t!(common.year_checks, year = label);
    if heat.rows.is_empty() {
        return view! {
            {turn(heat.fiscal_year)}
            <Panel id="year-h" title=title><Empty title=t!(common.no_plan) text=t!(common.no_plan_text)/></Panel>
        }
        .into_any();
    }
    let figures = heat.clone();
    view! {
        {turn(heat.fiscal_year)}
        <Panel id="year-h" title=title actions=view! { <HeatLegend/> }.into_any()>
            <HeatMap heat=heat today=today/>
        </Panel>
        <Figures heat=figures/>
    }
    .into_any()
}

/// Another year: the one before, the one after, or any by the form.
fn turn(shown: i32) -> impl IntoView {
    let (lang, now) = (use_lang(), date::fiscal_year(use_session().today()));
    let href = |year: i32| YEARS.contains(&year).then(|| address(PATH, [("year".to_owned(), year.to_string())]));
    let before = href(shown - 1).map(|href| view! { <a class="btn" href=href rel="prev"><Icon name="prev"/>{date::fiscal_year_label(shown - 1, lang)}</a> });
    let after = href(shown + 1).map(|href| view! { <a class="btn" href=href rel="next">{date::fiscal_year_label(shown + 1, lang)}<Icon name="next"/></a> });
    let options = (shown.min(now - 5)..=shown.max(now + 2))
        .rev()
        .map(|year| {
            let chosen = year == shown;
            // The property too: a browser no longer looks at the attribute once somebody has chosen.
            view! { <option value=year.to_string() selected=chosen prop:selected=chosen>{date::fiscal_year_label(year, lang)}</option> }
        })
        .collect_view();
    view! {
        <GetForm action=PATH class="toolbar" label=t!(board.choose_year)>
            {before}
            <label class="sr" for="year">{t!(board.choose_year)}</label>
            <select id="year" name="year">{options}</select>
            <button class="btn">{t!(board.show_year)}</button>
            {after}
        </GetForm>
    }
}
