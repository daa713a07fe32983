//! Identifiers of records: opaque words, one type per noun so that they cannot be mixed up.

/// Letters, digits and hyphens, at most 64: what is safe in an address, a record key and a file name.
pub fn is_valid(key: &str) -> bool {
    !key.is_empty() && key.len() <= 64 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Reads an id of a filter. One that no record can have is a mistake of the asker, not a list without rows.
#[cfg(feature = "server")]
pub(crate) fn asked<'de, D: serde::Deserializer<'de>, T: serde::Deserialize<'de> + AsRef<str>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let asked = <Option<T> as serde::Deserialize>::deserialize(deserializer)?;
    if asked.as_ref().is_none_or(|id| is_valid(id.as_ref())) { Ok(asked) } else { Err(serde::de::Error::custom("field.id")) }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident => $table:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The table the record is kept in.
            pub const TABLE: &'static str = $table;

            pub fn new(key: impl Into<String>) -> Self {
                Self(key.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        #[cfg(feature = "server")]
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            fn from_str(key: &str) -> $crate::Result<Self> {
                if is_valid(key) { Ok(Self(key.to_owned())) } else { Err($crate::Error::NotFound) }
            }
        }
    )+};
}

ids! {
    DepartmentId => "department";
    PersonId => "person";
    ContractorId => "contractor";
    CertificateId => "certificate";
    ContractId => "contract";
    RevisionId => "contract_revision";
    SubcontractId => "subcontract";
    ExceptionId => "exception";
    VerificationId => "verification";
    FindingId => "finding";
    IncidentId => "incident";
    ProcurementId => "procurement";
    SelectionId => "selection";
    InvitationId => "invitation";
    ImportId => "import";
    ReferenceSetId => "reference_set";
    AuditEventId => "audit_event";
    AttachmentId => "attachment";
    DigestId => "digest";
}
