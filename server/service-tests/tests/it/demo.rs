//! The demo city in the register, and the same city from its own CSV files.

use domain::{
    Lang,
    board::{BoardFilter, BoardSort, HeatCell, Lane},
    certificate::{CertificateFilter, CertificateLane},
    contract::ContractFilter,
    contractor::ContractorFilter,
    import::{Encoding, ImportKind, ImportState},
    label::Choice,
    person::{Role, SignInForm},
    selection::{ProcurementFilter, ProcurementState},
};
use service::{Config, Ctx, Services, demo};

async fn as_role(services: &Services, role: Role) -> Ctx {
    let entrance = services.auth().entrance().await.expect("an entrance");
    let account = entrance.demo_accounts.iter().find(|account| account.role == role).expect("one per role");
    let form = SignInForm { staff_number: account.staff_number.clone(), password: account.password.clone() };
    let token = services.auth().sign_in(&form, "test").await.expect("signed in");
    services.ctx(services.auth().resolve(&token).await.expect("an actor"), "test".into(), Lang::Ja)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_city_has_a_history_and_something_to_do_for_everybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config {
        demo: true,
        today: Some(crate::city::today()),
        database_url: format!("rocksdb://{}", folder.path().join("data").display()),
        ..Config::default()
    };
    let services = Services::open(&config).await.expect("opens");
    let security = as_role(&services, Role::SecurityOfficer).await;
    assert_eq!(
        services.departments().list(&security).await.expect("departments").len(),
        demo::city(crate::city::today()).departments.iter().filter(|form| form.valid_to.is_empty()).count()
    );
    assert_eq!(services.contractors().list(&security, &ContractorFilter::default()).await.expect("contractors").total, 300);
    assert_eq!(services.contracts().list(&security, &ContractFilter::default()).await.expect("contracts").total, 800);
    for state in [ProcurementState::Open, ProcurementState::Waiting, ProcurementState::Settled, ProcurementState::Failed] {
        let list = services.procurements().list(&security, &ProcurementFilter { state: Some(state), ..Default::default() }).await.expect("a list");
        println!("{state}: {}", list.total);
        assert!(list.total > 0, "{state}");
        assert!(state != ProcurementState::Waiting || list.items.iter().any(|row| row.candidates == 3), "three are compared: {list:?}");
    }
    for lane in [CertificateLane::Expired, CertificateLane::Expiring, CertificateLane::Pending, CertificateLane::Valid, CertificateLane::Ended] {
        let list = services.certificates().list(&security, &CertificateFilter { lane: Some(lane), ..Default::default() }).await.expect("a list");
        println!("{lane}: {}", list.total);
        assert!(list.total > 0, "{lane}");
    }
    for lane in [Lane::Overdue, Lane::Coming, Lane::Submitted, Lane::Done] {
        let board = services.verifications().board(&security, &BoardFilter { lane: Some(lane), ..Default::default() }).await.expect("a board");
        println!("{lane}: {}", board.total);
        assert!(board.total > 5, "{lane}: {}", board.total);
    }
    the_board_holds_what_the_pictures_count(&services, &security).await;
    for role in [Role::Staff, Role::DepartmentHead, Role::ProcurementOfficer, Role::SecurityOfficer, Role::Approver, Role::Auditor, Role::Administrator] {
        let ctx = as_role(&services, role).await;
        let home = services.home().get(&ctx).await.expect("a start page");
        println!("{role}: {:?} todo {}", home.figures, home.todo_total);
        if matches!(role, Role::Staff | Role::DepartmentHead | Role::ProcurementOfficer | Role::SecurityOfficer) {
            assert!(home.todo_total > 0, "{role} has nothing to do");
        }
    }
    let files = services.attachments().verify().await.expect("looked");
    let shown = "SELECT count() FROM verification WHERE method = 'certificate' AND certificate != NONE GROUP ALL";
    assert!(services.store().count(shown, surrealdb::types::Variables::new()).await.expect("counted") > 5, "some contractors showed a certificate");
    assert!(files.versions > 20, "{files:?}");
    assert!(files.missing.is_empty() && files.altered.is_empty() && files.orphans.is_empty(), "{files:?}");
    let (entries, _) = services.audit().verify().await.expect("read").expect("the chain holds");
    println!("{entries} entries");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_files_in_shift_jis_import_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let today = crate::city::today();
    demo::csv::write(&demo::city(today), folder.path(), Encoding::ShiftJis).expect("written");
    let services = Services::open(&Config { today: Some(today), ..Config::default() }).await.expect("opens");
    let setup = domain::person::SetupForm {
        city: "試験市".into(),
        staff_number: "admin".into(),
        name: "管理 一郎".into(),
        password: "correct horse battery".into(),
        password_again: "correct horse battery".into(),
    };
    services.auth().set_up(&setup, "test").await.expect("set up");
    let admin = services.ctx(services.auth().act_as("admin").await.expect("known"), "test".into(), Lang::Ja);
    let mut officer: Option<Ctx> = None;
    for (kind, file, expected) in
        [(ImportKind::Departments, "departments.csv", 60), (ImportKind::Contractors, "contractors.csv", 300), (ImportKind::Contracts, "contracts.csv", 800)]
    {
        let ctx = match &officer {
            _ if kind == ImportKind::Departments => admin.clone(),
            Some(officer) => officer.clone(),
            None => officer.insert(procurement_officer(&services, &admin).await).clone(),
        };
        let bytes = std::fs::read(folder.path().join(file)).expect("the file");
        let imports = services.imports();
        let preview = imports.preview(&ctx, kind, file, bytes.clone()).await.expect("a preview");
        assert_eq!((preview.encoding, preview.count.new, preview.count.faulty), (Encoding::ShiftJis, expected, 0), "{kind}: {preview:?}");
        let done = imports.confirm_and_wait(&ctx, &preview.id, preview.version).await.expect("imported");
        assert_eq!((done.state, done.done), (ImportState::Finished, expected), "{kind}");
        let again = imports.preview(&ctx, kind, file, bytes).await.expect("a preview");
        assert_eq!((again.count.same, again.count.total), (expected, expected), "{kind}: the second time nothing would change");
    }
    let fixture = demo::csv::faulty_contracts_csv(&demo::city(today));
    let preview =
        services.imports().preview(&officer.expect("an officer"), ImportKind::Contracts, "faulty.csv", fixture.into_bytes()).await.expect("a preview");
    assert!(preview.count.faulty >= 5 && preview.count.new + preview.count.same + preview.count.changed >= 2, "{preview:?}");
}

