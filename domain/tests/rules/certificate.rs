//! 認証: numbers as people write them, what each kind asks for, how long it holds, and how it stands on a day.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    certificate::{
        Certificate, CertificateCourse, CertificateForm, CertificateKind as Kind, CertificateState as State, End, EndForm, EndReason, WARN_DAYS, last_day_of,
        title,
    },
    id::{CertificateId, ContractorId},
    label::Choice,
};
use proptest::{prelude::*, sample::select};

use crate::{
    faults::{assert_faults, faults},
    samples::day,
};

const TODAY: &str = "2026-11-24";

fn certificate(kind: Kind, issued: &str, last: Option<&str>) -> Certificate {
    Certificate {
        id: CertificateId::new("a"),
        contractor: ContractorId::new("c1"),
        kind,
        number: String::new(),
        grade: None,
        scope: String::new(),
        body: String::new(),
        edition: String::new(),
        issued_on: day(issued),
        expires_on: last.map(day),
        audit_period_end: None,
        renewal_filed_on: None,
        ended: None,
        remark: String::new(),
        version: 1,
    }
}

fn isms() -> CertificateForm {
    CertificateForm {
        contractor: "c1".into(),
        kind: "isms".into(),
        number: " ＩＳ　１２３４５ ".into(),
        scope: "本社の開発部門".into(),
        body: "審査登録機構".into(),
        edition: "JIS Q 27001:2023".into(),
        issued_on: "R6.4.1".into(),
        expires_on: "2027-03-31".into(),
        ..CertificateForm::default()
    }
}

fn ismap() -> CertificateForm {
    CertificateForm {
        contractor: "c1".into(),
        kind: "ISMAP".into(),
        number: "ｃ２１－０００５－２".into(),
        scope: "自治体クラウド基盤".into(),
        issued_on: "2026-02-01".into(),
        audit_period_end: "2025-09-30".into(),
        ..CertificateForm::default()
    }
}

#[test]
fn numbers_are_read_in_either_width_and_kept_in_one_form() {
    let read = |kind: Kind, number: &str| kind.rule().number.read(number);
    for written in ["10123456(05)", "１０１２３４５６（０５）", "第10123456(05)号", " 10 123456 (05) "] {
        assert_eq!(read(Kind::PMark, written).as_deref(), Ok("10123456(05)"), "{written}");
    }
    assert_eq!(read(Kind::PMark, "10123456").as_deref(), Ok("10123456"), "how often it was granted need not be shown");
    for wrong in ["1012345(05)", "101234567", "10123456(00)", "10123456(5)", "10123456(05", "A0123456(05)", "10123456（一）"] {
        assert_eq!(read(Kind::PMark, wrong), Err("certificate.number_p_mark"), "{wrong}");
    }
    for written in ["C21-0005-2", "ｃ２１－０００５－２", "Ｃ21‐0005‐2"] {
        assert_eq!(read(Kind::Ismap, written).as_deref(), Ok("C21-0005-2"), "{written}");
    }
    for wrong in ["C21-005-2", "21-0005-2", "C21-0005", "C21-0005-0", "C21-0005-2-1", "C2021-0005-2", "C21ー0005ー二"] {
        assert_eq!(read(Kind::Ismap, wrong), Err("certificate.number_ismap"), "{wrong}");
    }
    assert_eq!(read(Kind::Isms, "　ＪＱＡ－ＩＭ　００１ ").as_deref(), Ok("JQA-IM 001"));
}

#[test]
fn a_certificate_is_read_by_the_rules_of_its_kind() {
    let input = isms().read(day(TODAY)).expect("sound");
    assert_eq!((input.kind, input.number.as_str(), input.expires_on), (Kind::Isms, "IS 12345", Some(day("2027-03-31"))));
    let input = ismap().read(day(TODAY)).expect("sound");
    assert_eq!((input.kind, input.number.as_str(), input.expires_on), (Kind::Ismap, "C21-0005-2", Some(day("2027-01-31"))));
    let p_mark =
        CertificateForm { contractor: "c1".into(), kind: "p_mark".into(), number: "10123456".into(), issued_on: "2025-12-01".into(), ..Default::default() };
    assert_eq!(p_mark.read(day(TODAY)).expect("sound").expires_on, Some(day("2027-11-30")), "two years");
    let earlier = CertificateForm { expires_on: "2027-06-30".into(), ..p_mark };
    assert_eq!(earlier.read(day(TODAY)).expect("sound").expires_on, Some(day("2027-06-30")), "it may state an earlier day");
    let stars = CertificateForm { kind: "jc_star".into(), grade: "★２".into(), expires_on: "2026-03-31".into(), ..isms() };
    assert_eq!(stars.read(day(TODAY)).expect("sound").grade, Some(2));
    let open = CertificateForm { kind: "other".into(), number: String::new(), expires_on: String::new(), ..isms() };
    assert_eq!(open.read(day(TODAY)).expect("sound").expires_on, None);
}

