//! Where things are, and how cargo is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Result, While, fail};

pub struct Workspace {
    pub root: PathBuf,
    /// Cargo's target folder: `target`, unless the environment says otherwise.
    pub target: PathBuf,
}

impl Workspace {
    /// The workspace around the current folder. Found when running, so that a moved checkout keeps working.
    pub fn find() -> Result<Self> {
        let here = std::env::current_dir().while_doing(|| "looking for the current folder".to_owned())?;
        let Some(root) = here.ancestors().find(|folder| folder.join("Cargo.lock").is_file()) else {
            return fail("call me inside of the project: no Cargo.lock here or above");
        };
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| here.join(folder));
        Ok(Self { root: root.to_owned(), target })
    }

    /// What the server serves as it is.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// Files that are only of use between two runs of this program.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// Where cargo has unpacked what others published: one folder for each registry.
    pub fn registry_sources(&self) -> Vec<PathBuf> {
        let home = std::env::var_os("CARGO_HOME").map(|home| self.root.join(home)).or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cargo")));
        let folders = home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
        let mut folders: Vec<PathBuf> = folders.into_iter().flatten().filter_map(|folder| Some(folder.ok()?.path())).collect();
        folders.sort();
        folders
    }

    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        cargo
    }

    /// wasm-bindgen writes notes into the compiled file that only the very same version of its other half can read.
    pub fn check_bindgen_versions(&self) -> Result<()> {
        let lock = read(&self.root.join("Cargo.lock"))?;
        match (locked_version(&lock, "wasm-bindgen"), locked_version(&lock, "wasm-bindgen-cli-support")) {
            (Some(library), Some(tool)) if library == tool => Ok(()),
            (Some(library), Some(tool)) => fail(format!(
                "Cargo.lock has wasm-bindgen {library} but wasm-bindgen-cli-support {tool}; they must be equal:\n  \
                 cargo update -p wasm-bindgen-cli-support --precise {library}"
            )),
            _ => fail("Cargo.lock lacks wasm-bindgen or wasm-bindgen-cli-support"),
        }
    }
}

pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).while_doing(|| format!("reading {}", path.display()))
}

fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\nsource = \"x\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.2\"\n";

    #[test]
    fn a_version_is_that_of_exactly_the_named_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.1"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-cli-support"), Some("0.2.2"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
