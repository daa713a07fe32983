use std::time::{Duration, Instant};

use super::{deflated, fixture, page, pdf, read_fixture, refused, stream_of};
use crate::document::{Kind, Unreadable, read};

const HELVETICA: &str = "/Resources << /Font << /F 5 0 R >> >>";

fn helvetica() -> Vec<u8> {
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec()
}

/// The text of a page of Helvetica, of which each character is half as wide as high.
fn text_of(content: &str) -> String {
    read("a.pdf", &page(content.as_bytes(), "", HELVETICA, &[helvetica()])).expect("readable").pages.concat()
}

#[test]
fn chromium_prints_lines_cells_and_pages() {
    let document = read_fixture("chromium.pdf");
    assert_eq!(document.kind, Kind::Pdf);
    assert_eq!(
        document.pages,
        [
            "業務委託契約書\n見本市（以下「甲」という。）と見本情報株式会社（以下「乙」という。）とは、住民記録シ\nステム運用保守業務について、次のとおり契約を締結する。\n\
             （目的）\n第１条　乙は、仕様書に従い、業務を誠実に履行しなければならない。\n（秘密の保持）\n\
             第２条　乙は、この契約の履行に関して知り得た秘密を第三者に漏らしてはならない。\n項目\t内容\t金額（円）\n運用\t月次の定例作業\t1,234,500\n\
             保守\t障害対応　年間\t2,000,000\n",
            "（再委託の禁止）\n第３条　乙は、業務の全部を第三者に委託してはならない。 (OSS 2.0) を除く。\n令和８年４月１日\n甲　見本市長　見本　太郎\n\
             乙　見本情報株式会社　代表取締役　髙橋　𠮷野\n",
        ]
    );
}

#[test]
fn radicals_that_chromium_writes_for_characters_are_put_right() {
    assert_eq!(read_fixture("chromium-noto.pdf").pages, ["第１条　見本市民の利用目的\n長　食　一　二\n"]);
}

#[test]
fn libreoffice_prints_what_it_shows() {
    let pages = read_fixture("libreoffice.pdf").pages;
    for line in ["業務委託契約書\n", "第1条 （目的）\n", "（イ）現場\n", "項目\t金額（円）\n"] {
        assert!(pages[0].contains(line), "{line} is in {}", pages[0]);
    }
    assert!(pages[1].ends_with("令和８年４月１日\n"), "{}", pages[1]);
}

#[test]
fn fonts_that_are_only_named_are_read_by_their_tables() {
    let lines = "業務委託契約書\n第１条　乙は、業務を履行する。\n";
    assert_eq!(read_fixture("unijis-ucs2.pdf").pages, ["業務委託契約書\n第１条　乙は、仕様書に従い、業務を履行する。\nABC 123 ｶﾅ\n"]);
    assert_eq!(read_fixture("unijis-utf16.pdf").pages, [format!("{lines}ABC 123 ｶﾅ①\n髙橋𠮷野\n")]);
    assert_eq!(read_fixture("90ms-rksj.pdf").pages, [format!("{lines}ABC 123 ｶﾅ①\n")]);
    assert_eq!(read_fixture("euc.pdf").pages, [format!("{lines}ABC 123\n")]);
    assert_eq!(read_fixture("identity.pdf").pages, ["あいう1A\n"]);
}

#[test]
fn vertical_writing_is_read_column_by_column() {
    assert_eq!(read_fixture("vertical.pdf").pages, ["第一条　乙は、業務を履行する。\n"]);
    let columns = "第一条　乙は、仕様書に従い、業務を誠実に履行しなければならない。\n第二条　甲は、令和８年４月１日に委託料を支払う。\n";
    assert_eq!(read_fixture("chromium-vertical.pdf").pages, [columns]);
}

#[test]
fn packed_linearized_and_filled_in_files_are_read() {
    let plain = read_fixture("unijis-ucs2.pdf").pages;
    assert_eq!(read_fixture("packed.pdf").pages, plain);
    assert_eq!(read_fixture("linearized.pdf").pages, plain);
    assert_eq!(read_fixture("form.pdf").pages, ["Contract number: R08-0001\n"]);
}

#[test]
fn a_file_that_opens_without_a_password_is_read_whatever_it_forbids() {
    let plain = read_fixture("unijis-ucs2.pdf").pages;
    for name in ["owner-aes256.pdf", "owner-aes128.pdf", "owner-rc4.pdf", "owner-packed.pdf"] {
        assert_eq!(read_fixture(name).pages, plain, "{name}");
    }
    assert_eq!(refused("a.pdf", fixture("user-password.pdf")), Unreadable::Encrypted);
}

#[test]
fn a_scan_has_pages_and_no_text() {
    let document = read_fixture("scan.pdf");
    assert_eq!(document.pages, [""]);
    assert!(document.is_scan());
    assert!(!read_fixture("chromium.pdf").is_scan());
}

