//! 特記仕様書 of a contract: it follows what was recorded of the clauses, and reads back as what it was made of.

use crate::city::{City, today};
use chrono::Days;
use domain::{
    Error,
    annex::{Annex, AnnexFormat, AnnexScope},
    clause::{MarkForm, MarkState},
    contract::ContractFilter,
    person::Role,
};
use service::Ctx;

fn clauses(annex: &Annex) -> Vec<&str> {
    annex.paper.articles().map(|article| article.clause.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_annex_follows_what_was_recorded_of_the_clauses() {
    let city = City::found().await;
    let id = city.draft().await;
    let staff = city.as_role(Role::Staff);
    let contracts = city.services.contracts();
    let coverage = contracts.coverage(&staff, &id).await.expect("coverage");
    let required: Vec<String> = coverage.lines.iter().map(|line| line.clause.clone()).collect();

    let annex = contracts.annex(&staff, &id, AnnexScope::All).await.expect("an annex");
    assert_eq!(clauses(&annex), required);
    assert!(annex.paper.preamble[0].starts_with("試験市（以下「甲」という。）と青空情報株式会社（以下「乙」という。）"), "{}", annex.paper.preamble[0]);

    let present = MarkForm { state: "present".into(), article: "第9条".into(), ..Default::default() };
    contracts.mark(&staff, &id, "K08", coverage.version, &present).await.expect("marked");
    city.except(|role| city.as_role(role), &id, "K03", "2026-12-31").await;
    let annex = contracts.annex(&staff, &id, AnnexScope::Missing).await.expect("an annex");
    let expected: Vec<&String> = required.iter().filter(|clause| !["K03", "K08"].contains(&clause.as_str())).collect();
    assert_eq!(clauses(&annex), expected);
    let noted = &annex.notes.excepted[0];
    assert_eq!((noted.clause.as_str(), noted.measure.as_str()), ("K03", "市が毎月ログを確かめる"));

    assert!(matches!(contracts.annex(&city.as_role(Role::Administrator), &id, AnnexScope::All).await, Err(Error::Forbidden(_))));
    assert!(matches!(contracts.annex(&city.stranger(), &id, AnnexScope::All).await, Err(Error::NotFound)));
    assert!(matches!(contracts.annex_file(&city.stranger(), &id, AnnexScope::All, AnnexFormat::Docx).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exception_is_announced_before_it_ends_and_is_a_gap_after() {
    let city = City::found().await;
    let id = city.draft().await;
    let approver = city.as_role(Role::Approver);
    let contracts = city.services.contracts();
    city.except(|role| city.as_role(role), &id, "K03", "2027-03-31").await;

    let missing = contracts.get(&approver, &id).await.expect("read").contract.coverage.missing();
    let said = |ctx: Ctx| {
        let (services, id) = (city.services.clone(), id.clone());
        async move {
            let line = services.contracts().coverage(&ctx, &id).await.expect("coverage").lines.into_iter().find(|line| line.clause == "K03").expect("K03");
            (line.state, line.notice.map(|notice| notice.key.into_owned()))
        }
    };
    let on = |days: u64| Ctx { today: today() + Days::new(days), ..approver.clone() };
    // 2026-11-24 and 127 days is 2027-03-31.
    assert_eq!(said(on(0)).await, (MarkState::Excepted, None));
    assert_eq!(said(on(67)).await, (MarkState::Excepted, Some("clause.exception_ends".to_owned())));
    assert_eq!(said(on(128)).await, (MarkState::Missing, Some("clause.exception_ended".to_owned())));
    let later = contracts.get(&on(128), &id).await.expect("read").contract.coverage.missing();
    assert_eq!(later, missing + 1, "the contract counts it as missing without anybody having touched it");
    let annex = contracts.annex(&on(128), &id, AnnexScope::All).await.expect("an annex");
    assert!(clauses(&annex).contains(&"K03") && annex.notes.lapsed.len() == 1);

    // Lists and sums go by what is stored: a day that passes is counted once.
    let listed = async || contracts.list(&approver, &ContractFilter::default()).await.expect("a list").items[0].coverage.missing();
    let turned = |days: u64| city.services.recount_lapsed(today() + Days::new(days));
    assert_eq!((turned(127).await, listed().await), (Ok(0), missing));
    assert_eq!((turned(128).await, listed().await), (Ok(1), missing + 1));
    assert_eq!((turned(128).await, listed().await), (Ok(0), missing + 1));
    // Excepted anew: the count changed no version.
    city.except(|role| Ctx { today: today() + Days::new(128), ..city.as_role(role) }, &id, "K03", "2027-12-31").await;
    assert_eq!((turned(128).await, listed().await), (Ok(0), missing));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_file_read_as_the_text_of_the_contract_has_every_clause() {
    let city = City::found().await;
    let id = city.draft().await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let contracts = city.services.contracts();
    let file = contracts.annex_file(&officer, &id, AnnexScope::All, AnnexFormat::Docx).await.expect("a file");
    assert_eq!(file.name, "特記仕様書_R08_0001.docx");
    let again = contracts.annex_file(&officer, &id, AnnexScope::All, AnnexFormat::Docx).await.expect("a file");
    assert!(file.bytes == again.bytes, "the same day and record give the same bytes");

    let coverage = contracts.put_text(&officer, &id, 1, &file.name, file.bytes).await.expect("read");
    let unfound: Vec<&str> =
        coverage.lines.iter().filter(|line| line.proposal.as_ref().is_none_or(|proposal| proposal.found.is_none())).map(|line| line.clause.as_str()).collect();
    assert_eq!(unfound, Vec::<&str>::new(), "clauses the reader of contracts does not find in our own annex");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_would_say_nothing_is_no_file() {
    let city = City::found().await;
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let officer = city.as_role(Role::ProcurementOfficer);
    let id = city.in_force(&officer, &city.contract_form("R08-0001", &contractor)).await;
    let contracts = city.services.contracts();
    assert!(contracts.annex(&officer, &id, AnnexScope::Missing).await.expect("an answer").is_empty());
    for format in [AnnexFormat::Docx, AnnexFormat::Markdown] {
        let refused = contracts.annex_file(&officer, &id, AnnexScope::Missing, format).await.err();
        assert!(matches!(refused, Some(Error::Refused(reasons)) if reasons[0].key == "annex.nothing"));
    }
    let markdown = contracts.annex_file(&officer, &id, AnnexScope::All, AnnexFormat::Markdown).await.expect("a file");
    assert!(String::from_utf8(markdown.bytes).expect("UTF-8").starts_with("# 情報セキュリティ特記仕様書\n"));
}
