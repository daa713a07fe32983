//! 自己申告 at the doors: workbooks and links by REST and by plain forms, and the page of whoever holds a link.

use domain::person::Role::{Auditor, ProcurementOfficer, SecurityOfficer};
use serde_json::{Value, json};

use crate::{
    pages::{cookie, page},
    site::{self, Answer, Site, fields},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A draft of its own: the address of its selection by REST, and of its page.
async fn draft(site: &Site, key: &str) -> (String, String) {
    let department = site.get("/api/v1/departments").by(site, ProcurementOfficer).send().await.json()[0]["id"].clone();
    let form = json!({ "title": format!("申告の試験 {key}"), "department": department, "kind": "general", "personal": "保有個人情報" });
    let made = site.post("/api/v1/procurements").by(site, ProcurementOfficer).key(key).json(&form).send().await;
    assert_eq!(made.status, 201, "{}", made.text());
    let work = made.header("location").to_owned();
    let contractor = json!({ "contractor": site.first(ProcurementOfficer, "/api/v1/contractors").await });
    let selection = site.post(&format!("{work}/selections")).by(site, ProcurementOfficer).key(&format!("{key}-1")).json(&contractor).send().await;
    assert_eq!(selection.status, 201, "{}", selection.text());
    let id = selection.json()["id"].as_str().unwrap().to_owned();
    (selection.header("location").to_owned(), format!("{}/candidates/{id}", work.replace("/api/v1/procurements", "/selections")))
}

async fn invite(site: &Site, rest: &str) -> Value {
    let form = json!({ "name": "営業部 佐久間", "email": "sales@contractor.example", "until": "" });
    let made = site.post(&format!("{rest}/invitations")).by(site, ProcurementOfficer).json(&form).send().await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("cache-control"), "no-store");
    made.json()
}

/// Every answer of the page given, as its form sends it.
fn filled(shown: &str, token: &str) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut sent = vec![pair("token", token), pair("form[by_name]", "営業部 佐久間 透"), pair("form[remarks]", "よろしく")];
    let mut rest = shown;
    let mut index = 0;
    while let Some(at) = rest.find(&format!("name=\"form[answers][{index}][criterion]\" value=\"")) {
        rest = &rest[at..];
        let id = rest.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        for (field, value) in [("criterion", id.as_str()), ("grade", "met"), ("evidence", "写し"), ("remark", "")] {
            sent.push(pair(&format!("form[answers][{index}][{field}]"), value));
        }
        index += 1;
    }
    assert!(index > 15, "{index} questions in {shown}");
    sent
}

async fn guest(site: &Site, token: &str) -> Answer {
    site.get(&format!("/answer/{token}")).header("accept", "text/html").send().await
}

async fn send(site: &Site, sent: &[(String, String)]) -> Answer {
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    site.post("/answer").header("accept", "text/html").header("sec-fetch-site", "same-origin").form(&sent).send().await
}

