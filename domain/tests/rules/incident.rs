//! 事故報告: the form, and the extra check that follows.

use chrono::{DateTime, Days, NaiveDate};
use domain::{
    Lang,
    id::{ContractId, ContractorId, IncidentId},
    incident::{Incident, IncidentForm, IncidentKind},
    plan::extra,
    verification::{Method, VerificationKind},
};
use proptest::prelude::*;

use crate::{
    faults::{Case, assert_faults},
    samples::day,
    shipped,
};

fn incident(learned_on: NaiveDate) -> Incident {
    Incident {
        id: IncidentId::new("i1"),
        contractor: ContractorId::new("r1"),
        contract: None,
        kind: IncidentKind::Leak,
        title: "通知書の誤送付".into(),
        description: String::new(),
        personal: true,
        occurred_on: None,
        learned_on,
        checks: 0,
        recorded_by: "担当".into(),
        recorded_at: DateTime::default(),
        closed: None,
        version: 1,
    }
}

#[test]
fn the_form_says_what_is_wrong_by_field() {
    let sound = IncidentForm {
        contractor: "r1".into(),
        contract: "c1".into(),
        kind: "漏えい".into(),
        title: " 誤送付　 ".into(),
        personal: "あり".into(),
        occurred_on: "2026-11-20".into(),
        learned_on: "R8.11.21".into(),
        ..IncidentForm::default()
    };
    let sound = IncidentForm { kind: "情報の漏えい".into(), ..sound };
    let today = day("2026-11-24");
    let read = sound.read(today).expect("sound");
    assert_eq!((read.contract, read.kind, read.title.as_str(), read.personal), (Some(ContractId::new("c1")), IncidentKind::Leak, "誤送付", true));
    let cases: &[Case<IncidentForm>] = &[
        (|form| form.contractor.clear(), &["contractor: field.required"]),
        (|form| "../x".clone_into(&mut form.contractor), &["contractor: field.choice"]),
        (|form| "a b".clone_into(&mut form.contract), &["contract: field.choice"]),
        (|form| "火事".clone_into(&mut form.kind), &["kind: field.choice"]),
        (|form| form.title.clear(), &["title: field.required"]),
        (|form| "2026-11-25".clone_into(&mut form.learned_on), &["learned_on: finding.in_future"]),
        (|form| "2026-11-22".clone_into(&mut form.occurred_on), &["occurred_on: incident.after_learned"]),
        (|form| "多分".clone_into(&mut form.personal), &["personal: field.choice"]),
    ];
    assert_faults(&sound, |form| form.read(today), cases);
}

#[test]
fn the_extra_check_is_due_a_week_after_the_city_heard_of_it() {
    let check = extra(&incident(day("2026-11-20")), &shipped::cadence(), shipped::calendar(), day("2026-11-24"));
    // 11/27 is a Friday.
    assert_eq!((check.slot.as_str(), check.kind, check.due, check.fiscal_year), ("incident-i1", VerificationKind::Incident, day("2026-11-27"), 2026));
    assert!(!check.methods.contains(&Method::Certificate), "a certificate says nothing about what happened");
    let said = check.reasons[0].message.say(Lang::Ja);
    assert!(said.contains("通知書の誤送付") && said.contains("7日以内"), "{said}");
}

proptest! {
    /// On a working day, never on one that is gone, and no later than asked unless that day itself is gone.
    #[test]
    fn the_extra_check_falls_on_a_day_it_can_be_done(learned in 0..2_000_u64, later in 0..60_u64) {
        let learned_on = day("2021-04-01") + Days::new(learned);
        let today = learned_on + Days::new(later);
        let check = extra(&incident(learned_on), &shipped::cadence(), shipped::calendar(), today);
        prop_assert!(shipped::calendar().is_working(check.due));
        prop_assert!(check.due >= today);
        prop_assert!(check.due <= learned_on + Days::new(7) || check.due == shipped::calendar().on_or_after(today), "{check:?}");
    }
}
