//! The pages of a file and what is on them: the content, forms in it, and what was filled into fields.

use std::{collections::HashSet, rc::Rc};

use super::{
    super::{Unreadable, limits},
    content::{Matrix, Reader},
    file::File,
    object::{Dict, Object},
};

/// Nodes of the page tree in one another.
const TREE_DEPTH: usize = 64;

/// Annotations of a page that are looked at.
const ANNOTATIONS: usize = 2_000;

/// Flags of an annotation that is not seen: invisible, hidden (ISO 32000-1, table 165).
const UNSEEN: i32 = 0b11;

struct Page {
    dict: Rc<Dict>,
    resources: Rc<Dict>,
}

/// The text of every page, in order.
pub(super) fn texts(file: &File) -> Result<Vec<String>, Unreadable> {
    let pages = pages(file)?;
    let mut reader = Reader::new(file);
    pages.iter().map(|page| text(file, &mut reader, page)).collect()
}

fn text(file: &File, reader: &mut Reader, page: &Page) -> Result<String, Unreadable> {
    let contents = file.get(&page.dict, b"Contents")?;
    let parts = contents.array().unwrap_or_else(|| Rc::from([contents]));
    let mut content = Vec::new();
    for part in parts.iter() {
        if let Some(stream) = file.resolve(part)?.stream() {
            content.extend_from_slice(&file.unpack(&stream)?);
            // A part may end within an operator's operands, never within a word.
            content.push(b'\n');
        }
    }
    reader.run(&content, &page.resources, Matrix::IDENTITY)?;
    for annotation in file.get(&page.dict, b"Annots")?.array().iter().flat_map(|list| list.iter()).take(ANNOTATIONS) {
        if let Some(annotation) = file.resolve(annotation)?.dict() {
            filled_in(file, reader, &annotation)?;
        }
    }
    let text = reader.page_text();
    file.budget.write(&text)?;
    Ok(text)
}

/// What stands in a field of a form or was written over the page: its appearance is a content of its own.
fn filled_in(file: &File, reader: &mut Reader, annotation: &Dict) -> Result<(), Unreadable> {
    let written = matches!(file.get(annotation, b"Subtype")?.name(), Some(b"Widget" | b"FreeText" | b"Stamp"));
    let unseen = file.get(annotation, b"F")?.int().unwrap_or(0) & UNSEEN != 0;
    let Some(appearances) = file.get(annotation, b"AP")?.dict().filter(|_| written && !unseen) else { return Ok(()) };
    let mut normal = file.get(&appearances, b"N")?;
    if let Object::Dict(states) = &normal {
        // A check box has one for each of its states.
        normal = match file.get(annotation, b"AS")?.name() {
            Some(state) => file.get(states, state)?,
            None => Object::Null,
        };
    }
    let Some(stream) = normal.stream() else { return Ok(()) };
    let corner = |object: &Object| object.array().and_then(|rect| Some((rect.first()?.number()?, rect.get(1)?.number()?))).unwrap_or_default();
    let (place, own) = (corner(&file.get(annotation, b"Rect")?), corner(&file.get(&stream.dict, b"BBox")?));
    reader.form(&stream, &Rc::default(), Matrix::shift(place.0 - own.0, place.1 - own.1))
}

fn pages(file: &File) -> Result<Vec<Page>, Unreadable> {
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    let root = file.root()?;
    let mut rest = vec![(root.raw(b"Pages").clone(), Rc::<Dict>::default(), 0)];
    while let Some((node, inherited, depth)) = rest.pop() {
        // A page that two nodes name is one page; a node that is its own kid is none.
        if node.reference().is_some_and(|number| !seen.insert(number)) || depth > TREE_DEPTH {
            continue;
        }
        let Some(dict) = file.resolve(&node)?.dict() else { continue };
        let resources = file.get(&dict, b"Resources")?.dict().unwrap_or(inherited);
        if let Some(kids) = file.get(&dict, b"Kids")?.array().filter(|_| !file.get(&dict, b"Type").is_ok_and(|name| name.is_name(b"Page"))) {
            file.budget.hold(kids.len())?;
            rest.extend(kids.iter().rev().map(|kid| (kid.clone(), Rc::clone(&resources), depth + 1)));
        } else {
            if pages.len() == limits::PAGES {
                return Err(Unreadable::TooLarge);
            }
            pages.push(Page { dict, resources });
        }
    }
    Ok(pages)
}
