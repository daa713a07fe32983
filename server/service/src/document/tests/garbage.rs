//! Whatever the bytes, an answer comes: no panic, no endless loop, no more than the limits.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{FIXTURES, deflated, page, read};

/// Reads and sees that it does not take long; what comes out does not matter.
fn survives(name: &str, bytes: &[u8]) {
    let started = Instant::now();
    let _ = read(name, bytes);
    assert!(started.elapsed() < Duration::from_secs(20), "{name}: {:?}", started.elapsed());
}

/// Pieces of which a PDF is made, to be put together at random.
const PIECES: &[&str] = &[
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "/",
    "1 0 R",
    "4 0 R",
    "9 9 R",
    "0",
    "-1",
    "2147483648",
    "99999999999999999999",
    "1e9",
    "-.5",
    "/Type",
    "/Pages",
    "/Page",
    "/Kids",
    "/Contents",
    "/Length",
    "/Filter",
    "/FlateDecode",
    "/LZWDecode",
    "/ASCII85Decode",
    "/Resources",
    "/Font",
    "/F",
    "/Parent",
    "/W",
    "/DW",
    "/ToUnicode",
    "stream\n",
    "\nendstream",
    "1 0 obj",
    "4 0 obj",
    "endobj",
    "xref\n0 9\n",
    "trailer",
    "startxref\n0\n",
    "%",
    "\n",
    "BT",
    "ET",
    "Tf",
    "Tj",
    "TJ",
    "'",
    "\"",
    "Do",
    "q",
    "Q",
    "cm",
    "Tm",
    "Td",
    "BI",
    "ID ",
    " EI ",
    "/DecodeParms",
    "/Predictor 15 /Columns 99999999",
];

/// Beginnings that lead a file to each reader.
const HEADS: &[&[u8]] = &[b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..200).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..4096), head in prop::sample::select(HEADS)) {
        survives("any", &[head, &bytes].concat());
    }

    #[test]
    fn any_file_of_pieces_of_pdf(body in pieces()) {
        survives("pieces", format!("%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 1 0 R /Kids [4 0 R] >> endobj {body}").as_bytes());
    }

    #[test]
    fn any_content_and_table_of_codes(content in pieces(), table in pieces(), codes in prop::collection::vec(any::<u8>(), 0..200)) {
        let font = b"<< /Type /Font /Subtype /Type0 /Encoding 6 0 R /ToUnicode 7 0 R /DescendantFonts [<< /W [1 2 3 4 [5 6] 7] >>] >>".to_vec();
        let hex = super::hex(&codes);
        let shown = format!("BT /F 9 Tf <{hex}> Tj {content}");
        let cmap = format!("1 begincodespacerange <00> <ff> endcodespacerange 2 begincidrange <00> <{hex}> 1 {table} endcidrange begincidchar <{hex}> 3");
        let to_unicode = format!("2 beginbfrange <00> <ff> <d8{hex}> <0000> <ffff> [ {table} ] endbfrange beginbfchar <{hex}> <00>");
        let more = [font, super::stream_of(cmap.as_bytes(), ""), super::stream_of(&deflated(to_unicode.as_bytes()), "/Filter /FlateDecode")];
        survives("content", &page(shown.as_bytes(), "", "/Resources << /Font << /F 5 0 R >> >>", &more));
    }

    #[test]
    fn any_fixture_cut_short(which in 0..FIXTURES.len(), part in 0.0..1.0_f64) {
        let (name, file) = FIXTURES[which];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a part of a small length")]
        let end = (file.len() as f64 * part) as usize;
        survives(name, &file[..end]);
    }

    #[test]
    fn any_fixture_with_bits_turned(which in 0..FIXTURES.len(), turned in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u32), 1..40)) {
        let (name, file) = FIXTURES[which];
        let mut file = file.to_vec();
        for (at, bit) in turned {
            let at = at.index(file.len());
            file[at] ^= 1 << bit;
        }
        survives(name, &file);
    }

    #[test]
    fn any_document_part(body in prop::collection::vec(prop::sample::select(&["<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "<w:tc>", "</w:tc></w:tr>", "<w:br w:type='page'/>", "<w:pPr>", "</w:pPr>", "<w:numId w:val='1'/>", "<mc:AlternateContent>", "</mc:AlternateContent>", "<w:footnoteReference w:id='2'/>", "text", "&#x0;", "<![CDATA[x]]>", "<!-- -->"][..]), 0..60)) {
        let body: String = body.concat();
        let numbering = "<n><abstractNum abstractNumId='0'><lvl ilvl='99'/><lvl ilvl='0'><lvlText val='%1%9%'/><start val='-5'/></lvl></abstractNum><num numId='1'><abstractNumId val='0'/></num></n>";
        let rels = "<R><Relationship Type='/numbering' Target='n.xml'/></R>";
        let document = format!("<w:document xmlns:w='w' xmlns:mc='m'><w:body>{body}</w:body></w:document>");
        survives("part", &super::docx(&[("word/document.xml", &document), ("word/_rels/document.xml.rels", rels), ("word/n.xml", numbering)]));
    }
}
