//! Runs the operators of a page as far as they place text (ISO 32000-1, 9.4).

use std::{collections::HashMap, rc::Rc};

use super::{
    super::Unreadable,
    cmap::Known,
    file::File,
    font::Font,
    layout::{Glyph, Lines},
    lexer::{Item, Lexer, is_blank},
    object::{Dict, Object, Stream},
    unify,
};

/// Forms in one another.
const FORM_DEPTH: u32 = 12;

/// Saved states in one another.
const STATES: usize = 512;

/// Operands before an operator; arrays count as one.
const OPERANDS: usize = 64;

/// What running an operator or placing a glyph costs, next to reading a byte.
const COST: usize = 16;

#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix([f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This first, then the other.
    #[expect(clippy::many_single_char_names, reason = "as the standard names them")]
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    /// A glyph at the origin of this that moves the pen by so much.
    #[expect(clippy::many_single_char_names, reason = "as the standard names them")]
    fn glyph(self, moved: (f64, f64), size: f64, vertical: bool) -> Glyph {
        let [a, b, c, d, x, y] = self.0;
        Glyph { x, y, across: moved.0 * a + moved.1 * c, up: moved.0 * b + moved.1 * d, size: (size * c.hypot(d)).abs(), vertical }
    }

    fn from(operands: &[Object]) -> Option<Self> {
        let mut numbers = operands.iter().map(Object::number);
        let mut next = || numbers.next().flatten();
        Some(Self([next()?, next()?, next()?, next()?, next()?, next()?]))
    }
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter_spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Reads pages one after the other; fonts and forms are kept from one to the next.
pub(super) struct Reader<'a> {
    file: &'a File<'a>,
    known: Known,
    fonts: HashMap<u32, Rc<Font>>,
    forms: HashMap<usize, Rc<[u8]>>,
    lines: Lines,
    depth: u32,
    scratch: String,
}

