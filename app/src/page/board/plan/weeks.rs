//! One month of the plan, week by week: each week takes checks that are dragged to it, and each check can be moved by its form as well.

use chrono::NaiveDate;
use domain::{
    date,
    label::Choice,
    verification::VerificationState,
    yearly_plan::{Placed, PlacementForm, PlanRow, PlanWeek, YearlyPlanView},
};
use leptos::prelude::*;

use super::{
    PATH,
    act::Place,
    filter,
    slide::{Slide, Target},
    words,
};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::yearly_plan::asked_by,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        field::{DateField, TextField},
        form::{ErrorSummary, Form, errors_of},
        heat::month_name,
        page_head::Panel,
        state::{Badge, Day, TierMark, VerificationStateBadge},
        table::Table,
    },
};

const COLUMNS: &str = "6";

pub fn panel(view: &YearlyPlanView, place: Place, slide: Slide, asked: &Asked) -> AnyView {
    let may = view.may_place;
    let title = t!(plan.weeks, month = month_name(view.month));
    let groups = view.weeks.iter().map(|found| week(found, may, place, slide, asked)).collect_view();
    let movable = may && view.weeks.iter().flat_map(|week| &week.rows).any(|found| found.window.is_some());
    let gone = place.gone(view);
    let hint = movable.then(|| view! { <p class="muted">{t!(plan.drag)}</p> });
    view! {
        <Panel id="weeks-h" title=title.clone()>
            {hint}
            {gone}
            {slide.fault()}
            <Table label=title>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(plan.contract)}</th>
                        <th scope="col">{t!(plan.day)}</th>
                        <th scope="col">{t!(board.tier_short)}</th>
                        <th scope="col">{t!(plan.check)}</th>
                        <th scope="col">{t!(plan.inspector)}</th>
                        <th scope="col"><span class="sr">{t!(plan.shift)}</span></th>
                    </tr>
                </thead>
                {groups}
            </Table>
        </Panel>
    }
    .into_any()
}

fn week(found: &PlanWeek, may: bool, place: Place, slide: Slide, asked: &Asked) -> AnyView {
    let heading = t!(plan.week, day = date::short(found.week, use_lang()));
    let days = if found.days.is_empty() { t!(plan.week_closed).to_owned() } else { t!(plan.week_days, days = found.days.len(), checks = found.rows.len()) };
    let full = found.rows.iter().any(|row| row.over).then(|| view! { " " <Badge tone="warn" label=t!(plan.week_full)/> });
    let coming = found.days.last().is_some_and(|day| *day >= use_session().today());
    let free = (found.rows.is_empty() && may && coming).then(|| view! { <tr class="free"><td colspan=COLUMNS>{t!(plan.week_free)}</td></tr> });
    let rows = found.rows.iter().map(|found| row(found, may, place, slide, asked)).collect_view();
    let target = Target::from(found);
    let (takes, over, back) = (target.clone(), target.clone(), filter(asked));
    view! {
        <tbody
            data-takes=move || slide.takes(&takes)
            on:dragover=move |event| slide.over(&over, &event)
            on:drop=move |event| slide.drop_in(&target, back.clone(), &event)
        >
            <tr class="group"><th colspan=COLUMNS scope="rowgroup">{heading}<small>{days}</small>{full}</th></tr>
            {free}
            {rows}
        </tbody>
    }
    .into_any()
}

