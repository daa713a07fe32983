//! 点検の報告: kept half done, handed in complete, decided on.

use domain::{
    Error, Lang,
    cadence::{Inspector, Questions},
    clause::ClauseGroup,
    contract::PersonalInformation,
    id::{ContractId, ContractorId, DepartmentId, FindingId, VerificationId},
    label::Choice,
    risk::Tier,
    verification::{
        Answer, AnswerForm, CheckItem, DecisionForm, EarlierFinding, Method, ReportForm, Verdict, Verification, VerificationKind, VerificationState, checklist,
        unasked,
    },
};

use crate::{
    faults::{assert_faults, faults},
    samples::{Sample, day},
    shipped,
};

fn item(clause: &str) -> CheckItem {
    CheckItem {
        clause: clause.into(),
        group: ClauseGroup::Common,
        question: "守られているか。".into(),
        question_en: "Is it kept?".into(),
        evidence: "記録".into(),
        evidence_en: "Records".into(),
        earlier: Vec::new(),
        answer: None,
        remark: String::new(),
    }
}

/// A check of a contract with personal information, on site or remotely, with two questions.
fn check() -> Verification {
    Verification {
        id: VerificationId::new("v1"),
        contract: ContractId::new("c1"),
        contractor: ContractorId::new("j1"),
        department: DepartmentId::new("d1"),
        slot: "2026-1".into(),
        kind: VerificationKind::Periodic,
        incident: None,
        fiscal_year: 2026,
        due: day("2026-09-30"),
        placed: None,
        tier: Tier::B,
        personal: PersonalInformation::Personal,
        methods: vec![Method::OnSite, Method::Remote],
        questions: Questions::All,
        inspector: Inspector::Department,
        reasons: Vec::new(),
        policy_version: 1,
        state: VerificationState::Scheduled,
        method: None,
        method_reason: String::new(),
        certificate: None,
        carried_out_on: None,
        checklist: vec![item("K01"), item("K02")],
        remarks: String::new(),
        verdict: None,
        submitted_by: None,
        submitted_at: None,
        decided_by: None,
        decided_at: None,
        decision: String::new(),
        version: 1,
    }
}

fn answer(clause: &str, answer: &str, remark: &str) -> AnswerForm {
    AnswerForm { clause: clause.into(), answer: answer.into(), remark: remark.into() }
}

/// A report that can be handed in on 2026-09-15.
fn report() -> ReportForm {
    ReportForm {
        method: "on_site".into(),
        carried_out_on: "2026-09-10".into(),
        verdict: "adequate".into(),
        answers: vec![answer("K01", "conforms", ""), answer("K02", "not_applicable", "")],
        submit: "true".into(),
        ..ReportForm::default()
    }
}

fn read(form: &ReportForm) -> domain::Result<domain::verification::ReportInput> {
    form.read(&check(), day("2026-09-15"))
}

#[test]
fn a_report_is_read_as_people_write() {
    let form = ReportForm {
        method: "遠隔（映像等）".into(),
        method_reason: " 荒天のため\r\n".into(),
        carried_out_on: "令和８年９月１５日".into(),
        verdict: "改善を要する".into(),
        answers: vec![answer("K02", "不適", " 記録がない "), answer("K01", "適", "")],
        submit: "on".into(),
        ..ReportForm::default()
    };
    let input = read(&form).expect("a sound report");
    assert_eq!(
        (input.method, input.method_reason.as_str(), input.carried_out_on, input.verdict),
        (Some(Method::Remote), "荒天のため", Some(day("2026-09-15")), Some(Verdict::Improve))
    );
    let answers: Vec<(&str, Option<Answer>, &str)> = input.checklist.iter().map(|item| (item.clause.as_str(), item.answer, item.remark.as_str())).collect();
    assert_eq!(answers, [("K01", Some(Answer::Conforms), ""), ("K02", Some(Answer::Deviates), "記録がない")]);
    assert!(input.submit);
}

#[test]
fn half_done_work_can_always_be_kept() {
    let kept = ReportForm { answers: vec![answer("K02", "", "途中")], ..ReportForm::default() };
    let input = read(&kept).expect("kept");
    assert!(!input.submit && input.method.is_none() && input.checklist[1].answer.is_none());
    assert_eq!(input.checklist[1].remark, "途中");
    let mut begun = check();
    begun.checklist[0].answer = Some(Answer::Conforms);
    let input = kept.read(&begun, day("2026-09-15")).expect("kept");
    assert_eq!(input.checklist[0].answer, Some(Answer::Conforms), "answers not sent again stay");
}

