//! The record a file is kept with: who may read and write it, and how the trail calls it.

use domain::{
    Lang, Result,
    attachment::Subject,
    certificate::{Certificate, title},
    contract::Contract,
    contractor::Contractor,
    id::{CertificateId, ContractId, ContractorId, DepartmentId, SelectionId, SubcontractId, VerificationId},
    label::Choice,
    subcontract::Subcontract,
};

use crate::{Ctx, Services, contract::Stored};

/// A record, for somebody who may read it.
pub(crate) struct Owner {
    subject: Subject,
    record: String,
    /// Absent where the record is the whole city's.
    department: Option<DepartmentId>,
    pub title: String,
    /// Id of the record its page lies under.
    pub above: Option<String>,
    /// The record in whose history its files stand: kind and id.
    pub trail: (&'static str, String),
}

impl Owner {
    /// # Errors
    /// A record that does not exist and one that is out of the reader's reach are both not found.
    pub async fn find(services: &Services, ctx: &Ctx, subject: Subject, record: &str) -> Result<Self> {
        let store = &services.inner.store;
        match subject {
            Subject::Contract => Ok(Self::of_contract(&services.contracts().readable(ctx, &record.parse::<ContractId>()?).await?.contract)),
            Subject::Contractor => {
                ctx.reach(subject.reading())?;
                let contractor: Contractor = store.get("contractor", record.parse::<ContractorId>()?.as_str()).await?;
                Ok(Self::new(subject, record, None, contractor.name))
            }
            Subject::Certificate => {
                ctx.reach(subject.reading())?;
                let certificate: Certificate = store.get("certificate", record.parse::<CertificateId>()?.as_str()).await?;
                let contractor: Contractor = store.get("contractor", certificate.contractor.as_str()).await?;
                let called =
                    format!("{}（{}）", contractor.name, title(certificate.kind, certificate.grade, &certificate.number, &certificate.edition, Lang::Ja));
                Ok(Self::new(subject, record, None, called))
            }
            Subject::Selection => {
                let selection = services.selections().readable(ctx, &record.parse::<SelectionId>()?).await?;
                let owner = Self::new(subject, record, Some(selection.department), selection.title);
                Ok(Self { above: Some(selection.procurement.to_string()), ..owner })
            }
            Subject::Subcontract => {
                ctx.reach(subject.reading())?;
                let node: Subcontract = store.get("subcontract", record.parse::<SubcontractId>()?.as_str()).await?;
                let contract = services.contracts().readable(ctx, &node.contract).await?.contract;
                // Its history is a part of that of its contract.
                let trail = (ContractId::TABLE, contract.id.to_string());
                let title = format!("{}（再委託：{}）", contract.title, node.work);
                Ok(Self { trail, ..Self::new(subject, record, Some(contract.department), title) })
            }
            Subject::Verification => {
                let check = services.verifications().readable(ctx, &record.parse::<VerificationId>()?).await?;
                let stored: Stored = store.get("contract", check.contract.as_str()).await?;
                let title = crate::verification::title(&stored.contract, &check);
                Ok(Self::new(subject, record, Some(check.department), title))
            }
        }
    }

    pub fn of_contract(contract: &Contract) -> Self {
        Self::new(Subject::Contract, contract.id.as_str(), Some(contract.department.clone()), contract.title.clone())
    }

    /// The words of the subjects are the names of the tables.
    fn new(subject: Subject, record: &str, department: Option<DepartmentId>, title: String) -> Self {
        Self { subject, record: record.to_owned(), department, title, above: None, trail: (subject.word(), record.to_owned()) }
    }

    pub fn subject(&self) -> Subject {
        self.subject
    }

    pub fn record(&self) -> &str {
        &self.record
    }

    /// Whether the reader may keep files with it.
    pub fn require(&self, ctx: &Ctx) -> Result<()> {
        match &self.department {
            Some(department) => ctx.actor.require_in(self.subject.writing(), self.subject.reading(), department),
            None => ctx.reach(self.subject.writing()).map(drop),
        }
    }
}
