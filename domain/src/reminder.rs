//! 督促: who is told that something is due or late, on which day, and how it climbs from the department to the CISO.
//!
//! Steps are policy data ([`crate::policy::Reminders`]). What is told on a day follows from what is open, the steps, the posts people hold that day and
//! who is away; each step of a due date is told once.

mod absence;
mod letter;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Error, Result, choice,
    id::{DepartmentId, DigestId, PersonId},
    message::Message,
    person::{Person, Role},
    policy::ReminderStep,
};

pub use absence::{Absence, AbsenceForm, AbsenceRow, Deputy, MailLangForm, Reminding};
pub use letter::{Letter, Sender, write};

choice! {
    ReminderSubject {
        Verification = "verification", "点検", "Check";
        Measure = "measure", "措置への回答", "Answer to a measure";
    }
}

/// Something with a due date that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending<'a> {
    /// Names it for good.
    pub key: &'a str,
    pub department: &'a DepartmentId,
    pub due: NaiveDate,
    /// The last step of this due date somebody was told of.
    pub told: Option<i32>,
}

/// The steps that have come by a day and were not told: of each role the last, for who was told nothing of two steps is told once.
pub fn steps_come(due: NaiveDate, told: Option<i32>, steps: &[ReminderStep], today: NaiveDate) -> Vec<&ReminderStep> {
    let passed = (today - due).num_days();
    let mut last: BTreeMap<Role, &ReminderStep> = BTreeMap::new();
    for step in steps.iter().filter(|step| i64::from(step.day) <= passed && told.is_none_or(|told| told < step.day)) {
        let known = last.entry(step.to).or_insert(step);
        if known.day < step.day {
            *known = step;
        }
    }
    let mut come: Vec<&ReminderStep> = last.into_values().collect();
    come.sort_by_key(|step| step.day);
    come
}

/// The people of a city and its departments, as reminders find their way.
#[derive(Clone, Debug)]
pub struct Staff<'a> {
    people: BTreeMap<&'a PersonId, &'a Person>,
    /// A department's own, then those above it.
    lines: &'a BTreeMap<DepartmentId, Vec<DepartmentId>>,
    today: NaiveDate,
}

impl<'a> Staff<'a> {
    pub fn new(people: &'a [Person], lines: &'a BTreeMap<DepartmentId, Vec<DepartmentId>>, today: NaiveDate) -> Self {
        Self { people: people.iter().map(|person| (&person.id, person)).collect(), lines, today }
    }

    /// Who answers for a role in a department today. A section without one is answered for by the department above it, a role nobody holds by the next one
    /// up: nothing is left to nobody as long as there is anybody.
    pub fn answering(&self, role: Role, department: &DepartmentId) -> Vec<&'a Person> {
        let climbing = [Role::Staff, Role::DepartmentHead, Role::SecurityOfficer, Role::Approver];
        let first = climbing.iter().position(|known| *known == role).map_or(&[][..], |place| &climbing[place..]);
        std::iter::once(&role).chain(first).map(|role| self.holding(*role, department)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn holding(&self, role: Role, department: &DepartmentId) -> Vec<&'a Person> {
        let holds = |person: &Person, at: Option<&DepartmentId>| {
            person.enabled && person.held_on(self.today).any(|post| post.role == role && at.is_none_or(|at| post.department == *at))
        };
        let of = |at: Option<&DepartmentId>| self.people.values().copied().filter(|person| holds(person, at)).collect::<Vec<_>>();
        if !role.is_departmental() {
            return of(None);
        }
        let line = self.lines.get(department).map_or(std::slice::from_ref(department), Vec::as_slice);
        line.iter().map(|at| of(Some(at))).find(|found| !found.is_empty()).unwrap_or_default()
    }

    pub fn person(&self, id: &PersonId) -> Option<&'a Person> {
        self.people.get(id).copied()
    }

    /// Who takes it in the place of a person who is away: their deputy, or the deputy's. The person, where nobody is there.
    pub fn standing_in(&self, person: &'a Person) -> &'a Person {
        let mut seen = BTreeSet::from([&person.id]);
        let mut here = person;
        while let Some(absence) = here.absences.iter().find(|absence| absence.covers(self.today)) {
            match self.person(&absence.deputy) {
                Some(deputy) if deputy.is_in_office(self.today) && seen.insert(&deputy.id) => here = deputy,
                _ => return person,
            }
        }
        here
    }
}