#[test]
fn a_contractor_answers_by_a_link_and_an_officer_by_what_it_brought() {
    site::run(async {
        let site = site::demo().await;
        let (rest, candidate) = draft(site, "declared-link").await;
        let made = invite(site, &rest).await;
        let token = made["token"].as_str().unwrap();
        let listed = site.get(&format!("{rest}/invitations")).by(site, ProcurementOfficer).send().await;
        assert_eq!((&listed.json()[0]["state"], listed.text().contains(token)), (&json!("sent"), false));

        let shown = guest(site, token).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        for (name, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store"), ("x-robots-tag", "noindex, nofollow")] {
            assert_eq!(shown.header(name), value);
        }
        let text = shown.text();
        for part in ["申告の試験 declared-link", "提出する", "技術的能力", "水ヶ丘市"] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        for secret in ["配点", "必須項目", "basis", "weight", "blocking", "/selections"] {
            assert!(!text.contains(secret), "{secret} is told to a contractor");
        }
        let mut sent = filled(&text, token);
        let kept = send(site, &sent).await;
        assert_eq!((kept.status.as_u16(), kept.header("location")), (303, format!("/answer/{token}?done=kept").as_str()), "{}", kept.text());
        assert!(guest(site, &format!("{token}?done=kept")).await.text().contains("途中まで保存しました"));

        // What is missing is told, and what was typed is kept.
        sent.push(("form[submit]".into(), "true".into()));
        let whole = sent.clone();
        sent.iter_mut().filter(|(name, _)| name == "form[answers][0][grade]" || name == "form[by_name]").for_each(|(_, value)| value.clear());
        sent.iter_mut().filter(|(name, _)| name == "form[remarks]").for_each(|(_, value)| "打ちかけ".clone_into(value));
        let refused = send(site, &sent).await;
        assert!(refused.header("location").starts_with(&format!("/answer/{token}?flash=")), "{}", refused.header("location"));
        let back = guest(site, refused.header("location").strip_prefix("/answer/").unwrap()).await.text();
        assert!(back.contains("回答を選んでください") && back.contains("必ず入力してください") && back.contains("打ちかけ"), "{back}");

        let before = site.get(&rest).by(site, ProcurementOfficer).send().await.json();
        assert_eq!(before["selection"].get("declaration"), None, "nothing was handed in yet");
        let handed_in = send(site, &whole).await;
        assert_eq!((handed_in.status.as_u16(), handed_in.header("location")), (303, "/answered"), "{}", handed_in.text());
        let thanks = site.get("/answered").header("accept", "text/html").send().await;
        assert!(thanks.status == 200 && thanks.text().contains("回答を受け付けました"), "{}", thanks.text());

        // Once: afterwards it looks like any that never was.
        let over = guest(site, token).await;
        assert_eq!(over.status, 404);
        let never = guest(site, &"a".repeat(43)).await;
        let bare = |answer: &Answer, token: &str| {
            let text = answer.text().replace(token, "");
            text.split("このリンクは使えません").last().unwrap().split("</main>").next().unwrap().to_owned()
        };
        assert_eq!((never.status.as_u16(), bare(&never, &"a".repeat(43))), (404, bare(&over, token)));
        let again = send(site, &whole).await;
        assert_eq!((again.status.as_u16(), again.header("location")), (303, format!("/answer/{token}").as_str()));

        let view = site.get(&rest).by(site, Auditor).send().await.json();
        let declared = &view["selection"]["declaration"];
        assert_eq!((&declared["source"], &declared["by_name"], &declared["remarks"]), (&json!("link"), &json!("営業部 佐久間 透"), &json!("よろしく")));
        assert_eq!((&view["score"]["answered"], view.get("invitations")), (&json!(0), None), "an auditor sees what came, not whom the city wrote to");
        let shown = page(site, &candidate, &cookie(site, SecurityOfficer).await).await.text();
        assert!(shown.contains("営業部 佐久間 透") && shown.contains("自己申告：満たす") && !shown.contains("質問書を書き出す"), "{shown}");
    });
}

#[test]
fn an_officer_takes_over_what_was_declared_by_a_plain_form() {
    site::run(async {
        let site = site::demo().await;
        let (rest, candidate) = draft(site, "declared-take").await;
        let made = invite(site, &rest).await;
        let token = made["token"].as_str().unwrap();
        let mut sent = filled(&guest(site, token).await.text(), token);
        sent.push(("form[submit]".into(), "true".into()));
        assert_eq!(send(site, &sent).await.header("location"), "/answered");
        let officer = cookie(site, ProcurementOfficer).await;
        let form = page(site, &format!("{candidate}/answers"), &officer).await.text();
        assert!(form.contains("name=\"take\" value=\"all\"") && form.contains("name=\"take\" value=\"A1\""), "{form}");
        let id = rest.rsplit('/').next().unwrap().to_owned();
        let press = |version: &'static str, take: &'static str| {
            site.post(&crate::pages::function("answer_selection"))
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("referer", &format!("http://city.example{candidate}/answers"))
                .header("cookie", &officer)
                .form(&[("id", &id), ("version", version), ("take", take), ("form[remarks]", "所見")])
                .send()
        };
        let one = press("2", "A1").await;
        assert_eq!((one.status.as_u16(), one.header("location")), (303, format!("{candidate}/answers?done=taken#criterion-A1").as_str()), "{}", one.text());
        let view = site.get(&rest).by(site, ProcurementOfficer).send().await.json();
        assert_eq!((&view["score"]["answered"], &view["selection"]["stage"], &view["selection"]["remarks"]), (&json!(1), &json!("draft"), &json!("所見")));
        assert!(press("3", "Z9").await.header("location").contains("flash="), "no such criterion");
        assert_eq!(press("3", "all").await.status, 303);
        let view = site.get(&rest).by(site, ProcurementOfficer).send().await.json();
        assert_eq!(view["score"]["answered"], view["score"]["asked"]);
    });
}

