//! 公表データ: what published lists there are, as of when, and the form that brings a newer one in.

mod list;

travels_apart! {
    reference_pages in settings:
    "/reference" => list::ReferencesPage,
}