#[test]
fn characters_that_nothing_names_are_marked_and_do_not_count_as_text() {
    let font = b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) >> >>] >>";
    let content = format!("BT /F 10 Tf 50 700 Td <{}> Tj ET", "0123".repeat(50));
    let document = read("a.pdf", &page(content.as_bytes(), "", HELVETICA, &[font.to_vec()])).expect("readable");
    assert_eq!(document.pages[0].trim(), "\u{fffd}".repeat(50));
    assert!(document.is_scan());
}

#[test]
fn a_file_is_read_though_its_table_is_lost_or_wrong() {
    for name in ["unijis-ucs2.pdf", "packed.pdf", "owner-packed.pdf", "chromium.pdf"] {
        let whole = read_fixture(name).pages;
        let file = fixture(name);
        let at = memchr::memmem::rfind(file, b"startxref").expect("there");
        let lost = &file[..at];
        assert_eq!(read("a.pdf", lost).expect("repaired").pages, whole, "{name} without its end");
        let shifted = [b"%PDF-1.4\n%moved\n", file].concat();
        assert_eq!(read("a.pdf", &shifted).expect("repaired").pages, whole, "{name} moved");
        let mailed = [b"Content-Type: application/pdf\r\n\r\n", file].concat();
        assert_eq!(read("a.pdf", &mailed).expect("readable").pages, whole, "{name} with something before it");
    }
}

#[test]
fn a_change_saved_onto_the_end_counts() {
    let mut file = page(b"BT /F 10 Tf 50 700 Td (before) Tj ET", "", HELVETICA, &[helvetica()]);
    let first = memchr::memmem::rfind(&file, b"xref\n0").expect("there");
    let place = file.len();
    file.extend(b"4 0 obj\n<< /Length 36 >>\nstream\nBT /F 10 Tf 50 700 Td (signed) Tj ET\nendstream\nendobj\n");
    let table = file.len();
    file.extend(format!("xref\n4 1\n{place:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {first} >>\nstartxref\n{table}\n%%EOF").bytes());
    assert_eq!(read("a.pdf", &file).expect("readable").pages, ["signed\n"]);
}

#[test]
fn words_columns_and_cells_are_told_by_their_distance() {
    assert_eq!(text_of("BT /F 10 Tf 50 700 Td [(Hello)-300(world)] TJ ET"), "Hello world\n");
    assert_eq!(text_of("BT /F 10 Tf 50 700 Td [(Hel)-50(lo)] TJ ET"), "Hello\n");
    // Two columns, the left one first.
    let left = "BT /F 10 Tf 50 700 Td (left one) Tj 0 -12 Td (left two) Tj ET";
    let right = "BT /F 10 Tf 300 700 Td (right one) Tj 0 -12 Td (right two) Tj ET";
    assert_eq!(text_of(&format!("{left} {right}")), "left one\nleft two\nright one\nright two\n");
    // A row of a table, and digits that are written last.
    assert_eq!(text_of("BT /F 10 Tf 50 700 Td (a) Tj 200 0 Td (b) Tj -200 -12 Td (c) Tj ET"), "a\tb\nc\n");
    assert_eq!(text_of("BT /F 10 Tf 50 700 Td (ab) Tj 20 0 Td (ef) Tj 0 -20 Td (next) Tj -10 20 Td (cd) Tj ET"), "abcdef\nnext\n");
    // Bold by writing twice.
    assert_eq!(text_of("BT /F 10 Tf 50 700 Td (bold) Tj ET BT /F 10 Tf 50.2 700 Td (bold) Tj ET"), "bold\n");
}

#[test]
fn a_picture_in_the_content_is_passed() {
    assert_eq!(text_of("BI /W 1 /H 1 ID \x01EIx(\x02 EI BT /F 10 Tf 50 700 Td (after) Tj ET"), "after\n");
}

#[test]
fn every_filter_for_text_is_undone() {
    let plain = "BT /F 10 Tf 50 700 Td (filtered) Tj ET";
    let hex = super::hex(plain.as_bytes()) + ">";
    let run: Vec<u8> = plain.as_bytes().chunks(100).flat_map(|run| [&[u8::try_from(run.len() - 1).expect("short")][..], run].concat()).chain([128]).collect();
    let up: Vec<u8> = [&[2], plain.as_bytes()].concat();
    let parameters = format!("/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns {} >>", plain.len());
    for (data, says) in [
        (hex.clone().into_bytes(), "/Filter /ASCIIHexDecode".to_owned()),
        (run, "/Filter /RunLengthDecode".to_owned()),
        (lzw(plain.as_bytes()), "/Filter /LZWDecode".to_owned()),
        (deflated(&deflated(plain.as_bytes())), "/Filter [/FlateDecode /Fl]".to_owned()),
        (deflated(hex.as_bytes()), "/Filter [/FlateDecode /AHx]".to_owned()),
        (deflated(&up), parameters),
    ] {
        let file = page(&data, &says, HELVETICA, &[helvetica()]);
        assert_eq!(read("a.pdf", &file).expect("readable").pages, ["filtered\n"], "{says}");
    }
}

