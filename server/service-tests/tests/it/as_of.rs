//! The register of any past day: what it says is what a naive diary of every evening says, with the names and within the reach of that day.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    Error, Lang,
    audit::{AuditAction, AuditFilter},
    clause::MarkForm,
    contract::{ContractForm, ContractState, ContractStep},
    contractor::ContractorForm,
    id::{ContractId, ContractorId, DepartmentId},
    import::ImportKind,
    label::Choice,
    person::Role,
    register::{Cell, ContractEntry, RegisterFilter, RegisterFormat, RegisterKind, RegisterRow},
    subcontract::{FindingKind, SubcontractForm, SubcontractState},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use service::{Config, Ctx, bind};

use crate::city::City;

fn nov(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day")
}

/// The city as it was founded early in the month: what follows happens on later days, whatever the clock says.
async fn founded() -> City {
    City::found_with(Config { today: Some(nov(3)), ..Config::default() }).await
}

/// The same person at noon of a day of the month in Tokyo, and some milliseconds.
fn on(ctx: &Ctx, day: u32, millis: i64) -> Ctx {
    let now = nov(day).and_hms_opt(3, 0, 0).expect("noon").and_utc() + TimeDelta::milliseconds(millis);
    Ctx { now, today: nov(day), ..ctx.clone() }
}

async fn other_section(city: &City) -> DepartmentId {
    let departments = city.services.departments().list(&city.as_role(Role::Administrator)).await.expect("departments");
    departments.iter().find(|department| department.name == "市民課").expect("there").id.clone()
}

async fn register(city: &City, ctx: &Ctx, kind: RegisterKind, day: u32) -> Vec<RegisterRow> {
    let filter = RegisterFilter { day: Some(nov(day)), limit: Some(3), ..RegisterFilter::default() };
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = city.services.registers().page(ctx, kind, &RegisterFilter { cursor, ..filter.clone() }).await.expect("a page");
        assert_eq!((page.day, page.past), (nov(day), nov(day) < ctx.today));
        rows.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            assert_eq!(page.total, rows.len());
            return rows;
        }
    }
}

async fn contracts(city: &City, ctx: &Ctx, day: u32) -> Vec<ContractEntry> {
    let rows = register(city, ctx, RegisterKind::Contracts, day).await;
    rows.into_iter().map(|row| if let RegisterRow::Contract(entry) = row { entry } else { panic!("{row:?}") }).collect()
}

fn contractor_form(name: &str, number: &str) -> ContractorForm {
    ContractorForm {
        kind: "company".into(),
        corporate_number: number.into(),
        name: name.into(),
        name_kana: "アオゾラ".into(),
        address: "試験市中央1-1".into(),
        ..ContractorForm::default()
    }
}

/// What a diary says of a contract: number, title, department, contractor's name.
type Line = (String, String, String, String);

