//! 情報セキュリティ特記仕様書 of one contract.

use axum::extract::State;
use domain::{
    annex::{Annex, AnnexFormat, AnnexScope},
    id::ContractId,
};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Id, Query},
    problem::{Listing, Problem, Reading},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct Asked {
    /// Which of the required clauses; `all` unless stated.
    which: Option<AnnexScope>,
    /// `json` unless stated: the paper with the notes to it. The others are files and hold the paper alone.
    format: Option<AnnexFormat>,
}

/// The annex that puts the clauses required of a contract into words, as it would be today; what is excepted is left out and noted.
///
/// Permission: `read_contract`.
#[utoipa::path(get, path = "/contracts/{id}/annex", tag = "coverage", operation_id = "get_annex",
    params(("id" = String, Path, description = "Id of the contract."), Asked),
    responses(
        (status = 200, description = "The annex, or a file to be kept.", content(
            (Annex = "application/json"),
            (String = "text/markdown"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        )),
        (status = 409, description = "A file was asked for, and no clause is left to put into it.", body = Problem, content_type = "application/problem+json"),
        Reading,
        Listing,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ContractId>, Query(asked): Query<Asked>) -> Answer {
    let (contracts, which) = (state.services().contracts(), asked.which.unwrap_or(AnnexScope::All));
    let Some(format) = asked.format.filter(|format| *format != AnnexFormat::Json) else {
        return Ok(answer::plain(&contracts.annex(&ctx, &id, which).await?));
    };
    let file = contracts.annex_file(&ctx, &id, which, format).await?;
    Ok(answer::attachment(file.media_type, &file.name, file.bytes))
}
