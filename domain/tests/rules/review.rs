//! 審査: what the list says of a contract, what a person has to tick, and when a tick no longer counts.

use chrono::DateTime;
use domain::{
    clause::{CoverageLine, Mark, MarkState},
    contract::{
        Contract, ContractForm, ContractKind, Nature, Regime, RegimeChoice, Stage,
        closing::{Standing, hindrances},
        review::{Case, Confirmation, ReviewForm, ReviewLine, ReviewPoint, ReviewState, ReviewTick, checklist, refusals},
        revision::{Revision, RevisionKind},
    },
    message::Message,
    reading::{Passage, Proposal},
};
use proptest::prelude::*;

use crate::{
    faults::faults,
    samples::{any_nature, contract, day, plain},
    shipped,
};

fn whole() -> Contract {
    Contract {
        start: day("2026-12-01"),
        contractor_lead: "受託 太郎".into(),
        contractor_contact: "03-0000-0000".into(),
        workplace: "市役所".into(),
        service_level: "稼働率99.9%".into(),
        ..contract(plain())
    }
}

fn line(clause: &str, state: MarkState, blocking: bool) -> CoverageLine {
    let mark = Mark {
        clause: clause.into(),
        state,
        article: "第9条".into(),
        quote: "乙は、返還する。".into(),
        reason: String::new(),
        measure: String::new(),
        until: None,
        exception: None,
        marked_by: "市 花子".into(),
        marked_at: DateTime::UNIX_EPOCH,
    };
    CoverageLine {
        clause: clause.into(),
        group: shipped::catalogue().clauses[0].group,
        title: format!("{clause}の題"),
        requirement: String::new(),
        blocking,
        state,
        notice: None,
        coming: None,
        reasons: Vec::new(),
        mark: (state != MarkState::Missing).then_some(mark),
        proposal: None,
        request: None,
        html: String::new(),
    }
}

struct Ground {
    contract: Contract,
    clauses: Vec<CoverageLine>,
    selection: Option<&'static str>,
    hindrances: Vec<Message>,
    depth: u8,
    revision: Option<(Revision, Contract)>,
    needed: Vec<String>,
}

impl Ground {
    fn of(contract: Contract) -> Self {
        let clauses = vec![line("K09", MarkState::Present, false)];
        Self { contract, clauses, selection: Some("保守の選定"), hindrances: Vec::new(), depth: 0, revision: None, needed: Vec::new() }
    }

    fn lines(&self, confirmed: &[Confirmation]) -> Vec<ReviewLine> {
        let case = Case {
            contract: &self.contract,
            clauses: &self.clauses,
            text: None,
            selection: self.selection.map(|title| (title, Some(day("2027-11-24")))),
            selection_hindrances: &self.hindrances,
            depth_found: self.depth,
            revision: self.revision.as_ref().map(|(revision, before)| (revision, before)),
            needed_before: &self.needed,
            today: day("2026-11-24"),
        };
        checklist(&case, confirmed)
    }

    fn state(&self, key: &str) -> (ReviewState, String) {
        let lines = self.lines(&[]);
        let line = lines.iter().find(|line| line.key == key).unwrap_or_else(|| panic!("{key} is not on the list"));
        (line.state, line.found.key.to_string())
    }
}

fn version(kind: RevisionKind) -> (Revision, Contract) {
    let before = Contract { stage: Stage::Active, ..whole() };
    let revision = Revision { kind, number: 2, effective_from: day("2026-12-10"), concluded_on: Some(day("2026-12-01")), ..Revision::original(&before) };
    (revision, before)
}

