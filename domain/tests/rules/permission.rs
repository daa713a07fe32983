//! Who may do what. The matrix is kept in `domain/tests/golden/permissions.md`.

use std::collections::BTreeSet;

use domain::{
    Error,
    id::{DepartmentId, PersonId},
    label::Choice,
    permission::{Actor, Grant, Operation, Reach, Scope, matrix, scope},
    person::Role,
};
use proptest::{prelude::*, sample::select};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/permissions.md");

const HEAD: &str = "# Who may do what\n\nFrom `domain/src/permission.rs`; blank is not at all, `own` the own department and those below. `BLESS=1 cargo test -p domain` writes it anew.\n\n";

/// Operations that change nothing.
const READING: [Operation; 10] = [
    Operation::ReadDepartment,
    Operation::ReadPerson,
    Operation::ReadContractor,
    Operation::ReadContract,
    Operation::ReadSelection,
    Operation::ReadVerification,
    Operation::ReadIncident,
    Operation::ReadPolicy,
    Operation::ReadReminder,
    Operation::ReadAudit,
];

/// Operations that decide on the work of others.
const APPROVAL: [Operation; 5] =
    [Operation::ApproveMeasure, Operation::ReviewContract, Operation::ExceptClause, Operation::DecideSelection, Operation::DecideVerification];

fn actor(id: &str, grants: &[(Role, &[&str])]) -> Actor {
    let grants =
        grants.iter().map(|(role, departments)| Grant { role: *role, departments: departments.iter().map(|id| DepartmentId::new(*id)).collect() }).collect();
    Actor { id: PersonId::new(id), name: "柏 太郎".to_owned(), grants }
}

#[test]
fn the_matrix_is_the_one_agreed_on() {
    let now = format!("{HEAD}{}", matrix());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(GOLDEN, &now).expect("the golden file is written");
    }
    let agreed = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    assert!(
        now == agreed,
        "the matrix is no longer that of {GOLDEN}.\nIf it is meant to change: BLESS=1 cargo test -p domain, and look at the difference.\n{now}"
    );
}

#[test]
fn an_auditor_reads_everything_and_writes_nothing() {
    for operation in Operation::ALL {
        let expected = if READING.contains(operation) { Scope::City } else { Scope::None };
        assert_eq!(scope(Role::Auditor, *operation), expected, "{operation}");
    }
}

#[test]
fn an_administrator_approves_nothing_and_keeps_off_the_contracts() {
    for operation in APPROVAL.into_iter().chain([
        Operation::WriteContract,
        Operation::SubmitContract,
        Operation::MarkClause,
        Operation::SubmitVerification,
        Operation::WritePolicy,
    ]) {
        assert_eq!(scope(Role::Administrator, operation), Scope::None, "{operation}");
    }
    assert_eq!(scope(Role::Administrator, Operation::ManagePerson), Scope::City);
}

#[test]
fn departments_decide_on_nothing_and_reach_no_further_than_themselves() {
    for operation in Operation::ALL {
        for role in Role::ALL.iter().filter(|role| role.is_departmental()) {
            let common = matches!(operation, Operation::ReadDepartment | Operation::ReadContractor | Operation::ReadPolicy);
            assert!(common || scope(*role, *operation) != Scope::City, "{role} {operation}");
            assert!(!APPROVAL.contains(operation) || scope(*role, *operation) == Scope::None, "{role} {operation}");
        }
    }
}

#[test]
fn city_wide_roles_hold_nothing_for_a_department_only() {
    for operation in Operation::ALL {
        for role in Role::ALL.iter().filter(|role| !role.is_departmental()) {
            assert_ne!(scope(*role, *operation), Scope::Own, "{role} {operation}");
        }
    }
}

#[test]
fn a_head_may_do_all_that_staff_may() {
    for operation in Operation::ALL {
        assert!(scope(Role::DepartmentHead, *operation) >= scope(Role::Staff, *operation), "{operation}");
    }
}

#[test]
fn every_operation_is_somebodys() {
    for operation in Operation::ALL {
        assert!(Role::ALL.iter().any(|role| scope(*role, *operation) != Scope::None), "{operation}");
    }
}

