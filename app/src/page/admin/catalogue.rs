//! The clause catalogue: what a contract must say, for which contracts, why, in which words, and how it is checked later on.

use std::cmp::Ordering;

use domain::{
    clause::{Applies, CatalogueView, Clause, ClauseGroup, ClauseView},
    label::Choice,
    permission::Operation,
    policy::PolicyVersion,
};
use leptos::prelude::*;

use super::rule_tabs;
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::catalogue::{CataloguePage as Catalogue, get_catalogue},
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        load::{fetched, load},
        page_head::{Fact, PageHead, Panel, or_dash},
        picker::folded,
        state::{Badge, Day},
        table::{Chip, FilterSearch, FilterSelect, Filters, Table},
    },
};

/// What the address asks to see of the catalogue.
#[derive(Clone, PartialEq)]
struct Wanted {
    q: String,
    applies: Option<Applies>,
    blocking: bool,
}

impl Wanted {
    fn of(asked: &Asked) -> Self {
        Self { q: folded(&asked.text("q")), applies: asked.choice("applies"), blocking: asked.flag("blocking") }
    }

    fn takes(&self, clause: &Clause) -> bool {
        let said = || [&clause.id, &clause.title, &clause.title_en, &clause.requirement, &clause.requirement_en].into_iter().chain(&clause.keywords);
        let applies = self.applies.is_none_or(|applies| clause.applies.contains(&applies));
        applies && (!self.blocking || clause.blocking) && (self.q.is_empty() || said().any(|text| folded(text).contains(&self.q)))
    }
}

#[component]
pub fn CataloguePage() -> impl IntoView {
    let asked = use_asked();
    load(fetched(move || asked.read().parse::<u32>("version"), get_catalogue), page)
}

fn page(catalogue: Catalogue) -> impl IntoView {
    let Catalogue { catalogue, in_force, versions } = catalogue;
    let CatalogueView { version, in_force_from, source, clauses } = catalogue;
    let asked = use_asked();
    let may_write = use_session().can(Operation::WritePolicy);
    let actions = move || {
        may_write.then(|| {
            view! {
                <a class="btn" href="/clauses/migrate">{t!(catalogue.migrate)}</a>
                <a class="btn primary" href="/clauses/draft">{t!(catalogue.open_draft)}</a>
            }
        })
    };
    let other = (version != in_force).then(|| {
        view! { <div class="callout" data-tone="info" role="note"><p>{t!(catalogue.not_in_force, version = in_force)}</p></div> }
    });
    let wanted = Memo::new(move |_| Wanted::of(&asked.read()));
    let over = view! { <span>{t!(common.policy_version, version = version)}</span> " " <span>{t!(admin.in_force_from)} " " <Day day=in_force_from/></span> };
    let count = t!(common.total, count = clauses.len());
    let clauses = StoredValue::new(clauses);
    let shown = move || {
        let wanted = wanted.get();
        let groups: Vec<(ClauseGroup, Vec<ClauseView>)> = clauses.with_value(|clauses| {
            let of = |group| clauses.iter().filter(|view| view.clause.group == group && wanted.takes(&view.clause)).cloned().collect::<Vec<_>>();
            ClauseGroup::ALL.iter().map(|group| (*group, of(*group))).filter(|(_, clauses)| !clauses.is_empty()).collect()
        });
        if groups.is_empty() {
            return view! {
                <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
                    <a class="btn" href="/clauses">{t!(common.clear_filter)}</a>
                </Empty>
            }
            .into_any();
        }
        view! { {contents(&groups)} {groups.into_iter().map(|(group, clauses)| part(group, clauses)).collect_view()} }.into_any()
    };
    view! {
        <PageHead title=t!(admin.catalogue) over=over.into_any() sub=t!(admin.catalogue_text).into_any()>{actions()}</PageHead>
        {rule_tabs()}
        {other}
        <Filters label=t!(admin.catalogue_filters) keep=&["version"] end=count.into_any()>
            <FilterSearch placeholder=t!(admin.catalogue_search)/>
            <FilterSelect name="applies" label=t!(admin.applies) all=t!(admin.all_applies) options={options::<Applies>()}/>
        </Filters>
        <div class="filters" role="group" aria-label=t!(admin.quick_filters)><Chip name="blocking" value="true" label=t!(admin.only_blocking)/></div>
        {shown}
        <p class="muted">{t!(admin.source, source = source)}</p>
        {history(versions, version, in_force)}
    }
}

