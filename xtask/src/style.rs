//! The style sheet: `main.css` and all it imports become one small file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lightningcss::dependencies::{Dependency, DependencyOptions};
use lightningcss::error::{Error, ParserError};
use lightningcss::printer::PrinterOptions;
use lightningcss::rules::CssRule;
use lightningcss::rules::import::ImportRule;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::traits::ToCss;

use crate::error::{Result, While, fail};
use crate::workspace;

/// Bundled and minified; refuses anything that would make a browser ask another server or a path that does not exist.
pub fn build(main: &Path) -> Result<String> {
    minify(&bundle(main, &workspace::read)?)
}

type Read<'a> = &'a dyn Fn(&Path) -> Result<String>;

fn bundle(main: &Path, read: Read) -> Result<String> {
    let mut bundler = Bundler { read, seen: BTreeSet::new(), text: String::new() };
    bundler.add(main)?;
    Ok(bundler.text)
}

struct Bundler<'a> {
    read: Read<'a>,
    seen: BTreeSet<PathBuf>,
    text: String,
}

impl Bundler<'_> {
    fn add(&mut self, path: &Path) -> Result<()> {
        // A file imported twice would come twice, and in a circle for ever.
        if !self.seen.insert(path.to_owned()) {
            return fail(format!("{} is imported more than once", path.display()));
        }
        let source = (self.read)(path)?;
        // Each file is parsed by itself, so that a mistake is told with its own file and line.
        let options = ParserOptions { filename: path.display().to_string(), ..ParserOptions::default() };
        let sheet = StyleSheet::parse(&source, options).map_err(|error| place(&error))?;
        for rule in &sheet.rules.0 {
            if let CssRule::Import(import) = rule {
                self.import(path, import)?;
            } else {
                self.text.push_str(&css(rule)?);
                self.text.push('\n');
            }
        }
        Ok(())
    }

    fn import(&mut self, from: &Path, import: &ImportRule) -> Result<()> {
        let url: &str = &import.url;
        if url.contains("://") || url.starts_with("//") || url.starts_with('/') {
            return fail(format!("{}: @import \"{url}\": only files beside this one can be imported", from.display()));
        }
        // The conditions of an import become blocks around the imported rules.
        let mut around = Vec::new();
        if !import.media.media_queries.is_empty() {
            around.push(format!("@media {}", css(&import.media)?));
        }
        if let Some(condition) = &import.supports {
            around.push(format!("@supports {}", css(condition)?));
        }
        match &import.layer {
            Some(Some(name)) => around.push(format!("@layer {}", css(name)?)),
            Some(None) => around.push("@layer".to_owned()),
            None => {}
        }
        for opening in &around {
            self.text.push_str(opening);
            self.text.push_str(" {\n");
        }
        self.add(&from.with_file_name(url))?;
        self.text.push_str(&"}\n".repeat(around.len()));
        Ok(())
    }
}

/// Where and what; the parser counts lines from nought, editors from one.
fn place(error: &Error<ParserError>) -> String {
    match &error.loc {
        Some(place) => format!("style sheet: {}:{}:{}: {}", place.filename, place.line + 1, place.column, error.kind),
        None => format!("style sheet: {}", error.kind),
    }
}

fn css(value: &impl ToCss) -> Result<String> {
    value.to_css_string(PrinterOptions::default()).while_doing(|| "style sheet".to_owned())
}

