//! 契約書の本文: read for its clauses, kept, replaced and taken away; people decide.

use crate::city::City;
use domain::{
    Error,
    audit::AuditFilter,
    clause::{Coverage, CoverageLine, MarkForm, MarkState},
    contract_text::DocumentKind,
    id::ContractId,
    person::Role,
};

const TEXT: &str = include_str!("../../../../domain/tests/reading/tuned/10-zei-nyuryoku.txt");

/// A draft of the section, with what its clauses look like before anybody looked.
async fn draft(city: &City) -> (ContractId, Coverage) {
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let head = city.as_role(Role::DepartmentHead);
    let contract = city.services.contracts().create(&head, &city.contract_form("R08-0001", &contractor)).await.expect("a draft");
    let coverage = city.services.contracts().coverage(&head, &contract.id).await.expect("coverage");
    (contract.id, coverage)
}

fn found(line: &CoverageLine) -> Option<&str> {
    Some(line.proposal.as_ref()?.found.as_ref()?.article.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_proposes_passages_and_marks_nothing() {
    let city = City::found().await;
    let staff = city.as_role(Role::Staff);
    let (id, before) = draft(&city).await;
    let contracts = city.services.contracts();
    assert!(before.text.is_none() && before.lines.iter().all(|line| line.proposal.is_none()));

    let read = contracts.put_text(&staff, &id, before.version, "C:\\契約\\委託契約書.txt", TEXT.into()).await.expect("read");
    let text = read.text.clone().expect("about the text");
    assert_eq!((text.document.file_name.as_str(), text.document.kind, text.document.size), ("委託契約書.txt", DocumentKind::Text, TEXT.len() as u64));
    assert_eq!((text.is_unreadable, text.document.uploaded_by.as_str()), (false, "職員 staff"));
    let proposed = read.lines.iter().filter(|line| found(line).is_some()).count();
    assert!(proposed >= 10 && text.found as usize == proposed, "{proposed} of {}", read.lines.len());
    assert!(read.lines.iter().all(|line| line.mark.is_none() && line.proposal.as_ref().is_some_and(|proposal| !proposal.why.is_empty())));
    assert_eq!((read.count, read.version), (before.count, before.version + 1), "nobody has said yet that a clause is there");
    assert_eq!(contracts.coverage(&staff, &id).await.expect("coverage"), read);
    assert_eq!(contracts.text(&staff, &id).await.expect("the text").expect("there").trim_end(), TEXT.trim_end());

    let line = read.lines.iter().find(|line| found(line).is_some()).expect("a passage");
    let passage = line.proposal.clone().and_then(|proposal| proposal.found).expect("a passage");
    let form = MarkForm { state: "present".into(), article: passage.article.clone(), quote: passage.quote };
    let marked = contracts.mark(&staff, &id, &line.clause, read.version, &form).await.expect("marked");
    let line = marked.lines.iter().find(|marked| marked.clause == line.clause).expect("the clause");
    assert_eq!((line.state, line.mark.as_ref().map(|mark| mark.article.clone())), (MarkState::Present, Some(passage.article)));
    assert_eq!(marked.text, read.text, "a mark leaves the text where it is");

    let removed = contracts.remove_text(&staff, &id, marked.version).await.expect("removed");
    assert!(removed.text.is_none() && removed.lines.iter().all(|line| line.proposal.is_none()));
    assert_eq!(removed.count.present, 1, "what people said stays");
    assert_eq!(contracts.text(&staff, &id).await.expect("allowed"), None);
    assert_eq!(contracts.remove_text(&staff, &id, removed.version).await.expect_err("gone"), Error::NotFound);

    let auditor = city.as_role(Role::Auditor);
    let trail = city.services.audit().list(&auditor, &AuditFilter { record: Some(id.to_string()), ..AuditFilter::default() }).await.expect("the trail");
    let told: Vec<_> = trail.items.iter().filter(|event| event.title.contains("契約書の本文")).collect();
    assert_eq!(told.len(), 2, "uploaded and removed: {trail:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_guarded_like_every_change() {
    let city = City::found().await;
    let (id, before) = draft(&city).await;
    let contracts = city.services.contracts();
    let put = async |role, version, name: &str, file: &[u8]| contracts.put_text(&city.as_role(role), &id, version, name, file.to_vec()).await;
    assert!(matches!(put(Role::Auditor, before.version, "a.txt", TEXT.as_bytes()).await, Err(Error::Forbidden(_))));
    assert_eq!(contracts.put_text(&city.stranger(), &id, before.version, "a.txt", TEXT.into()).await.expect_err("another section's"), Error::NotFound);
    assert_eq!(contracts.text(&city.stranger(), &id).await.expect_err("another section's"), Error::NotFound);
    for (name, file, why) in [
        ("a.pdf", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "document.image"),
        ("a.docx", b"PK\x03\x04 and no more", "document.broken"),
        ("a.txt", b"   ", "document.empty"),
        ("secret.pdf", include_bytes!("../../../service/src/document/fixtures/user-password.pdf"), "document.encrypted"),
    ] {
        let refused = put(Role::Staff, before.version, name, file).await;
        assert!(matches!(&refused, Err(Error::Invalid(errors)) if errors[0].field == "file" && errors[0].message.key == why), "{name}: {refused:?}");
    }
    assert_eq!(contracts.coverage(&city.as_role(Role::Staff), &id).await.expect("coverage"), before, "nothing was changed");

    let first = put(Role::Staff, before.version, "a.txt", TEXT.as_bytes()).await.expect("read");
    assert_eq!(put(Role::DepartmentHead, before.version, "b.txt", b"other").await.expect_err("somebody was first"), Error::Conflict { current: first.version });
    let scan = include_bytes!("../../../service/src/document/fixtures/scan.pdf");
    let second = put(Role::ProcurementOfficer, first.version, "scan.pdf", scan).await.expect("taken, and said to be a scan");
    let text = second.text.clone().expect("about the text");
    assert!(text.document.is_scan && text.is_unreadable && text.found == 0, "{text:?}");
    assert!(second.lines.iter().all(|line| line.proposal.is_none()), "nothing is said of any clause");
}
