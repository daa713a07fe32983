//! 自己申告: the questions of a draft leave as a workbook, what a contractor declares comes in, and an officer takes it over.

use domain::{
    Error, Lang, Result, date,
    id::SelectionId,
    message::Message,
    permission::Operation,
    selection::{AnswersForm, Criteria, Declaration, DeclarationForm, DeclarationInput, DeclarationSource, Question, Questionnaire, Selection},
    text,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use surrealdb::types::Variables;

use super::{Selections, at_version, open_draft};
use crate::{
    Ctx, Names, Services,
    annex::harmless,
    questionnaire::{self, Asked, stamp::Key},
    store::{Fault, Row, Tx},
};

/// Characters kept of a file's name.
const NAME: usize = 200;

/// A workbook to be sent to a contractor.
pub struct QuestionnaireFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Secret {
    value: String,
}

/// The register's key for questionnaires, made when it is first asked for.
async fn key(services: &Services) -> Result<Key> {
    const TABLE: &str = "secret";
    const ID: &str = "questionnaire";
    let store = &services.inner.store;
    let secret: Secret = match store.find(TABLE, ID).await? {
        Some(secret) => secret,
        None => {
            store
                .write(|| async {
                    let tx = store.begin().await?;
                    if let Some(secret) = tx.find::<Secret>(TABLE, ID).await? {
                        return Ok(secret);
                    }
                    let secret = Secret { value: hex::encode(Key::random().0) };
                    tx.put(TABLE, ID, Row::of(&secret)).await?;
                    tx.commit(&services.system_ctx("")).await?;
                    Ok(secret)
                })
                .await?
        }
    };
    hex::decode(secret.value).map(Key).map_err(|_| Error::Internal)
}

impl Selections<'_> {
    /// The questions of a draft as a workbook in the reader's language, with what was declared before. `until` is the last day for the answers; the cover
    /// tells it.
    pub async fn questionnaire(&self, ctx: &Ctx, id: &SelectionId, until: &str, lang: Lang) -> Result<QuestionnaireFile> {
        let criteria = self.open(ctx, id, Operation::WriteSelection).await?;
        let selection = self.readable(ctx, id).await?;
        open_draft(&selection, ctx)?;
        let day = date::parse(until);
        if day.is_none() && !until.trim().is_empty() {
            return Err(Error::invalid("until", Message::new("field.date")));
        }
        let about = Questionnaire { until: day, ..self.asked(&selection, &criteria).await? };
        let key = key(self.0).await?;
        let bytes = questionnaire::write(&key, &Asked { selection: id, criteria_version: selection.criteria_version, questionnaire: &about }, lang)?;
        let name = harmless(&format!("{}_{}", about.contractor, about.title));
        let name = format!("{}_{name}.xlsx", lang.pick("質問書", "questionnaire"));
        Ok(QuestionnaireFile { name, media_type: questionnaire::MEDIA_TYPE, bytes })
    }

    /// What a contractor is asked, and what it declared last.
    pub(crate) async fn asked(&self, selection: &Selection, criteria: &Criteria) -> Result<Questionnaire> {
        let names = Names::load(self.0, vec![selection.contractor.to_string()]).await?;
        let questions: Vec<Question> = criteria.for_work(selection.work).iter().map(Question::from).collect();
        let answered = selection.declaration.as_ref().map_or_else(
            || DeclarationForm::of(&questions, "", &[], ""),
            |declared| DeclarationForm::of(&questions, &declared.by_name, &declared.answers, &declared.remarks),
        );
        Ok(Questionnaire {
            city: self.0.auth().city().await?,
            title: selection.title.clone(),
            contractor: names.contractor(&selection.contractor),
            until: None,
            questions,
            answered,
        })
    }

    /// Selections whose contractor declared what nobody at the city has graded yet, within reach, the one that waits longest first.
    pub(crate) async fn declared(&self, ctx: &Ctx) -> Result<Vec<Declared>> {
        let reach = ctx.reach(Operation::WriteSelection)?;
        // By the index of stages: drafts are few.
        let sql = "SELECT *, record::id(id) AS id FROM selection WHERE stage = 'draft' AND declaration != NONE";
        let mut found: Vec<Selection> = self.0.inner.store.read(sql, Variables::new()).await?;
        let waits = |selection: &Selection| selection.declaration.as_ref().is_some_and(|declared| declared.waiting(&selection.answers) > 0);
        found.retain(|selection| reach.covers(&selection.department) && waits(selection));
        found.sort_by_key(|selection| selection.declaration.as_ref().map(|declared| declared.received_at));
        let names = Names::load(self.0, found.iter().map(|selection| selection.contractor.to_string()).collect()).await?;
        let told = |selection: Selection| Declared {
            contractor_name: names.contractor(&selection.contractor),
            department_name: names.department(&selection.department),
            selection,
        };
        Ok(found.into_iter().map(told).collect())
    }

    /// Takes a workbook that a contractor filled in as its self-declaration, in place of the one there was. Answers stay as they are.
    pub async fn declare(&self, ctx: &Ctx, id: &SelectionId, version: u64, file_name: &str, file: Vec<u8>) -> Result<Selection> {
        let criteria = self.open(ctx, id, Operation::WriteSelection).await?;
        let selection = self.readable(ctx, id).await?;
        open_draft(&selection, ctx)?;
        let (input, sha256) = read(key(self.0).await?, &selection, self.asked(&selection, &criteria).await?, file).await?;
        let file_name = text::tidy(file_name.rsplit(['/', '\\']).next().unwrap_or_default()).chars().take(NAME).collect();
        let declaration = Declaration { file_name, sha256, ..declaration(ctx, DeclarationSource::Workbook, selection.criteria_version, input) };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at_version(&tx, id, version).await?;
                let selection = self.declare_in(&mut tx, ctx, &criteria, before, declaration.clone()).await?;
                tx.commit(ctx).await?;
                Ok(selection)
            })
            .await
    }

    pub(crate) async fn declare_in(&self, tx: &mut Tx, ctx: &Ctx, criteria: &Criteria, before: Selection, declared: Declaration) -> Result<Selection, Fault> {
        open_draft(&before, ctx)?;
        let after = Selection { declaration: Some(declared), updated_at: ctx.now, version: before.version + 1, ..before.clone() };
        self.save(tx, ctx, criteria, &before, &after).await?;
        Ok(after)
    }

    /// Keeps the answers with what the contractor declared taken over: of the criterion `what` names, or of all that have no grade yet.
    pub async fn take_over(&self, ctx: &Ctx, id: &SelectionId, version: u64, form: &AnswersForm, what: &str) -> Result<Selection> {
        let criteria = self.open(ctx, id, Operation::WriteSelection).await?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let before = at_version(&tx, id, version).await?;
                let form = form.taking_over(&criteria.for_work(before.work), before.declaration.as_ref(), what)?;
                let selection = self.answer_in(&mut tx, ctx, &criteria, id, version, &form).await?;
                tx.commit(ctx).await?;
                Ok(selection)
            })
            .await
    }
}