#[test]
fn faults_are_told_with_their_fields_all_at_once() {
    assert_eq!(faults(CertificateForm::default().read(day(TODAY))), ["contractor: field.required", "issued_on: field.required", "kind: field.required"]);
    assert_faults(
        &isms(),
        |form| form.read(day(TODAY)),
        &[
            (|f| f.contractor = "株式会社".into(), &["contractor: field.choice"]),
            (|f| f.renews = "../x".into(), &["renews: field.choice"]),
            (|f| f.kind = "ISO9001".into(), &["kind: field.choice"]),
            (|f| f.number.clear(), &["number: field.required"]),
            (|f| (f.body, f.edition) = (" ".into(), "　".into()), &["body: field.required", "edition: field.required"]),
            (|f| f.grade = "3".into(), &["grade: certificate.not_of_kind"]),
            (|f| f.audit_period_end = "2024-01-31".into(), &["audit_period_end: certificate.not_of_kind"]),
            (|f| f.issued_on = "2026-11-25".into(), &["issued_on: field.in_future"]),
            (|f| f.expires_on.clear(), &["expires_on: field.required"]),
            (|f| f.expires_on = "2024-03-31".into(), &["expires_on: certificate.reversed"]),
            (|f| f.expires_on = "2027-04-01".into(), &[]),
            (|f| f.expires_on = "2027-04-02".into(), &["expires_on: certificate.too_long"]),
            (|f| f.expires_on = "来年".into(), &["expires_on: field.date"]),
            (|f| f.renewal_filed_on = "2026-11-25".into(), &["renewal_filed_on: field.in_future"]),
            (|f| f.renewal_filed_on = "2024-03-31".into(), &["renewal_filed_on: certificate.filed_early"]),
            (|f| f.number = "長".repeat(61), &["number: field.too_long"]),
        ],
    );
    assert_faults(
        &ismap(),
        |form| form.read(day(TODAY)),
        &[
            (|f| f.number = "C21-5-2".into(), &["number: certificate.number_ismap"]),
            (|f| f.audit_period_end.clear(), &["audit_period_end: field.required"]),
            (|f| f.audit_period_end = "2026-02-02".into(), &["audit_period_end: certificate.audited_later"]),
            (|f| f.expires_on = "2027-02-01".into(), &["expires_on: certificate.too_long"]),
            (|f| f.expires_on = "2027-01-31".into(), &[]),
            (|f| f.edition = "基本言明".into(), &[]),
        ],
    );
    let stars = CertificateForm { kind: "jc_star".into(), expires_on: "2026-03-31".into(), grade: "3".into(), ..isms() };
    assert_faults(
        &stars,
        |form| form.read(day(TODAY)),
        &[
            (|f| f.grade = "5".into(), &["grade: certificate.grade"]),
            (|f| f.grade.clear(), &["grade: field.required"]),
            (|f| (f.kind, f.grade) = ("scs".into(), "2".into()), &["grade: certificate.grade"]),
            (|f| f.expires_on = "2026-04-02".into(), &["expires_on: certificate.too_long"]),
        ],
    );
}

