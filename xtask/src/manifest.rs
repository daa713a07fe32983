//! `manifest.json`: tells the server under which names the browser part lies, and how large it is.

use serde_json::{Map, Value, json};

use crate::error::{Result, fail};
use crate::site::{Part, Role, Written};

/// The three files a page names, each with its role in the manifest.
const NAMED: [(Role, &str); 3] = [(Role::Js, "js"), (Role::Wasm, "wasm"), (Role::Css, "css")];

/// `{"profile": …, "js": "/pkg/…", "wasm": "/pkg/…", "css": "/pkg/…", "sizes": {"wasm": bytes, "wasm_br": bytes, …}, "parts": {"/pkg/…": bytes in
/// brotli, …}}`; the parts are what the browser fetches later, when a page needs it.
pub fn compose(profile: &str, parts: &[&Part]) -> Result<Value> {
    let mut manifest = Map::new();
    let mut sizes = Map::new();
    manifest.insert("profile".to_owned(), json!(profile));
    for (role, key) in NAMED {
        let Some(file) = find(parts, role) else {
            return fail(format!("the build made no {key} file"));
        };
        manifest.insert(key.to_owned(), json!(format!("/{}", file.path)));
        sizes.insert(key.to_owned(), json!(file.bytes));
        if let Some(compressed) = file.compressed {
            sizes.insert(format!("{key}_br"), json!(compressed.brotli));
            sizes.insert(format!("{key}_gz"), json!(compressed.gzip));
        }
    }
    manifest.insert("sizes".to_owned(), Value::Object(sizes));
    let later = parts.iter().flat_map(|part| &part.files).filter(|file| file.role == Role::Part);
    let later = later.map(|file| (format!("/{}", file.path), json!(file.compressed.map_or(file.bytes, |sizes| sizes.brotli)))).collect();
    manifest.insert("parts".to_owned(), Value::Object(later));
    Ok(Value::Object(manifest))
}

fn find<'a>(parts: &[&'a Part], role: Role) -> Option<&'a Written> {
    parts.iter().flat_map(|part| &part.files).find(|file| file.role == role)
}

/// Size in bytes of what travels for the first page, and the profile it was built in.
pub fn travelling_wasm(manifest: &Value) -> Option<(u64, &str)> {
    Some((manifest["sizes"]["wasm_br"].as_u64()?, manifest["profile"].as_str()?))
}

/// The parts that travel later, each with its size in bytes.
pub fn later_parts(manifest: &Value) -> Vec<(&str, u64)> {
    let parts = manifest["parts"].as_object().into_iter().flatten();
    parts.filter_map(|(path, size)| Some((path.as_str(), size.as_u64()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Compressed;

    fn file(role: Role, path: &str) -> Written {
        Written { role, path: path.to_owned(), bytes: 30, compressed: Some(Compressed { brotli: 10, gzip: 20 }) }
    }

    fn part(files: Vec<Written>) -> Part {
        Part { input: String::new(), files }
    }

    #[test]
    fn names_are_paths_on_the_server_and_sizes_are_told_apart() {
        let files = [(Role::Other, "pkg/snippets/a.js"), (Role::Js, "pkg/a-1.js"), (Role::Part, "pkg/b-4.wasm"), (Role::Wasm, "pkg/a-2.wasm")];
        let browser = part(files.map(|(role, path)| file(role, path)).to_vec());
        let style = part(vec![file(Role::Css, "pkg/a-3.css")]);
        let manifest = compose("wasm-release", &[&browser, &style]).expect("complete");
        assert_eq!(manifest["js"], "/pkg/a-1.js");
        assert_eq!(manifest["wasm"], "/pkg/a-2.wasm");
        assert_eq!(manifest["css"], "/pkg/a-3.css");
        assert_eq!(manifest["sizes"]["css"], 30);
        assert_eq!(manifest["sizes"]["js_gz"], 20);
        assert_eq!(travelling_wasm(&manifest), Some((10, "wasm-release")));
        assert_eq!(later_parts(&manifest), [("/pkg/b-4.wasm", 10)]);
    }

    #[test]
    fn a_missing_file_is_an_error_and_not_a_hole() {
        let browser = part(vec![file(Role::Js, "pkg/a-1.js"), file(Role::Wasm, "pkg/a-2.wasm")]);
        let error = compose("dev", &[&browser]).expect_err("no style sheet");
        assert!(error.to_string().contains("css"));
    }
}
