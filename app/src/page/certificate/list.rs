//! The list. Opened by the procurement officer to see whose certificates run out, and by whoever selects or checks a contractor to see what is there to
//! rest on. What runs out first stands at the top; a click leads to what is known of it, and from there to its renewal.

use domain::{
    certificate::{CertificateFilter, CertificateKind, CertificateLane, CertificateRow},
    label::Choice,
    page::Page,
    permission::Operation,
};
use leptos::prelude::*;

use super::standing::{CertificateStateBadge, last_day};
use crate::{
    lang::use_lang,
    query::{Asked, use_asked},
    rpc::certificate::list_certificates,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        field::options,
        icon::Icon,
        load::{fetched, load},
        page_head::PageHead,
        state::Day,
        table::{Chip, FilterSearch, FilterSelect, Filters, Pager, Table, is_unfiltered, total},
    },
};

const PATH: &str = "/certificates";

fn filter(asked: &Asked) -> CertificateFilter {
    CertificateFilter {
        q: asked.text("q"),
        lane: asked.choice("lane"),
        kind: asked.choice("kind"),
        contractor: asked.parse("contractor"),
        cursor: asked.some("cursor"),
        limit: None,
    }
}

fn register_button() -> Option<impl IntoView> {
    use_session()
        .can(Operation::WriteCertificate)
        .then(|| view! { <a class="btn primary" href="/certificates/new" data-key="n"><Icon name="plus"/>{t!(certificate.register)}</a> })
}

#[component]
pub fn CertificatesPage() -> impl IntoView {
    let (asked, lang) = (use_asked(), use_lang());
    let rows = fetched(move || filter(&asked.read()), list_certificates);
    let lanes = [CertificateLane::Warned, CertificateLane::Pending, CertificateLane::Valid, CertificateLane::Ended];
    let chips = lanes.map(|lane| view! { <Chip name="lane" value=lane.word() label=lane.label(lang)/> }).collect_view();
    view! {
        <PageHead title=t!(certificate.title) sub=t!(certificate.subtitle).into_any()>{register_button()}</PageHead>
        <div>
            <Filters label=t!(certificate.filters) keep=&["lane", "contractor"]>
                <FilterSearch placeholder=t!(certificate.search)/>
                <FilterSelect name="kind" label=t!(certificate.kind) all=t!(certificate.all_kinds) options={options::<CertificateKind>()}/>
            </Filters>
            <div class="filters" role="group" aria-label=t!(certificate.lanes)>{chips}</div>
        </div>
        {load(rows, move |page| list(page, &asked.get_untracked()))}
    }
}

fn list(page: Page<CertificateRow>, asked: &Asked) -> AnyView {
    if page.items.is_empty() {
        return none(asked);
    }
    let (total, next) = (total(&page), page.next);
    view! {
        <Table label=t!(certificate.list)>
            <thead>
                <tr>
                    <th scope="col" class="pin">{t!(certificate.certificate)}</th>
                    <th scope="col">{t!(certificate.contractor)}</th>
                    <th scope="col">{t!(common.state)}</th>
                    <th scope="col">{t!(certificate.expires_on)}</th>
                    <th scope="col">{t!(certificate.issued_on)}</th>
                    <th scope="col">{t!(certificate.scope)}</th>
                </tr>
            </thead>
            <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
        </Table>
        <Pager total=total next=next/>
    }
    .into_any()
}

fn row(row: CertificateRow) -> impl IntoView {
    let title = row.title(use_lang());
    view! {
        <tr>
            <th scope="row" class="clip"><a href=format!("{PATH}/{}", row.id) title=title.clone()>{title.clone()}</a></th>
            <td class="clip" data-label=t!(certificate.contractor)>
                <a class="link" href=format!("/contractors/{}", row.contractor) title=row.contractor_name.clone()>{row.contractor_name.clone()}</a>
            </td>
            <td data-label=t!(common.state)><CertificateStateBadge state=row.state/></td>
            <td data-label=t!(certificate.expires_on)>{last_day(&row)}</td>
            <td class="wide-only"><Day day=row.issued_on/></td>
            <td class="clip wide-only" title=row.scope.clone()>{row.scope.clone()}</td>
        </tr>
    }
}

/// That nothing runs out, that nothing is there, and that nothing was found are different things to be told.
fn none(asked: &Asked) -> AnyView {
    let narrowed = ["q", "kind", "contractor"].iter().any(|name| asked.some(name).is_some());
    if asked.choice::<CertificateLane>("lane") == Some(CertificateLane::Warned) && !narrowed {
        return view! { <Empty pic="pic-calm" title=t!(certificate.none_warned) text=t!(certificate.none_warned_text)/> }.into_any();
    }
    if is_unfiltered(asked) {
        return view! { <Empty title=t!(certificate.none) text=t!(certificate.none_text)>{register_button()}</Empty> }.into_any();
    }
    view! {
        <Empty pic="pic-search" title=t!(common.none_found) text=t!(common.none_found_text)>
            <a class="btn" href=PATH>{t!(common.clear_filter)}</a>
        </Empty>
    }
    .into_any()
}
