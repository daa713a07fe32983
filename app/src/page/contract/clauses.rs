//! The clauses a contract must contain, and whether it does. What is missing stands out; one clause at a time is opened to be marked, by its
//! address (`?mark=K09`), so that the place is kept and nothing depends on scripting.

use domain::{
    clause::{ClauseGroup, Coverage, CoverageLine, Mark, MarkState},
    contract::ContractView,
    id::ContractId,
    label::Choice,
};
use leptos::prelude::*;

use super::{
    head::head,
    mark::{MarkClauseForm, Marking},
    text::{ContractTextPanel, proposed},
};
use crate::{
    flash::use_flash,
    lang::use_lang,
    page::catalogue::Newer,
    query::{Asked, use_asked},
    rpc::{
        catalogue::MigrateContract,
        contract::{get_contract, get_coverage},
    },
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        empty::Empty,
        load::{load, of_address},
        reasons::Reasons,
        state::{Badge, Day},
        table::Chip,
    },
};

#[component]
pub fn ClausesPage() -> impl IntoView {
    let record = of_address(|id: ContractId| async move {
        let view = get_contract(id.clone()).await?;
        Ok((view, get_coverage(id).await?))
    });
    let marking = Marking::new(Callback::new(move |()| record.refetch()));
    let migrating = ServerAction::<MigrateContract>::new();
    marking.again_after(migrating);
    load(
        record,
        move |(view, coverage): (ContractView, Coverage)| view! { {head(&view)} <Clauses view=view coverage=coverage marking=marking migrating=migrating/> },
    )
}

#[component]
fn Clauses(view: ContractView, coverage: Coverage, marking: Marking, migrating: ServerAction<MigrateContract>) -> impl IntoView {
    let asked = use_asked();
    let count = coverage.count;
    let summary = t!(contract.coverage_summary, required = count.required, present = count.present, excepted = count.excepted, missing = count.missing());
    let version = t!(contract.catalogue_of, version = coverage.catalogue_version);
    let text = coverage.text;
    let newer = coverage.newer.map(|newer| {
        let contract = view.contract.id.to_string();
        view! { <Newer newer=newer contract=contract version=coverage.version action=migrating/> }
    });
    let due = exceptions_due(&coverage.lines);
    let annex = format!("/contracts/{}/annex", view.contract.id);
    let of_text = view.clone();
    let groups = StoredValue::new(grouped(coverage.lines));
    let view = StoredValue::new(view);
    // Only this makes the list another one: opening a clause to mark it must not close what is unfolded elsewhere.
    let only = Memo::new(move |_| asked.read().text("only") == "missing");
    let lists = move || {
        let only = only.get();
        let lists: Vec<AnyView> = groups.with_value(|groups| {
            let shown = |line: &&CoverageLine| !only || line.state == MarkState::Missing;
            groups
                .iter()
                .filter(|(_, lines)| lines.iter().any(|line| shown(&line)))
                .map(|(group, lines)| part(*group, lines.iter().filter(shown), view, coverage.version, marking))
                .collect()
        });
        if lists.is_empty() && only {
            return view! { <Empty pic="pic-calm" title=t!(contract.none_missing) text=t!(contract.none_missing_text)/> }.into_any();
        }
        lists.into_any()
    };
    view! {
        {returned(&asked.get_untracked())}
        {newer}
        {due}
        <div>
            <p>{summary} " " <span class="muted">{version}</span> " " <a class="link" href=annex>{t!(annex.open)}</a></p>
            <div class="filters" role="group" aria-label=t!(contract.quick_filters)><Chip name="only" value="missing" label=t!(contract.only_missing)/></div>
        </div>
        <ContractTextPanel view=of_text text=text version=coverage.version marking=marking/>
        {lists}
    }
}

/// A form that came back without scripting stands far down: the way there.
fn returned(asked: &Asked) -> Option<impl IntoView + use<>> {
    let flash = use_flash()?;
    let clause = asked.some("mark")?;
    Some(view! {
        <div class="callout" data-tone="danger" role="alert">
            <strong>{flash.summary}</strong>
            <p><a href=format!("#clause-{clause}") rel="external">{t!(contract.to_clause, clause = clause)}</a></p>
        </div>
    })
}

/// Exceptions that have ended or soon will: somebody has to act before the gap is back.
fn exceptions_due(lines: &[CoverageLine]) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    let due: Vec<(String, String, String)> =
        lines.iter().filter_map(|line| line.notice.as_ref().map(|notice| (line.clause.clone(), line.title.clone(), notice.say(lang)))).collect();
    let title = t!(contract.exceptions_due, count = due.len());
    let items = |due: Vec<(String, String, String)>| {
        due.into_iter()
            .map(|(clause, title, notice)| view! { <li><a href=format!("#clause-{clause}") rel="external">{format!("{clause} {title}")}</a> " " {notice}</li> })
            .collect_view()
    };
    (!due.is_empty()).then(|| {
        view! {
            <div class="callout" data-tone="warn" role="note">
                <strong>{title}</strong>
                <p>{t!(contract.exceptions_due_text)}</p>
                <ul>{items(due)}</ul>
            </div>
        }
    })
}

fn grouped(lines: Vec<CoverageLine>) -> Vec<(ClauseGroup, Vec<CoverageLine>)> {
    let mut groups: Vec<(ClauseGroup, Vec<CoverageLine>)> = Vec::new();
    for line in lines {
        match groups.iter_mut().find(|(group, _)| *group == line.group) {
            Some((_, lines)) => lines.push(line),
            None => groups.push((line.group, vec![line])),
        }
    }
    groups
}

