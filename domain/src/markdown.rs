//! Markdown of clauses as HTML that is safe to show. The browser renders what is being typed exactly as the server renders what is kept.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// What a link in a clause may lead to.
const SCHEMES: [&str; 3] = ["https:", "http:", "mailto:"];

/// Renders Markdown. HTML in it is left out, pictures are their words, and a link that leads anywhere else than to a page or an address is none.
pub fn to_html(markdown: &str) -> String {
    let mut open = Vec::new();
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).filter_map(move |event| kept(event, &mut open));
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut rendered, parser);
    rendered
}

/// `open` says of each link around the event whether it is kept.
fn kept<'a>(event: Event<'a>, open: &mut Vec<bool>) -> Option<Event<'a>> {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock | Tag::Image { .. }) | Event::End(TagEnd::HtmlBlock | TagEnd::Image) => None,
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let sound = leads_out(dest_url);
            open.push(sound);
            sound.then_some(event)
        }
        Event::End(TagEnd::Link) => open.pop().unwrap_or_default().then_some(event),
        event => Some(event),
    }
}

fn leads_out(address: &CowStr<'_>) -> bool {
    let address = address.to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| address.starts_with(scheme))
}

/// Nothing in the text is taken for markup (CommonMark 0.31, 2.4).
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let begins = text.trim_start();
    let digits = begins.len() - begins.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let ordinal = digits > 0 && begins[digits..].starts_with(['.', ')']);
    let first = text.len() - begins.len() + if ordinal { digits } else { 0 };
    for (index, c) in text.char_indices() {
        let opens = index == first && (ordinal || matches!(c, '#' | '+' | '-' | '=' | '>'));
        if opens || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '!') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Renders and sanitises once more what others will read: two locks, should one of them have a fault.
#[cfg(feature = "server")]
pub fn render(markdown: &str) -> String {
    ammonia::Builder::default().rm_tags(["img"]).url_schemes(["https", "http", "mailto"].into()).clean(&to_html(markdown)).to_string()
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::{render, to_html};

    #[test]
    fn scripts_handlers_and_pictures_do_not_survive() {
        let text = "# 第1条\n\n<script>alert(1)</script><a href=\"javascript:x()\" onclick=\"y()\">条</a> ![p](http://x/y.png)\n\n本文 <b onclick=\"y()\">強</b> ![絵](http://x/y.png) [飛ぶ](JavaScript:x()) [頁](https://example.jp/)";
        for html in [render(text), to_html(text)] {
            assert!(html.contains("<h1>第1条</h1>") && html.contains("本文 強 絵 飛ぶ <a href=\"https://example.jp/\""), "{html}");
            for bad in ["script", "alert", "onclick", "<img", "<b"] {
                assert!(!html.to_lowercase().contains(bad), "{bad} survived: {html}");
            }
        }
    }

    #[test]
    fn sanitising_takes_nothing_away_from_what_the_browser_shows() {
        let text = "## 第1条（目的）\n\n1. 甲は、**乙**に~~委ねる~~。\n   - *一*　`code` & < > \"引用\"\n\n| 項 | 値 |\n|---|---|\n| 一 | 二 |\n\n> 引用\n\n---\n\n[頁](https://example.jp/?a=1&b=2)  \n次";
        // How each writes the same: empty elements, quotation marks, and what a link says of itself.
        let plain = |html: String| html.replace(" />", ">").replace("&quot;", "\"").replace(" rel=\"noopener noreferrer\"", "");
        assert_eq!(plain(render(text)), plain(to_html(text)));
    }
}