#[test]
fn what_is_missing_or_wrong_is_told_with_its_field() {
    assert_faults(
        &report(),
        read,
        &[
            (|f| f.method.clear(), &["method: field.required"]),
            (|f| f.method = "電話".into(), &["method: field.choice"]),
            (|f| f.method = "書面".into(), &["method: verification.method_not_enough"]),
            (|f| f.method = "remote".into(), &["method_reason: verification.remote_reason"]),
            (|f| (f.method, f.method_reason) = ("remote".into(), "荒天".into()), &[]),
            (|f| f.method_reason = "理".repeat(2_001), &["method_reason: field.too_long"]),
            (|f| f.carried_out_on.clear(), &["carried_out_on: field.required"]),
            (|f| f.carried_out_on = "九月".into(), &["carried_out_on: field.date"]),
            (|f| f.carried_out_on = "2026-09-16".into(), &["carried_out_on: verification.in_future"]),
            (|f| f.carried_out_on = "2026-09-15".into(), &[]),
            (|f| f.verdict.clear(), &["verdict: field.required"]),
            (|f| f.verdict = "良".into(), &["verdict: field.choice"]),
            (|f| f.remarks = "備".repeat(8_001), &["remarks: field.too_long"]),
            (|f| f.answers[1].answer.clear(), &["answers[1].answer: verification.unanswered"]),
            (|f| f.answers[0].answer = "はい".into(), &["answers[0].answer: field.choice"]),
            (|f| f.answers[0].remark = "備".repeat(2_001), &["answers[0].remark: field.too_long"]),
            (|f| f.answers[1].answer = "確認できず".into(), &["answers[1].remark: verification.remark_missing"]),
            (|f| f.answers[1] = answer("K02", "deviates", "記録がない"), &["verdict: verification.verdict_contradicts"]),
            (|f| (f.answers[1], f.verdict) = (answer("K02", "deviates", "記録がない"), "improve".into()), &[]),
            (|f| f.answers.push(answer("MN1", "conforms", "")), &["answers[2].clause: verification.unknown_clause"]),
            (|f| f.answers.truncate(1), &["answers[1].answer: verification.unanswered"]),
            (|f| f.answers.push(answer("K01", "deviates", "二度目")), &["answers[2].clause: verification.answered_twice"]),
            (|f| f.answers = vec![answer("K02", "conforms", ""), answer("K01", "", "")], &["answers[1].answer: verification.unanswered"]),
            (|f| f.carried_out_on = "2025-03-31".into(), &["carried_out_on: verification.too_early"]),
            (|f| f.carried_out_on = "2025-04-01".into(), &[]),
            (|f| f.submit = "提出".into(), &["submit: field.choice"]),
        ],
    );
}

#[test]
fn handing_in_asks_for_everything_at_once() {
    let bare = ReportForm { submit: "1".into(), ..ReportForm::default() };
    let expected = [
        "answers[0].answer: verification.unanswered",
        "answers[1].answer: verification.unanswered",
        "carried_out_on: field.required",
        "method: field.required",
        "verdict: field.required",
    ];
    assert_eq!(faults(read(&bare)), expected);
    let wrong = ReportForm { carried_out_on: "九月".into(), ..bare };
    assert_eq!(faults(read(&wrong)), [expected[0], expected[1], "carried_out_on: field.date", expected[3], expected[4]]);
}

#[test]
fn without_personal_information_a_remote_check_needs_no_reason() {
    let mut plain = check();
    plain.personal = PersonalInformation::None;
    let remote = ReportForm { method: "remote".into(), ..report() };
    assert_eq!(faults(remote.read(&plain, day("2026-09-15"))), [""; 0]);
    plain.personal = PersonalInformation::MyNumber;
    assert_eq!(faults(remote.read(&plain, day("2026-09-15"))), ["method_reason: verification.remote_reason"]);
}

#[test]
fn sending_back_needs_a_word_on_why() {
    let accept = |accept: &str, remark: &str| DecisionForm { accept: accept.into(), remark: remark.into() }.read();
    assert_eq!(accept("true", "").map(|decision| (decision.accept, decision.remark)), Ok((true, String::new())));
    assert_eq!(accept("no", " 証跡を\r\n添えてください ").map(|decision| (decision.accept, decision.remark)), Ok((false, "証跡を\n添えてください".to_owned())));
    assert_eq!(faults(accept("false", " \u{3000}")), ["remark: verification.send_back_reason"]);
    for unclear in ["承認", "2"] {
        assert_eq!(faults(accept(unclear, "よい")), ["accept: field.choice"], "{unclear}");
    }
    assert_eq!(faults(accept("", "よい")), ["accept: field.required"]);
    assert_eq!(faults(accept("true", &"備".repeat(2_001))), ["remark: field.too_long"]);
}

