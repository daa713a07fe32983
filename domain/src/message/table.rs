//! The sentences themselves. Adding a key: one line here, both languages; the tests name what is missing.
//!
//! The browser part travels in several files, and what signing in waits for is to stay small: of the sentences it carries only those that every page
//! may have to say. The others come with the pages behind it ([`bring_all`]); a server has all of them from the start.

use std::{borrow::Cow, sync::OnceLock};

use crate::{Lang, label::Choice};

/// A key and what it says in Japanese and English; sorted by key. What only a program is told is left out of the browser.
type Sentences = &'static [(&'static str, &'static str, &'static str)];

/// What does not travel with the first page.
struct Rest {
    sentences: Sentences,
    label_of: fn(&str, Lang) -> Option<Cow<'static, str>>,
}

static REST: Rest = Rest { sentences: FURTHER, label_of: label };

static BROUGHT: OnceLock<&'static Rest> = OnceLock::new();

/// Has every sentence there is said from now on. Whatever names this function brings them along.
pub fn bring_all() {
    BROUGHT.get_or_init(|| &REST);
}

fn rest() -> Option<&'static Rest> {
    if cfg!(not(target_arch = "wasm32")) {
        bring_all();
    }
    BROUGHT.get().copied()
}

pub(super) fn template(key: &str, lang: Lang) -> Option<&'static str> {
    let find = |sentences: Sentences| {
        let index = sentences.binary_search_by(|(known, _, _)| (*known).cmp(key)).ok()?;
        sentences.get(index).map(|(_, ja, en)| lang.pick(ja, en))
    };
    find(ALWAYS).or_else(|| find(rest()?.sentences))
}

/// `@Type:word` by its label; anything else is no label.
pub(super) fn label_of(value: &str, lang: Lang) -> Option<Cow<'static, str>> {
    (rest()?.label_of)(value, lang)
}

fn label(value: &str, lang: Lang) -> Option<Cow<'static, str>> {
    fn of<T: Choice>(word: &str, lang: Lang) -> Option<Cow<'static, str>> {
        T::from_word(word).map(|value| Cow::Borrowed(value.label(lang)))
    }
    let (kind, word) = value.strip_prefix('@')?.split_once(':')?;
    match kind {
        "Media" => of::<crate::attachment::Media>(word, lang),
        "Unfit" => of::<crate::attachment::Unfit>(word, lang),
        "Applies" => of::<crate::clause::Applies>(word, lang),
        "Fact" => of::<crate::clause::Fact>(word, lang),
        "Condition" => word.parse::<crate::clause::Condition>().ok().map(|condition| Cow::Owned(condition.say(lang))),
        "Confidentiality" => of::<crate::contract::Confidentiality>(word, lang),
        "PersonalInformation" => of::<crate::contract::PersonalInformation>(word, lang),
        "Segment" => of::<crate::contract::Segment>(word, lang),
        "Operation" => of::<crate::permission::Operation>(word, lang),
        "ContractState" => of::<crate::contract::ContractState>(word, lang),
        "Regime" => of::<crate::contract::Regime>(word, lang),
        "ReviewPoint" => of::<crate::contract::review::ReviewPoint>(word, lang),
        "RevisionKind" => of::<crate::contract::revision::RevisionKind>(word, lang),
        "RevisionStage" => of::<crate::contract::revision::RevisionStage>(word, lang),
        "FindingState" => of::<crate::finding::FindingState>(word, lang),
        "ExceptionState" => of::<crate::exception::ExceptionState>(word, lang),
        "SubcontractState" => of::<crate::subcontract::SubcontractState>(word, lang),
        "VerificationState" => of::<crate::verification::VerificationState>(word, lang),
        "Verdict" => of::<crate::verification::Verdict>(word, lang),
        "Method" => of::<crate::verification::Method>(word, lang),
        "Grade" => of::<crate::selection::Grade>(word, lang),
        "CertificateState" => of::<crate::certificate::CertificateState>(word, lang),
        "CloseCause" => of::<crate::reference::CloseCause>(word, lang),
        "EndReason" => of::<crate::certificate::EndReason>(word, lang),
        "SelectionState" => of::<crate::selection::SelectionState>(word, lang),
        _ => None,
    }
}

#[rustfmt::skip]
const ALWAYS: Sentences = &[
    ("error.conflict", "あなたが編集している間に、ほかの人が先に保存しました", "Somebody else saved first while you were editing"),
    ("error.internal", "内部で問題が起きました。記録番号を添えて管理者に知らせてください", "Something went wrong inside. Tell the administrator the record number"),
    ("error.invalid", "入力に誤りがあります", "Some of the input needs correcting"),
    ("error.not_found", "見つかりません。削除されたか、見る権限がない可能性があります", "Not found, or not yours to see"),
    ("error.refused", "今の状態ではできません", "Not possible as things stand"),
    ("error.too_many", "操作が続いたため、{seconds}秒後にもう一度試してください", "Too many requests; try again in {seconds} seconds"),
    ("error.unauthenticated", "サインインしてください", "Please sign in"),
    ("error.unavailable", "データベースに書き込めません。しばらくしてからもう一度試してください", "The database cannot be reached; try again shortly"),
    ("field.choice", "選べる値ではありません", "Not one of the choices"),
    ("field.code", "使えない文字が含まれています", "Contains characters that cannot be used"),
    ("field.count", "0以上の整数（15桁まで）で入力してください", "Enter a whole number of at most 15 digits, zero or more"),
    ("field.date", "日付として読めません（例：2026-04-01、R8.4.1）", "Not a date (e.g. 2026-04-01 or R8.4.1)"),
    ("field.email", "メールアドレスの形になっていません", "Not an e-mail address"),
    #[cfg(feature = "server")]
    ("field.expects_flag", "true か false で指定してください", "Must be true or false"),
    #[cfg(feature = "server")]
    ("field.expects_list", "配列で指定してください", "Must be a list"),
    #[cfg(feature = "server")]
    ("field.expects_number", "整数で、扱える範囲の値を指定してください", "Must be a whole number within range"),
    #[cfg(feature = "server")]
    ("field.expects_object", "JSON のオブジェクトで指定してください", "Must be a JSON object"),
    #[cfg(feature = "server")]
    ("field.expects_text", "文字列で指定してください", "Must be text"),
    ("field.fiscal_year", "年度は{from}年度から{until}年度までの西暦で指定してください", "Fiscal years from {from} to {until} can be asked for"),
    #[cfg(feature = "server")]
    ("field.id", "IDの形になっていません", "Not an id"),
    ("field.kana", "カタカナで入力してください", "Enter the reading in kana"),
    #[cfg(feature = "server")]
    ("field.limit", "1から200までの整数で指定してください", "Must be a whole number from 1 to 200"),
    #[cfg(feature = "server")]
    ("field.month", "月として読めません（例：2026-04）", "Not a month (e.g. 2026-04)"),
    ("field.phone", "電話番号の形になっていません", "Not a telephone number"),
    ("field.postal_code", "郵便番号は7桁の数字です", "A postal code has 7 digits"),
    ("field.required", "必ず入力してください", "Required"),
    ("field.taken", "すでに使われています", "Already in use"),
    ("field.too_long", "{max}文字以内で入力してください", "At most {max} characters"),
    #[cfg(feature = "server")]
    ("field.twice", "同じ項目が2回あります", "Stated twice"),
    #[cfg(feature = "server")]
    ("field.unknown", "ここでは使えない項目です。名前を確かめてください", "Not known here; check the name"),
    #[cfg(feature = "server")]
    ("field.unreadable", "値を読み取れません", "The value is not readable"),
    ("password.blank", "空白だけのパスワードは使えません", "A password cannot be all spaces"),
    ("password.differs", "二つのパスワードが一致しません", "The two passwords differ"),
    ("password.long", "パスワードは256文字以内です", "A password has at most 256 characters"),
    ("password.short", "パスワードは15文字以上にしてください", "A password has at least 15 characters"),
    ("request.bad_cursor", "カーソルが読めません。一覧の最初からやり直してください", "The cursor is not readable; begin with the first page"),
    #[cfg(feature = "server")]
    ("request.body", "内容を最後まで受け取れませんでした。もう一度送ってください", "The content did not arrive whole; send it again"),
    ("request.form", "送られたフォームを読み取れません。画面を開き直してからやり直してください", "The form is not readable; open the page anew and try again"),
    #[cfg(feature = "server")]
    ("request.header", "{header} ヘッダーの値が正しくありません（例：{example}）", "The {header} header is not readable (e.g. {example})"),
    #[cfg(feature = "server")]
    ("request.json", "JSON として読めません（{line}行目{column}列目の付近）", "Not readable as JSON (near line {line}, column {column})"),
    ("request.malformed", "リクエストを読めません：{detail}", "The request is not readable: {detail}"),
    #[cfg(feature = "server")]
    ("request.too_large", "送られた内容が大きすぎます（上限{megabytes}MB）", "The content is too large (limit {megabytes} MB)"),
    ("setup.done", "初期設定は済んでいます", "The set-up is already done"),
    ("sign_in.failed", "職員番号かパスワードが違います", "Wrong staff number or password"),
];

