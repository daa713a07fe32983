//! Schema migrations: embedded statements, run once each, in order, each in one transaction together with its record.

use sha2::{Digest, Sha256};
use surrealdb::{Error, Surreal, engine::any::Any};

/// Number, name and statements. A migration that has shipped is never edited: the checksum would tell.
const MIGRATIONS: &[(u32, &str, &str)] = &[
    (1, "register", include_str!("../../migrations/0001_register.surql")),
    (2, "contract lists", include_str!("../../migrations/0002_contract_lists.surql")),
    (3, "board kind", include_str!("../../migrations/0003_board_kind.surql")),
    (5, "contract text", include_str!("../../migrations/0005_contract_text.surql")),
    (6, "subcontract", include_str!("../../migrations/0006_subcontract.surql")),
    (8, "catalogue draft", include_str!("../../migrations/0008_catalogue_draft.surql")),
    (9, "selection", include_str!("../../migrations/0009_selection.surql")),
    (10, "lapse", include_str!("../../migrations/0010_lapse.surql")),
    (11, "attachment", include_str!("../../migrations/0011_attachment.surql")),
    (12, "certificate", include_str!("../../migrations/0012_certificate.surql")),
    (13, "contract revision", include_str!("../../migrations/0013_contract_revision.surql")),
    (14, "history", include_str!("../../migrations/0014_history.surql")),
    (15, "declaration", include_str!("../../migrations/0015_declaration.surql")),
    (16, "exception", include_str!("../../migrations/0016_exception.surql")),
    (17, "finding", include_str!("../../migrations/0017_finding.surql")),
    (18, "cadence", include_str!("../../migrations/0018_cadence.surql")),
    (19, "yearly_plan", include_str!("../../migrations/0019_yearly_plan.surql")),
    (20, "reminder", include_str!("../../migrations/0020_reminder.surql")),
];

pub async fn run(db: &Surreal<Any>) -> Result<(), Error> {
    db.query("DEFINE TABLE IF NOT EXISTS _migration SCHEMAFULL; DEFINE FIELD IF NOT EXISTS name ON _migration TYPE string; DEFINE FIELD IF NOT EXISTS checksum ON _migration TYPE string;").await?.check()?;
    for (number, name, statements) in MIGRATIONS {
        let checksum = hex::encode(Sha256::digest(statements.as_bytes()));
        let mut response = db.query("SELECT VALUE checksum FROM type::record('_migration', $number)").bind(("number", i64::from(*number))).await?.check()?;
        let known: Option<String> = response.take(0)?;
        match known {
            Some(known) if known == checksum => {}
            Some(_) => return Err(Error::internal(format!("migration {number} ({name}) was altered after it ran"))),
            None => {
                tracing::info!(number, name, "migrating");
                let tx = db.clone().begin().await?;
                tx.query(*statements).await?.check()?;
                tx.query("CREATE type::record('_migration', $number) SET name = $name, checksum = $checksum")
                    .bind(("number", i64::from(*number)))
                    .bind(("name", (*name).to_owned()))
                    .bind(("checksum", checksum))
                    .await?
                    .check()?;
                tx.commit().await?;
            }
        }
    }
    Ok(())
}
