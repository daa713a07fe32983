//! The pages, one module a group.
//!
//! In the browser, related groups share a file that is fetched when the first of their pages is opened: whoever signs in waits for the entrance and
//! the start page only. There are few such files, because what several of them need becomes a file as well, one for each combination.

/// Lists the addresses of a group with their pages, in the order in which they are tried; `$file` names the file the pages travel in. Only what can
/// be reached from here alone travels apart, so a page must not be named anywhere else. `$group` is one word for the whole program.
macro_rules! travels_apart {
    ($group:ident in $file:ident: $($address:literal => $view:path),+ $(,)?) => {
        pub fn routes() -> Vec<$crate::route::PageRoute> {
            let group: $crate::route::Group = |address| Box::pin($group(address));
            vec![$($crate::route::page(group, $address)),+]
        }

        #[leptos::lazy($file)]
        fn $group(address: Option<&'static str>) -> leptos::prelude::AnyView {
            domain::message::bring_all();
            match address {
                $(Some($address) => $crate::ui::at_once::IntoAny::into_any($view()),)+
                _ => $crate::ui::at_once::IntoAny::into_any(()),
            }
        }
    };
}

pub mod admin;
pub mod answer;
pub mod attachment;
pub mod board;
pub mod cadence;
pub mod catalogue;
pub mod certificate;
pub mod contract;
pub mod contractor;
pub mod entrance;
pub mod exception;
pub mod finding;
pub mod home;
pub mod import;
pub mod incident;
pub mod reference;
pub mod register;
pub mod reminder;
pub mod selection;
pub mod subcontract;
pub mod verification;
pub mod version;
