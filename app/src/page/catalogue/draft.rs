//! 改正案: every clause with how it stands to the version in force, and at the end the day from which it shall hold. Opened when the guideline is
//! revised; the next step is a clause, then the comparison, then the day.

use domain::{
    catalogue_draft::{ClauseChange, DraftLine, DraftView, ForceForm},
    clause::ClauseGroup,
    label::Choice,
};
use leptos::prelude::*;

use super::words;
use crate::{
    lang::use_lang,
    query::use_asked,
    rpc::catalogue::{DiscardDraft, DropDraftClause, PutDraftInForce, RestoreDraftClause, StartDraft, find_draft},
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        empty::Empty,
        field::{DateField, TextArea},
        form::{ErrorSummary, Form, FormState, button_state, errors_of},
        load::{fetched, load},
        page_head::{PageHead, Panel},
        state::Badge,
        table::Chip,
    },
};

/// The buttons of the lines.
#[derive(Clone, Copy)]
struct Buttons {
    drop: ServerAction<DropDraftClause>,
    restore: ServerAction<RestoreDraftClause>,
    state: FormState,
}

#[component]
pub fn DraftPage() -> impl IntoView {
    let (start, discard, force) = (ServerAction::<StartDraft>::new(), ServerAction::<DiscardDraft>::new(), ServerAction::<PutDraftInForce>::new());
    let (drop, restore) = (ServerAction::<DropDraftClause>::new(), ServerAction::<RestoreDraftClause>::new());
    let draft = fetched(|| (), |()| find_draft());
    // These come back to this very page.
    Effect::new(move || {
        let done = [drop.version().get(), restore.version().get(), start.version().get()];
        if done.iter().any(|count| *count > 0) {
            draft.refetch();
        }
    });
    load(draft, move |draft: Option<DraftView>| match draft {
        None => none(start),
        Some(draft) => page(draft, discard, force, Buttons { drop, restore, state: button_state() }),
    })
}

fn none(start: ServerAction<StartDraft>) -> AnyView {
    let state = button_state();
    let sending = state.sending();
    view! {
        <PageHead title=t!(catalogue.draft)/>
        <Empty title=t!(catalogue.no_draft) text=t!(catalogue.no_draft_text)>
            <Form state=state action=start>
                <ErrorSummary/>
                <button class="btn primary" aria-busy=sending>{t!(catalogue.start)}</button>
            </Form>
        </Empty>
    }
    .into_any()
}

fn page(draft: DraftView, discard: ServerAction<DiscardDraft>, force: ServerAction<PutDraftInForce>, buttons: Buttons) -> AnyView {
    let asked = use_asked();
    let over = view! { <span>{t!(catalogue.based_on, version = draft.based_on)}</span> " " <span>{t!(catalogue.started, name = draft.started_by.clone(), at = instant(draft.started_at))}</span> };
    let changed = draft.lines.iter().filter(|line| line.change != ClauseChange::Same).count();
    let (version, lines) = (draft.version, StoredValue::new(draft.lines.clone()));
    let shown = move || {
        let only = asked.read().text("only") == "changed";
        let groups: Vec<(ClauseGroup, Vec<DraftLine>)> = lines.with_value(|lines| {
            let of = |group| lines.iter().filter(|line| line.group == group && (!only || line.change != ClauseChange::Same)).cloned().collect::<Vec<_>>();
            ClauseGroup::ALL.iter().map(|group| (*group, of(*group))).filter(|(_, lines)| !lines.is_empty()).collect()
        });
        if groups.is_empty() {
            return view! { <Empty pic="pic-calm" title=t!(catalogue.nothing_changed) text=t!(catalogue.nothing_changed_text)/> }.into_any();
        }
        groups.into_iter().map(|(group, lines)| part(group, lines, version, buttons)).collect_view().into_any()
    };
    view! {
        <PageHead title=t!(catalogue.draft) over=over.into_any() sub=t!(catalogue.draft_text).into_any()>
            <a class="btn" href="/clauses/draft/new">{t!(catalogue.new_clause)}</a>
            <a class="btn primary" href="/clauses/draft/compare">{t!(catalogue.compare)}</a>
        </PageHead>
        <div class="filters" role="group" aria-label=t!(catalogue.quick_filters)><Chip name="only" value="changed" label=t!(catalogue.only_changed) count=u32::try_from(changed).unwrap_or(u32::MAX)/></div>
        {shown}
        {in_force(&draft, changed, force)}
        {discarding(version, discard)}
    }
    .into_any()
}

