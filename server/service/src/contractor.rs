//! 委託事業者: the register of contractors.

use domain::{
    Error, Result,
    audit::AuditAction,
    contractor::{Contractor, ContractorFilter, ContractorForm, ContractorInput, ContractorRow, ContractorSort, ContractorView},
    error::FieldError,
    id::ContractorId,
    label::Choice,
    message::Message,
    page::Page,
    permission::Operation,
    text,
};
use serde::Deserialize;

use crate::{
    Ctx, Services, key,
    listing::Listing,
    store::{Fault, Row, Tx, snapshot},
};

pub struct Contractors<'a>(pub(crate) &'a Services);

const COLUMNS: &str = "record::id(id) AS id, kind, corporate_number, name, name_kana, address, contracts, version";

#[derive(Deserialize)]
struct Stored {
    id: ContractorId,
    kind: domain::contractor::ContractorKind,
    corporate_number: Option<domain::corporate_number::CorporateNumber>,
    name: String,
    name_kana: String,
    address: String,
    contracts: u32,
    version: u64,
}

/// A contractor with the count of its contracts, which only the store keeps beside it.
#[derive(Deserialize)]
struct Counted {
    contracts: u32,
    #[serde(flatten)]
    contractor: Contractor,
}

impl Contractors<'_> {
    pub async fn list(&self, ctx: &Ctx, filter: &ContractorFilter) -> Result<Page<ContractorRow>> {
        ctx.reach(Operation::ReadContractor)?;
        let page: Page<Stored> = listing(filter)?.page(&self.0.inner.store, COLUMNS).await?;
        let standings = self.0.verifications().standings_of(ctx, "contractor").await?;
        Ok(page.map(|row| ContractorRow {
            overdue: standings.iter().find(|standing| standing.id == row.id.as_str()).map_or(0, |standing| standing.overdue),
            id: row.id,
            kind: row.kind,
            corporate_number: row.corporate_number,
            name: row.name,
            name_kana: row.name_kana,
            address: row.address,
            contracts: row.contracts,
            version: row.version,
        }))
    }

    pub async fn get(&self, ctx: &Ctx, id: &ContractorId) -> Result<ContractorView> {
        ctx.reach(Operation::ReadContractor)?;
        let stored: Counted = self.0.inner.store.get("contractor", id.as_str()).await?;
        let standings = self.0.verifications().standings_of(ctx, "contractor").await?;
        Ok(ContractorView {
            notes: self.0.references().notes_on(&stored.contractor).await?,
            contractor: stored.contractor,
            contracts: stored.contracts,
            overdue: standings.iter().find(|standing| standing.id == id.as_str()).map_or(0, |standing| standing.overdue),
            may_change: ctx.actor.can(Operation::WriteContractor),
            may_read_audit: ctx.actor.reach(Operation::ReadAudit) == Ok(domain::permission::Reach::City),
        })
    }

    pub async fn create(&self, ctx: &Ctx, form: &ContractorForm) -> Result<Contractor> {
        ctx.reach(Operation::WriteContractor)?;
        let input = form.read()?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let contractor = self.create_in(&mut tx, ctx, &input).await?;
                tx.commit(ctx).await?;
                Ok(contractor)
            })
            .await
    }

    pub async fn change(&self, ctx: &Ctx, id: &ContractorId, version: u64, form: &ContractorForm) -> Result<Contractor> {
        ctx.reach(Operation::WriteContractor)?;
        let input = form.read()?;
        let store = &self.0.inner.store;
        store
            .write(|| async {
                let mut tx = store.begin().await?;
                let contractor = self.change_in(&mut tx, ctx, id, version, &input).await?;
                tx.commit(ctx).await?;
                Ok(contractor)
            })
            .await
    }

    pub(crate) async fn create_in(&self, tx: &mut Tx, ctx: &Ctx, input: &ContractorInput) -> Result<Contractor, Fault> {
        let contractor = build(ContractorId::new(key::new(ctx.now)), 1, input);
        self.unique(tx, &contractor).await?;
        tx.put("contractor", contractor.id.as_str(), row(&contractor, 0, ctx)).await?;
        tx.audit(AuditAction::Create, "contractor", contractor.id.as_str(), &contractor.name, None, snapshot(&contractor));
        Ok(contractor)
    }

    pub(crate) async fn change_in(&self, tx: &mut Tx, ctx: &Ctx, id: &ContractorId, version: u64, input: &ContractorInput) -> Result<Contractor, Fault> {
        let Counted { contracts, contractor: before } = tx.get("contractor", id.as_str()).await?;
        if before.version != version {
            return Err(Error::Conflict { current: before.version }.into());
        }
        let after = build(id.clone(), version + 1, input);
        self.unique(tx, &after).await?;
        tx.replace("contractor", id.as_str(), version, row(&after, contracts, ctx)).await?;
        if before.name != after.name || before.name_kana != after.name_kana {
            self.0.contracts().renamed(tx, &after).await?;
            self.0.certificates().renamed(tx, &after).await?;
        }
        tx.audit(AuditAction::Change, "contractor", id.as_str(), &after.name, snapshot(&before), snapshot(&after));
        Ok(after)
    }

    /// Once per corporate number; a sole proprietor once per name and address.
    async fn unique(&self, tx: &Tx, contractor: &Contractor) -> Result<(), Fault> {
        if tx.is_taken("contractor", "identity", &identity(contractor), Some(contractor.id.as_str())).await? {
            let field = if contractor.corporate_number.is_some() { "corporate_number" } else { "name" };
            return Err(Error::Invalid(vec![FieldError::new(field, Message::new("field.taken"))]).into());
        }
        Ok(())
    }

    /// The statement behind a list, for EXPLAIN.
    pub async fn explain(&self, filter: &ContractorFilter) -> Result<String> {
        let (sql, variables) = listing(filter)?.explained(COLUMNS);
        self.0.inner.store.explain(&sql, variables).await
    }
}

