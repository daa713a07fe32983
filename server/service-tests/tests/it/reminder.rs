//! 督促: a whole year with a clock that is moved and a process that keeps being killed, two servers at once, mails that fail, and days away.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    task::{Context, Poll},
};

use chrono::{Days, NaiveDate};
use domain::{
    Error,
    board::{BoardFilter, Lane},
    calendar::Calendar,
    error::FieldError,
    finding::{FindingForm, MeasureForm, MeasureReportForm},
    id::VerificationId,
    label::Choice,
    person::Role,
    policy::ReminderStep,
    reminder::{AbsenceForm, Digest, DigestFilter, DigestRow, MailLangForm, MailState},
    verification::{AnswerForm, ReportForm},
};
use service::{Config, Ctx, Services};

use crate::{
    city::City,
    post::{Mail, Post},
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn on(today: NaiveDate, config: &Config) -> Config {
    Config { today: Some(today), ..config.clone() }
}

/// A future that is left alone after a number of steps, as a process that is killed leaves everything.
struct Killed<F> {
    work: Pin<Box<F>>,
    left: usize,
}

impl<F: Future> Future for Killed<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        self.work.as_mut().poll(context).map(Some)
    }
}

async fn killed<F: Future>(left: usize, work: F) -> Option<F::Output> {
    Killed { work: Box::pin(work), left }.await
}

/// Something due, with the first day on which nobody is to be told any more.
struct Thing {
    record: String,
    due: NaiveDate,
    over: Option<NaiveDate>,
}

/// Who is told of what on which day, worked out the plain way: day by day, role by role.
fn expected(
    due: &[Thing],
    steps: &[ReminderStep],
    calendar: &Calendar,
    days: impl Iterator<Item = NaiveDate>,
    reader: impl Fn(Role, NaiveDate) -> &'static str,
) -> BTreeSet<(NaiveDate, String, BTreeSet<String>)> {
    let mut told: BTreeMap<(usize, Role), i32> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for day in days.filter(|day| calendar.is_working(*day)) {
        let mut mails: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (place, thing) in due.iter().enumerate().filter(|(_, thing)| thing.over.is_none_or(|over| day < over)) {
            for role in Role::ALL {
                let come =
                    steps.iter().filter(|step| step.to == *role && thing.due + chrono::TimeDelta::days(i64::from(step.day)) <= day).map(|step| step.day).max();
                if let Some(step) = come.filter(|step| told.get(&(place, *role)) != Some(step)) {
                    told.insert((place, *role), step);
                    mails.entry(reader(*role, day)).or_default().insert(thing.record.clone());
                }
            }
        }
        all.extend(mails.into_iter().map(|(reader, records)| (day, format!("{reader}@city.example"), records)));
    }
    all
}

/// The same of the mails that came: the day is in the name of each, the records in its links.
fn read(mails: &[Mail]) -> BTreeSet<(NaiveDate, String, BTreeSet<String>)> {
    let of = |mail: &Mail| {
        let name = mail.id.trim_start_matches('<').split('@').next().expect("a name").to_owned();
        let records = mail
            .plain
            .lines()
            .filter_map(|line| line.trim().strip_prefix("https://itakumori.city.example/"))
            .map(|link| link.split('/').nth(1).expect("an id").to_owned());
        (day(&name[name.len() - 10..]), mail.to.first().expect("a reader").clone(), records.collect())
    };
    mails.iter().map(of).collect()
}

