//! The board. Opened every morning to see what is late and by how much, worst first; the next click is the check itself.

use domain::{
    board::{BoardFilter, BoardRow, BoardSort, Lane},
    date::Month,
    label::Choice,
    page::Page,
    risk::Tier,
    verification::VerificationState,
};
use leptos::prelude::*;

use super::{board_tabs, group::grouped, standings::Standings};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::{Fault, department::list_departments, verification::list_verifications},
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        heat::month_name,
        load::load,
        page_head::PageHead,
        picker::department_options,
        state::{Day, LateDays, TierMark, VerificationStateBadge},
        table::{FilterSelect, Filters, Pager, Table, total},
    },
};

const PATH: &str = "/board";

fn lane_of(asked: &Asked) -> Lane {
    asked.choice("lane").unwrap_or(Lane::Overdue)
}

fn sort_of(asked: &Asked) -> BoardSort {
    asked.choice("sort").unwrap_or(BoardSort::Urgency)
}

fn filter(asked: &Asked) -> BoardFilter {
    BoardFilter {
        lane: Some(lane_of(asked)),
        department: asked.parse("department"),
        contractor: asked.parse("contractor"),
        contract: asked.parse("contract"),
        month: asked.parse("month"),
        tier: asked.choice("tier"),
        sort: asked.choice("sort"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

#[component]
pub fn BoardPage() -> impl IntoView {
    let asked = use_asked();
    let rows = Resource::new(move || filter(&asked.read()), list_verifications);
    // What the links have set stays when the bar is sent.
    let kept = move || {
        let asked = asked.read();
        let hidden = |name| Some(view! { <input type="hidden" name=name value=asked.some(name)?/> });
        ["lane", "contractor", "contract", "month"].into_iter().filter_map(hidden).collect_view()
    };
    view! {
        <PageHead title=t!(common.nav_board) sub=t!(board.subtitle).into_any()/>
        {board_tabs()}
        <div>
            <Lanes/>
            <Filters label=t!(board.filters)>
                {kept}
                <DepartmentFilter/>
                <FilterSelect name="tier" label=t!(common.tier) all=t!(board.all_tiers) options={options::<Tier>()}/>
            </Filters>
            <Narrowed rows=rows/>
        </div>
        <div class="split">
            <div>{load(rows, move |page| list(page, &asked.get_untracked()))}</div>
            <div class="lead"><Standings/></div>
        </div>
    }
}

/// The lanes, and the order within them: links, since each is an address of its own.
#[component]
fn Lanes() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let chip = |name: &'static str, word: &'static str, label: &'static str, current: Signal<bool>| {
        let href = move || asked.read().href(PATH, &[(name, Some(word))]);
        view! { <a class="chip" href=href aria-current=move || current.get().then_some("true")>{label}</a> }
    };
    let lanes =
        Lane::ALL.iter().map(|lane| chip("lane", lane.word(), lane.label(lang), Signal::derive(move || lane_of(&asked.read()) == *lane))).collect_view();
    let sorts =
        BoardSort::ALL.iter().map(|sort| chip("sort", sort.word(), sort.label(lang), Signal::derive(move || sort_of(&asked.read()) == *sort))).collect_view();
    view! {
        <div class="filters" role="group" aria-label=t!(board.lanes)>{lanes}</div>
        <div class="filters" role="group" aria-label=t!(board.order)><span class="muted">{t!(board.order)}</span> {sorts}</div>
    }
}

/// The departments come on their own: the list does not wait for them, and without them the rest still filters.
#[component]
fn DepartmentFilter() -> impl IntoView {
    let all = Resource::new(|| (), |()| list_departments());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let all = all.await.unwrap_or_default();
                view! { <FilterSelect name="department" label=t!(common.department) all=t!(board.all_departments) options=department_options(&all)/> }
            })}
        </Transition>
    }
}

/// Conditions a link confined the list to, a month or a contractor; a click takes each away.
#[component]
fn Narrowed(rows: Resource<Result<Page<BoardRow>, Fault>>) -> impl IntoView {
    let asked = use_asked();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let first = rows.await.ok().and_then(|page| page.items.into_iter().next());
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

fn list(page: Page<BoardRow>, asked: &Asked) -> AnyView {
    let (lane, sort) = (lane_of(asked), sort_of(asked));
    if page.items.is_empty() {
        return none(lane, asked).into_any();
    }
    let (total, next) = (total(&page), page.next);
    let groups = grouped(page.items, lane, sort)
        .into_iter()
        .map(|(heading, rows)| {
            view! {
                <tbody>
                    <tr class="group"><th colspan="6" scope="rowgroup">{heading}</th></tr>
                    {rows.into_iter().map(row).collect_view()}
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
                    <th scope="col">{t!(common.department)}</th>
                </tr>
            </thead>
            {groups}
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: BoardRow) -> impl IntoView {
    let open = row.state.is_open();
    let day = match row.state {
        VerificationState::Accepted | VerificationState::Cancelled => "done",
        _ if row.days_late > 0 => "late",
        _ if row.days_left <= 5 => "soon",
        _ => "",
    };
    // What is planned and not begun needs no badge: it is what one expects on this board.
    let badge = (row.state != VerificationState::Scheduled).then(|| view! { " " <VerificationStateBadge state=row.state/> });
    let standing = if row.days_late > 0 {
        view! { <LateDays days=row.days_late/> }.into_any()
    } else if open {
        view! { <span class="muted">{t!(common.days_left, days = row.days_left)}</span> }.into_any()
    } else {
        view! { <span class="muted">"—"</span> }.into_any()
    };
    view! {
        <tr class:late=row.days_late != 0>
            <th scope="row" class="clip">
                <a href=format!("/verifications/{}", row.id) title=row.contract_title.clone()>{row.contract_title.clone()}</a>
                <span class="sub">{row.contractor_name}</span>
            </th>
            <td><TierMark tier=row.tier/></td>
            <td data-label=t!(board.check)>{row.kind.label(use_lang())} {badge}</td>
            <td data-label=t!(board.due)><Day day=row.due state=day/></td>
            <td data-label=t!(board.standing)>{standing}</td>
            <td data-label=t!(common.department)>{row.department_name}</td>
        </tr>
    }
}

/// Silence is good news, unless it is the filter that silences.
fn none(lane: Lane, asked: &Asked) -> impl IntoView + use<> {
    let filtered = ["department", "contractor", "contract", "month", "tier", "cursor"].iter().any(|name| asked.some(name).is_some());
    if filtered {
        let href = format!("{PATH}?lane={}", lane.word());
        return view! {
            <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                <a class="btn" href=href>{t!(common.clear_filter)}</a>
            </Empty>
        }
        .into_any();
    }
    match lane {
        Lane::Overdue => view! {
            <Empty pic="pic-calm" title=t!(board.none_overdue) text=t!(board.none_overdue_text)>
                <a class="btn" href="/board?lane=coming">{t!(common.coming)}</a>
            </Empty>
        }
        .into_any(),
        Lane::Coming => view! { <Empty pic="pic-calm" title=t!(board.none_coming) text=t!(board.none_coming_text)/> }.into_any(),
        Lane::Submitted => view! { <Empty pic="pic-calm" title=t!(board.none_submitted) text=t!(board.none_submitted_text)/> }.into_any(),
        Lane::Done => view! { <Empty pic="pic-ledger" title=t!(board.none_done) text=t!(board.none_done_text)/> }.into_any(),
    }
}
