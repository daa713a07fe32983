//! Bad input of any kind gets a 4xx that names the place, and changes nothing.

use domain::person::Role::{Approver, ProcurementOfficer, Staff};
use serde_json::{Value, json};

use crate::site::{self, contractor, fields};

/// Body, content type, status, code, field named.
type Row = (Vec<u8>, &'static str, u16, &'static str, &'static str);

#[test]
fn a_body_that_cannot_be_taken_changes_nothing() {
    site::run(async {
        let site = site::demo().await;
        let sound = contractor("入力試験", 900_000_000_101);
        let with = |field: &str, value: Value| {
            let mut form = sound.clone();
            form[field] = value;
            form.to_string().into_bytes()
        };
        let json = "application/json";
        let table: Vec<Row> = vec![
            (b"".to_vec(), json, 400, "malformed", ""),
            (b"{".to_vec(), json, 400, "malformed", ""),
            (b"{} {}".to_vec(), json, 400, "malformed", ""),
            (b"\xff\xfe".to_vec(), json, 400, "malformed", ""),
            (b"[]".to_vec(), json, 422, "invalid", ""),
            (b"null".to_vec(), json, 422, "invalid", ""),
            (b"\"text\"".to_vec(), json, 422, "invalid", ""),
            (sound.to_string().into_bytes(), "text/plain", 415, "media-type", ""),
            (sound.to_string().into_bytes(), "application/x-www-form-urlencoded", 415, "media-type", ""),
            (b"name=x".to_vec(), "", 415, "media-type", ""),
            (with("kind", json!("guild")), json, 422, "invalid", "kind"),
            (with("kind", json!({})), json, 422, "invalid", "kind"),
            (with("name", json!(["a"])), json, 422, "invalid", "name"),
            (with("name", json!("   ")), json, 422, "invalid", "name"),
            (with("name", json!("長".repeat(201))), json, 422, "invalid", "name"),
            (with("name_kana", json!("漢字")), json, 422, "invalid", "name_kana"),
            (with("corporate_number", json!("1234567890123")), json, 422, "invalid", "corporate_number"),
            (with("corporate_number", json!(-1)), json, 422, "invalid", "corporate_number"),
            (with("postal_code", json!("12-34")), json, 422, "invalid", "postal_code"),
            (with("email", json!("a@b")), json, 422, "invalid", "email"),
            (with("phone", json!("電話")), json, 422, "invalid", "phone"),
            (with("note", json!("あ".repeat(400_000))), json, 413, "too-large", ""),
        ];
        let before = site.entries().await;
        for (index, (body, content_type, status, code, field)) in table.into_iter().enumerate() {
            let shown = String::from_utf8_lossy(&body).chars().take(80).collect::<String>();
            let ask = site.post("/api/v1/contractors").by(site, ProcurementOfficer).key(&format!("bad-{index}")).body(body);
            let ask = if content_type.is_empty() { ask } else { ask.header("content-type", content_type) };
            let answer = ask.send().await;
            assert_eq!(answer.status, status, "{shown}: {}", answer.text());
            let problem = answer.problem(status, code);
            assert!(field.is_empty() || fields(&problem).contains(&field), "{shown}: {problem}");
        }
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn full_width_input_is_taken_as_it_is_meant() {
    site::run(async {
        let site = site::demo().await;
        let mut form = contractor("全角試験", 900_000_000_102);
        let narrow = form["corporate_number"].as_str().unwrap().to_owned();
        let wide: String = narrow.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect();
        form["corporate_number"] = wide.into();
        let made = site.post("/api/v1/contractors").by(site, ProcurementOfficer).key("wide").json(&form).send().await;
        assert_eq!(made.status, 201, "{}", made.text());
        assert_eq!(made.json()["corporate_number"], narrow);
    });
}

#[test]
fn a_query_that_cannot_be_read_names_its_parameter() {
    site::run(async {
        let site = site::demo().await;
        for (path, field) in [
            ("/api/v1/contracts?state=sleeping", "state"),
            ("/api/v1/contracts?tier=D", "tier"),
            ("/api/v1/contracts?limit=-1", "limit"),
            ("/api/v1/contracts?limit=%EF%BC%95", "limit"),
            ("/api/v1/contracts?desc=maybe", "desc"),
            ("/api/v1/contracts?cursor=%00%FF", "cursor"),
            ("/api/v1/contracts?cursor=not-one-of-ours", "cursor"),
            ("/api/v1/verifications?lane=fast", "lane"),
            ("/api/v1/verifications?month=2026-13", "month"),
            ("/api/v1/verifications/standings?by_contractor=1", "by_contractor"),
            ("/api/v1/verifications/heat?fiscal_year=MMXXVI", "fiscal_year"),
            ("/api/v1/contractors?kind=guild", "kind"),
            ("/api/v1/contractors?limit=99999999999999999999999", "limit"),
        ] {
            let problem = site.get(path).by(site, ProcurementOfficer).send().await.problem(422, "invalid");
            assert_eq!(fields(&problem), [field], "{path}: {problem}");
        }
        for path in ["/api/v1/contracts?q=%25%27%22%3B--&limit=200", "/api/v1/contracts?state=&tier=", "/api/v1/contracts?q=%FF%FE"] {
            assert_eq!(site.get(path).by(site, ProcurementOfficer).send().await.status, 200, "{path}");
        }
    });
}

#[test]
fn what_is_not_there_and_what_is_not_mine_look_the_same() {
    site::run(async {
        let site = site::demo().await;
        let mine: Vec<String> = site.get("/api/v1/contracts?limit=200").by(site, Staff).send().await.json()["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].to_string())
            .collect();
        let all = site.get("/api/v1/contracts?limit=200").by(site, ProcurementOfficer).send().await.json();
        let foreign = all["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap())
            .find(|id| !mine.contains(&format!("\"{id}\"")))
            .expect("a contract of another department")
            .to_owned();
        let before = site.entries().await;
        let said = |id: &str| {
            let path = format!("/api/v1/contracts/{id}");
            async move {
                let mut problem = site.get(&path).by(site, Staff).send().await.problem(404, "not-found");
                problem["instance"] = Value::Null;
                problem
            }
        };
        let nowhere = said("01J00000000000000000000000").await;
        assert_eq!(said(&foreign).await, nowhere);
        for id in ["%20", "..%2F..", "a%00b", "x'%3B%20DELETE", "%E5%A5%91%E7%B4%84", &"a".repeat(65)] {
            assert_eq!(said(id).await, nowhere, "{id}");
        }
        let path = format!("/api/v1/contracts/{foreign}");
        site.put(&path).by(site, Staff).header("if-match", "\"1\"").json(&json!({})).send().await.problem(404, "not-found");
        site.post(&format!("{path}/steps")).by(site, Staff).header("if-match", "\"1\"").json(&json!({"step": "submit"})).send().await.problem(404, "not-found");
        site.put(&format!("{path}/coverage/K01"))
            .by(site, Staff)
            .header("if-match", "\"1\"")
            .json(&json!({"state": "missing"}))
            .send()
            .await
            .problem(404, "not-found");
        assert_eq!(site.entries().await, before);
    });
}

#[test]
fn unknown_steps_clauses_and_files_are_told_apart() {
    site::run(async {
        let site = site::demo().await;
        let id = site.first(ProcurementOfficer, "/api/v1/contracts?state=active").await;
        let path = format!("/api/v1/contracts/{id}");
        let step = |body: Value| site.post(&format!("{path}/steps")).by(site, ProcurementOfficer).header("if-match", "\"1\"").json(&body).send();
        assert_eq!(fields(&step(json!({"step": "jump"})).await.problem(422, "invalid")), ["step"]);
        assert_eq!(fields(&step(json!({})).await.problem(422, "invalid")), ["step"]);
        let coverage = site.get(&format!("{path}/coverage")).by(site, Approver).send().await;
        let mark = |clause: &str| {
            let ask = site.put(&format!("{path}/coverage/{clause}")).by(site, ProcurementOfficer).header("if-match", coverage.header("etag"));
            ask.json(&json!({"state": "missing"})).send()
        };
        mark("K99").await.problem(404, "not-found");
        let catalogue = site.get("/api/v1/policies/catalogue").by(site, ProcurementOfficer).send().await.json();
        let needed = coverage.text();
        let other = catalogue["clauses"].as_array().unwrap().iter().filter_map(|clause| clause["clause"]["id"].as_str());
        let other = other.into_iter().find(|id| !needed.contains(&format!("\"{id}\""))).expect("a clause this contract does not need");
        let refused = mark(other).await.problem(409, "refused");
        assert_eq!(refused["reasons"].as_array().map(Vec::len), Some(1));
        site.get("/api/v1/imports/templates/spells.csv").by(site, ProcurementOfficer).send().await.problem(404, "not-found");
        site.get("/api/v1/imports/templates/contractors").by(site, ProcurementOfficer).send().await.problem(404, "not-found");
        site.get("/api/v1/nowhere").by(site, ProcurementOfficer).send().await.problem(404, "not-found");
        let wrong = site.ask(http::Method::PATCH, "/api/v1/contracts").by(site, ProcurementOfficer).send().await;
        wrong.problem(405, "method-not-allowed");
        assert!(wrong.header("allow").contains("GET"), "{:?}", wrong.headers);
    });
}

#[test]
fn an_upload_that_is_no_list_is_refused_and_one_with_faults_is_previewed() {
    site::run(async {
        let site = site::demo().await;
        let before = site.entries().await;
        let send = |kind: &'static str, key: &'static str, body: Vec<u8>| {
            site.post(&format!("/api/v1/imports?kind={kind}&file_name=x.csv")).by(site, ProcurementOfficer).key(key).body(body).send()
        };
        assert_eq!(fields(&send("spells", "up-0", b"x".to_vec()).await.problem(422, "invalid")), ["kind"]);
        send("contractors", "up-1", Vec::new()).await.problem(422, "invalid");
        send("contractors", "up-2", b"\xff\xff\xff".to_vec()).await.problem(422, "invalid");
        send("contractors", "up-3", "列,ない\n1,2\n".into()).await.problem(422, "invalid");
        send("contractors", "up-4", vec![b'a'; (20 << 20) + 1]).await.problem(413, "too-large");
        let header = String::from_utf8(site.get("/api/v1/imports/templates/contractors.csv").by(site, ProcurementOfficer).send().await.body.to_vec()).unwrap();
        let faulty = format!("{}\r\n1234567890123,法人,=cmd|' /C calc'!A0,カナ,,住所\r\n", header.lines().next().unwrap());
        let previewed = send("contractors", "up-5", faulty.into()).await;
        assert_eq!(previewed.status, 201, "{}", previewed.text());
        assert_eq!(previewed.json()["count"]["faulty"], 1);
        let rows = site.get(&format!("{}/rows?state=faulty", previewed.header("location"))).by(site, ProcurementOfficer).send().await.json();
        assert_eq!(rows["items"][0]["errors"][0]["field"], "corporate_number", "{rows}");
        let given_back = site.get(&format!("{}/faulty.csv", previewed.header("location"))).by(site, ProcurementOfficer).send().await;
        assert!(given_back.header("content-disposition").starts_with("attachment"));
        assert!(!given_back.text().contains(",=cmd"), "a cell a spreadsheet would run is neutralised: {}", given_back.text());
        assert_eq!(site.entries().await, before);
    });
}
