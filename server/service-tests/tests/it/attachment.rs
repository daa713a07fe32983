//! 添付: kept with records of every kind, by version, once; guarded like the record; there after a restart; proved on the command line.

use bytes::Bytes;
use domain::{
    Error,
    attachment::{Attachment, AttachmentForm, AttachmentKind, Media, Subject, WithdrawalForm},
    audit::{AuditAction, AuditFilter},
    certificate::CertificateForm,
    id::{AttachmentId, ContractId},
    person::Role,
    subcontract::SubcontractForm,
};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use service::{Config, Ctx, Services};

use crate::city::{City, today};

fn whole(content: &[u8]) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Unpin + Send + use<> {
    let pieces: Vec<_> = content.chunks(7).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces)
}

fn form(kind: &str, title: &str) -> AttachmentForm {
    AttachmentForm { kind: kind.into(), title: title.into() }
}

async fn attach(services: &Services, ctx: &Ctx, subject: Subject, record: &str, name: &str, content: &[u8]) -> Result<Attachment, Error> {
    let attachments = services.attachments();
    let received = attachments.receive(ctx, subject, record, name, whole(content)).await?;
    attachments.create(ctx, received, &form("other", "")).await
}

async fn read(services: &Services, ctx: &Ctx, id: &AttachmentId, number: u32) -> Result<Vec<u8>, Error> {
    let download = services.attachments().download(ctx, id, number).await?;
    Ok(download
        .content
        .try_fold(Vec::new(), |mut read, piece| async move {
            read.extend(piece);
            Ok(read)
        })
        .await
        .expect("whole"))
}

fn key<T: std::fmt::Debug>(refused: Result<T, Error>) -> String {
    match refused {
        Err(Error::Invalid(errors)) => format!("{} {}", errors[0].field, errors[0].message.key),
        Err(Error::Refused(reasons)) => reasons[0].key.to_string(),
        other => panic!("{other:?}"),
    }
}

async fn draft(city: &City) -> ContractId {
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    city.services.contracts().create(&city.as_role(Role::DepartmentHead), &city.contract_form("R08-0001", &contractor)).await.expect("a draft").id
}

