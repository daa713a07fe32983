//! The binary `itakumori`: everything it does is in the library beside it, so that tests reach it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    itakumori::cli::main()
}
