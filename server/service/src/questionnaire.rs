//! 質問書: the questions of a selection as a workbook that a contractor fills in without an account, and the way back.
//!
//! Pure and synchronous. What leaves has a stamp that only this register can make ([`stamp`]); what comes back is unpacked within bounds before anything
//! reads it ([`package`]), and is taken as a whole or not at all, with every fault told by sheet and cell ([`read`]).

mod package;
mod read;
pub(crate) mod stamp;
#[cfg(test)]
mod tests;
mod write;

use domain::{
    Lang,
    id::SelectionId,
    label::Choice,
    message::Message,
    selection::{CriterionGroup, Question, Questionnaire},
};

pub use read::read;
pub use write::write;

/// Media type of what leaves, and of what comes back.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Bytes of a workbook that comes back; one that was exported has about thirty thousand.
pub const LARGEST: usize = 2 << 20;

/// The form of the workbook. One of another form is not read.
const FORMAT: u32 = 1;

/// Characters of what shows an answer, and of a remark; as [`domain::selection::AnswerForm`] takes them.
const LONGEST: usize = 1000;
/// Characters of who filled it in.
const LONGEST_NAME: usize = 100;
/// Characters of what is said besides.
const LONGEST_REMARKS: usize = 2000;

/// Holds the stamp; no program shows it.
const STAMP: &str = "_stamp";

/// What a workbook is about.
pub struct Asked<'a> {
    pub selection: &'a SelectionId,
    pub criteria_version: u32,
    pub questionnaire: &'a Questionnaire,
}

/// Why a workbook is not taken: everything that is wrong with it.
pub type Faults = Vec<Message>;

const fn cover(lang: Lang) -> &'static str {
    lang.pick("表紙", "Cover")
}

const fn questions(lang: Lang) -> &'static str {
    lang.pick("質問", "Questions")
}

/// A line of the sheet of questions below its head.
#[derive(Clone, Copy)]
enum Line<'a> {
    Group(CriterionGroup),
    Question(&'a Question),
}

/// The lines in their order, each group under its name.
fn lines(asked: &[Question]) -> Vec<Line<'_>> {
    let of = |group: &CriterionGroup| asked.iter().filter(|question| question.group == *group).map(Line::Question).collect::<Vec<_>>();
    let groups = CriterionGroup::ALL.iter().map(|group| (*group, of(group))).filter(|(_, questions)| !questions.is_empty());
    groups.flat_map(|(group, questions)| std::iter::once(Line::Group(group)).chain(questions)).collect()
}

/// Columns of the sheet of questions.
mod column {
    pub const ID: u16 = 0;
    pub const TEXT: u16 = 1;
    pub const EXAMPLE: u16 = 2;
    pub const GRADE: u16 = 3;
    pub const EVIDENCE: u16 = 4;
    pub const REMARK: u16 = 5;
}

/// Places of the cover: what is filled in stands in one column beside its names.
mod place {
    pub const NAMES: u16 = 1;
    pub const VALUES: u16 = 2;
    pub const BY_NAME: u32 = 10;
    pub const REMARKS: u32 = 11;
    pub const HOW_TO: u32 = 13;
    /// The last line of the cover.
    pub const END: u32 = 22;
}