/// Every file below a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_by_version_and_each_fetch_is_noted() {
    let city = City::found().await;
    let (services, staff, auditor) = (&city.services, city.as_role(Role::Staff), city.as_role(Role::Auditor));
    let contract = draft(&city).await;
    let attachments = services.attachments();
    let received =
        attachments.receive(&staff, Subject::Contract, contract.as_str(), "C:\\案件\\特記仕様書.MD", whole("# 特記仕様書\n".as_bytes())).await.expect("taken");
    let made = attachments.create(&staff, received, &form("annex", "")).await.expect("attached");
    let first = made.latest().expect("a file").clone();
    assert_eq!((made.title.as_str(), made.kind, made.version), ("特記仕様書", AttachmentKind::Annex, 1));
    assert_eq!((first.file_name.as_str(), first.media, first.size, first.number), ("特記仕様書.MD", Media::Markdown, 18, 1));
    assert_eq!(first.sha256.len(), 64);

    let received = attachments.receive_version(&staff, &made.id, 1, "特記仕様書 改.pdf", whole(b"%PDF-1.7\n1 0 obj\n")).await.expect("taken");
    let second = attachments.add_version(&staff, &made.id, 1, received).await.expect("added");
    assert_eq!((second.version, second.versions.len(), second.latest().map(|file| (file.number, file.media))), (2, 2, Some((2, Media::Pdf))));
    assert_eq!(read(services, &auditor, &made.id, 1).await.expect("read"), "# 特記仕様書\n".as_bytes());
    assert_eq!(read(services, &auditor, &made.id, 2).await.expect("read"), b"%PDF-1.7\n1 0 obj\n");
    assert_eq!(read(services, &auditor, &made.id, 3).await.expect_err("there are two"), Error::NotFound);

    let changed = attachments.change(&staff, &made.id, 2, &form("contract", "契約書と特記仕様書")).await.expect("changed");
    assert_eq!((changed.kind, changed.title.as_str(), changed.versions.len()), (AttachmentKind::Contract, "契約書と特記仕様書", 2));
    assert_eq!(attachments.change(&staff, &made.id, 2, &form("annex", "遅い")).await.expect_err("somebody was first"), Error::Conflict { current: 3 });
    assert_eq!(key(attachments.change(&staff, &made.id, 3, &form("", " ")).await), "kind field.required");
    assert_eq!(key(attachments.withdraw(&staff, &made.id, 3, &WithdrawalForm::default()).await), "reason field.required");
    let gone = attachments.withdraw(&staff, &made.id, 3, &WithdrawalForm { reason: "別の契約のもの".into() }).await.expect("withdrawn");
    assert_eq!(gone.withdrawn.map(|withdrawn| (withdrawn.by, withdrawn.reason)), Some(("職員 staff".into(), "別の契約のもの".into())));
    for refused in [
        attachments.change(&staff, &made.id, 4, &form("annex", "x")).await,
        attachments.withdraw(&staff, &made.id, 4, &WithdrawalForm { reason: "x".into() }).await,
        attachments.receive_version(&staff, &made.id, 4, "a.txt", whole(b"x")).await.map(|_| gone_again()),
    ] {
        assert_eq!(key(refused), "attachment.withdrawn");
    }
    assert_eq!(read(services, &auditor, &made.id, 2).await.expect("it stays"), b"%PDF-1.7\n1 0 obj\n");
    let list = attachments.list(&auditor, Subject::Contract, contract.as_str()).await.expect("listed");
    assert_eq!((list.items.len(), list.may_attach, list.megabytes), (1, false, 50));
    assert!(!attachments.get(&staff, &made.id).await.expect("read").may_change);

    let trail = services.audit().list(&auditor, &AuditFilter { record: Some(contract.to_string()), ..AuditFilter::default() }).await.expect("the trail");
    let told: Vec<_> = trail.items.iter().filter(|event| event.title.contains("（添付：")).map(|event| event.action).collect();
    assert_eq!(
        told,
        [AuditAction::Download, AuditAction::Step, AuditAction::Change, AuditAction::Download, AuditAction::Download, AuditAction::Change, AuditAction::Create]
    );
    let fetched = trail.items.iter().find(|event| event.action == AuditAction::Download).expect("noted");
    let said = |field: &str| fetched.changes.iter().find(|change| change.field == field).and_then(|change| change.after.clone());
    assert_eq!((said("attachment.file_name").as_deref(), said("attachment.file_version").as_deref()), (Some("特記仕様書 改.pdf"), Some("2")));
    assert_eq!(said("attachment.sha256"), second.latest().map(|file| file.sha256.clone()));
    services.audit().verify().await.expect("read").expect("the chain holds");
}