fn part<'a>(group: ClauseGroup, lines: impl Iterator<Item = &'a CoverageLine>, view: StoredValue<ContractView>, version: u64, marking: Marking) -> AnyView {
    let id = format!("group-{}", group.word());
    let items: Vec<AnyView> = lines.map(|line| clause(line.clone(), view, version, marking).into_any()).collect();
    let count = t!(common.total, count = items.len());
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{group.label(use_lang())}</h2><span class="count">{count}</span></div>
            <ol class="clauses">{items}</ol>
        </section>
    }
    .into_any()
}

fn clause(line: CoverageLine, view: StoredValue<ContractView>, version: u64, marking: Marking) -> impl IntoView {
    let (lang, asked) = (use_lang(), use_asked());
    let id = line.clause.clone();
    let tone = match line.state {
        MarkState::Missing => "danger",
        MarkState::Present => "ok",
        MarkState::Excepted => "neutral",
    };
    let article = line.mark.as_ref().map(|mark| mark.article.clone()).filter(|article| !article.is_empty()).unwrap_or_else(|| "—".to_owned());
    let found = line.mark.as_ref().map(|mark| found(mark, line.state));
    let notice = line.notice.as_ref().map(|notice| view! { <p class="missing">{notice.say(lang)}</p> });
    let coming = line.coming.as_ref().map(|coming| view! { <p class="quote"><strong>{coming.say(lang)}</strong></p> });
    let missing = (line.state == MarkState::Missing).then(|| {
        let blocking = line.blocking.then(|| view! { " " <strong>{t!(contract.blocking)}</strong> });
        view! { <p class="missing">{line.requirement.clone()} {blocking}</p> }
    });
    let (may_mark, may_except) = view.with_value(|view| (view.may_mark, view.may_except));
    let proposed = proposed(&line, view, version, marking, may_mark);
    let this = id.clone();
    let opened = Memo::new(move |_| asked.read().text("mark") == this);
    let (kept, anchor) = (line.clone(), format!("clause-{id}"));
    let asks = (may_except && line.request.is_none() && line.state != MarkState::Present).then(|| {
        let href = view.with_value(|view| format!("/contracts/{}/exceptions/new?clause={id}", view.contract.id));
        view! { <a class="btn quiet small" href=href>{t!(exception.ask)} " " <span class="sr">{id.clone()}</span></a> }
    });
    let waits = line.request.clone().map(|request| {
        let said = t!(exception.waits, name = request.requested_by, until = domain::date::short(request.until, lang));
        view! { <p class="quote"><a class="link" href=format!("/exceptions/{}", request.id)>{said}</a></p> }
    });
    let mark = may_mark.then_some(move || {
        let line = kept.clone();
        if opened.get() {
            return view! { <div class="model"><MarkClauseForm line=line contract=view.get_value() version=version marking=marking/></div> }.into_any();
        }
        let page = view.with_value(|view| format!("/contracts/{}/clauses", view.contract.id));
        let href = format!("{}#clause-{}", asked.read().href(&page, &[("mark", Some(&line.clause))]), line.clause);
        let label = if line.mark.is_some() { t!(contract.mark_again) } else { t!(contract.mark) };
        view! { <div class="actions"><a class="btn small" href=href>{label} <span class="sr">{line.clause}</span></a></div> }.into_any()
    });
    let requirement = missing.is_none().then(|| view! { <p>{line.requirement}</p> });
    view! {
        <li class="clause" id=anchor data-state=line.state.word()>
            <span class="id">{id}</span>
            <h3 class="title">{line.title}</h3>
            <span class="article">{article}</span>
            <span class="state"><Badge tone=tone label=line.state.label(lang)/></span>
            {coming}
            {found}
            {notice}
            {missing}
            {waits}
            {proposed}
            {mark}
            {asks}
            <details class="model">
                <summary>{t!(contract.model)}</summary>
                {requirement}
                <Reasons reasons=line.reasons summary=t!(contract.why_clause) open=true/>
                <div class="prose" inner_html=line.html></div>
            </details>
        </li>
    }
}

/// What somebody found of the clause: the passage, or why it may be absent and until when.
fn found(mark: &Mark, state: MarkState) -> impl IntoView + use<> {
    let quote = (!mark.quote.is_empty()).then(|| view! { <p class="quote">{t!(contract.quoted, text = mark.quote)}</p> });
    let excepted = (mark.state == MarkState::Excepted).then(|| {
        let until = mark.until.map(|until| {
            let label = if state == MarkState::Missing { t!(contract.excepted_past) } else { t!(contract.excepted_until) };
            view! { {label} " " <Day day=until/> " " }
        });
        let measure = (!mark.measure.is_empty()).then(|| view! { <p class="quote">{t!(contract.measured, text = mark.measure)}</p> });
        let record = mark.exception.clone().map(|id| view! { " " <a class="link" href=format!("/exceptions/{id}")>{t!(exception.open)}</a> });
        view! { <p class="quote">{until} {mark.reason.clone()} {record}</p> {measure} }
    });
    let by = t!(contract.marked_by, name = mark.marked_by, at = instant(mark.marked_at));
    view! { {quote} {excepted} <p class="quote"><span class="muted">{by}</span></p> }
}
