//! Filters, sorting and pages of a list live in the address: they can be bookmarked, sent on, and work without scripting.

use domain::label::Choice;
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_params_map, use_query_map},
    params::ParamsMap,
};

/// What the address asks for, read leniently: a word we do not know is taken as not said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked(pub ParamsMap);

/// The query of the present address; follows every navigation.
pub fn use_asked() -> Memo<Asked> {
    let query = use_query_map();
    Memo::new(move |_| Asked(query.get()))
}

impl Asked {
    pub fn text(&self, name: &str) -> String {
        self.0.get_str(name).unwrap_or_default().trim().to_owned()
    }

    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    pub fn choice<T: Choice>(&self, name: &str) -> Option<T> {
        T::from_word(self.0.get_str(name)?)
    }

    /// An id, a month, a number: whatever reads itself from text.
    pub fn parse<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.some(name)?.parse().ok()
    }

    pub fn flag(&self, name: &str) -> bool {
        domain::form::read_flag(&self.text(name))
    }

    /// The address with some conditions changed (`None` takes one away). It begins at the first page again, and an old message is not taken along.
    pub fn href(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let pairs = self.0.clone().into_iter().filter_map(|(name, value)| {
            let stays = !value.is_empty() && !matches!(&*name, "cursor" | "flash" | "done") && changes.iter().all(|(changed, _)| *changed != &*name);
            stays.then(|| (name.into_owned(), value))
        });
        let added = changes.iter().filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())));
        address(path, pairs.chain(added))
    }
}

/// A path with a query.
pub fn address(path: &str, pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let mut address = path.to_owned();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        address.push(if index == 0 { '?' } else { '&' });
        encode(&name, &mut address);
        address.push('=');
        encode(&value, &mut address);
    }
    address
}

/// Percent-encodes all but what RFC 3986 calls unreserved; the same bytes on the server and in the browser.
pub fn encode(text: &str, out: &mut String) {
    use std::fmt::Write;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Path and query of the present address, for forms that come back to it.
pub fn use_here() -> Signal<String> {
    let location = use_location();
    Signal::derive(move || {
        let kept = location.query.get().into_iter().filter(|(name, _)| !matches!(&**name, "flash" | "done"));
        address(&location.pathname.get(), kept.map(|(name, value)| (name.into_owned(), value)))
    })
}

/// A part of the path as an id (`use_id::<ContractId>("id")`); `None` for what cannot be one.
pub fn use_id<T>(name: &'static str) -> Memo<Option<T>>
where
    T: std::str::FromStr + PartialEq + Send + Sync + 'static,
{
    let params = use_params_map();
    Memo::new(move |_| params.read().get_str(name).and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use domain::contractor::ContractorKind;

    use super::*;

    fn asked(pairs: &[(&'static str, &str)]) -> Asked {
        let mut map = ParamsMap::new();
        for (name, value) in pairs {
            map.insert(*name, (*value).to_owned());
        }
        Asked(map)
    }

    #[test]
    fn a_change_of_conditions_begins_at_the_first_page_and_keeps_the_others() {
        let asked = asked(&[("q", "葉月 市"), ("kind", ""), ("cursor", "abc"), ("sort", "kana"), ("flash", "x")]);
        assert_eq!(
            asked.href("/contractors", &[("sort", Some("number")), ("desc", Some("true"))]),
            "/contractors?q=%E8%91%89%E6%9C%88%20%E5%B8%82&sort=number&desc=true"
        );
        assert_eq!(asked.href("/contractors", &[("q", None), ("sort", None)]), "/contractors");
        assert_eq!(asked.href("/contractors", &[("cursor", Some("a&b"))]), "/contractors?q=%E8%91%89%E6%9C%88%20%E5%B8%82&sort=kana&cursor=a%26b");
    }

    #[test]
    fn what_cannot_be_read_counts_as_not_said() {
        let asked = asked(&[("kind", "company"), ("tier", "Z"), ("desc", "true"), ("q", "  ")]);
        assert_eq!(asked.choice("kind"), Some(ContractorKind::Company));
        assert_eq!(asked.choice::<domain::risk::Tier>("tier"), None);
        assert!(asked.flag("desc") && !asked.flag("gaps"));
        assert_eq!(asked.some("q"), None);
        assert_eq!(asked.parse::<domain::date::Month>("month"), None);
    }
}
