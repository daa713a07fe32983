//! A check is dragged to another week. What the rule of the check allows is known before it is let go: weeks that do not take it step back.

use chrono::NaiveDate;
use domain::{
    Error,
    id::VerificationId,
    message::Message,
    yearly_plan::{PlacementForm, PlanFilter, PlanRow, PlanWeek, day_in_week, week_of},
};
use leptos::{ev::DragEvent, prelude::*};

use super::Record;
use crate::{
    dom,
    lang::use_lang,
    rpc::{Fault, yearly_plan::PlaceCheck},
    t,
    ui::at_once::IntoAny,
};

/// What somebody has hold of.
#[derive(Clone, PartialEq, Eq)]
struct Grip {
    id: VerificationId,
    version: u64,
    due: NaiveDate,
    window: (NaiveDate, NaiveDate),
}

/// Made once a page.
#[derive(Clone, Copy)]
pub struct Slide {
    held: RwSignal<Option<Grip>>,
    /// The week the pointer is over.
    above: RwSignal<Option<NaiveDate>>,
    action: ServerAction<PlaceCheck>,
}

/// The days of a week a check can go to.
#[derive(Clone)]
pub struct Target {
    week: NaiveDate,
    days: Vec<NaiveDate>,
}

impl From<&PlanWeek> for Target {
    fn from(week: &PlanWeek) -> Self {
        Self { week: week.week, days: week.days.clone() }
    }
}

impl Slide {
    pub fn new(record: Record) -> Self {
        let action = ServerAction::<PlaceCheck>::new();
        // Moved or not, the weeks are shown as they are now.
        Effect::new(move || {
            if action.value().with(Option::is_some) {
                record.refetch();
            }
        });
        Self { held: RwSignal::new(None), above: RwSignal::new(None), action }
    }

    /// Somebody takes hold of a row.
    pub fn take(self, found: &PlanRow, event: &DragEvent) {
        dom::carry(event, &found.row.contract_title);
        self.held.set(found.window.map(|window| Grip { id: found.row.id.clone(), version: found.row.version, due: found.row.due, window }));
    }

    pub fn let_go(self) {
        self.held.set(None);
        self.above.set(None);
    }

    /// The day what is held would get in a week; none in the week it is in.
    fn day(self, to: &Target) -> Option<NaiveDate> {
        self.held.with(|held| {
            let held = held.as_ref().filter(|held| week_of(held.due) != to.week)?;
            day_in_week(to.days.iter().copied(), held.due, held.window)
        })
    }

    /// While something is held whether the week takes it: `yes`, `no`, or `here` where it would fall.
    pub fn takes(self, to: &Target) -> Option<&'static str> {
        self.held.with(Option::is_some).then(|| match self.day(to) {
            None => "no",
            Some(_) if self.above.get() == Some(to.week) => "here",
            Some(_) => "yes",
        })
    }

    pub fn over(self, to: &Target, event: &DragEvent) {
        if self.day(to).is_some() {
            event.prevent_default();
        }
        if self.above.get_untracked() != Some(to.week) {
            self.above.set(Some(to.week));
        }
    }

    /// `back` is what the address asks for.
    pub fn drop_in(self, to: &Target, back: PlanFilter, event: &DragEvent) {
        event.prevent_default();
        let (day, held) = (self.day(to), self.held.get_untracked());
        self.let_go();
        if let Some((due, held)) = day.zip(held) {
            let place = PlacementForm { due: due.to_string(), reason: String::new() };
            self.action.dispatch(PlaceCheck { id: held.id, version: held.version, back, place });
        }
    }

    /// Why the last one did not go; read out, and there until the next.
    pub fn fault(self) -> impl IntoView {
        let lang = use_lang();
        move || {
            let error = self.action.value().with(|value| value.as_ref().and_then(|value| value.as_ref().err()).map(|Fault(error)| error.clone()))?;
            let reasons: Vec<Message> = match &error {
                Error::Invalid(errors) => errors.iter().map(|error| error.message.clone()).collect(),
                Error::Refused(reasons) => reasons.clone(),
                _ => Vec::new(),
            };
            let reasons = reasons.iter().map(|reason| view! { <p>{reason.say(lang)}</p> }).collect_view();
            Some(
                view! { <div class="callout" data-tone="danger" role="alert"><strong>{t!(plan.not_moved)}</strong> <p>{error.summary().say(lang)}</p> {reasons}</div> }
                    .into_any(),
            )
        }
    }
}