#[test]
fn a_period_of_months_begins_on_the_day_after_and_ends_as_the_civil_code_has_it() {
    for (end, months, last) in [
        ("2025-09-30", 16, "2027-01-31"),
        ("2025-10-31", 16, "2027-02-28"),
        ("2026-10-31", 16, "2028-02-29"),
        ("2025-10-30", 16, "2027-02-28"),
        ("2026-10-30", 16, "2028-02-29"),
        ("2024-02-28", 12, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-03-15", 16, "2026-07-15"),
        ("2024-12-31", 24, "2026-12-31"),
    ] {
        assert_eq!(last_day_of(day(end), months), Some(day(last)), "{months} months after {end}");
    }
}

#[test]
fn it_is_told_ninety_days_before_and_runs_out_the_day_after_its_last() {
    let sound = certificate(Kind::Isms, "2024-04-01", Some("2027-03-31"));
    let state = |on: &str| sound.standing_on(day(on)).state;
    assert_eq!(WARN_DAYS, 90);
    assert_eq!((state("2026-12-30"), state("2026-12-31")), (State::Valid, State::Expiring));
    assert_eq!((state("2027-03-31"), state("2027-04-01")), (State::Expiring, State::Expired));
    assert_eq!((state("2024-03-31"), state("2024-04-01")), (State::NotYet, State::Valid));
    let told: Vec<String> = sound.standing_on(day("2027-03-01")).reasons.iter().map(|reason| reason.rule.clone()).collect();
    assert_eq!(told, ["certificate.last_day", "certificate.warning"]);
}

#[test]
fn a_renewal_applied_for_in_time_carries_ismap_on_and_nothing_else() {
    let filed = |kind: Kind, on: Option<&str>| Certificate { renewal_filed_on: on.map(day), ..certificate(kind, "2026-02-01", Some("2027-01-31")) };
    let state = |kind: Kind, on: Option<&str>, asked: &str| filed(kind, on).standing_on(day(asked)).state;
    assert_eq!(state(Kind::Ismap, Some("2027-01-31"), "2028-01-01"), State::RenewalPending, "on its last day is in time");
    assert_eq!(state(Kind::Ismap, Some("2027-02-01"), "2027-02-01"), State::Expired, "the day after is not");
    assert_eq!(state(Kind::Ismap, None, "2027-02-01"), State::Expired);
    assert_eq!(state(Kind::Ismap, Some("2027-01-10"), "2027-01-09"), State::Expiring, "before it was applied for nobody knew");
    assert_eq!(state(Kind::PMark, Some("2027-01-01"), "2027-02-01"), State::Expired);
    let (pending, late) = (filed(Kind::Ismap, Some("2027-01-31")), filed(Kind::Ismap, Some("2027-02-01")));
    assert_eq!((pending.course(), late.course()), (CertificateCourse::Pending, CertificateCourse::Running));
    assert_eq!(pending.standing_on(day("2028-01-01")).until, None, "until it is decided");
    let keys =
        |certificate: &Certificate| certificate.standing_on(day("2027-03-01")).reasons.iter().map(|reason| reason.message.key.to_string()).collect::<Vec<_>>();
    assert!(keys(&late).contains(&"certificate.filed_late".to_owned()));
    assert!(keys(&filed(Kind::PMark, Some("2027-01-01"))).contains(&"certificate.filed_in_vain".to_owned()));
}

#[test]
fn one_that_ended_counted_until_the_day_before() {
    let end = End { on: day("2026-06-01"), reason: EndReason::Revoked, remark: String::new() };
    let ended = Certificate { ended: Some(end), ..certificate(Kind::Ismap, "2026-02-01", Some("2027-01-31")) };
    assert!(ended.is_in_force_on(day("2026-05-31")) && !ended.is_in_force_on(day("2026-06-01")));
    let standing = ended.standing_on(day(TODAY));
    assert_eq!((standing.state, standing.until), (State::Ended, Some(day("2026-05-31"))));
    assert!(standing.reasons.last().is_some_and(|reason| reason.message.say(domain::Lang::Ja).contains("取消し")));
    let read = |on: &str, reason: &str| EndForm { on: on.into(), reason: reason.into(), remark: String::new() }.read(day("2026-02-01"), day(TODAY));
    assert_eq!(read("R8.6.1", "返納・辞退").map(|end| end.reason), Ok(EndReason::Returned));
    assert_eq!(faults(read("2026-11-25", "revoked")), ["on: field.in_future"]);
    assert_eq!(faults(read("2026-01-31", "revoked")), ["on: certificate.ends_early"]);
    assert_eq!(faults(read("", "")), ["on: field.required", "reason: field.required"]);
}

#[test]
fn the_same_certificate_is_there_once_at_a_time() {
    let numbered = |number: &str, issued: &str, last: &str| Certificate { number: number.into(), ..certificate(Kind::PMark, issued, Some(last)) };
    let first = numbered("10123456(05)", "2025-01-01", "2026-12-31");
    assert!(first.doubles(&numbered("10123456(06)", "2026-12-31", "2028-12-30")), "renewed under the same number, a day in common");
    assert!(!first.doubles(&numbered("10123456(06)", "2027-01-01", "2028-12-31")));
    assert!(!first.doubles(&numbered("10123457(05)", "2025-01-01", "2026-12-31")));
    let ended = Certificate { ended: Some(End { on: day("2026-06-01"), reason: EndReason::Renewed, remark: String::new() }), ..first.clone() };
    assert!(!ended.doubles(&numbered("10123456(06)", "2026-06-01", "2028-05-31")));
    assert!(!first.doubles(&Certificate { contractor: ContractorId::new("c2"), ..first.clone() }));
    let nameless = certificate(Kind::Other, "2025-01-01", None);
    assert!(!nameless.doubles(&nameless), "without a number nobody knows");
}

#[test]
fn what_renews_another_begins_with_its_particulars_and_no_days() {
    let before =
        Certificate { number: "10123456(05)".into(), body: "機構".into(), remark: "写しは棚2".into(), ..certificate(Kind::PMark, "2025-01-01", None) };
    let form = CertificateForm::renewing(&before);
    assert_eq!((form.renews.as_str(), form.number.as_str(), form.body.as_str()), ("a", "10123456(05)", "機構"));
    assert_eq!((form.issued_on.as_str(), form.expires_on.as_str(), form.remark.as_str()), ("", "", ""));
    let again = CertificateForm::from(&before);
    assert_eq!((again.renews.as_str(), again.issued_on.as_str()), ("", "2025-01-01"));
}

#[test]
fn a_certificate_is_called_by_kind_stars_and_number() {
    let called = |kind, grade, number: &str, edition: &str| title(kind, grade, number, edition, domain::Lang::Ja);
    assert_eq!(called(Kind::JcStar, Some(2), "J-1", ""), "JC-STAR ★2 J-1");
    assert_eq!(called(Kind::Other, None, "", "情報処理安全確保支援"), "情報処理安全確保支援");
    assert_eq!(called(Kind::PMark, None, "10123456", ""), "プライバシーマーク 10123456");
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u64..14_000).prop_map(|days| day("2019-01-01") + Days::new(days))
}

