//! 選定評価 at the doors: the way of a candidate through REST, and its pages with their plain forms.

use domain::person::Role::{Administrator, Approver, Auditor, DepartmentHead, ProcurementOfficer, SecurityOfficer, Staff};
use serde_json::{Value, json};

use crate::{
    pages::{cookie, page, sent},
    site::{self, Answer, Site, fields},
};

/// A piece of work with one candidate: its address and that of its selection.
async fn begun(site: &Site, key: &str) -> (String, String) {
    let department = site.get("/api/v1/departments").by(site, ProcurementOfficer).send().await.json()[0]["id"].clone();
    let form = json!({ "title": format!("選定の試験 {key}"), "department": department, "kind": "general", "personal": "保有個人情報" });
    let made = site.post("/api/v1/procurements").by(site, ProcurementOfficer).key(key).json(&form).send().await;
    assert_eq!(made.status, 201, "{}", made.text());
    let contractor = json!({ "contractor": site.first(ProcurementOfficer, "/api/v1/contractors").await });
    let work = made.header("location").to_owned();
    let selection = site.post(&format!("{work}/selections")).by(site, ProcurementOfficer).key(&format!("{key}-1")).json(&contractor).send().await;
    assert_eq!(selection.status, 201, "{}", selection.text());
    let again = site.post(&format!("{work}/selections")).by(site, ProcurementOfficer).key(&format!("{key}-2")).json(&contractor).send().await;
    assert_eq!(fields(&again.problem(422, "invalid")), ["contractor"]);
    (work, selection.header("location").to_owned())
}

async fn answer(site: &Site, path: &str, tag: &str, form: &Value) -> Answer {
    site.put(path).by(site, ProcurementOfficer).header("if-match", tag).json(form).send().await
}

/// Every criterion met, with what shows it.
fn all_met(view: &Value, submit: bool) -> Value {
    let answers: Vec<Value> =
        view["criteria"].as_array().unwrap().iter().map(|criterion| json!({ "criterion": criterion["id"], "grade": "満たす", "evidence": "写し" })).collect();
    json!({ "answers": answers, "submit": submit })
}

#[test]
fn a_candidate_goes_from_its_first_answer_to_the_decision() {
    site::run(async {
        let site = site::demo().await;
        let (work, path) = begun(site, "selection-rest").await;
        let view = site.get(&path).by(site, ProcurementOfficer).send().await;
        let (tag, body) = (view.header("etag").to_owned(), view.json());
        assert_eq!((&body["state"], &body["may_answer"], &body["score"]["percent"]), (&json!("draft"), &json!(true), &json!(0)));

        site.put(&path).by(site, ProcurementOfficer).json(&json!({})).send().await.problem(428, "precondition");
        let unknown = answer(site, &path, &tag, &json!({ "answers": [{ "criterion": "Z99", "grade": "met" }] })).await;
        assert_eq!(fields(&unknown.problem(422, "invalid")), ["answers[0].criterion"]);
        let kept = answer(site, &path, &tag, &json!({ "answers": [{ "criterion": "B1", "grade": "met" }] })).await;
        assert_eq!((kept.status.as_u16(), &kept.json()["stage"]), (200, &json!("draft")), "{}", kept.text());
        answer(site, &path, &tag, &json!({})).await.problem(412, "stale");
        let submit = |tag: &str| site.post(&format!("{path}/submit")).by(site, ProcurementOfficer).header("if-match", tag).send();
        let gaps = submit(kept.header("etag")).await.problem(422, "invalid");
        assert_eq!(fields(&gaps).len(), body["criteria"].as_array().unwrap().len(), "every gap at once: {gaps}");

        let kept = answer(site, &path, kept.header("etag"), &all_met(&body, false)).await;
        let submitted = submit(kept.header("etag")).await;
        assert_eq!((submitted.status.as_u16(), &submitted.json()["stage"]), (200, &json!("submitted")), "{}", submitted.text());
        answer(site, &path, submitted.header("etag"), &all_met(&body, false)).await.problem(409, "refused");

        let decide = |role, tag: &str, form: Value| site.post(&format!("{path}/decide")).by(site, role).header("if-match", tag).json(&form).send();
        decide(ProcurementOfficer, submitted.header("etag"), json!({ "verdict": "passed" })).await.problem(403, "forbidden");
        let bare = decide(SecurityOfficer, submitted.header("etag"), json!({ "verdict": "passed_with_conditions" })).await.problem(422, "invalid");
        assert_eq!(fields(&bare), ["conditions[0].text"]);
        let passed = decide(SecurityOfficer, submitted.header("etag"), json!({ "verdict": "合格" })).await;
        assert_eq!((passed.status.as_u16(), &passed.json()["stage"]), (200, &json!("passed")), "{}", passed.text());
        let compared = site.get(&format!("{work}/selections")).by(site, Auditor).send().await.json();
        assert_eq!((&compared["columns"][0]["state"], &compared["columns"][0]["score"]["percent"]), (&json!("passed"), &json!(100)));
        let procurement = site.get(&work).by(site, Approver).send().await.json();
        assert_eq!((&procurement["state"], &procurement["may_change"]), (&json!("settled"), &json!(false)));
    });
}

