//! The folder the server serves: writing into it, knowing what is in it, and clearing what is no longer named.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::{Value, json};
use walkdir::WalkDir;

use crate::browser::Profile;
use crate::error::{Result, While, fail};
use crate::naming;

/// What a page uses a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Js,
    Wasm,
    /// What a group of pages needs besides the wasm file.
    Part,
    /// Fetches the parts.
    Loader,
    Css,
    Other,
}

impl Role {
    const ALL: [(Self, &'static str); 6] =
        [(Self::Js, "js"), (Self::Wasm, "wasm"), (Self::Part, "part"), (Self::Loader, "loader"), (Self::Css, "css"), (Self::Other, "other")];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("other", |(_, name)| name)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }
}

/// A file to be written; the path is relative to the site's folder, with `/` between its parts.
pub struct File {
    pub role: Role,
    pub path: String,
    pub content: Vec<u8>,
}

/// Sizes in bytes of the compressed copies that lie beside a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compressed {
    pub brotli: u64,
    pub gzip: u64,
}

/// A file that lies in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub role: Role,
    pub path: String,
    pub bytes: u64,
    pub compressed: Option<Compressed>,
}

impl Written {
    /// The file and its compressed copies, each with its size.
    fn on_disk(&self) -> impl Iterator<Item = (String, u64)> + '_ {
        let copies = self.compressed.into_iter().flat_map(|sizes| [("br", sizes.brotli), ("gz", sizes.gzip)]);
        std::iter::once((self.path.clone(), self.bytes)).chain(copies.map(|(ending, size)| (format!("{}.{ending}", self.path), size)))
    }
}

/// Files that were made together from one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Fingerprint of all that the files were made from.
    pub input: String,
    pub files: Vec<Written>,
}

impl Part {
    /// Whether the files of this input are all in place, so that nothing is to be done.
    pub fn is_fresh(&self, site: &Path, input: &str) -> bool {
        self.input == input
            && self.files.iter().flat_map(Written::on_disk).all(|(path, size)| fs::metadata(site.join(path)).is_ok_and(|found| found.len() == size))
    }

    pub fn to_json(&self) -> Value {
        let files: Vec<Value> = self
            .files
            .iter()
            .map(|file| {
                let compressed = file.compressed.map(|sizes| json!([sizes.brotli, sizes.gzip]));
                json!({"role": file.role.name(), "path": file.path, "bytes": file.bytes, "compressed": compressed})
            })
            .collect();
        json!({"input": self.input, "files": files})
    }

    /// `None` for anything that was not written by [`Part::to_json`]: then the part is made anew.
    pub fn from_json(value: &Value) -> Option<Self> {
        let files = value["files"].as_array()?.iter().map(|file| {
            let compressed = match &file["compressed"] {
                Value::Null => None,
                sizes => Some(Compressed { brotli: sizes[0].as_u64()?, gzip: sizes[1].as_u64()? }),
            };
            Some(Written { role: Role::named(file["role"].as_str()?)?, path: file["path"].as_str()?.to_owned(), bytes: file["bytes"].as_u64()?, compressed })
        });
        Some(Self { input: value["input"].as_str()?.to_owned(), files: files.collect::<Option<_>>()? })
    }
}

/// Writes files with their compressed copies.
pub fn write(site: &Path, input: String, files: Vec<File>, profile: Profile) -> Result<Part> {
    let files = files.into_iter().map(|file| write_one(site, file, profile)).collect::<Result<_>>()?;
    Ok(Part { input, files })
}

fn write_one(site: &Path, file: File, profile: Profile) -> Result<Written> {
    let path = site.join(&file.path);
    put(&path, &file.content)?;
    let mut written = Written { role: file.role, path: file.path, bytes: file.content.len() as u64, compressed: None };
    if naming::compressible(&written.path) {
        // Brotli at its best takes seconds for the browser part: gzip costs nothing beside it.
        let (brotli, gzip) = thread::scope(|scope| {
            let gzip = scope.spawn(|| gzip(&file.content, profile));
            (brotli(&file.content, profile), gzip.join())
        });
        let Ok(gzip) = gzip else { return fail("gzip broke down") };
        let (brotli, gzip) = (brotli?, gzip?);
        put(&site.join(format!("{}.br", written.path)), &brotli)?;
        put(&site.join(format!("{}.gz", written.path)), &gzip)?;
        written.compressed = Some(Compressed { brotli: brotli.len() as u64, gzip: gzip.len() as u64 });
    }
    Ok(written)
}

