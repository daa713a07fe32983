//! The parts every page is made of. Names of classes are those of `style/README.md`.

pub mod at_once;
pub mod audit_trail;
pub mod beside;
pub mod conflict;
pub mod crumb;
pub mod empty;
pub mod fault;
pub mod field;
pub mod file_drop;
pub mod form;
pub mod frame;
pub mod get_form;
pub mod heat;
pub mod history;
pub mod icon;
pub mod keys;
pub mod load;
pub mod nav;
pub mod page_head;
pub mod picker;
pub mod reasons;
pub mod state;
pub mod table;
pub mod tiles;
pub mod topbar;
pub mod window_title;
