//! What a file would do to the register, row by row.

use std::collections::HashMap;

use domain::{
    Error, Result,
    audit::{self, FieldChange},
    contract::{Contract, ContractForm, Stage},
    contractor::{Contractor, ContractorForm},
    corporate_number::CorporateNumber,
    department::{Department, DepartmentForm},
    error::FieldError,
    id::ImportId,
    import::{ImportKind, ImportRow, RowState},
    label::Choice,
    message::Message,
    text,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value as Json};
use surrealdb::types::SurrealValue;

use super::{
    StoredRow,
    csv_file::{Line, Table},
};
use crate::{Ctx, Services, store::bind};

/// A row compared with the register.
pub(crate) struct Compared {
    pub line: u32,
    pub state: RowState,
    key: String,
    title: String,
    errors: Vec<FieldError>,
    changes: Vec<FieldChange>,
    cells: Vec<String>,
    form: Option<Json>,
    target: Option<(String, u64)>,
}

impl Compared {
    pub fn store(self, import: &ImportId) -> StoredRow {
        let row = ImportRow { line: self.line, state: self.state, key: self.key, title: self.title, errors: self.errors, changes: self.changes };
        let (target, target_version) = self.target.unzip();
        StoredRow { row, import: import.clone(), cells: self.cells, form: self.form, target, target_version }
    }
}

/// A record there is: its key in the register, its version, and the form that would leave it as it is.
struct Known {
    id: String,
    version: u64,
    form: Json,
    /// Fields that a list cannot change: those of a contract in force that only a new version of it changes.
    bound: &'static [&'static str],
}

/// What one line says, once its references are looked up.
struct Statement {
    key: String,
    title: String,
    /// What tells the record from all others.
    identity: String,
    form: Json,
    errors: Vec<FieldError>,
}

/// Keys looked up in one statement.
const CHUNK: usize = 500;

pub(crate) async fn compare(services: &Services, _ctx: &Ctx, kind: ImportKind, table: &Table) -> Result<Vec<Compared>> {
    let statements = match kind {
        ImportKind::Departments => table.lines.iter().map(department).collect(),
        ImportKind::Contractors => table.lines.iter().map(contractor).collect(),
        ImportKind::Contracts => contracts(services, table).await?,
    };
    let identities: Vec<String> = statements.iter().map(|statement: &Statement| statement.identity.clone()).filter(|identity| !identity.is_empty()).collect();
    let known = known(services, kind, &identities).await?;
    let mut codes: HashMap<String, u32> = HashMap::new();
    let above = if kind == ImportKind::Departments { parents(&statements, &known) } else { HashMap::new() };
    Ok(table
        .lines
        .iter()
        .zip(statements)
        .map(|(line, mut statement)| {
            statement.errors.splice(0..0, line.errors.iter().cloned());
            if !statement.identity.is_empty() {
                match codes.get(&statement.identity) {
                    Some(first) => statement.errors.push(FieldError::new(identity_field(kind), Message::new("import.duplicate").with("line", first))),
                    None => {
                        codes.insert(statement.identity.clone(), line.number);
                    }
                }
            }
            if kind == ImportKind::Departments {
                let parent = text::code(line.form.get("parent_code").and_then(Json::as_str).unwrap_or_default());
                if !parent.is_empty() && !above.contains_key(&parent) {
                    statement.errors.push(FieldError::new("parent_code", Message::new("department.unknown_parent").with("value", parent)));
                } else if stands_above_itself(&above, &statement.identity) {
                    statement.errors.push(FieldError::new("parent_code", Message::new("department.cycle")));
                }
            }
            judge(kind, line, statement, &known)
        })
        .collect())
}

