//! Every operation of the document × every role and nobody: whoever the permission matrix lets through gets past the guard, everybody else does not.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write,
};

use domain::{
    label::Choice,
    permission::{Operation, Scope, scope},
    person::Role,
};
use http::Method;
use serde_json::json;

use crate::{
    cases::{CASES, Case, Guard, Sends},
    operations,
    site::{self, Answer, Site},
};

#[test]
fn every_operation_of_the_document_is_in_the_matrix() {
    let described: BTreeSet<String> = operations::all().into_iter().map(|(_, _, id)| id).collect();
    let tested: BTreeSet<String> = CASES.iter().filter_map(|case| case.operation.split(' ').next()).map(str::to_owned).collect();
    assert_eq!(described.difference(&tested).collect::<Vec<_>>(), Vec::<&String>::new(), "described, but in no case of the matrix");
    assert_eq!(tested.difference(&described).collect::<Vec<_>>(), Vec::<&String>::new(), "tested, but not described");
}

#[test]
fn whoever_the_matrix_lets_through_gets_through_and_nobody_else() {
    site::run(async {
        let site = site::demo().await;
        let made = Made {
            import: preview(site).await,
            invitation: invitation(site).await,
            digest: digest(site).await,
            attachments: attachments(site).await,
            asked: asked(site).await,
        };
        draft(site).await;
        let before = site.entries().await;
        let mut text = format!("{:29}", "operation");
        for role in Role::ALL {
            let _ = write!(text, " {role:>19}");
        }
        text.push_str("           anonymous\n");
        let mut wrong = Vec::new();
        for case in CASES {
            let _ = write!(text, "{:29}", case.operation);
            for role in Role::ALL.iter().copied().map(Some).chain([None]) {
                let answer = send(site, case, role, &made).await;
                let status = answer.status.as_u16();
                let _ = write!(text, " {status:>19}");
                if !fits(case, role, status) {
                    wrong.push(format!("{} by {}: {status} {}", case.operation, role.map_or("nobody", Role::word), answer.text()));
                }
            }
            text.push('\n');
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(site.entries().await, before, "the matrix changes nothing");
        operations::golden("matrix.txt", &text);
    });
}

/// Whether a status says what the permission matrix says. `None` is nobody.
fn fits(case: &Case, role: Option<Role>, status: u16) -> bool {
    let Some(role) = role else {
        return if matches!(case.guard, Guard::Nobody) { !matches!(status, 401 | 403 | 404 | 500..) } else { status == 401 };
    };
    let allows = |operation: Operation| scope(role, operation) != Scope::None;
    let allowed = match case.guard {
        Guard::Nobody | Guard::SignedIn => true,
        Guard::Needs(operation) => allows(operation),
        Guard::Any(operations) => operations.iter().any(|operation| allows(*operation)),
    };
    // What cannot even be read is not found, so that its existence is not told.
    if allowed { matches!(status, 200 | 201 | 204 | 409 | 412 | 422) } else { matches!(status, 403 | 404) }
}

/// What is made before anything is tried.
struct Made {
    import: String,
    /// One of a contract within the reach of each role that reads contracts.
    attachments: HashMap<Role, String>,
    invitation: String,
    /// What somebody was told who is none of those that ask.
    digest: String,
    /// A finding for which a measure was asked, within the reach of each role that reads findings.
    asked: HashMap<Role, String>,
}

async fn send(site: &Site, case: &Case, role: Option<Role>, made: &Made) -> Answer {
    // A record within reach of who asks; who sees none is told of one that exists.
    let mut path = case.path.replace("{import}", &made.import).replace("{invitation}", &made.invitation);
    let attachment = role.and_then(|role| made.attachments.get(&role)).unwrap_or(&made.attachments[&Role::SecurityOfficer]);
    path = path.replace("{attachment}", attachment);
    let asked = role.and_then(|role| made.asked.get(&role)).unwrap_or(&made.asked[&Role::SecurityOfficer]);
    path = path.replace("{asked}", asked);
    if path.contains("{reference}") {
        let sets = site.get("/api/v1/reference").by(site, Role::SecurityOfficer).send().await.json();
        path = path.replace("{reference}", sets[0]["in_use"]["id"].as_str().expect("the demo city has one"));
    }
    path = path.replace("{digest}", &made.digest);
    for (hole, list, read) in [
        ("{certificate}", "/api/v1/certificates", Operation::ReadContractor),
        ("{contract}", "/api/v1/contracts", Operation::ReadContract),
        ("{active}", "/api/v1/contracts?state=active&desc=true", Operation::ReadContract),
        ("{verification}", "/api/v1/verifications?lane=coming", Operation::ReadVerification),
        ("{contractor}", "/api/v1/contractors", Operation::ReadContractor),
        ("{procurement}", "/api/v1/procurements", Operation::ReadSelection),
        ("{subcontract}", "/api/v1/subcontracts", Operation::ReadContract),
        ("{exception}", "/api/v1/exceptions", Operation::ReadContract),
        ("{finding}", "/api/v1/findings?lane=all", Operation::ReadVerification),
        ("{incident}", "/api/v1/incidents?lane=all", Operation::ReadIncident),
        ("{selection}", "/api/v1/selections", Operation::ReadSelection),
        ("{person}", "/api/v1/people", Operation::ReadPerson),
    ] {
        if path.contains(hole) {
            let seen_by = role.filter(|role| scope(*role, read) != Scope::None).unwrap_or(Role::SecurityOfficer);
            path = path.replace(hole, &site.first(seen_by, list).await);
        }
    }
    let mut ask = site.ask(Method::from_bytes(case.method.as_bytes()).expect("a method"), &path);
    // Signing out is tried with a token that is nobody's: the sessions are still needed.
    match role {
        Some(_) if case.operation == "sign_out" => ask = ask.bearer("nobody"),
        Some(role) => ask = ask.by(site, role),
        None => {}
    }
    let json = |text: &str| serde_json::from_str(text).expect("JSON");
    let key = format!("matrix-{}", case.operation);
    ask = match case.sends {
        Sends::Nothing => ask,
        Sends::Json(body) => ask.json(&json(body)),
        Sends::Created(body) => ask.key(&key).json(&json(body)),
        Sends::Versioned("") => ask.header("if-match", "\"999999\""),
        Sends::Versioned(body) => ask.header("if-match", "\"999999\"").json(&json(body)),
        Sends::VersionedFile => ask.header("if-match", "\"999999\"").header("content-type", "text/plain").body("何でもないもの\n"),
        Sends::File => ask.key(&key).header("content-type", "text/csv").body("何でもないもの\n"),
    };
    ask.send().await
}

async fn digest(site: &Site) -> String {
    let mut asking = BTreeSet::new();
    for role in Role::ALL {
        let me = site.get("/api/v1/session").by(site, *role).send().await.json();
        asking.insert(me["id"].as_str().expect("an id").to_owned());
    }
    let told = site.get("/api/v1/reminders?limit=200").by(site, Role::Auditor).send().await.json();
    let of_another = told["items"].as_array().into_iter().flatten().find(|row| row["person"].as_str().is_some_and(|person| !asking.contains(person)));
    of_another.unwrap_or_else(|| panic!("nobody else was told: {told}"))["id"].as_str().expect("an id").to_owned()
}

/// A file kept with the first contract each role sees.
async fn attachments(site: &Site) -> HashMap<Role, String> {
    let mut made = HashMap::new();
    for role in Role::ALL.iter().filter(|role| scope(**role, Operation::ReadContract) != Scope::None) {
        let contract = site.first(*role, "/api/v1/contracts").await;
        let path = format!("/api/v1/attachments?subject=contract&record={contract}&kind=other&file_name=matrix.txt");
        let answer = site.post(&path).by(site, Role::ProcurementOfficer).key(&format!("matrix-file-{contract}")).body("matrix").send().await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        made.insert(*role, answer.json()["id"].as_str().expect("an id").to_owned());
    }
    made
}

/// A finding of the first contract each role sees, with an improvement asked for.
async fn asked(site: &Site) -> HashMap<Role, String> {
    let mut made = HashMap::new();
    for role in Role::ALL.iter().filter(|role| scope(**role, Operation::ReadVerification) != Scope::None) {
        let contract = site.first(*role, "/api/v1/contracts").await;
        let form = json!({ "severity": "minor", "fact": "名簿にない従事者", "found_on": "2026-11-20" });
        let path = format!("/api/v1/contracts/{contract}/findings");
        let found = site.post(&path).by(site, Role::SecurityOfficer).key(&format!("matrix-{role}")).json(&form).send().await;
        assert_eq!(found.status, 201, "{}", found.text());
        let id = found.json()["id"].as_str().expect("an id").to_owned();
        let measure = json!({ "step": "improvement", "asked": "名簿を出すこと", "due": "2026-12-21" });
        let path = format!("/api/v1/findings/{id}/measures");
        let asked = site.post(&path).by(site, Role::SecurityOfficer).header("if-match", found.header("etag")).json(&measure).send().await;
        assert_eq!(asked.status, 200, "{}", asked.text());
        made.insert(*role, id);
    }
    made
}

/// Drafts of the catalogue and of the cadence to ask for, unless there are some.
async fn draft(site: &Site) {
    for policy in ["catalogue", "cadence"] {
        let answer = site.post(&format!("/api/v1/policies/{policy}/draft")).by(site, Role::SecurityOfficer).send().await;
        assert!(matches!(answer.status.as_u16(), 201 | 409), "{}", answer.text());
    }
}

/// A link to ask for: the demo city has one that waits.
async fn invitation(site: &Site) -> String {
    let drafts = site.get("/api/v1/selections?limit=200").by(site, Role::ProcurementOfficer).send().await.json();
    for draft in drafts["items"].as_array().expect("rows").iter().filter(|row| row["state"] == "draft") {
        let path = format!("/api/v1/selections/{}/invitations", draft["id"].as_str().expect("an id"));
        let links = site.get(&path).by(site, Role::ProcurementOfficer).send().await.json();
        if let Some(id) = links[0]["id"].as_str() {
            return id.to_owned();
        }
    }
    panic!("nobody was invited in the demo city");
}

/// A preview of contractors to ask for.
async fn preview(site: &Site) -> String {
    let template = site.get("/api/v1/imports/templates/contractors.csv").by(site, Role::ProcurementOfficer).send().await;
    let answer = site
        .post("/api/v1/imports?kind=contractors&file_name=matrix.csv")
        .by(site, Role::ProcurementOfficer)
        .key("matrix-preview")
        .body(template.body)
        .send()
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().expect("an id").to_owned()
}
