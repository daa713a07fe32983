//! One request per operation for the matrix: sound enough to reach the service, and such that nothing is changed when it is allowed.

use domain::permission::Operation as O;

/// Who passes.
#[derive(Clone, Copy, Debug)]
pub enum Guard {
    Nobody,
    SignedIn,
    Needs(O),
    Any(&'static [O]),
}

/// What a request carries besides its address.
#[derive(Clone, Copy, Debug)]
pub enum Sends {
    Nothing,
    /// A form that cannot be taken: who may send it gets 422, who may not 403.
    Json(&'static str),
    /// The same with an `Idempotency-Key`.
    Created(&'static str),
    /// A change to a version nobody has seen.
    Versioned(&'static str),
    /// A file that cannot be read, with an `Idempotency-Key`.
    File,
    /// A file for a version nobody has seen.
    VersionedFile,
}

pub struct Case {
    /// Id of the operation; after a blank the variant of it that asks for another permission.
    pub operation: &'static str,
    pub method: &'static str,
    /// `{contract}`, `{contractor}`, `{procurement}`, `{selection}`, `{subcontract}`, `{verification}`, `{attachment}` and `{import}` are filled in.
    /// `{contract}`, `{contractor}`, `{procurement}`, `{selection}`, `{invitation}`, `{subcontract}`, `{verification}` and `{import}` are filled in.
    /// `{contract}`, `{active}` (a contract in force, which is its own first version), `{contractor}`, `{procurement}`, `{selection}`, `{subcontract}`, `{verification}` and `{import}` are filled in.
    /// `{contract}`, `{contractor}`, `{exception}`, `{procurement}`, `{selection}`, `{subcontract}`, `{verification}` and `{import}` are filled in.
    /// `{certificate}`, `{contract}`, `{contractor}`, `{procurement}`, `{reference}`, `{selection}`, `{subcontract}`, `{verification}` and `{import}` are filled in.
    pub path: &'static str,
    pub sends: Sends,
    pub guard: Guard,
}

const fn case(operation: &'static str, method: &'static str, path: &'static str, sends: Sends, guard: Guard) -> Case {
    Case { operation, method, path, sends, guard }
}

/// A contract that is valid but for the number, which is blank.
const NO_CONTRACT: &str = r#"{"title":"件名"}"#;
const IMPORTS: &[O] = &[O::ImportDepartments, O::ImportContractors, O::ImportContracts];

#[rustfmt::skip]
pub const CASES: &[Case] = &[
    case("get_liveness", "GET", "/healthz", Sends::Nothing, Guard::Nobody),
    case("get_readiness", "GET", "/readyz", Sends::Nothing, Guard::Nobody),
    case("sign_in", "POST", "/api/v1/session", Sends::Json("{}"), Guard::Nobody),
    case("set_up", "POST", "/api/v1/setup", Sends::Json("{}"), Guard::Nobody),
    case("get_session", "GET", "/api/v1/session", Sends::Nothing, Guard::SignedIn),
    case("sign_out", "DELETE", "/api/v1/session", Sends::Nothing, Guard::Nobody),
    case("get_home", "GET", "/api/v1/home", Sends::Nothing, Guard::SignedIn),
    case("list_departments", "GET", "/api/v1/departments", Sends::Nothing, Guard::Needs(O::ReadDepartment)),
    case("list_people", "GET", "/api/v1/people", Sends::Nothing, Guard::Needs(O::ReadPerson)),
    case("create_person", "POST", "/api/v1/people", Sends::Created("{}"), Guard::Needs(O::ManagePerson)),
    case("list_contractors", "GET", "/api/v1/contractors", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("create_contractor", "POST", "/api/v1/contractors", Sends::Created("{}"), Guard::Needs(O::WriteContractor)),
    case("get_contractor", "GET", "/api/v1/contractors/{contractor}", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("change_contractor", "PUT", "/api/v1/contractors/{contractor}", Sends::Versioned("{}"), Guard::Needs(O::WriteContractor)),
    case("list_certificates", "GET", "/api/v1/certificates", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("create_certificate", "POST", "/api/v1/certificates", Sends::Created("{}"), Guard::Needs(O::WriteCertificate)),
    case("get_certificate", "GET", "/api/v1/certificates/{certificate}", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("change_certificate", "PUT", "/api/v1/certificates/{certificate}", Sends::Versioned("{}"), Guard::Needs(O::WriteCertificate)),
    case("end_certificate", "POST", "/api/v1/certificates/{certificate}/end", Sends::Versioned("{}"), Guard::Needs(O::WriteCertificate)),
    case("list_contracts", "GET", "/api/v1/contracts", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("create_contract", "POST", "/api/v1/contracts", Sends::Created(NO_CONTRACT), Guard::Needs(O::WriteContract)),
    case("assess_contract", "POST", "/api/v1/contracts/assessment", Sends::Json(NO_CONTRACT), Guard::SignedIn),
    case("get_contract", "GET", "/api/v1/contracts/{contract}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("change_contract", "PUT", "/api/v1/contracts/{contract}", Sends::Versioned(NO_CONTRACT), Guard::Needs(O::WriteContract)),
    case("step_contract", "POST", "/api/v1/contracts/{contract}/steps", Sends::Versioned(r#"{"step":"submit"}"#), Guard::Needs(O::SubmitContract)),
    case("step_contract activate", "POST", "/api/v1/contracts/{contract}/steps", Sends::Versioned(r#"{"step":"activate"}"#), Guard::Needs(O::ReviewContract)),
    case("get_contract_plan", "GET", "/api/v1/contracts/{contract}/plan", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("step_contract close", "POST", "/api/v1/contracts/{contract}/steps", Sends::Versioned(r#"{"step":"close"}"#), Guard::Needs(O::SubmitContract)),
    case("get_contract_review", "GET", "/api/v1/contracts/{contract}/review", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("confirm_contract_review", "PUT", "/api/v1/contracts/{contract}/review", Sends::Versioned("{}"), Guard::Needs(O::ReviewContract)),
    case("list_revisions", "GET", "/api/v1/contracts/{active}/revisions", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("create_revision", "POST", "/api/v1/contracts/{active}/revisions", Sends::Created("{}"), Guard::Needs(O::WriteContract)),
    case("get_revision", "GET", "/api/v1/revisions/{active}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("change_revision", "PUT", "/api/v1/revisions/{active}", Sends::Versioned("{}"), Guard::Needs(O::WriteContract)),
    case("step_revision", "POST", "/api/v1/revisions/{active}/steps", Sends::Versioned(r#"{"step":"submit"}"#), Guard::Needs(O::SubmitContract)),
    case("step_revision agree", "POST", "/api/v1/revisions/{active}/steps", Sends::Versioned(r#"{"step":"agree"}"#), Guard::Needs(O::ReviewContract)),
    case("get_revision_review", "GET", "/api/v1/revisions/{active}/review", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("confirm_revision_review", "PUT", "/api/v1/revisions/{active}/review", Sends::Versioned("{}"), Guard::Needs(O::ReviewContract)),
    case("get_coverage", "GET", "/api/v1/contracts/{contract}/coverage", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("mark_clause", "PUT", "/api/v1/contracts/{contract}/coverage/K01", Sends::Versioned(r#"{"state":"missing"}"#), Guard::Needs(O::MarkClause)),
    case("list_exceptions", "GET", "/api/v1/exceptions", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("request_exception", "POST", "/api/v1/contracts/{contract}/exceptions", Sends::Created("{}"), Guard::Needs(O::RequestException)),
    case("get_exception", "GET", "/api/v1/exceptions/{exception}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("change_exception", "PUT", "/api/v1/exceptions/{exception}", Sends::Versioned("{}"), Guard::Needs(O::RequestException)),
    case("withdraw_exception", "POST", "/api/v1/exceptions/{exception}/withdrawal", Sends::Versioned(""), Guard::Needs(O::RequestException)),
    case("decide_exception", "POST", "/api/v1/exceptions/{exception}/decision", Sends::Versioned("{}"), Guard::Needs(O::ExceptClause)),
    case("revoke_exception", "POST", "/api/v1/exceptions/{exception}/revocation", Sends::Versioned("{}"), Guard::Needs(O::ExceptClause)),
    case("get_annex", "GET", "/api/v1/contracts/{contract}/annex", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("put_contract_text", "PUT", "/api/v1/contracts/{contract}/text", Sends::Versioned("{}"), Guard::Needs(O::MarkClause)),
    case("get_contract_text", "GET", "/api/v1/contracts/{contract}/text", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("remove_contract_text", "DELETE", "/api/v1/contracts/{contract}/text", Sends::Versioned(""), Guard::Needs(O::MarkClause)),
    case("list_procurements", "GET", "/api/v1/procurements", Sends::Nothing, Guard::Needs(O::ReadSelection)),
    case("create_procurement", "POST", "/api/v1/procurements", Sends::Created("{}"), Guard::Needs(O::WriteSelection)),
    case("get_procurement", "GET", "/api/v1/procurements/{procurement}", Sends::Nothing, Guard::Needs(O::ReadSelection)),
    case("change_procurement", "PUT", "/api/v1/procurements/{procurement}", Sends::Versioned("{}"), Guard::Needs(O::WriteSelection)),
    case("compare_selections", "GET", "/api/v1/procurements/{procurement}/selections", Sends::Nothing, Guard::Needs(O::ReadSelection)),
    case("create_selection", "POST", "/api/v1/procurements/{procurement}/selections", Sends::Created("{}"), Guard::Needs(O::WriteSelection)),
    case("list_selections", "GET", "/api/v1/selections", Sends::Nothing, Guard::Needs(O::ReadSelection)),
    case("get_selection", "GET", "/api/v1/selections/{selection}", Sends::Nothing, Guard::Needs(O::ReadSelection)),
    case("answer_selection", "PUT", "/api/v1/selections/{selection}", Sends::Versioned("{}"), Guard::Needs(O::WriteSelection)),
    case("submit_selection", "POST", "/api/v1/selections/{selection}/submit", Sends::Versioned(""), Guard::Needs(O::WriteSelection)),
    case("decide_selection", "POST", "/api/v1/selections/{selection}/decide", Sends::Versioned(r#"{"verdict":"passed"}"#), Guard::Needs(O::DecideSelection)),
    case("get_questionnaire", "GET", "/api/v1/selections/{selection}/questionnaire", Sends::Nothing, Guard::Needs(O::WriteSelection)),
    case("declare_selection", "PUT", "/api/v1/selections/{selection}/declaration", Sends::Versioned("{}"), Guard::Needs(O::WriteSelection)),
    case("list_invitations", "GET", "/api/v1/selections/{selection}/invitations", Sends::Nothing, Guard::Needs(O::WriteSelection)),
    case("create_invitation", "POST", "/api/v1/selections/{selection}/invitations", Sends::Json("{}"), Guard::Needs(O::WriteSelection)),
    case("revoke_invitation", "POST", "/api/v1/invitations/{invitation}/revoke", Sends::Versioned(""), Guard::Needs(O::WriteSelection)),
    case("list_subcontracts", "GET", "/api/v1/subcontracts", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("get_subcontract_tree", "GET", "/api/v1/contracts/{contract}/subcontracts", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("create_subcontract", "POST", "/api/v1/contracts/{contract}/subcontracts", Sends::Created("{}"), Guard::Needs(O::WriteSubcontract)),
    case("get_subcontract", "GET", "/api/v1/subcontracts/{subcontract}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("change_subcontract", "PUT", "/api/v1/subcontracts/{subcontract}", Sends::Versioned("{}"), Guard::Needs(O::WriteSubcontract)),
    case("hand_down_clauses", "PUT", "/api/v1/subcontracts/{subcontract}/clauses", Sends::Versioned("{}"), Guard::Needs(O::WriteSubcontract)),
    case("rule_on_subcontract", "POST", "/api/v1/subcontracts/{subcontract}/ruling", Sends::Versioned("{}"), Guard::Needs(O::RuleOnSubcontract)),
    case("close_subcontract", "POST", "/api/v1/subcontracts/{subcontract}/closure", Sends::Versioned("{}"), Guard::Needs(O::WriteSubcontract)),
    case("list_verifications", "GET", "/api/v1/verifications", Sends::Nothing, Guard::Needs(O::ReadVerification)),
    case("list_standings", "GET", "/api/v1/verifications/standings", Sends::Nothing, Guard::Needs(O::ReadVerification)),
    case("get_heat", "GET", "/api/v1/verifications/heat", Sends::Nothing, Guard::Needs(O::ReadVerification)),
    case("get_verification", "GET", "/api/v1/verifications/{verification}", Sends::Nothing, Guard::Needs(O::ReadVerification)),
    case("report_verification", "PUT", "/api/v1/verifications/{verification}/report", Sends::Versioned("{}"), Guard::Needs(O::CarryOutVerification)),
    case("report_verification submit", "PUT", "/api/v1/verifications/{verification}/report", Sends::Versioned(r#"{"submit":true}"#), Guard::Needs(O::SubmitVerification)),
    case("decide_verification", "POST", "/api/v1/verifications/{verification}/decision", Sends::Versioned(r#"{"accept":true}"#), Guard::Needs(O::DecideVerification)),
    case("list_attachments", "GET", "/api/v1/attachments?subject=contract&record={contract}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("list_attachments contractor", "GET", "/api/v1/attachments?subject=contractor&record={contractor}", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("list_attachments certificate", "GET", "/api/v1/attachments?subject=certificate&record={certificate}", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("list_attachments selection", "GET", "/api/v1/attachments?subject=selection&record={selection}", Sends::Nothing, Guard::Needs(O::ReadSelection)),
    case("list_attachments subcontract", "GET", "/api/v1/attachments?subject=subcontract&record={subcontract}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("list_attachments verification", "GET", "/api/v1/attachments?subject=verification&record={verification}", Sends::Nothing, Guard::Needs(O::ReadVerification)),
    case("create_attachment", "POST", "/api/v1/attachments?subject=contract&record={contract}", Sends::File, Guard::Needs(O::WriteContract)),
    case("create_attachment contractor", "POST", "/api/v1/attachments?subject=contractor&record={contractor}", Sends::File, Guard::Needs(O::WriteContractor)),
    case("create_attachment certificate", "POST", "/api/v1/attachments?subject=certificate&record={certificate}", Sends::File, Guard::Needs(O::WriteCertificate)),
    case("create_attachment selection", "POST", "/api/v1/attachments?subject=selection&record={selection}", Sends::File, Guard::Needs(O::WriteSelection)),
    case("create_attachment subcontract", "POST", "/api/v1/attachments?subject=subcontract&record={subcontract}", Sends::File, Guard::Needs(O::WriteSubcontract)),
    case("create_attachment verification", "POST", "/api/v1/attachments?subject=verification&record={verification}", Sends::File, Guard::Needs(O::CarryOutVerification)),
    case("get_attachment", "GET", "/api/v1/attachments/{attachment}", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("change_attachment", "PUT", "/api/v1/attachments/{attachment}", Sends::Versioned("{}"), Guard::Needs(O::WriteContract)),
    case("add_attachment_version", "POST", "/api/v1/attachments/{attachment}/versions?file_name=x.txt", Sends::VersionedFile, Guard::Needs(O::WriteContract)),
    case("withdraw_attachment", "POST", "/api/v1/attachments/{attachment}/withdrawal", Sends::Versioned("{}"), Guard::Needs(O::WriteContract)),
    // What would be sent: that a file was fetched would be noted.
    case("download_attachment", "HEAD", "/api/v1/attachments/{attachment}/versions/1/content", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("get_catalogue", "GET", "/api/v1/policies/catalogue", Sends::Nothing, Guard::Needs(O::ReadPolicy)),
    case("get_catalogue_draft", "GET", "/api/v1/policies/catalogue/draft", Sends::Nothing, Guard::Needs(O::WritePolicy)),
    case("start_catalogue_draft", "POST", "/api/v1/policies/catalogue/draft", Sends::Nothing, Guard::Needs(O::WritePolicy)),
    case("discard_catalogue_draft", "DELETE", "/api/v1/policies/catalogue/draft", Sends::Versioned(""), Guard::Needs(O::WritePolicy)),
    case("add_draft_clause", "POST", "/api/v1/policies/catalogue/draft/clauses", Sends::Versioned("{}"), Guard::Needs(O::WritePolicy)),
    case("get_draft_clause", "GET", "/api/v1/policies/catalogue/draft/clauses/K01", Sends::Nothing, Guard::Needs(O::WritePolicy)),
    case("write_draft_clause", "PUT", "/api/v1/policies/catalogue/draft/clauses/K01", Sends::Versioned("{}"), Guard::Needs(O::WritePolicy)),
    case("drop_draft_clause", "DELETE", "/api/v1/policies/catalogue/draft/clauses/K01", Sends::Versioned(""), Guard::Needs(O::WritePolicy)),
    case("restore_draft_clause", "POST", "/api/v1/policies/catalogue/draft/restorations/K01", Sends::Versioned(""), Guard::Needs(O::WritePolicy)),
    case("compare_catalogue_draft", "GET", "/api/v1/policies/catalogue/draft/comparison", Sends::Nothing, Guard::Needs(O::WritePolicy)),
    case("list_draft_impact", "GET", "/api/v1/policies/catalogue/draft/impact", Sends::Nothing, Guard::Needs(O::WritePolicy)),
    case("enact_catalogue_draft", "POST", "/api/v1/policies/catalogue/draft/enactment", Sends::Versioned("{}"), Guard::Needs(O::WritePolicy)),
    case("list_catalogue_migrations", "GET", "/api/v1/policies/catalogue/migrations", Sends::Nothing, Guard::Needs(O::WritePolicy)),
    case("migrate_contracts", "POST", "/api/v1/policies/catalogue/migrations", Sends::Json(r#"{"to":0}"#), Guard::Needs(O::WritePolicy)),
    case("migrate_contract", "POST", "/api/v1/contracts/{contract}/coverage/migration", Sends::Versioned(""), Guard::Any(&[O::WritePolicy, O::ReviewContract])),
    case("get_policies", "GET", "/api/v1/policies/current", Sends::Nothing, Guard::Needs(O::ReadPolicy)),
    case("list_policy_versions", "GET", "/api/v1/policies/versions", Sends::Nothing, Guard::Needs(O::ReadPolicy)),
    case("get_criteria", "GET", "/api/v1/policies/criteria", Sends::Nothing, Guard::Needs(O::ReadPolicy)),
    case("revise_criteria", "PUT", "/api/v1/policies/criteria", Sends::Versioned("{}"), Guard::Needs(O::WritePolicy)),
    case("import_holidays", "POST", "/api/v1/policies/holidays", Sends::File, Guard::Needs(O::WritePolicy)),
    case("list_imports", "GET", "/api/v1/imports", Sends::Nothing, Guard::Any(IMPORTS)),
    case("create_import", "POST", "/api/v1/imports?kind=contractors&file_name=x.csv", Sends::File, Guard::Needs(O::ImportContractors)),
    case("create_import departments", "POST", "/api/v1/imports?kind=departments&file_name=x.csv", Sends::File, Guard::Needs(O::ImportDepartments)),
    case("create_import contracts", "POST", "/api/v1/imports?kind=contracts&file_name=x.csv", Sends::File, Guard::Needs(O::ImportContracts)),
    case("get_import", "GET", "/api/v1/imports/{import}", Sends::Nothing, Guard::Needs(O::ImportContractors)),
    case("list_import_rows", "GET", "/api/v1/imports/{import}/rows", Sends::Nothing, Guard::Needs(O::ImportContractors)),
    case("confirm_import", "POST", "/api/v1/imports/{import}/confirmation", Sends::Versioned(""), Guard::Needs(O::ImportContractors)),
    case("get_faulty_rows", "GET", "/api/v1/imports/{import}/faulty.csv", Sends::Nothing, Guard::Needs(O::ImportContractors)),
    case("get_import_template", "GET", "/api/v1/imports/templates/contractors.csv", Sends::Nothing, Guard::Needs(O::ImportContractors)),
    case("get_register", "GET", "/api/v1/register/contracts", Sends::Nothing, Guard::Needs(O::ReadContract)),
    case("get_register contractors", "GET", "/api/v1/register/contractors", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("list_reference_sets", "GET", "/api/v1/reference", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("create_reference_set", "POST", "/api/v1/reference?kind=ismap_list&as_of=2026-11-01&file_name=x.csv", Sends::File, Guard::Needs(O::ImportReference)),
    case("get_reference_set", "GET", "/api/v1/reference/sets/{reference}", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("get_corporation", "GET", "/api/v1/reference/corporate-numbers/7000012050002", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("get_ismap_service", "GET", "/api/v1/reference/ismap/C21-0005-2", Sends::Nothing, Guard::Needs(O::ReadContractor)),
    case("list_audit_events", "GET", "/api/v1/audit-events?record_kind=contract&record={contract}", Sends::Nothing, Guard::Needs(O::ReadAudit)),
];
