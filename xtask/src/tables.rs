//! Mends what older versions of wasm-opt break: they write every exported table as if it were the first one.
//!
//! The browser part has two tables, of functions and of JavaScript values, and exports the second. Debian 12 carries
//! such a version (binaryen 108); with its file unmended, the page dies at once with "Table.set(): Argument 1 is invalid".

use std::ops::Range;

use wasmparser::{ExternalKind, Parser, Payload, RefType, TypeRef};

use crate::error::{Result, While, fail};

/// Tables of a module: what each holds, and which of them are exported under which name.
struct Tables {
    kinds: Vec<RefType>,
    exports: Vec<(String, u32)>,
    /// Where in the file the exports are written.
    place: Range<usize>,
}

impl Tables {
    fn of(module: &[u8]) -> Result<Self> {
        let mut tables = Self { kinds: Vec::new(), exports: Vec::new(), place: 0..0 };
        for payload in Parser::new(0).parse_all(module) {
            tables.note(payload).while_doing(|| "reading the linked file".to_owned())?;
        }
        Ok(tables)
    }

    fn note(&mut self, payload: std::result::Result<Payload<'_>, wasmparser::BinaryReaderError>) -> std::result::Result<(), wasmparser::BinaryReaderError> {
        match payload? {
            // Imported tables are counted first.
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if let TypeRef::Table(table) = import?.ty {
                        self.kinds.push(table.element_type);
                    }
                }
            }
            Payload::TableSection(own) => {
                for table in own {
                    self.kinds.push(table?.ty.element_type);
                }
            }
            Payload::ExportSection(exports) => {
                self.place = exports.range();
                for export in exports {
                    let export = export?;
                    if export.kind == ExternalKind::Table {
                        self.exports.push((export.name.to_owned(), export.index));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn kind(&self, index: u32) -> Option<RefType> {
        self.kinds.get(usize::try_from(index).ok()?).copied()
    }
}

/// The optimised module, with every exported table holding the same kind of values as it did before.
pub fn mended(before: &[u8], mut after: Vec<u8>) -> Result<Vec<u8>> {
    let (old, new) = (Tables::of(before)?, Tables::of(&after)?);
    for (name, index) in &old.exports {
        let kind = old.kind(*index);
        let Some((_, found)) = new.exports.iter().find(|(other, _)| other == name) else {
            return fail(format!("wasm-opt lost the exported table {name}"));
        };
        if new.kind(*found) == kind {
            continue;
        }
        let mut right = (0_u8..).zip(&new.kinds).filter(|(_, other)| Some(**other) == kind).map(|(index, _)| index);
        let (Some(right), None) = (right.next(), right.next()) else {
            return fail(format!("wasm-opt mixed up the exported table {name}, and which one it was cannot be told"));
        };
        point(&mut after, new.place.clone(), name, *found, right)?;
    }
    Ok(after)
}

/// An export is written as the length of its name, the name, a kind (1 is a table), an index. All numbers here are below
/// 128 and so take one byte each: the file's length stays, and nothing else has to move.
fn point(module: &mut [u8], exports: Range<usize>, name: &str, from: u32, to: u8) -> Result<()> {
    let lost = || format!("the exported table {name} is not written as expected");
    let length = u8::try_from(name.len()).while_doing(lost)?;
    let from = u8::try_from(from).while_doing(lost)?;
    let written = [&[length], name.as_bytes(), &[1, from]].concat();
    let place = module[exports.clone()].windows(written.len()).position(|window| window == written);
    match place {
        Some(place) if length < 128 && from < 128 && to < 128 => {
            module[exports.start + place + written.len() - 1] = to;
            Ok(())
        }
        _ => fail(lost()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FUNCTIONS: u8 = 0x70;
    const VALUES: u8 = 0x6f;

    /// A module of nothing but tables and one export, named `values`.
    fn module(tables: &[u8], exported: u8) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let count = u8::try_from(tables.len()).expect("few");
        module.extend([4, 1 + 3 * count, count]);
        for kind in tables {
            module.extend([*kind, 0, 5]);
        }
        module.extend([7, 10, 1, 6]);
        module.extend(b"values");
        module.extend([1, exported]);
        module
    }

    #[test]
    fn an_export_that_points_to_the_wrong_table_is_mended() {
        let right = module(&[FUNCTIONS, VALUES], 1);
        let wrong = module(&[FUNCTIONS, VALUES], 0);
        assert_eq!(mended(&right, wrong).expect("mended"), right);
    }

    #[test]
    fn what_is_right_is_left_alone_even_if_the_tables_changed_places() {
        let before = module(&[FUNCTIONS, VALUES], 1);
        let after = module(&[VALUES, FUNCTIONS], 0);
        assert_eq!(mended(&before, after.clone()).expect("unchanged"), after);
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let before = module(&[FUNCTIONS, VALUES], 1);
        assert!(mended(&before, module(&[FUNCTIONS, VALUES, VALUES], 0)).is_err());
        assert!(mended(&before, module(&[FUNCTIONS], 0)).is_err());
        assert!(mended(&before, b"\0asm\x01\0\0\0".to_vec()).is_err());
    }
}