/// A content being run.
struct Run<'r> {
    resources: &'r Dict,
    /// Fonts by the names they have here.
    fonts: HashMap<Rc<[u8]>, Rc<Font>>,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a File<'a>) -> Self {
        Self { file, known: Known::default(), fonts: HashMap::new(), forms: HashMap::new(), lines: Lines::default(), depth: 0, scratch: String::new() }
    }

    /// The text placed since the last call.
    pub(super) fn page_text(&mut self) -> String {
        std::mem::take(&mut self.lines).text()
    }

    pub(super) fn run(&mut self, content: &[u8], resources: &Dict, matrix: Matrix) -> Result<(), Unreadable> {
        let state = State { matrix, font: None, size: 0.0, letter_spacing: 0.0, word_spacing: 0.0, stretch: 1.0, leading: 0.0, rise: 0.0 };
        let (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let mut run = Run { resources, fonts: HashMap::new(), state, saved: Vec::new(), text, line };
        let mut lexer = Lexer::content(content, self.file.budget);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            match lexer.item()? {
                Item::Value(value) => {
                    if operands.len() < OPERANDS {
                        operands.push(value);
                    }
                }
                Item::Word(b"ID") => {
                    skip_image(&mut lexer);
                    operands.clear();
                }
                Item::Word(operator) => {
                    self.file.budget.step(COST)?;
                    self.operate(&mut run, operator, &operands)?;
                    operands.clear();
                }
                Item::Close(_) => {}
                Item::End => return Ok(()),
            }
        }
    }

    fn operate(&mut self, run: &mut Run, operator: &[u8], operands: &[Object]) -> Result<(), Unreadable> {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match operator {
            b"q" if run.saved.len() < STATES => run.saved.push(run.state.clone()),
            b"Q" => run.state = run.saved.pop().unwrap_or_else(|| run.state.clone()),
            b"cm" => run.state.matrix = Matrix::from(operands).unwrap_or(Matrix::IDENTITY).then(run.state.matrix),
            b"BT" => {
                run.set_line(Matrix::IDENTITY);
                self.lines.begin_text();
            }
            b"Tc" => run.state.letter_spacing = number(0),
            b"Tw" => run.state.word_spacing = number(0),
            b"Tz" => run.state.stretch = number(0) / 100.0,
            b"TL" => run.state.leading = number(0),
            b"Ts" => run.state.rise = number(0),
            b"Tf" => {
                run.state.size = number(1);
                run.state.font = match operands.first() {
                    Some(Object::Name(name)) => self.font(run, name)?,
                    _ => None,
                };
            }
            b"Td" => run.move_line(number(0), number(1)),
            b"TD" => {
                run.state.leading = -number(1);
                run.move_line(number(0), number(1));
            }
            b"Tm" => run.set_line(Matrix::from(operands).unwrap_or(Matrix::IDENTITY)),
            b"T*" => run.move_line(0.0, -run.state.leading),
            b"Tj" | b"TJ" => self.show(run, operands.last())?,
            b"'" | b"\"" => {
                if operator == b"\"" {
                    (run.state.word_spacing, run.state.letter_spacing) = (number(0), number(1));
                }
                run.move_line(0.0, -run.state.leading);
                self.show(run, operands.last())?;
            }
            b"Do" => {
                let forms = self.file.get(run.resources, b"XObject")?.dict().unwrap_or_default();
                let form = operands.first().and_then(Object::name).map(|name| self.file.get(&forms, name)).transpose()?;
                if let Some(form) = form.and_then(|form| form.stream()).filter(|form| form.dict.raw(b"Subtype").is_name(b"Form")) {
                    // One that has no resources of its own uses those of the page.
                    self.form(&form, run.resources, run.state.matrix)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Runs a form, or the appearance of an annotation.
    pub(super) fn form(&mut self, form: &Stream, resources: &Dict, matrix: Matrix) -> Result<(), Unreadable> {
        if self.depth == FORM_DEPTH {
            return Ok(());
        }
        let content = if let Some(content) = self.forms.get(&form.start) {
            Rc::clone(content)
        } else {
            let content: Rc<[u8]> = Rc::from(self.file.unpack(form)?);
            self.forms.insert(form.start, Rc::clone(&content));
            content
        };
        let own = self.file.get(&form.dict, b"Matrix")?.array().and_then(|numbers| Matrix::from(&numbers));
        let own_resources = self.file.get(&form.dict, b"Resources")?.dict();
        self.depth += 1;
        let done = self.run(&content, own_resources.as_deref().unwrap_or(resources), own.unwrap_or(Matrix::IDENTITY).then(matrix));
        self.depth -= 1;
        done
    }

    fn font(&mut self, run: &mut Run, name: &Rc<[u8]>) -> Result<Option<Rc<Font>>, Unreadable> {
        if let Some(font) = run.fonts.get(name) {
            return Ok(Some(Rc::clone(font)));
        }
        let fonts = self.file.get(run.resources, b"Font")?.dict().unwrap_or_default();
        let reference = fonts.raw(name);
        let kept = reference.reference().and_then(|number| self.fonts.get(&number)).cloned();
        let font = if let Some(font) = kept {
            font
        } else {
            let Some(dict) = self.file.resolve(reference)?.dict() else { return Ok(None) };
            let font = Rc::new(Font::read(self.file, &dict, &mut self.known)?);
            if let Some(number) = reference.reference() {
                self.fonts.insert(number, Rc::clone(&font));
            }
            font
        };
        run.fonts.insert(Rc::clone(name), Rc::clone(&font));
        Ok(Some(font))
    }

    fn show(&mut self, run: &mut Run, shown: Option<&Object>) -> Result<(), Unreadable> {
        let Some(font) = run.state.font.clone() else { return Ok(()) };
        match shown {
            Some(Object::String(bytes)) => self.show_string(run, &font, bytes),
            Some(Object::Array(items)) => items.iter().try_for_each(|item| match item {
                Object::String(bytes) => self.show_string(run, &font, bytes),
                item => {
                    // Thousandths of the size, back.
                    let back = item.number().unwrap_or(0.0) / 1000.0 * run.state.size;
                    let (x, y) = if font.vertical { (0.0, -back) } else { (-back * run.state.stretch, 0.0) };
                    run.text = Matrix::shift(x, y).then(run.text);
                    Ok(())
                }
            }),
            _ => Ok(()),
        }
    }

    fn show_string(&mut self, run: &mut Run, font: &Font, mut bytes: &[u8]) -> Result<(), Unreadable> {
        while !bytes.is_empty() {
            self.file.budget.step(COST)?;
            self.scratch.clear();
            let code = font.next(bytes, &mut self.scratch);
            bytes = &bytes[code.len..];
            let state = &run.state;
            let spacing = state.letter_spacing + if code.is_space { state.word_spacing } else { 0.0 };
            let advance = code.advance * state.size + spacing;
            let moved = if font.vertical { (0.0, advance) } else { (advance * state.stretch, 0.0) };
            let place = Matrix::shift(0.0, state.rise).then(run.text).then(state.matrix);
            let glyph = place.glyph(moved, state.size, font.vertical);
            self.lines.place(&glyph, self.scratch.chars(), unify::push)?;
            run.text = Matrix::shift(moved.0, moved.1).then(run.text);
        }
        Ok(())
    }
}

impl Run<'_> {
    fn set_line(&mut self, matrix: Matrix) {
        (self.text, self.line) = (matrix, matrix);
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.set_line(Matrix::shift(x, y).then(self.line));
    }
}

/// Passes the bytes of a picture in the content, up to `EI` between blanks.
fn skip_image(lexer: &mut Lexer) {
    let rest = &lexer.bytes[lexer.pos..];
    let ends = |at: &usize| {
        let before = at.checked_sub(1).is_some_and(|before| is_blank(rest[before]));
        before && rest.get(at + 2).is_none_or(|&byte| is_blank(byte))
    };
    let end = memchr::memmem::find_iter(rest, b"EI").find(ends);
    lexer.pos += end.map_or(rest.len(), |at| at + 2);
}
