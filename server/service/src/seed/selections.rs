//! Who was vetted for what in the demo city.

use std::collections::HashMap;

use domain::{
    Error, Result,
    certificate::Certificate,
    id::{ContractorId, DepartmentId, SelectionId},
    selection::{Criteria, Declaration, DeclarationSource, Selection},
};
use sha2::{Digest, Sha256};

use super::{Actors, BATCH, Seeder, certificates, contractor_key};
use crate::{
    Ctx,
    demo::{
        City,
        selections::{DemoCandidate, DemoProcurement},
    },
    key,
    store::{Fault, Tx},
};

/// Who is asked and who is vetted, with what others have certified of them.
struct Parties<'a> {
    departments: &'a HashMap<String, DepartmentId>,
    contractors: &'a HashMap<String, ContractorId>,
    certified: &'a [Certificate],
}

impl Seeder<'_> {
    /// Who was vetted for what, by the place of the contract that came of it.
    pub(super) async fn procurements(
        &self,
        city: &City,
        departments: &HashMap<String, DepartmentId>,
        contractors: &HashMap<String, ContractorId>,
        certified: &[Certificate],
        actors: &Actors,
    ) -> Result<HashMap<usize, SelectionId>> {
        let store = &self.services.inner.store;
        let parties = Parties { departments, contractors, certified };
        let criteria = self.services.policies().criteria_on(self.ctx.today).await?;
        let mut vetted = HashMap::new();
        for batch in city.procurements.chunks(BATCH) {
            let made: Vec<(usize, SelectionId)> = store
                .write(|| async {
                    let mut tx = store.begin().await?;
                    let mut made = Vec::new();
                    for demo in batch {
                        let first = self.procurement(&mut tx, demo, &criteria, &parties, actors).await?;
                        made.extend(demo.contract.zip(first));
                    }
                    tx.commit(&self.ctx).await?;
                    Ok(made)
                })
                .await?;
            vetted.extend(made);
        }
        Ok(vetted)
    }

    /// A piece of work with its candidates; the selection of the first.
    async fn procurement(
        &self,
        tx: &mut Tx,
        demo: &DemoProcurement,
        criteria: &Criteria,
        parties: &Parties<'_>,
        actors: &Actors,
    ) -> Result<Option<SelectionId>, Fault> {
        let department = parties.departments.get(&demo.form.department).ok_or(Error::Internal)?.to_string();
        let input = domain::selection::ProcurementForm { department, ..demo.form.clone() }.read()?;
        let begun = self.at(&actors.procurement, demo.begun_on);
        let procurement = self.services.procurements().create_in(tx, &begun, &input).await?;
        let asked = criteria.for_work(procurement.work);
        let mut first = None;
        for candidate in &demo.candidates {
            let contractor = parties.contractors.get(&contractor_key(&candidate.contractor)).ok_or(Error::Internal)?;
            let selection = self.services.procurements().add_in(tx, &begun, criteria, &procurement.id, contractor).await?;
            tx.sign(&begun);
            let submitted = self.at(&actors.procurement, demo.submitted_on());
            let mut answers = candidate.answers(&demo.form.title, &asked);
            certificates::cite(&mut answers, parties.certified, contractor, submitted.today);
            let selection = if answers.answers.is_empty() {
                selection
            } else {
                self.services.selections().answer_in(tx, &submitted, criteria, &selection.id, selection.version, &answers).await?
            };
            tx.sign(&submitted);
            let received = self.at(&actors.procurement, demo.decided_on());
            self.ask(tx, &received, candidate, criteria, &selection).await?;
            tx.sign(&received);
            if let Some(decision) = candidate.decision(demo.decided_on()) {
                let decided = self.at(&actors.security, demo.decided_on());
                self.services.selections().decide_in(tx, &decided, criteria, &selection.id, selection.version, &decision).await?;
                tx.sign(&decided);
            }
            first.get_or_insert(selection.id);
        }
        tx.sign(&begun);
        Ok(first)
    }

    /// What the contractor was asked itself: it declared something, or has a link to do so.
    async fn ask(&self, tx: &mut Tx, received: &Ctx, candidate: &DemoCandidate, criteria: &Criteria, selection: &Selection) -> Result<(), Fault> {
        let title = &selection.title;
        if let Some(input) = candidate.declared(title, &criteria.for_work(selection.work)) {
            let sha256 = hex::encode(Sha256::digest(title.as_bytes()));
            let declared = crate::selection::declaration(received, DeclarationSource::Workbook, criteria.version, input);
            let declared = Declaration { file_name: format!("質問書_{title}.xlsx"), sha256, ..declared };
            self.services.selections().declare_in(tx, received, criteria, selection.clone(), declared).await?;
        }
        if let Some(form) = candidate.invited(self.ctx.today) {
            // Nobody holds its token.
            self.services.invitations().create_in(tx, received, &selection.id, &form, &key::token()).await?;
        }
        Ok(())
    }
}
