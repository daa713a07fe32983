//! The certificates of the demo city, and the published lists they are held against.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    Error, Result,
    certificate::{Certificate, CertificateForm},
    id::ContractorId,
    selection::AnswersForm,
};

use super::{Actors, BATCH, Seeder, contractor_key};
use crate::demo::{self, City};

/// The criterion that asks for certificates.
const CERTIFIED: &str = "C2";

/// Whoever is certified shows it where the criteria ask for it.
pub(super) fn cite(answers: &mut AnswersForm, certified: &[Certificate], contractor: &ContractorId, day: NaiveDate) {
    let held = certified.iter().filter(|certificate| certificate.contractor == *contractor && certificate.is_in_force_on(day));
    let held: Vec<String> = held.map(|certificate| certificate.id.to_string()).collect();
    for answer in answers.answers.iter_mut().filter(|answer| answer.criterion == CERTIFIED && answer.grade == "met") {
        answer.certificates.clone_from(&held);
    }
}

impl Seeder<'_> {
    /// The published lists, as somebody would have brought them in.
    pub(super) async fn published(&self, city: &City) -> Result<()> {
        let references = self.services.references();
        for (kind, as_of, file_name, file) in demo::published::files(city, self.ctx.today) {
            references.bring_in(&self.ctx, kind, &as_of.to_string(), file_name, file.into_bytes()).await?;
        }
        Ok(())
    }

    /// What others have certified of the contractors.
    pub(super) async fn certificates(&self, city: &City, contractors: &HashMap<String, ContractorId>, actors: &Actors) -> Result<Vec<Certificate>> {
        let store = &self.services.inner.store;
        let mut certified = Vec::new();
        for batch in city.certificates.chunks(BATCH) {
            let made: Vec<Certificate> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for demo in batch {
                        let contractor = contractors.get(&contractor_key(&demo.form.contractor)).ok_or(Error::Internal)?;
                        let input = CertificateForm { contractor: contractor.to_string(), ..demo.form.clone() }.read(self.ctx.today)?;
                        let registered = self.at(&actors.procurement, input.issued_on);
                        let certificate = self.services.certificates().create_in(&mut tx, &registered, &input).await?;
                        tx.sign(&registered);
                        if let Some(end) = &demo.end {
                            let end = end.read(certificate.issued_on, self.ctx.today)?;
                            let ended = self.at(&actors.procurement, end.on);
                            self.services.certificates().end_in(&mut tx, &certificate, end).await?;
                            tx.sign(&ended);
                        } else {
                            made.push(certificate);
                        }
                    }
                    tx.commit(&self.ctx).await?;
                    Ok(made)
                })
                .await?;
            certified.extend(made);
        }
        Ok(certified)
    }
}
