//! A choice out of many, such as a contractor. A plain select holds what can be chosen; with scripting a search box above it narrows that down.

use domain::{
    contractor::{ContractorFilter, ContractorRow},
    department::Department,
};
use leptos::prelude::*;

use super::{at_once::IntoAny, field::Wiring, load::fetched, table::FilterSelect};
use crate::{rpc, t};

/// Ids and labels.
pub type Options = Vec<(String, String)>;

/// `options` follow `search`, which the picker writes what is typed into. What is chosen stays in the list whatever is searched.
#[component]
pub fn Picker(
    #[prop(into)] name: String,
    #[prop(into)] options: Signal<Options>,
    search: RwSignal<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    picker(name, options, search, hint, required)
}

fn picker(name: String, options: Signal<Options>, search: RwSignal<String>, hint: Option<String>, required: bool) -> impl IntoView {
    let wiring = Wiring::new(name, hint, required);
    let first = wiring.initial();
    let label_of = move |id: &str| options.with_untracked(|options| options.iter().find(|(known, _)| known == id).map(|(_, label)| label.clone()));
    let chosen = RwSignal::new((label_of(&first).unwrap_or_else(|| first.clone()), first));
    let shown = move || {
        let (mut list, (label, id)) = (options.get(), chosen.get_untracked());
        if !id.is_empty() && list.iter().all(|(other, _)| *other != id) {
            list.insert(0, (id.clone(), label));
        }
        let option = |(value, label): (String, String)| {
            let selected = value == id;
            view! { <option value=value selected=selected>{label}</option> }
        };
        list.into_iter().map(option).collect_view()
    };
    // Once somebody has chosen, a browser no longer looks at `selected`: it has to be told whenever the list was another.
    let select = NodeRef::<leptos::html::Select>::new();
    Effect::new(move |before: Option<()>| {
        options.track();
        if before.is_some() {
            request_animation_frame(move || {
                if let Some(select) = select.try_get_untracked().flatten() {
                    select.set_value(&chosen.get_untracked().1);
                }
            });
        }
    });
    let on_change = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        if let Some(label) = label_of(&id) {
            chosen.set((label, id));
        } else if id.is_empty() {
            chosen.set(Default::default());
        }
    };
    // A search box only where it works.
    let awake = RwSignal::new(false);
    Effect::new(move || awake.set(true));
    let search_id = format!("{}-search", wiring.id);
    let search_box = move || {
        awake.get().then(|| {
            let label = t!(common.narrow_down);
            // The form around it shall not take it for a field of its own.
            let on_search = move |event: leptos::ev::Event| {
                event.stop_propagation();
                search.set(event_target_value(&event));
            };
            view! { <input type="search" id=search_id.clone() aria-label=label placeholder=label autocomplete="off" on:input=on_search/> }
        })
    };
    let input = view! {
        {search_box}
        <select
            node_ref=select
            id=wiring.id.clone()
            name=wiring.name.clone()
            aria-required=required.then_some("true")
            aria-invalid=wiring.is_invalid()
            aria-describedby=wiring.described_by()
            on:change=on_change
        >
            <option value="">{t!(common.choose)}</option>
            {shown}
        </select>
    };
    wiring.frame(false, input.into_any())
}

/// Picks a department out of all there are.
#[component]
pub fn DepartmentPicker(
    #[prop(into)] name: String,
    all: Vec<Department>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    list_picker(name, department_options(&all), hint, required)
}

/// Picks one of a list that is there whole.
#[component]
pub fn ListPicker(#[prop(into)] name: String, all: Options, #[prop(optional, into)] hint: Option<String>, #[prop(optional)] required: bool) -> impl IntoView {
    list_picker(name, all, hint, required)
}

fn list_picker(name: String, all: Options, hint: Option<String>, required: bool) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let options = Memo::new(move |_| {
        let wanted = folded(&search.get());
        all.iter().filter(|(_, label)| folded(label).contains(&wanted)).cloned().collect::<Options>()
    });
    picker(name, options.into(), search, hint, required)
}

/// Picks a contractor. `first` is what the select holds before anything is searched: the first page, and the one chosen if there is one.
#[component]
pub fn ContractorPicker(
    #[prop(into)] name: String,
    first: Vec<ContractorRow>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let options = RwSignal::new(contractor_options(&first));
    Effect::new(move |before: Option<String>| {
        let q = search.get();
        if before.is_some_and(|before| before != q) {
            let asked = q.clone();
            leptos::task::spawn_local(async move {
                let found = rpc::contractor::list_contractors(ContractorFilter { q: asked.clone(), ..ContractorFilter::default() }).await;
                // An answer that comes late must not undo a later one.
                if let (Ok(page), Some(now)) = (found, search.try_get_untracked())
                    && now == asked
                {
                    options.try_set(contractor_options(&page.items));
                }
            });
        }
        q
    });
    picker(name, options.into(), search, hint, required)
}

/// Filters a list by department. They come on their own: the list does not wait for them, and without them the rest still filters.
#[component]
pub fn DepartmentFilter(
    /// What the blank choice says.
    all: &'static str,
) -> impl IntoView {
    let departments = fetched(|| (), |()| rpc::department::list_departments());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let options = department_options(&departments.await.unwrap_or_default());
                view! { <FilterSelect name="department" label=t!(common.department) all=all options=options/> }
            })}
        </Transition>
    }
}

/// Spellings that mean the same look the same.
pub fn folded(text: &str) -> String {
    domain::text::katakana(&domain::text::narrow(text)).to_lowercase()
}

pub fn department_options(departments: &[Department]) -> Options {
    departments.iter().map(|department| (department.id.to_string(), format!("{} {}", department.code, department.name))).collect()
}

pub fn contractor_options(rows: &[ContractorRow]) -> Options {
    rows.iter()
        .map(|row| (row.id.to_string(), row.corporate_number.as_ref().map_or_else(|| row.name.clone(), |number| format!("{}（{number}）", row.name))))
        .collect()
}
