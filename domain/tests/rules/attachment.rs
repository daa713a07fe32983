//! Files kept with records: their names, their kinds, and the forms around them.

use domain::{
    Error, Lang,
    attachment::{Attachment, AttachmentForm, AttachmentKind, Media, Subject, Unfit, WithdrawalForm},
    id::AttachmentId,
    label::Choice,
    permission::{Operation, Scope, scope},
    person::Role,
};

use crate::faults::faults;

#[test]
fn a_kind_is_chosen_and_the_title_follows_the_name_of_the_file() {
    let form = |kind: &str, title: &str| AttachmentForm { kind: kind.into(), title: title.into() };
    let input = form("特記仕様書", "").read("R8 特記仕様書.v2.docx").expect("sound");
    assert_eq!((input.kind, input.title.as_str()), (AttachmentKind::Annex, "R8 特記仕様書.v2"));
    assert_eq!(form("photograph", " 作業室の\n施錠 ").read("IMG_0001.jpg").expect("sound").title, "作業室の 施錠");
    assert_eq!(faults(form("", "").read("")), ["kind: field.required", "title: field.required"]);
    assert_eq!(faults(form("video", &"長".repeat(201)).read("a.pdf")), ["kind: field.choice", "title: field.too_long"]);
    assert_eq!(faults(WithdrawalForm { reason: " \n".into() }.read()), ["reason: field.required"]);
    assert_eq!(faults(WithdrawalForm { reason: "長".repeat(1001) }.read()), ["reason: field.too_long"]);
    assert_eq!(WithdrawalForm { reason: "別の契約のもの\r\n".into() }.read().ok().as_deref(), Some("別の契約のもの"));
}

#[test]
fn an_attachment_is_stated_as_its_form_reads_it() {
    let attachment = Attachment {
        id: AttachmentId::new("a1"),
        subject: Subject::Contract,
        record: "c1".into(),
        kind: AttachmentKind::Erasure,
        title: "廃棄証明書".into(),
        versions: Vec::new(),
        withdrawn: None,
        version: 1,
    };
    let input = AttachmentForm::from(&attachment).read("").expect("sound");
    assert_eq!((input.kind, input.title), (AttachmentKind::Erasure, "廃棄証明書".to_owned()));
    assert_eq!((attachment.latest(), attachment.file(1)), (None, None));
}

#[test]
fn no_two_kinds_of_file_share_an_ending_and_none_can_be_run() {
    let mut endings: Vec<&str> = Media::ALL.iter().flat_map(|media| media.endings()).copied().collect();
    let all = endings.len();
    endings.sort_unstable();
    endings.dedup();
    assert_eq!(endings.len(), all);
    for never in ["exe", "js", "html", "htm", "svg", "xml", "docm", "xlsm", "pptm", "bat", "ps1", "doc", "xls", "jar"] {
        assert!(!endings.contains(&never), "{never}");
    }
    assert!(Media::ALL.iter().all(|media| !matches!(media.word(), "text/html" | "image/svg+xml")));
    assert!(Media::accept().starts_with(".pdf,.docx,") && Media::accept().contains(".heif"));
    assert_eq!(Media::of_text(Some("eml")), Media::Eml);
    assert_eq!((Media::of_text(None), Media::of_text(Some("pdf"))), (Media::Text, Media::Text));
}

#[test]
fn whoever_keeps_files_with_a_record_may_read_it() {
    for subject in Subject::ALL {
        for role in Role::ALL {
            let (reads, writes) = (scope(*role, subject.reading()), scope(*role, subject.writing()));
            assert!(writes == Scope::None || writes == reads || reads == Scope::City, "{subject} {role}: {reads} {writes}");
        }
        assert_eq!(scope(Role::Auditor, subject.writing()), Scope::None, "an auditor only reads");
    }
    assert_eq!(Subject::Verification.writing(), Operation::CarryOutVerification);
}

#[test]
fn what_is_not_taken_is_called_by_its_name_in_both_languages() {
    for unfit in Unfit::ALL {
        let told = domain::message::Message::new("attachment.unfit").with("what", domain::message::label_param(*unfit));
        for lang in [Lang::Ja, Lang::En] {
            assert!(told.say(lang).starts_with(unfit.label(lang)), "{}", told.say(lang));
        }
    }
}

#[cfg(feature = "server")]
mod names {
    use super::*;
    use domain::attachment::{clean, named};
    use proptest::prelude::*;

    fn key(read: Result<(String, Media), Error>) -> String {
        match read {
            Err(Error::Invalid(errors)) => format!("{} {}", errors[0].field, errors[0].message.key),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_name_is_what_can_be_seen_of_it() {
        for (given, kept) in [
            ("C:\\契約\\委託契約書.pdf", "委託契約書.pdf"),
            ("../../etc/passwd", "passwd"),
            ("か\u{3099}くせい.txt", "がくせい.txt"),
            ("invoice\u{202E}fdp.exe", "invoicefdp.exe"),
            (" .htaccess ", "htaccess"),
            ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
            ("報告 <最終>?.docx. ", "報告 _最終__.docx"),
            ("...", ""),
            ("folder/", ""),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
    }

    #[test]
    fn the_ending_fits_the_content_or_is_refused() {
        let kept = |content, name: &str| named(content, name).expect("taken");
        assert_eq!(kept(Some(Media::Pdf), "証明書.PDF"), ("証明書.PDF".into(), Media::Pdf));
        assert_eq!(kept(Some(Media::Jpeg), "a.jpeg").0, "a.jpeg");
        assert_eq!(kept(Some(Media::Pdf), "仕様書 第1.2版").0, "仕様書 第1.2版.pdf", "a number is no ending");
        assert_eq!(kept(None, "議事録"), ("議事録.txt".into(), Media::Text));
        assert_eq!(kept(None, "名簿.csv").1, Media::Csv);
        assert_eq!(kept(None, "通知.eml").1, Media::Eml);
        for (content, name) in [(Some(Media::Pdf), "a.docx"), (Some(Media::Pdf), "a.pdf.exe"), (Some(Media::Zip), "a.docx"), (None, "a.html"), (None, "a.js")] {
            assert_eq!(key(named(content, name)), "file attachment.ending", "{name}");
        }
        assert_eq!(key(named(Some(Media::Pdf), "../")), "file attachment.name");
        let long = kept(Some(Media::Xlsx), &format!("{}.xlsx", "長".repeat(300))).0;
        assert!(long.chars().count() == 200 && long.ends_with("長.xlsx"), "{long}");
    }

    proptest! {
        #[test]
        fn whatever_a_name_is_it_is_safe_to_hand_on(name in any::<String>(), media in prop::sample::select(Media::ALL)) {
            let once = clean(&name);
            prop_assert_eq!(clean(&once), once.clone(), "nothing is left to clean");
            if let Ok((kept, media)) = named(Some(media), &name) {
                prop_assert!(kept.chars().count() <= 200 && !kept.starts_with('.'));
                prop_assert!(!kept.contains(|c: char| c.is_control() || "/\\<>:\"|?*\u{202E}".contains(c)), "{}", kept);
                let ending = kept.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
                prop_assert!(ending.is_some_and(|ending| media.endings().contains(&ending.as_str())), "{}", kept);
            }
        }
    }
}
