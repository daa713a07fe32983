//! 改正案: the security officer writes the next version of the clause catalogue, sees what it would do to the contracts, puts it in force, and moves
//! the contracts on. The Markdown is rendered in the browser while it is typed: that part travels with these pages alone.

mod clause;
mod compare;
mod condition;
mod draft;
mod migrate;
mod shift;
mod words;

pub use shift::Newer;

travels_apart! {
    catalogue_pages in catalogue:
    "/clauses/draft" => draft::DraftPage,
    "/clauses/draft/new" => clause::NewClausePage,
    "/clauses/draft/compare" => compare::ComparePage,
    "/clauses/draft/:clause" => clause::ClausePage,
    "/clauses/migrate" => migrate::MigratePage,
}