#[test]
fn what_the_data_settles_needs_nobody_and_what_it_does_not_is_told() {
    use ReviewState::{Blocking, Settled, Tick};
    let ground = Ground::of(whole());
    assert_eq!(ground.state("K09"), (Settled, "review.present".into()));
    assert_eq!(ground.state("text"), (Tick, "review.no_text".into()));
    assert_eq!(refusals(&ground.lines(&[])).iter().map(|reason| reason.key.as_ref()).collect::<Vec<_>>(), ["review.unconfirmed"]);

    let bare = Ground {
        clauses: vec![line("K09", MarkState::Missing, false), line("MN2", MarkState::Missing, true)],
        selection: None,
        hindrances: vec![Message::new("contract.selection_missing")],
        depth: 2,
        ..Ground::of(Contract { start: day("2026-04-01"), city_lead: String::new(), ..contract(Nature { kind: ContractKind::Cloud, ..plain() }) })
    };
    for (key, state, found) in [
        ("K09", Blocking, "review.missing"),
        ("MN2", Blocking, "review.blocking_missing"),
        ("city_lead", Blocking, "contract.city_lead_missing"),
        ("contractor_lead", Blocking, "contract.contractor_lead_missing"),
        ("contact", Tick, "review.contact_missing"),
        ("workplace", Tick, "review.workplace_missing"),
        ("service_level", Tick, "review.service_level_missing"),
        ("selection", Blocking, "contract.selection_missing"),
        ("period", Tick, "review.period_begun"),
        ("regime", Settled, "regime.begins_before"),
        ("subcontracts", Tick, "review.more_subcontracts"),
    ] {
        assert_eq!(bare.state(key), (state, found.into()), "{key}");
    }
    let told = refusals(&bare.lines(&[]));
    assert_eq!(told.len(), bare.lines(&[]).iter().filter(|line| line.state != Settled).count(), "every reason at once: {told:?}");
    assert!(told.iter().all(Message::is_known), "{told:?}");
}

#[test]
fn what_the_text_says_is_held_against_what_was_recorded() {
    let passage = Passage { article: "第12条".into(), quote: "乙は、秘密を守る。".into(), confidence: 90 };
    let with = |state, found: Option<Passage>| {
        let proposal = Proposal { clause: "K07".into(), found, why: Vec::new(), rivals: Vec::new() };
        Ground { clauses: vec![CoverageLine { proposal: Some(proposal), ..line("K07", state, false) }], ..Ground::of(whole()) }.state("K07")
    };
    assert_eq!(with(MarkState::Missing, Some(passage.clone())), (ReviewState::Blocking, "review.unmarked".into()));
    assert_eq!(with(MarkState::Present, None), (ReviewState::Tick, "review.not_in_text".into()));
    assert_eq!(with(MarkState::Present, Some(passage)), (ReviewState::Settled, "review.present".into()));
}

#[test]
fn an_amendment_may_leave_a_known_gap_and_a_renewal_may_not() {
    let ground = |kind, needed: &[&str]| Ground {
        clauses: vec![line("K05", MarkState::Missing, false), line("MN2", MarkState::Missing, true)],
        revision: Some(version(kind)),
        needed: needed.iter().map(|id| (*id).to_owned()).collect(),
        ..Ground::of(whole())
    };
    assert_eq!(ground(RevisionKind::Amendment, &["K05", "MN2"]).state("K05").0, ReviewState::Tick);
    assert_eq!(ground(RevisionKind::Amendment, &["K05", "MN2"]).state("MN2").0, ReviewState::Blocking, "one that no contract may lack");
    assert_eq!(ground(RevisionKind::Amendment, &[]).state("K05").0, ReviewState::Blocking, "one the change calls for");
    assert_eq!(ground(RevisionKind::Renewal, &["K05", "MN2"]).state("K05").0, ReviewState::Blocking);
}

#[test]
fn a_version_goes_on_with_its_contractor_and_says_what_it_changes() {
    let expired = vec![Message::new("contract.selection_not_in_force").with("title", "選定")];
    let ground = Ground { revision: Some(version(RevisionKind::Amendment)), hindrances: expired, ..Ground::of(whole()) };
    assert_eq!(ground.state("selection").0, ReviewState::Tick);
    assert_eq!(ground.state("retroactive"), (ReviewState::Settled, "review.takes_effect".into()));
    assert_eq!(ground.state("nature"), (ReviewState::Settled, "review.same_nature".into()));
    let other = Contract { contractor: domain::id::ContractorId::new("02contractor"), nature: Nature { data_abroad: true, ..plain() }, ..whole() };
    let ground = Ground { contract: other, ..ground };
    assert_eq!(ground.state("selection").0, ReviewState::Blocking, "another contractor has to be vetted");
    assert_eq!(ground.state("nature").0, ReviewState::Tick);
    let (revision, before) = version(RevisionKind::Renewal);
    let late = Revision { concluded_on: Some(day("2026-12-20")), ..revision };
    assert_eq!(Ground { revision: Some((late, before)), ..Ground::of(whole()) }.state("retroactive").0, ReviewState::Tick);
    let choice = RegimeChoice { regime: Regime::BestEffort, reason: "方針".into(), by: "市".into(), on: day("2026-11-24") };
    assert_eq!(Ground::of(Contract { regime_choice: Some(choice), ..whole() }).state("regime").0, ReviewState::Tick);
}

