//! The mail of a digest, plain and as HTML, in the language its reader chose.

use std::fmt::Write as _;

use super::{Digest, ReminderLine};
use crate::{Lang, date, label::Choice, markdown};

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender<'a> {
    pub city: &'a str,
    /// Where the pages are, such as `https://itakumori.example.lg.jp`, without a final slash; blank where nobody said: then there are no links.
    pub origin: &'a str,
}

/// A mail without its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub plain: String,
    pub html: String,
}

pub fn write(digest: &Digest, lang: Lang, sender: Sender<'_>) -> Letter {
    let (late, coming): (Vec<&ReminderLine>, Vec<&ReminderLine>) = digest.lines.iter().partition(|line| line.is_late());
    let parts = [(lang.pick("期限を過ぎているもの", "Past their due dates"), late), (lang.pick("期限が近いもの", "Due soon"), coming)];
    let mut plain = opening(digest, lang, sender);
    let mut rich = markdown::escaped(&plain).replace('\n', "\n\n");
    plain.push_str("\n\n");
    rich.push_str("\n\n");
    for (heading, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = write!(plain, "■ {heading}\n\n");
        let _ = write!(rich, "## {heading}\n\n");
        for line in lines {
            let (link, facts) = (link(line, sender), facts(line, lang));
            let _ = write!(plain, "・{}（{}）\n　{facts}\n", line.contract_title, line.contractor_name);
            let title = markdown::escaped(&line.contract_title);
            let title = if link.is_empty() { format!("**{title}**") } else { format!("[**{title}**](<{link}>)") };
            let _ = write!(rich, "- {title}（{}）  \n  {}\n", markdown::escaped(&line.contractor_name), markdown::escaped(&facts));
            if !link.is_empty() {
                let _ = writeln!(plain, "　{link}");
            }
            plain.push('\n');
        }
        rich.push('\n');
    }
    let closing = lang.pick(
        "このメールは自動で送られています。返信しないでください。督促の段階は「条項と点検の定め」にあります。",
        "This mail is sent automatically; please do not reply. The steps of reminders stand under “Clauses and rules”.",
    );
    plain.push_str(closing);
    plain.push('\n');
    let _ = write!(rich, "---\n\n{closing}\n");
    Letter { subject: subject(digest, lang), html: page(&markdown::to_html(&rich), lang), plain }
}

fn subject(digest: &Digest, lang: Lang) -> String {
    let (all, late) = (digest.lines.len(), digest.late());
    match (lang, late) {
        (Lang::Ja, 0) => format!("【委託守】期限のお知らせ {all}件"),
        (Lang::Ja, _) => format!("【委託守】期限のお知らせ {all}件（うち期限超過{late}件）"),
        (Lang::En, 0) => format!("[Itakumori] Due dates: {all}"),
        (Lang::En, _) => format!("[Itakumori] Due dates: {all}, {late} of them overdue"),
    }
}

fn opening(digest: &Digest, lang: Lang, sender: Sender<'_>) -> String {
    let day = date::short(digest.day, lang);
    match lang {
        Lang::Ja => format!("{} 様\n{}の委託守から、{day}のお知らせです。", digest.person_name, sender.city),
        Lang::En => format!("{}\nFrom Itakumori of {}, {day}.", digest.person_name, sender.city),
    }
}

fn link(line: &ReminderLine, sender: Sender<'_>) -> String {
    if sender.origin.is_empty() { String::new() } else { format!("{}{}", sender.origin, line.path()) }
}

/// What it is, when it is due, and why it comes to this person.
fn facts(line: &ReminderLine, lang: Lang) -> String {
    let due = date::short(line.due, lang);
    let days = line.days.unsigned_abs();
    let late = line.is_late();
    let for_whom = line.instead_of.as_ref();
    match lang {
        Lang::Ja => {
            let standing = if late { format!("{days}営業日超過") } else { format!("あと{days}営業日") };
            let instead = for_whom.map(|name| format!(" ・ {name}さんの不在のため")).unwrap_or_default();
            format!("{} ・ 期限 {due}（{standing}） ・ {} ・ {}として{instead}", line.what_ja, line.department_name, line.to.label(lang))
        }
        Lang::En => {
            let standing = if late { format!("{days} working days late") } else { format!("{days} working days left") };
            let instead = for_whom.map(|name| format!(", while {name} is away")).unwrap_or_default();
            format!("{}, due {due} ({standing}), {}, as {}{instead}", line.what_en, line.department_name, line.to.label(lang))
        }
    }
}

/// Without styles and pictures: it is read in whatever window there is.
fn page(content: &str, lang: Lang) -> String {
    format!("<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"></head><body>\n{content}</body></html>\n", lang.tag())
}
