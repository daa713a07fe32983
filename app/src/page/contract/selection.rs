//! The selection a contract rests on: chosen out of those of its contractor that are in force.

use domain::{
    date,
    id::{ContractorId, SelectionId},
    permission::Operation,
    selection::{SelectionFilter, SelectionRow},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    rpc::{Fault, selection::list_selections},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        form::use_form,
        page_head::{Fact, or_dash},
        picker::{Options, Picker, folded},
        state::SelectionStateBadge,
    },
};

/// Selections offered: a contractor has few in force.
const OFFERED: usize = 100;

/// What a contract of this contractor can rest on today.
pub async fn offered(contractor: ContractorId) -> Result<Vec<SelectionRow>, Fault> {
    let filter = SelectionFilter { contractor: Some(contractor), in_force: true, limit: Some(OFFERED), cursor: None };
    Ok(list_selections(filter).await?.items)
}

/// Follows the contractor chosen. Whoever does not see selections leaves the one there is as it is.
#[component]
pub fn SelectionField(
    /// Those of the contractor the form begins with.
    first: Vec<SelectionRow>,
    /// The one the contract names, which stays in the list though it may have expired.
    named: Option<SelectionRow>,
) -> impl IntoView {
    let (state, lang) = (use_form(), use_lang());
    if !use_session().can(Operation::ReadSelection) {
        return view! { <input type="hidden" name=state.input_name("selection") value=state.initial("selection")/> }.into_any();
    }
    let written = move |rows: Vec<SelectionRow>| -> Options {
        let option = |row: SelectionRow| {
            let day = row.valid_until.map(|day| date::short(day, lang)).unwrap_or_default();
            (row.id.to_string(), t!(contract.selection_until, title = row.title, day = day))
        };
        rows.into_iter().map(option).collect()
    };
    let named = named.filter(|named| first.iter().all(|row| row.id != named.id));
    let all = RwSignal::new(written(named.into_iter().chain(first).collect()));
    Effect::new(move |before: Option<String>| {
        let chosen = state.value("contractor");
        if before.is_some_and(|before| before != chosen) {
            let asked = chosen.clone();
            leptos::task::spawn_local(async move {
                let found = match asked.parse() {
                    Ok(contractor) => offered(contractor).await.unwrap_or_default(),
                    Err(_) => Vec::new(),
                };
                // An answer that comes late must not undo a later one.
                if state.values().try_get_untracked().is_some_and(|now| now.get(&state.whole("contractor")) == Some(&asked)) {
                    all.try_set(written(found));
                }
            });
        }
        chosen
    });
    let search = RwSignal::new(String::new());
    let options = Memo::new(move |_| {
        let wanted = folded(&search.get());
        all.get().into_iter().filter(|(_, label)| folded(label).contains(&wanted)).collect::<Options>()
    });
    view! { <Picker name="selection" options=options search=search hint=t!(contract.selection_hint)/> }.into_any()
}

/// The selection among the facts of a contract; an id is nothing to somebody who does not see selections.
#[component]
pub fn SelectionFact(named: Option<SelectionRow>, id: Option<SelectionId>) -> impl IntoView {
    use_session().can(Operation::ReadSelection).then(|| {
        let shown = match named {
            Some(row) => view! {
                <a class="link" href=format!("/selections/{}/candidates/{}", row.procurement, row.id)>{row.title}</a> " " <SelectionStateBadge state=row.state/>
            }
            .into_any(),
            None => or_dash(&id.map(|id| id.to_string()).unwrap_or_default()),
        };
        view! { <Fact label=t!(contract.selection)>{shown}</Fact> }
    })
}
