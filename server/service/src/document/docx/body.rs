//! The body of a document: paragraphs, tables, text boxes and notes (ECMA-376, part 1, 17.3, 17.4, 17.11).
//!
//! The text is what a reader sees: with tracked insertions and without deletions, without hidden text and the codes of fields.

use std::collections::HashMap;

use super::{
    super::{Unreadable, limits::Budget},
    numbering::Numbering,
    paragraph::{BREAK, Paragraph, properties, symbol},
    xml::{Element, Node, Xml},
};

pub(super) struct Body<'a> {
    budget: &'a Budget,
    numbering: Numbering,
    footnotes: HashMap<String, String>,
    endnotes: HashMap<String, String>,
    /// Notes referred to so far.
    counted: (u32, u32),
    /// Text of the endnotes referred to.
    at_end: Vec<String>,
    pub has_pictures: bool,
}

/// Lines written one after the other: of the body, a cell, a text box, a note.
#[derive(Default)]
struct Flow {
    pages: Vec<String>,
    page: String,
    /// Footnotes of the section.
    notes: Vec<String>,
    /// What stands before a paragraph mark that is deleted: the next paragraph goes on with it.
    open: String,
}

type Done = Result<(), Unreadable>;

impl Flow {
    fn line(&mut self, line: &str) {
        self.page.push_str(line);
        self.page.push('\n');
    }

    fn end_section(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            self.line(&note);
        }
    }

    fn begin_page(&mut self) {
        self.end_section();
        self.pages.push(std::mem::take(&mut self.page));
    }

    /// All of it as one.
    fn into_text(mut self) -> (String, Vec<String>) {
        let rest = std::mem::take(&mut self.open);
        if !rest.is_empty() {
            self.line(&rest);
        }
        let text = self.pages.concat() + &self.page;
        (text, self.notes)
    }
}

impl<'a> Body<'a> {
    pub(super) fn new(budget: &'a Budget, numbering: Numbering) -> Self {
        let (footnotes, endnotes) = (HashMap::new(), HashMap::new());
        Self { budget, numbering, footnotes, endnotes, counted: (0, 0), at_end: Vec::new(), has_pictures: false }
    }

    pub(super) fn read_notes(&mut self, footnotes: &[u8], endnotes: &[u8]) -> Done {
        self.footnotes = self.notes(footnotes)?;
        self.endnotes = self.notes(endnotes)?;
        Ok(())
    }

    pub(super) fn read(&mut self, document: &[u8]) -> Result<Vec<String>, Unreadable> {
        let mut xml = Xml::new(document, self.budget)?;
        let mut flow = Flow::default();
        loop {
            match xml.next()? {
                Node::Open(element) if element.is("body") => self.blocks(&mut xml, &mut flow)?,
                Node::End => break,
                _ => {}
            }
        }
        flow.end_section();
        for note in std::mem::take(&mut self.at_end) {
            flow.line(&note);
        }
        let rest = std::mem::take(&mut flow.open);
        if !rest.is_empty() {
            flow.line(&rest);
        }
        flow.pages.push(flow.page);
        flow.pages.iter().try_for_each(|page| self.budget.write(page))?;
        Ok(flow.pages)
    }

    fn notes(&mut self, part: &[u8]) -> Result<HashMap<String, String>, Unreadable> {
        let mut notes = HashMap::new();
        let mut xml = Xml::new(part, self.budget)?;
        loop {
            match xml.next()? {
                // Those with a type are the lines that part notes from the text.
                Node::Open(element) if matches!(element.name(), "footnote" | "endnote") => {
                    let (id, special) = (element.attribute("id").unwrap_or_default(), element.attribute("type"));
                    let text = self.inner(&mut xml)?.0;
                    if special.is_none_or(|kind| kind == "normal") {
                        notes.insert(id, text.trim().replace('\n', " "));
                    }
                }
                Node::End => return Ok(notes),
                _ => {}
            }
        }
    }

