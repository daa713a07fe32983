//! The board. Opened every morning to see what is late and by how much, worst first; the next click is the check itself.

use chrono::NaiveDate;
use domain::{
    board::{BoardFilter, BoardRow, BoardSort, Lane},
    date::{self, Month},
    label::Choice,
    page::Page,
    permission::Operation,
    risk::Tier,
    verification::{VerificationKind, VerificationState},
};
use leptos::prelude::*;

use super::{board_tabs, group::grouped, standings::Standings};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::{Fault, verification::list_verifications},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        heat::month_name,
        load::{fetched, load},
        page_head::PageHead,
        picker::DepartmentFilter,
        state::{Day, LateDays, TierMark, VerificationStateBadge},
        table::{FilterSelect, Filters, Pager, Table, total},
    },
};

const PATH: &str = "/board";

/// The rows, and where nothing is overdue what falls due next.
type Found = (Page<BoardRow>, Option<BoardRow>);

fn lane_of(asked: &Asked) -> Lane {
    asked.choice("lane").unwrap_or(Lane::Overdue)
}

fn sort_of(asked: &Asked) -> BoardSort {
    asked.choice("sort").filter(|sort: &BoardSort| sort.serves(lane_of(asked))).unwrap_or(BoardSort::Urgency)
}

fn filter(asked: &Asked) -> BoardFilter {
    BoardFilter {
        lane: Some(lane_of(asked)),
        department: asked.parse("department"),
        exact: asked.flag("exact"),
        contractor: asked.parse("contractor"),
        contract: asked.parse("contract"),
        month: asked.parse("month"),
        tier: asked.choice("tier"),
        kind: asked.choice("kind"),
        sort: Some(sort_of(asked)),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

async fn find(filter: BoardFilter) -> Result<Found, Fault> {
    let page = list_verifications(filter.clone()).await?;
    if !page.items.is_empty() || filter.lane != Some(Lane::Overdue) {
        return Ok((page, None));
    }
    let coming = BoardFilter { lane: Some(Lane::Coming), sort: None, cursor: None, limit: Some(1), ..filter };
    // The answer is whole without it.
    let next = list_verifications(coming).await.ok().and_then(|page| page.items.into_iter().next());
    Ok((page, next))
}

#[component]
pub fn BoardPage() -> impl IntoView {
    let (asked, session) = (use_asked(), use_session());
    let rows = fetched(move || filter(&asked.read()), find);
    // Who is late belongs to what is late: the other lanes have the width to themselves. Who may see no check is told so once, by the list.
    let may = session.can(Operation::ReadVerification);
    let beside = Memo::new(move |_| may && lane_of(&asked.read()) == Lane::Overdue);
    // Not `.lead`: where there is one column, the list is what one came for.
    let standings = move || beside.get().then(|| view! { <div><Standings/></div> });
    view! {
        <PageHead title=t!(common.nav_board) sub=t!(board.subtitle).into_any()/>
        {board_tabs()}
        <Lanes/>
        <div>
            <Filters label=t!(board.filters) keep=&["lane", "contractor", "contract", "month"] end=view! { <Total rows=rows/> }.into_any()>
                <DepartmentFilter all=t!(board.all_departments)/>
                <FilterSelect name="tier" label=t!(common.tier) all=t!(board.all_tiers) options={options::<Tier>()}/>
                <FilterSelect name="kind" label=t!(board.check) all=t!(board.all_kinds) options={options::<VerificationKind>()}/>
            </Filters>
            <div class="filters" role="group" aria-label=t!(board.order)><span class="muted">{t!(board.order)}</span> <Sorts/></div>
            <Narrowed rows=rows/>
        </div>
        <div class:split=move || beside.get()>
            <div>{load(rows, move |found| list(found, &asked.get_untracked()))}</div>
            {standings}
        </div>
    }
}

#[component]
fn Lanes() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let lanes = Lane::ALL.iter().map(|lane| way("lane", lane.word(), lane.label(lang), Signal::derive(move || lane_of(&asked.read()) == *lane))).collect_view();
    view! { <div class="filters" role="group" aria-label=t!(board.lanes)>{lanes}</div> }
}

#[component]
fn Sorts() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    move || {
        let lane = lane_of(&asked.read());
        let sorts = BoardSort::ALL.iter().filter(move |sort| sort.serves(lane));
        sorts.map(|sort| way("sort", sort.word(), sort.label(lang), Signal::derive(move || sort_of(&asked.read()) == *sort))).collect_view()
    }
}