#[test]
fn a_tick_falls_away_when_its_line_says_something_else() {
    let ground = Ground { depth: 1, ..Ground::of(whole()) };
    let tick = |line: &str| ReviewTick { line: line.into(), confirmed: "on".into() };
    let form = ReviewForm { lines: vec![tick("text"), tick("subcontracts")] };
    let ticks = form.read(&ground.lines(&[]), "調達 次郎", DateTime::UNIX_EPOCH).expect("both need a person");
    assert!(refusals(&ground.lines(&ticks)).is_empty());
    let again = ReviewForm { lines: vec![tick("text"), ReviewTick { line: "subcontracts".into(), confirmed: String::new() }] };
    let kept = again.read(&ground.lines(&ticks), "別の人", DateTime::UNIX_EPOCH).expect("one is taken back");
    assert_eq!(kept.iter().map(|tick| (tick.line.as_str(), tick.by.as_str())).collect::<Vec<_>>(), [("text", "調達 次郎")], "who looked first stays");
    let deeper = Ground { depth: 2, ..ground };
    assert_eq!(refusals(&deeper.lines(&ticks)).len(), 1, "what was ticked was another number");
    let wrong = ReviewForm { lines: vec![tick("city_lead"), tick("nothing")] };
    assert_eq!(
        faults(wrong.read(&deeper.lines(&[]), "調達", DateTime::UNIX_EPOCH)),
        ["lines[0].line: review.unknown_line", "lines[1].line: review.unknown_line"]
    );
}

#[test]
fn a_contract_is_closed_once_its_period_is_over_and_its_end_is_proven() {
    let standing = |end, unended, revision| Standing { end: day(end), today: day("2026-11-24"), checks: &[], unended, revision };
    let keys = |standing: &Standing<'_>| hindrances(standing, "").iter().map(|reason| reason.key.to_string()).collect::<Vec<_>>();
    assert_eq!(keys(&standing("2026-11-23", 0, None)), [""; 0], "its plan asked for no check at the end");
    assert_eq!(keys(&standing("2026-11-24", 2, Some(RevisionKind::Renewal))), ["closing.period_runs", "closing.subcontracts", "closing.revision_open"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn keys_name_one_line_each_and_nothing_open_is_left_unsaid(nature in any_nature(), depth in 0u8..5, states in prop::collection::vec((0u8..3, any::<bool>()), 0..12)) {
        let clauses = states.iter().enumerate().map(|(index, (state, blocking))| {
            let state = [MarkState::Present, MarkState::Missing, MarkState::Excepted][usize::from(*state)];
            line(&format!("K{index}"), state, *blocking)
        });
        let ground = Ground { clauses: clauses.collect(), depth, ..Ground::of(Contract { nature, ..whole() }) };
        let lines = ground.lines(&[]);
        let mut keys: Vec<&str> = lines.iter().map(|line| line.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), lines.len());
        let all = ReviewForm { lines: lines.iter().filter(|line| line.state == ReviewState::Tick).map(|line| ReviewTick { line: line.key.clone(), confirmed: "1".into() }).collect() };
        let ticks = all.read(&lines, "調達", DateTime::UNIX_EPOCH).expect("all need a person");
        let left = refusals(&ground.lines(&ticks));
        prop_assert_eq!(left.len(), lines.iter().filter(|line| line.state == ReviewState::Blocking).count());
        prop_assert!(lines.iter().all(|line| line.found.is_known() && (line.point != ReviewPoint::Clause) == line.title.is_empty()));
    }
}

#[test]
fn a_form_of_the_contract_is_what_a_version_starts_from() {
    let contract = whole();
    assert_eq!(ContractForm::from(&contract).read().map(|input| input.workplace), Ok(contract.workplace));
}