fn judge(kind: ImportKind, line: &Line, statement: Statement, known: &HashMap<String, Known>) -> Compared {
    let Statement { key, title, identity, form, errors } = statement;
    let base = |state, changes, form, target, errors| Compared {
        line: line.number,
        state,
        key: key.clone(),
        title: title.clone(),
        errors,
        changes,
        cells: line.cells.clone(),
        form,
        target,
    };
    if !errors.is_empty() {
        return base(RowState::Faulty, Vec::new(), None, None, errors);
    }
    match known.get(&identity) {
        None => base(RowState::New, Vec::new(), Some(form), None, Vec::new()),
        Some(known) => {
            let form = unselected(&known.form, overlaid(&known.form, form, &line.form));
            let mut errors = faults_of(kind, &form);
            let moved = known.bound.iter().filter(|field| known.form.get(**field) != form.get(**field));
            errors.extend(moved.map(|field| FieldError::new(*field, Message::new("revision.needed"))));
            if !errors.is_empty() {
                return base(RowState::Faulty, Vec::new(), None, None, errors);
            }
            let changes = audit::changes(Some(&normal(&known.form)), Some(&normal(&form)));
            let state = if changes.is_empty() { RowState::Same } else { RowState::Changed };
            base(state, changes, Some(form), Some((known.id.clone(), known.version)), Vec::new())
        }
    }
}

/// The form of a known record with what the line states in place of what it had: a list without a column says nothing about it.
fn overlaid(known: &Json, stated: Json, columns: &Map<String, Json>) -> Json {
    match (known, stated) {
        (Json::Object(known), Json::Object(stated)) => {
            let said = stated.into_iter().filter(|(field, _)| columns.contains_key(field));
            Json::Object(known.clone().into_iter().chain(said).collect())
        }
        (_, stated) => stated,
    }
}

/// A contract that goes to another contractor no longer rests on the selection of the one before, which no column names.
fn unselected(known: &Json, mut form: Json) -> Json {
    if known.get("contractor") != form.get("contractor")
        && let Some(selection) = form.get_mut("selection")
    {
        *selection = Json::String(String::new());
    }
    form
}

fn faults_of(kind: ImportKind, form: &Json) -> Vec<FieldError> {
    fn read<T: DeserializeOwned + Default>(form: &Json) -> T {
        serde_json::from_value(form.clone()).unwrap_or_default()
    }
    match kind {
        ImportKind::Departments => errors_of(&read::<DepartmentForm>(form).read()),
        ImportKind::Contractors => errors_of(&read::<ContractorForm>(form).read()),
        ImportKind::Contracts => errors_of(&read::<ContractForm>(form).read()),
    }
}

/// Blank and absent are the same to a form.
fn normal(form: &Json) -> Json {
    match form {
        Json::Object(fields) => {
            Json::Object(fields.iter().filter(|(_, value)| value.as_str() != Some("")).map(|(name, value)| (name.clone(), value.clone())).collect())
        }
        other => other.clone(),
    }
}

const fn identity_field(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Departments => "code",
        ImportKind::Contractors => "corporate_number",
        ImportKind::Contracts => "number",
    }
}

fn form_of<T: DeserializeOwned + Default>(line: &Line) -> T {
    serde_json::from_value(Json::Object(line.form.clone())).unwrap_or_default()
}

fn json(form: &impl Serialize) -> Json {
    serde_json::to_value(form).unwrap_or_default()
}

fn errors_of<T>(read: &Result<T>) -> Vec<FieldError> {
    match read {
        Err(Error::Invalid(errors)) => errors.clone(),
        Err(_) => vec![FieldError::new("", Message::new("error.invalid"))],
        Ok(_) => Vec::new(),
    }
}

fn department(line: &Line) -> Statement {
    let form: DepartmentForm = form_of(line);
    let read = form.read();
    let form = match &read {
        Ok(input) => department_form(
            &Department {
                id: domain::id::DepartmentId::new(""),
                code: input.code.clone(),
                name: input.name.clone(),
                name_kana: input.name_kana.clone(),
                level: input.level,
                parent: None,
                valid_from: input.valid_from,
                valid_to: input.valid_to,
                version: 0,
            },
            input.parent_code.as_deref(),
        ),
        Err(_) => form,
    };
    Statement { key: text::code(&form.code), title: form.name.clone(), identity: text::code(&form.code), errors: errors_of(&read), form: json(&form) }
}