/// Every version there was, is and will be; each can be read.
fn history(versions: Vec<PolicyVersion>, shown: u32, in_force: u32) -> impl IntoView {
    let rows = versions
        .into_iter()
        .map(|row| {
            let state = match row.version.cmp(&in_force) {
                Ordering::Less => t!(catalogue.past),
                Ordering::Equal => t!(catalogue.current),
                Ordering::Greater => t!(catalogue.planned),
            };
            let current = (row.version == shown).then_some("true");
            view! {
                <tr>
                    <th scope="row"><a href=format!("/clauses?version={}", row.version) aria-current=current>{t!(common.policy_version, version = row.version)}</a></th>
                    <td data-label=t!(admin.from)><Day day=row.in_force_from/></td>
                    <td data-label=t!(common.state)>{state}</td>
                    <td data-label=t!(admin.note)>{row.note}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel id="versions-h" title=t!(catalogue.versions)>
            <Table label=t!(catalogue.versions)>
                <thead><tr><th scope="col">{t!(admin.version)}</th><th scope="col">{t!(admin.from)}</th><th scope="col">{t!(common.state)}</th><th scope="col">{t!(admin.note)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        </Panel>
    }
}

/// The way to each group: the catalogue is long.
fn contents(groups: &[(ClauseGroup, Vec<ClauseView>)]) -> Option<impl IntoView + use<>> {
    let lang = use_lang();
    (groups.len() > 1).then(|| {
        let links = groups
            .iter()
            .map(|(group, clauses)| {
                let href = format!("#group-{}", group.word());
                view! { <a class="chip" href=href rel="external">{group.label(lang)} <span class="count">{clauses.len()}</span></a> }
            })
            .collect_view();
        view! { <nav class="filters" aria-label=t!(admin.groups)>{links}</nav> }
    })
}

fn part(group: ClauseGroup, clauses: Vec<ClauseView>) -> AnyView {
    let id = format!("group-{}", group.word());
    let count = t!(common.total, count = clauses.len());
    view! {
        <section class="panel" aria-labelledby=id.clone()>
            <div class="head"><h2 id=id.clone()>{group.label(use_lang())}</h2><span class="count">{count}</span></div>
            <ol class="clauses">{clauses.into_iter().map(clause).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn clause(view: ClauseView) -> impl IntoView {
    let lang = use_lang();
    let ClauseView { clause, html } = view;
    let (title, requirement) = (clause.title(lang).to_owned(), clause.requirement(lang).to_owned());
    let (check, evidence) = (lang.pick(&clause.check, &clause.check_en).to_owned(), lang.pick(&clause.evidence, &clause.evidence_en).to_owned());
    let comma = t!(admin.comma);
    let applies = clause.applies.iter().map(|applies| applies.label(lang)).collect::<Vec<_>>().join(comma);
    let when = (!clause.when.is_empty()).then(|| {
        let conditions = clause.when.iter().map(|condition| condition.say(lang)).collect::<Vec<_>>().join(comma);
        t!(admin.when, conditions = conditions)
    });
    let blocking = clause.blocking.then(|| view! { <Badge tone="accent" label=t!(admin.blocking)/> });
    view! {
        <li class="clause" id=format!("clause-{}", clause.id)>
            <span class="id">{clause.id.clone()}</span>
            <h3 class="title">{title}</h3>
            <span class="article">{clause.closing.then(|| t!(admin.closing_clause))}</span>
            <span class="state">{blocking}</span>
            <p class="quote">{requirement}</p>
            <p class="quote"><span class="muted">{t!(admin.applies)}{t!(common.colon)}</span>{applies} {when}</p>
            <details class="model">
                <summary>{t!(admin.model)}</summary>
                <div class="prose" inner_html=html></div>
                <dl class="facts lines">
                    <Fact label=t!(admin.check)>{or_dash(&check)}</Fact>
                    <Fact label=t!(admin.evidence)>{or_dash(&evidence)}</Fact>
                    <Fact label=t!(admin.basis)>{or_dash(&clause.basis)}</Fact>
                </dl>
            </details>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause(id: &str, title: &str, applies: Applies, blocking: bool) -> Clause {
        Clause {
            id: id.to_owned(),
            group: ClauseGroup::Common,
            title: title.to_owned(),
            title_en: String::new(),
            requirement: String::new(),
            requirement_en: String::new(),
            applies: vec![applies],
            when: Vec::new(),
            blocking,
            closing: false,
            flows_down: true,
            basis: String::new(),
            keywords: vec!["サブコン".to_owned()],
            check: String::new(),
            check_en: String::new(),
            evidence: String::new(),
            evidence_en: String::new(),
            text: String::new(),
            cues: domain::reading::Cues::default(),
        }
    }

    #[test]
    fn conditions_narrow_the_catalogue_down_together() {
        let clause = clause("K09", "再委託の制限", Applies::Outsourcing, true);
        let wanted = |q: &str, applies, blocking| Wanted { q: folded(q), applies, blocking }.takes(&clause);
        assert!(wanted("", None, false) && wanted("再委託", None, true) && wanted("ｋ０９", Some(Applies::Outsourcing), false));
        assert!(wanted("ｻﾌﾞｺﾝ", None, false), "keywords are searched too");
        assert!(!wanted("再委託", Some(Applies::Cloud), false) && !wanted("監査", None, false));
    }
}
