//! 契約書の本文: the text of a contract is taken out of a document, kept, and read for the clauses the contract must contain.

use std::sync::Arc;

use domain::{
    Error, Result,
    audit::AuditAction,
    clause::Coverage,
    contract::Contract,
    contract_text::{ContractText, DocumentKind},
    id::ContractId,
    message::Message,
    permission::Operation,
    reading::{Reader, Reading},
    text,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Ctx,
    contract::Contracts,
    coverage::{Found, open_marks},
    document::{self, Document, Kind, Looks, Unreadable},
    memo::Memo,
    policy::InForce,
    store::{Row, snapshot},
};

/// Bytes of text kept of one contract: some 1,000 pages. Longer ones are refused rather than cut.
const LONGEST: usize = 4 << 20;
/// Characters kept of a file's name.
const NAME: usize = 200;

/// Readings by the text and the version of the catalogue it was read with.
pub(crate) type Readings = Memo<(String, u32), Reading>;

/// Readings kept: a few hundred kilobytes each at most.
const KEPT: u64 = 256;

/// Nothing in a reading can go stale: its key says all it depends on.
pub(crate) fn readings() -> Readings {
    Memo::new(KEPT, false)
}

#[derive(Serialize, Deserialize)]
struct Body {
    text: String,
}

impl Contracts<'_> {
    /// Takes the document as the text of the contract, in place of what there was, and says what it finds of each clause. Nothing is marked.
    /// `version` is that of the coverage.
    pub async fn put_text(&self, ctx: &Ctx, id: &ContractId, version: u64, file_name: &str, file: Vec<u8>) -> Result<Coverage> {
        self.may_change_text(ctx, id).await?;
        let (about, body) = read(ctx, file_name, file).await?;
        self.set_text(ctx, id, version, Some((about, body))).await
    }

    /// Takes the text away; marks stay.
    pub async fn remove_text(&self, ctx: &Ctx, id: &ContractId, version: u64) -> Result<Coverage> {
        self.may_change_text(ctx, id).await?;
        self.set_text(ctx, id, version, None).await
    }

    /// The text as the program sees it, pages parted by form feeds; nothing where none was uploaded.
    pub async fn text(&self, ctx: &Ctx, id: &ContractId) -> Result<Option<String>> {
        self.readable(ctx, id).await?;
        Ok(self.0.inner.store.find::<Body>("contract_text", id.as_str()).await?.map(|body| body.text))
    }

    async fn may_change_text(&self, ctx: &Ctx, id: &ContractId) -> Result<()> {
        let department = self.readable(ctx, id).await?.contract.department;
        ctx.actor.require_in(Operation::MarkClause, Operation::ReadContract, &department)
    }

    async fn set_text(&self, ctx: &Ctx, id: &ContractId, version: u64, new: Option<(ContractText, Body)>) -> Result<Coverage> {
        let store = &self.0.inner.store;
        let policies = self.0.policies().in_force().await?;
        let (contract, marks) = store
            .write(|| async {
                let mut tx = store.begin().await?;
                let (stored, before) = open_marks(&tx, ctx, id, version).await?;
                let about = new.as_ref().map(|(about, _)| about.clone());
                if about.is_none() && before.text.is_none() {
                    return Err(Error::NotFound.into());
                }
                match &new {
                    Some((_, body)) => tx.put("contract_text", id.as_str(), Row::of(body)).await?,
                    None => tx.remove("contract_text", id.as_str()).await?,
                }
                let (old, title) = (before.text.as_ref().and_then(snapshot), format!("{}（契約書の本文）", stored.contract.title));
                let after = Found { text: about, version: version + 1, ..before };
                tx.put("coverage", id.as_str(), Row::of(&after)).await?;
                tx.audit(AuditAction::Change, "contract", id.as_str(), &title, old, after.text.as_ref().and_then(snapshot));
                tx.commit(ctx).await?;
                Ok((stored.contract, after))
            })
            .await?;
        self.covered(ctx, &policies, &contract, &marks).await
    }

    /// What the text says of every clause of the catalogue.
    pub(crate) async fn reading(&self, policies: &Arc<InForce>, contract: &Contract, text: &ContractText) -> Result<Arc<Reading>> {
        let version = contract.catalogue_version;
        let key = (text.sha256.clone(), version);
        self.0
            .inner
            .readings
            .get(0, key, async {
                let Body { text } = self.0.inner.store.get("contract_text", contract.id.as_str()).await?;
                let policies = policies.clone();
                apart(move || {
                    let catalogue = policies.catalogue(version);
                    let clauses: Vec<_> = catalogue.clauses.iter().collect();
                    Reader::new(&clauses, &catalogue.synonyms).read(&text)
                })
                .await
            })
            .await
    }
}

/// Long work in a thread of its own, so that other requests go on.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "the reading of a document ended early");
        Error::Internal
    })
}

async fn read(ctx: &Ctx, file_name: &str, file: Vec<u8>) -> Result<(ContractText, Body)> {
    let name: String = text::tidy(file_name.rsplit(['/', '\\']).next().unwrap_or_default()).chars().take(NAME).collect();
    let (named, size) = (name.clone(), file.len());
    let (document, sha256) = apart(move || (document::read(&named, &file), hex::encode(Sha256::digest(&file)))).await?;
    let document = document.map_err(|why| Error::invalid("file", said(&why)))?;
    let body = Body { text: document.pages.join("\u{C}") };
    if body.text.len() > LONGEST {
        return Err(Error::invalid("file", said(&Unreadable::TooLarge)));
    }
    let about = ContractText {
        file_name: name,
        kind: kind(&document),
        size: size as u64,
        sha256,
        pages: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
        is_scan: document.is_scan(),
        uploaded_by: ctx.actor.name.clone(),
        uploaded_at: ctx.now,
    };
    Ok((about, body))
}

const fn kind(document: &Document) -> DocumentKind {
    match document.kind {
        Kind::Pdf => DocumentKind::Pdf,
        Kind::Docx => DocumentKind::Docx,
        Kind::Text => DocumentKind::Text,
        Kind::Markdown => DocumentKind::Markdown,
    }
}

/// Why a file cannot be read, and what to do instead.
fn said(why: &Unreadable) -> Message {
    Message::new(match why {
        Unreadable::Unknown(looks) => match looks {
            Looks::OldWord | Looks::MacroWord | Looks::OpenDocument | Looks::RichText | Looks::Ichitaro => "document.save_as_docx",
            Looks::Spreadsheet | Looks::Presentation | Looks::OldOffice => "document.not_a_text",
            Looks::Image => "document.image",
            Looks::Archive => "document.archive",
            Looks::Markup | Looks::Binary => "document.unknown",
        },
        Unreadable::Encrypted => "document.encrypted",
        Unreadable::Broken => "document.broken",
        Unreadable::TooLarge => "document.too_large",
        Unreadable::Encoding => "document.encoding",
        Unreadable::Empty => "document.empty",
    })
}