fn department_form(department: &Department, parent_code: Option<&str>) -> DepartmentForm {
    DepartmentForm {
        code: department.code.clone(),
        name: department.name.clone(),
        name_kana: department.name_kana.clone(),
        level: department.level.word().to_owned(),
        parent_code: parent_code.unwrap_or_default().to_owned(),
        valid_from: department.valid_from.to_string(),
        valid_to: department.valid_to.map(|day| day.to_string()).unwrap_or_default(),
    }
}

fn contractor(line: &Line) -> Statement {
    let mut form: ContractorForm = form_of(line);
    if form.kind.trim().is_empty() {
        // A list without the column means companies, and people where there is no number.
        let word = if form.corporate_number.trim().is_empty() { "sole_proprietor" } else { "company" };
        word.clone_into(&mut form.kind);
    }
    let read = form.read();
    let (identity, form) = match &read {
        Ok(input) => {
            let contractor = crate::contractor::build(domain::id::ContractorId::new(""), 0, input);
            (crate::contractor::identity(&contractor), ContractorForm::from(&contractor))
        }
        Err(_) => (String::new(), form),
    };
    Statement { key: form.corporate_number.clone(), title: form.name.clone(), identity, errors: errors_of(&read), form: json(&form) }
}

/// Contracts name department and contractor by code and number: these are looked up for the whole file at once.
async fn contracts(services: &Services, table: &Table) -> Result<Vec<Statement>> {
    let departments = services.inner.directory.all(services).await?;
    let stated: Vec<String> = table.lines.iter().map(|line| line.form.get("contractor").and_then(Json::as_str).unwrap_or_default().to_owned()).collect();
    let contractors = contractor_ids(services, &stated).await?;
    Ok(table
        .lines
        .iter()
        .map(|line| {
            let mut form: ContractForm = form_of(line);
            let mut errors = Vec::new();
            let code = text::code(&form.department);
            if !code.is_empty() {
                match departments.iter().find(|department| department.code == code) {
                    Some(department) => form.department = department.id.to_string(),
                    None => errors.push(FieldError::new("department", Message::new("contract.unknown_department").with("value", &code))),
                }
            }
            if !form.contractor.trim().is_empty() {
                if let Some(id) = contractors.get(&contractor_key(&form.contractor)) {
                    form.contractor.clone_from(id);
                } else {
                    let number = form.contractor.chars().filter(|c| text::narrow(&c.to_string()).chars().all(|c| c.is_ascii_digit())).count() > 8;
                    let message = match CorporateNumber::parse(&form.contractor) {
                        Err(key) if number => Message::new(key),
                        _ => Message::new("contract.unknown_contractor").with("value", &form.contractor),
                    };
                    errors.push(FieldError::new("contractor", message));
                }
            }
            let read = form.read();
            errors.extend(errors_of(&read).into_iter().filter(|error| error.field != "department" || !form.department.is_empty()));
            if form.department.is_empty() && errors.iter().all(|error| error.field != "department") {
                errors.push(FieldError::new("department", Message::new("field.required")));
            }
            errors.sort_by(|a, b| a.field.cmp(&b.field));
            errors.dedup_by(|a, b| a.field == b.field);
            let form = match &read {
                Ok(input) => ContractForm::from(input),
                Err(_) => form,
            };
            Statement { key: text::code(&form.number), title: form.title.clone(), identity: text::code(&form.number), errors, form: json(&form) }
        })
        .collect())
}

/// How a list names a contractor: by corporate number, or a sole proprietor by name.
fn contractor_key(stated: &str) -> String {
    CorporateNumber::parse(stated).map_or_else(|_| text::fold(stated), |number| number.to_string())
}

