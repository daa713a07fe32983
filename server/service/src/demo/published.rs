//! Published lists as they would say it of the demo city: its contractors with their numbers, one of them closed and one under a new name, and the
//! cloud services its certificates name, but for the last.

use chrono::{Datelike, Days, NaiveDate};
use domain::reference::ReferenceKind;

use super::City;

/// Kind, day, name and content of each list.
pub fn files(city: &City, today: NaiveDate) -> [(ReferenceKind, NaiveDate, &'static str, String); 2] {
    let month_end = today.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(today);
    [
        (ReferenceKind::CorporateNumbers, month_end, "corporations.csv", corporations(city, today)),
        (ReferenceKind::IsmapList, month_end, "ismap_services.csv", services(city)),
    ]
}

fn corporations(city: &City, today: NaiveDate) -> String {
    let numbered = city.contractors.iter().filter(|form| !form.corporate_number.is_empty()).enumerate();
    let line = |(place, form): (usize, &domain::contractor::ContractorForm)| {
        let mut cells = vec![String::new(); 30];
        let renamed = place == 7;
        cells[0] = (place + 1).to_string();
        cells[1].clone_from(&form.corporate_number);
        for (column, value) in [(2, "01"), (23, "1")] {
            value.clone_into(&mut cells[column]);
        }
        cells[6] = if renamed { format!("{}ホールディングス", form.name) } else { form.name.clone() };
        cells[11].clone_from(&form.address);
        cells[15] = form.postal_code.replace('-', "");
        if place == 3 {
            (cells[18], cells[19]) = ((today - Days::new(40)).to_string(), "01".to_owned());
        }
        cells[28].clone_from(&form.name_kana);
        cells.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
    };
    numbered.map(line).collect::<Vec<_>>().join("\r\n")
}

fn services(city: &City) -> String {
    let mut lines = vec!["登録番号,クラウドサービスの名称,クラウドサービス事業者,法人番号,登録日,有効期限".to_owned()];
    let mut held: Vec<_> = city.certificates.iter().filter(|demo| demo.form.kind == "ismap").collect();
    held.pop();
    for demo in held {
        let form = &demo.form;
        let provider = city.contractors.iter().find(|contractor| contractor.corporate_number == form.contractor).map_or("", |contractor| &contractor.name);
        let audited = domain::date::parse(&form.audit_period_end).unwrap_or_default();
        let last = domain::certificate::last_day_of(audited, 16).unwrap_or(audited);
        lines.push(format!("{},{},{provider},{},{},{last}", form.number, form.scope, form.contractor, form.issued_on));
    }
    lines.join("\r\n")
}
