//! Faults on their way out: one enumeration for everything that can go wrong at a door, and problem documents (RFC 9457) in the caller's language.
//!
//! A handler answers a [`Fault`]; it travels as a response extension until [`crate::middleware::fault`] knows language and request and writes it.

use axum::response::{IntoResponse, Response};
use domain::{Error, Lang, error::FieldError, message::Message};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

mod schema;

pub use schema::{Bare, Listing, Reading, Sending, Writing, common};

/// Media type of problem documents.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Seconds after which a request that met a busy or broken database may be sent again.
const AGAIN_AFTER: u32 = 5;

#[derive(Clone, Debug)]
pub enum Fault {
    /// What the services answered.
    Service(Error),
    /// Not readable as what it claims to be: what and where.
    Malformed(Message),
    /// The version named in `If-Match` is not the one that stands.
    Stale {
        current: u64,
    },
    /// A change asked for by a page of another site, or by a browser that does not say which page asks.
    ForeignOrigin,
    MethodNotAllowed,
    TooLarge {
        megabytes: usize,
        file: bool,
    },
    /// The media type this address takes.
    MediaType(&'static str),
    /// A body that was compressed on its way.
    Encoded,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

impl Fault {
    /// One field that cannot be read.
    pub fn field(field: impl Into<String>, message: Message) -> Self {
        Self::Service(Error::invalid(field, message))
    }

    /// A header that cannot be read, with one that can.
    pub fn header(name: &str, example: &str) -> Self {
        Self::Malformed(Message::new("request.header").with("header", name).with("example", example))
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::Service(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType(_) | Self::Encoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    pub const fn code(&self) -> &'static str {
        match self {
            Self::Service(error) => error.code(),
            Self::Malformed(_) => "malformed",
            Self::Stale { .. } => "stale",
            Self::ForeignOrigin => "foreign-origin",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooLarge { .. } => "too-large",
            Self::MediaType(_) => "media-type",
            Self::Encoded => "content-encoding",
        }
    }

    /// The same for every fault of the kind.
    pub fn title(&self, lang: Lang) -> &'static str {
        match self.status().as_u16() {
            400 => lang.pick("リクエストを読めません", "The request is not readable"),
            401 => lang.pick("サインインが必要です", "Sign-in needed"),
            403 => lang.pick("許可されていません", "Not allowed"),
            404 => lang.pick("見つかりません", "Not found"),
            405 => lang.pick("この操作はできません", "Not possible at this address"),
            409 => lang.pick("今の状態ではできません", "Not possible as things stand"),
            412 => lang.pick("ほかの人が先に保存しました", "Somebody else saved first"),
            413 => lang.pick("大きすぎます", "Too large"),
            415 => lang.pick("受け取れない形式です", "Not a form this address takes"),
            422 => lang.pick("入力に誤りがあります", "Some of the input needs correcting"),
            428 => lang.pick("前提の指定が足りません", "A precondition is missing"),
            429 => lang.pick("操作が続きすぎています", "Too many requests"),
            503 => lang.pick("一時的に使えません", "Unavailable for the moment"),
            _ => lang.pick("内部で問題が起きました", "Something went wrong inside"),
        }
    }

    /// What happened this time.
    pub fn detail(&self, lang: Lang) -> String {
        match self {
            Self::Service(error) => error.summary().say(lang),
            Self::Malformed(reason) => reason.say(lang),
            Self::Stale { .. } => Error::Conflict { current: 0 }.summary().say(lang),
            Self::ForeignOrigin => lang
                .pick(
                    "ほかのサイトからの操作は受け付けません。この画面を開き直してから操作してください",
                    "Changes asked for from another site are not taken; open the page anew and try again",
                )
                .to_owned(),
            Self::MethodNotAllowed => lang.pick("このアドレスでは使えないメソッドです", "This address does not take the method").to_owned(),
            Self::TooLarge { megabytes, file } => {
                Message::new(if *file { "import.too_large" } else { "request.too_large" }).with("megabytes", megabytes).say(lang)
            }
            Self::MediaType(expected) => match lang {
                Lang::Ja => format!("Content-Type は {expected} にしてください"),
                Lang::En => format!("Send Content-Type: {expected}"),
            },
            Self::Encoded => {
                lang.pick("内容は圧縮せずに送ってください（Content-Encoding は使えません）", "Send the content as it is, without a Content-Encoding").to_owned()
            }
        }
    }

    fn fields(&self) -> &[FieldError] {
        match self {
            Self::Service(Error::Invalid(fields)) => fields,
            _ => &[],
        }
    }

    fn reasons(&self) -> &[Message] {
        match self {
            Self::Service(Error::Refused(reasons)) => reasons,
            _ => &[],
        }
    }

    /// The version that stands, where the fault is about versions.
    pub const fn current_version(&self) -> Option<u64> {
        match self {
            Self::Stale { current } | Self::Service(Error::Conflict { current }) => Some(*current),
            _ => None,
        }
    }

    /// Seconds after which it may go better.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Service(Error::TooMany { retry_after }) => Some(*retry_after),
            Self::Service(Error::Unavailable) => Some(AGAIN_AFTER),
            _ => None,
        }
    }