/// One of several ways to see the board, each an address of its own; unlike a chip's condition it cannot be taken away.
fn way(name: &'static str, word: &'static str, label: &'static str, current: Signal<bool>) -> impl IntoView {
    let asked = use_asked();
    let href = move || asked.read().href(PATH, &[(name, Some(word))]);
    view! { <a class="chip" href=href aria-current=move || current.get().then_some("true")>{label}</a> }
}

/// How many there are, beside the conditions that made it so many.
#[component]
fn Total(rows: Resource<Result<Found, Fault>>) -> impl IntoView {
    view! { <Transition>{move || Suspend::new(async move { rows.await.ok().map(|(page, _)| view! { <span class="muted">{total(&page)}</span> }) })}</Transition> }
}

/// Conditions a link confined the list to, a month or a contractor; a click takes each away.
#[component]
fn Narrowed(rows: Resource<Result<Found, Fault>>) -> impl IntoView {
    let asked = use_asked();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let first = rows.await.ok().and_then(|(page, next)| page.items.into_iter().next().or(next));
                let asked = asked.get();
                let month = asked.parse::<Month>("month").map(|month| t!(board.due_month, year = month.year, month = month_name(month)));
                let contractor = asked.some("contractor").map(|_| {
                    first.as_ref().map_or_else(|| t!(common.contractor).to_owned(), |row| row.contractor_name.clone())
                });
                let contract = asked.some("contract").map(|_| first.as_ref().map_or_else(|| t!(board.contract).to_owned(), |row| row.contract_title.clone()));
                let chips: Vec<_> = [("month", month), ("contractor", contractor), ("contract", contract)]
                    .into_iter()
                    .filter_map(|(name, label)| {
                        let href = asked.href(PATH, &[(name, None)]);
                        Some(view! { <a class="chip" href=href aria-current="true">{label?} <span class="sr">{t!(common.clear_filter)}</span></a> })
                    })
                    .collect();
                (!chips.is_empty()).then(|| view! { <div class="filters" role="group" aria-label=t!(board.narrowed)>{chips}</div> })
            })}
        </Transition>
    }
}