#[tokio::test(flavor = "multi_thread")]
async fn the_register_of_every_day_is_what_a_diary_of_its_evening_says() {
    for seed in [1, 7, 42] {
        let mut dice = StdRng::seed_from_u64(seed);
        let city = founded().await;
        let officer = city.as_role(Role::ProcurementOfficer);
        let (other, mut names) = (other_section(&city).await, BTreeMap::new());
        let numbers = ["7000012050002", "8000012050001"];
        let mut parties: Vec<(ContractorId, u64, &str)> = Vec::new();
        for (place, number) in numbers.iter().enumerate() {
            let id = city.services.contractors().create(&on(&officer, 5, 0), &contractor_form(&format!("事業者{place}"), number)).await;
            let id = id.unwrap_or_else(|error| panic!("{number}: {error:?}")).id;
            names.insert(id.clone(), format!("事業者{place}"));
            parties.push((id, 1, *number));
        }
        let mut known: BTreeMap<ContractId, (u64, ContractForm)> = BTreeMap::new();
        let mut diary: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
        for day in 6..=15 {
            for step in 0..dice.random_range(0..5_u32) {
                // Some changes fall into one millisecond.
                let ctx = on(&officer, day, i64::from(step) / 2);
                match dice.random_range(0..5) {
                    0 | 1 => {
                        let form = city.contract_form(&format!("R08-{:04}", 9_999 - known.len()), &parties.choose(&mut dice).expect("two").0);
                        let made = city.services.contracts().create(&ctx, &form).await.expect("made");
                        known.insert(made.id, (made.version, form));
                    }
                    2 | 3 => {
                        let Some(id) = known.keys().cloned().collect::<Vec<_>>().choose(&mut dice).cloned() else { continue };
                        let (version, form) = known.get_mut(&id).expect("known");
                        match dice.random_range(0..4) {
                            0 => form.title = format!("件名{day}-{step}"),
                            1 => form.department = if dice.random_bool(0.5) { other.to_string() } else { city.section.to_string() },
                            2 => form.contractor = parties.choose(&mut dice).expect("two").0.to_string(),
                            _ => form.number = format!("R07-{:04}", dice.random_range(0..100) * 100 + day * 5 + step),
                        }
                        *version = city.services.contracts().change(&ctx, &id, *version, form).await.expect("changed").version;
                    }
                    _ => {
                        let place = dice.random_range(0..parties.len());
                        let (id, version, number) = &mut parties[place];
                        let name = format!("改名{day}-{step}");
                        *version = city.services.contractors().change(&ctx, id, *version, &contractor_form(&name, number)).await.expect("renamed").version;
                        names.insert(id.clone(), name);
                    }
                }
            }
            let mut evening: Vec<(String, Line)> = known
                .iter()
                .map(|(id, (_, form))| {
                    let department = if form.department == other.to_string() { "市民課" } else { "情報政策課" };
                    let line = (form.number.clone(), form.title.clone(), department.to_owned(), names[&ContractorId::new(form.contractor.as_str())].clone());
                    (format!("{} {id}", form.number), line)
                })
                .collect();
            evening.sort();
            diary.insert(day, evening.into_iter().map(|(_, line)| line).collect());
        }
        let reader = on(&officer, 20, 0);
        for (day, evening) in &diary {
            let said: Vec<Line> = contracts(&city, &reader, *day)
                .await
                .into_iter()
                .map(|entry| (entry.number, entry.title, entry.department_name, entry.contractor_name))
                .collect();
            assert_eq!(&said, evening, "seed {seed}, 2026-11-{day:02}");
        }
        // Asked on the day itself, the register of today is the same.
        let today: Vec<String> = contracts(&city, &on(&officer, 15, 10_000), 15).await.into_iter().map(|entry| entry.number).collect();
        assert_eq!(today, diary[&15].iter().map(|line| line.0.clone()).collect::<Vec<_>>());
        whole(&city).await;
    }
}

