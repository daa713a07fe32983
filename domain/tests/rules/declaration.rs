//! 自己申告: what a contractor hands in, how an officer takes it over, and how long a link works.

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::{
    Error,
    contract::{ContractKind, PersonalInformation},
    id::{InvitationId, PersonId, SelectionId},
    selection::{
        Answer, AnswerForm, AnswersForm, Criterion, Declaration, DeclarationForm, DeclarationSource, Grade, Invitation, InvitationForm, InvitationState,
        Question, TAKE_ALL, Work,
    },
};
use proptest::{collection, prelude::*, sample::select};

use crate::{
    faults::{assert_faults, faults},
    samples::{any_of, day},
    shipped,
};

fn criteria() -> Vec<Criterion> {
    shipped::criteria().for_work(Work { kind: ContractKind::General, personal: PersonalInformation::None })
}

fn asked() -> Vec<Question> {
    criteria().iter().map(Question::from).collect()
}

fn answer(criterion: &str, grade: Grade) -> Answer {
    Answer { criterion: criterion.into(), grade: Some(grade), evidence: "証明書の写し".into(), remark: "改正中".into(), certificates: Vec::new() }
}

fn declared(grade: Grade) -> Declaration {
    Declaration {
        source: DeclarationSource::Link,
        file_name: String::new(),
        sha256: String::new(),
        received_at: DateTime::UNIX_EPOCH,
        by_name: "営業部 佐久間".into(),
        answers: asked().iter().map(|question| answer(&question.id, grade)).collect(),
        remarks: String::new(),
        criteria_version: 1,
    }
}

fn whole() -> DeclarationForm {
    let answers: Vec<Answer> = asked().iter().map(|question| answer(&question.id, Grade::Met)).collect();
    DeclarationForm { submit: "true".into(), ..DeclarationForm::of(&asked(), "営業部 佐久間", &answers, "") }
}

#[test]
fn a_declaration_is_kept_half_done_and_handed_in_whole() {
    let blank = DeclarationForm::of(&asked(), "", &[], "");
    assert_eq!(blank.read(&asked()).expect("kept").answers, []);
    let handed_in = DeclarationForm { submit: "true".into(), ..blank };
    assert_eq!(faults(handed_in.read(&asked())).len(), asked().len() + 1, "the name and every gap at once");
    let read = whole().read(&asked()).expect("whole");
    assert!(read.submit && read.answers.len() == asked().len());
}

#[test]
fn what_is_missing_is_told_at_its_place() {
    assert_faults(
        &whole(),
        |form| form.read(&asked()),
        &[
            (|form| form.by_name = " 　".into(), &["by_name: field.required"]),
            (|form| form.answers[2].grade.clear(), &["answers[2].grade: declaration.unanswered"]),
            (|form| (form.answers[1].grade, form.answers[1].remark) = ("一部満たす".into(), String::new()), &["answers[1].remark: declaration.remark_missing"]),
            (|form| form.answers[0].grade = "満点".into(), &["answers[0].grade: field.choice"]),
            (|form| form.answers[0].evidence = "長".repeat(1001), &["answers[0].evidence: field.too_long"]),
            (|form| form.answers.push(AnswerForm { criterion: "Z9".into(), ..AnswerForm::default() }), &["answers[21].criterion: selection.unknown_criterion"]),
        ],
    );
}

#[test]
fn a_contractor_is_not_told_what_a_criterion_weighs() {
    let told = serde_json::to_value(&asked()[0]).expect("JSON");
    let fields: Vec<&str> = told.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(fields, ["evidence", "evidence_en", "group", "id", "text", "text_en"]);
}

#[test]
fn one_criterion_is_taken_over_as_it_was_declared_and_all_leaves_what_was_graded() {
    let criteria = criteria();
    let own = vec![Answer { evidence: "市が見た原本".into(), remark: String::new(), ..answer(&criteria[0].id, Grade::NotMet) }];
    let form = AnswersForm { submit: "true".into(), ..AnswersForm::of(&criteria, &own, "所見") };
    let declaration = declared(Grade::Met);
    assert_eq!(declaration.waiting(&own), criteria.len() - 1);

    let one = form.taking_over(&criteria, Some(&declaration), &criteria[0].id).expect("taken over");
    assert_eq!((one.answers[0].grade.as_str(), one.answers[0].evidence.as_str(), one.submit.as_str()), ("met", "証明書の写し", ""), "never handed in by it");
    assert!(one.answers[1].grade.is_empty() && one.remarks == "所見");

    let all = form.taking_over(&criteria, Some(&declaration), TAKE_ALL).expect("taken over").read(&criteria).expect("kept");
    assert_eq!((all.answers[0].grade, all.answers[0].evidence.as_str()), (Some(Grade::NotMet), "市が見た原本"), "what an officer graded stands");
    assert!(all.answers[1..].iter().all(|answer| answer.grade == Some(Grade::Met)) && !all.submit);
    assert_eq!(declaration.waiting(&all.answers), 0);

    assert_eq!(faults(form.taking_over(&criteria, None, TAKE_ALL)), ["take: declaration.none"]);
    assert_eq!(faults(form.taking_over(&criteria, Some(&declaration), "Z9")), ["take: selection.unknown_criterion"]);
}

