//! The browser part: compiled, given its JavaScript side, made small, named by content.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::error::{Result, While, fail};
use crate::naming;
use crate::site::{self, File, Role};
use crate::split;
use crate::tables;
use crate::workspace::Workspace;

pub const TARGET: &str = "wasm32-unknown-unknown";
/// What makes the package `app` the browser's and not the server's.
pub const APP: [&str; 5] = ["--package", "app", "--no-default-features", "--features", "hydrate"];
/// Folder of the hashed files inside of the site.
pub const FOLDER: &str = "pkg";
const NAME: &str = "itakumori";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// What is published, tested and measured: small.
    Release,
    /// For trying things out: quick to build.
    Dev,
}

impl Profile {
    pub fn cargo_name(self) -> &'static str {
        match self {
            Self::Release => "wasm-release",
            Self::Dev => "dev",
        }
    }
}

/// Compiles and links; cargo itself knows whether anything is to be done. Gives the linked file.
pub fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.arg("rustc").args(APP).args(["--lib", "--crate-type", "cdylib", "--target", TARGET, "--profile", profile.cargo_name()]);
    cargo.args(["--message-format=json-render-diagnostics", "--", split::LINKER]).stdout(Stdio::piped());
    if profile == Profile::Release {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", nameless(&workspace.registry_sources()));
    }
    let mut child = cargo.spawn().while_doing(|| "starting cargo".to_owned())?;
    let Some(output) = child.stdout.take() else { return fail("cargo has no output") };
    let mut linked = None;
    for line in BufReader::new(output).lines() {
        let line = line.while_doing(|| "listening to cargo".to_owned())?;
        linked = linked_file(&line).or(linked);
    }
    if !child.wait().while_doing(|| "waiting for cargo".to_owned())?.success() {
        return fail("the browser part does not build (if Rust's library for it is missing: tools/setup build)");
    }
    let Some(linked) = linked else {
        return fail("cargo linked no .wasm file: is `crate-type` of the package app still `cdylib`?");
    };
    Ok(linked)
}

/// Messages of a panic name their place in the sources. What is published names none of the machine that built it, is the same wherever it was
/// built, and is smaller for it.
fn nameless(sources: &[PathBuf]) -> String {
    sources.iter().map(|folder| format!("--remap-path-prefix={}/=", folder.display())).collect::<Vec<_>>().join(" ")
}

/// The linked browser part, if this line of cargo's report tells of it.
fn linked_file(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["target"]["name"] != "app" {
        return None;
    }
    let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str).map(Path::new);
    files.find(|file| file.extension().is_some_and(|ending| ending == "wasm")).map(Path::to_owned)
}

/// Everything besides the linked file that decides how the finished files look.
pub fn recipe(profile: Profile) -> Result<String> {
    let optimiser = match profile {
        Profile::Release => optimiser_version()?,
        Profile::Dev => String::new(),
    };
    Ok(format!(
        "{}\n{optimiser}\n{}",
        profile.cargo_name(),
        concat!(
            include_str!("browser.rs"),
            include_str!("site.rs"),
            include_str!("split.rs"),
            include_str!("naming.rs"),
            include_str!("tables.rs"),
            include_str!("../../tools/splitter/src/main.rs"),
            include_str!("../../tools/splitter/Cargo.lock")
        )
    ))
}

