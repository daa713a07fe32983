//! 通知文 of a measure: composed from the template in force and what is known of the finding, and written as a file.

use domain::{
    Error, Result,
    finding::MeasureState,
    id::FindingId,
    markdown,
    notice::{Notice, NoticeBasis, NoticeFormat},
};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::{
    Ctx, Names,
    annex::harmless,
    docx::{Document, LINE_BREAK, MEDIA_TYPE, bold, run},
    finding::Findings,
};

/// A file to be kept.
pub struct NoticeFile {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Findings<'_> {
    /// The notice of one measure, counted from 1, as it would go out today. Nothing is stored. One that is not approved has none.
    pub async fn notice(&self, ctx: &Ctx, id: &FindingId, number: usize) -> Result<Notice> {
        let (stored, contract) = self.readable(ctx, id).await?;
        let finding = stored.finding;
        let measure = number.checked_sub(1).and_then(|index| finding.measures.get(index)).ok_or(Error::NotFound)?;
        if matches!(measure.state(), MeasureState::Proposed | MeasureState::Rejected) {
            return Err(Error::NotFound);
        }
        let policies = self.0.policies().in_force().await?;
        let template = policies.set.notices.template(measure.step).ok_or(Error::NotFound)?;
        let names = Names::load(self.0, vec![contract.contractor.to_string()]).await?;
        let city = self.0.auth().city().await?;
        let clause = policies.catalogue(finding.catalogue_version).clause(&finding.clause);
        let basis = NoticeBasis {
            city: &city,
            contract: &contract,
            contractor: &names.contractor(&contract.contractor),
            department: &names.department(&finding.department),
            clause: clause.map_or("", |clause| clause.title.as_str()),
            requirement: clause.map_or("", |clause| clause.requirement.as_str()),
        };
        let markdown = template.fill(&basis, &finding, measure, ctx.today);
        Ok(Notice {
            step: measure.step,
            title: template.title.clone(),
            contract: format!("{} {}", contract.number, contract.title),
            html: markdown::render(&markdown),
            markdown,
        })
    }

    pub async fn notice_file(&self, ctx: &Ctx, id: &FindingId, number: usize, format: NoticeFormat) -> Result<NoticeFile> {
        let notice = self.notice(ctx, id, number).await?;
        let (ending, media_type, bytes) = match format {
            NoticeFormat::Docx => ("docx", MEDIA_TYPE, word(&notice)?),
            NoticeFormat::Markdown => ("md", "text/markdown; charset=utf-8", format!("# {}\n\n{}", notice.title, notice.markdown).into_bytes()),
            NoticeFormat::Json => ("json", "application/json", serde_json::to_vec(&notice).map_err(|_| Error::Internal)?),
        };
        Ok(NoticeFile { name: format!("{}_{number}.{ending}", harmless(&notice.title)), media_type, bytes })
    }
}

/// The notice as a Word document: what a template can hold is paragraphs, headings, lists, strong words and forced lines.
fn word(notice: &Notice) -> Result<Vec<u8>> {
    let mut document = Document::new(&notice.title, &notice.contract);
    document.paragraph("Title", &notice.title);
    let (mut runs, mut style, mut strong) = (String::new(), "Normal", false);
    // Text of a list's item that comes without a paragraph of its own.
    let mut in_item = false;
    for event in Parser::new(&notice.markdown) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => style = if level <= HeadingLevel::H2 { "Heading2" } else { "Normal" },
            Event::Start(Tag::Item) => {
                in_item = true;
                runs.push_str(&run("・"));
            }
            Event::Start(Tag::Strong) => strong = true,
            Event::End(TagEnd::Strong) => strong = false,
            Event::Text(text) | Event::Code(text) => runs.push_str(&if strong { bold(&text) } else { run(&text) }),
            Event::SoftBreak | Event::HardBreak => runs.push_str(LINE_BREAK),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                if !runs.is_empty() {
                    document.runs(if in_item { "Further1" } else { style }, &std::mem::take(&mut runs));
                }
                style = "Normal";
            }
            Event::End(TagEnd::List(_)) => in_item = false,
            _ => {}
        }
    }
    document.finish()
}

#[cfg(test)]
mod tests {
    use domain::{finding::MeasureStep, notice::Notice};

    use super::word;
    use crate::document;

    #[test]
    fn the_word_file_says_what_the_notice_says() {
        let markdown = "令和8年11月24日\n\n株式会社甲\\<乙\\>　御中\n\n## 対象となる契約\n\n- 契約番号　R08-1\n- 件名　*印刷*\n\n**再委託**\\\n次の行\n";
        let notice = Notice {
            step: MeasureStep::Improvement,
            title: "改善要求書".into(),
            contract: "R08-1 印刷".into(),
            markdown: markdown.into(),
            html: String::new(),
        };
        let bytes = word(&notice).expect("a file");
        let read = document::read("notice", &bytes).expect("readable by our own reader").pages.join("\n");
        let expected = ["改善要求書", "令和8年11月24日", "株式会社甲<乙>　御中", "対象となる契約", "・契約番号　R08-1", "・件名　印刷", "再委託\n次の行"];
        let mut rest = read.as_str();
        for part in expected {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("{part} is missing, or out of order, in {read}")).1;
        }
        assert_eq!(bytes, word(&notice).expect("a file"), "the same notice gives the same bytes");
    }
}
