//! Nothing to show, and not yet there.

use leptos::prelude::*;

use super::{at_once::Children, icon::Picture};

/// An empty list teaches: what belongs here, why there is none, what to do first. The children are its actions.
#[component]
pub fn Empty(
    /// `pic-calm`: nothing late. `pic-ledger`: nothing registered. `pic-search`: nothing found.
    #[prop(default = "pic-ledger")]
    pic: &'static str,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Picture name=pic/>
            <h3>{title}</h3>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="actions">{children.show()}</div> })}
        </div>
    }
}

/// Lines where a list or a record will be.
#[component]
pub fn Skeleton(#[prop(default = 6)] rows: usize, #[prop(default = 4)] columns: usize) -> impl IntoView {
    let row = move || view! { <tr class="skeleton">{(0..columns).map(|_| view! { <td></td> }).collect_view()}</tr> };
    view! {
        <table class="table" aria-hidden="true">
            <tbody>{(0..rows).map(|_| row()).collect_view()}</tbody>
        </table>
    }
}