/// The states of each record follow one another without a gap, and only the last is open.
async fn whole(city: &City) {
    #[derive(serde::Deserialize)]
    struct Span {
        record: String,
        since: String,
        until: String,
    }
    let spans: Vec<Span> = city.services.store().read("SELECT record, since, until FROM history ORDER BY record, since", bind([])).await.expect("read");
    assert!(!spans.is_empty());
    for pair in spans.windows(2) {
        if pair[0].record == pair[1].record {
            assert_eq!(pair[0].until, pair[1].since);
        } else {
            assert!(pair[0].until.starts_with("9999"), "{} ended at {}", pair[0].record, pair[0].until);
        }
        assert!(pair[0].since < pair[0].until);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_reach_are_those_of_the_day() {
    let city = founded().await;
    let (officer, head, stranger) = (city.as_role(Role::ProcurementOfficer), city.as_role(Role::DepartmentHead), city.stranger());
    let contractor = city.services.contractors().create(&on(&officer, 5, 0), &contractor_form("青空有限会社", "7000012050002")).await.expect("made").id;
    let form = city.contract_form("R08-0001", &contractor);
    let contract = city.services.contracts().create(&on(&officer, 6, 0), &form).await.expect("made");
    let moved = ContractForm { department: other_section(&city).await.to_string(), ..form };
    city.services.contracts().change(&on(&officer, 8, 0), &contract.id, 1, &moved).await.expect("moved");
    city.services.contractors().change(&on(&officer, 9, 0), &contractor, 1, &contractor_form("青空株式会社", "7000012050002")).await.expect("renamed");
    let admin = on(&city.as_role(Role::Administrator), 10, 0);
    let csv = "課室コード,課室名,階層,上位課室コード,有効開始日\n010200,市民窓口課,課,010000,2019-04-01\n";
    let import = city.services.imports().preview(&admin, ImportKind::Departments, "課室.csv", csv.into()).await.expect("previewed");
    city.services.imports().confirm_and_wait(&admin, &import.id, import.version).await.expect("imported");

    let at = |day| {
        let city = &city;
        let reader = on(&officer, 20, 0);
        async move {
            let said = contracts(city, &reader, day).await;
            said.into_iter().map(|entry| (entry.department_name, entry.contractor_name)).collect::<Vec<_>>()
        }
    };
    let line = |department: &str, contractor: &str| vec![(department.to_owned(), contractor.to_owned())];
    assert!(at(5).await.is_empty());
    assert_eq!(at(7).await, line("情報政策課", "青空有限会社"));
    assert_eq!(at(8).await, line("市民課", "青空有限会社"));
    assert_eq!(at(9).await, line("市民課", "青空株式会社"));
    assert_eq!(at(10).await, line("市民窓口課", "青空株式会社"));

    // It was the one section's and is the other's: each sees the days on which it was theirs.
    for (ctx, own, foreign) in [(&head, 7, 8), (&stranger, 8, 7)] {
        let ctx = on(ctx, 20, 0);
        assert_eq!(contracts(&city, &ctx, own).await.len(), 1);
        assert!(contracts(&city, &ctx, foreign).await.is_empty());
        let file = city.services.registers().export(&ctx, RegisterKind::Contracts, &of(foreign), RegisterFormat::Csv).await.expect("a file");
        assert_eq!(lines(&file.bytes).len(), 1, "the head alone");
    }
    // A department of that day, and what it is called then.
    let filter = RegisterFilter { department: Some(city.division.clone()), ..of(9) };
    let page = city.services.registers().page(&on(&officer, 20, 0), RegisterKind::Contracts, &filter).await.expect("a page");
    assert_eq!(page.items.len(), 1, "what lies below is asked for as well");
    assert!(page.departments.iter().any(|department| department.name == "市民課"));

    // The words of the day find it, those of another day do not.
    let asked = |q: &str, day| {
        let (city, ctx, filter) = (&city, on(&officer, 20, 0), RegisterFilter { q: q.into(), ..of(day) });
        async move { city.services.registers().page(&ctx, RegisterKind::Contracts, &filter).await.expect("a page").items.len() }
    };
    assert_eq!((asked("青空有限", 7).await, asked("青空株式", 7).await, asked("青空株式", 10).await, asked("住民記録", 7).await), (1, 0, 1, 1));
    whole(&city).await;
}

fn of(day: u32) -> RegisterFilter {
    RegisterFilter { day: Some(nov(day)), ..RegisterFilter::default() }
}

fn lines(csv: &[u8]) -> Vec<Vec<String>> {
    let text = csv.strip_prefix(b"\xef\xbb\xbf").expect("a mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_of_clauses_the_state_and_the_tree_are_those_of_the_day() {
    let city = founded().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラ").await;
    let below = city.contractor("8000012050001", "下請商会株式会社", "シタウケ").await;
    let form = ContractForm { end: "R8.11.9".into(), ..city.contract_form("R08-0001", &contractor) };
    let made = city.services.contracts().create(&on(&officer, 5, 0), &form).await.expect("made");
    let coverage = city.services.contracts().coverage(&officer, &made.id).await.expect("coverage");
    let mark = MarkForm { state: "present".into(), article: "第3条".into(), ..MarkForm::default() };
    let clause = coverage.lines[0].clause.clone();
    city.services.contracts().mark(&on(&officer, 6, 0), &made.id, &clause, coverage.version, &mark).await.expect("marked");
    city.services.contracts().step(&on(&city.as_role(Role::DepartmentHead), 7, 0), &made.id, 1, ContractStep::Submit).await.expect("handed in");
    let node = SubcontractForm {
        contractor: below.to_string(),
        work: "データ入力".into(),
        personal: "none".into(),
        place: "市内".into(),
        start: "R8.11.8".into(),
        end: "R8.11.9".into(),
        ..SubcontractForm::default()
    };
    city.services.subcontracts().create(&on(&officer, 7, 1), &made.id, &node).await.expect("asked for");
    let reader = on(&officer, 20, 0);
    let seen = |day| {
        let (city, reader) = (&city, &reader);
        async move { contracts(city, reader, day).await.into_iter().map(|entry| (entry.coverage.present, entry.state)).next() }
    };
    assert_eq!(seen(5).await, Some((0, ContractState::Draft)));
    assert_eq!(seen(6).await, Some((1, ContractState::Draft)));
    assert_eq!(seen(7).await, Some((1, ContractState::UnderReview)));
    let found = |day| {
        let (city, reader) = (&city, &reader);
        async move {
            let rows = register(city, reader, RegisterKind::Subcontracts, day).await;
            rows.into_iter().map(|row| if let RegisterRow::Subcontract(entry) = row { entry } else { panic!("{row:?}") }).next()
        }
    };
    assert_eq!(found(6).await, None);
    let asked = found(7).await.expect("there");
    assert_eq!((asked.state, asked.depth, asked.above_name.as_str()), (SubcontractState::Requested, 1, "青空情報株式会社"));
    assert_eq!(asked.contractor_name, "下請商会株式会社");
    assert!(asked.findings.is_empty(), "nothing is wrong yet");
    assert!(found(8).await.expect("there").findings.contains(&FindingKind::Unpermitted));
    assert!(found(10).await.expect("there").findings.contains(&FindingKind::Unended));
    assert!(!found(9).await.expect("there").findings.contains(&FindingKind::Unended));
    whole(&city).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_hold_every_row_as_the_page_has_it_and_run_nothing() {
    let city = founded().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラ").await;
    for number in 0..7 {
        let title = if number == 0 { "=HYPERLINK(\"http://evil.example\",\"件名\")".to_owned() } else { format!("件名, \"{number}\"") };
        let form = ContractForm { title, amount: "1234567".into(), ..city.contract_form(&format!("R08-000{number}"), &contractor) };
        city.services.contracts().create(&on(&officer, 5, number), &form).await.expect("made");
    }
    let reader = Ctx { lang: Lang::Ja, ..on(&officer, 20, 0) };
    let heads: Vec<String> = RegisterKind::Contracts.columns().iter().map(|head| head.label(Lang::Ja).to_owned()).collect();
    let rows: Vec<Vec<Cell>> = register(&city, &reader, RegisterKind::Contracts, 6).await.iter().map(|row| row.cells(Lang::Ja)).collect();
    assert_eq!(rows.len(), 7);

    let file = city.services.registers().export(&reader, RegisterKind::Contracts, &of(6), RegisterFormat::Csv).await.expect("a file");
    assert_eq!(file.name, "業務委託契約台帳_2026-11-06.csv");
    let read = lines(&file.bytes);
    assert_eq!(read[0], heads);
    let plain: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(Cell::plain).collect()).collect();
    assert_eq!(read[2..], plain[1..]);
    assert_eq!(read[1][1], format!("'{}", plain[0][1]), "a formula leaves as text");

    let file = city.services.registers().export(&reader, RegisterKind::Contracts, &of(6), RegisterFormat::Xlsx).await.expect("a file");
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes.clone())).expect("a workbook");
    assert_eq!(workbook.sheet_names(), ["この台帳について", "業務委託契約台帳"]);
    let sheet = workbook.worksheet_range("業務委託契約台帳").expect("a sheet");
    let read: Vec<Vec<String>> = sheet.rows().skip(1).map(|row| row.iter().map(plain_of).collect()).collect();
    assert_eq!(read, plain);
    assert!(workbook.worksheet_formula("業務委託契約台帳").expect("formulas").rows().flatten().all(String::is_empty));
    let about = workbook.worksheet_range("この台帳について").expect("a sheet");
    let told: Vec<String> = about.rows().map(|row| row.iter().map(plain_of).collect::<Vec<_>>().join(":")).collect();
    for line in ["市:試験市", "基準日:2026-11-06（令和8年11月6日）", "作成者:職員 procurement_officer", "件数:7", "作成日時:2026-11-20 12:00:00 +0900"]
    {
        assert!(told.iter().any(|told| told == line), "{line} is not among {told:?}");
    }

    let trail = city.services.audit().list(&city.as_role(Role::Auditor), &AuditFilter { record_kind: Some("register".into()), ..Default::default() }).await;
    let trail = trail.expect("the trail").items;
    assert_eq!(trail.len(), 2);
    assert_eq!((trail[0].action, trail[0].record.as_str()), (AuditAction::Export, "contracts"));
    let told = |field: &str| trail[0].changes.iter().find(|change| change.field == field).and_then(|change| change.after.clone());
    let digest = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&file.bytes));
    assert_eq!((told("day"), told("rows"), told("format"), told("sha256")), (Some("2026-11-06".into()), Some("7".into()), Some("xlsx".into()), Some(digest)));
}

