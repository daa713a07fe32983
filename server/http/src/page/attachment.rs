//! Files that are attached by plain forms: streamed to where they lie, with whatever else the form says before or after them.

use app::flash::ATTACH;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, State, multipart::MultipartError},
    middleware::from_fn_with_state,
    response::Response,
    routing::post,
};
use domain::{
    Error, Result,
    attachment::{Attachment, AttachmentForm, Subject},
    id::AttachmentId,
    label::Choice,
    message::Message,
};
use http::{HeaderMap, StatusCode};
use service::{Ctx, Received};

use super::{file::again, way};
use crate::{
    extract::{FileForm, Id, Tail, UploadLimit},
    flash,
    middleware::fault,
    session::{self, Caller},
    state::AppState,
};

pub fn routes(limit: usize) -> Router<AppState> {
    Router::new()
        .route("/attachments/to/{subject}/{record}", post(attach))
        .route("/attachments/{id}/versions", post(add_version))
        // The form around the file has its own few hundred bytes.
        .layer(DefaultBodyLimit::max(limit + (64 << 10)))
        .layer(from_fn_with_state(UploadLimit(limit), fault::patient))
}

/// What a form says beside its file.
#[derive(Default)]
struct Said {
    form: AttachmentForm,
    version: String,
}

/// Where the file of a form goes.
enum Target<'a> {
    Record(Subject, &'a str),
    Attachment(&'a AttachmentId),
}

impl Target<'_> {
    /// Reads the form through; the file goes to the store as it comes. `said` has what was read even where something goes wrong.
    async fn read(&self, state: &AppState, ctx: &Ctx, limit: usize, mut form: Multipart, said: &mut Said) -> Result<Received> {
        let attachments = state.services().attachments();
        let broken = |error: MultipartError| broken(&error, limit);
        let mut received = None;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            match field.name() {
                Some("kind") => said.form.kind = field.text().await.map_err(broken)?,
                Some("title") => said.form.title = field.text().await.map_err(broken)?,
                Some("version") => said.version = field.text().await.map_err(broken)?,
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    // A browser sends the field of a file that was not chosen, without a name.
                    if name.is_empty() {
                        continue;
                    }
                    received = Some(match self {
                        Self::Record(subject, record) => attachments.receive(ctx, *subject, record, &name, field).await?,
                        Self::Attachment(id) => attachments.receive_version(ctx, id, version(&said.version)?, &name, field).await?,
                    });
                }
                _ => {}
            }
        }
        received.ok_or_else(|| Error::invalid("file", Message::new("field.required")))
    }
}

fn broken(error: &MultipartError, limit: usize) -> Error {
    Error::invalid(
        "file",
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Message::new("import.too_large").with("megabytes", limit >> 20),
            _ => Message::new("request.body"),
        },
    )
}

fn version(said: &str) -> Result<u64> {
    said.parse().map_err(|_| Error::invalid("version", Message::new("field.required")))
}

async fn attach(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    Id(subject): Id<Word>,
    Tail(record): Tail,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Response {
    let mut said = Said::default();
    let attached: Result<Attachment> = async {
        let received = Target::Record(subject.0, &record).read(&state, &ctx, limit, form, &mut said).await?;
        state.services().attachments().create(&ctx, received, &said.form).await
    }
    .await;
    let page = way::back(&headers).unwrap_or_else(|| "/".to_owned());
    match attached {
        Ok(_) => way::see(&way::with(&way::without(&page, "done"), "done", "attached")),
        // The fields tell the page whose form this was.
        Err(error) => {
            let typed = [(ATTACH, String::new()), ("kind", said.form.kind), ("title", said.form.title)].map(|(name, value)| (name.to_owned(), value));
            let id = state.flashes().keep(session::token(&headers, state.config()), flash::of(&error, typed, ctx.lang)).await;
            // The form stands somewhere below.
            way::see(&format!("{}#attachments-h", way::with(&page, "flash", &id)))
        }
    }
}

async fn add_version(
    State(state): State<AppState>,
    Caller(ctx): Caller,
    Extension(UploadLimit(limit)): Extension<UploadLimit>,
    Id(id): Id<AttachmentId>,
    headers: HeaderMap,
    FileForm(form): FileForm,
) -> Response {
    let mut said = Said::default();
    let added = async {
        let received = Target::Attachment(&id).read(&state, &ctx, limit, form, &mut said).await?;
        state.services().attachments().add_version(&ctx, &id, version(&said.version)?, received).await
    }
    .await;
    let page = format!("/attachments/{id}");
    match added {
        Ok(_) => way::see(&way::with(&page, "done", "attached")),
        Err(error) => again(&state, &headers, &page, &error, [(ATTACH.to_owned(), String::new())], ctx.lang).await,
    }
}

/// A subject in the address.
struct Word(Subject);

impl std::str::FromStr for Word {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        Subject::from_word(word).map(Self).ok_or(Error::NotFound)
    }
}
