//! 契約の版: what a draft may say, what differs, and that a contract that goes on loses no check.

use chrono::{Days, NaiveDate};
use domain::{
    contract::{
        Contract, ContractForm, Regime, RegimeChoice, Stage,
        revision::{Revision, RevisionForm, RevisionKind, RevisionStep, RevisionStepForm, bound_to_versions, differences, regime_matters},
    },
    plan::{Existing, replan},
    verification::VerificationKind,
};
use proptest::prelude::*;

use crate::{
    faults::{assert_faults, faults},
    samples::{Sample, any_policy, any_sample, contract, day, plain, scheduled},
};

fn running() -> Contract {
    Contract { stage: Stage::Active, ..contract(plain()) }
}

fn amendment() -> RevisionForm {
    RevisionForm {
        kind: "amendment".into(),
        concluded_on: "R8.11.20".into(),
        effective_from: "令和8年12月1日".into(),
        reason: "作業場所が変わるため".into(),
        terms: ContractForm { workplace: "県内のセンター".into(), ..ContractForm::from(&running()) },
        ..RevisionForm::default()
    }
}

fn renewal(end: &str) -> RevisionForm {
    RevisionForm {
        kind: "更新".into(),
        effective_from: "2027-04-01".into(),
        terms: ContractForm { end: end.into(), ..ContractForm::from(&running()) },
        ..amendment()
    }
}

fn read(form: &RevisionForm) -> domain::Result<domain::contract::revision::RevisionInput> {
    form.read(&running(), running().start)
}

#[test]
fn every_fault_of_a_draft_is_told_with_its_field() {
    assert_faults(
        &amendment(),
        read,
        &[
            (|f| f.kind = "original".into(), &["kind: field.choice"]),
            (|f| f.kind.clear(), &["kind: field.required"]),
            (|f| f.reason = "\u{3000}".into(), &["reason: field.required"]),
            (|f| f.reason = "長".repeat(2_001), &["reason: field.too_long"]),
            (|f| f.effective_from = "2026-03-31".into(), &["effective_from: revision.effective_from"]),
            (|f| f.effective_from = "2027-04-01".into(), &["effective_from: revision.effective_from"]),
            (|f| f.effective_from = "2027-03-31".into(), &[]),
            (|f| f.effective_from = "いつか".into(), &["effective_from: field.date"]),
            (|f| f.concluded_on.clear(), &["concluded_on: field.required"]),
            (|f| f.regime = "多分".into(), &["regime: field.choice"]),
            (|f| f.terms.title.clear(), &["terms.title: field.required"]),
            (|f| (f.terms.start, f.terms.end) = ("2027-04-01".into(), "2026-04-01".into()), &["terms.end: period.reversed"]),
            (|f| f.terms = ContractForm::from(&running()), &[": revision.nothing_changed"]),
            (|f| f.terms = ContractForm { title: format!("　{} ", running().title), ..ContractForm::from(&running()) }, &[": revision.nothing_changed"]),
        ],
    );
    let nothing = faults(read(&RevisionForm::default()));
    assert!(nothing.len() > 10 && nothing.contains(&"terms.number: field.required".to_owned()), "all at once: {nothing:?}");
}

#[test]
fn a_renewal_keeps_the_start_and_ends_later() {
    assert_faults(
        &renewal("2028-03-31"),
        read,
        &[
            (
                |f| f.terms.end = "2027-03-31".into(),
                &[": revision.nothing_changed", "effective_from: revision.effective_from", "terms.end: revision.renewal_end"],
            ),
            (|f| f.terms.start = "2027-04-01".into(), &["terms.start: revision.renewal_start"]),
        ],
    );
}

#[test]
fn how_a_renewal_counts_is_chosen_where_it_matters_and_not_asked_elsewhere() {
    let past = RevisionForm { effective_from: "2027-07-01".into(), ..renewal("2028-06-30") };
    assert_eq!(faults(read(&past)), ["regime: revision.regime_missing", "regime_reason: revision.regime_reason"]);
    let chosen = RevisionForm { regime: "義務".into(), regime_reason: "全庁の方針".into(), ..past };
    assert_eq!(read(&chosen).expect("chosen").regime, Some((Regime::Mandatory, "全庁の方針".to_owned())));
    let before = RevisionForm { effective_from: "2027-06-30".into(), ..chosen.clone() };
    assert_eq!(read(&before).expect("a renewal").regime, None, "it goes on before the rules bind");
    assert!(!regime_matters(RevisionKind::Amendment, day("2026-04-01"), day("2027-07-01")));
    assert!(!regime_matters(RevisionKind::Renewal, day("2027-07-01"), day("2028-07-01")), "it began under the rules");
}

