//! One import: what the file would do, row by row, then how far the writing is, then what came of it. The page can be left at any time: the
//! address is that of the import, and the writing does not wait for anybody.

use domain::{
    Error,
    id::ImportId,
    import::{Import, ImportCount, ImportRowFilter, ImportState, RowState},
    label::Choice,
};
use leptos::prelude::*;

use super::{confirm::Confirm, progress::Progress, rows, words};
use crate::{
    flash::FlashNote,
    lang::use_lang,
    query::{Asked, use_asked, use_id},
    rpc::{
        Fault,
        import::{ConfirmImport, ImportRows, get_import, list_import_rows},
    },
    t,
    ui::{
        at_once::IntoAny,
        audit_trail::instant,
        icon::Icon,
        load::{fetched, load, of_address},
        page_head::PageHead,
        state::number,
        table::Chip,
        tiles::{Tile, Tiles},
    },
};

fn filter(asked: &Asked) -> ImportRowFilter {
    ImportRowFilter { state: asked.choice("state"), cursor: asked.some("cursor"), limit: None }
}

#[component]
pub fn ImportPage() -> impl IntoView {
    let (id, asked) = (use_id::<ImportId>("id"), use_asked());
    let import = of_address(get_import);
    let rows = fetched(
        move || (id.get(), filter(&asked.read())),
        |(id, filter)| async move {
            match id {
                Some(id) => list_import_rows(id, filter).await,
                None => Err(Fault(Error::NotFound)),
            }
        },
    );
    let action = ServerAction::<ConfirmImport>::new();
    let again = Callback::new(move |()| {
        import.refetch();
        rows.refetch();
    });
    // What follows a confirmation is this very page.
    Effect::new(move || {
        if action.value().with(|value| matches!(value, Some(Ok(())))) {
            again.run(());
        }
    });
    load(import, move |import| page(import, rows, action, again))
}

fn page(import: Import, rows: Resource<Result<ImportRows, Fault>>, action: ServerAction<ConfirmImport>, again: Callback<()>) -> impl IntoView {
    let Import { id, kind, state, count, .. } = import.clone();
    let lang = use_lang();
    let running = (state == ImportState::Running).then(|| view! { <Progress import=import.clone() again=again/> });
    let confirm = (state == ImportState::Previewed && to_write(count) > 0).then(|| view! { <Confirm import=import.clone() action=action again=again/> });
    view! {
        <PageHead title=t!(import.page_title, kind = kind.label(lang)) over=words::state_badge(state).into_any() sub=about(&import).into_any()/>
        <FlashNote/>
        {steps(state)}
        {running}
        {came_of_it(&import)}
        {tiles(&id, count)}
        {unknown_columns(&import.unknown_columns)}
        {faulty(&import)}
        {chips(count)}
        {load(rows, move |found| rows::table(kind, found))}
        {confirm}
    }
}

/// Rows that would be, or were, written.
pub const fn to_write(count: ImportCount) -> u32 {
    count.new + count.changed
}

/// The file, and whose it is.
fn about(import: &Import) -> impl IntoView + use<> {
    let Import { kind, file_name, encoding, count, by_name, at, .. } = import.clone();
    view! {
        <span>{file_name}</span>
        " "
        <span>{t!(import.row_count, count = number(count.total.into()))}</span>
        " "
        <span>{encoding.label(use_lang())}</span>
        " "
        <span>{t!(import.by, name = by_name, at = instant(at))}</span>
        " "
        <a class="link" href=words::upload_page(kind)>{t!(import.other_file)}</a>
    }
}

fn steps(state: ImportState) -> impl IntoView {
    let now = match state {
        ImportState::Previewed => 1,
        ImportState::Running | ImportState::Interrupted => 2,
        ImportState::Finished => 3,
    };
    let items = [t!(import.step_file), t!(import.step_preview), t!(import.step_write), t!(import.step_done)]
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let done = (index < now || state == ImportState::Finished).then_some("done");
            view! { <li data-state=done aria-current=(index == now).then_some("step")><span>{label}</span></li> }
        })
        .collect_view();
    view! { <ol class="steps" aria-label=t!(import.steps)>{items}</ol> }
}

