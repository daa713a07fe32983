//! Files that come and go by plain forms and links.

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartError},
    middleware::from_fn_with_state,
    response::Response,
    routing::{get, post},
};
use domain::{
    Error, Result,
    id::{ContractId, ImportId},
    import::{Encoding, ImportKind},
    label::Choice,
    message::Message,
    reference::{self, ReferenceKind},
};
use http::{HeaderMap, StatusCode};

use super::way;
use crate::{
    extract::{FileForm, Id, Tail, UploadLimit},
    flash,
    middleware::fault,
    problem::Fault,
    rest::{attachment, csv_type},
    session::{self, Caller},
    state::AppState,
};

pub fn routes(limit: usize) -> Router<AppState> {
    // The form around the file has its own few hundred bytes.
    let uploads = Router::new()
        .route("/import/upload", post(upload))
        .route("/policy/holidays", post(holidays))
        .route("/contracts/{id}/text", post(contract_text))
        .layer(DefaultBodyLimit::max(limit + (64 << 10)))
        .layer(from_fn_with_state(UploadLimit(limit), fault::patient));
    let lists = Router::new()
        .route("/reference/upload", post(reference))
        .layer(DefaultBodyLimit::max(reference::FILE_LIMIT + (64 << 10)))
        .layer(from_fn_with_state(UploadLimit(reference::FILE_LIMIT), fault::patient));
    uploads.merge(lists).route("/imports/{id}/faulty.csv", get(faulty)).route("/imports/templates/{file}", get(template))
}

/// What a form with a file says.
#[derive(Default)]
pub(super) struct Sent {
    pub kind: String,
    pub version: String,
    as_of: String,
    pub file_name: String,
    pub file: Vec<u8>,
}

pub(super) async fn read(mut form: Multipart, limit: usize) -> Result<Sent> {
    let too_large = || Error::invalid("file", Message::new("import.too_large").with("megabytes", limit >> 20));
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Error::invalid("file", Message::new("request.body")),
    };
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("kind") => sent.kind = field.text().await.map_err(broken)?,
            Some("version") => sent.version = field.text().await.map_err(broken)?,
            Some("as_of") => sent.as_of = field.text().await.map_err(broken)?,
            Some("file") => {
                sent.file_name = field.file_name().unwrap_or_default().to_owned();
                sent.file = field.bytes().await.map_err(broken)?.into();
            }
            _ => {}
        }
    }
    if sent.file.len() > limit {
        return Err(too_large());
    }
    if sent.file.is_empty() { Err(Error::invalid("file", Message::new("field.required"))) } else { Ok(sent) }
}

async fn upload(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Response {
    let mut kind = String::new();
    let previewed = async {
        let sent = read(form, limit).await?;
        kind.clone_from(&sent.kind);
        let kind = ImportKind::from_word(&sent.kind).ok_or_else(|| Error::invalid("kind", Message::new("field.choice")))?;
        state.services().imports().preview(&ctx, kind, &sent.file_name, sent.file).await
    }
    .await;
    match previewed {
        Ok(import) => way::see(&format!("/imports/{}", import.id)),
        Err(error) => again(&state, &headers, "/imports", &error, [("kind".to_owned(), kind)], ctx.lang).await,
    }
}

async fn holidays(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Response {
    let taken = async { state.services().policies().import_holidays(&ctx, &read(form, limit).await?.file).await }.await;
    match taken {
        Ok(_) => way::see(&way::back(&headers).unwrap_or_else(|| "/policy".to_owned())),
        Err(error) => again(&state, &headers, "/policy", &error, [], ctx.lang).await,
    }
}

async fn contract_text(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    Id(id): Id<ContractId>,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Response {
    let page = format!("/contracts/{id}/clauses");
    let read = async {
        let sent = read(form, limit).await?;
        let version = sent.version.parse().map_err(|_| Error::invalid("version", Message::new("field.required")))?;
        state.services().contracts().put_text(&ctx, &id, version, &sent.file_name, sent.file).await
    }
    .await;
    match read {
        Ok(coverage) if coverage.text.as_ref().is_some_and(|text| text.is_unreadable) => way::see(&page),
        Ok(_) => way::see(&way::with(&page, "done", "read")),
        // The field tells the page whose form this was.
        Err(error) => again(&state, &headers, &page, &error, [("file".to_owned(), String::new())], ctx.lang).await,
    }
}

async fn reference(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Response {
    let (mut kind, mut as_of) = (String::new(), String::new());
    let begun = async {
        let sent = read(form, limit).await?;
        (kind, as_of) = (sent.kind.clone(), sent.as_of.clone());
        let kind = ReferenceKind::from_word(&sent.kind).ok_or_else(|| Error::invalid("kind", Message::new("field.choice")))?;
        state.services().references().import(&ctx, kind, &sent.as_of, &sent.file_name, sent.file).await
    }
    .await;
    match begun {
        Ok(_) => way::see(&way::with("/reference", "done", "confirmed")),
        Err(error) => again(&state, &headers, "/reference", &error, [("kind".to_owned(), kind), ("as_of".to_owned(), as_of)], ctx.lang).await,
    }
}

/// Back to the page of the form with what went wrong.
pub(super) async fn again<const N: usize>(
    state: &AppState,
    headers: &HeaderMap,
    page: &str,
    error: &Error,
    typed: [(String, String); N],
    lang: domain::Lang,
) -> Response {
    let id = state.flashes().keep(session::token(headers, state.config()), flash::of(error, typed, lang)).await;
    way::see(&way::with(&way::back(headers).unwrap_or_else(|| page.to_owned()), "flash", &id))
}

async fn faulty(State(state): State<AppState>, Caller(ctx): Caller, Id(id): Id<ImportId>) -> Result<Response, Fault> {
    let import = state.services().imports().get(&ctx, &id).await?;
    let file = state.services().imports().faulty_csv(&ctx, &id).await?;
    Ok(attachment(csv_type(import.encoding), "faulty.csv", file))
}

async fn template(Caller(ctx): Caller, Tail(file): Tail) -> Result<Response, Fault> {
    let kind = file.strip_suffix(".csv").and_then(ImportKind::from_word).ok_or(Error::NotFound)?;
    Ok(attachment(csv_type(Encoding::Utf8), &file, service::template_csv(&ctx, kind)?))
}