fn listing(filter: &ContractorFilter) -> Result<Listing> {
    let key = match filter.sort.unwrap_or(ContractorSort::Kana) {
        ContractorSort::Kana => "by_kana",
        ContractorSort::Number => "by_number",
        ContractorSort::Updated => "by_updated",
    };
    let mut listing = Listing::new("contractor", key, filter.desc, filter.cursor.as_deref(), filter.limit)?;
    if let Some(kind) = filter.kind {
        listing.equal("kind", kind.word());
    }
    listing.search(&filter.q)?;
    Ok(listing)
}

pub(crate) fn build(id: ContractorId, version: u64, input: &ContractorInput) -> Contractor {
    let input = input.clone();
    Contractor {
        id,
        kind: input.kind,
        corporate_number: input.corporate_number,
        name: input.name,
        name_kana: input.name_kana,
        postal_code: input.postal_code,
        address: input.address,
        representative: input.representative,
        security_lead: input.security_lead,
        phone: input.phone,
        email: input.email,
        note: input.note,
        version,
    }
}

/// What makes a contractor one and the same.
pub(crate) fn identity(contractor: &Contractor) -> String {
    match &contractor.corporate_number {
        Some(number) => number.to_string(),
        None => format!("{}/{}", text::fold(&contractor.name), text::fold(&contractor.address)),
    }
}

pub(crate) fn row(contractor: &Contractor, contracts: u32, ctx: &Ctx) -> Row {
    let id = contractor.id.as_str();
    let number = contractor.corporate_number.as_ref().map(ToString::to_string).unwrap_or_default();
    let search = [&contractor.name, &contractor.name_kana, &contractor.address, &number, &contractor.representative].map(|part| text::fold(part)).join(" ");
    Row::of(contractor)
        .with("contracts", contracts)
        .with("identity", identity(contractor))
        .with("search", search)
        .with("by_kana", format!("{} {id}", text::fold(&contractor.name_kana)))
        .with("by_number", format!("{number} {id}"))
        .with("by_updated", format!("{} {id}", ctx.now.timestamp_millis()))
}