fn minify(source: &str) -> Result<String> {
    let doing = || "the whole style sheet".to_owned();
    let mut sheet = StyleSheet::parse(source, ParserOptions::default()).while_doing(doing)?;
    let listing = PrinterOptions { analyze_dependencies: Some(DependencyOptions { remove_imports: false }), ..PrinterOptions::default() };
    for dependency in sheet.to_css(listing).while_doing(doing)?.dependencies.into_iter().flatten() {
        match dependency {
            Dependency::Url(url) if ["/", "#", "data:"].iter().any(|start| url.url.starts_with(start)) && !url.url.starts_with("//") => {}
            Dependency::Url(url) => {
                return fail(format!(
                    "style sheet: url({}): write it from the site's root, as in url(/icons.svg), for the finished file lies elsewhere",
                    url.url
                ));
            }
            Dependency::Import(import) => return fail(format!("style sheet: @import \"{}\" must stand before all rules", import.url)),
        }
    }
    sheet.minify(MinifyOptions::default()).while_doing(doing)?;
    Ok(sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }).while_doing(doing)?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Builds `main.css` out of files that exist only here.
    fn built(files: &[(&str, &str)]) -> Result<String> {
        let read = |path: &Path| match files.iter().find(|(name, _)| Path::new("style").join(name) == path) {
            Some((_, text)) => Ok((*text).to_owned()),
            None => fail(format!("{} is missing", path.display())),
        };
        minify(&bundle(Path::new("style/main.css"), &read)?)
    }

    fn refused(files: &[(&str, &str)]) -> String {
        built(files).expect_err("must be refused").to_string()
    }

    #[test]
    fn imports_come_in_their_order_and_before_the_own_rules() {
        let css = built(&[
            ("main.css", "@import \"a.css\"; @import url(b.css); p { color: red }"),
            ("a.css", "@import \"c.css\"; a { top: 1px }"),
            ("b.css", "b { top: 2px }"),
            ("c.css", "i { top: 0 }"),
        ]);
        assert_eq!(css.expect("built"), "i{top:0}a{top:1px}b{top:2px}p{color:red}");
    }

    #[test]
    fn the_order_of_layers_stays_before_what_fills_them() {
        let css = built(&[("main.css", "@layer base, page; @import \"a.css\" layer(page); p { top: 0 }"), ("a.css", "a { top: 0 }")]);
        assert_eq!(css.expect("built"), "@layer base;@layer page{a{top:0}}p{top:0}");
    }

    #[test]
    fn conditions_of_an_import_hold_for_what_it_brings() {
        let css = built(&[("main.css", "@import \"a.css\" layer supports(display: grid) print;"), ("a.css", "a { top: 0 }")]);
        assert_eq!(css.expect("built"), "@media print{@supports (display:grid){@layer{a{top:0}}}}");
    }

    #[test]
    fn both_themes_of_a_colour_and_nesting_are_kept_as_written() {
        let css = built(&[("main.css", ":root { --a: light-dark(#fff, #000); & b { color: light-dark(#ffffff, #000000) } }")]).expect("built");
        assert_eq!(css, ":root{--a:light-dark(#fff,#000);& b{color:light-dark(#fff,#000)}}");
    }

    #[test]
    fn a_mistake_is_told_with_its_file_and_line() {
        let error = refused(&[("main.css", "@import \"a.css\";"), ("a.css", "p { top: 0 }\n\np { top }")]);
        assert!(error.contains("style/a.css:3"), "{error}");
    }

    #[test]
    fn what_would_leave_the_city_or_the_site_is_refused() {
        assert!(refused(&[("main.css", "@import \"https://example.org/a.css\";")]).contains("example.org"));
        assert!(refused(&[("main.css", "p { background: url(https://example.org/a.png) }")]).contains("example.org"));
        assert!(refused(&[("main.css", "p { background: url(//example.org/a.png) }")]).contains("example.org"));
        assert!(refused(&[("main.css", "p { background: url(a.png) }")]).contains("a.png"));
        assert!(built(&[("main.css", "p { background: url(/a.png) } q { background: url(\"data:image/gif;base64,AA\") }")]).is_ok());
    }

    #[test]
    fn circles_and_missing_files_are_told() {
        assert!(refused(&[("main.css", "@import \"a.css\";"), ("a.css", "@import \"main.css\";")]).contains("more than once"));
        assert!(refused(&[("main.css", "@import \"a.css\";")]).contains("a.css is missing"));
    }
}