fn list((page, coming): Found, asked: &Asked) -> AnyView {
    let (lane, sort, today) = (lane_of(asked), sort_of(asked), use_session().today());
    if page.items.is_empty() {
        return none(lane, asked, coming);
    }
    let (total, next) = (total(&page), page.next);
    let groups = grouped(page.items, lane, sort)
        .into_iter()
        .map(|(heading, rows)| {
            view! {
                <tbody>
                    <tr class="group"><th colspan="5" scope="rowgroup">{heading}</th></tr>
                    {rows.into_iter().map(|found| row(found, lane, sort, today)).collect_view()}
                </tbody>
            }
        })
        .collect_view();
    view! {
        <Table label=lane.label(use_lang())>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(board.contract)}</th>
                    <th scope="col">{t!(board.tier_short)}</th>
                    <th scope="col">{t!(board.check)}</th>
                    <th scope="col">{t!(board.due)}</th>
                    <th scope="col">{t!(board.standing)}</th>
                </tr>
            </thead>
            {groups}
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: BoardRow, lane: Lane, sort: BoardSort, today: NaiveDate) -> impl IntoView {
    let open = row.state.is_open();
    // Due on a closed day it is late before a working day has passed.
    let overdue = open && row.due < today;
    let day = match row.state {
        VerificationState::Accepted | VerificationState::Cancelled => "done",
        _ if overdue => "late",
        _ if open && row.days_left <= 5 => "soon",
        _ => "",
    };
    // Only what the lane does not say already.
    let badge =
        matches!(row.state, VerificationState::InProgress | VerificationState::SentBack).then(|| view! { " " <VerificationStateBadge state=row.state/> });
    let standing = if row.days_late > 0 {
        view! { <LateDays days=row.days_late/> }.into_any()
    } else if overdue {
        t!(board.late_today).into_any()
    } else if open {
        view! { <span class="muted">{t!(common.days_left, days = row.days_left)}</span> }.into_any()
    } else if lane == Lane::All {
        view! { <VerificationStateBadge state=row.state/> }.into_any()
    } else {
        view! { <span class="muted">"—"</span> }.into_any()
    };
    // What the heading of the group says is not said again.
    let whose = match sort {
        BoardSort::Urgency => format!("{} ・ {}", row.department_name, row.contractor_name),
        BoardSort::Department => row.contractor_name,
        BoardSort::Contractor => row.department_name,
    };
    view! {
        <tr class:late=overdue>
            <th scope="row" class="clip">
                <a href=format!("/verifications/{}", row.id) title=row.contract_title.clone()>{row.contract_title.clone()}</a>
                <span class="sub" title=whose.clone()>{whose.clone()}</span>
            </th>
            <td><TierMark tier=row.tier/></td>
            <td data-label=t!(board.check)>{row.kind.label(use_lang())} {badge}</td>
            <td data-label=t!(board.due)><Day day=row.due state=day/></td>
            <td data-label=t!(board.standing)>{standing}</td>
        </tr>
    }
}

/// Silence is good news, unless it is the filter that silences; and nothing overdue is good news even then.
fn none(lane: Lane, asked: &Asked, coming: Option<BoardRow>) -> AnyView {
    let filtered = ["department", "contractor", "contract", "month", "tier", "kind", "cursor"].iter().any(|name| asked.some(name).is_some());
    let clear = filtered.then(|| view! { <a class="btn" href=format!("{PATH}?lane={}", lane.word())>{t!(common.clear_filter)}</a> });
    if lane == Lane::Overdue {
        let title = if filtered { t!(board.none_overdue_here) } else { t!(board.none_overdue) };
        return calm(title, coming, asked, clear.into_any());
    }
    if filtered {
        return view! { <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>{clear}</Empty> }.into_any();
    }
    let (pic, title, text) = match lane {
        Lane::Overdue | Lane::Coming => ("pic-calm", t!(board.none_coming), t!(board.none_coming_text)),
        Lane::Submitted => ("pic-calm", t!(board.none_submitted), t!(board.none_submitted_text)),
        Lane::Done | Lane::All => ("pic-ledger", t!(board.none_done), t!(board.none_done_text)),
    };
    view! { <Empty pic=pic title=title text=text/> }.into_any()
}

/// Nothing overdue: says what falls due next, and leads there.
fn calm(title: &'static str, coming: Option<BoardRow>, asked: &Asked, clear: AnyView) -> AnyView {
    let text = coming.as_ref().map_or_else(
        || t!(board.none_next).to_owned(),
        |next| t!(board.next_due, day = date::short(next.due, use_lang()), department = next.department_name, title = next.contract_title),
    );
    let open = coming.map(|next| {
        let all = asked.href(PATH, &[("lane", Some(Lane::Coming.word()))]);
        view! {
            <a class="btn primary" href=format!("/verifications/{}", next.id)>{t!(board.open_next)}</a>
            <a class="btn" href=all>{t!(common.coming)}</a>
        }
    });
    view! { <Empty pic="pic-calm" title=title text=text>{open} {clear}</Empty> }.into_any()
}
