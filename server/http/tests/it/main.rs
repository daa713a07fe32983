//! The doors against the real services on an embedded database; requests go straight into the router.

// Tests may fail loudly; `main.rs` of a test is not a module of the product.
#![allow(clippy::unwrap_used)]

mod annex;
mod attachments;
mod bad_input;
mod cadence_draft;
mod cases;
mod catalogue_draft;
mod certificates;
mod changes;
mod declaration;
mod document;
mod edge;
mod entrance;
mod frame;
mod matrix;
mod operations;
mod pages;
mod references;
mod registers;
mod revisions;
mod selection;
mod site;
mod subcontracts;
mod yearly_plan;
