//! What the draft would do: how many contracts and checks, in which months, of which departments. The numbers decide whether it is put in force.

use domain::{
    cadence::{WhatIf, WhatIfCell},
    date::{self, Month},
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::use_asked,
    session::use_session,
    t,
    ui::{
        at_once::IntoAny,
        empty::Empty,
        heat::month_name,
        page_head::{Fact, Panel},
        state::number,
    },
};

pub fn panel(what_if: WhatIf) -> AnyView {
    if what_if.affected == 0 {
        return view! { <Panel id="effect-h" title=t!(cadence.effect)><Empty pic="pic-calm" title=t!(cadence.no_effect) text=t!(cadence.no_effect_text)/></Panel> }
            .into_any();
    }
    let checks = |count: u32| format!("{} {}", number(count.into()), t!(cadence.checks_unit));
    let affected = format!("{} {}", number(what_if.affected.into()), t!(cadence.contracts_unit));
    view! {
        <Panel id="effect-h" title=t!(cadence.effect) count=t!(cadence.all_years)>
            <p class="muted">{t!(cadence.effect_text)}</p>
            <dl class="facts">
                <Fact label=t!(cadence.affected)><strong>{affected}</strong> " " <span class="muted">{t!(cadence.affected_note, contracts = number(what_if.contracts.into()))}</span></Fact>
                <Fact label=t!(cadence.added)><strong>{checks(what_if.added)}</strong></Fact>
                <Fact label=t!(cadence.cancelled)><strong>{checks(what_if.cancelled)}</strong></Fact>
                <Fact label=t!(cadence.moved)>{checks(what_if.moved)}</Fact>
                <Fact label=t!(cadence.changed)>{checks(what_if.changed)}</Fact>
            </dl>
            {year(what_if)}
        </Panel>
    }
    .into_any()
}

fn year(what_if: WhatIf) -> AnyView {
    let (lang, now, asked) = (use_lang(), date::fiscal_year(use_session().today()), use_asked().get_untracked());
    let WhatIf { fiscal_year, months, rows, city, .. } = what_if;
    let title = t!(cadence.year_title, year = date::fiscal_year_label(fiscal_year, lang));
    let years = (now..now + 3)
        .map(|year| {
            let href = asked.href("/policy/cadence/draft", &[("year", Some(&year.to_string()))]);
            view! { <a class="chip" href=href aria-current=(year == fiscal_year).then_some("true")>{date::fiscal_year_label(year, lang)}</a> }
        })
        .collect_view();
    let table = if rows.is_empty() {
        view! { <p>{t!(cadence.year_same)}</p> }.into_any()
    } else {
        let heads = months.iter().map(|month| view! { <th scope="col">{month_name(*month)}</th> }).collect_view();
        let body = rows.into_iter().map(|row| line(row.name, &row.cells, &months)).collect_view();
        let foot = line(t!(cadence.city).to_owned(), &city, &months);
        view! {
            <div class="heat-wrap" tabindex="0" role="region" aria-label=title.clone()>
                <table class="heat what-if">
                    <caption class="sr">{title.clone()}</caption>
                    <thead><tr><th scope="col">{t!(common.department)}</th>{heads}<th scope="col" class="sum">{t!(common.sum)}</th></tr></thead>
                    <tbody>{body}</tbody>
                    <tfoot>{foot}</tfoot>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="effect-year">
            <h3>{title.clone()}</h3>
            <p class="muted">{t!(cadence.year_text)}</p>
            <div class="filters" role="group" aria-label=t!(cadence.choose_year)>{years}</div>
            {table}
        </div>
    }
    .into_any()
}

fn line(name: String, cells: &[WhatIfCell], months: &[Month]) -> impl IntoView + use<> {
    let columns = cells.iter().zip(months).map(|(cell, month)| shown(*cell, &format!("{name} {}", month_name(*month)))).collect_view();
    let sum = cells.iter().fold(WhatIfCell::default(), |sum, cell| WhatIfCell { before: sum.before + cell.before, after: sum.after + cell.after });
    view! { <tr><th scope="row">{name.clone()}</th>{columns}{shown(sum, &name)}</tr> }
}

/// Only what differs speaks up.
fn shown(cell: WhatIfCell, place: &str) -> AnyView {
    let WhatIfCell { before, after } = cell;
    if before == after {
        return view! { <td class="same">{(before > 0).then_some(before)}</td> }.into_any();
    }
    let said = t!(cadence.from_to, place = place, before = before, after = after);
    let (tone, difference) =
        if after > before { ("more", t!(cadence.more, count = after - before)) } else { ("fewer", t!(cadence.fewer, count = before - after)) };
    view! {
        <td data-change=tone title=difference>
            <span class="sr">{said}</span>
            <span aria-hidden="true">{before} "→" <b>{after}</b></span>
        </td>
    }
    .into_any()
}
