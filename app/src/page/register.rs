//! 台帳 as of a day (基準日).

mod bar;
mod list;

travels_apart! {
    register_pages in register:
    "/register" => list::RegisterPage,
    "/register/:kind" => list::RegisterPage,
}