#[test]
fn a_program_may_send_truth_values() {
    let form: DecisionForm = serde_json::from_str(r#"{"accept":true}"#).expect("a decision");
    assert!(form.read().is_ok_and(|decision| decision.accept));
    let form: ReportForm = serde_json::from_str(r#"{"submit":false,"answers":[{"clause":"K01","answer":"conforms"}]}"#).expect("a report");
    assert!(read(&form).is_ok_and(|input| !input.submit));
}

#[test]
fn a_check_is_open_until_it_is_handed_in_and_again_when_sent_back() {
    let open: Vec<&str> = VerificationState::ALL.iter().filter(|state| state.is_open()).map(|state| state.word()).collect();
    assert_eq!(open, ["scheduled", "in_progress", "sent_back"]);
}

#[test]
fn a_check_is_filled_in_from_the_year_before_its_own() {
    let ahead = Verification { fiscal_year: 2028, ..check() };
    let why = |check: &Verification, today: &str| match check.open_to_reports(day(today)) {
        Err(Error::Refused(why)) => why.iter().map(|why| why.say(Lang::Ja)).collect(),
        other => format!("{other:?}"),
    };
    assert_eq!(why(&ahead, "2027-03-31"), "この点検は2027-04-01から記入できます");
    assert_eq!(why(&ahead, "2027-04-01"), "Ok(())");
    let done = Verification { state: VerificationState::Accepted, ..ahead };
    assert_eq!(why(&done, "2027-04-01"), "「完了」の点検は編集できません");
}

#[test]
fn a_check_done_by_certificate_names_it_and_another_names_none() {
    let by = Verification { methods: vec![Method::Paper, Method::Certificate], ..check() };
    let read = |method: &str, certificate: &str| ReportForm { method: method.into(), certificate: certificate.into(), ..report() }.read(&by, day("2026-09-15"));
    assert_eq!(faults(read("第三者認証", " ")), ["certificate: verification.certificate_missing"]);
    assert_eq!(faults(read("certificate", "../x")), ["certificate: field.choice"]);
    let named = |input: domain::verification::ReportInput| input.certificate.map(|id| id.to_string());
    assert_eq!(read("certificate", "c1").map(named), Ok(Some("c1".to_owned())));
    assert_eq!(read("paper", "c1").map(named), Ok(None), "of no concern to another method");
    let kept = ReportForm { method: "certificate".into(), ..ReportForm::default() };
    assert!(kept.read(&by, day("2026-09-15")).is_ok(), "half-done work can always be kept");
}

#[test]
fn a_check_stored_before_certificates_were_named_is_still_read() {
    let mut stored = serde_json::to_value(check()).expect("JSON");
    stored.as_object_mut().expect("an object").remove("certificate");
    assert_eq!(serde_json::from_value::<Verification>(stored).expect("read"), check());
}

#[test]
fn what_was_found_before_is_asked_again() {
    let (catalogue, nature) = (shipped::catalogue(), Sample::of("2026-04-01", "2027-03-31").with(PersonalInformation::Personal, Tier::A).nature);
    let required: Vec<String> = catalogue.required_for(&nature).iter().map(|need| need.clause.id.clone()).collect();
    let found =
        |id: &str, clause: &str| EarlierFinding {
            finding: FindingId::new(id), clause: clause.into(), found_on: day("2026-05-01"), fact: "台帳がない".into()
        };
    let closing = |earlier: &[EarlierFinding]| checklist(&catalogue, &nature, Questions::Closing, earlier);
    let plain = closing(&[]);
    assert!(plain.iter().all(|item| item.earlier.is_empty()) && plain.len() < required.len());
    let other = required.iter().find(|id| plain.iter().all(|item| item.clause != **id)).expect("a clause that a check at the end does not ask about");
    let earlier = [found("f1", other), found("f2", other), found("f3", &plain[0].clause), found("f4", ""), found("f5", "K99")];
    let asked = closing(&earlier);
    assert_eq!(asked.len(), plain.len() + 1);
    let of = |clause: &str| {
        asked.iter().find(|item| item.clause == clause).map(|item| item.earlier.iter().map(|found| found.finding.to_string()).collect::<Vec<_>>())
    };
    assert_eq!((of(other), of(&plain[0].clause)), (Some(vec!["f1".to_owned(), "f2".to_owned()]), Some(vec!["f3".to_owned()])));
    // In the order of the catalogue, whatever was added.
    let places: Vec<usize> = asked.iter().filter_map(|item| required.iter().position(|id| *id == item.clause)).collect();
    assert!(places.is_sorted() && places.len() == asked.len());
    let left: Vec<String> = unasked(&asked, earlier.to_vec()).into_iter().map(|found| found.finding.to_string()).collect();
    assert_eq!(left, ["f4", "f5"]);
}