    /// The same as an error of the domain, which is what the pages' server functions speak.
    pub fn into_error(self, lang: Lang) -> Error {
        match self {
            Self::Service(error) => error,
            Self::Stale { current } => Error::Conflict { current },
            other => Error::invalid("", Message::new("request.malformed").with("detail", other.detail(lang))),
        }
    }

    /// The document.
    pub fn problem(&self, lang: Lang, request_id: &str) -> Problem {
        let said = |message: &Message| Reason { code: message.key.to_string(), message: message.say(lang) };
        Problem {
            kind: format!("/problems/{}", self.code()),
            title: self.title(lang).to_owned(),
            status: self.status().as_u16(),
            detail: self.detail(lang),
            instance: request_id.to_owned(),
            errors: self
                .fields()
                .iter()
                .map(|error| FieldProblem { field: error.field.clone(), code: error.message.key.to_string(), message: error.message.say(lang) })
                .collect(),
            reasons: self.reasons().iter().map(said).collect(),
            current_version: self.current_version(),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem document (RFC 9457), in the language of the request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `/problems/` and a stable word for programs.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// Id of the request, also in `X-Request-Id` and in the log.
    pub instance: String,
    /// Every field that cannot be taken as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
    /// Every reason why what was asked does not fit the record's state.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub reasons: Vec<Reason>,
    /// The version that stands, when another was expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Path of the field, such as `answers[3].remark`; empty for the form as a whole.
    pub field: String,
    /// A stable key for programs.
    pub code: String,
    pub message: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ProblemReason)]
pub struct Reason {
    /// A stable key for programs.
    pub code: String,
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(fault: impl Into<Fault>, lang: Lang) -> serde_json::Value {
        serde_json::to_value(fault.into().problem(lang, "01R")).expect("serialisable")
    }

    #[test]
    fn every_field_is_named_in_the_language_of_the_caller() {
        let error = || Error::Invalid(vec![FieldError::new("name", Message::new("field.required")), FieldError::new("end", Message::new("period.reversed"))]);
        let ja = document(error(), Lang::Ja);
        assert_eq!(ja["type"], "/problems/invalid");
        assert_eq!(ja["status"], 422);
        assert_eq!(ja["instance"], "01R");
        assert_eq!(ja["errors"][0], serde_json::json!({"field": "name", "code": "field.required", "message": "必ず入力してください"}));
        assert_eq!(document(error(), Lang::En)["errors"][1]["message"], "The end lies before the start");
    }

    #[test]
    fn a_refusal_gives_every_reason_and_a_conflict_the_version_that_stands() {
        let refused = document(Error::Refused(vec![Message::new("contract.city_lead_missing"), Message::new("setup.done")]), Lang::Ja);
        assert_eq!(refused["status"], 409);
        assert_eq!(refused["reasons"].as_array().map(Vec::len), Some(2));
        assert_eq!(document(Error::Conflict { current: 7 }, Lang::Ja)["current_version"], 7);
        let stale = document(Fault::Stale { current: 7 }, Lang::En);
        assert_eq!((&stale["status"], &stale["current_version"]), (&412.into(), &7.into()));
    }

    #[test]
    fn nothing_of_the_inside_is_told() {
        let internal = document(Error::Internal, Lang::En);
        assert_eq!(internal["status"], 500);
        assert!(internal.get("errors").is_none() && internal.get("reasons").is_none() && internal.get("current_version").is_none());
    }
}
