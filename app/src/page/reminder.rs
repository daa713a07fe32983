//! 督促: what the reader was told, what anybody was told and how far its mail is, and who is told instead of whoever is away.

mod away;
mod detail;
mod lines;
mod mine;
mod sent;
mod words;

travels_apart! {
    reminder_pages in checks:
    "/reminders" => mine::MyRemindersPage,
    "/reminders/sent" => sent::SentPage,
    "/reminders/:id" => detail::DigestPage,
    "/people/:id/away" => away::AwayPage,
}
