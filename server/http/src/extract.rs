//! Extractors of our own, so that a request that cannot be read is answered by a problem that names the place.

use axum::{
    body::{BodyDataStream, Bytes},
    extract::{FromRequest, FromRequestParts, Multipart, Path, Request, rejection::BytesRejection},
};
use domain::{Error, message::Message};
use http::{HeaderMap, StatusCode, header, request::Parts};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{config::BODY_LIMIT, problem::Fault, state::AppState};

mod unread;

/// A JSON body: an object whose members are all known.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Fault> {
        if !media_type(request.headers()).is_some_and(|kind| kind == "application/json" || kind.ends_with("+json")) {
            return Err(Fault::MediaType("application/json"));
        }
        let Body(bytes) = Body::from_request(request, state).await?;
        unread::json(&bytes).map(Self)
    }
}

/// A plain form of a page.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Form<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Fault> {
        axum::Form::from_request(request, state).await.map(|axum::Form(form)| Self(form)).map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge { megabytes: BODY_LIMIT >> 20, file: false },
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Fault::MediaType("application/x-www-form-urlencoded"),
            // Our pages do not send such a form.
            _ => Fault::Malformed(Message::new("request.form")),
        })
    }
}

/// A form with a file.
pub struct FileForm(pub Multipart);

impl FromRequest<AppState> for FileForm {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Fault> {
        Multipart::from_request(request, state).await.map(Self).map_err(|_| Fault::MediaType("multipart/form-data"))
    }
}

/// What lists are sent as. Spreadsheet programs register theirs for `.csv`; who says nothing says no more than `application/octet-stream` does
/// (RFC 9110, 8.3).
const LISTS: [&str; 4] = ["text/csv", "application/vnd.ms-excel", "application/octet-stream", "text/plain"];

/// A CSV file as the whole body.
pub struct CsvFile(pub Bytes);

impl FromRequest<AppState> for CsvFile {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Fault> {
        let stated = request.headers().contains_key(header::CONTENT_TYPE);
        if stated && !media_type(request.headers()).is_some_and(|kind| LISTS.contains(&kind.as_str())) {
            return Err(Fault::MediaType("text/csv"));
        }
        let Body(bytes) = Body::from_request(request, state).await?;
        Ok(Self(bytes))
    }
}

/// A file as it comes, piece by piece; whoever reads it bounds it. What is said of its kind does not count, but a form or a document is a mistake.
pub struct FileStream(pub BodyDataStream);

impl FromRequest<AppState> for FileStream {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Fault> {
        let kind = media_type(request.headers()).unwrap_or_default();
        if matches!(kind.as_str(), "multipart/form-data" | "application/x-www-form-urlencoded" | "application/json") {
            return Err(Fault::MediaType("application/octet-stream"));
        }
        Ok(Self(request.into_body().into_data_stream()))
    }
}

/// A whole body, up to the limit set for the route.
pub struct Body(pub Bytes);

impl FromRequest<AppState> for Body {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Fault> {
        let upload = request.extensions().get::<UploadLimit>().map(|limit| limit.0);
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| unreadable_body(&rejection, upload))
    }
}

/// Set on routes that take files: the limit to name when a file is larger.
#[derive(Clone, Copy)]
pub struct UploadLimit(pub usize);

fn unreadable_body(rejection: &BytesRejection, upload: Option<usize>) -> Fault {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Fault::TooLarge { megabytes: upload.unwrap_or(BODY_LIMIT) >> 20, file: upload.is_some() }
    } else {
        Fault::Malformed(Message::new("request.body"))
    }
}

/// What stands after the question mark. Blank values count as absent: a form that leaves a choice open sends `state=`.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<AppState> for Query<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Fault> {
        read_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, Fault> {
    let stated = form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty());
    let stated = form_urlencoded::Serializer::new(String::new()).extend_pairs(stated).finish();
    unread::query(&stated)
}

/// The query of a list that takes no parameters: who sends one believes to get less than the whole.
#[derive(Deserialize)]
pub struct Nothing {}

/// The id in the address; one that cannot be an id names nothing.
pub struct Id<T>(pub T);

impl<T: std::str::FromStr<Err = Error>> FromRequestParts<AppState> for Id<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Fault> {
        let words = path_words(parts, state).await?;
        words.first().ok_or(Fault::Service(Error::NotFound))?.parse().map(Self).map_err(Fault::Service)
    }
}

/// The last word in the address, such as the clause below a contract.
pub struct Tail(pub String);

impl FromRequestParts<AppState> for Tail {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Fault> {
        let words = path_words(parts, state).await?;
        words.into_iter().next_back().map(Self).ok_or(Fault::Service(Error::NotFound))
    }
}

async fn path_words(parts: &mut Parts, state: &AppState) -> Result<Vec<String>, Fault> {
    let Path(words) = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await.map_err(|_| Fault::Service(Error::NotFound))?;
    Ok(words.into_iter().map(|(_, word)| word).collect())
}

/// The version the caller has seen, from `If-Match`.
pub struct IfMatch(pub u64);

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Fault> {
        let header = parts.headers.get(header::IF_MATCH).ok_or_else(|| Fault::Service(Error::Precondition(Message::new("precondition.if_match"))))?;
        header.to_str().ok().and_then(version_of).map(Self).ok_or_else(|| Fault::header("If-Match", "\"7\""))
    }
}

/// `"7"`, or `"7-…"` as our ETags are: the version, then a mark of the representation (see [`crate::middleware::conditional`]).
fn version_of(tag: &str) -> Option<u64> {
    let inner = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
    let digits = inner.split_once('-').map_or(inner, |(version, _)| version);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// The media type without its parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

/// Whether a browser asks, which wants pages and not documents.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use domain::contract::{ContractFilter, ContractState};

    use super::*;

    #[test]
    fn a_version_is_read_from_a_strong_tag_only() {
        assert_eq!(version_of("\"7\""), Some(7));
        assert_eq!(version_of(" \"12-0a1b2c3d\" "), Some(12));
        for wrong in ["7", "W/\"7\"", "*", "\"\"", "\"seven\"", "\"-1\"", "\"+7\"", "\"7\", \"8\"", "\"99999999999999999999\"", "\"７\""] {
            assert_eq!(version_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_blank_choice_is_no_choice_and_an_unknown_one_names_its_field() {
        let filter: ContractFilter = read_query("state=&q=%E5%A7%94%E8%A8%97&limit=5").expect("readable");
        assert_eq!((filter.state, filter.q.as_str(), filter.limit), (None, "委託", Some(5)));
        assert_eq!(read_query::<ContractFilter>("state=active").expect("readable").state, Some(ContractState::Active));
        for (query, field) in
            [("state=sleeping", "state"), ("limit=many", "limit"), ("limit=%EF%BC%95", "limit"), ("gaps=perhaps", "gaps"), ("sort=colour", "sort")]
        {
            match read_query::<ContractFilter>(query) {
                Err(Fault::Service(Error::Invalid(errors))) => assert_eq!(errors[0].field, field),
                other => panic!("{query}: {other:?}"),
            }
        }
    }
}
