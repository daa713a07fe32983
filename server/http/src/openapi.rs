//! The OpenAPI document, made from the very routes that are served.

use axum::{Router, routing::get};
use domain::{
    annex, board, certificate, contract, contractor, date, exception, finding, id, import, incident, notice, reference, register, risk, selection, subcontract,
    verification,
};
use http::header;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    middleware::headers::API_BROWSER,
    problem::{Problem, common},
    rest::{self, Limits},
    session::cookie_name,
    state::AppState,
};

/// Where the document lies.
pub const DOCUMENT: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "委託守 Itakumori",
        description = "The register of a municipality's outsourcing: contracts, the clauses they must contain, and the verifications that follow.\n\n\
            Dates are civil dates of the city, instants are UTC. Lists answer `{items, next, total}`; `total` is counted up to 1001. \
            A record's `ETag` goes back in `If-Match` when it is changed. Creation takes an `Idempotency-Key`. \
            Faults are problem documents (RFC 9457) in the language of `Accept-Language`: Japanese, or English.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/", description = "This server.")),
    security(("bearer" = []), ("cookie" = [])),
    components(schemas(
        Problem,
        // Words that only parameters name.
        annex::AnnexFormat,
        board::BoardSort,
        board::Lane,
        certificate::CertificateKind,
        certificate::CertificateLane,
        contract::ContractSort,
        contractor::ContractorKind,
        contractor::ContractorSort,
        date::Month,
        exception::ExceptionLane,
        finding::FindingLane,
        id::ContractId,
        id::ContractorId,
        id::DepartmentId,
        id::VerificationId,
        id::RevisionId,
        import::RowState,
        incident::IncidentLane,
        notice::NoticeFormat,
        register::RegisterFormat,
        register::RegisterKind,
        reference::ReferenceKind,
        risk::Tier,
        selection::ProcurementState,
        subcontract::SubcontractLane,
        verification::VerificationKind,
    )),
    modifiers(&Schemes),
    tags(
        (name = "session", description = "Sign-in, sign-out, set-up"),
        (name = "home", description = "The start page in numbers"),
        (name = "contracts", description = "業務委託契約"),
        (name = "reviews", description = "審査"),
        (name = "revisions", description = "契約の版（変更契約・更新）"),
        (name = "coverage", description = "条項充足"),
        (name = "selections", description = "選定評価"),
        (name = "subcontracts", description = "再委託"),
        (name = "exceptions", description = "例外措置"),
        (name = "verifications", description = "点検"),
        (name = "findings", description = "指摘事項と措置"),
        (name = "incidents", description = "事故報告"),
        (name = "contractors", description = "委託事業者"),
        (name = "register", description = "台帳 as of a day (基準日)"),
        (name = "certificates", description = "認証"),
        (name = "reference", description = "公表データ"),
        (name = "departments", description = "課室"),
        (name = "people", description = "利用者"),
        (name = "reminders", description = "督促、不在と代理"),
        (name = "policies", description = "基準"),
        (name = "imports", description = "取込"),
        (name = "audit", description = "監査証跡"),
        (name = "health", description = "For whoever watches the process"),
    )
)]
struct Document;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "bearer",
            SecurityScheme::Http(Http::builder().scheme(HttpAuthScheme::Bearer).description(Some("The token of `sign_in`.")).build()),
        );
        components.add_security_scheme(
            "cookie",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(cookie_name(false), "What a browser carries."))),
        );
    }
}

/// The routes of REST and their document.
pub fn split(limits: Limits) -> (Router<AppState>, openapi::OpenApi) {
    let (routes, mut document) = OpenApiRouter::with_openapi(Document::openapi()).merge(rest::routes(limits)).split_for_parts();
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten() {
            for (status, response) in common() {
                operation.responses.responses.entry(status).or_insert(response);
            }
        }
    }
    (routes, document)
}

/// The document alone.
pub fn document() -> openapi::OpenApi {
    split(Limits::default()).1
}

/// Serves the document and the page to browse it; nothing is fetched from anywhere else.
pub fn browser(document: &openapi::OpenApi) -> Router<AppState> {
    let json: axum::body::Bytes = document.to_json().unwrap_or_default().into();
    let page = SwaggerUi::new(API_BROWSER).config(Config::from(DOCUMENT).validator_url("none").use_base_layout());
    Router::from(page).route(DOCUMENT, get(move || async move { ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], json) }))
}