/// Two contracts in force, one with a finding whose measure is due in the year.
async fn city(config: Config) -> (City, String) {
    let city = City::in_office(config).await;
    let procurement = city.as_role(Role::ProcurementOfficer);
    let contractor = city.contractor("7000012050002", "青空情報株式会社", "アオゾラジョウホウ").await;
    let mut contracts = Vec::new();
    for number in ["R08-0100", "R08-0200"] {
        contracts.push(city.in_force(&procurement, &city.contract_form(number, &contractor)).await);
    }
    let officer = city.as_role(Role::SecurityOfficer);
    let form = FindingForm { severity: "minor".into(), fact: "台帳に記載がない".into(), found_on: officer.today.to_string(), ..FindingForm::default() };
    let finding = city.services.findings().create(&officer, &contracts[0], &form).await.expect("recorded");
    let measure = MeasureForm { step: "improvement".into(), asked: "台帳を直すこと".into(), due: (officer.today + Days::new(60)).to_string() };
    let asked = city.services.findings().ask(&officer, &finding.id, finding.version, &measure).await.expect("asked");
    (city, asked.id.to_string())
}

async fn checks(city: &City) -> Vec<(VerificationId, NaiveDate)> {
    let filter = BoardFilter { lane: Some(Lane::All), limit: Some(200), ..BoardFilter::default() };
    let page = city.services.verifications().board(&city.as_role(Role::SecurityOfficer), &filter).await.expect("a board");
    page.items.iter().map(|row| (row.id.clone(), row.due)).collect()
}

/// Hands a check in on a day.
async fn hand_in(city: &City, id: &VerificationId, on: NaiveDate) {
    let head = Ctx { today: on, ..city.as_role(Role::DepartmentHead) };
    let verifications = city.services.verifications();
    let check = verifications.get(&head, id).await.expect("a check").verification;
    let answer = |clause: &String| AnswerForm { clause: clause.clone(), answer: "conforms".into(), remark: String::new() };
    let form = ReportForm {
        method: check.methods.first().map(ToString::to_string).unwrap_or_default(),
        carried_out_on: on.to_string(),
        verdict: "adequate".into(),
        answers: check.checklist.iter().map(|item| answer(&item.clause)).collect(),
        submit: "true".into(),
        ..ReportForm::default()
    };
    verifications.report(&head, id, check.version, &form).await.expect("handed in");
}

async fn digests(city: &City, filter: DigestFilter) -> Vec<DigestRow> {
    city.services.reminders().list(&city.as_role(Role::Auditor), &DigestFilter { limit: Some(200), ..filter }).await.expect("a list").items
}

async fn whole(city: &City, row: &DigestRow) -> Digest {
    city.services.reminders().get(&city.as_role(Role::Auditor), &row.id).await.expect("a digest")
}