/// A cell of a workbook as a list of text has it.
fn plain_of(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::DateTime(serial) => {
            #[allow(clippy::cast_possible_truncation, reason = "whole days")]
            let days = serial.as_f64() as i64;
            (NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day") + TimeDelta::days(days)).to_string()
        }
        Data::Empty => String::new(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_nobody_can_know_are_told_apart() {
    let city = founded().await;
    let (officer, admin) = (on(&city.as_role(Role::ProcurementOfficer), 20, 0), on(&city.as_role(Role::Administrator), 20, 0));
    let registers = city.services.registers();
    let field = |answer: Result<domain::register::Register, Error>| match answer {
        Err(Error::Invalid(errors)) => (errors[0].field.clone(), errors[0].message.key.to_string()),
        other => panic!("{other:?}"),
    };
    let tomorrow = RegisterFilter { day: Some(nov(21)), ..RegisterFilter::default() };
    assert_eq!(field(registers.page(&officer, RegisterKind::Contracts, &tomorrow).await), ("day".into(), "register.future".into()));
    let narrowed = RegisterFilter { department: Some(city.section.clone()), ..RegisterFilter::default() };
    assert_eq!(field(registers.page(&officer, RegisterKind::Contractors, &narrowed).await), ("department".into(), "register.department_of_none".into()));
    let before = registers.page(&officer, RegisterKind::Contracts, &of(1)).await.expect("a page");
    assert!(before.items.is_empty() && before.begins.is_some_and(|begins| begins > nov(1)), "{before:?}");
    assert!(matches!(registers.page(&admin, RegisterKind::Contracts, &of(5)).await, Err(Error::Forbidden(_))));
    assert!(matches!(registers.export(&admin, RegisterKind::Subcontracts, &of(5), RegisterFormat::Csv).await, Err(Error::Forbidden(_))));
    assert!(registers.page(&admin, RegisterKind::Contractors, &of(5)).await.is_ok());
}

/// What is compared of the history: everything but the counts of clauses and the words to search by, which the trail does not tell.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Kept {
    kind: String,
    record: String,
    since: String,
    until: String,
    department: Option<String>,
    by_key: String,
    content: serde_json::Value,
}

async fn kept(city: &City) -> Vec<Kept> {
    let sql = "SELECT kind, record, since, until, department, by_key, content FROM history ORDER BY kind, record, since";
    city.services.store().read(sql, bind([])).await.expect("read")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_register_gets_its_past_from_the_trail() {
    let city = founded().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contractor = city.services.contractors().create(&on(&officer, 5, 0), &contractor_form("青空有限会社", "7000012050002")).await.expect("made").id;
    let below = city.services.contractors().create(&on(&officer, 5, 1), &contractor_form("下請商会株式会社", "8000012050001")).await.expect("made").id;
    let form = city.contract_form("R08-0001", &contractor);
    let made = city.services.contracts().create(&on(&officer, 6, 500), &form).await.expect("made");
    let node = SubcontractForm {
        contractor: below.to_string(),
        work: "データ入力".into(),
        personal: "none".into(),
        place: "市内".into(),
        start: "R8.11.8".into(),
        end: "R8.11.9".into(),
        ..SubcontractForm::default()
    };
    let asked = city.services.subcontracts().create(&on(&officer, 7, 1), &made.id, &node).await.expect("asked for");
    let moved = ContractForm { department: other_section(&city).await.to_string(), number: "R08-0002".into(), ..form };
    city.services.contracts().change(&on(&officer, 8, 0), &made.id, 1, &moved).await.expect("moved");
    let again = SubcontractForm { work: "帳票の印刷".into(), ..node };
    city.services.subcontracts().change(&on(&officer, 9, 0), &asked.id, 1, &again).await.expect("changed");
    city.services.contractors().change(&on(&officer, 9, 1), &contractor, 1, &contractor_form("青空株式会社", "7000012050002")).await.expect("renamed");
    let coverage = city.services.contracts().coverage(&officer, &made.id).await.expect("coverage");
    let mark = MarkForm { state: "present".into(), article: "第3条".into(), ..MarkForm::default() };
    city.services.contracts().mark(&on(&officer, 10, 0), &made.id, &coverage.lines[0].clause, coverage.version, &mark).await.expect("marked");

    // What the register itself wrote down, but for the renaming, by which only the words change that its contracts are found by.
    let written: Vec<Kept> = merged(kept(&city).await);
    assert!(written.len() > 10, "{written:?}");
    city.services.rebuild_history().await.expect("rebuilt");
    let told = merged(kept(&city).await);
    for (told, written) in told.iter().zip(&written) {
        assert_eq!(told, written);
    }
    assert_eq!(told.len(), written.len());
    whole(&city).await;

    // And goes on from there.
    city.services.contracts().change(&on(&officer, 12, 0), &made.id, 2, &ContractForm { title: "新しい件名".into(), ..moved }).await.expect("changed");
    let titles = |day| {
        let (city, reader) = (&city, on(&officer, 20, 0));
        async move { contracts(city, &reader, day).await.into_iter().map(|entry| entry.title).collect::<Vec<_>>() }
    };
    assert_eq!((titles(11).await, titles(12).await), (vec!["住民記録システム運用保守業務".to_owned()], vec!["新しい件名".to_owned()]));
    whole(&city).await;
}

/// States of one record that follow one another and say the same are one.
fn merged(kept: Vec<Kept>) -> Vec<Kept> {
    let mut merged: Vec<Kept> = Vec::new();
    for state in kept {
        match merged.last_mut() {
            Some(last)
                if last.record == state.record && last.content == state.content && last.department == state.department && last.by_key == state.by_key =>
            {
                last.until = state.until;
            }
            _ => merged.push(state),
        }
    }
    merged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_day_is_served_by_an_index() {
    let city = founded().await;
    let officer = on(&city.as_role(Role::ProcurementOfficer), 20, 0);
    let filters = [
        of(10),
        RegisterFilter::default(),
        RegisterFilter { department: Some(DepartmentId::new("x")), ..of(10) },
        RegisterFilter { q: "住民".into(), ..of(10) },
        RegisterFilter { cursor: Some("UjA4LTAwMDEgMDFrMA".into()), ..of(10) },
    ];
    for kind in RegisterKind::ALL {
        for filter in &filters {
            let plan = city.services.registers().explain(&officer, *kind, filter).await.expect("a plan");
            crate::plans::assert_indexed(&format!("{kind} {filter:?}"), &plan);
            if filter.q.is_empty() {
                let index = if filter.department.is_some() { "history_department_key" } else { "history_kind_key" };
                assert!(plan.contains(index), "{kind} {filter:?} is not served by {index}:\n{plan}");
            }
        }
    }
    for plan in city.services.registers().explain_lookups(&officer, nov(10)).await.expect("plans") {
        assert!(!plan.contains("TableScan") && plan.contains("Index"), "names are looked up by walking the table:\n{plan}");
    }
}
