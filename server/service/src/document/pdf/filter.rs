//! Unpacks streams (ISO 32000-1, 7.4), never beyond what is left of the limits. Damaged data gives what could be unpacked of it.

use std::io::Read;

use super::{
    super::{Unreadable, limits::Budget},
    object::{Dict, Object},
};

/// The data of a stream after one filter. A picture's filter gives nothing: there is no text in it.
pub(super) fn apply(filter: &[u8], parameters: Option<&Dict>, data: &[u8], budget: &Budget) -> Result<Vec<u8>, Unreadable> {
    let out = match filter {
        b"FlateDecode" | b"Fl" => predict(flate(data, budget), parameters),
        b"LZWDecode" | b"LZW" => {
            let early = parameters.and_then(|p| p.raw(b"EarlyChange").int()) != Some(0);
            predict(lzw(data, early, budget.unpacked_left()), parameters)
        }
        b"ASCIIHexDecode" | b"AHx" => ascii_hex(data),
        b"ASCII85Decode" | b"A85" => ascii_85(data),
        b"RunLengthDecode" | b"RL" => run_length(data, budget.unpacked_left()),
        b"Crypt" => data.to_vec(),
        _ => Vec::new(),
    };
    budget.unpack(out.len())?;
    Ok(out)
}

fn flate(data: &[u8], budget: &Budget) -> Vec<u8> {
    // One byte more than is allowed, so that the one who counts sees that it is too much.
    let limit = u64::try_from(budget.unpacked_left()).unwrap_or(u64::MAX).saturating_add(1);
    let unpack = |reader: &mut dyn Read| {
        let mut out = Vec::new();
        // A stream cut short or with a wrong checksum is read as far as it goes.
        let _ = reader.take(limit).read_to_end(&mut out);
        out
    };
    let out = unpack(&mut flate2::read::ZlibDecoder::new(data));
    if out.is_empty() { unpack(&mut flate2::read::DeflateDecoder::new(data)) } else { out }
}

/// LZW as TIFF has it: codes of 9 to 12 bits, 256 clears the table, 257 ends.
fn lzw(data: &[u8], early: bool, limit: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    // What a code from 258 on stands for: where in the output it was written, and how long it is.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut have, mut width) = (0_u32, 0_u32, 9_u32);
    for &byte in data {
        bits = bits << 8 | u32::from(byte);
        have += 8;
        if have < width {
            continue;
        }
        have -= width;
        let code = usize::try_from(bits >> have).unwrap_or_default();
        bits &= (1 << have) - 1;
        match code {
            256 => {
                table.clear();
                last = None;
                width = 9;
                continue;
            }
            257 => break,
            _ => {}
        }
        let start = out.len();
        if let Ok(literal) = u8::try_from(code) {
            out.push(literal);
        } else if let Some(&(from, len)) = table.get(code - 258) {
            out.extend_from_within(from..from + len);
        } else if let Some((from, len)) = last.filter(|_| code - 258 == table.len()) {
            out.extend_from_within(from..from + len);
            out.push(out[from]);
        } else {
            break;
        }
        if let Some((from, len)) = last.filter(|_| table.len() < 4096 - 258) {
            // The last word and the first letter of this one, which stand side by side in the output.
            table.push((from, len + 1));
        }
        last = Some((start, out.len() - start));
        width = match table.len() + 258 + usize::from(early) {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if out.len() > limit {
            break;
        }
    }
    out
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> =
        data.iter().take_while(|&&byte| byte != b'>').filter_map(|&byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}

fn ascii_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u8> = Vec::with_capacity(5);
    let mut flush = |group: &mut Vec<u8>| {
        let len = group.len();
        if len > 1 {
            group.resize(5, 84);
            let word = group.iter().fold(0_u32, |word, digit| word.wrapping_mul(85).wrapping_add(u32::from(*digit)));
            out.extend_from_slice(&word.to_be_bytes()[..len - 1]);
        }
        group.clear();
    };
    for &byte in data.strip_prefix(b"<~").unwrap_or(data) {
        match byte {
            b'z' if group.is_empty() => {
                group.resize(5, 0);
                flush(&mut group);
            }
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    flush(&mut group);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    flush(&mut group);
    out
}

fn run_length(data: &[u8], limit: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = data;
    while let [length, tail @ ..] = rest {
        let length = usize::from(*length);
        rest = match (length, tail) {
            (0..=127, _) => {
                let run = &tail[..tail.len().min(length + 1)];
                out.extend_from_slice(run);
                &tail[run.len()..]
            }
            (129.., [byte, tail @ ..]) => {
                out.resize(out.len() + 257 - length, *byte);
                tail
            }
            _ => break,
        };
        if out.len() > limit {
            break;
        }
    }
    out
}

/// Undoes what was done to rows before packing: the filters of PNG, or the differences of TIFF with 8 bits.
fn predict(data: Vec<u8>, parameters: Option<&Dict>) -> Vec<u8> {
    let Some(parameters) = parameters else { return data };
    let parameter = |key: &[u8], otherwise: usize| match parameters.raw(key) {
        Object::Null => otherwise,
        value => value.index().unwrap_or(otherwise).clamp(1, 1 << 20),
    };
    let predictor = parameter(b"Predictor", 1);
    let (colors, bits) = (parameter(b"Colors", 1), parameter(b"BitsPerComponent", 8));
    let pixel = (colors.saturating_mul(bits) / 8).max(1);
    let row = colors.saturating_mul(bits).saturating_mul(parameter(b"Columns", 1)).div_ceil(8).max(1);
    match predictor {
        2 if bits == 8 => {
            let mut data = data;
            for line in data.chunks_mut(row) {
                for at in pixel..line.len() {
                    line[at] = line[at].wrapping_add(line[at - pixel]);
                }
            }
            data
        }
        10.. => png(&data, row, pixel),
        _ => data,
    }
}

fn png(data: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    for line in data.chunks(row + 1) {
        let [kind, line @ ..] = line else { break };
        let start = out.len();
        for (at, &byte) in line.iter().enumerate() {
            let left = if at < pixel { 0 } else { out[start + at - pixel] };
            let up = if start < row { 0 } else { out[start + at - row] };
            let corner = if at < pixel || start < row { 0 } else { out[start + at - row - pixel] };
            let guess = match kind {
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => paeth(left, up, corner),
                _ => 0,
            };
            out.push(byte.wrapping_add(guess));
        }
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let (da, db, dc) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}