/// Turns the linked file into what the browser loads.
pub fn finish(workspace: &Workspace, linked: &Path, profile: Profile) -> Result<Vec<File>> {
    workspace.check_bindgen_versions()?;
    let scratch = workspace.scratch().join("browser");
    if scratch.exists() {
        fs::remove_dir_all(&scratch).while_doing(|| format!("clearing {}", scratch.display()))?;
    }

    println!("  splitter: one file for each group of pages …");
    let parts = split::cut(workspace, linked, &scratch, &format!("./{NAME}.js"))?;

    println!("  wasm-bindgen: the JavaScript side …");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&parts.main).out_name(NAME).typescript(false).keep_debug(profile == Profile::Dev);
    bindgen.remove_producers_section(profile == Profile::Release);
    // The library's own choice is to leave it to the page; a page may still name the file, to fetch it the earlier.
    bindgen.omit_default_module_path(false);
    // The other parts call through the table of functions, under the linker's name for it.
    bindgen.keep_lld_exports(true);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(&scratch)).while_doing(|| "wasm-bindgen".to_owned())?;

    let finished = |wasm: &Path| match profile {
        Profile::Release => optimise(wasm),
        Profile::Dev => read(wasm),
    };
    if profile == Profile::Release {
        println!("  wasm-opt: making {} files small …", parts.others.len() + 1);
    }
    let main = finished(&scratch.join(format!("{NAME}_bg.wasm")))?;
    let mut others = Vec::new();
    for (name, path) in &parts.others {
        others.push((name.clone(), finished(path)?));
    }

    let text = |path: &Path| String::from_utf8(read(path)?).while_doing(|| format!("reading {}", path.display()));
    let scripts = Scripts { main: text(&scratch.join(format!("{NAME}.js")))?, loader: text(&parts.loader)? };
    let mut snippets = Vec::new();
    for (name, path) in site::files_below(&scratch.join("snippets"))? {
        snippets.push((name, read(&path)?));
    }
    name_by_content(scripts, main, others, snippets)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).while_doing(|| format!("reading {}", path.display()))
}

/// The optional WebAssembly features that rustc uses by default; every browser of the last years has them.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

fn optimise(wasm: &Path) -> Result<Vec<u8>> {
    let small = wasm.with_extension("small.wasm");
    // `-Oz` makes a smaller file, but one that compresses less well.
    let status = Command::new("wasm-opt").args(["-Os", "--converge"]).args(WASM_FEATURES).arg(wasm).arg("-o").arg(&small).status();
    if !status.while_doing(missing_optimiser)?.success() {
        return fail("wasm-opt failed; see its message above");
    }
    tables::mended(&read(wasm)?, read(&small)?)
}

fn optimiser_version() -> Result<String> {
    let output = Command::new("wasm-opt").arg("--version").output().while_doing(missing_optimiser)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn missing_optimiser() -> String {
    "wasm-opt does not start (it is in Debian's package binaryen; `tools/setup build` installs it)".to_owned()
}

/// wasm-bindgen's JavaScript, and that which fetches the other parts. Each imports the other.
struct Scripts {
    main: String,
    loader: String,
}

/// Gives every file a name that follows its content, inside out: who names a file gets its new name before being hashed.
fn name_by_content(scripts: Scripts, wasm: Vec<u8>, others: Vec<(String, Vec<u8>)>, snippets: Vec<(String, Vec<u8>)>) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let Scripts { main: mut js, mut loader } = scripts;

    // The snippets name each other by relative paths: they move together, with the folder.
    if !snippets.is_empty() {
        let all = naming::fingerprint(snippets.iter().flat_map(|(name, content)| [name.as_bytes(), content]));
        let folder = naming::hashed("snippets", all.as_bytes());
        js = replaced(&js, "./snippets/", &format!("./{folder}/"))?;
        for (name, content) in snippets {
            files.push(File { role: Role::Other, path: format!("{FOLDER}/{folder}/{name}"), content });
        }
    }

    for (name, content) in others {
        let plain = format!("{name}.wasm");
        let hashed = naming::hashed(&plain, &content);
        loader = replaced(&loader, &format!("\"./{plain}\""), &format!("\"./{hashed}\""))?;
        files.push(File { role: Role::Part, path: format!("{FOLDER}/{hashed}"), content });
    }
    let plain = format!("{NAME}_bg.wasm");
    let wasm_name = naming::hashed(&plain, &wasm);
    js = replaced(&js, &plain, &wasm_name)?;
    files.push(File { role: Role::Wasm, path: format!("{FOLDER}/{wasm_name}"), content: wasm });

    // The two scripts name each other: both get the hash of both.
    let both = naming::fingerprint([js.as_bytes(), loader.as_bytes()]);
    let js_plain = format!("./{NAME}.js");
    let [js_name, loader_name] = [js_plain.as_str(), split::LOADER].map(|name| naming::hashed(name, both.as_bytes()));
    // Only where it is fetched from: the wasm file asks for the plain name.
    let from = |name: &str| format!(" from \"{name}\"");
    js = replaced(&js, &from(split::LOADER), &from(&loader_name))?;
    loader = replaced(&loader, &from(&js_plain), &from(&js_name))?;
    for (role, name, text) in [(Role::Loader, loader_name, loader), (Role::Js, js_name, js)] {
        files.push(File { role, path: format!("{FOLDER}/{}", name.trim_start_matches("./")), content: text.into_bytes() });
    }
    Ok(files)
}