async fn contractor_ids(services: &Services, stated: &[String]) -> Result<HashMap<String, String>> {
    #[derive(serde::Deserialize)]
    struct Found {
        id: String,
        name: String,
        corporate_number: Option<String>,
    }
    let mut found = HashMap::new();
    let mut wanted: Vec<String> = stated.iter().filter_map(|stated| CorporateNumber::parse(stated).ok()).map(|number| number.to_string()).collect();
    wanted.sort();
    wanted.dedup();
    for chunk in wanted.chunks(CHUNK) {
        let variables = bind([("identities", chunk.to_vec().into_value())]);
        let rows: Vec<Found> =
            services.inner.store.read("SELECT record::id(id) AS id, name, corporate_number FROM contractor WHERE identity IN $identities", variables).await?;
        found.extend(rows.into_iter().filter_map(|row| row.corporate_number.map(|number| (number, row.id))));
    }
    if stated.iter().any(|stated| CorporateNumber::parse(stated).is_err() && !stated.trim().is_empty()) {
        let rows: Vec<Found> =
            services.inner.store.read("SELECT record::id(id) AS id, name, corporate_number FROM contractor WHERE kind = 'sole_proprietor'", bind([])).await?;
        found.extend(rows.into_iter().map(|row| (text::fold(&row.name), row.id)));
    }
    Ok(found)
}

/// The records there are under these identities.
async fn known(services: &Services, kind: ImportKind, identities: &[String]) -> Result<HashMap<String, Known>> {
    let mut known = HashMap::new();
    let store = &services.inner.store;
    if kind == ImportKind::Departments {
        let all = services.inner.directory.all(services).await?;
        for department in all.iter() {
            let parent = department.parent.as_ref().and_then(|id| all.iter().find(|other| other.id == *id)).map(|parent| parent.code.as_str());
            known.insert(
                department.code.clone(),
                Known { id: department.id.to_string(), version: department.version, form: json(&department_form(department, parent)), bound: &[] },
            );
        }
        return Ok(known);
    }
    for chunk in identities.chunks(CHUNK) {
        let variables = bind([("keys", chunk.to_vec().into_value())]);
        if kind == ImportKind::Contractors {
            let rows: Vec<Contractor> = store.read("SELECT *, record::id(id) AS id FROM contractor WHERE identity IN $keys", variables).await?;
            known.extend(rows.iter().map(|row| {
                let form = json(&ContractorForm::from(row));
                (crate::contractor::identity(row), Known { id: row.id.to_string(), version: row.version, form, bound: &[] })
            }));
        } else {
            let rows: Vec<Contract> = store.read("SELECT *, record::id(id) AS id FROM contract WHERE number IN $keys", variables).await?;
            known.extend(rows.iter().map(|row| {
                let bound: &[&str] = if row.stage == Stage::Active { &["contractor", "start", "end"] } else { &[] };
                (row.number.clone(), Known { id: row.id.to_string(), version: row.version, form: json(&ContractForm::from(row)), bound })
            }));
        }
    }
    Ok(known)
}

/// Every department there will be, with the code of the one above it.
fn parents(statements: &[Statement], known: &HashMap<String, Known>) -> HashMap<String, String> {
    let parent = |form: &Json| form.get("parent_code").and_then(Json::as_str).map(text::code).unwrap_or_default();
    let before = known.iter().map(|(code, known)| (code.clone(), parent(&known.form)));
    let after = statements.iter().filter(|statement| !statement.identity.is_empty()).map(|statement| (statement.identity.clone(), parent(&statement.form)));
    before.chain(after).collect()
}

/// Whether the way up from a department comes back to it.
fn stands_above_itself(above: &HashMap<String, String>, code: &str) -> bool {
    let up = std::iter::successors(above.get(code), |code| above.get(*code)).take(above.len());
    up.take_while(|code| !code.is_empty()).any(|parent| parent == code)
}