#[test]
fn what_the_contractor_left_out_does_not_wipe_what_the_officer_wrote() {
    let criteria = criteria();
    let mut declaration = declared(Grade::Met);
    declaration.answers[0].evidence.clear();
    let own = vec![Answer { grade: None, evidence: "市が見た原本".into(), ..answer(&criteria[0].id, Grade::Met) }];
    // A form sent by a program may leave criteria out.
    let form = AnswersForm { answers: AnswersForm::of(&criteria[..1], &own, "").answers, ..AnswersForm::default() };
    let all = form.taking_over(&criteria, Some(&declaration), TAKE_ALL).expect("taken over");
    assert_eq!((all.answers.len(), all.answers[0].evidence.as_str(), all.answers[0].grade.as_str()), (criteria.len(), "市が見た原本", "met"));
}

fn invitation() -> Invitation {
    Invitation {
        id: InvitationId::new("i1"),
        selection: SelectionId::new("s1"),
        number: 1,
        name: "営業部".into(),
        email: String::new(),
        created_by: PersonId::new("p1"),
        created_at: DateTime::UNIX_EPOCH,
        until: day("2026-12-08"),
        expires_at: "2026-12-08T15:00:00Z".parse().expect("an instant"),
        opened_at: None,
        kept_at: None,
        used_at: None,
        revoked_at: None,
        version: 1,
    }
}

#[test]
fn a_link_works_until_its_end_and_once() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
    let (before, end) = (at("2026-12-08T14:59:59Z"), at("2026-12-08T15:00:00Z"));
    let sent = invitation();
    assert_eq!((sent.state_at(before), sent.state_at(end)), (InvitationState::Sent, InvitationState::Expired));
    let opened = Invitation { opened_at: Some(before), ..sent };
    assert_eq!((opened.state_at(before), opened.state_at(end)), (InvitationState::Opened, InvitationState::Expired));
    let revoked = Invitation { revoked_at: Some(before), ..opened.clone() };
    assert_eq!((revoked.state_at(before), revoked.state_at(end)), (InvitationState::Revoked, InvitationState::Revoked));
    let used = Invitation { used_at: Some(before), ..opened };
    assert!(used.state_at(end + TimeDelta::days(400)) == InvitationState::Used && !InvitationState::Used.is_open());
}

#[test]
fn a_link_lasts_two_weeks_unless_stated_and_sixty_days_at_most() {
    let today = day("2026-11-24");
    let sound = || InvitationForm { name: " 営業部　佐久間 ".into(), email: "sales@contractor.example".into(), until: String::new() };
    let read = sound().read(today).expect("sound");
    assert_eq!((read.name.as_str(), read.until), ("営業部 佐久間", day("2026-12-08")));
    for (until, taken) in [("2026-11-24", true), ("R9.1.23", true), ("2026-11-23", false), ("2027-01-24", false)] {
        assert_eq!(InvitationForm { until: until.into(), ..sound() }.read(today).is_ok(), taken, "{until}");
    }
    assert_eq!(today + Days::new(60), day("2027-01-23"));
    assert_faults(
        &sound(),
        |form| form.read(today),
        &[
            (|form| form.name.clear(), &["name: field.required"]),
            (|form| form.email = "sales".into(), &["email: field.email"]),
            (|form| form.until = "いつか".into(), &["until: field.date"]),
            (|form| form.until = "2027-12-31".into(), &["until: invitation.until"]),
        ],
    );
}

proptest! {
    /// Taking over, criterion by criterion or all at once, comes to the declaration where the officer had nothing, and to nothing else anywhere.
    #[test]
    fn taking_over_one_by_one_is_taking_over_all(grades in collection::vec(any_of::<Grade>(), 21), before in collection::vec(any::<bool>(), 21)) {
        let criteria = criteria();
        let mut declaration = declared(Grade::Met);
        for (answer, grade) in declaration.answers.iter_mut().zip(&grades) {
            answer.grade = Some(*grade);
        }
        let own: Vec<Answer> = criteria.iter().zip(&before).filter(|(_, own)| **own).map(|(criterion, _)| answer(&criterion.id, Grade::Partly)).collect();
        let form = AnswersForm::of(&criteria, &own, "");
        let all = form.taking_over(&criteria, Some(&declaration), TAKE_ALL).expect("taken over");
        let mut single = form;
        for (criterion, _) in criteria.iter().zip(&before).filter(|(_, own)| !**own) {
            single = single.taking_over(&criteria, Some(&declaration), &criterion.id).expect("taken over");
        }
        prop_assert_eq!(&single, &all);
        for ((answer, declared), own) in all.answers.iter().zip(&declaration.answers).zip(&before) {
            let expected = if *own { Grade::Partly } else { declared.grade.expect("graded") };
            prop_assert_eq!(&answer.grade, &expected.to_string());
        }
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused_and_never_both(name in ".{0,120}", grade in select(vec!["", "met", "満たす", "Ｍｅｔ", "×"]), remark in ".{0,40}") {
        let mut form = whole();
        form.by_name = name;
        (form.answers[0].grade, form.answers[0].remark) = (grade.to_owned(), remark);
        match form.read(&asked()) {
            Ok(read) => prop_assert!(read.answers.iter().all(|answer| domain::selection::gap(answer).is_none()) && !read.by_name.is_empty()),
            Err(Error::Invalid(errors)) => prop_assert!(!errors.is_empty()),
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
