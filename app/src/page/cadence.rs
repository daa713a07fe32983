//! 点検頻度の改正案: the security officer rewrites how often contracts are verified, sees what that does to every plan, and puts it in force.

mod draft;
mod edit;
pub mod rule;
mod what_if;
mod words;

travels_apart! {
    cadence_pages in catalogue:
    "/policy/cadence/draft" => draft::DraftPage,
    "/policy/cadence/draft/edit" => edit::EditPage,
}