fn row(found: &PlanRow, may: bool, place: Place, slide: Slide, asked: &Asked) -> AnyView {
    let (row, lang) = (&found.row, use_lang());
    let today = use_session().today();
    let late = row.state.is_open() && row.due < today;
    let badge = (row.state != VerificationState::Scheduled).then(|| view! { " " <VerificationStateBadge state=row.state/> });
    let placed = found.placed.as_ref().map(|placed| view! { <span class="sub wrap">{why(placed, row.due)}</span> });
    let over = found.over.then(|| view! { " " <Badge tone="warn" label=t!(plan.over_short)/> });
    let whose = format!("{} ・ {}", row.department_name, row.contractor_name);
    let movable = may && found.window.is_some();
    let id = row.id.to_string();
    let link = movable.then(|| {
        let href = asked.href(PATH, &[("move", Some(&id))]);
        let called = format!("{} {}", t!(plan.shift), row.contract_title);
        view! { <a class="link" href=href aria-label=called data-noscroll="">{t!(plan.shift)}</a> }
    });
    let held = found.clone();
    let form = movable.then(|| {
        let (asked, found) = (use_asked(), found.clone());
        let chosen = Memo::new(move |_| asked.read().text("move") == id);
        move || chosen.get().then(|| moving(&found, place, &asked.get_untracked()))
    });
    view! {
        <tr class:late=late class:moved=found.placed.is_some() draggable=movable.then_some("true") on:dragstart=move |event| slide.take(&held, &event) on:dragend=move |_| slide.let_go()>
            <th scope="row" class="clip">
                <a href=format!("/verifications/{}", row.id) title=row.contract_title.clone() draggable="false">{row.contract_title.clone()}</a>
                <span class="sub" title=whose.clone()>{whose.clone()}</span>
            </th>
            <td data-label=t!(plan.day)><Day day=row.due state=if late { "late" } else { "" }/> {placed}</td>
            <td><TierMark tier=row.tier/></td>
            <td data-label=t!(plan.check)>{row.kind.label(lang)} {badge} {over}</td>
            <td data-label=t!(plan.inspector)>{found.inspector.label(lang)}</td>
            <td class="end">{link}</td>
        </tr>
        {form}
    }
    .into_any()
}

/// The form of a row: the way by the keys, and beyond the weeks in sight.
fn moving(found: &PlanRow, place: Place, asked: &Asked) -> AnyView {
    let (lang, today) = (use_lang(), use_session().today());
    let Some(window) = found.window else { return ().into_any() };
    let shown = PlacementForm { due: found.row.due.to_string(), reason: found.placed.as_ref().map(|placed| placed.reason.clone()).unwrap_or_default() };
    place.begin(&found.row.id);
    let state = place.beside.state(&shown, found.row.version, move |form: &PlacementForm| errors_of(form.read(window, today)), words::label);
    let (on_error, sending) = (place.on_error(state, found.row.id.clone()), state.sending());
    let hint = t!(plan.move_text, from = date::short(window.0, lang), until = date::short(window.1, lang));
    let (id, version) = (found.row.id.to_string(), found.row.version.to_string());
    let stay = asked.href(PATH, &[("move", None)]);
    let back = asked_by(&filter(asked)).map(|(name, value)| view! { <input type="hidden" name=format!("back[{name}]") value=value/> }).collect_view();
    Effect::new(|| {
        request_animation_frame(|| {
            crate::dom::focus(".moving input[name=\"place[due]\"]");
        });
    });
    view! {
        <tr class="moving">
            <td colspan=COLUMNS>
                <Form state=state action=place.action on_error=on_error>
                    <ErrorSummary/>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="version" value=version/>
                    {back}
                    <div class="grid-2">
                        <DateField name="due" required=true hint=hint/>
                        <TextField name="reason"/>
                        <p class="actions full">
                            <button class="btn primary" aria-busy=sending>{t!(plan.move_button)}</button>
                            <a class="btn quiet" href=stay data-noscroll="">{t!(common.cancel)}</a>
                        </p>
                    </div>
                </Form>
            </td>
        </tr>
    }
    .into_any()
}

/// From which day a check was moved and why; or that somebody chose the day it has.
pub fn why(placed: &Placed, due: NaiveDate) -> String {
    let moved = if placed.from == due { t!(plan.fixed).to_owned() } else { t!(plan.placed, from = date::short(placed.from, use_lang())) };
    if placed.reason.is_empty() { moved } else { format!("{moved}{}{}", t!(common.colon), placed.reason) }
}
