//! The browser part in several files: what signing in and the start page need, and what each group of pages needs besides.
//!
//! Where it may be cut, the app says (`travels_apart!`). The cutting is done by `tools/splitter`, a crate of its own: its manifest says why.

use std::path::{Path, PathBuf};

use crate::error::{Result, While, fail};
use crate::site;
use crate::workspace::Workspace;

/// Relocations tell the splitter which function needs which other; without them nothing can be moved.
pub const LINKER: &str = "-Clink-args=--emit-relocs";
/// The JavaScript that fetches the files of a group: imported by the main script, under this name.
pub const LOADER: &str = "./itakumori_groups.js";

/// The browser part, cut.
pub struct Parts {
    pub main: PathBuf,
    pub loader: PathBuf,
    /// The other files by the name the loader knows them by, without its ending.
    pub others: Vec<(String, PathBuf)>,
}

/// Cuts the linked file; all that comes of it lies in `scratch`.
pub fn cut(workspace: &Workspace, linked: &Path, scratch: &Path, main_script: &str) -> Result<Parts> {
    let (main, folder) = (scratch.join("main.wasm"), scratch.join("groups"));
    std::fs::create_dir_all(&folder).while_doing(|| format!("making {}", folder.display()))?;
    let mut cargo = workspace.cargo();
    cargo.args(["run", "--quiet", "--locked", "--manifest-path", "tools/splitter/Cargo.toml", "--target-dir"]).arg(workspace.target.join("splitter"));
    cargo.arg("--").arg(linked).arg(&main).arg(&folder).arg(LOADER).arg(main_script);
    if !cargo.status().while_doing(|| "starting cargo".to_owned())?.success() {
        return fail("tools/splitter could not cut the browser part; see its message above");
    }
    let files = site::files_below(&folder)?.into_iter();
    let others = files.filter_map(|(name, path)| Some((name.strip_suffix(".wasm")?.to_owned(), path))).collect();
    Ok(Parts { main, loader: folder.join(LOADER), others })
}
