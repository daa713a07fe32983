use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use domain::{
    contract::{Confidentiality, ContractForm, ContractKind, ContractState, PersonalInformation, Segment, Stage, state_on},
    contractor::{ContractorForm, ContractorKind},
    corporate_number::CorporateNumber,
    date,
    department::DepartmentForm,
    import::{Encoding, ImportKind},
    label::Choice,
    person::Role,
    text,
    verification::{Answer, VerificationState},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{city, csv, departments, dice::Dice, history, selections::Outcome};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn today() -> NaiveDate {
    day(2026, 11, 23)
}

/// Days on which the demo may be shown, the turn of the fiscal year among them.
fn days() -> [NaiveDate; 6] {
    [today(), day(2026, 4, 1), day(2027, 3, 31), day(2028, 2, 29), day(2026, 7, 15), day(2031, 1, 1)]
}

/// The form with ids in place of the department's code and the contractor's number or name.
fn with_ids(form: &ContractForm) -> ContractForm {
    ContractForm { department: "d1".to_owned(), contractor: "c1".to_owned(), ..form.clone() }
}

#[test]
fn the_city_has_its_size_on_any_day() {
    for today in days() {
        let city = city(today);
        assert_eq!((city.departments.len(), city.people.len(), city.contractors.len(), city.contracts.len()), (60, 90, 300, 800), "{today}");
    }
}

#[test]
fn the_same_day_gives_the_same_city() {
    assert_eq!(city(today()), city(today()));
    assert_ne!(city(today()).contracts, city(day(2027, 11, 23)).contracts);
}

#[test]
fn dice_fall_within_their_bounds_and_the_same_way() {
    let mut dice = Dice::new("a");
    let first: Vec<u64> = (0..1_000).map(|_| dice.between(3, 9)).collect();
    assert!((3..=9).all(|number| first.contains(&number)) && first.iter().all(|number| (3..=9).contains(number)));
    assert!((0..1_000).all(|_| (5..=50).contains(&dice.skewed(5, 50))) && dice.skewed(7, 7) == 7);
    let mut again = Dice::new("a");
    assert!(first.iter().all(|number| *number == again.between(3, 9)));
    let mut other = Dice::new("b");
    assert!(first.iter().any(|number| *number != other.between(3, 9)));
    assert_eq!((other.below(0), other.index(1), other.percent(0), other.percent(100)), (0, 0, false, true));
}

#[test]
fn departments_are_read_and_come_after_those_above_them() {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for form in city(today()).departments {
        let input = form.read().unwrap_or_else(|error| panic!("{form:?}: {error}"));
        if let Some(parent) = &input.parent_code {
            assert!(seen.contains_key(parent), "{form:?}");
        }
        assert_eq!(seen.insert(input.code, 0), None, "{form:?}");
        assert_eq!(text::katakana(&input.name_kana), input.name_kana, "{form:?}");
        assert_eq!(input.valid_to.is_some(), form.code == departments::ABOLISHED);
    }
}

#[test]
fn nothing_belongs_to_the_abolished_section_or_to_one_that_is_not_there() {
    let city = city(today());
    let codes: HashSet<&str> = city.departments.iter().map(|form| form.code.as_str()).filter(|code| *code != departments::ABOLISHED).collect();
    let mut used =
        city.contracts.iter().map(|contract| contract.form.department.as_str()).chain(city.people.iter().map(|person| person.department_code.as_str()));
    assert!(used.all(|code| codes.contains(code)));
    assert!(city.departments.iter().all(|form| form.parent_code != departments::ABOLISHED));
}

#[test]
fn contractors_are_read_and_no_two_share_a_number_or_a_name() {
    let city = city(today());
    let (mut numbers, mut names) = (HashSet::new(), HashSet::new());
    for form in &city.contractors {
        let input = form.read().unwrap_or_else(|error| panic!("{form:?}: {error}"));
        assert!(names.insert(text::fold(&input.name)), "{form:?}");
        match input.kind {
            ContractorKind::SoleProprietor => assert_eq!(input.corporate_number, None),
            _ => assert!(numbers.insert(input.corporate_number.expect("a number")), "{form:?}"),
        }
        assert!(form.corporate_number.is_empty() || form.corporate_number[1..].starts_with("9999"), "an invented range: {form:?}");
    }
    assert_eq!(numbers.len(), 285);
}

#[test]
fn contracts_are_read_as_they_are_meant() {
    for today in days() {
        let city = city(today);
        let contractors: HashSet<&str> =
            city.contractors.iter().map(|form| if form.corporate_number.is_empty() { form.name.as_str() } else { form.corporate_number.as_str() }).collect();
        let mut numbers = HashSet::new();
        for contract in &city.contracts {
            let form = &contract.form;
            let input = with_ids(form).read().unwrap_or_else(|error| panic!("{form:?}: {error}"));
            assert!(contractors.contains(form.contractor.as_str()), "{form:?}");
            assert!(numbers.insert(input.number.clone()), "{form:?}");
            assert_eq!(input.number[1..3].parse(), Ok(date::fiscal_year(input.start) - 2018), "{form:?}");
            assert!(contract.coverage_percent <= 100 && input.title.chars().count() <= 60);
            assert_eq!(input.nature.personal == PersonalInformation::None, input.nature.records == 0, "{form:?}");
            if matches!(contract.stage, Stage::Draft | Stage::UnderReview) {
                assert!(input.start > today, "{form:?}");
            }
            if contract.stage == Stage::Closed {
                let this_year = date::fiscal_year_range(date::fiscal_year(today)).0;
                assert!((this_year - input.end).num_days() > 60, "{form:?}");
            }
        }
    }
}

#[test]
fn most_of_what_is_about_to_begin_was_vetted_and_some_work_is_open() {
    for today in days() {
        let city = city(today);
        let contractors: HashSet<&str> =
            city.contractors.iter().map(|form| if form.corporate_number.is_empty() { form.name.as_str() } else { form.corporate_number.as_str() }).collect();
        let departments: HashSet<&str> = city.departments.iter().map(|form| form.code.as_str()).collect();
        let mut outcomes = HashSet::new();
        for procurement in &city.procurements {
            assert!(departments.contains(procurement.form.department.as_str()) && procurement.decided_on() <= today, "{procurement:?}");
            assert!(procurement.begun_on < procurement.submitted_on() && procurement.submitted_on() < procurement.decided_on());
            for candidate in &procurement.candidates {
                assert!(contractors.contains(candidate.contractor.as_str()), "{procurement:?}");
                outcomes.insert(format!("{:?}", candidate.outcome));
            }
            let Some(contract) = procurement.contract.and_then(|place| city.contracts.get(place)) else { continue };
            let form = (contract.form.title.as_str(), contract.form.kind.as_str(), contract.form.personal.as_str());
            assert_eq!((procurement.form.title.as_str(), procurement.form.kind.as_str(), procurement.form.personal.as_str()), form);
            assert_eq!(procurement.candidates[0].contractor, contract.form.contractor);
        }
        let [draft, declared, invited] = [Outcome::Draft, Outcome::Declared, Outcome::Invited];
        for outcome in [draft, declared, invited, Outcome::Submitted, Outcome::Lacking, Outcome::Passed, Outcome::Conditional, Outcome::Failed] {
            assert!(outcomes.contains(&format!("{outcome:?}")), "{today}: nobody is {outcome:?}");
        }
        let vetted = city.procurements.iter().filter(|work| work.contract.is_some()).count();
        assert!(vetted >= 20, "{today}: {vetted}");
        assert_eq!(city.procurements.iter().filter(|work| work.candidates.len() == 3).count(), 1, "{today}");
    }
}

#[test]
fn contracts_are_of_every_sort() {
    for today in days() {
        let inputs: Vec<_> =
            city(today).contracts.into_iter().map(|contract| (with_ids(&contract.form).read().expect("a sound form"), contract.stage)).collect();
        let has = |test: &dyn Fn(&domain::contract::ContractInput) -> bool| inputs.iter().any(|(input, _)| test(input));
        assert!(ContractKind::ALL.iter().all(|value| has(&|input| input.nature.kind == *value)));
        assert!(PersonalInformation::ALL.iter().all(|value| has(&|input| input.nature.personal == *value)));
        assert!(Confidentiality::ALL.iter().all(|value| has(&|input| input.nature.confidentiality == *value)));
        assert!(Segment::ALL.iter().all(|value| has(&|input| input.nature.segment == *value)));
        assert!((0..=3).all(|depth| has(&|input| input.nature.subcontract_depth == depth)), "{today}");
        assert!(has(&|input| input.city_lead.is_empty()) && has(&|input| input.contractor_lead.is_empty()) && has(&|input| input.amount.is_none()));
        assert!(has(&|input| input.nature.data_abroad) && has(&|input| input.nature.remote_access) && has(&|input| input.nature.off_premises));
        assert!(has(&|input| (input.end - input.start).num_days() == 13) && has(&|input| (input.end - input.start).num_days() > 1_800));
        let next_year = date::fiscal_year(today) + 1;
        assert!(has(&|input| date::fiscal_year(input.start) == next_year));
        for back in 0..=3 {
            let whole = date::fiscal_year_range(date::fiscal_year(today) - back);
            assert!(has(&|input| (input.start, input.end) == whole), "{back} years before {today}");
        }
        let count = |stage: Stage| inputs.iter().filter(|(_, other)| *other == stage).count();
        assert_eq!((count(Stage::Draft), count(Stage::UnderReview), count(Stage::Closed)), (25, 15, 60), "{today}");
        for state in ContractState::ALL {
            let held = inputs.iter().filter(|(input, stage)| state_on(*stage, input.end, today) == *state).count();
            assert!(held >= 8, "{held} {state} on {today}");
        }
    }
}

#[test]
fn my_number_is_handled_only_where_the_law_has_it() {
    let places = ["01", "02", "03", "04", "05", "06", "10"];
    let words = ["システム", "データ入力", "電子化", "窓口", "申請受付", "受付補助", "支給事務", "ガバメントクラウド"];
    for contract in city(today()).contracts {
        let form = contract.form;
        if form.personal == PersonalInformation::MyNumber.word() {
            assert!(places.iter().any(|place| form.department.starts_with(place)) && form.confidentiality == "3B", "{form:?}");
            assert!(words.iter().any(|word| form.title.contains(word)), "{form:?}");
        }
    }
}

#[test]
fn one_person_of_each_role_is_featured() {
    let city = city(today());
    let featured: Vec<_> = city.people.iter().filter(|person| person.featured).collect();
    assert_eq!(featured.len(), 7);
    for role in Role::ALL {
        assert_eq!(featured.iter().filter(|person| person.role == *role).count(), 1, "{role}");
    }
    for role in [Role::Staff, Role::DepartmentHead] {
        let place = featured.iter().find(|person| person.role == role).map(|person| person.department_code.as_str()).expect("featured");
        let own = city.contracts.iter().filter(|contract| departments::section(&contract.form.department) == place);
        let stages: HashSet<Stage> = own.clone().map(|contract| contract.stage).collect();
        assert!(own.count() >= 40 && stages.len() == 4, "{stages:?}");
    }
}

#[test]
fn people_are_told_apart_and_every_section_has_its_head() {
    for today in days() {
        let city = city(today);
        let distinct = |key: fn(&super::DemoPerson) -> &str| city.people.iter().map(key).collect::<HashSet<_>>().len();
        assert_eq!((distinct(|person| &person.staff_number), distinct(|person| &person.name), distinct(|person| &person.email)), (90, 90, 90));
        assert!(city.people.iter().all(|person| person.from <= today && person.email.ends_with(".example") && person.staff_number.len() == 6));
        let heads: HashSet<&str> =
            city.people.iter().filter(|person| person.role == Role::DepartmentHead).map(|person| person.department_code.as_str()).collect();
        assert_eq!(heads.len(), 54);
        assert!(departments::with_head().all(|code| heads.contains(code)));
    }
    let numbers = |today| super::people(today).into_iter().map(|person| person.staff_number).collect::<Vec<_>>();
    assert_eq!(numbers(NaiveDate::default()), numbers(today()));
}

/// Rows of a list read back into forms by the headers, as the import does.
fn read_back<T: DeserializeOwned>(text: &str, kind: ImportKind) -> Vec<T> {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("a header").clone();
    assert_eq!(headers.iter().collect::<Vec<_>>(), kind.columns().iter().map(|column| column.header).collect::<Vec<_>>());
    reader
        .records()
        .map(|record| {
            let record = record.expect("a record");
            let fields: Map<String, Value> = kind.columns().iter().zip(&record).map(|(column, cell)| (column.field.to_owned(), cell.into())).collect();
            serde_json::from_value(Value::Object(fields)).expect("a form")
        })
        .collect()
}

#[test]
fn lists_say_the_same_as_the_city_in_other_spellings() {
    let city = city(today());
    let departments: Vec<DepartmentForm> = read_back(&csv::csv(&city, ImportKind::Departments), ImportKind::Departments);
    assert_eq!(departments.len(), city.departments.len());
    for (read, meant) in departments.iter().zip(&city.departments) {
        assert_eq!(read.read(), meant.read());
    }
    let contractors: Vec<ContractorForm> = read_back(&csv::csv(&city, ImportKind::Contractors), ImportKind::Contractors);
    assert_eq!(contractors.len(), city.contractors.len());
    for (read, meant) in contractors.iter().zip(&city.contractors) {
        assert_eq!(read.read(), meant.read());
    }
    let contracts: Vec<ContractForm> = read_back(&csv::csv(&city, ImportKind::Contracts), ImportKind::Contracts);
    assert_eq!(contracts.len(), city.contracts.len());
    let code = |form: &ContractForm| CorporateNumber::parse(&form.contractor).map_or_else(|_| form.contractor.clone(), |number| number.to_string());
    for (read, meant) in contracts.iter().zip(&city.contracts) {
        assert_eq!(with_ids(read).read(), with_ids(&meant.form).read());
        assert_eq!((&read.department, code(read)), (&meant.form.department, code(&meant.form)));
    }
    let spellings = |test: fn(&str) -> bool| contracts.iter().filter(|form| test(&form.start)).count();
    assert!(
        [spellings(|s| s.contains('-')), spellings(|s| s.contains('/')), spellings(|s| s.starts_with('R')), spellings(|s| s.starts_with("令和"))]
            .iter()
            .all(|n| *n > 50)
    );
    assert!(contracts.iter().any(|form| form.amount.contains(',')) && contracts.iter().any(|form| form.amount.contains('，')));
    assert!(contracts.iter().any(|form| form.contractor.contains('-')) && contracts.iter().any(|form| form.contractor.starts_with(char::is_alphabetic)));
}

#[test]
fn every_character_can_be_written_in_shift_jis() {
    for today in days() {
        let city = city(today);
        let people = city.people.iter().flat_map(|person| [person.name.as_str(), person.name_kana.as_str()]).collect::<String>();
        let lists = ImportKind::ALL.iter().map(|kind| csv::csv(&city, *kind)).chain([people, city.name.clone(), csv::faulty_contracts_csv(&city)]);
        for list in lists {
            let missing: Vec<char> = list.chars().filter(|c| encoding_rs::SHIFT_JIS.encode(&c.to_string()).2).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }
}

#[test]
fn files_are_written_in_either_encoding() {
    let city = city(today());
    let dir = tempfile::tempdir().expect("a directory");
    for (encoding, decoder) in [(Encoding::Utf8, encoding_rs::UTF_8), (Encoding::ShiftJis, encoding_rs::SHIFT_JIS)] {
        let paths = csv::write(&city, &dir.path().join(encoding.word()), encoding).expect("files");
        let names: Vec<_> = paths.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["departments.csv", "contractors.csv", "contracts.csv", "contracts_faulty.csv"]);
        for (path, text) in paths.iter().zip(ImportKind::ALL.iter().map(|kind| csv::csv(&city, *kind))) {
            let bytes = std::fs::read(path).expect("a file");
            assert_eq!(decoder.decode(&bytes), (text.as_str().into(), decoder, false));
        }
    }
}

#[test]
fn the_faulty_list_is_wrong_in_its_different_ways() {
    let city = city(today());
    let rows: Vec<ContractForm> = read_back(&csv::faulty_contracts_csv(&city), ImportKind::Contracts);
    let fields = |form: &ContractForm| match with_ids(form).read() {
        Err(domain::Error::Invalid(errors)) => errors.into_iter().map(|error| error.field).collect::<Vec<_>>().join(" "),
        other => other.map(|_| String::new()).expect("a list of errors"),
    };
    assert_eq!(rows.iter().map(fields).collect::<Vec<_>>(), ["", "", "end", "", "start", "", "title", "", "confidentiality", "amount kind", "", ""]);
    let numbers: Vec<&str> = rows.iter().map(|form| form.number.as_str()).collect();
    assert_eq!((numbers.len(), numbers[0]), (12, numbers[11]));
    assert!(numbers.iter().all(|number| city.contracts.iter().all(|contract| contract.form.number != *number)));
    let wrong: Vec<bool> = rows.iter().map(|form| CorporateNumber::parse(&form.contractor).is_err()).collect();
    assert_eq!(wrong.iter().position(|wrong| *wrong), Some(1));
    assert_eq!(wrong.iter().filter(|wrong| **wrong).count(), 1);
    let unknown: Vec<bool> = rows.iter().map(|form| city.departments.iter().all(|department| department.code != form.department)).collect();
    assert_eq!((unknown.iter().position(|unknown| *unknown), unknown.iter().filter(|unknown| **unknown).count()), (Some(3), 1));
}

/// What became of one check in each quarter of this and the two fiscal years before, of every contract of the city.
fn outcomes(today: NaiveDate) -> Vec<(String, NaiveDate, history::Outcome)> {
    let mut outcomes = Vec::new();
    for contract in city(today).contracts {
        for (slot, back) in (0..12).map(|quarter| (quarter, i64::from(quarter) * 91 - 120)) {
            let due = today - chrono::TimeDelta::days(back);
            let seed = format!("{}/{slot}", contract.form.number);
            outcomes.push((contract.form.department.clone(), due, history::outcome(&seed, &contract.form.department, due, today)));
        }
    }
    outcomes
}

#[test]
fn no_report_comes_from_the_future() {
    for (_, due, outcome) in outcomes(today()) {
        let Some(report) = outcome.report else {
            assert_eq!(outcome.state, VerificationState::Scheduled);
            continue;
        };
        assert!(report.carried_out_on <= today() && report.carried_out_on <= report.decided_on, "{due}: {report:?}");
        assert!([report.carried_out_on, report.decided_on].iter().all(|day| day.weekday().number_from_monday() <= 5), "{report:?}");
        if matches!(outcome.state, VerificationState::Accepted | VerificationState::SentBack) {
            assert!(report.decided_on <= today(), "{due}: {report:?}");
        }
        assert!(!report.remarks.is_empty() && (outcome.state != VerificationState::SentBack || !report.decision.is_empty()));
    }
}

#[test]
fn this_year_is_mostly_done_and_unevenly_late() {
    let today = today();
    let this_year = date::fiscal_year(today);
    let share = |of: &[&(String, NaiveDate, history::Outcome)], test: &dyn Fn(VerificationState) -> bool| {
        100 * of.iter().filter(|(_, _, outcome)| test(outcome.state)).count() / of.len()
    };
    let all = outcomes(today);
    let due: Vec<_> = all.iter().filter(|(_, due, _)| *due < today && date::fiscal_year(*due) == this_year).collect();
    let accepted = share(&due, &|state| state == VerificationState::Accepted);
    let late = share(&due, &VerificationState::is_open);
    assert!((78..=88).contains(&accepted) && (8..=16).contains(&late), "{accepted} % accepted, {late} % late");
    for state in [VerificationState::Submitted, VerificationState::SentBack, VerificationState::InProgress] {
        assert!(due.iter().any(|(_, _, outcome)| outcome.state == state), "{state}");
    }
    let before: Vec<_> = all.iter().filter(|(_, due, _)| date::fiscal_year(*due) < this_year).collect();
    assert!(share(&before, &|state| state == VerificationState::Accepted) >= 99);
    let coming: Vec<_> = all.iter().filter(|(_, due, _)| *due > today).collect();
    assert!(share(&coming, &|state| state == VerificationState::Scheduled) >= 80);
    let mut by_department: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for entry in due {
        by_department.entry(&entry.0).or_default().push(entry);
    }
    let rates: Vec<usize> = by_department.values().filter(|of| of.len() >= 20).map(|of| share(of, &VerificationState::is_open)).collect();
    assert!(rates.iter().any(|rate| *rate >= 25) && rates.iter().filter(|rate| **rate <= 15).count() * 2 > rates.len(), "{rates:?}");
}

#[test]
fn answers_mostly_conform_and_say_why_where_they_do_not() {
    let clauses = ["K01", "K02", "K05", "K09", "SYS1", "MN7", "PI4", "SC2"];
    let answers: Vec<_> = (0..2_000).flat_map(|check| clauses.map(|clause| history::answer(&format!("R08-{check}/2026-1"), clause))).collect();
    let conform = 100 * answers.iter().filter(|(answer, _)| *answer == Answer::Conforms).count() / answers.len();
    assert!((91..=95).contains(&conform), "{conform} %");
    for (answer, remark) in &answers {
        assert!(!matches!(answer, Answer::Deviates | Answer::Unverified) || !remark.is_empty());
    }
    assert!(Answer::ALL.iter().all(|wanted| answers.iter().any(|(answer, _)| answer == wanted)));
    assert_eq!(history::answer("R08-0001/initial", "K05"), history::answer("R08-0001/initial", "K05"));
}

#[test]
fn so_many_clauses_are_marked_as_the_contract_says() {
    for percent in [0, 30, 60, 90, 100] {
        let marked = (0..400).flat_map(|contract| (0..24).map(move |index| (contract, index)));
        let share = marked.filter(|(contract, index)| history::is_marked(&format!("R08-{contract:04}"), &format!("K{index:02}"), *index, percent)).count() / 96;
        assert!(share.abs_diff(usize::from(percent)) <= 6, "{share} % for {percent} %");
    }
}
