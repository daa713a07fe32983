//! What the server knows of a page load and the browser has to know as well, so that both render the same: sent along once.

use domain::person::Me;
use leptos::prelude::*;
use leptos_router::hooks::use_url;
use serde::{Deserialize, Serialize};

use crate::flash::Flash;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// `light`, `dark`, or blank for what the system says.
    pub theme: String,
    /// Names this load in the log; shown on fault pages.
    pub request_id: String,
    /// The address that was loaded: path and query.
    pub address: String,
    pub flash: Option<Flash>,
    /// Who asks, if anybody is signed in. Known before the first view is made: what waits for a resource is made several times on the server, and
    /// a whole page would be, with all it fetches.
    pub me: Option<Me>,
}

/// Gathers it on the server, takes it over in the browser. Once, where the app begins.
pub fn provide_boot() {
    provide_context(SharedValue::new(gather).into_inner());
}

#[cfg(feature = "ssr")]
fn gather() -> Boot {
    let parts = use_context::<http::request::Parts>();
    Boot {
        theme: theme(),
        request_id: use_context::<service::Ctx>().map(|ctx| ctx.request_id).unwrap_or_default(),
        address: parts.and_then(|parts| parts.uri.path_and_query().map(ToString::to_string)).unwrap_or_default(),
        flash: use_context::<Flash>(),
        me: use_context::<Me>(),
    }
}

#[cfg(not(feature = "ssr"))]
fn gather() -> Boot {
    Boot::default()
}

/// The theme the reader chose for this browser.
#[cfg(feature = "ssr")]
pub fn theme() -> String {
    let parts = use_context::<http::request::Parts>();
    let cookies = parts.as_ref().and_then(|parts| parts.headers.get(http::header::COOKIE)?.to_str().ok()).unwrap_or_default();
    let chosen = cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == "theme").map(|(_, value)| value);
    chosen.filter(|theme| matches!(*theme, "light" | "dark")).unwrap_or_default().to_owned()
}

pub fn use_boot() -> Option<Boot> {
    use_context::<Boot>()
}

impl Boot {
    /// Whether the reader is still where the page was loaded.
    fn is_here(&self) -> bool {
        // Compared by path and flash id only: the browser may write the query in another spelling.
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let url = use_url();
        let id = query.split('&').find_map(|pair| pair.strip_prefix("flash=")).unwrap_or_default();
        url.with_untracked(|url| url.path() == path && url.search_params().get("flash").unwrap_or_default() == id)
    }

    pub fn flash_here(self) -> Option<Flash> {
        if self.is_here() { self.flash } else { None }
    }

    pub fn request_id_here(self) -> Option<String> {
        if self.is_here() { Some(self.request_id).filter(|id| !id.is_empty()) } else { None }
    }
}
