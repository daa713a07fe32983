//! 版の移行: the contracts still held against an older version, what each would gain and lose, and one button for all that are listed. One alone is
//! moved on its own page.

use domain::{catalogue_draft::AffectedContract, department::Department, page::Page};
use leptos::prelude::*;

use super::{compare::filter, shift::contracts};
use crate::{
    query::use_asked,
    rpc::{
        Fault,
        catalogue::{MigrateContracts, list_migrations},
        department::list_departments,
    },
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        form::{ErrorSummary, Form, button_state},
        load::{fetched, load},
        page_head::PageHead,
        picker::department_options,
        table::{FilterSelect, Filters, total},
    },
};

#[component]
pub fn MigratePage() -> impl IntoView {
    let (asked, action) = (use_asked(), ServerAction::<MigrateContracts>::new());
    let found = fetched(
        move || filter(&asked.read()),
        |filter| async move { Ok::<_, Fault>((list_migrations(filter).await?, list_departments().await.unwrap_or_default())) },
    );
    Effect::new(move || {
        if action.version().get() > 0 {
            found.refetch();
        }
    });
    load(found, move |((version, page), departments): ((u32, Page<AffectedContract>), Vec<Department>)| {
        let department = asked.read_untracked().text("department");
        let over = t!(catalogue.in_force_version, version = version);
        let list = if page.items.is_empty() {
            view! { <Empty pic="pic-calm" title=t!(catalogue.none_behind) text=t!(catalogue.none_behind_text)/> }.into_any()
        } else {
            let count = total(&page);
            view! { {moving(version, department, &count, action)} {contracts(page)} }.into_any()
        };
        view! {
            <PageHead title=t!(catalogue.migrate_title) over=over.into_any() sub=t!(catalogue.migrate_text).into_any()/>
            <Filters label=t!(catalogue.affected_filter)><FilterSelect name="department" label=t!(common.department) all=t!(catalogue.all_departments) options={department_options(&departments)}/></Filters>
            {list}
        }
    })
}

/// The button says how many it moves, of which department if one was chosen.
fn moving(version: u32, department: String, count: &str, action: ServerAction<MigrateContracts>) -> impl IntoView + use<> {
    let state = button_state();
    let sending = state.sending();
    let label = t!(catalogue.migrate_button, count = count, version = version);
    view! {
        <Form state=state action=action>
            <ErrorSummary/>
            <input type="hidden" name=state.input_name("to") value=version.to_string()/>
            <input type="hidden" name=state.input_name("department") value=department/>
            <div class="actions"><button class="btn primary" aria-busy=sending>{label}</button> <span class="note">{t!(catalogue.migrate_hint)}</span></div>
        </Form>
    }
}
