//! 今日: what is mine to do, what is late, and how the year stands. Every number leads to the list behind it.

use domain::{
    board::{BoardRow, Figures, Home, Standing, Task, Todo},
    date,
    label::Choice,
    permission::Operation as O,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::address,
    route::{PageRoute, first_page},
    rpc::home::get_home,
    session::{Session, use_session},
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        heat::{HeatLegend, HeatMap},
        icon::Icon,
        load::{fetched, load},
        page_head::{PageHead, Panel},
        state::{Day, DueDate, LateDays, TierMark},
        table::Table,
        tiles::{Tile, Tiles},
    },
};

pub fn routes() -> Vec<PageRoute> {
    vec![first_page(home_page, "/")]
}

fn home_page() -> AnyView {
    let session = use_session();
    load(fetched(|| (), |()| get_home()), move |home| page(home, session)).into_any()
}

fn page(home: Home, session: Session) -> impl IntoView {
    let lang = use_lang();
    let (planned, done) =
        home.heat.rows.iter().flat_map(|row| &row.cells).fold((0, 0), |(all, done), cell| (all + cell.late + cell.open + cell.done, done + cell.done));
    let year = date::fiscal_year_label(home.heat.fiscal_year, lang);
    let day = match lang {
        domain::Lang::Ja => date::japanese(home.today),
        domain::Lang::En => date::short(home.today, lang),
    };
    let progress = (planned > 0).then(|| view! { <span>{t!(common.year_progress, year = year, planned = planned, done = done)}</span> });
    let new = session
        .can(O::WriteContract)
        .then(|| view! { <a class="btn primary" href="/contracts/new" data-key="n"><Icon name="plus"/>{t!(common.new_contract)}</a> });
    let watches = session.can(O::ReadVerification);
    let heat = watches.then(|| {
        view! {
            <Panel id="heat-h" title=t!(common.year_checks, year = date::fiscal_year_label(home.heat.fiscal_year, lang)) actions=view! { <HeatLegend/> }.into_any()>
                {if home.heat.rows.is_empty() {
                    view! { <Empty title=t!(common.no_plan) text=t!(common.no_plan_text)/> }.into_any()
                } else {
                    view! { <HeatMap heat=home.heat today=home.today/> }.into_any()
                }}
            </Panel>
        }
    });
    let worst = (!home.worst.is_empty()).then(|| worst(home.worst));
    let coming = (!home.coming.is_empty()).then(|| coming(home.coming));
    view! {
        <PageHead title=t!(common.nav_today) sub=view! { <span>{day}</span> {progress} }.into_any()>{new}</PageHead>
        {figures(&home.figures, session)}
        <div class="split">
            <div>{heat} {worst} {(!watches).then(|| start(session))}</div>
            <div class="lead">{todo(home.todo, home.todo_total)} {coming}</div>
        </div>
    }
}

/// The numbers of the reader's concern, loudest first.
fn figures(figures: &Figures, session: Session) -> Option<impl IntoView + use<>> {
    let tile = |needs: O, label: &'static str, value: u32, href: &'static str, tone: &'static str| {
        session.can(needs).then(|| view! { <Tile label=label value=value unit=t!(common.count_unit) href=href tone=tone/> })
    };
    let tiles: Vec<_> = [
        tile(O::ReadVerification, t!(common.fig_overdue), figures.overdue, "/board?lane=overdue", "danger"),
        tile(O::ReadVerification, t!(common.fig_soon), figures.soon, "/board?lane=coming", ""),
        tile(O::DecideVerification, t!(common.fig_submitted), figures.submitted, "/board?lane=submitted", ""),
        tile(O::CarryOutVerification, t!(common.fig_sent_back), figures.sent_back, "/board?lane=coming", "warn"),
        tile(O::ReviewContract, t!(common.fig_under_review), figures.under_review, "/contracts?state=under_review", ""),
        tile(O::ReadContract, t!(common.fig_gaps), figures.gaps, "/contracts?gaps=true", "warn"),
        tile(O::ReadContract, t!(common.fig_expiring), figures.expiring, "/contracts?state=expiring", ""),
        tile(O::WriteContract, t!(common.fig_drafts), figures.drafts, "/contracts?state=draft", ""),
        tile(O::ReadContract, t!(common.fig_active), figures.active_contracts, "/contracts?state=active", ""),
    ]
    .into_iter()
    .flatten()
    // One row: more numbers say less.
    .take(5)
    .collect();
    (!tiles.is_empty()).then(|| view! { <Tiles>{tiles}</Tiles> })
}

/// Mine to do, most urgent first.
fn todo(todo: Vec<Todo>, total: usize) -> impl IntoView {
    let lists = if total > todo.len() { lists(&todo) } else { None };
    let count = if total > 0 { t!(common.total, count = total) } else { String::new() };
    let list = if todo.is_empty() {
        view! { <Empty pic="pic-calm" title=t!(common.nothing_to_do) text=t!(common.nothing_to_do_text)/> }.into_any()
    } else {
        view! { <ol class="todo">{todo.into_iter().map(task).collect_view()}</ol> }.into_any()
    };
    view! {
        <Panel id="todo-h" title=t!(common.your_turn) count=count>
            {list}
            {lists}
        </Panel>
    }
}