fn gone_again() -> Attachment {
    unreachable!("a version of what was withdrawn is not taken")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_the_record_attaches_and_whoever_reads_it_fetches() {
    let city = City::found().await;
    let services = &city.services;
    let contract = draft(&city).await;
    let contractor = city.contractor("6000012050003", "若葉データ株式会社", "ワカバデータ").await;
    let selection = city.vetted(&contractor).await;
    let node = SubcontractForm {
        contractor: contractor.to_string(),
        work: "データ入力".into(),
        personal: "none".into(),
        place: "県内".into(),
        start: "2026-12-01".into(),
        end: "2027-03-31".into(),
        ..SubcontractForm::default()
    };
    let node = services.subcontracts().create(&city.as_role(Role::Staff), &contract, &node).await.expect("requested").id;
    let officer = city.as_role(Role::ProcurementOfficer);
    let active = city.in_force(&officer, &city.contract_form("R08-0002", &contractor)).await;
    let plan = services.contracts().plan(&officer, &active).await.expect("a plan");
    let check = plan.items.first().expect("a check").row.id.to_string();
    let isms = CertificateForm {
        contractor: contractor.to_string(),
        kind: "isms".into(),
        number: "IS-1".into(),
        scope: "本社".into(),
        body: "試験認証機構".into(),
        edition: "JIS Q 27001:2023".into(),
        issued_on: "2025-01-15".into(),
        expires_on: "2028-01-14".into(),
        ..CertificateForm::default()
    };
    let certificate = services.certificates().create(&officer, &isms).await.expect("registered").id;
    for (subject, record) in [
        (Subject::Contract, contract.to_string()),
        (Subject::Contractor, contractor.to_string()),
        (Subject::Certificate, certificate.to_string()),
        (Subject::Selection, selection.to_string()),
        (Subject::Subcontract, node.to_string()),
        (Subject::Verification, check),
    ] {
        let mut made = None;
        for role in [Role::Staff, Role::DepartmentHead, Role::ProcurementOfficer, Role::SecurityOfficer, Role::Approver, Role::Auditor, Role::Administrator] {
            let ctx = city.as_role(role);
            let attached = attach(services, &ctx, subject, &record, "写し.txt", "写し".as_bytes()).await;
            let (reads, writes) = (ctx.actor.can(subject.reading()), ctx.actor.can(subject.writing()));
            match attached {
                Ok(attachment) => {
                    assert!(writes, "{role} on {subject}");
                    made = Some(attachment.id);
                }
                Err(error) => assert!(!writes && matches!(error, Error::Forbidden(_) | Error::NotFound), "{role} on {subject}: {error:?}"),
            }
            let listed = services.attachments().list(&ctx, subject, &record).await;
            assert_eq!(listed.as_ref().map(|list| list.may_attach).ok(), reads.then_some(writes), "{role} on {subject}: {listed:?}");
        }
        let id = made.expect("somebody may");
        for role in [Role::Staff, Role::DepartmentHead, Role::ProcurementOfficer, Role::SecurityOfficer, Role::Auditor, Role::Administrator] {
            let ctx = city.as_role(role);
            let fetched = read(services, &ctx, &id, 1).await;
            assert_eq!(fetched.is_ok(), ctx.actor.can(subject.reading()), "{role} on {subject}");
        }
        let stranger = city.stranger();
        let own = stranger.actor.reach(subject.reading()) == Ok(domain::permission::Reach::City);
        for answer in [read(services, &stranger, &id, 1).await.map(drop), services.attachments().list(&stranger, subject, &record).await.map(drop)] {
            assert_eq!(answer, if own { Ok(()) } else { Err(Error::NotFound) }, "{subject}");
        }
        let nowhere = services.attachments().list(&city.as_role(Role::Auditor), subject, "01nothing").await;
        assert_eq!(nowhere.expect_err("no such record"), Error::NotFound);
    }
    let unknown = AttachmentId::new("01nothing");
    assert_eq!(services.attachments().get(&officer, &unknown).await.expect_err("no such file"), Error::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_leaves_nothing_and_what_comes_twice_is_kept_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("files");
    let config = Config { today: Some(today()), files_url: format!("file://{}", kept.display()), attachment_limit: 64 << 10, ..Config::default() };
    let city = City::found_with(config).await;
    let (services, staff) = (&city.services, city.as_role(Role::Staff));
    let contract = draft(&city).await;
    let refused = async |name: &str, content: &[u8]| key(attach(services, &staff, Subject::Contract, contract.as_str(), name, content).await);
    assert_eq!(refused("a.txt", b"").await, "file attachment.empty");
    assert_eq!(refused("a.txt", &vec![b'x'; (64 << 10) + 1]).await, "file import.too_large");
    assert_eq!(refused("a.html", b"<!DOCTYPE html><script>1</script>").await, "file attachment.unfit");
    assert_eq!(refused("a.txt", b"<svg onload=alert(1)>").await, "file attachment.unfit");
    assert_eq!(refused("a.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0").await, "file attachment.unfit");
    assert_eq!(refused("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").await, "file attachment.unfit_office");
    assert_eq!(refused("a.docx", b"%PDF-1.7\n1 0 obj\n").await, "file attachment.ending");
    assert_eq!(refused("..", b"text").await, "file attachment.name");
    let broken = stream::iter([Ok(Bytes::from_static(b"the first half")), Err(std::io::Error::other("gone"))]);
    let attachments = services.attachments();
    assert_eq!(key(attachments.receive(&staff, Subject::Contract, contract.as_str(), "a.txt", broken).await.map(|_| ())), "file request.body");
    let sound = attachments.receive(&staff, Subject::Contract, contract.as_str(), "a.txt", whole(b"text")).await.expect("taken");
    assert_eq!(key(attachments.create(&staff, sound, &form("spell", "")).await), "kind field.choice");
    // What nobody wants is removed beside what is answered.
    for _ in 0..100 {
        if files(&kept).is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(files(&kept), Vec::<std::path::PathBuf>::new());
    assert!(attachments.list(&staff, Subject::Contract, contract.as_str()).await.expect("listed").items.is_empty());

    // Larger than a part that is written at a time would take another limit: this is many pieces of one part.
    let large: Vec<u8> = (0..60_000_u32).map(|number| b'a' + u8::try_from(number % 26).expect("small")).collect();
    let first = attach(services, &staff, Subject::Contract, contract.as_str(), "一.txt", &large).await.expect("attached");
    let second = attach(services, &staff, Subject::Contract, contract.as_str(), "二.txt", &large).await.expect("attached");
    let sha256 = first.versions[0].sha256.clone();
    assert_eq!(second.versions[0].sha256, sha256);
    assert_eq!(files(&kept), [kept.join(&sha256[..2]).join(&sha256)], "the same content is kept once");
    assert_eq!(read(services, &staff, &second.id, 1).await.expect("read"), large);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_there_after_a_restart_and_what_is_wrong_with_them_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("register-files");
    let config = Config { today: Some(today()), database_url: format!("rocksdb://{}", folder.path().join("register").display()), ..Config::default() };
    let (ids, staff) = {
        let city = City::found_with(config.clone()).await;
        let staff = city.as_role(Role::Staff);
        let contract = draft(&city).await;
        let mut ids = Vec::new();
        for text in ["一", "二", "三"] {
            ids.push(attach(&city.services, &staff, Subject::Contract, contract.as_str(), &format!("{text}.txt"), text.as_bytes()).await.expect("attached"));
        }
        (ids, staff)
    };
    // The folder of the database is let go of only some time after the last one who used it.
    let services = loop {
        match Services::open(&config).await {
            Ok(services) => break services,
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(100)).await,
        }
    };
    for (made, text) in ids.iter().zip(["一", "二", "三"]) {
        assert_eq!(read(&services, &staff, &made.id, 1).await.expect("there"), text.as_bytes());
    }
    let sound = services.attachments().verify().await.expect("looked");
    assert_eq!((sound.versions, sound.contents, sound.missing.len(), sound.altered.len(), sound.orphans.len()), (3, 3, 0, 0, 0));

    let path = |made: &Attachment| kept.join(&made.versions[0].sha256[..2]).join(&made.versions[0].sha256);
    std::fs::remove_file(path(&ids[0])).expect("removed");
    std::fs::write(path(&ids[1]), "弐").expect("altered");
    std::fs::write(kept.join("stray"), "nobody's").expect("written");
    let found = services.attachments().verify().await.expect("looked");
    assert_eq!(found.missing.iter().map(|(sha256, _)| sha256).collect::<Vec<_>>(), [&ids[0].versions[0].sha256]);
    assert_eq!(found.altered.iter().map(|(sha256, _)| sha256).collect::<Vec<_>>(), [&ids[1].versions[0].sha256]);
    assert!(found.altered[0].1.contains("二.txt"), "{found:?}");
    assert_eq!(found.orphans, ["stray"]);
    assert_eq!(key(read(&services, &staff, &ids[0].id, 1).await), "attachment.missing");
    let altered = services.attachments().download(&staff, &ids[1].id, 1).await.expect("begun");
    let pieces: Vec<_> = altered.content.collect().await;
    assert!(pieces.last().is_some_and(Result::is_err), "what was altered does not arrive as if it were whole");

    // Whoever still has the file mends it by attaching it again.
    let contract = ids[0].record.clone();
    for (text, name) in [("一", "一.txt"), ("二", "二.txt")] {
        attach(&services, &staff, Subject::Contract, &contract, name, text.as_bytes()).await.expect("attached");
    }
    let mended = services.attachments().verify().await.expect("looked");
    assert_eq!((mended.versions, mended.contents, mended.missing.len(), mended.altered.len()), (5, 3, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_takes_no_more_files_than_can_be_read_at_once() {
    let city = City::found().await;
    let (services, staff) = (&city.services, city.as_role(Role::Staff));
    let contract = draft(&city).await;
    for number in 0..200 {
        attach(services, &staff, Subject::Contract, contract.as_str(), &format!("{number}.txt"), b"x").await.expect("attached");
    }
    assert_eq!(key(attach(services, &staff, Subject::Contract, contract.as_str(), "201.txt", b"x").await), "attachment.too_many");
    let list = services.attachments().list(&staff, Subject::Contract, contract.as_str()).await.expect("listed");
    assert_eq!(list.items.len(), 200);
}
