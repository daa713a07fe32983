//! 督促: each step once, to whoever answers today, in one digest a person; nothing left to nobody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use domain::{
    Error, Lang,
    id::{DepartmentId, DigestId, PersonId},
    label::Choice,
    person::{Person, Post, Role},
    policy::ReminderStep,
    reminder::{Absence, AbsenceForm, Digest, MailState, Pending, ReminderLine, ReminderSubject, Sender, Staff, digests, steps_come, write},
};
use proptest::prelude::*;

use crate::samples::day;

fn steps() -> Vec<ReminderStep> {
    let step = |day: i32, to: Role| ReminderStep { day, to };
    [-30, -14, -7, -1, 1]
        .map(|day| step(day, Role::Staff))
        .into_iter()
        .chain([step(7, Role::DepartmentHead), step(14, Role::SecurityOfficer), step(30, Role::Approver)])
        .collect()
}

fn person(id: &str, role: Role, department: &str) -> Person {
    Person {
        id: PersonId::new(id),
        staff_number: id.into(),
        name: format!("職員{id}"),
        name_kana: String::new(),
        email: format!("{id}@city.example"),
        enabled: true,
        posts: vec![Post { department: DepartmentId::new(department), role, from: day("2020-04-01"), to: None }],
        absences: Vec::new(),
        lang: Lang::Ja,
        version: 1,
    }
}

fn away(mut person: Person, deputy: &str) -> Person {
    person.absences = vec![Absence { from: day("2026-11-20"), to: day("2026-11-30"), deputy: PersonId::new(deputy) }];
    person
}

/// A team within a section within a division.
fn lines() -> BTreeMap<DepartmentId, Vec<DepartmentId>> {
    let line = |own: &str, above: &[&str]| (DepartmentId::new(own), std::iter::once(&own).chain(above).map(|id| DepartmentId::new(*id)).collect());
    BTreeMap::from([line("team", &["section", "division"]), line("section", &["division"]), line("division", &[])])
}

fn come(due: &str, told: Option<i32>, today: &str) -> Vec<(i32, Role)> {
    steps_come(day(due), told, &steps(), day(today)).into_iter().map(|step| (step.day, step.to)).collect()
}

fn names(found: &[&Person]) -> Vec<String> {
    found.iter().map(|person| person.id.to_string()).collect()
}

#[test]
fn a_step_comes_on_its_day_and_not_again() {
    assert_eq!(come("2026-12-24", None, "2026-11-23"), []);
    assert_eq!(come("2026-12-24", None, "2026-11-24"), [(-30, Role::Staff)]);
    assert_eq!(come("2026-12-24", Some(-30), "2026-11-25"), []);
    assert_eq!(come("2026-12-24", Some(-30), "2026-12-10"), [(-14, Role::Staff)]);
    // Of several that passed unnoticed each role is told the last.
    assert_eq!(come("2026-10-25", None, "2026-11-24"), [(1, Role::Staff), (7, Role::DepartmentHead), (14, Role::SecurityOfficer), (30, Role::Approver)]);
    assert_eq!(come("2026-10-25", Some(7), "2026-11-24"), [(14, Role::SecurityOfficer), (30, Role::Approver)]);
}

#[test]
fn it_goes_to_whoever_answers_here_or_above() {
    let people = [person("a", Role::Staff, "section"), person("b", Role::DepartmentHead, "division"), person("c", Role::SecurityOfficer, "other")];
    let (lines, today) = (lines(), day("2026-11-24"));
    let staff = Staff::new(&people, &lines, today);
    let answering = |role: Role, department: &str| names(&staff.answering(role, &DepartmentId::new(department)));
    assert_eq!(answering(Role::Staff, "team"), ["a"], "a team without its own is the section's");
    assert_eq!(answering(Role::DepartmentHead, "team"), ["b"]);
    assert_eq!(answering(Role::Staff, "division"), ["b"], "nobody holds the role there: the head is next");
    assert_eq!(answering(Role::SecurityOfficer, "team"), ["c"], "a role of the whole city");
    assert_eq!(answering(Role::Approver, "team"), Vec::<String>::new());
    assert_eq!(answering(Role::Staff, "elsewhere"), ["c"], "a department nobody answers for");
    let mut left = people.clone();
    left[0].enabled = false;
    left[1].posts[0].to = Some(day("2026-03-31"));
    assert_eq!(names(&Staff::new(&left, &lines, today).answering(Role::Staff, &DepartmentId::new("team"))), ["c"]);
}

