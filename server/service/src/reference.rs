//! Published lists: brought in whole in place of the one before, and looked up in. The one before is in use until the new one is complete.

mod read;
mod write;

use chrono::NaiveDate;
use domain::{
    Error, Result,
    certificate::{Certificate, CertificateKind},
    contractor::Contractor,
    corporate_number::CorporateNumber,
    date,
    id::ReferenceSetId,
    label::Choice,
    message::Message,
    permission::Operation,
    reference::{CorporationAnswer, FAULTS_KEPT, FILE_LIMIT, IsmapAnswer, ReferenceKind, ReferenceOverview, ReferenceSet, ReferenceState, ismap_note},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use surrealdb::types::SurrealValue;

use crate::{
    Ctx, Services, key,
    store::{Fault, Row, bind},
};

pub(crate) use write::interrupt_unfinished;

pub struct References<'a>(pub(crate) &'a Services);

/// Where the rows of a kind are kept.
const fn table(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::CorporateNumbers => "corporation",
        ReferenceKind::IsmapList => "ismap_service",
    }
}

impl References<'_> {
    /// What is there of each kind.
    pub async fn overview(&self, ctx: &Ctx) -> Result<Vec<ReferenceOverview>> {
        ctx.reach(Operation::ReadContractor)?;
        let mut all = Vec::new();
        for kind in ReferenceKind::ALL {
            let sql = "SELECT *, record::id(id) AS id FROM reference_set WHERE kind = $kind ORDER BY at DESC LIMIT 1";
            let last: Vec<ReferenceSet> = self.0.inner.store.read(sql, bind([("kind", kind.word().into_value())])).await?;
            let in_use = self.in_use(*kind).await?;
            let last = last.into_iter().next().filter(|last| !matches!(last.state, ReferenceState::InUse | ReferenceState::Replaced));
            all.push(ReferenceOverview { kind: *kind, in_use, last, may_import: ctx.actor.can(Operation::ImportReference) });
        }
        Ok(all)
    }

    pub async fn get(&self, ctx: &Ctx, id: &ReferenceSetId) -> Result<ReferenceSet> {
        ctx.reach(Operation::ReadContractor)?;
        self.0.inner.store.get("reference_set", id.as_str()).await
    }

    async fn in_use(&self, kind: ReferenceKind) -> Result<Option<ReferenceSet>> {
        let sql = "SELECT *, record::id(id) AS id FROM reference_set WHERE kind = $kind AND state = $state LIMIT 1";
        let variables = bind([("kind", kind.word().into_value()), ("state", ReferenceState::InUse.word().into_value())]);
        Ok(self.0.inner.store.read(sql, variables).await?.into_iter().next())
    }

    /// The day of the list in use, and its row of a number.
    async fn look_up<T: DeserializeOwned>(&self, kind: ReferenceKind, number: &str) -> Result<(Option<NaiveDate>, Option<T>)> {
        let Some(set) = self.in_use(kind).await? else { return Ok((None, None)) };
        Ok((Some(set.as_of), self.0.inner.store.find(table(kind), &row_key(&set.id, number)).await?))
    }

    /// What the register of corporate numbers says of one.
    pub async fn corporation(&self, ctx: &Ctx, number: &str) -> Result<CorporationAnswer> {
        ctx.reach(Operation::ReadContractor)?;
        let number = CorporateNumber::parse(number).map_err(|key| Error::invalid("number", Message::new(key)))?;
        let (as_of, corporation) = self.look_up(ReferenceKind::CorporateNumbers, number.as_str()).await?;
        Ok(CorporationAnswer { as_of, corporation })
    }

    /// What the list of ISMAP says of a number.
    pub async fn ismap(&self, ctx: &Ctx, number: &str) -> Result<IsmapAnswer> {
        ctx.reach(Operation::ReadContractor)?;
        let number = CertificateKind::Ismap.rule().number.read(number).map_err(|key| Error::invalid("number", Message::new(key)))?;
        let (as_of, service) = self.look_up(ReferenceKind::IsmapList, &number).await?;
        Ok(IsmapAnswer { as_of, service })
    }

    /// What is to be known of a contractor beside the register of corporate numbers.
    pub(crate) async fn notes_on(&self, contractor: &Contractor) -> Result<Vec<Message>> {
        let Some(number) = &contractor.corporate_number else { return Ok(Vec::new()) };
        let found = self.look_up::<domain::reference::Corporation>(ReferenceKind::CorporateNumbers, number.as_str()).await?;
        Ok(if let (Some(as_of), Some(corporation)) = found { corporation.notes(&contractor.name, as_of) } else { Vec::new() })
    }

    /// What is to be known of a certificate beside the list of ISMAP. One that has ended is beside no list.
    pub(crate) async fn notes_on_certificate(&self, certificate: &Certificate) -> Result<Vec<Message>> {
        if certificate.kind != CertificateKind::Ismap || certificate.ended.is_some() {
            return Ok(Vec::new());
        }
        let (as_of, listed) = self.look_up(ReferenceKind::IsmapList, &certificate.number).await?;
        Ok(as_of.and_then(|as_of| ismap_note(certificate, listed.as_ref(), as_of)).into_iter().collect())
    }

    /// Brings a list in: reads it through, then writes it in the background. It is answered as soon as its faults are known.
    pub async fn import(&self, ctx: &Ctx, kind: ReferenceKind, as_of: &str, file_name: &str, file: Vec<u8>) -> Result<ReferenceSet> {
        ctx.reach(Operation::ImportReference)?;
        let (set, content) = self.begin(ctx, kind, as_of, file_name, file).await?;
        let (services, ctx, begun) = (self.0.clone(), ctx.clone(), set.clone());
        tokio::spawn(async move {
            if let Err(error) = write::finish(&services, &ctx, &begun, content).await {
                tracing::error!(%error, set = %begun.id, "a published list was not brought in whole");
                write::give_up(&services, &begun).await;
            }
        });
        Ok(set)
    }

    /// The same, waiting for the end.
    pub async fn import_and_wait(&self, ctx: &Ctx, kind: ReferenceKind, as_of: &str, file_name: &str, file: Vec<u8>) -> Result<ReferenceSet> {
        ctx.reach(Operation::ImportReference)?;
        self.bring_in(ctx, kind, as_of, file_name, file).await
    }

    /// A list of the demo city, or one that the asker may bring in.
    pub(crate) async fn bring_in(&self, ctx: &Ctx, kind: ReferenceKind, as_of: &str, file_name: &str, file: Vec<u8>) -> Result<ReferenceSet> {
        let (set, content) = self.begin(ctx, kind, as_of, file_name, file).await?;
        write::finish(self.0, ctx, &set, content).await?;
        self.0.inner.store.get("reference_set", set.id.as_str()).await
    }

    async fn begin(&self, ctx: &Ctx, kind: ReferenceKind, as_of: &str, file_name: &str, file: Vec<u8>) -> Result<(ReferenceSet, String)> {
        if file.len() > FILE_LIMIT {
            return Err(Error::invalid("file", Message::new("import.too_large").with("megabytes", FILE_LIMIT >> 20)));
        }
        let wrong = |key: &'static str| Error::invalid("as_of", Message::new(key));
        let as_of = if as_of.trim().is_empty() { Err(wrong("field.required")) } else { date::parse(as_of).ok_or_else(|| wrong("field.date")) }?;
        if as_of > ctx.today {
            return Err(wrong("reference.as_of_future"));
        }
        let (bytes, sha256) = (file.len() as u64, hex::encode(Sha256::digest(&file)));
        // Reading through takes a moment of a whole core.
        let (content, encoding, count) = tokio::task::spawn_blocking(move || {
            let (content, encoding) = crate::transfer::decode(&file)?;
            drop(file);
            let count = read::through(kind, &content)?;
            Ok::<_, Error>((content, encoding, count))
        })
        .await
        .map_err(|_| Error::Internal)??;
        let set = ReferenceSet {
            id: ReferenceSetId::new(key::new(ctx.now)),
            kind,
            state: ReferenceState::Loading,
            as_of,
            file_name: domain::text::tidy(file_name).chars().take(200).collect(),
            encoding,
            bytes,
            sha256,
            rows: count.rows,
            done: 0,
            faulty: count.faulty,
            faults: count.faults.into_iter().take(FAULTS_KEPT).collect(),
            by_name: ctx.actor.name.clone(),
            at: ctx.now,
            finished_at: None,
            version: 1,
        };
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let tx = store.begin().await?;
                let variables = bind([("kind", kind.word().into_value()), ("state", ReferenceState::Loading.word().into_value())]);
                let busy: Vec<String> =
                    tx.query("SELECT VALUE record::id(id) FROM reference_set WHERE kind = $kind AND state = $state LIMIT 1", variables).await?;
                if !busy.is_empty() {
                    return Err(Fault::from(Error::Refused(vec![Message::new("reference.busy")])));
                }
                tx.put("reference_set", set.id.as_str(), Row::of(&set)).await?;
                tx.commit(ctx).await
            })
            .await?;
        Ok((set, content))
    }
}

/// The key of a row: one of the set it came with.
fn row_key(set: &ReferenceSetId, number: &str) -> String {
    format!("{set}-{number}")
}