/// LZW with words: enough of them for codes of ten bits.
fn lzw(data: &[u8]) -> Vec<u8> {
    let padded = [(0..900_u32).map(|n| n.to_string()).collect::<Vec<_>>().join(" ").as_bytes(), b" pop\n", data].concat();
    let (mut words, mut out, mut bits) = (std::collections::HashMap::<Vec<u8>, u32>::new(), Vec::new(), String::new());
    let mut put = |code: u32, count: usize| {
        let next = 258 + count + 1;
        let width = 9 + usize::from(next > 511) + usize::from(next > 1023) + usize::from(next > 2047);
        bits.extend((0..width).rev().map(|bit| if code >> bit & 1 == 1 { '1' } else { '0' }));
    };
    let code_of = |words: &std::collections::HashMap<Vec<u8>, u32>, word: &[u8]| if word.len() == 1 { u32::from(word[0]) } else { words[word] };
    put(256, 0);
    let mut word: Vec<u8> = Vec::new();
    let mut sent = 0_usize;
    for &byte in &padded {
        let longer = [&word[..], &[byte]].concat();
        if longer.len() == 1 || words.contains_key(&longer) {
            word = longer;
        } else {
            put(code_of(&words, &word), sent.saturating_sub(1));
            sent += 1;
            words.insert(longer, u32::try_from(258 + words.len()).expect("few"));
            word = vec![byte];
        }
    }
    put(code_of(&words, &word), sent.saturating_sub(1));
    put(257, sent);
    while !bits.len().is_multiple_of(8) {
        bits.push('0');
    }
    out.extend(bits.as_bytes().chunks(8).map(|bits| u8::from_str_radix(std::str::from_utf8(bits).expect("bits"), 2).expect("bits")));
    out
}

#[test]
fn bombs_are_refused_soon_and_in_bounds() {
    let started = Instant::now();
    let zeros = deflated(&vec![0; 60 << 20]);
    let large = page(&zeros, "/Filter /FlateDecode", "", &[]);
    let part = stream_of(&deflated(&vec![b' '; 45 << 20]), "/Filter /FlateDecode");
    let many = page(&[], "", "/Contents [5 0 R 5 0 R 5 0 R 5 0 R 5 0 R]", &[part]);
    let twice = page(&deflated(&zeros), "/Filter [/FlateDecode /FlateDecode]", "", &[]);
    // Ten forms, each of which shows the next ten times.
    let forms: Vec<Vec<u8>> = (0..11)
        .map(|at| stream_of(&b"/X Do ".repeat(10), &format!("/Type /XObject /Subtype /Form /Resources << /XObject << /X {} 0 R >> >>", at + 6)))
        .collect();
    let shown = page(b"/X Do", "", "/Resources << /XObject << /X 5 0 R >> >>", &forms);
    let values = page(&[], "", &format!("/Resources << /Font [{}] >>", "0 ".repeat(4_000_000)), &[]);
    let nested = page(&[], "", &format!("/Resources {}", "[".repeat(1_000_000)), &[]);
    let kids = (3..2_004).map(|at| format!("{at} 0 R")).collect::<Vec<_>>().join(" ");
    let mut pages = vec![b"<< /Pages 2 0 R >>".to_vec(), format!("<< /Kids [{kids}] >>").into_bytes()];
    pages.resize(2_003, b"<< /Type /Page >>".to_vec());
    for bomb in [large, many, twice, shown, values, nested, pdf(&pages)] {
        assert_eq!(refused("a.pdf", &bomb), Unreadable::TooLarge);
    }
    assert!(started.elapsed() < Duration::from_mins(2), "{:?}", started.elapsed());
}

#[test]
fn files_that_lead_in_circles_end() {
    let own_length = pdf(&[
        b"<< /Pages 2 0 R >>".to_vec(),
        b"<< /Kids [2 0 R 3 0 R] >>".to_vec(),
        b"<< /Contents 4 0 R >>".to_vec(),
        b"<< /Length 4 0 R >>\nstream\nx\nendstream".to_vec(),
    ]);
    assert_eq!(read("a.pdf", &own_length).expect("readable").pages, [""]);
    let endless = pdf(&[b"2 0 R".to_vec(), b"1 0 R".to_vec()]);
    assert_eq!(refused("a.pdf", &endless), Unreadable::Broken);
    let no_pages = pdf(&[b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(), b"<< /Kids [] >>".to_vec()]);
    assert_eq!(refused("a.pdf", &no_pages), Unreadable::Empty);
}
