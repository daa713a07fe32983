//! Who is signed in, for every page inside the frame.

use chrono::NaiveDate;
use domain::{
    permission::{Operation, Scope, scope},
    person::Me,
};
use leptos::prelude::*;

/// The reader. Provided by the frame before any page is made, so pages need not wait for it.
#[derive(Clone, Copy)]
pub struct Session(RwSignal<Me>);

impl Session {
    pub fn provide(me: Me) -> Self {
        let session = Self(RwSignal::new(me));
        provide_context(session);
        session
    }

    /// For what follows the counts as they change, such as the side bar.
    pub fn signal(self) -> RwSignal<Me> {
        self.0
    }

    /// The city's today. Pages take it from here, never from the browser's clock.
    pub fn today(self) -> NaiveDate {
        self.0.read_untracked().today
    }

    /// Whether some role allows it somewhere; on a record, its view says what the reader may do.
    pub fn can(self, operation: Operation) -> bool {
        self.0.read_untracked().operations.contains(&operation)
    }

    /// Whether some role allows it for the whole city.
    pub fn can_everywhere(self, operation: Operation) -> bool {
        self.0.read_untracked().roles.iter().any(|role| scope(*role, operation) == Scope::City)
    }

    pub fn me(self) -> Me {
        self.0.get_untracked()
    }
}

/// The reader, inside the frame.
///
/// # Panics
/// Outside the frame: only pages of [`crate::routes`]' framed part have a reader.
#[track_caller]
pub fn use_session() -> Session {
    expect_context::<Session>()
}
