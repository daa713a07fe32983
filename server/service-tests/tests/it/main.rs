//! The services against the embedded database, as one program.

mod annex;
mod as_of;
mod attachment;
mod cadence;
mod catalogue_draft;
mod certificate;
mod city;
mod contract_text;
mod declaration;
mod demo;
mod exception;
mod finding;
mod import;
mod plans;
mod post;
mod reference;
mod register;
mod reminder;
mod revision;
mod selection;
mod subcontract;
mod yearly_plan;
