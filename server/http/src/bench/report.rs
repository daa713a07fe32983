//! The one table.

use crate::cli::output;

/// A line of the table.
pub struct Row {
    /// Its row in the table of bars.
    pub number: u8,
    pub what: String,
    pub measured: String,
    /// The floor, or what it is compared with.
    pub against: String,
    pub ratio: Option<f64>,
    pub bar: String,
    /// Unknown where nothing was measured or nothing is asked.
    pub met: Option<bool>,
}

#[derive(Default)]
pub struct Report {
    pub rows: Vec<Row>,
}

impl Report {
    pub fn print(&self, quick: bool) {
        let header = ["", "what", "measured", "floor or comparison", "ratio", "bar", "met"];
        let mut table = vec![header.map(str::to_owned).to_vec()];
        table.extend(self.rows.iter().map(|row| {
            vec![
                row.number.to_string(),
                row.what.clone(),
                row.measured.clone(),
                row.against.clone(),
                row.ratio.map_or(String::new(), |ratio| format!("{ratio:.2}")),
                row.bar.clone(),
                row.met.map_or("—", |met| if met { "yes" } else { "NO" }).to_owned(),
            ]
        }));
        output::line(output::table(&table).trim_end_matches('\n'));
        output::line(&machine());
        if quick {
            output::line("--quick: a hundredth of everything; \"met\" says nothing of the bars");
        }
    }
}

/// On what it was measured, and when.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map_or("unknown processor", |(_, name)| name.trim());
    // The debug profile of this workspace optimises what it stands on, but not the pages.
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    format!("{cores} cores ({model}), profile {profile}, itakumori {}, {}", env!("CARGO_PKG_VERSION"), chrono::Utc::now().format("%Y-%m-%d %H:%M UTC"))
}