#[test]
fn a_workbook_leaves_and_comes_back_by_rest_and_by_a_form() {
    site::run(async {
        let site = site::demo().await;
        let (rest, candidate) = draft(site, "declared-book").await;
        let made = invite(site, &rest).await;
        let token = made["token"].as_str().unwrap();
        let mut sent = filled(&guest(site, token).await.text(), token);
        sent.push(("form[submit]".into(), "true".into()));
        send(site, &sent).await;
        // The next workbook carries what was declared: one that is filled in.
        let book = site.get(&format!("{rest}/questionnaire?until=R8.12.8")).by(site, ProcurementOfficer).send().await;
        assert_eq!((book.status.as_u16(), book.header("content-type")), (200, XLSX), "{}", book.text());
        assert!(book.header("content-disposition").contains("filename*=UTF-8''%E8%B3%AA%E5%95%8F%E6%9B%B8_"), "{}", book.header("content-disposition"));
        let late = site.get(&format!("{rest}/questionnaire?until=x")).by(site, ProcurementOfficer).send().await;
        assert_eq!(fields(&late.problem(422, "invalid")), ["until"]);

        let put = |tag: &str, body: Vec<u8>| {
            site.put(&format!("{rest}/declaration?file_name=q.xlsx"))
                .by(site, ProcurementOfficer)
                .header("if-match", tag)
                .header("content-type", XLSX)
                .body(body)
                .send()
        };
        let before = site.entries().await;
        site.put(&format!("{rest}/declaration")).by(site, ProcurementOfficer).body(book.body.clone()).send().await.problem(428, "precondition");
        put("\"1\"", book.body.to_vec()).await.problem(412, "stale");
        for wrong in [Vec::new(), b"a,b".to_vec(), b"%PDF-1.7".to_vec(), book.body[..book.body.len() / 2].to_vec()] {
            assert_eq!(fields(&put("\"2\"", wrong).await.problem(422, "invalid")), ["file"]);
        }
        put("\"2\"", vec![0; (2 << 20) + 1]).await.problem(413, "too-large");
        let (other, _) = draft(site, "declared-book-other").await;
        let elsewhere = site.put(&format!("{other}/declaration")).by(site, ProcurementOfficer).header("if-match", "\"1\"").body(book.body.clone()).send().await;
        assert_eq!(elsewhere.problem(422, "invalid")["errors"][0]["code"], "questionnaire.elsewhere");
        let blank = site.get(&format!("{other}/questionnaire")).by(site, ProcurementOfficer).send().await.body;
        let unanswered = site.put(&format!("{other}/declaration")).by(site, ProcurementOfficer).header("if-match", "\"1\"").body(blank).send().await;
        let problem = unanswered.problem(422, "invalid");
        assert!(problem["errors"][1]["message"].as_str().unwrap().starts_with("質問!D3："), "{problem}");
        assert_eq!(site.entries().await, before + 2, "nothing but the other draft was written");

        let received = put("\"2\"", book.body.to_vec()).await;
        assert_eq!((received.status.as_u16(), &received.json()["declaration"]["source"]), (200, &json!("workbook")), "{}", received.text());

        let officer = cookie(site, ProcurementOfficer).await;
        let shown = page(site, &candidate, &officer).await.text();
        assert!(shown.contains("質問書を書き出す") && shown.contains("q.xlsx") && shown.contains("評価に写されていません"), "{shown}");
        let file = site.get(&format!("{candidate}/questionnaire?until=")).header("cookie", &officer).header("accept", "text/html").send().await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, XLSX));
        let wrong = site.get(&format!("{candidate}/questionnaire?until=x")).header("cookie", &officer).header("accept", "text/html").send().await;
        assert!(wrong.status == 303 && wrong.header("location").starts_with(&format!("{candidate}?flash=")), "{}", wrong.header("location"));
        assert!(page(site, wrong.header("location"), &officer).await.text().contains("日付として読めません"));
        let upload = |version: &str, body: &[u8]| {
            let mut sent = format!("--x\r\nContent-Disposition: form-data; name=\"version\"\r\n\r\n{version}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"回答.xlsx\"\r\n\r\n").into_bytes();
            sent.extend_from_slice(body);
            sent.extend_from_slice(b"\r\n--x--\r\n");
            site.post(&format!("{candidate}/declaration"))
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("cookie", &officer)
                .header("content-type", "multipart/form-data; boundary=x")
                .body(sent)
                .send()
        };
        let refused = upload("3", b"a,b").await;
        assert!(refused.header("location").starts_with(&format!("{candidate}?flash=")), "{}", refused.header("location"));
        assert!(page(site, refused.header("location"), &officer).await.text().contains("質問書のブックではありません"));
        let received = upload("3", &book.body).await;
        assert_eq!((received.status.as_u16(), received.header("location")), (303, format!("{candidate}?done=declared").as_str()), "{}", received.text());
        assert!(page(site, &candidate, &officer).await.text().contains("回答.xlsx"));
    });
}

