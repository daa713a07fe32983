//! The year as a map of months and departments: where the work lies, and where it stays undone. Every cell leads to the list behind its number.

use domain::{board::Heat, date};
use leptos::prelude::*;

use super::board_tabs;
use crate::{
    lang::use_lang,
    query::use_asked,
    rpc::verification::get_heat,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        heat::{HeatLegend, HeatMap},
        load::load,
        page_head::{PageHead, Panel},
    },
};

#[component]
pub fn YearPage() -> impl IntoView {
    let asked = use_asked();
    let heat = Resource::new(move || asked.read().parse::<i32>("year"), get_heat);
    view! {
        <PageHead title=t!(board.year_title) sub=t!(board.year_text).into_any()/>
        {board_tabs()}
        {load(heat, year)}
    }
}

fn year(heat: Heat) -> impl IntoView {
    let lang = use_lang();
    let today = use_session().today();
    let label = |year| date::fiscal_year_label(year, lang);
    let turn = |year: i32, mark: &'static str| view! { <a class="btn small" href=format!("/board/year?year={year}")>{mark} {label(year)}</a> };
    let turns = view! { {turn(heat.fiscal_year - 1, "◂ ")} {turn(heat.fiscal_year + 1, "▸ ")} }.into_any();
    let title = t!(common.year_checks, year = label(heat.fiscal_year));
    let picture = if heat.rows.is_empty() {
        view! { <Empty title=t!(common.no_plan) text=t!(common.no_plan_text)/> }.into_any()
    } else {
        view! { <HeatLegend/> <HeatMap heat=heat today=today/> }.into_any()
    };
    view! { <Panel id="year-h" title=title actions=turns>{picture}</Panel> }
}