#[test]
fn the_regime_follows_from_the_start_unless_somebody_decided_for_a_renewal() {
    let mut running = running();
    assert_eq!((running.regime(), running.regime_reason().key.as_ref()), (Regime::BestEffort, "regime.begins_before"));
    running.regime_choice = Some(RegimeChoice { regime: Regime::Mandatory, reason: "方針".into(), by: "市 花子".into(), on: day("2027-06-01") });
    assert_eq!((running.regime(), running.regime_reason().key.as_ref()), (Regime::Mandatory, "regime.chosen"));
    let later = Contract { start: day("2027-07-01"), end: day("2028-06-30"), regime_choice: None, ..running };
    assert_eq!((later.regime(), later.regime_reason().key.as_ref()), (Regime::Mandatory, "regime.begins_after"));
}

#[test]
fn a_slip_is_corrected_and_what_binds_both_sides_is_not() {
    let input = |change: fn(&mut ContractForm)| {
        let mut form = ContractForm::from(&running());
        change(&mut form);
        form.read().expect("a sound form")
    };
    let fields = |change| bound_to_versions(&running(), &input(change)).into_iter().map(|fault| fault.field).collect::<Vec<_>>();
    assert!(fields(|form| (form.title, form.city_lead, form.records) = ("誤字".into(), "別の人".into(), "5".into())).is_empty());
    assert_eq!(fields(|form| (form.number, form.contractor) = ("R9-1".into(), "02contractor".into())), ["contractor", "number"]);
    assert_eq!(fields(|form| (form.start, form.end) = ("2026-04-02".into(), "2027-03-30".into())), ["end", "start"]);
}

#[test]
fn differences_are_told_by_field_and_blank_is_absent() {
    let before = ContractForm::from(&running());
    let after = ContractForm { end: "2028-03-31".into(), summary: "追加".into(), city_lead: String::new(), ..before.clone() };
    let told: Vec<_> = differences(&before, &after).into_iter().map(|change| (change.field, change.before.is_some(), change.after.is_some())).collect();
    assert_eq!(told, [("city_lead".into(), true, false), ("end".into(), true, true), ("summary".into(), false, true)]);
    assert!(differences(&before, &before).is_empty());
    let original = Revision::original(&running());
    assert_eq!((original.number, original.kind, original.effective_from), (1, RevisionKind::Original, running().start));
    assert!(differences(&original.terms, &before).is_empty());
}

#[test]
fn handing_back_and_withdrawing_say_why() {
    for (step, remark, sound) in [
        (RevisionStep::Submit, "", true),
        (RevisionStep::Agree, " ", true),
        (RevisionStep::Return, " \u{3000}", false),
        (RevisionStep::Withdraw, "", false),
        (RevisionStep::Return, "条番号", true),
    ] {
        assert_eq!(RevisionStepForm { step, remark: remark.into() }.read().is_ok(), sound, "{step:?}");
    }
}

fn any_change() -> impl Strategy<Value = (Sample, NaiveDate)> {
    any_sample().prop_flat_map(|sample| {
        let start = sample.start;
        (Just(sample), (0u64..3_650).prop_map(move |days| start + Days::new(days)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Another end, sooner or later: what was begun or done is neither moved nor taken away, and what is planned lies within the contract.
    #[test]
    fn taking_effect_loses_no_check_that_was_done_and_plans_none_outside((sample, end) in any_change(), policy in any_policy(), done in prop::collection::vec(any::<bool>(), 40)) {
        let existing: Vec<Existing> =
            sample.plan_under(&policy).iter().zip(done).map(|(check, done)| Existing { untouched: !done, ..scheduled(check) }).collect();
        let changed = Sample { end, ..sample };
        let planned = changed.plan_under(&policy);
        let change = replan(&planned, &existing);
        for index in change.cancel.iter().chain(change.change.iter().map(|(index, _)| index)) {
            prop_assert!(existing[*index].untouched, "a check that was begun is left as it is");
        }
        for check in &planned {
            let kept = existing.iter().any(|old| old.slot == check.slot && !old.untouched);
            prop_assert!(kept || change.add.contains(&check) || existing.iter().any(|old| old.slot == check.slot), "every check of the plan is there");
            if check.kind == VerificationKind::Periodic {
                prop_assert!(changed.start <= check.due && check.due <= changed.end, "{} on {}", check.slot, check.due);
            }
            if check.kind == VerificationKind::Closing {
                prop_assert!(check.due >= changed.end, "the proof of the end does not come before it");
            }
        }
        // Whatever stays planned and was not begun is a check of the new plan, on its day.
        for (index, old) in existing.iter().enumerate().filter(|(index, old)| old.untouched && !change.cancel.contains(index)) {
            let due = change.change.iter().find(|(changed, _)| *changed == index).map_or(old.due, |(_, check)| check.due);
            prop_assert!(planned.iter().any(|check| check.slot == old.slot && check.due == due));
        }
    }
}