#[rustfmt::skip]
const FURTHER: Sentences = &[
    ("annex.blank_amount", "契約金額（契約に登録されていません）", "The amount, which the contract does not state"),
    ("annex.blank_article", "引いている条の番号", "The number of the article referred to"),
    ("annex.blank_city", "市の名称", "The name of the city"),
    ("annex.blank_city_lead", "市側の責任者（契約に登録されていません）", "Who is responsible on the city's side, which the contract does not state"),
    ("annex.blank_clause", "条文の全体（{clause} にはモデル条文がありません）", "The whole article: {clause} has no model text"),
    ("annex.blank_contractor", "受託者の名称", "The name of the contractor"),
    ("annex.blank_contractor_lead", "受託者側の責任者（契約に登録されていません）", "Who is responsible on the contractor's side, which the contract does not state"),
    ("annex.blank_named", "{text}", "{text}"),
    ("annex.blank_number", "契約番号", "The number of the contract"),
    ("annex.blank_period", "契約期間", "The period of the contract"),
    ("annex.blank_reference", "{clause} に当たる条の番号（この特記仕様書にはありません）", "The number of the article for {clause}, which is not in this annex"),
    ("annex.blank_summary", "業務の内容（契約に登録されていません）", "What is outsourced, which the contract does not state"),
    ("annex.blank_text", "空欄", "A blank of the model text"),
    ("annex.blank_title", "件名", "The title of the contract"),
    ("annex.nothing", "特記仕様書に載せる条項がありません", "No clause is left to put into the annex"),
    ("attachment.empty", "ファイルの中身がありません", "There is nothing in the file"),
    ("attachment.ending", "中身は{media}ですが、名前が「.{ending}」で終わっています。選んだファイルを確かめてください", "The content is {media}, but the name ends in “.{ending}”; check the file you chose"),
    ("attachment.missing", "保管場所にこのファイルがありません。システム管理者に知らせてください", "This file is not in the store; tell the administrator"),
    ("attachment.name", "ファイルに名前を付けてください", "The file needs a name"),
    ("attachment.too_many", "一つの記録に付けられる添付は{max}件までです", "A record takes at most {max} attachments"),
    ("attachment.too_many_versions", "一つの添付に重ねられる版は{max}版までです", "An attachment takes at most {max} versions"),
    ("attachment.unfit", "{what}は添付できません。使えるのは、PDF、マクロのないWord・Excel・PowerPoint、OpenDocument、PNG・JPEG・WebP・HEICの画像、テキスト、Markdown、CSV、ZIP、EMLです", "{what} cannot be attached. Taken are PDF, Word, Excel and PowerPoint without macros, OpenDocument, pictures (PNG, JPEG, WebP, HEIC), text, Markdown, CSV, ZIP and EML"),
    ("attachment.unfit_macro", "{what}は添付できません。マクロのない形式（.docx、.xlsx、.pptx）で保存し直してください", "{what} cannot be attached; save it in a format without macros (.docx, .xlsx, .pptx)"),
    ("attachment.unfit_office", "{what}は添付できません。パスワードを外し、.docx、.xlsx、.pptx か PDF で保存し直してください", "{what} cannot be attached; take the password off and save it as .docx, .xlsx, .pptx or PDF"),
    ("attachment.withdrawn", "取り下げられた添付は変えられません", "An attachment that was withdrawn cannot be changed"),
    ("board.sort_not_here", "この並びは、終わった点検を含む一覧では使えません", "Lists that include finished checks cannot be read in this order"),
    ("cadence.closing", "契約終了（{end}）から{days}日以内に、返却・消去の証跡を確認します", "Proof of return or erasure is due within {days} days after the end ({end})"),
    ("cadence.incident", "事故報告「{title}」（{learned}に把握）のため、把握から{days}日以内に点検します", "Because of the incident “{title}” (known since {learned}), within {days} days of that"),
    ("cadence.initial", "契約開始（{start}）までに、着手時の体制を確認します", "The contractor's set-up is checked by the start of the contract ({start})"),
    ("cadence.initial_within", "契約開始（{start}）から{days}日以内に、着手時の体制を確認します", "The contractor's set-up is checked within {days} days after the start of the contract ({start})"),
    ("cadence.periodic", "{year}年度の定期点検：区分{tier}は年{per_year}回", "Periodic check of fiscal {year}: tier {tier} gets {per_year} a year"),
    ("cadence.periodic_personal", "{year}年度の定期点検：「{personal}」を扱う契約は年{per_year}回", "Periodic check of fiscal {year}: contracts with “{personal}” get {per_year} a year"),
    ("certificate.after_audit", "監査対象期間の末日（{end}）の翌日から{months}か月で、期限は{last}です", "Holds for {months} months after the audited period, which ended on {end}: until {last}"),
    ("certificate.audited_later", "監査対象期間の末日が登録日より後です", "The audited period ends after the day it was issued"),
    ("certificate.contractor_stays", "認証の事業者は変えられません", "A certificate stays with its contractor"),
    ("certificate.double", "同じ番号の認証が、重なる期間で登録されています", "The same certificate is registered already, for days in common"),
    ("certificate.ended_already", "すでに失効している認証です", "The certificate has ended already"),
    ("certificate.ended_on", "{on}に失効しました（{reason}）", "Ended on {on}: {reason}"),
    ("certificate.ends_early", "登録日（{issued}）より前には失効できません", "It cannot end before it was issued ({issued})"),
    ("certificate.filed", "{filed}に更新を申請済みで、判断が出るまで有効です", "Its renewal was applied for on {filed}: it holds until that is decided"),
    ("certificate.filed_early", "更新の申請日が登録日より前です", "The renewal was applied for before it was issued"),
    ("certificate.filed_in_vain", "{filed}に更新を申請済みですが、この認証は期限どおりに切れます", "Its renewal was applied for on {filed}, which does not carry this kind past its last day"),
    ("certificate.filed_late", "更新の申請（{filed}）が期限（{last}）より後のため、引き続き有効とはなりません", "Its renewal was applied for on {filed}, after its last day ({last}): too late to go on"),
    ("certificate.fixed", "{issued}から{months}か月で、期限は{last}です", "Holds for {months} months from {issued}: until {last}"),
    ("certificate.grade", "この認証にある段階（{grades}）を入力してください", "Stars there are: {grades}"),
    ("certificate.not_in_force", "{on}に有効な認証ではありません（{state}）", "Not in force on {on}: {state}"),
    ("certificate.not_of_kind", "この種類の認証では使わない項目です", "Of no use for this kind of certificate"),
    ("certificate.not_theirs", "この事業者の認証ではありません", "Not a certificate of this contractor"),
    ("certificate.number_ismap", "ISMAPの登録番号は C21-0005-2 の形です", "An ISMAP number is of the form C21-0005-2"),
    ("certificate.number_p_mark", "プライバシーマークの登録番号は 10123456(01) の形です（括弧の回数は省けます）", "A PrivacyMark number is of the form 10123456(01); the count in brackets can be left out"),
    ("certificate.open", "期限の定めがありません", "No last day is stated"),
    ("certificate.ran_out", "期限を{days}日過ぎています", "Ran out {days} days ago"),
    ("certificate.reversed", "期限が登録日より前です", "It runs out before it was issued"),
    ("certificate.runs_out", "期限まであと{days}日です（{warn}日前から知らせます）", "Runs out in {days} days; told from {warn} days before"),
    ("certificate.stated", "期限は{last}です", "Holds until {last}"),
    ("certificate.too_long", "期限が長すぎます。この認証は{last}までです", "It holds for too long; at most until {last}"),
    ("certificate.too_many", "一つの項目に挙げられる認証は{max}件までです", "At most {max} certificates can be cited of one criterion"),
    ("certificate.unknown_contractor", "登録されていない委託事業者です", "Not in the register of contractors"),
    ("clause.applies", "「{applies}」に当たる契約に必要", "Required for: {applies}"),
    ("clause.article_missing", "契約書の条番号を入力してください", "State the article of the contract"),
    ("clause.except_by_request", "例外は、申請して承認を受けてください", "An exception has to be asked for and approved"),
    ("clause.exception_ended", "例外の期限（{until}）が過ぎたため、不足に戻りました", "Missing again: the exception ended on {until}"),
    ("clause.exception_ends", "例外の期限（{until}）まであと{days}日です。過ぎると不足に戻ります", "The exception ends on {until}, in {days} days; after it the clause is missing again"),
    ("clause.newest", "施行中のいちばん新しい版（第{version}版）で見ている契約です", "The contract is held against version {version} already, the newest in force"),
    ("clause.not_required", "この契約に求められていない条項です", "This clause is not required of this contract"),
    ("clause.under_exception", "承認された例外が有効です。条項が契約に入ったら「あり」と記録してください。例外は承認者が取り消せます", "An approved exception is in force. Record the clause as present once the contract has it; the approver can revoke the exception"),
    ("clause.until", "例外の期限は今日から{years}年以内の日付にしてください", "The last day of the exception is today or later, within {years} years"),
    ("clause.when", "条件「{condition}」に当たる", "Condition met: {condition}"),
    ("closing.check_missing", "返還・消去を確かめる終了時点検が、まだ受理されていません（期限 {due}）", "The check at the end, which proves return or erasure, is not accepted yet (due {due})"),
    ("closing.not_adequate", "終了時点検の結論が「{verdict}」のため、返還・消去が確かめられていません", "The check at the end came to “{verdict}”: return or erasure are not proven"),
    ("closing.period_runs", "契約期間が{end}まで続いています", "The period runs until {end}"),
    ("closing.revision_open", "手続中の{kind}があります。先に取り下げるか、発効させてください", "A version is under way ({kind}): withdraw it, or let it take effect first"),
    ("closing.subcontracts", "終了が記録されていない再委託が{count}件あります", "{count} subcontracts have no recorded end"),
    ("contract.city_lead_missing", "市側の責任者が決まっていません", "No responsible person on the city's side"),
    ("contract.clauses_missing", "充足も例外も記録されていない条項が{count}件あります", "{count} required clauses are neither present nor excepted"),
    ("contract.contractor_lead_missing", "受託者側の責任者が決まっていません", "No responsible person on the contractor's side"),
    ("contract.depth", "再委託の段数は0から9で入力してください", "Tiers of subcontracting: 0 to 9"),
    ("contract.personal_needs_confidentiality", "個人情報を扱う契約の機密性は2以上にしてください", "A contract that handles personal information has confidentiality 2 or above"),
    ("contract.selection_missing", "この契約の選定評価が選ばれていません", "No selection is named for this contract"),
    ("contract.selection_not_in_force", "選定評価「{title}」は合格していないか、有効期限を過ぎています", "The selection “{title}” has not been passed, or is no longer valid"),
    ("contract.selection_other_contractor", "選定評価「{title}」は、別の委託事業者のものです", "The selection “{title}” is of another contractor"),
    ("contract.selection_other_work", "選定評価「{title}」は、この契約の種別又は個人情報の取扱いを評価していません", "The selection “{title}” did not look at this kind of work or this personal information"),
    ("contract.unknown_contractor", "登録のない委託事業者です：{value}", "No such contractor: {value}"),
    ("contract.unknown_department", "登録のない課室です：{value}", "No such department: {value}"),
    ("contract.unknown_selection", "この委託事業者の選定評価ではありません", "Not a selection of this contractor"),
    ("contract.wrong_state", "「{state}」の契約にはできない操作です", "Not possible for a contract in state “{state}”"),
    ("contractor.number_missing", "法人は法人番号が必要です", "A company needs its corporate number"),
    ("contractor.number_of_sole_proprietor", "個人事業主に法人番号はありません", "A sole proprietor has no corporate number"),
    ("corporate_number.check_digit", "法人番号の検査数字が合いません。番号を確かめてください", "The corporate number's check digit is wrong"),
    ("corporate_number.length", "法人番号は13桁の数字です", "A corporate number has 13 digits"),
    ("criteria.id", "半角の英数字とハイフンで、短い記号を入力してください（例：A1）", "Enter a short code of letters, digits and hyphens (e.g. A1)"),
    ("criteria.in_past", "過去の日から有効にすることはできません", "Criteria cannot begin to be in force in the past"),
    ("criteria.months", "有効期間は1から{longest}か月で入力してください", "Selections count for 1 to {longest} months"),
    ("criteria.none", "評価項目が一つもありません", "There is no criterion left"),
    ("criteria.weight", "配点は1から100の整数で入力してください", "Weights are whole numbers from 1 to 100"),
    ("declaration.none", "この候補の自己申告はまだ届いていません", "This candidate has not declared anything yet"),
    ("declaration.remark_missing", "状況や理由を備考に書いてください", "Say in the remark how things stand, or why"),
    ("declaration.unanswered", "回答を選んでください", "Choose an answer"),
    ("department.cycle", "上位の課室が自分の下にあります", "The department above lies below this one"),
    ("department.unknown_parent", "登録のない上位課室です：{value}", "No such department above: {value}"),
    ("document.archive", "圧縮ファイルは読めません。中の契約書を取り出してください", "An archive cannot be read. Take the contract out of it"),
    ("document.broken", "ファイルが壊れていて読めません", "The file is damaged and cannot be read"),
    ("document.empty", "ファイルの中身が空です", "There is nothing in the file"),
    ("document.encoding", "文字コードが分かりません。UTF-8又はShift_JISで保存してください", "The encoding is not known. Save the file in UTF-8 or Shift_JIS"),
    ("document.encrypted", "開くのにパスワードが要るため読めません。パスワードを外して保存してください", "A password is needed to open the file. Save it without one"),
    ("document.image", "画像は読めません。文字の入ったPDF、Word（.docx）又はテキストにしてください", "Pictures cannot be read. Use a PDF with text, Word (.docx) or plain text"),
    ("document.not_a_text", "表計算やスライドのファイルは読めません。PDFに書き出してください", "Spreadsheets and slides cannot be read. Export the file as PDF"),
    ("document.save_as_docx", "この形式は読めません。Word（.docx）又はPDFで保存してください", "This format cannot be read. Save the file as Word (.docx) or PDF"),
    ("document.too_large", "文書が長すぎます（本文はおよそ1,000ページまで）", "The document is too long (about 1,000 pages of text at most)"),
    ("document.unknown", "読める形式ではありません。PDF、Word（.docx）、テキスト又はMarkdownを選んでください", "Not a format that can be read. Choose PDF, Word (.docx), plain text or Markdown"),
    ("draft.applies_missing", "対象を一つ以上選んでください", "Choose at least one kind of contract"),
    ("draft.from", "施行日は{earliest}から{years}年以内の日付にしてください", "It can be put in force from {earliest}, within {years} years"),
    ("draft.id", "条項番号は、英大文字で始まり数字で終わる8文字以内にしてください（例：K14）", "An id is capital letters, then digits, at most 8 in all (e.g. K14)"),
    ("draft.id_stays", "条項番号は変えられません（{clause}）。別の番号にするときは、新しい条項を追加してください", "The id stays {clause}; add a clause for another"),
    ("draft.id_taken", "条項番号 {clause} は使われています。廃止した条項の番号も使えません", "{clause} is in use; the id of a dropped clause keeps its meaning too"),
    ("draft.lost_condition", "第{version}版では、この契約が条件に当たりません", "In version {version} the contract does not meet the conditions"),
    ("draft.lost_dropped", "第{version}版では、条項が廃止されています", "Version {version} does without the clause"),
    ("draft.never", "「{fact}」の条件が互いに打ち消し合い、当てはまる契約がありません", "No contract can meet the conditions on “{fact}” together"),
    ("draft.never_with_applies", "対象と条件が打ち消し合い、当てはまる契約がありません", "No contract the clause applies to can meet the conditions"),
    ("draft.no_change", "施行中の版と違うところがありません", "Nothing differs from the version it is based on"),
    ("draft.open", "改正案はすでにあります。改正案は一つずつ進めます", "There is a draft already; one is written at a time"),
    ("draft.overtaken", "施行中の版が第{version}版に変わりました。内容を見直してからもう一度移してください", "Version {version} is in force by now; look at what it changes, then move the contracts"),
    ("draft.relation", "「{fact}」には使えない比べ方です", "“{fact}” cannot be compared like this"),
    ("draft.too_many_conditions", "条件は{max}個までです", "At most {max} conditions"),
    ("draft.value", "「{fact}」が取りうる値を入力してください", "Not a value “{fact}” can have"),
    ("exception.already_requested", "この条項の例外は、すでに申請中です", "An exception for this clause is being asked for already"),
    ("exception.contract_closed", "終結した契約には申請できません", "The contract is closed"),
    ("exception.not_in_force", "有効な例外ではありません（「{state}」）", "Not in force: it is “{state}”"),
    ("exception.not_waiting", "申請中ではありません（「{state}」）", "It no longer waits: it is “{state}”"),
    ("exception.rejection_reason", "却下する理由を入力してください", "Say why it is rejected"),
    ("exception.until_asked", "期限は今日から、申請された{asked}までの日付にしてください", "The last day lies between today and the one asked for ({asked})"),
    ("field.in_future", "未来の日付は入力できません", "The day lies in the future"),
    ("finding.before_asked", "措置を求めた{asked}より前の日付です", "Earlier than the day the measure was asked for ({asked})"),
    ("finding.due_past", "期限は今日以後の日付にしてください", "The due date is today or later"),
    ("finding.in_future", "今日より後の日付です", "Later than today"),
    ("finding.measure_under_way", "今は次の措置を求められません（「{state}」）", "No measure can be asked for now: it is “{state}”"),
    ("finding.needs_measure", "措置の効果を確認して完了させてください。措置によらず終えられるのは、観察事項と、終わった契約の指摘だけです（今は「{state}」）", "A measure has to be seen to work. Only an observation, or a finding of a contract that is over, can be laid aside (now “{state}”)"),
    ("finding.not_in_state", "今の状態（「{state}」）ではできません", "Not possible while it is “{state}”"),
    ("finding.nothing_asked", "求めている措置がありません", "No measure is asked for"),
    ("finding.say_why", "承認しない理由を入力してください", "Say why it is not approved"),
    ("finding.step", "この段階へはまだ進めません", "That step cannot be taken yet"),
    ("finding.told", "措置を求めた後の指摘事項は変更できません", "A finding stays as it is once a measure was asked for"),
    ("finding.unknown_verification", "この契約の点検ではありません", "Not a check of this contract"),
    ("holiday.header", "見出し行が「国民の祝日・休日月日,国民の祝日・休日名称」ではありません", "The header line is not that of the Cabinet Office's file"),
    ("holiday.none", "祝日が一つもありません", "The file holds no holiday"),
    ("holiday.row", "{line}行目が読めません", "Line {line} cannot be read"),
    ("holiday.twice", "{line}行目：同じ日に別の名称があります", "Line {line}: the day has another name on another line"),
    ("holiday.year", "{year}年の祝日が足りません（{count}日）。一年分がそろったファイルを取り込んでください", "The holidays of {year} are not complete ({count}): import a file that has the whole year"),
    ("import.beyond_header", "見出しのない列に値があります（{column}列目）", "A value stands in column {column}, which has no header"),
    ("import.column_missing", "必要な列がありません：{columns}", "Columns are missing: {columns}"),
    ("import.column_twice", "同じ項目の列が二つあります：{columns}", "Two columns are about the same: {columns}"),
    ("import.duplicate", "{line}行目と重複しています", "Duplicates line {line}"),
    ("import.empty", "行がありません", "The file has no rows"),
    ("import.encoding", "UTF-8 でも Shift_JIS でもない文字があります", "Neither UTF-8 nor Shift_JIS"),
    ("import.malformed", "CSV として読めません（{line}行目）", "Not readable as CSV (line {line})"),
    ("import.not_closed", "{line}行目の引用符（\"）が閉じていないか、余分です", "A quotation mark on line {line} is not closed, or one too many"),
    ("import.not_ready", "取込はすでに始まっているか、終わっています", "The import has already begun or ended"),
    ("import.overtaken", "確認の後にほかの人が変更しました。もう一度取り込んでください", "Changed by somebody else since the preview; import it again"),
    ("import.too_large", "ファイルが大きすぎます（上限{megabytes}MB）", "The file is too large (limit {megabytes} MB)"),
    ("import.too_many_rows", "行が多すぎます（上限{rows}行）。ファイルを分けてください", "Too many rows (limit {rows}): divide the file"),
    ("incident.after_learned", "市が知った日より後の日付です", "Later than the day the city heard of it"),
    ("incident.closed", "完了した事故報告は変更できません", "The incident is closed"),
    ("incident.unknown_contract", "この事業者の契約ではありません", "Not a contract with this contractor"),
    ("incident.unknown_contractor", "登録された事業者ではありません", "Not a contractor of the register"),
    ("invitation.over", "このリンクは、すでに使われたか、期限が過ぎたか、取り消されています", "The link has been used, has expired or was revoked"),
    ("invitation.too_many", "リンクは一つの候補に{most}件までです", "A candidate can have {most} links at most"),
    ("invitation.until", "期限は、今日から{last}までの日付にしてください", "It can work from today to {last}"),
    ("period.reversed", "終了日が開始日より前です", "The end lies before the start"),
    ("period.too_long", "期間が{years}年を超えています", "The period is longer than {years} years"),
    ("permission.forbidden", "「{operation}」権限がありません", "You may not: {operation}"),
    ("permission.own_submission", "自分が提出したものは確認できません", "Nobody decides on what they submitted themselves"),
    ("person.department_missing", "課室が見つかりません", "No such department"),
    ("plan.contract_closed", "契約が終結したため取り消しました", "Cancelled: the contract is closed"),
    ("plan.moved", "{from}は閉庁日のため、直前の開庁日{to}に移しました", "{from} is a closed day: moved to the working day before, {to}"),
    ("plan.moved_on", "{from}は閉庁日のため、次の開庁日{to}に移しました", "{from} is a closed day: moved to the next working day, {to}"),
    ("plan.withdrawn", "計画の見直しで不要になりました", "No longer called for by the plan"),
    ("precondition.idempotency_key", "登録には Idempotency-Key ヘッダーが必要です", "Creation needs an Idempotency-Key header"),
    ("precondition.idempotency_reused", "この Idempotency-Key は別の内容で使われています", "This Idempotency-Key was used with different content"),
    ("precondition.if_match", "更新には If-Match ヘッダーで版を示してください", "State the version in an If-Match header"),
    ("questionnaire.altered", "{cell}：書き出したときの文と違います。書き出した質問書に記入し直してもらってください", "{cell}: not what was exported. Have the exported questionnaire filled in again"),
    ("questionnaire.broken", "ファイルが壊れていて読めません", "The file is damaged and cannot be read"),
    ("questionnaire.choice", "{cell}：「{value}」は選択肢にありません", "{cell}: “{value}” is not one of the choices"),
    ("questionnaire.elsewhere", "別の候補又は案件の質問書です。この候補から書き出した質問書を選んでください", "This is the questionnaire of another candidate or of other work. Choose the one exported for this candidate"),
    ("questionnaire.empty", "ファイルの中身が空です", "There is nothing in the file"),
    ("questionnaire.encrypted", "開くのにパスワードが要るため読めません。パスワードを外して保存してください", "A password is needed to open the workbook. Save it without one"),
    ("questionnaire.format", "この質問書は、別の版のシステムが書き出したものです。もう一度書き出して記入してもらってください", "The questionnaire was exported by another version of the system. Export it anew and have it filled in"),
    ("questionnaire.macros", "マクロの入ったブックは受け取れません。マクロのない .xlsx で保存してください", "Workbooks with macros are not taken. Save it as .xlsx without them"),
    ("questionnaire.more", "ほかに{count}か所あります", "And {count} more"),
    ("questionnaire.moved", "{cell}：項目の並びが書き出したときと違います。行や列を動かさずに記入してもらってください", "{cell}: the questions are not in the order they were exported in. Rows and columns must stay where they are"),
    ("questionnaire.name_missing", "{cell}：記入した人の部署と氏名がありません", "{cell}: who filled it in is not stated"),
    ("questionnaire.not_ours", "この画面から書き出した質問書ではありません（識別用のシートがないか、書き換えられています）", "Not a questionnaire exported here: the sheet that identifies it is missing or was altered"),
    ("questionnaire.not_workbook", "質問書のブックではありません（{looks}）。書き出した .xlsx に記入したものを選んでください", "Not the workbook of a questionnaire ({looks}). Choose the exported .xlsx with the answers in it"),
    ("questionnaire.old_workbook", "古い形式又は別の形式の表計算ファイルです（{looks}）。.xlsx で保存してください", "A spreadsheet in an old or another format ({looks}). Save it as .xlsx"),
    ("questionnaire.remark_missing", "{cell}：「満たす」以外の回答には、状況や理由を書いてもらってください", "{cell}: every answer but “Met” needs a remark"),
    ("questionnaire.sheet_missing", "「{sheet}」のシートがありません", "The sheet “{sheet}” is missing"),
    ("questionnaire.stray", "{cell}：読み取らない場所に書かれています。備考か連絡事項に移してもらってください", "{cell}: written where nothing is read. Move it to a remark or to the cover"),
    ("questionnaire.too_large", "ファイルが大きすぎます。書き出した質問書のほかに画像などを入れないでください", "The workbook is too large. Nothing such as pictures may be put into it"),
    ("questionnaire.too_long", "{cell}：{max}文字以内にしてください", "{cell}: at most {max} characters"),
    ("questionnaire.unanswered", "{cell}：回答が選ばれていません", "{cell}: no answer is chosen"),
    ("reading.aim", "{article}は努力目標にとどまるため、満たすものとしませんでした", "{article} states an aim only: not counted"),
    ("reading.definition", "{article}は言葉の意味を定めるだけのため、満たすものとしませんでした", "{article} only says what words mean: not counted"),
    ("reading.denied", "{article}は打ち消す文、又は求める向きと異なる文のため、満たすものとしませんでした", "{article} denies it or says it the other way round: not counted"),
    ("reading.heading", "見出し「{heading}」", "Heading: {heading}"),
    ("reading.may_only", "{article}は「できる」と定めるだけのため、満たすものとしませんでした", "{article} only says that one may: not counted"),
    ("reading.narrow", "{article}は一部の情報だけについて定めるため、満たすものとしませんでした", "{article} covers one kind of information only: not counted"),
    ("reading.no_cues", "この条項には、読み取りの手掛かりが登録されていません", "The catalogue has no cues for this clause"),
    ("reading.nothing", "当たる箇所が見つかりませんでした", "No passage was found"),
    ("reading.other_side", "{article}は相手方だけを拘束するため、満たすものとしませんでした", "{article} binds the other side only: not counted"),
    ("reading.repealed", "{article}は、{by}により適用されないため、満たすものとしませんでした", "{article} is taken out by {by}: not counted"),
    ("reading.unnamed", "義務を負う者が文に示されていません", "The sentence does not say who is bound"),
    ("reading.voided", "{article}に「{words}」とあるため、満たすものとしませんでした", "{article} says “{words}”: not counted"),
    ("reading.words", "{article}の言葉：{words}", "Words of {article}: {words}"),
    ("reference.as_of_future", "公表の日が未来の日付です", "The day it was published as of lies in the future"),
    ("reference.busy", "同じ種類のデータを取り込んでいます。終わってからもう一度試してください", "A list of this kind is being brought in; try again once that is done"),
    ("reference.closed", "公表データ（{day}時点）では、{closed}に登記記録が閉鎖されています", "Closed on {closed}, by the published register of {day}"),
    ("reference.closed_for", "公表データ（{day}時点）では、{closed}に登記記録が閉鎖されています（{cause}）", "Closed on {closed} ({cause}), by the published register of {day}"),
    ("reference.closed_into", "公表データ（{day}時点）では、{closed}に登記記録が閉鎖されています（{cause}、承継先の法人番号 {successor}）", "Closed on {closed} ({cause}; taken over by {successor}), by the published register of {day}"),
    ("reference.columns", "列が{expected}列ではありません（{count}列）", "There are {count} columns, not {expected}"),
    ("reference.day", "日付として読めません：{value}", "Not a day: {value}"),
    ("reference.mostly_faulty", "読めない行のほうが多いため、取り込みませんでした（{faulty}行。最初は{line}行目：{reason}）", "Most rows are not readable ({faulty}; the first on line {line}: {reason}); nothing was brought in"),
    ("reference.nameless", "名称がありません", "The name is missing"),
    ("reference.none", "取り込める行がありません", "There is no row to bring in"),
    ("reference.not_listed", "この登録番号は、{day}時点のISMAPクラウドサービスリストにありません", "The number is not in the ISMAP list of {day}"),
    ("reference.other_day", "{day}時点のISMAPクラウドサービスリストでは、有効期限が{last}です", "By the ISMAP list of {day} it holds until {last}"),
    ("reference.renamed", "公表データ（{day}時点）の名称は「{name}」です", "By the published register of {day} its name is “{name}”"),
    ("reference.twice", "{line}行目と同じ番号です", "The number stands on line {line} as well"),
    ("regime.begins_after", "{start}に始まる契約で、定めが義務となる{day}以後に当たります", "It starts on {start}, on or after {day}, from which the rules bind"),
    ("regime.begins_before", "{start}に始まる契約で、定めが義務となる{day}より前です", "It starts on {start}, before {day}, from which the rules bind"),
    ("regime.chosen", "更新に当たり{on}に{by}が「{regime}」として扱うと決めました：{reason}", "For the renewal {by} decided on {on} that it counts as “{regime}”: {reason}"),
    ("register.department_of_none", "委託事業者は課室に属しません。課室では絞り込めません", "Contractors belong to no department; they cannot be narrowed down by one"),
    ("register.future", "基準日は今日までの日付にしてください。{today}より後のことは、まだ書かれていません", "The register can be shown as of today at the latest; nothing is written of the days after {today}"),
    ("review.blocking_missing", "必須条項 {clause} がありません", "The blocking clause {clause} is missing"),
    ("review.contact_missing", "受託者の連絡先が書かれていません。緊急のときに誰へどう連絡するかを確かめてください", "How to reach the contractor is not stated: make sure whom to call in an emergency"),
    ("review.excepted", "例外として承認されています（{until}まで）", "Excepted until {until}"),
    ("review.fewer_subcontracts", "契約では再委託{stated}段、台帳では{found}段です。これから承認を求めるものかを確かめてください", "Tiers of subcontracting stated in the contract: {stated}; in the register: {found}. Make sure that the rest is still to be asked for"),
    ("review.missing", "条項 {clause} が、充足とも例外とも記録されていません", "Clause {clause} is neither present nor excepted"),
    ("review.more_subcontracts", "契約では再委託{stated}段、台帳では{found}段です。段数はリスク区分を決めます", "Tiers of subcontracting stated in the contract: {stated}; in the register: {found}. The tier of risk follows from them"),
    ("review.no_subcontracts", "再委託はありません", "No subcontracts"),
    ("review.no_text", "契約書の本文は読み取られていません。契約書と、記録した条番号を突き合わせてください", "The text of the contract was not read: compare the contract with the articles recorded"),
    ("review.not_in_text", "「{article}」にあると記録されていますが、読み取った本文には見つかりませんでした", "Recorded as present in {article}, but the text that was read does not seem to say it"),
    ("review.other_nature", "扱う情報などが変わり、リスク区分は{before}から{after}になります", "What it handles changes; the tier of risk goes from {before} to {after}"),
    ("review.period", "{start}から{end}まで", "From {start} to {end}"),
    ("review.period_begun", "{start}に始まっており、審査より前から履行されているおそれがあります（{end}まで）", "It began on {start}, before this review, and runs until {end}"),
    ("review.period_over", "期間が{end}に終わっています（{start}から）", "Its period, from {start}, ended on {end}"),
    ("review.present", "{article}に定めがあります", "Stated in {article}"),
    ("review.read", "「{file}」を読み取り、条・項目{articles}件と照合しました", "Compared with “{file}”, of which {articles} articles were read"),
    ("review.retroactive", "{on}に結ぶのに、{from}にさかのぼって効力を持ちます", "Concluded on {on}, it takes effect back on {from}"),
    ("review.same_nature", "扱う情報・接続・再委託の段数は変わりません", "What it handles does not change"),
    ("review.selected", "選定評価「{title}」によります（{until}まで有効）", "It rests on the selection “{title}”, valid until {until}"),
    ("review.service_level_missing", "サービスレベルが書かれていません。仕様書などに定めがあるかを確かめてください", "No service level is stated: make sure that the specification has one"),
    ("review.stated", "{value}", "{value}"),
    ("review.still_missing", "条項 {clause} は、今の版でも不足しています。この変更で改めないことを確かめてください", "Clause {clause} is missing in the version in force too: make sure that this amendment is to leave it so"),
    ("review.subcontracts", "契約でも台帳でも{found}段です", "Tiers in the contract and in the register: {found}"),
    ("review.takes_effect", "{from}から効力を持ちます", "It takes effect on {from}"),
    ("review.unconfirmed", "「{point}」を確かめた記録がありません", "Nobody has confirmed “{point}”"),
    ("review.unconfirmed_clause", "条項 {clause} を確かめた記録がありません", "Nobody has confirmed clause {clause}"),
    ("review.unknown_line", "人の確認が要る項目ではありません", "Not a line that needs a person"),
    ("review.unmarked", "本文の{article}に見つかりましたが、条項 {clause} の充足が記録されていません", "The text seems to say it in {article}, but clause {clause} is not recorded as present"),
    ("review.unreadable", "「{file}」からは文字を読み取れませんでした。契約書と、記録した条番号を突き合わせてください", "Nothing could be read in “{file}”: compare the contract with the articles recorded"),
    ("review.workplace_missing", "作業場所が書かれていません。どこで情報を扱うかを確かめてください", "No place of work is stated: make sure where the information is handled"),
    ("revision.another_open", "手続中の{kind}（{stage}）があります。新しい版は一つずつ進めます", "A version is under way ({kind}, {stage}); they are made one at a time"),
    ("revision.clause_coming", "手続中の{kind}で必要になる条項です", "Required by the version under way ({kind})"),
    ("revision.contract_closed", "契約が終結したため取り下げました", "Withdrawn: the contract is closed"),
    ("revision.effective_from", "効力の始まる日は{from}から{until}までの日付にしてください", "It can take effect from {from} to {until}"),
    ("revision.needed", "履行中の契約では、変更契約か更新によって変えます（「版」の画面から）", "Of a contract in force, only an amendment or a renewal changes this (see its versions)"),
    ("revision.not_in_force", "履行中の契約ではないため、新しい版は作れません", "Only a contract in force can get a new version"),
    ("revision.nothing_changed", "今の版と違うところがありません", "Nothing differs from the version in force"),
    ("revision.regime_missing", "義務として扱うか、努力義務として扱うかを選んでください", "Choose whether the supply-chain rules bind it"),
    ("revision.regime_reason", "そのように扱う理由を入力してください", "Say why it counts as that"),
    ("revision.remark_missing", "理由を入力してください", "Say why"),
    ("revision.renewal_end", "更新では、終了日を{end}より後にしてください", "A renewal ends after {end}"),
    ("revision.renewal_start", "更新しても開始日は{start}のままです", "A renewal keeps the start, {start}"),
    ("revision.wrong_stage", "「{stage}」の版にはできない操作です", "Not possible for a version that is “{stage}”"),
    ("risk.availability", "停止すると業務に支障（可用性2）", "An outage does harm (availability 2)"),
    ("risk.confidentiality", "最も高い情報の分類は{value}", "Highest classification: {value}"),
    ("risk.data_abroad", "データが国外に置かれる", "Data is kept abroad"),
    ("risk.integrity", "改ざんされると業務に支障（完全性2）", "A falsification does harm (integrity 2)"),
    ("risk.my_number_is_a", "特定個人情報を扱うため、点数によらず区分A", "Specific personal information: tier A whatever the points"),
    ("risk.off_premises", "情報を庁外に持ち出す", "Information leaves the premises"),
    ("risk.personal", "取り扱う個人情報：{value}", "Information on persons: {value}"),
    ("risk.records", "取扱件数 {count}件", "{count} records"),
    ("risk.remote_access", "庁外から遠隔で接続する", "Remote access from outside"),
    ("risk.segment", "接続するネットワーク：{value}", "Network segment: {value}"),
    ("risk.subcontract", "再委託が{depth}段ある", "Tiers of subcontracting: {depth}"),
    ("selection.answered_twice", "同じ項目に二度回答しています", "The criterion is answered twice"),
    ("selection.blocking_not_met", "必須項目 {criterion} を満たしていません", "The blocking criterion {criterion} is not met"),
    ("selection.blocking_unanswered", "必須項目 {criterion} が未回答です", "The blocking criterion {criterion} is not answered"),
    ("selection.condition_due", "期限は、今日から有効期限までの日付にしてください", "The due date lies between today and the last day it is valid"),
    ("selection.conditions_missing", "条件付き合格には、条件と期限が必要です", "State at least one condition with its due date"),
    ("selection.conditions_not_taken", "条件を付けられるのは「条件付き合格」だけです", "Only what is passed with conditions takes conditions"),
    ("selection.counted", "{grade}（配点 {weight}点）", "{grade} (weight {weight})"),
    ("selection.evidence_missing", "必須項目です。確認した資料を入力してください", "A blocking criterion: state what shows that it is met"),
    ("selection.not_counted", "{grade}（配点 {weight}点は数えません）", "{grade} (its weight of {weight} is not counted)"),
    ("selection.not_open", "「{state}」の選定評価は記入できません", "A selection in state “{state}” cannot be filled in"),
    ("selection.not_submitted", "提出されていない選定評価です", "The selection has not been submitted"),
    ("selection.partly_needs_conditions", "必須項目 {criteria} が一部しか満たされていないため、条件付き合格にしてください", "Blocking criteria are met in part only ({criteria}): pass with conditions"),
    ("selection.reason_missing", "理由を入力してください", "Say why"),
    ("selection.remark_missing", "状況や理由を備考に書いてください", "Say in the remark what was found"),
    ("selection.standing", "この事業者は、すでに候補になっています", "This contractor is already a candidate"),
    ("selection.too_many", "候補は{most}者までです", "At most {most} candidates"),
    ("selection.unanswered", "評価を選んでください", "Choose a grade"),
    ("selection.unknown_criterion", "この評価にない項目です", "Not a criterion of this selection"),
    ("selection.valid_until", "有効期限は、今日から{until}までの日付にしてください", "It can be valid from today to {until}"),
    ("selection.work_stands", "候補がいるため、委託の種別と個人情報は変えられません", "The kind of work and the personal information stand once there is a candidate"),
    ("subcontract.above_ended", "上位の期間（{until}まで）を越えて、{end}まで続く予定です", "It is to run until {end}, past the end of what it belongs to ({until})"),
    ("subcontract.above_not_permitted", "上位の再委託が承認されていません。先に上位を判断してください", "The subcontract above is not permitted; rule on that first"),
    ("subcontract.above_without_permission", "上位の再委託が承認されていません", "The subcontract above is not permitted"),
    ("subcontract.already_ruled", "すでに「{state}」です", "It is already “{state}”"),
    ("subcontract.before_safety", "安全性を確認した日（{on}）以降の日付にしてください", "Not before the safety was confirmed ({on})"),
    ("subcontract.clauses_missing", "再委託先との契約に確認できていない条項が{count}件あります", "{count} clauses were not seen in the agreement with the subcontractor"),
    ("subcontract.contract_closed", "終結した契約には登録できません", "The contract is closed"),
    ("subcontract.information_missing", "取り扱う情報を具体的に入力してください", "State what information is handled"),
    ("subcontract.not_permitted", "{start}から着手の予定で、市の承認がありません", "To start on {start}; the city has not permitted it"),
    ("subcontract.permitted_late", "着手は{start}、市の承認は{on}です", "Started on {start}; the city permitted it on {on} only"),
    ("subcontract.refusal_reason", "承認しない理由を入力してください", "Say why it is refused"),
    ("subcontract.refused_late", "着手の予定（{start}）の後、{on}に不承認となりました。着手していないことを確かめ、終了を記録してください", "Refused on {on}, after the day it was to start ({start}). Make sure that it has not, and record its end"),
    ("subcontract.safety_first", "再委託先の安全性の確認が記録されていません。承認の前に必要です", "The safety of the subcontractor has to be confirmed before it is permitted"),
    ("subcontract.safety_how", "何によって確かめたかを入力してください", "State by what it was confirmed"),
    ("subcontract.safety_on", "安全性を確認した日を入力してください", "State the day it was confirmed"),
    ("subcontract.same_party", "上位の委託先と同じ事業者です", "The same company stands above it"),
    ("subcontract.too_many", "一つの契約に登録できる再委託は{max}件までです", "A contract can have {max} subcontracts at most"),
    ("subcontract.unended", "期間が{end}に終わり、返還・消去の確認を伴う終了の記録がありません", "Its period ends on {end}; its end is not recorded, with the proof of return or erasure"),
    ("subcontract.unknown_clause", "再委託先に求める条項ではありません", "Not a clause to be handed down"),
    ("subcontract.unknown_contractor", "登録されていない委託事業者です", "Not in the register of contractors"),
    ("subcontract.unknown_parent", "この契約の再委託ではありません", "Not a subcontract of this contract"),
    ("verification.answered_twice", "同じ項目に二度回答しています", "The item is answered twice"),
    ("verification.certificate_missing", "確認した認証を選んでください", "Choose the certificate it was shown by"),
    ("verification.in_future", "実施日が未来の日付です", "The day it was carried out lies in the future"),
    ("verification.method_not_enough", "この点検はその方法では足りません", "This method does not satisfy this check"),
    ("verification.not_open", "「{state}」の点検は編集できません", "A check in state “{state}” cannot be edited"),
    ("verification.not_submitted", "提出されていない点検です", "The check has not been submitted"),
    ("verification.opens_on", "この点検は{from}から記入できます", "This check can be filled in from {from}"),
    ("verification.remark_missing", "状況を備考に書いてください", "Say in the remark what was found"),
    ("verification.remote_reason", "実地で行えなかった理由を入力してください", "State why it could not be done on site"),
    ("verification.send_back_reason", "差し戻す理由を入力してください", "Say why it is sent back"),
    ("verification.too_early", "実施日が早すぎます（{from}以降の日付にしてください）", "The day it was carried out is too early ({from} at the earliest)"),
    ("verification.unanswered", "回答を選んでください", "Choose an answer"),
    ("verification.unknown_clause", "この点検にない項目です", "Not an item of this check"),
    ("verification.verdict_contradicts", "不適の項目があるため「適切」にはできません", "With an item that deviates the verdict cannot be “adequate”"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_said_in_both_languages() {
        for sentences in [ALWAYS, FURTHER] {
            let unsorted = sentences.windows(2).find(|pair| pair[0].0 >= pair[1].0).map(|pair| pair[1].0);
            assert_eq!(unsorted, None, "not sorted");
        }
        for (key, ja, en) in ALWAYS.iter().chain(FURTHER) {
            assert!(!ja.is_empty() && !en.is_empty(), "{key}");
            let holes = |text: &str| {
                let mut names: Vec<String> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned())).collect();
                names.sort();
                names
            };
            assert_eq!(holes(ja), holes(en), "{key} fills different parameters in the two languages");
        }
    }

    #[test]
    fn a_choice_in_a_parameter_is_shown_by_its_label() {
        let message = crate::message::Message::new("risk.personal").with("value", crate::message::label_param(crate::contract::PersonalInformation::MyNumber));
        assert_eq!(message.say(Lang::Ja), "取り扱う個人情報：特定個人情報");
        assert_eq!(message.say(Lang::En), "Information on persons: Specific personal information");
    }
}