/// The whole lists of which the first are shown, each once.
fn lists(todo: &[Todo]) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    let mut lists: Vec<(&str, Task)> = Vec::new();
    for Todo { task, .. } in todo {
        if let Some(list) = list_of(*task)
            && lists.iter().all(|(known, _)| *known != list)
        {
            lists.push((list, *task));
        }
    }
    let some = !lists.is_empty();
    let links = lists.into_iter().map(|(list, task)| view! { <a href=list>{task.label(lang)}</a> }).collect_view();
    some.then(|| view! { <p class="lists"><span class="muted">{t!(common.see_all)}</span> {links}</p> })
}

/// Where all work of a kind is listed.
fn list_of(task: Task) -> Option<&'static str> {
    match task {
        Task::CarryOut | Task::Redo => Some("/board?lane=overdue"),
        Task::Accept => Some("/board?lane=submitted"),
        Task::Decide => Some("/selections?state=waiting"),
        Task::ConfirmMeasure => Some("/findings?lane=reported"),
        Task::ApproveMeasure => Some("/findings?lane=proposed"),
        Task::AskMeasure => Some("/findings?lane=unaddressed"),
        Task::AskNextMeasure => Some("/findings?lane=ineffective"),
        Task::ChaseReport => Some("/findings?lane=overdue"),
        Task::Except => Some("/exceptions?lane=requested"),
        Task::RenewException => Some("/exceptions?lane=due"),
        Task::Permit => Some("/subcontracts?lane=requested"),
        Task::Renew => Some("/certificates?lane=warned"),
        Task::Review => Some("/contracts?state=under_review"),
        Task::FillGap => Some("/contracts?gaps=true&state=active"),
        Task::FinishDraft => Some("/contracts?state=draft"),
        Task::Close => Some("/contracts?state=ended"),
        Task::TakeOver => Some("/selections"),
        Task::Agree => None,
    }
}

fn task(todo: Todo) -> impl IntoView {
    let Todo { task, title, detail, href, due, days_late, tier } = todo;
    let when = match (days_late, due) {
        (1.., _) => Some(view! { <LateDays days=days_late/> }.into_any()),
        (0, Some(due)) => Some(view! { <DueDate day=due days_late=0/> }.into_any()),
        (0, None) => None,
    };
    view! {
        <li>
            <a href=href>
                <strong>{task.label(use_lang())}</strong>
                {when}
                <span class="sub">{tier.map(|tier| view! { <TierMark tier=tier/> " " })} {title} " ・ " {detail}</span>
            </a>
        </li>
    }
}

fn coming(rows: Vec<BoardRow>) -> impl IntoView {
    let lang = use_lang();
    let items = rows
        .into_iter()
        .map(|row| {
            view! {
                <li>
                    <a href=format!("/verifications/{}", row.id)>
                        <strong>{row.contract_title}</strong>
                        <DueDate day=row.due days_late=row.days_late days_left=row.days_left/>
                        <span class="sub">{row.kind.label(lang)} " ・ " {row.department_name}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <Panel id="coming-h" title=t!(common.coming) actions=view! { <a href="/board?lane=coming">{t!(common.see_all)}</a> }.into_any()>
            <ol class="todo">{items}</ol>
        </Panel>
    }
}

/// Departments by what is late, for those who watch the city.
fn worst(rows: Vec<Standing>) -> impl IntoView {
    let most = rows.iter().map(|row| row.overdue).max().unwrap_or(1).max(1);
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = address("/board", [("lane", "overdue".to_owned()), ("department", row.id)].map(|(name, value)| (name.to_owned(), value)));
            let width = row.overdue * 100 / most;
            view! {
                <tr class:late=row.overdue != 0>
                    <th scope="row"><a href=href>{row.name}</a></th>
                    <td class="num" data-label=t!(common.fig_overdue)>{row.overdue}</td>
                    <td aria-hidden="true">
                        <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none"><rect data-tone="danger" width=width.to_string() height="4"></rect></svg>
                    </td>
                    <td class="num" data-label=t!(common.fig_soon)>{row.soon}</td>
                    <td data-label=t!(common.oldest)>{row.oldest.map(|oldest| view! { <Day day=oldest/> })}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="worst-h" title=t!(common.worst)>
            <Table label=t!(common.worst)>
                <thead>
                    <tr>
                        <th scope="col" class="pin">{t!(common.department)}</th>
                        <th scope="col" class="num">{t!(common.fig_overdue)}</th>
                        <th scope="col"><span class="sr">{t!(common.share)}</span></th>
                        <th scope="col" class="num">{t!(common.fig_soon)}</th>
                        <th scope="col">{t!(common.oldest)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Panel>
    }
}

/// Who runs the system but watches nothing begins with what it stands on.
fn start(session: Session) -> impl IntoView {
    let steps = [
        (O::ImportDepartments, "/imports", t!(common.start_import), t!(common.start_import_text)),
        (O::ManagePerson, "/people", t!(common.start_people), t!(common.start_people_text)),
        (O::ReadPolicy, "/policy", t!(common.start_policy), t!(common.start_policy_text)),
        (O::ReadAudit, "/audit", t!(common.nav_audit), t!(common.start_audit_text)),
    ];
    let items = steps
        .into_iter()
        .filter(|(needs, ..)| session.can(*needs))
        .map(|(_, href, title, text)| view! { <li><a href=href><strong>{title}</strong><span class="sub">{text}</span></a></li> })
        .collect_view();
    view! { <Panel id="start-h" title=t!(common.start)><ol class="todo">{items}</ol></Panel> }
}
