//! Every list is served by an index: what the database itself says of its plans.

use crate::city::City;
use domain::{
    attachment::Subject,
    board::{BoardFilter, Lane},
    certificate::{CertificateFilter, CertificateKind, CertificateLane},
    contract::{ContractFilter, ContractSort, ContractState},
    contractor::{ContractorFilter, ContractorSort},
    exception::{ExceptionFilter, ExceptionLane},
    finding::{FindingFilter, FindingLane, Severity},
    id::{ContractId, ContractorId, DepartmentId, PersonId, VerificationId},
    incident::{IncidentFilter, IncidentLane},
    label::Choice,
    reminder::{DigestFilter, MailState},
    risk::Tier,
    selection::{ProcurementFilter, ProcurementState, SelectionFilter},
    subcontract::{SubcontractFilter, SubcontractLane},
    verification::VerificationKind,
};

/// Served by an index from the bound it begins at, in the order of the index; a search is served by the full-text index and sorted.
pub fn assert_indexed(what: &str, plan: &str) {
    assert!(!plan.contains("TableScan"), "{what} walks the table:\n{plan}");
    assert!(plan.contains("FullTextScan") || plan.contains("IndexScan") && !plan.contains("Sort"), "{what} is not served by an index in its order:\n{plan}");
    assert!(plan.contains("FullTextScan") || plan.contains("limit: 51"), "{what} does not stop at the page's end:\n{plan}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_walks_its_table() {
    let city = City::found().await;
    let today = crate::city::today();
    let contracts = [
        ContractFilter::default(),
        ContractFilter { sort: Some(ContractSort::Number), desc: true, ..Default::default() },
        ContractFilter { sort: Some(ContractSort::Title), ..Default::default() },
        ContractFilter { state: Some(ContractState::Active), ..Default::default() },
        ContractFilter { state: Some(ContractState::Expiring), ..Default::default() },
        ContractFilter { contractor: Some(ContractorId::new("x")), ..Default::default() },
        ContractFilter { open: true, ..Default::default() },
        ContractFilter { open: true, sort: Some(ContractSort::Number), ..Default::default() },
        ContractFilter { open: true, sort: Some(ContractSort::Title), desc: true, ..Default::default() },
        ContractFilter { open: true, gaps: true, ..Default::default() },
        ContractFilter { tier: Some(Tier::A), ..Default::default() },
        ContractFilter { gaps: true, ..Default::default() },
        ContractFilter { q: "電気工事".into(), ..Default::default() },
        ContractFilter { cursor: Some("MjAyNy0wMy0zMSB4".into()), ..Default::default() },
    ];
    for filter in contracts {
        let plan = city.services.contracts().explain(&filter, today).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
    let narrowed = [
        ("contract_tier_open_end", ContractFilter { open: true, tier: Some(Tier::B), ..Default::default() }),
        ("contract_tier_stage_end", ContractFilter { state: Some(ContractState::Active), tier: Some(Tier::A), ..Default::default() }),
        ("contract_department_open_end", ContractFilter { open: true, department: Some(DepartmentId::new("x")), ..Default::default() }),
        ("contract_department_stage_end", ContractFilter { state: Some(ContractState::Ended), department: Some(DepartmentId::new("x")), ..Default::default() }),
    ];
    for (index, filter) in narrowed {
        let plan = city.services.contracts().explain(&filter, today).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
        assert!(plan.contains(index), "{filter:?} is not served by {index}:\n{plan}");
    }
    for sort in [ContractorSort::Kana, ContractorSort::Number, ContractorSort::Updated] {
        let plan = city.services.contractors().explain(&ContractorFilter { sort: Some(sort), ..Default::default() }).await.expect("a plan");
        assert_indexed(&format!("{sort:?}"), &plan);
    }
    let procurements = [
        ProcurementFilter::default(),
        ProcurementFilter { state: Some(ProcurementState::Settled), ..Default::default() },
        ProcurementFilter { state: Some(ProcurementState::Waiting), department: Some(DepartmentId::new("x")), ..Default::default() },
        ProcurementFilter { department: Some(DepartmentId::new("x")), ..Default::default() },
        ProcurementFilter { q: "健診案内".into(), ..Default::default() },
    ];
    for filter in procurements {
        let plan = city.services.procurements().explain(&filter, today).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
    let officer = city.as_role(domain::person::Role::ProcurementOfficer);
    for filter in [
        SelectionFilter::default(),
        SelectionFilter { contractor: Some(ContractorId::new("x")), in_force: true, ..Default::default() },
        SelectionFilter { in_force: true, ..Default::default() },
    ] {
        let plan = city.services.selections().explain(&officer, &filter).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_of_what_follows_a_contract_walks_its_table() {
    let city = City::found().await;
    let today = crate::city::today();
    let boards = [
        BoardFilter::default(),
        BoardFilter { lane: Some(Lane::Coming), ..Default::default() },
        BoardFilter { lane: Some(Lane::Done), ..Default::default() },
        BoardFilter { lane: Some(Lane::All), ..Default::default() },
        BoardFilter { department: Some(DepartmentId::new("x")), ..Default::default() },
        BoardFilter { contractor: Some(ContractorId::new("x")), ..Default::default() },
        BoardFilter { tier: Some(Tier::A), ..Default::default() },
        BoardFilter { kind: Some(VerificationKind::Closing), ..Default::default() },
    ];
    for filter in boards {
        let plan = city.services.verifications().explain(&filter, today).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
    let certificates = CertificateLane::ALL.iter().flat_map(|lane| {
        let lane = CertificateFilter { lane: Some(*lane), ..Default::default() };
        let narrowed = [
            CertificateFilter { kind: Some(CertificateKind::Ismap), ..lane.clone() },
            CertificateFilter { contractor: Some(ContractorId::new("x")), ..lane.clone() },
            CertificateFilter { kind: Some(CertificateKind::Isms), contractor: Some(ContractorId::new("x")), ..lane.clone() },
            CertificateFilter { q: "審査".into(), ..lane.clone() },
        ];
        std::iter::once(lane).chain(narrowed)
    });
    for filter in certificates {
        let plan = city.services.certificates().explain(&filter, today).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
    let subcontracts = [SubcontractLane::All, SubcontractLane::Findings, SubcontractLane::Requested].into_iter().flat_map(|lane| {
        let lane = SubcontractFilter { lane: Some(lane), ..Default::default() };
        let narrowed = [
            SubcontractFilter { department: Some(DepartmentId::new("x")), ..lane.clone() },
            SubcontractFilter { contractor: Some(ContractorId::new("x")), ..lane.clone() },
            SubcontractFilter { q: "印刷".into(), ..lane.clone() },
        ];
        std::iter::once(lane).chain(narrowed)
    });
    for filter in subcontracts {
        let plan = city.services.subcontracts().explain(&filter, today).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
    // All files of a record are read at once.
    let plan = city.services.attachments().explain(Subject::Contract, "x").await.expect("a plan");
    assert!(plan.contains("attachment_owner_added") && !plan.contains("TableScan") && !plan.contains("Sort"), "{plan}");
    for plan in city.services.invitations().explain().await.expect("plans") {
        assert!(plan.contains("IndexScan") && !plan.contains("TableScan") && !plan.contains("Sort"), "links are not served by an index:\n{plan}");
    }
    for plan in city.services.revisions().explain().await.expect("plans") {
        assert!(plan.contains("IndexScan") && !plan.contains("TableScan") && !plan.contains("Sort"), "versions are not served by an index:\n{plan}");
    }
    for plan in city.services.yearly_plans().explain(2026).await.expect("plans") {
        assert!(plan.contains("IndexScan") && !plan.contains("TableScan") && !plan.contains("Sort"), "a yearly plan is not served by an index:\n{plan}");
    }
    for lane in FindingLane::ALL {
        let lane = FindingFilter { lane: Some(*lane), ..Default::default() };
        let narrowed = [
            FindingFilter { department: Some(DepartmentId::new("x")), ..lane.clone() },
            FindingFilter { contractor: Some(ContractorId::new("x")), ..lane.clone() },
            FindingFilter { contract: Some(ContractId::new("x")), ..lane.clone() },
            FindingFilter { verification: Some(VerificationId::new("x")), ..lane.clone() },
            FindingFilter { severity: Some(Severity::Major), ..lane.clone() },
        ];
        for filter in std::iter::once(lane).chain(narrowed) {
            let plan = city.services.findings().explain(&filter, today).await.expect("a plan");
            assert_indexed(&format!("{filter:?}"), &plan);
        }
    }
    for lane in IncidentLane::ALL {
        let lane = IncidentFilter { lane: Some(*lane), ..Default::default() };
        for filter in [IncidentFilter { contractor: Some(ContractorId::new("x")), ..lane.clone() }, lane] {
            let plan = city.services.incidents().explain(&filter).await.expect("a plan");
            assert_indexed(&format!("{filter:?}"), &plan);
        }
    }
    for filter in [
        DigestFilter::default(),
        DigestFilter { state: Some(MailState::Failed), ..Default::default() },
        DigestFilter { person: Some(PersonId::new("x")), ..Default::default() },
        DigestFilter { state: Some(MailState::Failed), person: Some(PersonId::new("x")), ..Default::default() },
    ] {
        let plan = city.services.reminders().explain(&filter).await.expect("a plan");
        assert_indexed(&format!("{filter:?}"), &plan);
    }
    for lane in ExceptionLane::ALL {
        let lane = ExceptionFilter { lane: Some(*lane), ..Default::default() };
        let narrowed = [
            ExceptionFilter { department: Some(DepartmentId::new("x")), ..lane.clone() },
            ExceptionFilter { contract: Some(ContractId::new("x")), ..lane.clone() },
        ];
        for filter in std::iter::once(lane).chain(narrowed) {
            let plan = city.services.exceptions().explain(&filter, today).await.expect("a plan");
            assert_indexed(&format!("{filter:?}"), &plan);
        }
    }
}
