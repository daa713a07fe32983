//! 改正案 and 版の移行: a draft is written and put in force, and contracts keep their version until they are moved.

use chrono::Days;
use domain::{
    Error,
    catalogue_draft::{AppliesForm, ClauseChange, ClauseForm, ConditionForm, ForceForm, MigrateForm, ShiftFilter},
    clause::MarkForm,
    contract::{ContractFilter, ContractForm},
    contractor::ContractorFilter,
    id::ContractId,
    person::Role,
    policy::PolicyKind,
};
use service::Ctx;

use crate::city::{City, today};

fn new_clause() -> ClauseForm {
    ClauseForm {
        id: "K14".into(),
        group: "common".into(),
        title: "遠隔保守の経路".into(),
        requirement: "遠隔保守の経路を定める。".into(),
        applies: AppliesForm { outsourcing: "true".into(), ..AppliesForm::default() },
        when: vec![ConditionForm { fact: "remote_access".into(), relation: "=".into(), value: "yes".into() }],
        check: "経路は定めたとおりか。".into(),
        text: "### 第○条（遠隔保守）\n\n乙は、市が定める経路によらなければならない。".into(),
        ..ClauseForm::default()
    }
}

fn force(from: chrono::NaiveDate) -> ForceForm {
    ForceForm { from: from.to_string(), note: "遠隔保守の条項を追加".into() }
}

/// A draft that adds K14 and drops K03.
async fn draft(city: &City) -> u64 {
    let (officer, drafts) = (city.as_role(Role::SecurityOfficer), city.services.catalogue_drafts());
    let begun = drafts.start(&officer).await.expect("begun");
    let added = drafts.add(&officer, begun.version, &new_clause()).await.expect("added");
    drafts.drop_clause(&officer, "K03", added.version).await.expect("dropped").version
}

async fn contract(city: &City, number: &str, remote: bool) -> ContractId {
    let (officer, contractors) = (city.as_role(Role::ProcurementOfficer), city.services.contractors());
    let known = contractors.list(&officer, &ContractorFilter::default()).await.expect("a list").items.first().map(|row| row.id.clone());
    let contractor = match known {
        Some(contractor) => contractor,
        None => city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await,
    };
    let form = ContractForm { remote_access: if remote { "true".into() } else { String::new() }, ..city.contract_form(number, &contractor) };
    city.services.contracts().create(&officer, &form).await.expect("a draft").id
}

