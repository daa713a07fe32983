//! What the browser part may hold and how large it may be.

use std::process::Stdio;

use crate::assets::MANIFEST;
use crate::browser::{APP, Profile, TARGET};
use crate::error::{Result, While, fail};
use crate::manifest;
use crate::workspace::{self, Workspace};

/// Crates that belong to the server: the browser part must not even know of them.
const SERVER_ONLY: [&str; 4] = ["service", "surrealdb", "tokio", "axum"];

/// 300 KB in brotli, for signing in and the start page: on a slow line of 1.6 Mbit/s that is a second and a half.
const WASM_LIMIT: u64 = 300 * 1024;

pub fn browser_tree(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo();
    // Procedural macros run while compiling; what they depend on never reaches a browser.
    cargo.arg("tree").args(APP).args(["--target", TARGET, "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}", "--locked"]);
    let output = cargo.stderr(Stdio::inherit()).output().while_doing(|| "starting cargo tree".to_owned())?;
    if !output.status.success() {
        return fail("cargo tree failed; see its message above");
    }
    let tree = String::from_utf8_lossy(&output.stdout);
    let found = server_only(&tree);
    if found.is_empty() {
        println!("The browser part depends on nothing of the server's ({} lines of cargo tree).", tree.lines().count());
        return Ok(());
    }
    fail(format!("the browser part depends on {}; to see why: cargo tree {} --target {TARGET} -e normal -i {}", found.join(", "), APP.join(" "), found[0]))
}

/// Which of the server's crates a `cargo tree --prefix none` names. Names are compared whole: `tokio-util` is not `tokio`.
fn server_only(tree: &str) -> Vec<&'static str> {
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    SERVER_ONLY.into_iter().filter(|forbidden| names.contains(forbidden)).collect()
}

pub fn wasm_size(workspace: &Workspace) -> Result<()> {
    let path = workspace.site().join(MANIFEST);
    let manifest = serde_json::from_str(&workspace::read(&path)?).while_doing(|| format!("reading {}", path.display()))?;
    let Some((size, profile)) = manifest::travelling_wasm(&manifest) else {
        return fail(format!("{} does not tell the size; please run `xtask assets` again", path.display()));
    };
    if profile != Profile::Release.cargo_name() {
        return fail("target/site holds a --dev build, whose size says nothing; please run `xtask assets`");
    }
    // The pages that travel apart are those behind the start page, so the first page needs none of these.
    for (path, size) in manifest::later_parts(&manifest) {
        println!("{size:>10}  {path} (later)");
    }
    let message = format!("For the first page, the browser part is {size} bytes in brotli; the limit is {WASM_LIMIT}.");
    if size > WASM_LIMIT {
        return fail(message);
    }
    println!("{message}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_count() {
        let harmless = "app v0.1.0 (/project/app)\ntokio-util v0.7.0\nsend_wrapper v0.6.0 (*)\naxum-core v0.5.0\n\n";
        assert!(server_only(harmless).is_empty());
        let tree = format!("{harmless}tokio v1.0.0 (*)\nservice v0.1.0 (/project/server/service)\n");
        assert_eq!(server_only(&tree), ["service", "tokio"]);
    }
}
