//! REST at `/api/v1`: one file per noun, each handler a few lines that call one use case.

mod annex;
mod answer;
mod attachments;
mod audit;
mod cadence_draft;
mod catalogue_draft;
mod certificates;
mod contract_texts;
mod contractors;
mod contracts;
mod coverage;
mod criteria;
mod departments;
mod exceptions;
mod findings;
mod health;
mod home;
mod imports;
mod incidents;
mod invitations;
mod migrations;
mod people;
mod policies;
mod procurements;
mod references;
mod registers;
mod reminders;
mod reviews;
mod revisions;
mod selections;
mod session;
mod subcontracts;
mod verifications;
mod yearly_plans;

use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;

use crate::{middleware::conditional, problem::Fault, state::AppState};

pub(crate) use answer::{attachment, csv_type};
pub(crate) use session::Arrival;

/// Largest files taken, in bytes.
#[derive(Clone, Copy, Default)]
pub struct Limits {
    /// A list to be imported, or the text of a contract.
    pub upload: usize,
    pub attachment: usize,
}

/// What a handler answers.
type Answer = Result<axum::response::Response, Fault>;

/// Every operation with its description; nothing is served that is not described.
pub fn routes(Limits { upload: upload_limit, attachment }: Limits) -> OpenApiRouter<AppState> {
    let nouns = OpenApiRouter::new()
        .merge(session::routes())
        .merge(home::routes())
        .merge(departments::routes())
        .merge(people::routes())
        .merge(reminders::routes())
        .merge(contractors::routes())
        .merge(certificates::routes())
        .merge(contracts::routes())
        .merge(reviews::routes())
        .merge(revisions::routes())
        .merge(coverage::routes())
        .merge(annex::routes())
        .merge(contract_texts::routes(upload_limit))
        .merge(procurements::routes())
        .merge(selections::routes())
        .merge(invitations::routes())
        .merge(subcontracts::routes())
        .merge(exceptions::routes())
        .merge(verifications::routes())
        .merge(yearly_plans::routes())
        .merge(findings::routes())
        .merge(incidents::routes())
        .merge(attachments::routes(attachment))
        .merge(policies::routes(upload_limit))
        .merge(criteria::routes())
        .merge(cadence_draft::routes())
        .merge(catalogue_draft::routes())
        .merge(migrations::routes())
        .merge(imports::routes(upload_limit))
        .merge(registers::routes())
        .merge(references::routes())
        .merge(audit::routes())
        .layer(from_fn(conditional::tag));
    OpenApiRouter::new().nest("/api/v1", nouns).merge(health::routes())
}
