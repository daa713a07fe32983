//! The project's own build steps: what cargo alone cannot do.

mod assets;
mod browser;
mod check;
mod error;
mod manifest;
mod naming;
mod site;
mod split;
mod style;
mod tables;
mod workspace;

use std::process::ExitCode;

use error::{Result, fail};
use workspace::Workspace;

const USAGE: &str = "usage: xtask COMMAND

  assets [--dev]       build what the browser gets into target/site (--dev: quick to build, large, never to be published)
  check-browser-tree   fail if the browser part depends on anything that belongs to the server
  wasm-size            fail if the browser part has outgrown its limit";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["assets"] => assets::build(&Workspace::find()?, browser::Profile::Release),
        ["assets", "--dev"] => assets::build(&Workspace::find()?, browser::Profile::Dev),
        ["check-browser-tree"] => check::browser_tree(&Workspace::find()?),
        ["wasm-size"] => check::wasm_size(&Workspace::find()?),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => fail(USAGE),
    }
}