fn part(group: ClauseGroup, lines: Vec<DraftLine>, version: u64, buttons: Buttons) -> AnyView {
    let id = format!("group-{}", group.word());
    let count = t!(common.total, count = lines.len());
    let items: Vec<AnyView> = lines.into_iter().map(|line| line_of(line, version, buttons)).collect();
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{group.label(use_lang())}</h2><span class="count">{count}</span></div>
            <ol class="clauses">{items}</ol>
        </section>
    }
    .into_any()
}

fn line_of(line: DraftLine, version: u64, buttons: Buttons) -> AnyView {
    let lang = use_lang();
    let DraftLine { clause, title, blocking, change, .. } = line;
    let mark = (change != ClauseChange::Same).then(|| {
        let tone = if change == ClauseChange::Dropped { "danger" } else { "accent" };
        view! { <Badge tone=tone label=change.label(lang)/> }
    });
    let href = format!("/clauses/draft/{clause}");
    let title = if change == ClauseChange::Dropped { view! { <del>{title}</del> }.into_any() } else { view! { <a href=href.clone()>{title}</a> }.into_any() };
    let blocking = blocking.then(|| t!(catalogue.blocking_mark));
    let (id, sr) = (clause.clone(), clause.clone());
    let button = match change {
        ClauseChange::Dropped | ClauseChange::Changed => {
            let label = if change == ClauseChange::Dropped { t!(catalogue.restore) } else { t!(catalogue.undo) };
            view! { <Form state=buttons.state action=buttons.restore class="inline">{hidden(id.clone(), version)}<button class="btn small">{label} <span class="sr">{sr}</span></button></Form> }
                .into_any()
        }
        ClauseChange::Same | ClauseChange::Added => {
            view! { <Form state=buttons.state action=buttons.drop class="inline">{hidden(id.clone(), version)}<button class="btn small">{t!(catalogue.drop)} <span class="sr">{sr}</span></button></Form> }
                .into_any()
        }
    };
    view! {
        <li class="clause drafted" id=format!("clause-{clause}")>
            <span class="id">{clause.clone()}</span>
            <h3 class="title">{title}</h3>
            <span class="article">{blocking}</span>
            <span class="state">{mark}</span>
            <div class="actions">{button}</div>
        </li>
    }
    .into_any()
}

/// Which clause, of which state of the draft.
fn hidden(clause: String, version: u64) -> impl IntoView {
    view! { <input type="hidden" name="clause" value=clause/> <input type="hidden" name="version" value=version.to_string()/> }
}

/// From when: the last thing said of a draft.
fn in_force(draft: &DraftView, changed: usize, action: ServerAction<PutDraftInForce>) -> AnyView {
    if changed == 0 {
        return ().into_any();
    }
    let earliest = draft.earliest;
    let shown = ForceForm::default();
    let state = FormState::new("form", &shown, move |form: &ForceForm| errors_of(form.read(earliest)), words::label);
    let (sending, version) = (state.sending(), draft.version);
    view! {
        <Panel id="force-h" title=t!(catalogue.put_in_force)>
            <p>{t!(catalogue.put_in_force_text)}</p>
            <Form state=state action=action>
                <ErrorSummary/>
                <input type="hidden" name="version" value=version.to_string()/>
                <div class="grid-2">
                    <DateField name="from" hint=t!(catalogue.from_hint, day = earliest) required=true/>
                    <TextArea name="note" hint=t!(catalogue.note_hint) required=true/>
                </div>
                <div class="form-actions"><button class="btn primary" aria-busy=sending>{t!(catalogue.put_in_force_button)}</button></div>
            </Form>
        </Panel>
    }
    .into_any()
}

fn discarding(version: u64, action: ServerAction<DiscardDraft>) -> impl IntoView {
    let state = button_state();
    let sending = state.sending();
    view! {
        <details class="model">
            <summary>{t!(catalogue.discard)}</summary>
            <p>{t!(catalogue.discard_text)}</p>
            <Form state=state action=action>
                <input type="hidden" name="version" value=version.to_string()/>
                <button class="btn danger" aria-busy=sending>{t!(catalogue.discard_button)}</button>
            </Form>
        </details>
    }
}