#[test]
fn nobody_decides_on_what_they_submitted_themselves() {
    let officer = actor("p1", &[(Role::SecurityOfficer, &[])]);
    assert_eq!(officer.may_decide_on(Some(&PersonId::new("p2"))), Ok(()));
    assert_eq!(officer.may_decide_on(None), Ok(()));
    let refusal = officer.may_decide_on(Some(&PersonId::new("p1"))).expect_err("their own");
    assert!(matches!(&refusal, Error::Forbidden(message) if message.key == "permission.own_submission"));
    assert_eq!(refusal.status(), 403);
}

#[test]
fn a_post_in_two_departments_reaches_only_where_its_role_allows() {
    let person = actor("p1", &[(Role::Staff, &["shimin"]), (Role::DepartmentHead, &["zeimu", "zeimu-1"])]);
    let own = |ids: &[&str]| Ok(Reach::Departments(ids.iter().map(|id| DepartmentId::new(*id)).collect()));
    assert_eq!(person.reach(Operation::WriteContract), own(&["shimin", "zeimu", "zeimu-1"]));
    assert_eq!(person.reach(Operation::SubmitContract), own(&["zeimu", "zeimu-1"]));
    assert!(person.can(Operation::SubmitContract) && !person.can_in(Operation::SubmitContract, &DepartmentId::new("shimin")));
    assert_eq!(person.reach(Operation::ReadContractor), Ok(Reach::City));
    assert!(person.has_role(Role::Staff) && !person.has_role(Role::Auditor));
}

#[test]
fn what_cannot_be_read_is_not_found_and_what_can_is_forbidden() {
    let head = actor("p1", &[(Role::DepartmentHead, &["shimin"])]);
    let ask = |operation, department: &str| head.require_in(operation, Operation::ReadContract, &DepartmentId::new(department));
    assert_eq!(ask(Operation::SubmitContract, "shimin"), Ok(()));
    assert_eq!(ask(Operation::SubmitContract, "zeimu"), Err(Error::NotFound));
    let refusal = ask(Operation::ReviewContract, "shimin").expect_err("not a head's");
    assert_eq!(refusal.summary().say(domain::Lang::Ja), "「契約を審査する」権限がありません");
    let both = actor("p1", &[(Role::Staff, &["shimin"]), (Role::Auditor, &[])]);
    let refusal = both.require_in(Operation::WriteContract, Operation::ReadContract, &DepartmentId::new("zeimu")).expect_err("read only there");
    assert!(matches!(refusal, Error::Forbidden(_)));
}

#[test]
fn who_holds_no_post_today_may_do_nothing() {
    let nobody = actor("p1", &[]);
    for operation in Operation::ALL {
        assert!(matches!(nobody.reach(*operation), Err(Error::Forbidden(_))), "{operation}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn several_roles_reach_as_far_as_the_farthest_and_no_further(grants in prop::collection::vec((select(Role::ALL), prop::collection::btree_set(0u8..6, 0..4)), 0..4), operation in select(Operation::ALL), asked in 0u8..6) {
        let id = |number: &u8| DepartmentId::new(format!("d{number}"));
        let actor = Actor {
            id: PersonId::new("p1"),
            name: String::new(),
            grants: grants.iter().map(|(role, departments)| Grant { role: *role, departments: departments.iter().map(id).collect::<BTreeSet<_>>() }).collect(),
        };
        let allowed = grants.iter().any(|(role, departments)| match scope(*role, operation) {
            Scope::City => true,
            Scope::Own => departments.contains(&asked),
            Scope::None => false,
        });
        prop_assert_eq!(actor.can_in(operation, &id(&asked)), allowed);
        prop_assert_eq!(actor.can(operation), grants.iter().any(|(role, _)| scope(*role, operation) != Scope::None));
    }

    #[test]
    fn nobody_decides_on_their_own_whatever_their_roles(roles in prop::collection::vec(select(Role::ALL), 0..5), own in any::<bool>()) {
        let grants: Vec<(Role, &[&str])> = roles.iter().map(|role| (*role, [].as_slice())).collect();
        let submitter = PersonId::new(if own { "p1" } else { "p2" });
        prop_assert_eq!(actor("p1", &grants).may_decide_on(Some(&submitter)).is_ok(), !own);
    }
}