    /// The text of blocks that are part of something else, and the notes they refer to.
    fn inner(&mut self, xml: &mut Xml) -> Result<(String, Vec<String>), Unreadable> {
        let mut flow = Flow::default();
        self.blocks(xml, &mut flow)?;
        Ok(flow.into_text())
    }

    fn blocks(&mut self, xml: &mut Xml, flow: &mut Flow) -> Done {
        self.children(xml, &mut |body, xml, element| match element.name() {
            "p" => body.paragraph(xml, flow),
            "tbl" => body.table(xml, flow),
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag" => body.blocks(xml, flow),
            _ => xml.skip(),
        })
    }

    /// Calls for each child of the element last opened; the call reads the child to its end. Of alternatives the first is taken.
    fn children(&mut self, xml: &mut Xml, read: &mut dyn FnMut(&mut Self, &mut Xml, &Element) -> Done) -> Done {
        loop {
            match xml.next()? {
                Node::Open(element) if element.is("AlternateContent") => self.alternatives(xml, read)?,
                Node::Open(element) => read(self, xml, &element)?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn alternatives(&mut self, xml: &mut Xml, read: &mut dyn FnMut(&mut Self, &mut Xml, &Element) -> Done) -> Done {
        let mut taken = false;
        loop {
            match xml.next()? {
                Node::Open(element) if !taken && matches!(element.name(), "Choice" | "Fallback") => {
                    taken = true;
                    self.children(xml, read)?;
                }
                Node::Open(_) => xml.skip()?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn paragraph(&mut self, xml: &mut Xml, flow: &mut Flow) -> Done {
        let mut paragraph = Paragraph::default();
        self.inline(xml, &mut paragraph)?;
        let text = std::mem::take(&mut flow.open) + &paragraph.text;
        flow.notes.append(&mut paragraph.notes);
        if paragraph.runs_on {
            flow.open = text;
        } else {
            let style = paragraph.style.as_deref();
            let begins_page = paragraph.page_break_before.unwrap_or_else(|| self.numbering.styles.begins_page(style));
            if begins_page && !flow.page.is_empty() {
                flow.begin_page();
            }
            let number = self.numbering.number(paragraph.stated, style).unwrap_or_default();
            let mut parts = text.split(BREAK);
            let mut line = number + parts.next().unwrap_or_default();
            for part in parts {
                if !line.trim().is_empty() {
                    flow.line(line.trim_end());
                }
                flow.begin_page();
                part.clone_into(&mut line);
            }
            // A paragraph of a page break alone is no line of the next page.
            if !text.contains(BREAK) || !line.trim().is_empty() {
                flow.line(line.trim_end());
            }
        }
        flow.page.push_str(&paragraph.boxes);
        match paragraph.ends_section {
            Some(true) => flow.begin_page(),
            Some(false) => flow.end_section(),
            None => {}
        }
        Ok(())
    }

    /// What is in a paragraph or in something within it that is transparent.
    fn inline(&mut self, xml: &mut Xml, paragraph: &mut Paragraph) -> Done {
        self.children(xml, &mut |body, xml, element| match element.name() {
            "pPr" => properties(xml, paragraph),
            "r" => body.run(xml, paragraph),
            "hyperlink" | "ins" | "moveTo" | "sdt" | "sdtContent" | "smartTag" | "customXml" | "fldSimple" | "dir" | "bdo" => body.inline(xml, paragraph),
            // A formula, as far as it is letters.
            "oMath" | "oMathPara" => {
                paragraph.text.push_str(&xml.text()?);
                Ok(())
            }
            _ => xml.skip(),
        })
    }

    fn run(&mut self, xml: &mut Xml, paragraph: &mut Paragraph) -> Done {
        let mut hidden = false;
        self.children(xml, &mut |body, xml, element| {
            if element.is("rPr") {
                return xml.each(|xml, element| {
                    match element.name() {
                        "vanish" => hidden = element.is_on(),
                        "rPrChange" => xml.skip()?,
                        _ => {}
                    }
                    Ok(())
                });
            }
            if hidden { xml.skip() } else { body.run_part(xml, element, paragraph) }
        })
    }

    fn run_part(&mut self, xml: &mut Xml, element: &Element, paragraph: &mut Paragraph) -> Done {
        match element.name() {
            "t" => {
                let text = xml.text()?;
                self.budget.step(text.len())?;
                paragraph.text.push_str(&text);
                return Ok(());
            }
            "tab" | "ptab" => paragraph.text.push('\t'),
            "cr" => paragraph.text.push('\n'),
            "br" => paragraph.text.push(if element.attribute("type").as_deref() == Some("page") { BREAK } else { '\n' }),
            "noBreakHyphen" => paragraph.text.push('-'),
            "sym" => paragraph.text.push(symbol(&element.attribute("char").unwrap_or_default())),
            "footnoteReference" => {
                self.counted.0 += 1;
                let mark = format!("[注{}]", self.counted.0);
                let note = element.attribute("id").and_then(|id| self.footnotes.get(&id)).map_or("", String::as_str);
                paragraph.text.push_str(&mark);
                self.budget.unpack(note.len())?;
                paragraph.notes.push(format!("{mark} {note}"));
            }
            "endnoteReference" => {
                self.counted.1 += 1;
                let mark = format!("[文末注{}]", self.counted.1);
                let note = element.attribute("id").and_then(|id| self.endnotes.get(&id)).map_or("", String::as_str);
                paragraph.text.push_str(&mark);
                self.budget.unpack(note.len())?;
                self.at_end.push(format!("{mark} {note}"));
            }
            "drawing" | "pict" | "object" => return self.shapes(xml, paragraph),
            // Of a word with its reading above it, the word.
            "ruby" => return self.ruby(xml, paragraph),
            _ => {}
        }
        xml.skip()
    }

    fn ruby(&mut self, xml: &mut Xml, paragraph: &mut Paragraph) -> Done {
        self.children(xml, &mut |body, xml, element| if element.is("rubyBase") { body.inline(xml, paragraph) } else { xml.skip() })
    }

    /// Text boxes, however deep in groups of shapes.
    fn shapes(&mut self, xml: &mut Xml, paragraph: &mut Paragraph) -> Done {
        self.children(xml, &mut |body, xml, element| match element.name() {
            "txbxContent" => {
                let (text, mut notes) = body.inner(xml)?;
                paragraph.boxes.push_str(&text);
                paragraph.notes.append(&mut notes);
                Ok(())
            }
            name => {
                body.has_pictures |= matches!(name, "blip" | "imagedata" | "OLEObject");
                body.shapes(xml, paragraph)
            }
        })
    }

    fn table(&mut self, xml: &mut Xml, flow: &mut Flow) -> Done {
        self.children(xml, &mut |body, xml, element| match element.name() {
            "tr" => {
                let mut row = Row::default();
                body.row(xml, &mut row)?;
                if !row.deleted {
                    flow.notes.append(&mut row.notes);
                    row.write(flow);
                }
                Ok(())
            }
            "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" => body.table(xml, flow),
            _ => xml.skip(),
        })
    }

    fn row(&mut self, xml: &mut Xml, row: &mut Row) -> Done {
        self.children(xml, &mut |body, xml, element| match element.name() {
            "tc" => {
                let (text, mut notes) = body.inner(xml)?;
                row.cells.push(text);
                row.notes.append(&mut notes);
                Ok(())
            }
            "trPr" => xml.each(|_, element| {
                row.deleted |= element.is("del");
                Ok(())
            }),
            "sdt" | "sdtContent" | "customXml" => body.row(xml, row),
            _ => xml.skip(),
        })
    }
}

#[derive(Default)]
struct Row {
    cells: Vec<String>,
    notes: Vec<String>,
    deleted: bool,
}

impl Row {
    fn write(&self, flow: &mut Flow) {
        match &self.cells[..] {
            // A table that only frames what is in it.
            [only] => flow.page.push_str(only),
            cells if cells.iter().all(|cell| cell.trim().is_empty()) => {}
            cells => {
                let cells: Vec<String> = cells.iter().map(|cell| cell.trim().replace(['\n', '\t'], " ")).collect();
                flow.line(&cells.join("\t"));
            }
        }
    }
}
