//! Server functions: the pages' door to the services, five lines each. Verb first, one file a noun.
//!
//! All answer with [`Json`]. Reads take it too (`input = Json`), because a filter that says nothing is an empty form and could not be read back. Writes are posted as plain forms
//! (`form[name]=…`): on success they name the page that comes next, with `?done=<word>` for what the page shall say; on failure the browser
//! gets the [`Fault`], and a reader without scripting gets the form again with a [`crate::flash::Flash`].

pub mod attachment;
pub mod audit;
pub mod cadence;
pub mod catalogue;
pub mod certificate;
pub mod contract;
pub mod contractor;
pub mod department;
pub mod exception;
pub mod finding;
pub mod home;
pub mod import;
pub mod incident;
pub mod person;
pub mod policy;
pub mod reference;
pub mod register;
pub mod reminder;
pub mod revision;
pub mod selection;
pub mod session;
pub mod subcontract;
pub mod verification;
pub mod yearly_plan;

use domain::{Error, error::FieldError, message::Message};
use leptos::server_fn::{
    Bytes, ContentType, Decodes, Encodes, Format, FormatType,
    codec::Post,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// JSON as text in both directions. leptos' own reads it from bytes, and what a page brings along from text: with both, the browser part would
/// hold the code to read each record twice.
pub type Json = Post<JsonText>;

pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        serde_json::from_str(str::from_utf8(&bytes).map_err(serde::de::Error::custom)?)
    }
}

/// The error of every server function: the domain's own, so that the browser can point at fields and tell a conflict from a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fault(pub Error);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        fault(error)
    }
}

impl FromServerFnError for Fault {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        fault(of_transport(&error))
    }
}

/// What went wrong on the way counts as unavailable, what could not be read as invalid.
fn of_transport(error: &ServerFnErrorErr) -> Error {
    // A server fails to deserialise what it was sent; a browser what it was answered, which is nothing the reader can mend.
    let sent = cfg!(feature = "ssr") && matches!(error, ServerFnErrorErr::Deserialization(_));
    match error {
        ServerFnErrorErr::Request(_) => Error::Unavailable,
        ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => unreadable(),
        _ if sent => unreadable(),
        _ => Error::Internal,
    }
}

fn unreadable() -> Error {
    Error::Invalid(vec![FieldError::new("", Message::new("request.form"))])
}

/// Wraps an error; where a server function is answering, the answer gets the status that says the same. (A page sets its own, see
/// [`crate::ui::fault::FaultView`]: not every part that fails makes the whole page fail.)
pub fn fault(error: Error) -> Fault {
    #[cfg(feature = "ssr")]
    {
        use leptos::prelude::use_context;
        let answers = use_context::<http::request::Parts>().is_some_and(|parts| parts.uri.path().starts_with("/_fn"));
        if answers {
            set_status(error.status());
        }
    }
    Fault(error)
}

/// Sets the HTTP status of the page or answer being made; nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    {
        use leptos::prelude::use_context;
        if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status)) {
            response.set_status(status);
        }
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// The services and who asks, as the http layer put them into the context.
#[cfg(feature = "ssr")]
pub fn door() -> Result<(service::Services, service::Ctx), Fault> {
    use leptos::prelude::use_context;
    let ctx = use_context::<service::Ctx>().ok_or_else(|| fault(Error::Unauthenticated))?;
    Ok((services()?, ctx))
}

/// The services alone, for the entrance.
#[cfg(feature = "ssr")]
pub fn services() -> Result<service::Services, Fault> {
    leptos::prelude::use_context::<service::Services>().ok_or_else(|| fault(Error::Internal))
}

/// Where the reader goes after a write: the page, with the word for what it says (`created`, `changed`, …: keys `common.done_*`).
#[cfg(feature = "ssr")]
pub fn go(path: &str, done: &str) {
    let mark = if path.contains('?') { '&' } else { '?' };
    leptos_axum::redirect(&format!("{path}{mark}done={done}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_travels_as_the_bare_error() {
        let fault = Fault(Error::Conflict { current: 4 });
        let bytes = fault.ser();
        assert_eq!(serde_json::from_slice::<Error>(&bytes).expect("the http layer reads it so"), fault.0);
        assert_eq!(Fault::de(bytes), fault);
    }

    #[test]
    fn what_fails_on_the_way_has_a_status_of_its_own() {
        assert_eq!(of_transport(&ServerFnErrorErr::Request("offline".into())).status(), 503);
        assert_eq!(of_transport(&ServerFnErrorErr::MissingArg("form".into())).status(), 422);
        // What the server cannot read was sent to it; what the browser cannot read was answered to it.
        let unread = if cfg!(feature = "ssr") { 422 } else { 500 };
        assert_eq!(of_transport(&ServerFnErrorErr::Deserialization("html".into())).status(), unread);
    }
}
