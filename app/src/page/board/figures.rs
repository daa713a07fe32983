//! The numbers of the year in words and columns: what the picture says by colour, for whoever reads without it.

use domain::{
    board::{Heat, HeatCell, Lane},
    date::{self, Month},
    label::Choice,
};
use leptos::prelude::*;

use crate::{
    lang::use_lang,
    query::address,
    t,
    ui::{at_once::IntoAny, heat::month_name, page_head::Panel, state::number, table::Table},
};

#[component]
pub fn Figures(heat: Heat) -> impl IntoView {
    let months: Vec<(Month, HeatCell)> =
        heat.months.iter().enumerate().map(|(index, month)| (*month, sum(heat.rows.iter().filter_map(|row| row.cells.get(index))))).collect();
    let whole = sum(months.iter().map(|(_, cell)| cell));
    let year = date::fiscal_year_label(heat.fiscal_year, use_lang());
    let progress = t!(board.year_sum, year = year, planned = number(all(whole).into()), done = number(whole.done.into()), late = number(whole.late.into()));
    let departments = heat
        .rows
        .into_iter()
        .map(|row| {
            let cell = sum(&row.cells);
            let href = address("/board", [("lane".to_owned(), Lane::Overdue.word().to_owned()), ("department".to_owned(), row.department.to_string())]);
            // Only the name is a link: the board cannot be confined to a year, and a number must lead to just what it counts.
            line(view! { <a href=href>{row.name}</a> }.into_any(), cell, None)
        })
        .collect_view();
    let months = months.into_iter().map(|(month, cell)| line(month_name(month).into_any(), cell, Some(month))).collect_view();
    view! {
        <p>{progress}</p>
        <div class="split">
            <div><Panel id="departments-h" title=t!(board.figures_department)>{table(t!(board.figures_department), t!(common.department), departments.into_any())}</Panel></div>
            <div><Panel id="months-h" title=t!(board.figures_month)>{table(t!(board.figures_month), t!(board.month), months.into_any())}</Panel></div>
        </div>
    }
}

fn table(label: &'static str, head: &'static str, rows: AnyView) -> impl IntoView {
    view! {
        <Table label=label>
            <thead>
                <tr>
                    <th scope="col" class="pin">{head}</th>
                    <th scope="col" class="num">{t!(board.late)}</th>
                    <th scope="col" class="num">{t!(board.open)}</th>
                    <th scope="col" class="num">{t!(board.finished)}</th>
                    <th scope="col" class="num">{t!(common.sum)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

/// `month`: the numbers lead to the list of what they count. What is finished does not: it also holds what awaits acceptance, which is a list of its
/// own.
fn line(head: AnyView, cell: HeatCell, month: Option<Month>) -> impl IntoView {
    let late = count(cell.late, Lane::Overdue, month);
    let open = count(cell.open, Lane::Coming, month);
    let sum = count(all(cell), Lane::All, month);
    view! {
        <tr class:late=cell.late != 0>
            <th scope="row">{head}</th>
            <td class="num" data-label=t!(board.late)>{late}</td>
            <td class="num" data-label=t!(board.open)>{open}</td>
            <td class="num" data-label=t!(board.finished)>{number(cell.done.into())}</td>
            <td class="num" data-label=t!(common.sum)>{sum}</td>
        </tr>
    }
}

fn count(value: u32, lane: Lane, month: Option<Month>) -> AnyView {
    match month.filter(|_| value > 0) {
        Some(month) => {
            let href = address("/board", [("lane".to_owned(), lane.word().to_owned()), ("month".to_owned(), month.to_string())]);
            let place = format!("{} {} ", month_name(month), lane.label(use_lang()));
            view! { <a href=href><span class="sr">{place}</span>{number(value.into())}</a> }.into_any()
        }
        None => number(value.into()).into_any(),
    }
}

const fn all(cell: HeatCell) -> u32 {
    cell.late + cell.open + cell.done
}

fn sum<'a>(cells: impl IntoIterator<Item = &'a HeatCell>) -> HeatCell {
    cells.into_iter().fold(HeatCell::default(), |sum, cell| HeatCell { late: sum.late + cell.late, open: sum.open + cell.open, done: sum.done + cell.done })
}

#[cfg(test)]
mod tests {
    use super::{HeatCell, all, sum};

    #[test]
    fn cells_add_up() {
        let cells = [HeatCell { late: 1, open: 2, done: 3 }, HeatCell { late: 4, open: 0, done: 1 }];
        assert_eq!(sum(&cells), HeatCell { late: 5, open: 2, done: 4 });
        assert_eq!((all(sum(&cells)), all(sum(&[]))), (11, 0));
    }
}
