//! What files are taken, and what those are called that are not.

use crate::{choice, label::Choice};

choice! {
    /// The media types that are kept. Each is told by the content alone; only text is told apart by the ending of its name.
    Media {
        Pdf = "application/pdf", "PDF", "PDF";
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", "Word";
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", "Excel";
        Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint", "PowerPoint";
        Odt = "application/vnd.oasis.opendocument.text", "OpenDocument（文書）", "OpenDocument text";
        Ods = "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument（表）", "OpenDocument spreadsheet";
        Png = "image/png", "PNG画像", "PNG picture";
        Jpeg = "image/jpeg", "JPEG画像", "JPEG picture";
        Webp = "image/webp", "WebP画像", "WebP picture";
        Heic = "image/heic", "HEIC画像", "HEIC picture";
        Text = "text/plain", "テキスト", "Plain text";
        Markdown = "text/markdown", "Markdown", "Markdown";
        Csv = "text/csv", "CSV", "CSV";
        Zip = "application/zip", "ZIP", "ZIP archive";
        Eml = "message/rfc822", "メール（EML）", "E-mail (EML)";
    }
}

impl Media {
    /// Endings a name may have, in lower case; the first is given to a name without any.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Heic => &["heic", "heif"],
            Self::Text => &["txt"],
            Self::Markdown => &["md", "markdown"],
            Self::Csv => &["csv"],
            Self::Zip => &["zip"],
            Self::Eml => &["eml"],
        }
    }

    /// Text of the kind that the ending of its name says; plain text where it says nothing.
    pub fn of_text(ending: Option<&str>) -> Self {
        let texts = [Self::Markdown, Self::Csv, Self::Eml];
        texts.into_iter().find(|media| ending.is_some_and(|ending| media.endings().contains(&ending))).unwrap_or(Self::Text)
    }

    /// For the attribute `accept`: what a browser offers first.
    pub fn accept() -> String {
        let endings = Self::ALL.iter().flat_map(|media| media.endings());
        endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
    }
}

choice! {
    /// What a file turned out to be that is not taken.
    Unfit {
        Program = "program", "プログラム（実行ファイル）", "A program";
        Script = "script", "スクリプト", "A script";
        Html = "html", "HTML", "HTML";
        Svg = "svg", "SVG", "SVG";
        Markup = "markup", "XML", "XML";
        Macro = "macro", "マクロを含む文書", "A document with macros";
        OldOffice = "old_office", "旧形式かパスワード付きのOffice文書", "An Office document of the old format or with a password";
        RichText = "rich_text", "リッチテキスト", "Rich text";
        Archive = "archive", "ZIP以外の圧縮ファイル", "An archive other than ZIP";
        Image = "image", "PNG・JPEG・WebP・HEIC以外の画像", "A picture other than PNG, JPEG, WebP or HEIC";
        Recording = "recording", "音声・動画", "A recording";
        Unknown = "unknown", "種類の分からないファイル", "A file of no known kind";
    }
}