/// A selection with what its contractor declared, and whose they are.
pub(crate) struct Declared {
    pub selection: Selection,
    pub contractor_name: String,
    pub department_name: String,
}

/// What was declared just now.
pub(crate) fn declaration(ctx: &Ctx, source: DeclarationSource, criteria_version: u32, input: DeclarationInput) -> Declaration {
    let DeclarationInput { by_name, answers, remarks, .. } = input;
    Declaration { source, file_name: String::new(), sha256: String::new(), received_at: ctx.now, by_name, answers, remarks, criteria_version }
}

/// Reads the workbook in a thread of its own, so that other requests go on.
async fn read(key: Key, selection: &Selection, about: Questionnaire, file: Vec<u8>) -> Result<(DeclarationInput, String)> {
    let (id, criteria_version) = (selection.id.clone(), selection.criteria_version);
    let reading = move || {
        let asked = Asked { selection: &id, criteria_version, questionnaire: &about };
        (questionnaire::read(&key, &asked, &file), hex::encode(Sha256::digest(&file)))
    };
    let read = tokio::task::spawn_blocking(reading).await.map_err(|error| {
        // Whatever a stranger's file does to its reader, it is the file that is broken.
        tracing::error!(%error, "the reading of a questionnaire ended early");
        refused(vec![Message::new("questionnaire.broken")])
    })?;
    Ok((read.0.map_err(refused)?, read.1))
}

fn refused(faults: questionnaire::Faults) -> Error {
    Error::Invalid(faults.into_iter().map(|fault| domain::error::FieldError::new("file", fault)).collect())
}
