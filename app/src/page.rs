//! The pages, one module a group.
//!
//! In the browser, related groups share a file that is fetched when the first of their pages is opened: whoever signs in waits for the entrance and
//! the start page only. There are few such files, because what several of them need becomes a file as well, one for each combination.

/// Lists the pages of a group, as `Page`, for the routes to name; `$file` names the file they travel in. Only what can be reached from here alone
/// travels apart, so a page must not be named anywhere else. `$group` is one word for the whole program.
macro_rules! travels_apart {
    ($group:ident in $file:ident: $($page:ident => $view:path),+ $(,)?) => {
        #[derive(Clone, Copy)]
        enum Page {
            $($page),+
        }

        #[leptos::lazy($file)]
        fn $group(page: Option<Page>) -> leptos::prelude::AnyView {
            domain::message::bring_all();
            match page {
                $(Some(Page::$page) => $crate::ui::at_once::IntoAny::into_any($view()),)+
                None => $crate::ui::at_once::IntoAny::into_any(()),
            }
        }

        impl leptos_router::ChooseView for Page {
            async fn choose(self) -> leptos::prelude::AnyView {
                $group(Some(self)).await
            }

            // The router waits for this before it takes over what the server sent. Asked for no page, the file is fetched and nothing else.
            async fn preload(&self) {
                $group(None).await;
            }
        }
    };
}

pub mod admin;
pub mod answer;
pub mod attachment;
pub mod board;
pub mod catalogue;
pub mod certificate;
pub mod contract;
pub mod contractor;
pub mod entrance;
pub mod exception;
pub mod home;
pub mod import;
pub mod reference;
pub mod register;
pub mod selection;
pub mod subcontract;
pub mod verification;
pub mod version;
