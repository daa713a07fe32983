//! 契約の版: what a contract was first, what it became, and what is under way; drafting an amendment or a renewal, and deciding on it.

mod detail;
mod edit;
mod fields;
mod list;
mod new;
pub(super) mod words;

use domain::{
    Error,
    contract::{ContractView, revision::RevisionView},
    id::{ContractId, RevisionId},
};
use leptos::prelude::*;

use crate::{
    query::use_id,
    rpc::{Fault, contract::get_contract, revision::get_revision},
};

travels_apart! {
    version_pages in register:
    "/contracts/:id/versions" => list::VersionsPage,
    "/contracts/:id/versions/new" => new::NewVersionPage,
    "/contracts/:id/versions/:version" => detail::VersionPage,
    "/contracts/:id/versions/:version/edit" => edit::EditVersionPage,
}

/// The contract and the version of it that the address names.
type Named = (Option<ContractId>, Option<RevisionId>);

fn use_named() -> impl Fn() -> Named + Copy + Send + Sync + 'static {
    let (id, version) = (use_id::<ContractId>("id"), use_id::<RevisionId>("version"));
    move || (id.get(), version.get())
}

/// Both, where they belong together.
async fn found((id, version): Named) -> Result<(ContractView, RevisionView), Fault> {
    let (id, version) = id.zip(version).ok_or(Fault(Error::NotFound))?;
    let revision = get_revision(version).await?;
    if revision.revision.contract != id {
        return Err(Fault(Error::NotFound));
    }
    Ok((get_contract(id).await?, revision))
}
