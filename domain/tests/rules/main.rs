//! The computed rules, as examples that read as sentences and as properties, on the policy data that ships.

#[cfg(feature = "server")]
mod annex;
mod attachment;
mod audit;
mod cadence;
mod catalogue_draft;
mod certificate;
mod clause;
mod condition;
mod contract_form;
mod declaration;
mod exception;
mod faults;
mod finding;
mod forms;
mod incident;
mod messages;
mod notice;
mod permission;
mod plan;
mod plan_properties;
mod reference;
mod register;
mod reminder;
mod replan;
mod review;
mod revision;
mod risk;
mod samples;
mod selection;
mod shipped;
mod subcontract;
mod verification;
mod yearly_plan;
