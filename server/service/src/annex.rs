//! 情報セキュリティ特記仕様書 of a contract: composed from the clauses it must contain, and written as a file to be attached.

mod docx;

use domain::{
    Error, Result,
    annex::{Annex, AnnexFormat, AnnexScope, Basis, annex},
    id::ContractId,
    message::Message,
};

use crate::{Ctx, Names, contract::Contracts, coverage::Found, docx::MEDIA_TYPE};

/// A file to be kept.
pub struct AnnexFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Contracts<'_> {
    /// The annex as it would be today. Nothing is stored: it follows the contract, its marks and its version of the catalogue.
    pub async fn annex(&self, ctx: &Ctx, id: &ContractId, which: AnnexScope) -> Result<Annex> {
        let contract = self.readable(ctx, id).await?.contract;
        let policies = self.0.policies().in_force().await?;
        let found: Found = self.0.inner.store.find("coverage", id.as_str()).await?.unwrap_or_default();
        let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
        let (contractor, city) = (names.contractor(&contract.contractor), self.0.auth().city().await?);
        let basis =
            Basis { contract: &contract, contractor: &contractor, city: &city, catalogue: policies.catalogue(contract.catalogue_version), marks: &found.marks };
        Ok(annex(&basis, which, ctx.lang, ctx.today))
    }

    /// The paper alone, without the notes. One that says nothing is refused: nobody should attach it believing that it does.
    pub async fn annex_file(&self, ctx: &Ctx, id: &ContractId, which: AnnexScope, format: AnnexFormat) -> Result<AnnexFile> {
        let number = self.readable(ctx, id).await?.contract.number;
        let annex = self.annex(ctx, id, which).await?;
        if annex.is_empty() {
            return Err(Error::Refused(vec![Message::new("annex.nothing")]));
        }
        let (ending, media_type, bytes) = match format {
            AnnexFormat::Docx => ("docx", MEDIA_TYPE, docx::write(&annex.paper)?),
            AnnexFormat::Markdown => ("md", "text/markdown; charset=utf-8", annex.paper.to_markdown().into_bytes()),
            AnnexFormat::Json => ("json", "application/json", serde_json::to_vec(&annex.paper).map_err(|_| Error::Internal)?),
        };
        Ok(AnnexFile { name: format!("特記仕様書_{}.{ending}", harmless(&number)), media_type, bytes })
    }
}

/// A text as part of a file's name: no system takes these signs.
pub(crate) fn harmless(number: &str) -> String {
    number.chars().map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { '_' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn a_number_with_signs_no_system_takes_still_names_a_file() {
        assert_eq!(harmless("R08/委-12:a?"), "R08_委-12_a_");
    }
}
