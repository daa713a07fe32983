//! The year as a map: months across, departments down. Every cell leads to the list behind its number.

use chrono::NaiveDate;
use domain::{
    board::{Heat, HeatCell, HeatRow, Lane},
    date::{self, Month},
    label::Choice,
};
use leptos::prelude::*;

use super::at_once::IntoAny;
use crate::{lang::use_lang, query::address, t};

#[component]
pub fn HeatMap(heat: Heat, today: NaiveDate) -> impl IntoView {
    let (lang, now) = (use_lang(), Month::of(today));
    let label = t!(common.heat_label, year = date::fiscal_year_label(heat.fiscal_year, lang));
    let heads = heat.months.iter().map(|month| view! { <th scope="col" data-now=(*month == now).then_some("")>{month_name(*month)}</th> }).collect_view();
    let most = heat.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.open).max().unwrap_or(0);
    let sums: Vec<u32> = (0..heat.months.len()).map(|index| heat.rows.iter().filter_map(|row| row.cells.get(index)).map(all).sum()).collect();
    let total: u32 = sums.iter().sum();
    let rows = heat.rows.iter().map(|row| heat_row(row, &heat.months, most)).collect_view();
    view! {
        <div class="heat-wrap" tabindex="0" role="region" aria-label=label>
            <table class="heat">
                <caption class="sr">{label.clone()}</caption>
                <thead>
                    <tr><th scope="col">{t!(common.department)}</th>{heads}<th scope="col" class="sum">{t!(common.sum)}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr><th scope="row">{t!(common.sum)}</th>{sums.into_iter().map(|sum| view! { <td>{sum}</td> }).collect_view()}<td>{total}</td></tr>
                </tfoot>
            </table>
        </div>
    }
}

/// What the colours mean, for those who see them.
#[component]
pub fn HeatLegend() -> impl IntoView {
    let ramp = ["1", "2", "3", "4", "5"].map(|level| view! { <i data-level=level></i> });
    view! {
        <div class="legend actions" aria-hidden="true">
            <span><i data-done=""></i>{t!(common.heat_done)}</span>
            <span class="ramp">{t!(common.heat_few)} {ramp.into_iter().collect_view()} {t!(common.heat_many)}</span>
            <span><i data-late=""></i>{t!(common.heat_late)}</span>
        </div>
    }
}

const fn all(cell: &HeatCell) -> u32 {
    cell.late + cell.open + cell.done
}

fn heat_row(row: &HeatRow, months: &[Month], most: u32) -> impl IntoView + use<> {
    let department = row.department.to_string();
    let cells = row.cells.iter().zip(months).map(|(cell, month)| heat_cell(*cell, &row.name, &department, *month, most)).collect_view();
    let sum: u32 = row.cells.iter().map(all).sum();
    let href = address("/board", [("department".to_owned(), department)]);
    view! { <tr><th scope="row"><a href=href>{row.name.clone()}</a></th>{cells}<td class="sum">{sum}</td></tr> }
}

fn heat_cell(cell: HeatCell, name: &str, department: &str, month: Month, most: u32) -> AnyView {
    let count = all(&cell);
    if count == 0 {
        return view! { <td></td> }.into_any();
    }
    // The list that holds just what the large number counts.
    let lane = if cell.late > 0 { Lane::Overdue } else { Lane::All };
    // The departments below have rows of their own.
    let pairs = [("lane", lane.word().to_owned()), ("department", department.to_owned()), ("exact", true.to_string()), ("month", month.to_string())];
    let href = address("/board", pairs.map(|(name, value)| (name.to_owned(), value)));
    let place = format!("{name} {}", month_name(month));
    if cell.late > 0 {
        // The numbers that are seen must be part of what is read out.
        return view! {
            <td data-late=cell.late.to_string()>
                <a href=href>
                    <span class="sr">{format!("{place} {} ", t!(common.heat_late))}</span>
                    <b>{cell.late}</b>
                    <span class="sr">{t!(common.heat_of)}</span>
                    <span>{count}</span>
                </a>
            </td>
        }
        .into_any();
    }
    if cell.open == 0 {
        return view! { <td data-done=""><a href=href aria-label=format!("{place} {}", t!(common.heat_all_done, count = count))>{count}</a></td> }.into_any();
    }
    let level = level(cell.open, most);
    view! { <td data-level=level.to_string()><a href=href aria-label=format!("{place} {}", t!(common.heat_open, count = count))>{count}</a></td> }.into_any()
}

/// Five depths between nothing and the most there is.
pub const fn level(open: u32, most: u32) -> u32 {
    if most == 0 { 0 } else { (open * 5).div_ceil(most) }
}

/// 4月 or Apr.
pub fn month_name(month: Month) -> String {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match use_lang() {
        domain::Lang::Ja => format!("{}月", month.month),
        domain::Lang::En => NAMES.get(month.month as usize - 1).copied().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn depth_follows_what_is_open() {
        assert_eq!([(0, 10), (1, 10), (2, 10), (5, 10), (10, 10), (1, 1), (3, 0)].map(|(open, most)| level(open, most)), [0, 1, 1, 3, 5, 5, 0]);
    }
}
