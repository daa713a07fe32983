//! Markdown of clauses and policies as HTML that is safe to show.

#[cfg(feature = "server")]
use pulldown_cmark::{Options, Parser, html};

/// Renders Markdown without sanitising; for text the server sanitises afterwards or that never leaves the writer's own page.
#[cfg(feature = "server")]
fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut rendered, parser);
    rendered
}

/// Renders and sanitises: no script, style, frame, event handler or foreign link survives.
#[cfg(feature = "server")]
pub fn render(markdown: &str) -> String {
    ammonia::Builder::default().rm_tags(["img"]).url_schemes(["https", "http", "mailto"].into()).clean(&to_html(markdown)).to_string()
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::render;

    #[test]
    fn scripts_handlers_and_pictures_do_not_survive() {
        let html = render("# 第1条\n\n<script>alert(1)</script><a href=\"javascript:x()\" onclick=\"y()\">条</a> ![p](http://x/y.png)");
        assert!(html.contains("<h1>第1条</h1>"), "{html}");
        for bad in ["script", "alert", "javascript", "onclick", "<img"] {
            assert!(!html.contains(bad), "{bad} survived: {html}");
        }
    }
}