/// What a person is told of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// Its place in the list of what is open.
    pub place: usize,
    pub step: &'a ReminderStep,
    /// Whose place the person takes.
    pub instead_of: Option<&'a PersonId>,
}

/// What each person is told today: one digest, in which each thing stands once, by its highest step.
pub fn digests<'a>(pending: &[Pending<'_>], steps: &'a [ReminderStep], staff: &Staff<'a>, today: NaiveDate) -> BTreeMap<&'a PersonId, Vec<Told<'a>>> {
    let mut digests: BTreeMap<&PersonId, Vec<Told<'_>>> = BTreeMap::new();
    for (place, thing) in pending.iter().enumerate() {
        for step in steps_come(thing.due, thing.told, steps, today) {
            for person in staff.answering(step.to, thing.department) {
                let taker = staff.standing_in(person);
                let told = Told { place, step, instead_of: (taker.id != person.id).then_some(&person.id) };
                let digest = digests.entry(&taker.id).or_default();
                match digest.iter_mut().find(|known| known.place == place) {
                    // Of one's own rather than in somebody's place, and the higher step.
                    Some(known) if (known.step.day, known.instead_of.is_none()) < (step.day, told.instead_of.is_none()) => *known = told,
                    Some(_) => {}
                    None => digest.push(told),
                }
            }
        }
    }
    for digest in digests.values_mut() {
        digest.sort_by_key(|told| (pending[told.place].due, pending[told.place].key));
    }
    digests
}

/// One line of a digest, as it was when it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReminderLine {
    pub subject: ReminderSubject,
    /// Id of the check, or of the finding whose measure it is.
    pub record: String,
    pub contract_title: String,
    pub contractor_name: String,
    pub department_name: String,
    /// What is to be done, in both languages: the kind of the check, or the step of the measure.
    pub what_ja: String,
    pub what_en: String,
    pub due: NaiveDate,
    /// Working days past the due date on the day it was told; negative before it.
    pub days: i64,
    /// The role of the step.
    pub to: Role,
    /// The name of who is away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<String>,
}

impl ReminderLine {
    pub fn path(&self) -> String {
        match self.subject {
            ReminderSubject::Verification => format!("/verifications/{}", self.record),
            ReminderSubject::Measure => format!("/findings/{}", self.record),
        }
    }

    pub const fn is_late(&self) -> bool {
        self.days > 0
    }
}

choice! {
    /// How far the mail of a digest is.
    MailState {
        /// There is no mail server, or the person has no address: it is in the app only.
        InApp = "in_app", "画面のみ", "In the app only";
        Waiting = "waiting", "送信待ち", "Waiting";
        /// A server has it in hand.
        Sending = "sending", "送信中", "Being sent";
        Sent = "sent", "送信済み", "Sent";
        /// Given up after the last try.
        Failed = "failed", "送信できず", "Failed";
    }
}

/// What a person was told on a day, and its mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Digest {
    /// The person and the day: there is one of each person a day.
    pub id: DigestId,
    pub person: PersonId,
    pub person_name: String,
    pub day: NaiveDate,
    pub lines: Vec<ReminderLine>,
    pub state: MailState,
    /// The address it goes to; blank in the app only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    pub attempts: u32,
    /// When it is tried next, or, in hand, given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    /// What the mail server said last.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fault: String,
    pub version: u64,
}

impl Digest {
    pub fn late(&self) -> usize {
        self.lines.iter().filter(|line| line.is_late()).count()
    }

    /// Tried anew from the beginning, now. Only what was given up can be.
    pub fn again(self, now: DateTime<Utc>) -> Result<Self> {
        if self.state != MailState::Failed {
            return Err(Error::Refused(vec![Message::new("reminder.not_failed")]));
        }
        Ok(Self { state: MailState::Waiting, attempts: 0, next_at: Some(now), ..self })
    }
}

/// A digest in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DigestRow {
    pub id: DigestId,
    pub person: PersonId,
    pub person_name: String,
    pub day: NaiveDate,
    /// Things told, and how many of them were late.
    pub told: usize,
    pub late: usize,
    pub state: MailState,
    #[serde(default)]
    pub attempts: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    pub version: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct DigestFilter {
    pub state: Option<MailState>,
    /// Id of a person.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::id::asked"))]
    pub person: Option<PersonId>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// Rows of a page; 50 unless stated.
    #[cfg_attr(feature = "server", serde(deserialize_with = "crate::page::asked"), param(minimum = 1, maximum = 200))]
    pub limit: Option<usize>,
}
