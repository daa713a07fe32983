//! The pages, one module a group.

pub mod admin;
pub mod board;
pub mod contract;
pub mod contractor;
pub mod entrance;
pub mod home;
pub mod import;
