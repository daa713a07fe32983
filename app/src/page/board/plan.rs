//! 年度点検計画. Opened by the security officer before the year begins, to spread its checks over the weeks and ask for approval; by the CISO, to approve;
//! and by everybody through the year, to see what lies in which week and what departs from what was approved.

mod act;
pub(super) mod changes;
mod slide;
pub(super) mod weeks;
mod words;

use domain::{
    date::{self, Month},
    id::VerificationId,
    label::Choice,
    yearly_plan::{PlanFilter, PlanMonth, PlanState, YearlyPlan, YearlyPlanView},
};
use leptos::prelude::*;

use self::{act::Forms, slide::Slide};
use super::board_tabs;
use crate::{
    flash::FlashNote,
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::{Fault, yearly_plan::get_yearly_plan},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        heat::{level, month_name},
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        picker::DepartmentFilter,
        state::Badge,
        table::Filters,
    },
};

pub(super) const PATH: &str = "/board/plan";

type Record = Resource<Result<YearlyPlanView, Fault>>;

pub(super) fn filter(asked: &Asked) -> PlanFilter {
    PlanFilter { year: asked.parse("year"), month: asked.parse("month"), department: asked.parse("department") }
}

#[component]
pub fn PlanPage() -> impl IntoView {
    let asked = use_asked();
    // Which check is being moved is asked by the address too, and fetches nothing.
    let wanted = Memo::new(move |_| filter(&asked.read()));
    let record = fetched(move || wanted.get(), get_yearly_plan);
    let (forms, slide) = (Forms::new(record), Slide::new(record));
    load(record, move |view| page(view, &forms, slide, &asked.get_untracked()))
}

fn page(view: YearlyPlanView, forms: &Forms, slide: Slide, asked: &Asked) -> impl IntoView + use<> {
    let year = date::fiscal_year_label(view.fiscal_year, use_lang());
    let moving = asked.parse::<VerificationId>("move");
    let said = (!forms.speaks(&view, moving.as_ref())).then(|| view! { <FlashNote/> });
    let print = asked.href("/board/plan/print", &[("year", Some(&view.fiscal_year.to_string())), ("month", None), ("move", None)]);
    let acts = forms.show(&view);
    let changes = changes::panel(&view);
    view! {
        <PageHead title=t!(plan.title, year = year) over=standing(&view).into_any() sub=t!(plan.text).into_any()>
            <a class="btn" href=print><Icon name="print"/>{t!(plan.print)}</a>
        </PageHead>
        {board_tabs()}
        {said}
        {years(&view, asked)}
        {sent_back(&view)}
        <div class="split">
            <div>{months(&view, asked)} {weeks::panel(&view, forms.place, slide, asked)}</div>
            <div>{acts} {changes}</div>
        </div>
    }
}

/// How far the plan is, and by whom.
pub(super) fn standing(view: &YearlyPlanView) -> impl IntoView + use<> {
    let Some(plan) = &view.plan else { return view! { <Badge tone="neutral" label=t!(plan.none)/> }.into_any() };
    let told = match (plan.state, &view.submitted_by_name, &view.decided_by_name, plan.submitted_at, plan.decided_at) {
        (PlanState::Submitted, Some(name), _, Some(at), _) => t!(plan.submitted, name = name, at = instant(at)),
        (PlanState::Approved, _, Some(name), _, Some(at)) => t!(plan.decided, name = name, at = instant(at)),
        _ => t!(plan.drawn_up, name = plan.drawn_up_by, at = instant(plan.drawn_up_at)),
    };
    view! { <Badge tone=tone(plan.state) label=plan.state.label(use_lang())/> " " <span>{told}</span> }.into_any()
}

const fn tone(state: PlanState) -> &'static str {
    match state {
        PlanState::Draft => "neutral",
        PlanState::Submitted => "accent",
        PlanState::Approved => "ok",
    }
}

/// Why the CISO sent it back, for as long as it is a draft.
fn sent_back(view: &YearlyPlanView) -> Option<AnyView> {
    let YearlyPlan { state: PlanState::Draft, decided_at: Some(at), decision, .. } = view.plan.as_ref()? else { return None };
    let by = t!(plan.sent_back, name = view.decided_by_name.clone().unwrap_or_default(), at = instant(*at));
    Some(view! { <div class="callout" data-tone="warn" role="note"><strong>{by}</strong><p>{decision.clone()}</p></div> }.into_any())
}

fn years(view: &YearlyPlanView, asked: &Asked) -> impl IntoView + use<> {
    let (lang, shown, now) = (use_lang(), view.fiscal_year, date::fiscal_year(use_session().today()));
    let years = (shown.min(now - 1)..=shown.max(now + 1))
        .map(|year| {
            let href = asked.href(PATH, &[("year", Some(&year.to_string())), ("month", None), ("move", None)]);
            view! { <a class="chip" href=href aria-current=(year == shown).then_some("true")>{date::fiscal_year_label(year, lang)}</a> }
        })
        .collect_view();
    view! {
        <div class="filters" role="group" aria-label=t!(plan.year)>{years}</div>
        <Filters label=t!(board.filters) keep=&["year", "month"]>
            <DepartmentFilter all=t!(plan.all_departments)/>
        </Filters>
    }
}

/// The year at a glance: how full its months are, and where weeks hold more than they should. A month leads to its weeks.
fn months(view: &YearlyPlanView, asked: &Asked) -> AnyView {
    let (now, shown) = (Month::of(use_session().today()), view.month);
    let most = view.months.iter().map(|month| month.checks - month.done).max().unwrap_or(0);
    let heads =
        view.months.iter().map(|found| view! { <th scope="col" data-now=(found.month == now).then_some("")>{month_name(found.month)}</th> }).collect_view();
    let cells = view.months.iter().map(|found| cell(found, found.month == shown, most, asked)).collect_view();
    let beyond = view.months.iter().map(|found| view! { <td>{(found.over > 0).then(|| view! { <b>{found.over}</b> })}</td> }).collect_view();
    let sum = |count: fn(&PlanMonth) -> u32| view.months.iter().map(count).sum::<u32>();
    let (checks, over) = (sum(|month| month.checks), sum(|month| month.over));
    view! {
        <Panel id="months-h" title=t!(plan.months)>
            <div class="heat-wrap" tabindex="0" role="region" aria-label=t!(plan.months)>
                <table class="heat months">
                    <caption class="sr">{t!(plan.months)}</caption>
                    <thead><tr><td></td>{heads}<th scope="col" class="sum">{t!(common.sum)}</th></tr></thead>
                    <tbody><tr><th scope="row">{t!(plan.checks)}</th>{cells}<td class="sum">{checks}</td></tr></tbody>
                    <tfoot><tr><th scope="row">{t!(plan.over)}</th>{beyond}<td>{over}</td></tr></tfoot>
                </table>
            </div>
        </Panel>
    }
    .into_any()
}

fn cell(found: &PlanMonth, shown: bool, most: u32, asked: &Asked) -> AnyView {
    let PlanMonth { month, checks, done, over } = *found;
    let href = asked.href(PATH, &[("year", Some(&date::fiscal_year(month.first()).to_string())), ("month", Some(&month.to_string())), ("move", None)]);
    let said = t!(plan.month_said, month = month_name(month), checks = checks, done = done, over = over);
    let (finished, depth) = (checks > 0 && checks == done, level(checks - done, most));
    view! {
        <td data-level=(!finished).then(|| depth.to_string()) data-done=finished.then_some("")>
            <a href=href aria-label=said aria-current=shown.then_some("true") data-noscroll="">{checks}</a>
        </td>
    }
    .into_any()
}
