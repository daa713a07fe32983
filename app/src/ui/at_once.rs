//! Views of one type whatever they show, for less than leptos asks for.
//!
//! A type-erased view carries the code for all that leptos can do with it, and every element of every page has its own. Of most of that nothing is used
//! here, so it is left out: of the browser part it would be a fifth, of what the server is compiled from the most.
//!
//! - In the browser a view can be woken up step by step, waiting in between. Only the router ever waits, for the file of a group of pages, and it stands
//!   above all of them: what is made of one type here is woken up at once.
//! - The server can wait for all that a view waits for before any of it is written, or write parts as they come, out of order. Pages are written in order
//!   and sent whole ([`crate::routes`]). What waits stands directly within its `Transition`, as in [`super::load`]: that is waited for where it is written.
//!   A `Suspend` of its own within a view of one type would not be.
//! - The server never builds a document.
//! - A view that borrows can be made one that owns. Those here own what they show.
//!
//! To use it, import [`IntoAny`] and [`Children`] from here by name: they take the place of those in leptos' prelude.

use std::future::{Future, ready};

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    children::{ChildrenOptContainer, ToChildren},
    prelude::{AddAnyAttr, AnyView, Render, RenderHtml},
    tachys::{
        hydration::Cursor,
        ssr::StreamBuilder,
        view::{Position, PositionState, any_view},
    },
};

/// Gives a view the type [`AnyView`].
pub trait IntoAny {
    fn into_any(self) -> AnyView;
}

impl<V: RenderHtml + 'static> IntoAny for V {
    fn into_any(self) -> AnyView {
        any_view::IntoAny::into_any(AtOnce(self))
    }
}

/// What stands within a component.
pub struct Children(Box<dyn FnOnce() -> AnyView + Send>);

impl Children {
    pub fn show(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + 'static,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().into_any()))
    }
}

impl<V: RenderHtml + 'static> ToChildren<ChildrenOptContainer<V>> for Children {
    fn to_children(children: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || children.0.into_any()))
    }
}

/// The view itself, but for what nobody asks of it. What the trait provides for `hydrate_async` does not wait.
struct AtOnce<V>(V);

#[cfg(feature = "hydrate")]
impl<V: Render> Render for AtOnce<V> {
    type State = V::State;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

#[cfg(not(feature = "hydrate"))]
impl<V: Render> Render for AtOnce<V> {
    type State = ();

    fn build(self) {}

    fn rebuild(self, (): &mut ()) {}
}

impl<V: RenderHtml> AddAnyAttr for AtOnce<V> {
    type Output<A: Attribute> = V::Output<A>;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        self.0.add_any_attr(attribute)
    }
}

impl<V: RenderHtml + 'static> RenderHtml for AtOnce<V> {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = V::MIN_LENGTH;
    const EXISTS: bool = V::EXISTS;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    fn resolve(self) -> impl Future<Output = Self::AsyncOutput> + Send {
        ready(self)
    }

    /// What a buffer begins with; it grows.
    fn html_len(&self) -> usize {
        V::MIN_LENGTH
    }

    fn to_html_with_buf(self, buf: &mut String, position: &mut Position, escape: bool, mark_branches: bool, extra_attrs: Vec<AnyAttribute>) {
        self.0.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_async_with_buf::<false>(buf, position, escape, mark_branches, extra_attrs);
    }

    #[cfg(feature = "hydrate")]
    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    #[cfg(not(feature = "hydrate"))]
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) {}

    fn into_owned(self) -> Self::Owned {
        self
    }
}
