//! The pages, one module a group. A group is a file of its own in the browser, fetched when the first of its pages is opened: whoever signs in
//! waits for the entrance and the start page only.

/// Lists the pages of a group, as `Page`, for the routes to name. What is reachable from here alone is what travels apart, so a page must not
/// be named anywhere else; `$file` names the file, and is one word for the whole program.
macro_rules! travels_apart {
    ($file:ident: $($page:ident => $view:path),+ $(,)?) => {
        #[derive(Clone, Copy)]
        enum Page {
            $($page),+
        }

        #[leptos::lazy]
        fn $file(page: Page) -> leptos::prelude::AnyView {
            match page {
                $(Page::$page => $crate::ui::at_once::IntoAny::into_any($view())),+
            }
        }

        impl leptos_router::ChooseView for Page {
            async fn choose(self) -> leptos::prelude::AnyView {
                $file(self).await
            }

            async fn preload(&self) {}
        }
    };
}

pub mod admin;
pub mod board;
pub mod contract;
pub mod contractor;
pub mod entrance;
pub mod home;
pub mod import;
pub mod verification;