async fn required(city: &City, ctx: &Ctx, id: &ContractId) -> (u32, Vec<String>) {
    let coverage = city.services.contracts().coverage(ctx, id).await.expect("coverage");
    (coverage.catalogue_version, coverage.lines.into_iter().map(|line| line.clause).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_draft_is_written_at_a_time_and_nothing_of_it_holds_before_its_day() {
    let city = City::found().await;
    let (officer, drafts) = (city.as_role(Role::SecurityOfficer), city.services.catalogue_drafts());
    assert!(drafts.find(&officer).await.expect("an answer").is_none());
    let version = draft(&city).await;
    assert!(matches!(drafts.start(&officer).await, Err(Error::Refused(reasons)) if reasons[0].key == "draft.open"));
    assert!(matches!(drafts.drop_clause(&officer, "K05", version - 1).await, Err(Error::Conflict { current }) if current == version));
    assert!(matches!(drafts.drop_clause(&officer, "K99", version).await, Err(Error::NotFound)));
    assert!(matches!(drafts.add(&officer, version, &new_clause()).await, Err(Error::Invalid(errors)) if errors[0].field == "id"));
    let renamed = ClauseForm { id: "K15".into(), ..new_clause() };
    assert!(matches!(drafts.write(&officer, "K14", version, &renamed).await, Err(Error::Invalid(errors)) if errors[0].field == "id"));

    let view = drafts.get(&officer).await.expect("there");
    let change = |id: &str| view.lines.iter().find(|line| line.clause == id).map(|line| line.change);
    assert_eq!([change("K14"), change("K03"), change("K01")], [Some(ClauseChange::Added), Some(ClauseChange::Dropped), Some(ClauseChange::Same)]);
    assert_eq!(view.earliest, today());

    let soon = today() + Days::new(128);
    assert!(matches!(drafts.put_in_force(&officer, version, &force(today() - Days::new(1))).await, Err(Error::Invalid(errors)) if errors[0].field == "from"));
    let made = drafts.put_in_force(&officer, version, &force(soon)).await.expect("announced");
    assert_eq!((made.kind, made.version, made.in_force_from), (PolicyKind::Catalogue, 2, soon));
    assert!(drafts.find(&officer).await.expect("an answer").is_none());
    let policies = city.services.policies();
    assert_eq!(policies.catalogue(&officer, None).await.expect("in force").version, 1);
    let announced = policies.catalogue(&officer, Some(2)).await.expect("announced");
    assert!(announced.clauses.iter().any(|view| view.clause.id == "K14" && view.html.contains("<h3>第○条（遠隔保守）</h3>")));
    assert!(matches!(policies.catalogue(&officer, Some(3)).await, Err(Error::NotFound)));

    let next = drafts.start(&officer).await.expect("begun");
    assert_eq!((next.based_on, next.earliest), (2, soon), "the next one follows what is announced");
    assert!(matches!(drafts.put_in_force(&officer, next.version, &force(soon)).await, Err(Error::Refused(reasons)) if reasons[0].key == "draft.no_change"));
    drafts.discard(&officer, next.version).await.expect("discarded");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_tells_which_contracts_gain_and_lose_what() {
    let city = City::found().await;
    let (officer, drafts) = (city.as_role(Role::SecurityOfficer), city.services.catalogue_drafts());
    let remote = contract(&city, "R08/0001", true).await;
    contract(&city, "R08/0002", false).await;
    draft(&city).await;
    let comparison = drafts.comparison(&officer).await.expect("a comparison");
    assert_eq!((comparison.impact.contracts, comparison.impact.affected), (2, 2));
    let count = |id: &str| comparison.impact.clauses.iter().find(|count| count.clause == id).map(|count| (count.gains, count.loses));
    assert_eq!([count("K14"), count("K03"), count("K01")], [Some((1, 0)), Some((0, 2)), None]);

    let list = |filter: ShiftFilter| {
        let (city, officer) = (&city, &officer);
        async move { city.services.migrations().of_draft(officer, &filter).await }
    };
    let gaining = list(ShiftFilter { clause: Some("K14".into()), ..Default::default() }).await.expect("a list");
    assert_eq!((gaining.total, &gaining.items[0].contract), (1, &remote));
    assert_eq!((gaining.items[0].shift.gains[0].clause.as_str(), gaining.items[0].shift.loses[0].clause.as_str()), ("K14", "K03"));
    let first = list(ShiftFilter { limit: Some(1), ..Default::default() }).await.expect("a page");
    let second = list(ShiftFilter { limit: Some(1), cursor: first.next.clone(), ..Default::default() }).await.expect("a page");
    assert!(first.items[0].contract != second.items[0].contract && second.next.is_none() && first.total == 2);
    let elsewhere = list(ShiftFilter { department: Some("01nothing".parse().expect("an id")), ..Default::default() }).await;
    assert!(matches!(elsewhere, Err(Error::Invalid(errors)) if errors[0].field == "department"));
}

#[tokio::test(flavor = "multi_thread")]
async fn contracts_keep_their_version_until_they_are_moved() {
    let city = City::found().await;
    let (officer, procurement, staff) = (city.as_role(Role::SecurityOfficer), city.as_role(Role::ProcurementOfficer), city.as_role(Role::Staff));
    let (contracts, migrations) = (city.services.contracts(), city.services.migrations());
    let old = contract(&city, "R08/0001", true).await;
    let present = MarkForm { state: "present".into(), article: "第9条".into(), ..Default::default() };
    contracts.mark(&procurement, &old, "K03", 1, &present).await.expect("marked");
    let version = draft(&city).await;
    city.services.catalogue_drafts().put_in_force(&officer, version, &force(today())).await.expect("in force");

    let new = contract(&city, "R08/0002", true).await;
    let (kept, taken) = (required(&city, &officer, &old).await, required(&city, &officer, &new).await);
    assert_eq!((kept.0, taken.0), (1, 2));
    assert!(kept.1.contains(&"K03".to_owned()) && !kept.1.contains(&"K14".to_owned()));
    assert!(!taken.1.contains(&"K03".to_owned()) && taken.1.contains(&"K14".to_owned()));

    // A change of the contract is none of its version.
    let form = ContractForm { title: "改めた件名".into(), ..ContractForm::from(&contracts.get(&procurement, &old).await.expect("there").contract) };
    let changed = contracts.change(&procurement, &old, 1, &form).await.expect("changed");
    assert_eq!((changed.catalogue_version, changed.coverage.present), (1, 1));

    let coverage = contracts.coverage(&staff, &old).await.expect("coverage");
    let newer = coverage.newer.expect("a newer version");
    assert_eq!((newer.version, newer.may_migrate, newer.shift.gains.len(), newer.shift.loses.len()), (2, false, 1, 1));
    assert!(matches!(migrations.migrate(&staff, &old, coverage.version).await, Err(Error::Forbidden(_))));
    assert!(matches!(migrations.migrate(&city.stranger(), &old, coverage.version).await, Err(Error::NotFound)));
    assert!(matches!(migrations.migrate(&procurement, &old, coverage.version + 1).await, Err(Error::Conflict { .. })));

    let moved = migrations.migrate(&procurement, &old, coverage.version).await.expect("moved");
    assert_eq!((moved.catalogue_version, moved.newer, moved.count.present), (2, None, 0));
    let after = contracts.get(&procurement, &old).await.expect("there").contract;
    assert_eq!((after.catalogue_version, after.version, after.coverage), (2, 3, moved.count));
    assert!(matches!(migrations.migrate(&procurement, &old, moved.version).await, Err(Error::Refused(reasons)) if reasons[0].key == "clause.newest"));
    assert!(
        matches!(contracts.mark(&procurement, &old, "K03", moved.version, &present).await, Err(Error::NotFound)),
        "the version it is held against has none"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_are_moved_at_once_and_what_is_missing_is_counted_anew() {
    let city = City::found().await;
    let (officer, procurement) = (city.as_role(Role::SecurityOfficer), city.as_role(Role::ProcurementOfficer));
    let migrations = city.services.migrations();
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let form = ContractForm { remote_access: "true".into(), ..city.contract_form("R08/0001", &contractor) };
    let complete = city.in_force(&procurement, &form).await;
    let other = contract(&city, "R08/0002", false).await;
    let gaps = async || city.services.contracts().list(&procurement, &ContractFilter { gaps: true, ..Default::default() }).await.expect("a list").items.len();
    assert_eq!(gaps().await, 1);
    let version = draft(&city).await;
    city.services.catalogue_drafts().put_in_force(&officer, version, &force(today())).await.expect("in force");
    assert_eq!(gaps().await, 1, "a version in force changes no contract by itself");

    let listed = migrations.list(&officer, &ShiftFilter::default()).await.expect("a list");
    assert_eq!(listed.total, 2);
    let to = |to, department: &str| MigrateForm { to, department: department.to_owned() };
    assert!(matches!(migrations.migrate_many(&officer, &to(1, "")).await, Err(Error::Refused(reasons)) if reasons[0].key == "draft.overtaken"));
    assert!(matches!(migrations.migrate_many(&officer, &to(2, "01nothing")).await, Err(Error::Invalid(_))));
    assert!(matches!(migrations.migrate_many(&procurement, &to(2, "")).await, Err(Error::Forbidden(_))));
    let moved = migrations.migrate_many(&officer, &to(2, city.division.as_str())).await.expect("moved");
    assert_eq!((moved.moved, moved.remaining), (2, 0));
    assert_eq!(gaps().await, 2, "K14 is missing from what was complete");
    for id in [&complete, &other] {
        assert_eq!(required(&city, &officer, id).await.0, 2);
    }
    assert_eq!(migrations.list(&officer, &ShiftFilter::default()).await.expect("a list").total, 0);
    let again = migrations.migrate_many(&officer, &to(2, "")).await.expect("nothing left");
    assert_eq!((again.moved, again.remaining), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_security_officer_sees_the_draft() {
    let city = City::found().await;
    let version = draft(&city).await;
    let drafts = city.services.catalogue_drafts();
    for role in [Role::Staff, Role::DepartmentHead, Role::ProcurementOfficer, Role::Approver, Role::Auditor, Role::Administrator] {
        let ctx = city.as_role(role);
        assert!(matches!(drafts.get(&ctx).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(drafts.comparison(&ctx).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(drafts.discard(&ctx, version).await, Err(Error::Forbidden(_))), "{role}");
        assert!(matches!(drafts.put_in_force(&ctx, version, &force(today())).await, Err(Error::Forbidden(_))), "{role}");
    }
}