#[test]
fn criteria_are_revised_by_the_security_officer_from_what_stands() {
    site::run(async {
        let site = site::demo().await;
        let path = "/api/v1/policies/criteria";
        let read = site.get(path).by(site, Staff).send().await;
        let mut criteria = read.json()["criteria"]["criteria"].clone();
        for criterion in criteria.as_array_mut().unwrap() {
            for list in ["kinds", "personal"] {
                let words: Vec<String> = criterion[list].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect();
                criterion[list] = words.join(",").into();
            }
        }
        let form = json!({ "note": "次の年度から", "valid_months": 24, "in_force_from": "2099-04-01", "criteria": criteria });
        let put = |role, tag: &str| site.put(path).by(site, role).header("if-match", tag).json(&form).send();
        put(ProcurementOfficer, read.header("etag")).await.problem(403, "forbidden");
        let made = put(SecurityOfficer, read.header("etag")).await;
        assert_eq!((made.status.as_u16(), &made.json()["version"]), (200, &json!(2)), "{}", made.text());
        put(SecurityOfficer, read.header("etag")).await.problem(412, "stale");
        let after = site.get(path).by(site, Staff).send().await.json();
        assert_eq!((&after["criteria"]["version"], &after["coming"]["valid_months"]), (&json!(1), &json!(24)), "not yet in force");
    });
}

