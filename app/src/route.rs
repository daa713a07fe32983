//! An address and the page behind it, as data. The router's own way is a type for every address and a tuple for every list of them, and code made
//! anew for each: a tenth of what the browser fetches first. Here every route is of one type, and lists of them are lists.

use std::{borrow::Cow, future::Future, pin::Pin};

use leptos::prelude::AnyView;
use leptos_router::{ChooseView, NestedRoute, PartialPathMatch, PathSegment, PossibleRouteMatch, SsrMode};

pub type PageRoute = NestedRoute<Address, (), (), Page>;

/// The pages that travel in one file. Asked for no address, it brings the file and shows nothing.
pub type Group = fn(Option<&'static str>) -> Pin<Box<dyn Future<Output = AnyView>>>;

/// The route from an address to its page: rendered whole before it is sent.
pub fn page(group: Group, address: &'static str) -> PageRoute {
    route(address, Page::Apart(group, address))
}

/// The same for a page that travels with the program itself.
pub fn first_page(view: fn() -> AnyView, address: &'static str) -> PageRoute {
    route(address, Page::Here(view))
}

fn route(address: &'static str, page: Page) -> PageRoute {
    NestedRoute::new(Address(address), page).ssr_mode(SsrMode::Async)
}

/// A whole address as it is written: `/contracts/:id`. A part after a colon stands for any text and names it.
#[derive(Clone, Copy, Debug)]
pub struct Address(&'static str);

impl Address {
    fn parts(self) -> impl Iterator<Item = &'static str> {
        parts(self.0)
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

impl PossibleRouteMatch for Address {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut asked = parts(path);
        let mut named = Vec::new();
        for part in self.parts() {
            let given = asked.next()?;
            match part.strip_prefix(':') {
                Some(name) => named.push((Cow::Borrowed(name), given.to_owned())),
                None if part == given => {}
                None => return None,
            }
        }
        asked.next().is_none().then(|| PartialPathMatch::new("", named, path))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.parts().map(|part| match part.strip_prefix(':') {
            Some(name) => PathSegment::Param(name.into()),
            None => PathSegment::Static(part.into()),
        }));
    }
}

#[derive(Clone, Copy)]
pub enum Page {
    Here(fn() -> AnyView),
    Apart(Group, &'static str),
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self {
            Self::Here(view) => view(),
            Self::Apart(group, address) => group(Some(address)).await,
        }
    }

    // The router waits for this before it takes over what the server sent.
    async fn preload(&self) {
        if let Self::Apart(group, _) = self {
            group(None).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(address: &'static str, path: &str) -> Option<Vec<String>> {
        Address(address).test(path).map(|found| found.params().iter().map(|(name, text)| format!("{name}={text}")).collect())
    }

    #[test]
    fn an_address_is_told_part_by_part() {
        assert_eq!(named("/", "/"), Some(vec![]));
        assert_eq!(named("/", ""), Some(vec![]));
        assert_eq!(named("/", "/contracts"), None);
        assert_eq!(named("/contracts", "/contracts"), Some(vec![]));
        assert_eq!(named("/contracts", "/contracts/"), Some(vec![]));
        assert_eq!(named("/contracts", "/contractsx"), None);
        assert_eq!(named("/contracts", "/"), None);
        assert_eq!(named("/contracts", "/contracts/1"), None);
        assert_eq!(named("/contracts/:id/versions/:version", "/contracts/1/versions/2"), Some(vec!["id=1".to_owned(), "version=2".to_owned()]));
        assert_eq!(named("/contracts/:id/versions/:version", "/contracts/1/versions"), None);
    }
}