fn away(from: &str, to: &str, deputy: &Ctx) -> AbsenceForm {
    AbsenceForm { from: from.into(), to: to.into(), deputy: deputy.actor.id.to_string() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_sends_exactly_the_mails_that_are_expected_whenever_the_process_is_killed() {
    let mut post = Post::open(false);
    let (first, last) = (day("2026-04-01"), day("2027-04-30"));
    let config = Config { today: Some(first), ..Config::default() };
    let (city, finding) = city(config.clone()).await;
    let config = post.settings(config);
    let people = city.services.people();
    // Staff are on leave in August; the procurement officer stands in.
    let (staff, deputy) = (city.as_role(Role::Staff), city.as_role(Role::ProcurementOfficer));
    let version = people.reminding(&staff, &staff.actor.id).await.expect("known").version;
    people.add_absence(&staff, &staff.actor.id, version, &away("2026-05-11", "2026-08-31", &deputy)).await.expect("said");

    // One check is handed in before it is due, one when it is late; the contractor answers late; the rest is left to climb.
    let mut open: Vec<Thing> = checks(&city).await.into_iter().map(|(id, due)| Thing { record: id.to_string(), due, over: None }).collect();
    open.sort_by_key(|thing| thing.due);
    assert!(open.len() >= 4, "{:?}", open.iter().map(|thing| thing.due).collect::<Vec<_>>());
    let early = open.iter().position(|thing| thing.due > first + Days::new(60)).expect("a check in summer");
    let late = early + 1;
    open[early].over = Some(open[early].due - Days::new(10));
    open[late].over = Some(open[late].due + Days::new(10));
    let due = first + Days::new(60);
    open.push(Thing { record: finding.clone(), due, over: Some(due + Days::new(9)) });
    // A deed of a day is done in its morning, before anybody is told.
    let deeds = |day: NaiveDate| open.iter().enumerate().filter(move |(_, thing)| thing.over == Some(day));

    let policies = city.services.policies().current(&city.as_role(Role::SecurityOfficer)).await.expect("policies");
    let steps = policies.reminders.steps.clone();
    let calendar = Calendar::new(&policies.closed, &policies.holidays);
    let days = || first.iter_days().take_while(|day| *day <= last);
    let mut kills = 0;
    for (number, today) in days().enumerate() {
        for (place, thing) in deeds(today) {
            if thing.record == finding {
                let told = MeasureReportForm { reported_on: today.to_string(), text: "直した".into() };
                let ctx = Ctx { today, ..city.as_role(Role::SecurityOfficer) };
                let id = finding.parse().expect("an id");
                let version = city.services.findings().get(&ctx, &id).await.expect("a view").finding.version;
                city.services.findings().report(&ctx, &id, version, &told).await.expect("written down");
            } else {
                hand_in(&city, &open[place].record.parse().expect("an id"), today).await;
            }
        }
        let config = on(today, &config);
        let store = || city.services.store().beside();
        if number % 3 == 0 {
            // Somewhere on the way to the day, and somewhere on the way to its mails.
            let services = Services::over(&config, store()).await.expect("opens");
            kills += usize::from(killed(number / 3 % 13, services.remind()).await.is_none());
            let services = Services::over(&config, store()).await.expect("opens again");
            services.remind().await.expect("told");
            kills += usize::from(killed(number / 3 % 17, services.send_mails()).await.is_none());
        }
        let services = Services::over(&config, store()).await.expect("opens");
        services.remind().await.expect("told");
        services.send_mails().await.expect("sent");
    }
    // What was in hand when a process was killed is sent once its time is up.
    let after = Services::over(&on(last + Days::new(1), &config), city.services.store().clone()).await.expect("opens");
    after.send_mails().await.expect("sent");

    let reader = |role: Role, today: NaiveDate| match role {
        Role::Staff if (day("2026-05-11")..=day("2026-08-31")).contains(&today) => "procurement_officer",
        other => other.word(),
    };
    let expected = expected(&open, &steps, &calendar, days(), reader);
    let mails = post.taken();
    let came = read(&mails);
    assert_eq!(came.difference(&expected).collect::<Vec<_>>(), Vec::<&_>::new(), "mails nobody expected");
    assert_eq!(expected.difference(&came).collect::<Vec<_>>(), Vec::<&_>::new(), "mails that did not come");
    assert!(kills > 20, "{kills}");
    // A mail may leave twice only where the process ended between sending it and writing that down; then both have one name.
    let names: BTreeSet<&str> = mails.iter().map(|mail| mail.id.as_str()).collect();
    assert_eq!(names.len(), expected.len());
    assert!(mails.len() - names.len() <= kills, "{} of {} came twice", mails.len() - names.len(), mails.len());
    assert!(came.iter().any(|(_, to, _)| to.starts_with("approver")) && came.iter().any(|(_, to, _)| to.starts_with("procurement_officer")));
    assert!(mails.iter().all(|mail| mail.date
        && mail.faults.is_empty()
        && mail.subject.starts_with("【委託守】期限のお知らせ")
        && mail.from == "委託守 <itakumori@city.example>"
        && mail.html.contains("<a href=\"https://itakumori.city.example/")));
    assert!(digests(&city, DigestFilter { state: Some(MailState::Sent), ..DigestFilter::default() }).await.len() == expected.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_tell_everybody_once() {
    let mut post = Post::open(true);
    let config = Config { today: Some(day("2026-11-24")), ..Config::default() };
    let (city, _) = city(config.clone()).await;
    let late = post.settings(on(day("2027-02-10"), &config));
    let one = Services::over(&late, city.services.store().beside()).await.expect("opens");
    let other = Services::over(&late, city.services.store().beside()).await.expect("opens");
    let (a, b) = tokio::join!(one.remind(), other.remind());
    let told = [a.expect("told"), b.expect("told")];
    assert!(told.contains(&0) && told.iter().sum::<usize>() >= 3, "{told:?}");
    let (a, b) = tokio::join!(one.send_mails(), other.send_mails());
    let sent = a.expect("sent") + b.expect("sent");
    let mails = post.taken();
    let names: BTreeSet<&str> = mails.iter().map(|mail| mail.id.as_str()).collect();
    assert!(sent == told.iter().sum::<usize>() && mails.len() == sent && names.len() == sent, "{sent} {names:?}");
    assert_eq!((one.remind().await.expect("told"), other.send_mails().await.expect("sent")), (0, 0), "once a day");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_fails_is_tried_again_shown_and_sent_again_by_hand() {
    let mut post = Post::open(false);
    let config = Config { today: Some(day("2026-11-24")), ..Config::default() };
    let (city, _) = city(config.clone()).await;
    // Without a mail server it is in the app only.
    let quiet = told_on(&city, &config, "2026-12-28").await;
    assert_eq!(quiet.send_mails().await.expect("nothing to send"), 0);
    let shown = digests(&city, DigestFilter::default()).await;
    assert!(!shown.is_empty() && shown.iter().all(|row| row.state == MailState::InApp), "{shown:?}");

    let config = post.settings(config);
    post.order("later");
    let services = told_on(&city, &config, "2027-01-25").await;
    let waiting = DigestFilter { state: Some(MailState::Waiting), ..DigestFilter::default() };
    let told = digests(&city, waiting.clone()).await.len();
    assert!(told > 0);
    assert_eq!(services.send_mails().await.expect("looked at"), told - 1);
    let held = digests(&city, waiting).await;
    assert_eq!(held.len(), 1);
    let digest = whole(&city, &held[0]).await;
    assert!(digest.attempts == 1 && digest.next_at.is_some() && digest.fault.contains("Come back later"), "{digest:?}");
    assert_eq!(services.send_mails().await.expect("not its turn"), 0);

    post.order("never");
    let services = told_on(&city, &config, "2027-01-26").await;
    services.send_mails().await.expect("looked at");
    let failed = digests(&city, DigestFilter { state: Some(MailState::Failed), ..DigestFilter::default() }).await;
    assert_eq!(failed.len(), 1);
    let digest = whole(&city, &failed[0]).await;
    assert!(digest.next_at.is_none() && digest.fault.contains("No such mailbox"), "{digest:?}");
    for role in [Role::Staff, Role::Auditor, Role::Approver] {
        assert!(matches!(services.reminders().send_again(&city.as_role(role), &digest.id, digest.version).await, Err(Error::Forbidden(_))), "{role}");
    }
    let (admin, reminders) = (Ctx { now: chrono::DateTime::UNIX_EPOCH, ..city.as_role(Role::Administrator) }, services.reminders());
    assert_eq!(reminders.send_again(&admin, &digest.id, digest.version + 1).await.err(), Some(Error::Conflict { current: digest.version }));
    let again = reminders.send_again(&admin, &digest.id, digest.version).await.expect("it waits");
    assert_eq!((again.state, again.attempts), (MailState::Waiting, 0));
    assert!(matches!(reminders.send_again(&admin, &digest.id, again.version).await, Err(Error::Refused(_))), "it waits already");
    let before = post.taken().len();
    assert_eq!(services.send_mails().await.expect("sent"), 1);
    assert_eq!(post.taken().len(), before + 1);
    let sent = whole(&city, &failed[0]).await;
    assert!(sent.state == MailState::Sent && sent.sent_at.is_some() && sent.fault.is_empty(), "{sent:?}");

    // A server that takes a mail and is gone before it says so: the mail comes again under the same name.
    post.order("cut");
    let services = told_on(&city, &config, "2027-02-02").await;
    services.send_mails().await.expect("looked at");
    let services = told_on(&city, &config, "2027-02-03").await;
    services.send_mails().await.expect("sent");
    let mails = post.taken();
    let names: BTreeSet<&str> = mails.iter().map(|mail| mail.id.as_str()).collect();
    assert_eq!(mails.len(), names.len() + 1);
}

/// The services of a day on which people were told.
async fn told_on(city: &City, config: &Config, today: &str) -> Services {
    let services = Services::over(&on(day(today), config), city.services.store().clone()).await.expect("opens");
    services.remind().await.expect("told");
    services
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_says_when_they_are_away_and_a_head_says_it_for_the_ill() {
    let city = City::in_office(Config { today: Some(day("2026-11-24")), ..Config::default() }).await;
    let people = city.services.people();
    let (staff, head, deputy) = (city.as_role(Role::Staff), city.as_role(Role::DepartmentHead), city.as_role(Role::ProcurementOfficer));
    let own = &staff.actor.id;
    let fields = |error: Option<Error>| match error {
        Some(Error::Invalid(errors)) => errors.into_iter().map(|error: FieldError| (error.field, error.message.key.to_string())).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let made = people.add_absence(&staff, own, 1, &away("2026-12-01", "2026-12-04", &deputy)).await.expect("said");
    assert_eq!(people.add_absence(&staff, own, 1, &away("2027-01-04", "2027-01-04", &deputy)).await.err(), Some(Error::Conflict { current: 2 }));
    let wrong = people.add_absence(&staff, own, made.version, &away("2026-12-04", "2026-12-10", &deputy)).await.err();
    assert_eq!(fields(wrong), [("from".into(), "absence.overlaps".into())]);
    let nobody = AbsenceForm { deputy: "nobody".into(), ..away("2027-01-04", "2027-01-04", &deputy) };
    assert_eq!(fields(people.add_absence(&staff, own, made.version, &nobody).await.err()), [("deputy".into(), "absence.unknown_deputy".into())]);
    // The head for the section's staff, not for others; a stranger for nobody here.
    let ill = people.add_absence(&head, own, made.version, &away("2026-11-24", "2026-11-26", &head)).await.expect("said by the head");
    assert_eq!(people.reminding(&city.stranger(), own).await.err(), Some(Error::NotFound));
    assert!(matches!(people.reminding(&staff, &head.actor.id).await, Err(Error::Forbidden(_))));
    let known = people.reminding(&staff, own).await.expect("known");
    assert_eq!(
        known.absences.iter().map(|row| (row.from, row.deputy_name.as_str())).collect::<Vec<_>>(),
        [(day("2026-12-01"), "職員 procurement_officer"), (day("2026-11-24"), "職員 department_head")]
    );
    assert_eq!(people.reminding(&deputy, &deputy.actor.id).await.expect("known").stands_in.len(), 1);
    // Back early: what runs ends yesterday, which here is before it began; what is to come falls away.
    let back = people.end_absence(&staff, own, ill.version, day("2026-11-24")).await.expect("ended");
    assert_eq!(back.absences.len(), 1);
    let none = people.end_absence(&staff, own, back.version, day("2026-12-01")).await.expect("taken back");
    assert!(none.absences.is_empty());
    assert!(matches!(people.end_absence(&staff, own, none.version, day("2026-12-01")).await, Err(Error::Refused(_))));
    let english = people.choose_mail_lang(&staff, own, none.version, &MailLangForm { lang: "en".into() }).await.expect("chosen");
    assert_eq!(english.lang, domain::Lang::En);
    assert_eq!(
        fields(people.choose_mail_lang(&staff, own, english.version, &MailLangForm { lang: "fr".into() }).await.err()),
        [("lang".into(), "field.choice".into())]
    );
    let names: Vec<String> = people.deputies(&staff).await.expect("a list").into_iter().map(|deputy| deputy.name).collect();
    assert!(names.len() >= Role::ALL.len() && names.is_sorted(), "{names:?}");
    let (entries, _) = city.services.audit().verify().await.expect("read").expect("the chain holds");
    assert!(entries > 5);
}