#[test]
fn a_deputy_takes_what_comes_while_somebody_is_away() {
    let lines = lines();
    let people = [away(person("a", Role::Staff, "section"), "b"), away(person("b", Role::Staff, "section"), "c"), person("c", Role::Auditor, "section")];
    let taking = |people: &[Person], on: &str| Staff::new(people, &lines, day(on)).standing_in(&people[0]).id.to_string();
    assert_eq!(taking(&people, "2026-11-24"), "c", "the deputy's deputy");
    assert_eq!(taking(&people, "2026-12-01"), "a");
    // Where nobody is there it stays with whom it was meant for.
    let round = [away(people[0].clone(), "b"), away(people[1].clone(), "a")];
    assert_eq!(taking(&round, "2026-11-24"), "a");
    let gone = [away(people[0].clone(), "z")];
    assert_eq!(taking(&gone, "2026-11-24"), "a");
    let mut retired = [away(people[0].clone(), "b"), person("b", Role::Staff, "section")];
    retired[1].posts[0].to = Some(day("2026-09-30"));
    assert_eq!(taking(&retired, "2026-11-24"), "a", "a deputy without a post");
}

#[test]
fn one_digest_holds_each_thing_once_by_its_highest_step() {
    let lines = lines();
    // The head is also the deputy of the one in charge.
    let people = [away(person("a", Role::Staff, "section"), "b"), person("b", Role::DepartmentHead, "section"), person("c", Role::SecurityOfficer, "x")];
    let (section, today, steps) = (DepartmentId::new("section"), day("2026-11-24"), steps());
    let pending = [
        Pending { key: "late", department: &section, due: day("2026-11-12"), told: None },
        Pending { key: "soon", department: &section, due: day("2026-12-01"), told: Some(-14) },
    ];
    let told = digests(&pending, &steps, &Staff::new(&people, &lines, today), today);
    let of_b: Vec<_> = told[&people[1].id].iter().map(|told| (told.place, told.step.day, told.instead_of.map(ToString::to_string))).collect();
    assert_eq!(of_b, [(0, 7, None), (1, -7, Some("a".to_owned()))]);
    assert_eq!(told.len(), 1);
}

fn line(days: i64) -> ReminderLine {
    ReminderLine {
        subject: ReminderSubject::Verification,
        record: "01abc".into(),
        contract_title: "清掃*業務*<b>".into(),
        contractor_name: "青空 & 株式会社".into(),
        department_name: "市民課".into(),
        what_ja: "定期点検".into(),
        what_en: "Periodic check".into(),
        due: day("2026-11-24") - chrono::TimeDelta::days(days),
        days,
        to: Role::DepartmentHead,
        instead_of: (days > 0).then(|| "真壁 栞".to_owned()),
    }
}

#[test]
fn the_mail_says_what_it_is_in_both_languages_and_nobody_writes_into_it() {
    let digest = Digest {
        id: DigestId::new("p-2026-11-24"),
        person: PersonId::new("p"),
        person_name: "篠原 美月".into(),
        day: day("2026-11-24"),
        lines: vec![line(9), line(-7)],
        state: MailState::Waiting,
        address: "p@city.example".into(),
        attempts: 0,
        next_at: None,
        sent_at: None,
        fault: String::new(),
        version: 1,
    };
    let sender = Sender { city: "葉月市", origin: "https://itakumori.city.example" };
    let ja = write(&digest, Lang::Ja, sender);
    assert_eq!(ja.subject, "【委託守】期限のお知らせ 2件（うち期限超過1件）");
    for part in [
        "篠原 美月 様",
        "■ 期限を過ぎているもの",
        "9営業日超過",
        "真壁 栞さんの不在のため",
        "■ 期限が近いもの",
        "あと7営業日",
        "https://itakumori.city.example/verifications/01abc",
        "清掃*業務*<b>",
    ] {
        assert!(ja.plain.contains(part), "{part} is not in {}", ja.plain);
    }
    assert!(
        ja.html.contains("清掃*業務*&lt;b&gt;")
            && ja.html.contains("青空 &amp; 株式会社")
            && ja.html.contains("href=\"https://itakumori.city.example/verifications/01abc\""),
        "{}",
        ja.html
    );
    assert!(!ja.html.contains("<b>") && !ja.html.contains("<em>業務"), "{}", ja.html);
    let en = write(&digest, Lang::En, Sender { origin: "", ..sender });
    assert_eq!(en.subject, "[Itakumori] Due dates: 2, 1 of them overdue");
    assert!(
        en.plain.contains("9 working days late") && en.plain.contains("while 真壁 栞 is away") && !en.plain.contains("http") && !en.html.contains("<a "),
        "{}",
        en.plain
    );
}