fn any_certificate() -> impl Strategy<Value = Certificate> {
    (select(Kind::ALL), any_day(), 0u64..1_500, proptest::option::of(0u64..2_000), proptest::option::of(0u64..2_000)).prop_map(
        |(kind, issued, lasts, filed, ended)| {
            let sooner = |days: Option<u64>| days.map(|days| issued + Days::new(days));
            Certificate {
                issued_on: issued,
                expires_on: Some(issued + Days::new(lasts)),
                renewal_filed_on: sooner(filed),
                ended: sooner(ended).map(|on| End { on, reason: EndReason::Revoked, remark: String::new() }),
                ..certificate(kind, "2026-01-01", None)
            }
        },
    )
}

proptest! {
    #[test]
    fn months_after_a_day_end_on_the_day_of_that_number_or_at_the_end_of_the_month(end in any_day(), months in 1u32..60) {
        let last = last_day_of(end, months).expect("a day");
        let next = last + Days::new(1);
        let first = end + Days::new(1);
        let elapsed = i64::from(next.year() - first.year()) * 12 + i64::from(next.month()) - i64::from(first.month());
        if next.day() == first.day() {
            prop_assert_eq!(elapsed, i64::from(months));
        } else {
            // There is no such day in that month: it ended with the month.
            prop_assert_eq!(next.day(), 1);
            prop_assert!(first.day() > last.day());
        }
        prop_assert!(last_day_of(end + Days::new(1), months).expect("a day") >= last, "a later period never ends sooner");
    }

    #[test]
    fn it_is_in_force_from_its_issue_to_its_last_day_unless_a_renewal_or_an_end_says_otherwise(certificate in any_certificate(), asked in any_day()) {
        let last = certificate.expires_on.expect("a last day");
        let ended = certificate.ended.as_ref().is_some_and(|end| end.on <= asked);
        let filed = certificate.renewal_filed_on.is_some_and(|filed| filed <= asked && filed <= last);
        let carried = certificate.kind == Kind::Ismap && filed;
        let expected = asked >= certificate.issued_on && !ended && (asked <= last || carried);
        prop_assert_eq!(certificate.is_in_force_on(asked), expected);
        let standing = certificate.standing_on(asked);
        prop_assert!(!standing.reasons.is_empty());
        prop_assert!(standing.reasons.iter().all(|reason| reason.message.is_known()));
    }

    #[test]
    fn what_is_stored_of_its_course_agrees_with_every_day_to_come(certificate in any_certificate(), after in 0u64..3_000) {
        // A day on which all that is recorded has happened.
        let known = [Some(certificate.issued_on), certificate.renewal_filed_on, certificate.ended.as_ref().map(|end| end.on)];
        let asked = known.into_iter().flatten().max().expect("one") + Days::new(after);
        let last = certificate.expires_on.expect("a last day");
        let expected = match certificate.course() {
            CertificateCourse::Ended => State::Ended,
            CertificateCourse::Pending => State::RenewalPending,
            CertificateCourse::Running if last < asked => State::Expired,
            CertificateCourse::Running if last <= asked + Days::new(WARN_DAYS) => State::Expiring,
            CertificateCourse::Running => State::Valid,
        };
        prop_assert_eq!(certificate.standing_on(asked).state, expected);
    }

    #[test]
    fn a_number_read_is_read_the_same_again(kind in select(Kind::ALL), number in "[0-9A-Ca-c０-９（）()－-]{0,14}") {
        let format = kind.rule().number;
        if let Ok(read) = format.read(&number) {
            prop_assert_eq!(format.read(&read), Ok(read.clone()));
            prop_assert!(read.to_uppercase().replace(' ', "").starts_with(&format.identity(&read)));
        }
    }
}
