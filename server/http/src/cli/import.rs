//! `itakumori import`: preview, question, progress.

use std::{
    io::{BufRead, IsTerminal, Write},
    path::Path,
    time::Duration,
};

use domain::{
    Error, Lang,
    id::{DepartmentId, PersonId},
    import::{Import, ImportKind, ImportRow, ImportRowFilter, ImportState, RowState},
    label::Choice,
    permission::{Actor, Grant},
    person::Role,
};
use service::{Ctx, Services};
use ulid::Ulid;

use super::{Failure, WORKING, log_to_stderr, open, output};
use crate::config::Config;

/// Rows with errors that are listed; the rest is in the file of faulty rows.
const LISTED: usize = 50;
const LOOK_AGAIN: Duration = Duration::from_millis(300);

/// Shows what a file would change, asks, and writes it.
pub async fn run(config: &Config, kind: ImportKind, file: &Path, yes: bool, on_behalf_of: Option<&str>) -> Result<(), Failure> {
    log_to_stderr(config, WORKING);
    let lang = output::lang();
    let bytes = std::fs::read(file).map_err(|error| Failure::File(file.display().to_string(), error))?;
    let services = open(config).await?;
    let actor = match on_behalf_of {
        Some(number) => services.auth().act_as(number).await?,
        None => operator(),
    };
    let ctx = services.ctx(actor, Ulid::new().to_string(), lang);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();

    let import = services.imports().preview(&ctx, kind, &name, bytes).await?;
    show(&import, lang);
    let faulty = faulty(&services, &ctx, &import).await?;
    list(&faulty, import.count.faulty, lang);
    if import.count.new + import.count.changed > 0 {
        if !yes && !agreed(lang) {
            return Err(Failure::Declined);
        }
        let begun = services.imports().confirm(&ctx, &import.id, import.version).await?;
        follow(&services, &ctx, begun, lang).await?;
    } else {
        output::line(lang.pick("書き込むものはありません", "There is nothing to write"));
    }
    finish(&services, &ctx, &import, file, lang).await
}

/// Who holds the machine holds the database: the trail names the operator, with the roles that imports need.
fn operator() -> Actor {
    let roles = [Role::Administrator, Role::ProcurementOfficer];
    let grants = roles.map(|role| Grant { role, departments: std::iter::empty::<DepartmentId>().collect() });
    Actor { id: PersonId::new("system"), name: "コマンドライン".to_owned(), grants: grants.into() }
}

fn show(import: &Import, lang: Lang) {
    let count = import.count;
    let title = match lang {
        Lang::Ja => format!("{}の取込：{}（{}）", import.kind.label(lang), import.file_name, import.encoding),
        Lang::En => format!("Import of {}: {} ({})", import.kind.label(lang).to_lowercase(), import.file_name, import.encoding),
    };
    output::line(&title);
    let states = [(RowState::New, count.new), (RowState::Changed, count.changed), (RowState::Same, count.same), (RowState::Faulty, count.faulty)];
    let mut rows: Vec<Vec<String>> = states.iter().map(|(state, rows)| vec![state.label(lang).to_owned(), rows.to_string()]).collect();
    rows.push(vec![lang.pick("計", "Total").to_owned(), count.total.to_string()]);
    output::line(output::table(&rows).trim_end_matches('\n'));
    if !import.unknown_columns.is_empty() {
        output::line(&format!("{}{}", lang.pick("読まない列：", "Columns left out: "), import.unknown_columns.join(", ")));
    }
}

async fn faulty(services: &Services, ctx: &Ctx, import: &Import) -> Result<Vec<ImportRow>, Error> {
    let filter = ImportRowFilter { state: Some(RowState::Faulty), cursor: None, limit: Some(LISTED) };
    Ok(services.imports().rows(ctx, &import.id, &filter).await?.items)
}

fn list(faulty: &[ImportRow], total: u32, lang: Lang) {
    if faulty.is_empty() {
        return;
    }
    let mut rows =
        vec![[lang.pick("行", "Line"), lang.pick("番号", "Key"), lang.pick("項目", "Field"), lang.pick("エラー", "Error")].map(str::to_owned).to_vec()];
    for row in faulty {
        for error in &row.errors {
            rows.push(vec![row.line.to_string(), row.key.clone(), error.field.clone(), error.message.say(lang)]);
        }
    }
    output::line(output::table(&rows).trim_end_matches('\n'));
    let rest = usize::try_from(total).unwrap_or(usize::MAX).saturating_sub(faulty.len());
    if rest > 0 {
        output::line(&match lang {
            Lang::Ja => format!("  ほか{rest}行"),
            Lang::En => format!("  and {rest} more rows"),
        });
    }
}

/// Asks on a terminal; elsewhere nobody can answer, which is no.
fn agreed(lang: Lang) -> bool {
    if !std::io::stdin().is_terminal() {
        output::line(lang.pick("書き込むには --yes を付けてください", "Pass --yes to write"));
        return false;
    }
    let _ = write!(std::io::stdout(), "{}", lang.pick("書き込みますか [y/N] ", "Write it? [y/N] "));
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).is_ok() && domain::form::read_flag(&answer)
}

/// Waits for the end, with a word on every turn where somebody looks.
async fn follow(services: &Services, ctx: &Ctx, begun: Import, lang: Lang) -> Result<(), Failure> {
    let of = begun.count.new + begun.count.changed;
    let watched = std::io::stdout().is_terminal();
    loop {
        let import = services.imports().get(ctx, &begun.id).await?;
        if watched {
            let _ = write!(std::io::stdout(), "\r  {} / {of} ", import.done);
            let _ = std::io::stdout().flush();
        }
        match import.state {
            ImportState::Previewed | ImportState::Running => tokio::time::sleep(LOOK_AGAIN).await,
            ImportState::Finished => {
                output::line(&format!("{}{} / {of}", if watched { "\r  " } else { "  " }, import.done));
                return Ok(());
            }
            ImportState::Interrupted => {
                output::line("");
                return Err(Failure::Partly(
                    lang.pick("途中で止まりました。同じファイルをもう一度取り込めます", "Stopped before its end; the same file can be imported again")
                        .to_owned(),
                ));
            }
        }
    }
}

/// Rows that were left out go into a file beside the one that was read.
async fn finish(services: &Services, ctx: &Ctx, import: &Import, file: &Path, lang: Lang) -> Result<(), Failure> {
    let left_out = services.imports().get(ctx, &import.id).await?.count.faulty;
    if left_out == 0 {
        return Ok(());
    }
    let beside = file.with_extension("errors.csv");
    let bytes = services.imports().faulty_csv(ctx, &import.id).await?;
    std::fs::write(&beside, bytes).map_err(|error| Failure::File(beside.display().to_string(), error))?;
    Err(Failure::Partly(match lang {
        Lang::Ja => format!("{left_out}行は取り込めませんでした：{}", beside.display()),
        Lang::En => format!("{left_out} rows were left out: {}", beside.display()),
    }))
}
