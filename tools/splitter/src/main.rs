//! Takes the linked browser part apart, for `xtask assets`: what only the pages of one group need becomes a file of its own.
//!
//! Writes the main part and, into a folder, the other parts with the JavaScript that fetches them.

use std::path::Path;

use eyre::{Context, Result, bail};
use wasm_split_cli_support::{Options, transform};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [linked, main, folder, loader, main_script] = arguments.as_slice() else {
        bail!("usage: splitter LINKED.wasm MAIN.wasm FOLDER LOADER.js MAIN.js");
    };
    let input = std::fs::read(linked).with_context(|| format!("reading {linked}"))?;
    let mut options = Options::new(&input);
    options.main_out_path = Path::new(main);
    options.output_dir = Path::new(folder);
    options.link_name = loader;
    options.main_module = main_script;
    transform(options)?;
    Ok(())
}