#[test]
fn a_link_is_made_and_revoked_by_plain_forms_and_its_address_is_shown_once() {
    site::run(async {
        let site = site::demo().await;
        let (rest, candidate) = draft(site, "declared-form").await;
        let officer = cookie(site, ProcurementOfficer).await;
        let post = |path: String, sent: &'static [(&'static str, &'static str)]| {
            site.post(&path)
                .header("accept", "text/html")
                .header("sec-fetch-site", "same-origin")
                .header("host", "city.example")
                .header("cookie", &officer)
                .form(sent)
                .send()
        };
        let refused = post(format!("{candidate}/invitations"), &[("name", ""), ("email", "x"), ("until", "2020-01-01")]).await;
        let shown = page(site, refused.header("location"), &officer).await.text();
        assert!(shown.contains("メールアドレスの形になっていません") && shown.contains("value=\"2020-01-01\""), "{shown}");
        let made = post(format!("{candidate}/invitations"), &[("name", "営業部"), ("email", ""), ("until", "")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let shown = page(site, made.header("location"), &officer).await.text();
        let address = shown.split("value=\"http://city.example/answer/").nth(1).and_then(|rest| rest.split('"').next()).expect("the address").to_owned();
        assert_eq!((address.len(), guest(site, &address).await.status.as_u16()), (43, 200));
        assert!(!page(site, &candidate, &officer).await.text().contains(&address), "this once only");
        let other = cookie(site, ProcurementOfficer).await;
        assert!(!page(site, made.header("location"), &other).await.text().contains(&address), "and to nobody else");

        let link = site.get(&format!("{rest}/invitations")).by(site, ProcurementOfficer).send().await.json()[0].clone();
        let revoke = format!("{candidate}/invitations/{}/revoke", link["id"].as_str().unwrap());
        let stale = post(revoke.clone(), &[("version", "1")]).await;
        assert!(stale.header("location").contains("flash="), "it was opened since: {}", stale.header("location"));
        let revoked = post(revoke, &[("version", "2")]).await;
        assert_eq!((revoked.status.as_u16(), revoked.header("location")), (303, format!("{candidate}?done=revoked").as_str()));
        assert_eq!(guest(site, &address).await.status, 404);

        let made = invite(site, &rest).await;
        let path = format!("/api/v1/invitations/{}/revoke", made["id"].as_str().unwrap());
        site.post(&path).by(site, ProcurementOfficer).send().await.problem(428, "precondition");
        site.post(&path).by(site, ProcurementOfficer).header("if-match", "\"7\"").send().await.problem(412, "stale");
        let revoked = site.post(&path).by(site, ProcurementOfficer).header("if-match", "\"1\"").send().await;
        assert_eq!((revoked.status.as_u16(), revoked.json()["revoked_at"].is_string()), (200, true), "{}", revoked.text());
        site.post(&path).by(site, ProcurementOfficer).header("if-match", "\"2\"").send().await.problem(409, "refused");
        let bad = site.post(&format!("{rest}/invitations")).by(site, ProcurementOfficer).json(&json!({})).send().await;
        assert_eq!(fields(&bad.problem(422, "invalid")), ["name"]);
    });
}

#[test]
fn a_form_of_another_site_and_one_without_a_token_are_refused() {
    site::run(async {
        let site = site::demo().await;
        let sent = [("token", "x"), ("form[by_name]", "y")];
        let foreign = site.post("/answer").header("accept", "text/html").header("sec-fetch-site", "cross-site").form(&sent).send().await;
        assert_eq!(foreign.status, 403);
        for token in ["", "../../api", "a b", "x\r\ny"] {
            let sent = [("token", token), ("form[by_name]", "y")];
            let answer = site.post("/answer").header("accept", "text/html").header("sec-fetch-site", "same-origin").form(&sent).send().await;
            assert_eq!(answer.status, 404, "{token:?}");
        }
    });
}

#[test]
fn a_server_that_does_not_face_outwards_has_no_links_and_guessing_is_slowed() {
    site::run(async {
        let site = site::inward().await;
        let id = site.first(ProcurementOfficer, "/api/v1/selections").await;
        let rest = format!("/api/v1/selections/{id}");
        site.get(&format!("{rest}/invitations")).by(&site, ProcurementOfficer).send().await.problem(404, "not-found");
        site.post(&format!("{rest}/invitations")).by(&site, ProcurementOfficer).json(&json!({"name": "x"})).send().await.problem(404, "not-found");
        let (_, candidate) = draft(&site, "declared-inward").await;
        let shown = page(&site, &candidate, &cookie(&site, ProcurementOfficer).await).await.text();
        assert!(shown.contains("質問書を書き出す") && !shown.contains("回答用リンク"), "{shown}");
        for _ in 0..60 {
            assert_eq!(guest(&site, "guess").await.status, 404);
        }
        let slowed = guest(&site, "guess").await;
        assert_eq!(slowed.status, 429);
        assert!((1..=301).contains(&slowed.header("retry-after").parse::<u32>().unwrap()));
    });
}