#[test]
fn the_pages_show_candidates_side_by_side_to_whoever_may_see_them() {
    site::run(async {
        let site = site::demo().await;
        let list = site.get("/api/v1/procurements?state=waiting").by(site, SecurityOfficer).send().await.json();
        let three = list["items"].as_array().unwrap().iter().find(|row| row["candidates"] == 3).expect("three candidates");
        let (work, title) = (format!("/selections/{}", three["id"].as_str().unwrap()), three["title"].as_str().unwrap());
        for role in [DepartmentHead, ProcurementOfficer, SecurityOfficer, Approver, Auditor] {
            let cookie = cookie(site, role).await;
            let shown = page(site, "/selections", &cookie).await;
            assert_eq!(shown.status, 200, "{role}: {}", shown.text());
            assert!(shown.text().contains("href=\"/selections\""), "{role}: it is in the side bar");
            assert_eq!(shown.text().contains("/selections/new"), role == ProcurementOfficer, "{role}");
        }
        for role in [Staff, Administrator] {
            let cookie = cookie(site, role).await;
            let shown = page(site, "/selections", &cookie).await;
            assert_eq!(shown.status, 403, "{role}");
            assert!(!page(site, "/", &cookie).await.text().contains("href=\"/selections\""), "{role}: it is not in the side bar");
        }
        let head = cookie(site, DepartmentHead).await;
        let shown = page(site, &work, &head).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        let text = shown.text();
        for part in [title, "候補の比較", "技術的能力", "特定個人情報", "満たさない", "必須項目"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(!text.contains("候補に加える"), "the head of a department only reads");
        let history = format!("/audit?record_kind=procurement&record={}", three["id"].as_str().unwrap());
        assert!(text.contains(&history.replace('&', "&amp;")), "{text}");
        let shown = page(site, &history, &head).await;
        assert!(shown.status == 200 && shown.text().contains(title), "{}", shown.text());
        assert_eq!(page(site, "/selections/01nothing", &head).await.status, 404);
    });
}

#[test]
fn answers_and_decisions_are_given_by_plain_forms() {
    site::run(async {
        let site = site::demo().await;
        let (work, path) = begun(site, "selection-plain").await;
        let view = site.get(&path).by(site, ProcurementOfficer).send().await.json();
        let (work, id) = (work.replace("/api/v1/procurements", "/selections"), view["selection"]["id"].as_str().unwrap().to_owned());
        let candidate = format!("{work}/candidates/{id}");
        let (officer, security) = (cookie(site, ProcurementOfficer).await, cookie(site, SecurityOfficer).await);
        let form = page(site, &format!("{candidate}/answers"), &officer).await;
        assert_eq!(form.status, 200, "{}", form.text());
        assert!(form.text().contains("name=\"form[answers][0][grade]\"") && form.text().contains("途中まで保存"), "{}", form.text());
        assert_eq!(page(site, &format!("{candidate}/answers"), &security).await.status, 403);

        let send = async |name: &str, cookie: &str, from: &str, fields: &[(String, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            sent(site, name, &fields, from, cookie).await
        };
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut typed = vec![pair("id", &id), pair("version", "1"), pair("form[submit]", "true"), pair("form[remarks]", "打ちかけの所見")];
        let answers = format!("{candidate}/answers");
        let refused = send("answer_selection", &officer, &answers, &typed).await;
        assert!(refused.status == 303 && refused.header("location").starts_with(&format!("{answers}?flash=")), "{}", refused.header("location"));
        assert!(page(site, refused.header("location"), &officer).await.text().contains("打ちかけの所見"));
        for (index, criterion) in view["criteria"].as_array().unwrap().iter().enumerate() {
            let id = criterion["id"].as_str().unwrap();
            for (field, value) in [("criterion", id), ("grade", "met"), ("evidence", "写し"), ("remark", "")] {
                typed.push(pair(&format!("form[answers][{index}][{field}]"), value));
            }
        }
        let handed_in = send("answer_selection", &officer, &answers, &typed).await;
        assert_eq!((handed_in.status.as_u16(), handed_in.header("location")), (303, format!("{work}?done=submitted").as_str()), "{}", handed_in.text());

        assert!(!page(site, &candidate, &officer).await.text().contains("判定を記録する"), "who hands in does not decide");
        let shown = page(site, &candidate, &security).await.text();
        assert!(shown.contains("判定を記録する") && shown.contains("name=\"form[conditions][0][due]\""), "{shown}");
        let decision = [pair("id", &id), pair("version", "2"), pair("form[verdict]", "passed"), pair("form[conditions][0][text]", "")];
        let decided = send("decide_selection", &security, &candidate, &decision).await;
        assert_eq!((decided.status.as_u16(), decided.header("location")), (303, format!("{work}?done=decided").as_str()), "{}", decided.text());
        assert!(page(site, &work, &officer).await.text().contains("合格"));
        let contractor = format!("/contractors/{}", view["selection"]["contractor"].as_str().unwrap());
        assert!(page(site, &contractor, &officer).await.text().contains(&candidate), "the contractor's page leads there");
    });
}

#[test]
fn the_criteria_are_read_by_all_and_their_form_by_the_security_officer() {
    site::run(async {
        let site = site::demo().await;
        let staff = page(site, "/policy/criteria", &cookie(site, Staff).await).await;
        assert_eq!(staff.status, 200, "{}", staff.text());
        assert!(staff.text().contains("資本関係・役員") && !staff.text().contains("/policy/criteria/edit"), "{}", staff.text());
        let form = page(site, "/policy/criteria/edit", &cookie(site, SecurityOfficer).await).await;
        assert_eq!(form.status, 200, "{}", form.text());
        assert!(form.text().contains("name=\"form[criteria][0][weight]\""), "{}", form.text());
        assert_eq!(page(site, "/policy/criteria/edit", &cookie(site, Staff).await).await.status, 403);
    });
}
