mod docx_files;
mod garbage;
mod kinds;
mod pdf_files;

use super::{Document, Unreadable, read};

/// A file of `fixtures`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/", $name)).as_slice()
    };
}

/// Contents of every fixture, for tests of what happens when they are damaged.
const FIXTURES: &[(&str, &[u8])] = &[
    ("chromium.pdf", fixture!("chromium.pdf")),
    ("chromium-noto.pdf", fixture!("chromium-noto.pdf")),
    ("chromium-vertical.pdf", fixture!("chromium-vertical.pdf")),
    ("scan.pdf", fixture!("scan.pdf")),
    ("libreoffice.pdf", fixture!("libreoffice.pdf")),
    ("unijis-ucs2.pdf", fixture!("unijis-ucs2.pdf")),
    ("unijis-utf16.pdf", fixture!("unijis-utf16.pdf")),
    ("90ms-rksj.pdf", fixture!("90ms-rksj.pdf")),
    ("euc.pdf", fixture!("euc.pdf")),
    ("identity.pdf", fixture!("identity.pdf")),
    ("vertical.pdf", fixture!("vertical.pdf")),
    ("packed.pdf", fixture!("packed.pdf")),
    ("linearized.pdf", fixture!("linearized.pdf")),
    ("form.pdf", fixture!("form.pdf")),
    ("user-password.pdf", fixture!("user-password.pdf")),
    ("owner-aes256.pdf", fixture!("owner-aes256.pdf")),
    ("owner-aes128.pdf", fixture!("owner-aes128.pdf")),
    ("owner-rc4.pdf", fixture!("owner-rc4.pdf")),
    ("owner-packed.pdf", fixture!("owner-packed.pdf")),
    ("word.docx", fixture!("word.docx")),
    ("libreoffice.docx", fixture!("libreoffice.docx")),
];

fn fixture(name: &str) -> &'static [u8] {
    FIXTURES.iter().find(|(known, _)| *known == name).expect("a fixture").1
}

fn read_fixture(name: &str) -> Document {
    read(name, fixture(name)).expect("readable")
}

/// A PDF of the objects given, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut table = vec![format!("xref\n0 {}\n0000000000 65535 f ", objects.len() + 1)];
    for (at, object) in objects.iter().enumerate() {
        table.push(format!("{:010} 00000 n ", file.len()));
        file.extend(format!("{} 0 obj\n", at + 1).bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let at = file.len();
    file.extend(table.join("\n").bytes());
    file.extend(format!("\ntrailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

/// A PDF of one page with a content, objects from 5 on to go with it, and what the page says beside.
fn page(content: &[u8], stream: &str, beside: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {beside} /Contents 4 0 R >>").into_bytes(),
        stream_of(content, stream),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

fn stream_of(data: &[u8], says: &str) -> Vec<u8> {
    [format!("<< /Length {} {says} >>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).expect("in memory");
    encoder.finish().expect("in memory")
}

/// A DOCX of the parts given.
fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let types = "<Types><Override PartName='/word/document.xml' \
                 ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
    let files: Vec<(&str, &[u8])> = [("[Content_Types].xml", types)].iter().chain(parts).map(|(name, text)| (*name, text.as_bytes())).collect();
    zipped(&files)
}

/// A ZIP archive of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, data) in files {
        let (mut entry, config) = zip.new_file(*name).compression_method(rawzip::CompressionMethod::DEFLATE).start().expect("in memory");
        let mut writer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default()));
        writer.write_all(data).expect("in memory");
        let (encoder, descriptor) = writer.finish().expect("in memory");
        encoder.finish().expect("in memory");
        entry.finish(descriptor).expect("in memory");
    }
    zip.finish().expect("in memory")
}

fn refused(name: &str, bytes: &[u8]) -> Unreadable {
    match read(name, bytes) {
        Err(error) => error,
        Ok(document) => panic!("{name} is taken: {document:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}
