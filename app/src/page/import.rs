//! 取込: a list as the city has it is looked at row by row, and written only when somebody says so.

mod confirm;
mod detail;
mod list;
mod progress;
mod rows;
mod upload;
mod words;

travels_apart! {
    import_pages in settings:
    "/imports" => list::ImportsPage,
    "/imports/:id" => detail::ImportPage,
}
