//! What one file may cost. A server with 600 MB reads files that strangers made.

use std::cell::Cell;

use super::Unreadable;

/// Pages of a PDF: the longest specification the city has is a tenth of that.
pub(super) const PAGES: usize = 2_000;

/// Bytes of all streams of a PDF or parts of a DOCX, unpacked.
const UNPACKED: usize = 200 << 20;

/// Bytes of one of them: it is held as a whole, and some of it twice.
const PART: usize = 48 << 20;

/// Bytes of text.
const TEXT: usize = 20 << 20;

/// Values of a PDF's objects held in memory; each is 24 bytes at least.
const VALUES: usize = 3_000_000;

/// Steps of work: bytes looked at, operators run, glyphs placed. A few seconds.
const STEPS: usize = 500_000_000;

/// What is left of the limits while a file is read.
pub(super) struct Budget {
    unpacked: Cell<usize>,
    text: Cell<usize>,
    values: Cell<usize>,
    steps: Cell<usize>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { unpacked: Cell::new(UNPACKED), text: Cell::new(TEXT), values: Cell::new(VALUES), steps: Cell::new(STEPS) }
    }

    /// Bytes to which the next part may be unpacked.
    pub(super) fn unpacked_left(&self) -> usize {
        self.unpacked.get().min(PART)
    }

    pub(super) fn unpack(&self, bytes: usize) -> Result<(), Unreadable> {
        if bytes > PART { Err(Unreadable::TooLarge) } else { spend(&self.unpacked, bytes) }
    }

    pub(super) fn write(&self, text: &str) -> Result<(), Unreadable> {
        spend(&self.text, text.len())
    }

    pub(super) fn hold(&self, values: usize) -> Result<(), Unreadable> {
        spend(&self.values, values)
    }

    pub(super) fn step(&self, steps: usize) -> Result<(), Unreadable> {
        spend(&self.steps, steps)
    }
}

fn spend(left: &Cell<usize>, amount: usize) -> Result<(), Unreadable> {
    left.set(left.get().checked_sub(amount).ok_or(Unreadable::TooLarge)?);
    Ok(())
}
