//! 台帳 as of a day.

use axum::{
    extract::{OriginalUri, State},
    middleware::from_fn,
};
use domain::{
    Error,
    label::Choice,
    register::{Register, RegisterFilter, RegisterFormat, RegisterKind},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, answer};
use crate::{
    extract::{Query, Tail},
    middleware::fault,
    problem::{Listing, Reading},
    session::Caller,
    state::AppState,
};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get)).layer(from_fn(fault::unhurried))
}

/// What a register said at the end of a day, within the caller's reach of the departments the records then belonged to, with the names of that day.
///
/// A file is noted in the audit trail with its SHA-256. Of the days before the register's first entry nothing is known: `begins` says when it was.
///
/// Permission: `read_contract` for contracts and subcontracts, `read_contractor` for contractors.
#[utoipa::path(get, path = "/register/{kind}", tag = "register", operation_id = "get_register",
    params(("kind" = RegisterKind, Path, description = "Which register."), RegisterFilter),
    responses(
        (status = 200, description = "A page of the register in the order of its numbers or readings, or a file to be kept.", content(
            (Register = "application/json"),
            (Vec<u8> = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ), headers(("Link" = String, description = "`rel=\"next\"`, unless this is the last page."))),
        Reading,
        Listing,
    ))]
async fn get(State(state): State<AppState>, Caller(ctx): Caller, uri: OriginalUri, Tail(kind): Tail, Query(filter): Query<RegisterFilter>) -> Answer {
    let kind = RegisterKind::from_word(&kind).ok_or(Error::NotFound)?;
    let registers = state.services().registers();
    let Some(format) = filter.format.filter(|format| *format != RegisterFormat::Json) else {
        let register = registers.page(&ctx, kind, &filter).await?;
        return Ok(answer::linked(&uri, register.next.as_deref(), answer::plain(&register)));
    };
    let file = registers.export(&ctx, kind, &filter, format).await?;
    Ok(answer::attachment(file.media_type, &file.name, file.bytes))
}
