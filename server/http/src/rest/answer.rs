//! The forms in which records, lists and files are answered.

use axum::{
    body::Body,
    extract::OriginalUri,
    response::{IntoResponse, Response},
};
use domain::{import::Encoding, page::Page};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use service::Written;

use crate::middleware::conditional::Version;

/// Anything.
pub fn plain(value: &impl Serialize) -> Response {
    axum::Json(value).into_response()
}

/// One record, with its version as `ETag`.
pub fn record(version: u64, record: &impl Serialize) -> Response {
    let mut response = plain(record);
    response.extensions_mut().insert(Version(version));
    response
}

/// A record that was made, with its address.
pub fn created(address: &str, version: u64, made: &impl Serialize) -> Response {
    let mut response = record(version, made);
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/{address}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A page of a list.
pub fn page<T: Serialize>(uri: &OriginalUri, page: &Page<T>) -> Response {
    linked(uri, page.next.as_deref(), plain(page))
}

/// A page of a list that is written already.
pub fn written<T>(uri: &OriginalUri, page: &Written<Page<T>>) -> Response {
    let body = ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], page.json());
    linked(uri, page.next.as_deref(), body.into_response())
}

/// `Link` leads to the next page (RFC 8288).
pub fn linked(OriginalUri(uri): &OriginalUri, next: Option<&str>, mut response: Response) -> Response {
    if let Some(next) = next {
        let kept = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).filter(|(name, _)| name != "cursor");
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair("cursor", next).finish();
        if let Ok(link) = HeaderValue::from_str(&format!("<{}?{query}>; rel=\"next\"", uri.path())) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    response
}

/// A file to be kept, never shown in place. A name beyond ASCII goes out in both spellings of RFC 6266 (4.3, appendix D).
pub fn attachment(content_type: &'static str, file_name: &str, bytes: Vec<u8>) -> Response {
    file(content_type, file_name, Body::from(bytes))
}

/// The same of a file that comes in pieces.
pub fn file(content_type: &'static str, file_name: &str, body: Body) -> Response {
    let mut response = ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-store")], body).into_response();
    if let Ok(disposition) = HeaderValue::from_str(&disposition(file_name)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn disposition(file_name: &str) -> String {
    let plain: String = file_name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ' { c } else { '_' }).collect();
    let mut disposition = format!("attachment; filename=\"{plain}\"");
    if plain != file_name {
        disposition.push_str("; filename*=UTF-8''");
        app::query::encode(file_name, &mut disposition);
    }
    disposition
}

/// Media type of a CSV file in an encoding.
pub const fn csv_type(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "text/csv; charset=utf-8",
        Encoding::ShiftJis => "text/csv; charset=shift_jis",
    }
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::*;

    #[test]
    fn a_name_beyond_ascii_is_told_in_both_spellings() {
        assert_eq!(disposition("faulty.csv"), "attachment; filename=\"faulty.csv\"");
        assert_eq!(disposition("仕様_R8 1\".docx"), "attachment; filename=\"___R8 1_.docx\"; filename*=UTF-8''%E4%BB%95%E6%A7%98_R8%201%22.docx");
    }

    #[test]
    fn the_link_to_the_next_page_keeps_the_filter_and_replaces_the_cursor() {
        let uri = OriginalUri(Uri::from_static("/api/v1/contracts?q=%E5%A7%94%E8%A8%97&cursor=old&limit=2"));
        let page = Page { items: vec![1, 2], next: Some("a+b".to_owned()), total: 9 };
        let response = super::page(&uri, &page);
        assert_eq!(response.headers()[header::LINK], "</api/v1/contracts?q=%E5%A7%94%E8%A8%97&limit=2&cursor=a%2Bb>; rel=\"next\"");
        assert!(!super::page(&uri, &Page::<u8>::empty()).headers().contains_key(header::LINK));
    }
}