#[test]
fn an_absence_is_read_or_told_what_is_wrong() {
    let (own, today) = (PersonId::new("a"), day("2026-11-24"));
    let known = [Absence { from: day("2026-12-28"), to: day("2027-01-05"), deputy: PersonId::new("b") }];
    let form = |from: &str, to: &str, deputy: &str| AbsenceForm { from: from.into(), to: to.into(), deputy: deputy.into() }.read(&own, &known, today);
    let fields = |answer: Result<Absence, Error>| match answer {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|error| (error.field, error.message.key.to_string())).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(form("R8.12.1", "2026-12-03", "b").map(|absence| absence.to), Ok(day("2026-12-03")));
    for (from, to, deputy, field, key) in [
        ("2026-12-03", "2026-12-01", "b", "to", "absence.backwards"),
        ("2026-11-01", "2026-11-02", "b", "to", "absence.over"),
        ("2026-12-20", "2026-12-28", "b", "from", "absence.overlaps"),
        ("2026-12-01", "2026-12-02", "a", "deputy", "absence.own_deputy"),
        ("2026-12-01", "2026-12-02", "", "deputy", "field.required"),
    ] {
        assert_eq!(fields(form(from, to, deputy)), [(field.to_owned(), key.to_owned())]);
    }
}

fn any_people() -> impl Strategy<Value = Vec<Person>> {
    let departments = ["team", "section", "division", "elsewhere"];
    prop::collection::vec((0..Role::ALL.len(), 0usize..4, any::<bool>(), prop::option::of(0usize..8)), 1..8).prop_map(move |all| {
        let mut people: Vec<Person> = all
            .iter()
            .enumerate()
            .map(|(number, (role, department, enabled, _))| Person {
                enabled: *enabled,
                ..person(&format!("p{number}"), Role::ALL[*role], departments[*department])
            })
            .collect();
        for (number, (.., deputy)) in all.iter().enumerate() {
            if let Some(deputy) = deputy {
                people[number] = away(people[number].clone(), &format!("p{deputy}"));
            }
        }
        people
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Looked at on any days, closed ones left out: each step of each role at most once, and by the end the last of each role.
    #[test]
    fn whatever_days_are_worked_every_role_hears_of_it_once_a_step(worked in prop::collection::btree_set(0u64..90, 1..60)) {
        let due = day("2026-12-24");
        let (mut told, mut heard): (Option<i32>, Vec<(i32, Role)>) = (None, Vec::new());
        for offset in &worked {
            let today = day("2026-11-10") + Days::new(*offset);
            let come: Vec<(i32, Role)> = steps_come(due, told, &steps(), today).into_iter().map(|step| (step.day, step.to)).collect();
            told = come.iter().map(|(day, _)| *day).max().max(told);
            heard.extend(come);
        }
        let distinct: BTreeSet<_> = heard.iter().collect();
        prop_assert_eq!(distinct.len(), heard.len());
        let last = day("2026-11-10") + Days::new(*worked.last().expect("a day"));
        for role in Role::ALL {
            let passed = steps().into_iter().filter(|step| step.to == *role && i64::from(step.day) <= (last - due).num_days()).map(|step| step.day).max();
            prop_assert_eq!(heard.iter().filter(|(_, to)| to == role).map(|(day, _)| *day).max(), passed);
        }
    }

    #[test]
    fn nothing_is_left_to_nobody_and_nobody_hears_twice(people in any_people(), late in 0u64..60, at in 0usize..3) {
        let (lines, today, steps) = (lines(), day("2026-11-24"), steps());
        let department = DepartmentId::new(["team", "section", "division"][at]);
        let due: NaiveDate = today - Days::new(late);
        let pending = [Pending { key: "a", department: &department, due, told: None }, Pending { key: "b", department: &department, due, told: Some(-1) }];
        let staff = Staff::new(&people, &lines, today);
        let told = digests(&pending, &steps, &staff, today);
        for digest in told.values() {
            let places: BTreeSet<usize> = digest.iter().map(|told| told.place).collect();
            prop_assert_eq!(places.len(), digest.len());
        }
        // The first step up from staff that anybody holds is told of what is late.
        let anybody = people.iter().any(|person| person.enabled && matches!(person.posts[0].role, Role::SecurityOfficer | Role::Approver));
        prop_assert!(!anybody || late == 0 || !told.is_empty(), "{:?}", told);
        prop_assert_eq!(told, digests(&pending, &steps, &staff, today));
    }
}