fn tiles(id: &ImportId, count: ImportCount) -> impl IntoView + use<> {
    let (asked, lang) = (use_asked(), use_lang());
    let tiles = [(RowState::New, count.new), (RowState::Changed, count.changed), (RowState::Same, count.same), (RowState::Faulty, count.faulty)]
        .map(|(state, value)| {
            let tone = if state == RowState::Faulty { "danger" } else { "" };
            let current = Signal::derive(move || asked.read().choice("state") == Some(state));
            let href = format!("/imports/{id}?state={}", state.word());
            view! { <Tile label=state.label(lang) value=value unit=t!(import.row_unit) href=href tone=tone current=current/> }
        })
        .collect_view();
    view! { <Tiles>{tiles}</Tiles> }
}

fn chips(count: ImportCount) -> impl IntoView {
    let lang = use_lang();
    let chip = |state: RowState, count: u32| (count > 0).then(|| view! { <Chip name="state" value=state.word() label=state.label(lang) count=count/> });
    view! {
        <div class="filters" role="group" aria-label=t!(import.shown_rows)>
            {chip(RowState::Faulty, count.faulty)}
            {chip(RowState::Changed, count.changed)}
            {chip(RowState::New, count.new)}
            {chip(RowState::Same, count.same)}
        </div>
    }
}

fn unknown_columns(columns: &[String]) -> Option<impl IntoView + use<>> {
    (!columns.is_empty()).then(|| {
        view! {
            <div class="callout" data-tone="warn" role="note">
                <strong>{t!(import.unknown, count = columns.len())}</strong>
                <p>{t!(import.unknown_text, columns = columns.join("、"))}</p>
            </div>
        }
    })
}

/// The rows that cannot be taken are a file of their own, to be put right and imported again.
fn faulty(import: &Import) -> Option<impl IntoView + use<>> {
    let (id, count, rest) = (import.id.clone(), import.count.faulty, to_write(import.count));
    let text = match (import.state, rest) {
        (ImportState::Previewed, 1..) => t!(import.faulty_rest, count = number(rest.into())),
        _ => t!(import.faulty_text).to_owned(),
    };
    (count > 0).then(|| {
        let count = number(count.into());
        view! {
            <div class="callout" data-tone="warn" role="note">
                <strong>{t!(import.faulty_title, count = count)}</strong>
                <p>{text}</p>
                <div class="actions">
                    <a class="btn small" href=format!("/imports/{id}/faulty.csv") download="" rel="external">
                        <Icon name="download"/>
                        {t!(import.faulty_download, count = count)}
                    </a>
                </div>
            </div>
        }
    })
}

/// How it ended, or that there is nothing to do.
fn came_of_it(import: &Import) -> Option<AnyView> {
    let Import { kind, state, count, done, finished_at, .. } = import.clone();
    let done = number(done.into());
    match state {
        ImportState::Finished => {
            let at = finished_at.map(instant).unwrap_or_default();
            Some(
                view! {
                    <div class="callout" data-tone="ok" role="status">
                        <strong>{t!(import.finished, count = done)}</strong>
                        <p>{t!(import.finished_text, at = at, new = number(count.new.into()), changed = number(count.changed.into()))}</p>
                        <div class="actions"><a class="btn small" href=words::register(kind)>{t!(import.to_register, kind = kind.label(use_lang()))}</a></div>
                    </div>
                }
                .into_any(),
            )
        }
        ImportState::Interrupted => Some(
            view! {
                <div class="callout" data-tone="danger" role="alert">
                    <strong>{t!(import.interrupted)}</strong>
                    <p>{t!(import.interrupted_text, done = done, count = number(to_write(count).into()))}</p>
                    <div class="actions"><a class="btn small" href=words::upload_page(kind)>{t!(import.again)}</a></div>
                </div>
            }
            .into_any(),
        ),
        ImportState::Previewed if to_write(count) == 0 => Some(
            view! {
                <div class="callout" data-tone="info" role="note">
                    <strong>{t!(import.nothing)}</strong>
                    <p>{if count.faulty > 0 { t!(import.nothing_faulty) } else { t!(import.nothing_text) }}</p>
                </div>
            }
            .into_any(),
        ),
        ImportState::Previewed | ImportState::Running => None,
    }
}
