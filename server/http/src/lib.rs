//! Doors of the register: REST with its OpenAPI document, the pages, the command line. None of them authorises, validates or queries;
//! each turns its words into a call of [`service`] and the answer into its own words.

mod bench;
pub mod cli;
pub mod config;
mod door;
mod extract;
pub mod flash;
mod middleware;
pub mod openapi;
mod page;
mod problem;
mod rest;
pub mod router;
mod session;
pub mod state;
mod throttle;