async fn procurement_officer(services: &Services, admin: &Ctx) -> Ctx {
    let form = domain::person::PersonForm {
        staff_number: "proc".into(),
        name: "調達 花子".into(),
        department: services.departments().list(admin).await.expect("departments")[0].id.to_string(),
        role: "procurement_officer".into(),
        from: "2026-04-01".into(),
        ..Default::default()
    };
    services.people().create(admin, &form).await.expect("registered");
    services.ctx(services.auth().act_as("proc").await.expect("known"), "test".into(), Lang::Ja)
}

async fn the_board_holds_what_the_pictures_count(services: &Services, security: &Ctx) {
    let verifications = services.verifications();
    let heat = verifications.heat(security, None).await.expect("the year");
    let mixed = heat.rows.iter().flat_map(|row| row.cells.iter().zip(&heat.months).map(move |(cell, month)| (row, cell, month)));
    let mixed: Vec<_> = mixed.filter(|(_, cell, _)| cell.done > 0 && cell.late + cell.open > 0).take(5).collect();
    assert!(!mixed.is_empty(), "the demo city has months with both");
    for (row, cell, month) in mixed {
        let total = async |lane| {
            let filter = BoardFilter { lane: Some(lane), department: Some(row.department.clone()), exact: true, month: Some(*month), ..Default::default() };
            verifications.board(security, &filter).await.expect("a board").total
        };
        assert_eq!(total(Lane::All).await, (cell.late + cell.open + cell.done) as usize, "{} {month}", row.name);
        assert_eq!(total(Lane::Overdue).await, cell.late as usize, "{} {month}", row.name);
    }
    let fullest = |count: fn(&HeatCell) -> u32| {
        let sum = |index: &usize| heat.rows.iter().map(|row| count(&row.cells[*index])).sum::<u32>();
        heat.months[(0..heat.months.len()).max_by_key(sum).expect("twelve months")]
    };
    // Whatever the order, a lane shows each of its checks once.
    for lane in Lane::ALL {
        let month = match lane {
            Lane::Overdue => fullest(|cell| cell.late),
            Lane::Coming => fullest(|cell| cell.open),
            Lane::Submitted | Lane::Done | Lane::All => fullest(|cell| cell.done),
        };
        for sort in BoardSort::ALL.iter().filter(|sort| sort.serves(*lane)) {
            let mut filter = BoardFilter { lane: Some(*lane), sort: Some(*sort), month: Some(month), limit: Some(200), ..Default::default() };
            let mut seen = std::collections::BTreeSet::new();
            let mut total = 0;
            loop {
                let page = verifications.board(security, &filter).await.expect("a page");
                total = total.max(page.total);
                seen.extend(page.items.iter().map(|row| row.id.to_string()));
                filter.cursor.clone_from(&page.next);
                if filter.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), total, "{lane} by {sort}");
            assert!(total > 0 || *lane == Lane::Submitted, "{lane}");
        }
    }
    let refused = verifications.board(security, &BoardFilter { lane: Some(Lane::Done), sort: Some(BoardSort::Contractor), ..Default::default() }).await;
    assert!(matches!(refused, Err(domain::Error::Invalid(errors)) if errors[0].field == "sort"));
}