/// Like `str::replace`, but finding nothing is an error: wasm-bindgen would have changed how it names files.
fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    if text.contains(from) { Ok(text.replace(from, to)) } else { fail(format!("wasm-bindgen's JavaScript does not name {from}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JS: &str = "import { a } from './snippets/app-1/inline0.js';\nimport * as import1 from \"./itakumori_groups.js\"\n\
                      imports = {\"./itakumori_groups.js\": import1};\nnew URL('itakumori_bg.wasm', import.meta.url);";
    const LOADER: &str = "import { initSync } from \"./itakumori.js\";\nnew URL(\"./chunk_1.wasm\", import.meta.url);";

    fn scripts(js: &str) -> Scripts {
        Scripts { main: js.to_owned(), loader: LOADER.to_owned() }
    }

    fn named(js: &str, wasm: &str, snippet: &str) -> Vec<File> {
        let (parts, snippets) = (vec![("chunk_1".to_owned(), b"part".to_vec())], vec![("app-1/inline0.js".to_owned(), snippet.into())]);
        name_by_content(scripts(js), wasm.into(), parts, snippets).expect("named")
    }

    fn of(files: &[File], role: Role) -> &File {
        files.iter().find(|file| file.role == role).expect("made")
    }

    #[test]
    fn the_javascript_names_the_hashed_files() {
        let files = named(JS, "wasm", "snippet");
        let js = String::from_utf8(of(&files, Role::Js).content.clone()).expect("text");
        let wasm = of(&files, Role::Wasm).path.strip_prefix("pkg/").expect("folder");
        let snippet = of(&files, Role::Other).path.strip_prefix("pkg/").expect("folder");
        assert!(wasm.starts_with("itakumori_bg-"));
        assert!(js.contains(&format!("new URL('{wasm}'")), "{js}");
        assert!(snippet.ends_with("/app-1/inline0.js"));
        assert!(js.contains(&format!("from './{snippet}'")), "{js}");
    }

    #[test]
    fn the_scripts_name_each_other_and_the_parts() {
        let files = named(JS, "wasm", "snippet");
        let text = |role| String::from_utf8(of(&files, role).content.clone()).expect("text");
        let name = |role| of(&files, role).path.replace("pkg/", "./");
        let (js, loader) = (text(Role::Js), text(Role::Loader));
        assert!(js.contains(&format!("from \"{}\"", name(Role::Loader))), "{js}");
        // What the wasm file asks for is not where it comes from.
        assert!(js.contains("{\"./itakumori_groups.js\": import1}"), "{js}");
        assert!(loader.contains(&format!("from \"{}\"", name(Role::Js))), "{loader}");
        assert!(loader.contains(&format!("new URL(\"{}\"", name(Role::Part))), "{loader}");
    }

    #[test]
    fn a_change_of_any_file_changes_the_name_of_the_javascript() {
        let name = |files: Vec<File>| of(&files, Role::Js).path.clone();
        let before = name(named(JS, "wasm", "snippet"));
        assert_eq!(before, name(named(JS, "wasm", "snippet")));
        assert_ne!(before, name(named(JS, "other", "snippet")));
        assert_ne!(before, name(named(JS, "wasm", "other")));
    }

    #[test]
    fn javascript_that_loads_another_file_is_refused() {
        assert!(name_by_content(scripts("new URL('else.wasm')"), Vec::new(), Vec::new(), Vec::new()).is_err());
    }

    #[test]
    fn the_linked_file_is_that_of_the_app() {
        let report = |target: &str| format!(r#"{{"reason":"compiler-artifact","target":{{"name":"{target}"}},"filenames":["/t/app.wasm","/t/libapp.rlib"]}}"#);
        assert_eq!(linked_file(&report("app")), Some(PathBuf::from("/t/app.wasm")));
        assert_eq!(linked_file(&report("domain")), None);
        assert_eq!(linked_file("not json"), None);
    }
}
