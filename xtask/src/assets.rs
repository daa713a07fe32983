//! `xtask assets`: all that a browser gets, in `target/site`.
//!
//! Three parts, each made anew only when what it is made from has changed: the browser part, the style sheet, and the
//! files of `public/` as they are.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use crate::browser::{self, Profile};
use crate::error::{Result, While, fail};
use crate::manifest;
use crate::naming;
use crate::site::{self, File, Part, Role};
use crate::style;
use crate::workspace::{self, Workspace};

pub const MANIFEST: &str = "manifest.json";

pub fn build(workspace: &Workspace, profile: Profile) -> Result<()> {
    let start = Instant::now();
    let site = workspace.site();
    let state_file = workspace.scratch().join("state.json");
    let state: Value = workspace::read(&state_file).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let known = |name: &str| Part::from_json(&state[name]);

    println!("Browser part ({}): cargo …", profile.cargo_name());
    let linked = browser::compile(workspace, profile)?;
    let linked_content = std::fs::read(&linked).while_doing(|| format!("reading {}", linked.display()))?;
    let recipe = browser::recipe(profile)?;
    let input = naming::fingerprint([linked_content.as_slice(), recipe.as_bytes()]);
    let app = make(&site, known("browser"), input, profile, || browser::finish(workspace, &linked, profile))?;

    println!("Style sheet …");
    let css = style::build(&workspace.root.join("style/main.css"))?.into_bytes();
    let input = naming::fingerprint([css.as_slice(), profile.cargo_name().as_bytes()]);
    let sheet = make(&site, known("style"), input, profile, || {
        let path = format!("{}/{}", browser::FOLDER, naming::hashed("itakumori.css", &css));
        Ok(vec![File { role: Role::Css, path, content: css.clone() }])
    })?;

    println!("Files of public/ …");
    let files = public_files(&workspace.root.join("public"))?;
    let input = naming::fingerprint(files.iter().flat_map(|file| [file.path.as_bytes(), &file.content]).chain([profile.cargo_name().as_bytes()]));
    let public = make(&site, known("public"), input, profile, || Ok(files))?;

    // The new names are told only now that all files are there, and the old files go after that.
    let parts = [&app, &sheet, &public];
    let manifest = manifest::compose(profile.cargo_name(), &parts)?;
    site::put(&site.join(MANIFEST), format!("{manifest:#}\n").as_bytes())?;
    let state = json!({"browser": app.to_json(), "style": sheet.to_json(), "public": public.to_json()});
    site::put(&state_file, state.to_string().as_bytes())?;
    site::clear_unnamed(&site, &parts, MANIFEST)?;

    report(&parts);
    println!("Ready in {:.1} s: {}", start.elapsed().as_secs_f64(), site.display());
    Ok(())
}

/// The part as it lies in the site, if it was made from this input; else made anew.
fn make(site: &Path, known: Option<Part>, input: String, profile: Profile, files: impl FnOnce() -> Result<Vec<File>>) -> Result<Part> {
    match known {
        Some(part) if part.is_fresh(site, &input) => {
            println!("  unchanged");
            Ok(part)
        }
        _ => {
            let files = files()?;
            println!("  writing and compressing {} file(s) …", files.len());
            site::write(site, input, files, profile)
        }
    }
}

fn public_files(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for (path, place) in site::files_below(folder)? {
        if path == MANIFEST || path.split('/').next() == Some(browser::FOLDER) {
            return fail(format!("public/{path}: this name is taken by the build; please choose another"));
        }
        let content = std::fs::read(&place).while_doing(|| format!("reading {}", place.display()))?;
        files.push(File { role: Role::Other, path, content });
    }
    Ok(files)
}

fn report(parts: &[&Part]) {
    println!("  {:>10} {:>10} {:>10}", "bytes", "brotli", "gzip");
    for file in parts.iter().flat_map(|part| &part.files) {
        match file.compressed {
            Some(sizes) => println!("  {:>10} {:>10} {:>10}  {}", file.bytes, sizes.brotli, sizes.gzip, file.path),
            None => println!("  {:>10} {:>10} {:>10}  {}", file.bytes, "", "", file.path),
        }
    }
}