/// Writes beside the place and moves, so that a server that reads meanwhile never sees half a file.
pub fn put(path: &Path, content: &[u8]) -> Result<()> {
    let doing = || format!("writing {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).while_doing(doing)?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".partial");
    fs::write(&beside, content).while_doing(doing)?;
    fs::rename(&beside, path).while_doing(doing)
}

fn brotli(content: &[u8], profile: Profile) -> Result<Vec<u8>> {
    let quality = match profile {
        Profile::Release => 11,
        Profile::Dev => 2,
    };
    let parameters = brotli::enc::BrotliEncoderParams { quality, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).while_doing(|| "compressing with brotli".to_owned())?;
    Ok(compressed)
}

fn gzip(content: &[u8], profile: Profile) -> Result<Vec<u8>> {
    let level = match profile {
        Profile::Release => flate2::Compression::best(),
        Profile::Dev => flate2::Compression::fast(),
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content).and_then(|()| encoder.finish()).while_doing(|| "compressing with gzip".to_owned())
}

/// Every file below a folder with its path relative to it, in a fixed order. A missing folder is an empty one.
pub fn files_below(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.while_doing(|| format!("looking through {}", folder.display()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).while_doing(|| format!("looking through {}", folder.display()))?;
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        files.push((parts.join("/"), entry.into_path()));
    }
    Ok(files)
}

/// Removes what no part names: earlier versions, and files that have left `public/`.
pub fn clear_unnamed(site: &Path, parts: &[&Part], also_named: &str) -> Result<()> {
    let mut named: BTreeSet<String> = parts.iter().flat_map(|part| &part.files).flat_map(Written::on_disk).map(|(path, _)| path).collect();
    named.insert(also_named.to_owned());
    for (relative, path) in files_below(site)? {
        if !named.contains(&relative) {
            fs::remove_file(&path).while_doing(|| format!("removing {}", path.display()))?;
        }
    }
    // Deepest first; `remove_dir` refuses a folder that still holds something, and that is what is wanted.
    for entry in WalkDir::new(site).min_depth(1).contents_first(true).into_iter().flatten() {
        if entry.file_type().is_dir() {
            let _still_in_use = fs::remove_dir(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test, gone at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(test: &str) -> Self {
            let path = std::env::temp_dir().join(format!("xtask-{test}-{}", std::process::id()));
            fs::create_dir_all(&path).expect("temporary folder");
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            files_below(&self.0).expect("readable").into_iter().map(|(name, _)| name).collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _gone = fs::remove_dir_all(&self.0);
        }
    }

    fn file(path: &str, content: &str) -> File {
        File { role: Role::Other, path: path.to_owned(), content: content.as_bytes().to_vec() }
    }

    #[test]
    fn a_part_is_fresh_until_its_input_or_one_of_its_files_changes() {
        let folder = Folder::new("fresh");
        let part = write(&folder.0, "one".to_owned(), vec![file("pkg/a.js", "let a = 1;")], Profile::Release).expect("written");
        assert_eq!(folder.names(), ["pkg/a.js", "pkg/a.js.br", "pkg/a.js.gz"]);
        assert!(part.is_fresh(&folder.0, "one"));
        assert!(!part.is_fresh(&folder.0, "two"));
        fs::remove_file(folder.0.join("pkg/a.js.br")).expect("removed");
        assert!(!part.is_fresh(&folder.0, "one"));
    }

    #[test]
    fn a_part_survives_being_stored() {
        let compressed = Some(Compressed { brotli: 1, gzip: 2 });
        let files = vec![
            Written { role: Role::Wasm, path: "pkg/a.wasm".to_owned(), bytes: 3, compressed },
            Written { role: Role::Other, path: "seal.png".to_owned(), bytes: 4, compressed: None },
        ];
        let part = Part { input: "i".to_owned(), files };
        assert_eq!(Part::from_json(&part.to_json()), Some(part));
        assert_eq!(Part::from_json(&json!({"input": "i"})), None);
    }

    #[test]
    fn clearing_removes_earlier_versions_and_empty_folders_only() {
        let folder = Folder::new("clear");
        write(&folder.0, String::new(), vec![file("pkg/old/a.js", "old"), file("seal.png", "old")], Profile::Dev).expect("written");
        let now = write(&folder.0, String::new(), vec![file("pkg/a.js", "new")], Profile::Dev).expect("written");
        put(&folder.0.join("manifest.json"), b"{}").expect("written");
        clear_unnamed(&folder.0, &[&now], "manifest.json").expect("cleared");
        assert_eq!(folder.names(), ["manifest.json", "pkg/a.js", "pkg/a.js.br", "pkg/a.js.gz"]);
        assert!(!folder.0.join("pkg/old").exists());
    }

    #[test]
    fn what_is_compressed_comes_out_again() {
        let text = "委託契約 ".repeat(200);
        let packed = brotli(text.as_bytes(), Profile::Release).expect("brotli");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).expect("unpacked");
        assert_eq!(unpacked, text.as_bytes());
        let packed = gzip(text.as_bytes(), Profile::Release).expect("gzip");
        let mut unpacked = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut unpacked).expect("unpacked");
        assert_eq!(unpacked, text);
    }
}
