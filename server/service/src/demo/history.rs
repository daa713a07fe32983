//! What became of the verifications of the demo city: who was on time, who was not, and what they found.

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    date,
    verification::{Answer, VerificationState},
};

use super::dice::Dice;

/// How far a verification has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub state: VerificationState,
    /// Absent where nobody has begun.
    pub report: Option<Report>,
}

/// What was reported and what was said to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// A weekday, not after today; the report is handed in on it.
    pub carried_out_on: NaiveDate,
    /// The day of the decision: not before the report, and not after today where the state is one that was decided.
    pub decided_on: NaiveDate,
    pub remarks: String,
    /// What the security officer said; where it was sent back, why.
    pub decision: String,
}

/// Of a hundred departments so many are known for being late.
const TARDY: u8 = 12;
/// Of a hundred checks of this fiscal year that are past due, so many have been left lying by tardy and by other departments.
const NEGLECTED: [u8; 2] = [50, 16];
/// The same for those past due for longer than [`SETTLED_DAYS`]: by then somebody has asked.
const NEGLECTED_LONG: [u8; 2] = [8, 1];
/// The same for earlier fiscal years.
const NEGLECTED_BEFORE: [u8; 2] = [3, 0];
/// Of a hundred, carried out after the due date by tardy and by other departments.
const AFTER_DUE: [u8; 2] = [45, 12];
/// Reports older than this are decided, and have been sent back and mended.
const SETTLED_DAYS: u64 = 75;

/// What happened by today to a verification that was or will be due. `slot_seed` names the verification, `department` its department: give something
/// that stays the same from run to run, such as the number of the contract with the slot, and the department's code.
pub fn outcome(slot_seed: &str, department: &str, due: NaiveDate, today: NaiveDate) -> Outcome {
    let mut dice = Dice::new(&format!("outcome/{slot_seed}"));
    let tardy = usize::from(!is_tardy(department));
    let before = date::fiscal_year(due) < date::fiscal_year(today);
    let long = due + Days::new(SETTLED_DAYS) < today;
    let neglected = dice.percent(match (before, long) {
        (true, _) => NEGLECTED_BEFORE[tardy],
        (false, true) => NEGLECTED_LONG[tardy],
        (false, false) => NEGLECTED[tardy],
    });
    let carried_out_on =
        weekday_on_or_before(if dice.percent(AFTER_DUE[tardy]) { due + Days::new(dice.between(3, 21)) } else { due - Days::new(dice.between(1, 24)) });
    let decided_on = weekday_on_or_before(carried_out_on + Days::new(dice.between(3, 20))).max(carried_out_on);
    let recent = carried_out_on + Days::new(SETTLED_DAYS) >= today;
    let (sent_back, waiting, begun) = (dice.percent(7), dice.percent(6), dice.percent(20));
    let state = if neglected && due < today {
        // Some have at least begun.
        if begun && carried_out_on <= today { VerificationState::InProgress } else { VerificationState::Scheduled }
    } else if carried_out_on > today {
        VerificationState::Scheduled
    } else if decided_on > today || (recent && waiting) {
        if begun { VerificationState::InProgress } else { VerificationState::Submitted }
    } else if recent && sent_back {
        VerificationState::SentBack
    } else {
        VerificationState::Accepted
    };
    let decision = if state == VerificationState::SentBack { dice.pick(&SENT_BACK) } else { dice.pick(&ACCEPTED) };
    let remarks = dice.pick(if is_flawed(slot_seed) { &FLAWED_REMARKS } else { &REMARKS });
    let report = Report { carried_out_on, decided_on, remarks: (*remarks).to_owned(), decision: (*decision).to_owned() };
    Outcome { state, report: (state != VerificationState::Scheduled).then_some(report) }
}

/// The answer to one question of the checklist, with a remark wherever one is called for. Seeded by the verification: either all of its answers are
/// in order or several are not. About 94 of a hundred conform.
pub fn answer(seed: &str, clause: &str) -> (Answer, String) {
    let mut dice = Dice::new(&format!("answer/{seed}/{clause}"));
    let answer = match (is_flawed(seed), dice.below(100)) {
        (true, 0..11) => Answer::Deviates,
        (true, 11..14) => Answer::Unverified,
        (_, 95..) => Answer::NotApplicable,
        _ => Answer::Conforms,
    };
    let remark = match answer {
        Answer::Deviates => DEVIATIONS.iter().find(|(id, _)| *id == clause).map_or_else(|| *dice.pick(&DEVIATION), |(_, remark)| remark),
        Answer::Unverified => dice.pick(&UNVERIFIED),
        Answer::NotApplicable => dice.pick(&NOT_APPLICABLE),
        Answer::Conforms if dice.percent(12) => dice.pick(&CONFORMS),
        Answer::Conforms => "",
    };
    (answer, remark.to_owned())
}

/// Whether a required clause is marked as present in a contract of which so many of a hundred are. `index` is its place among the required ones:
/// the catalogue has the newer requirements further down, and older contracts lack them more often.
pub fn is_marked(contract_number: &str, clause: &str, index: usize, percent: u8) -> bool {
    const MIDDLE: u64 = 12;
    let chance = Dice::new(&format!("mark/{contract_number}/{clause}")).below(100);
    percent >= 100 || chance + index as u64 <= u64::from(percent) + MIDDLE && chance < u64::from(percent) + MIDDLE / 2
}

fn is_tardy(department: &str) -> bool {
    Dice::new(&format!("tardy/{department}")).percent(TARDY)
}

fn is_flawed(seed: &str) -> bool {
    Dice::new(&format!("flawed/{seed}")).percent(16)
}

fn weekday_on_or_before(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().number_from_monday().saturating_sub(5)))
}

const REMARKS: [&str; 9] = [
    "作業場所を実地で確認した。従事者名簿と入退室記録を照合し、相違はなかった。",
    "受託者の事業所を訪問し、情報資産の保管状況、施錠管理及び持出記録を確認した。全て契約のとおりである。",
    "前回の点検以降、体制及び作業場所に変更はない。教育の受講記録は全員分を確認した。",
    "責任者から履行状況の説明を受け、アクセス権限の一覧と作業者の一覧を突合した。不要な権限は残っていなかった。",
    "提出された自己点検票の内容を、抽出した記録により確認した。特に問題は認められなかった。",
    "再委託先を含む体系図を確認した。承諾を得ていない再委託はなかった。",
    "月次報告書と障害対応記録を確認した。期間中に情報セキュリティに関する事故の発生はない。",
    "媒体の受渡簿を全件確認した。市と受託者の記録は一致している。",
    "夜間の作業体制についても聴取した。緊急時の連絡網は本年度のものに更新されている。",
];

const FLAWED_REMARKS: [&str; 5] = [
    "おおむね適切に履行されているが、一部に不備が認められたため、改善の報告を求めた。",
    "記録の一部が確認できなかった。資料の追加提出を求め、受領後に改めて確認する。",
    "前回の指摘事項のうち一件が未了であった。受託者の責任者に期限を示して是正を求めた。",
    "担当者の交代に伴う引継ぎが不十分であり、手順書の更新が行われていなかった。",
    "規程は整備されているが、現場への周知が行き届いていない。次回の点検で重点的に確認する。",
];

const ACCEPTED: [&str; 6] =
    ["", "", "確認しました。", "内容を確認し、了承します。", "改善の結果は次回の点検で報告してください。", "確認済み。証跡は所管課で保存してください。"];

const SENT_BACK: [&str; 5] = [
    "教育の受講記録について、確認した日付と対象者数を追記してください。",
    "再委託先の点検結果が記載されていません。受託者から提出を受けて記載してください。",
    "「確認できず」とした項目について、いつまでに確認するかを記載してください。",
    "実施日が契約期間の前になっています。確認の上、修正してください。",
    "不備のあった項目について、受託者に求めた改善の内容と期限を追記してください。",
];

/// What is found where a clause is not followed.
const DEVIATIONS: [(&str, &str); 16] = [
    ("K02", "四月に交代した作業者二名が従事者名簿に記載されていない。"),
    ("K03", "応答時間の測定結果が第二四半期分から提出されていない。"),
    ("K04", "退職した作業者の利用者識別符号が一か月にわたり有効なままであった。"),
    ("K05", "本年度に加わった作業者一名の教育の受講記録がない。"),
    ("K07", "作業者一名分の秘密保持誓約書が提出されていない。"),
    ("K08", "再委託先の追加について、承諾の日付が作業の開始日より後になっている。"),
    ("K09", "前年度に受け渡した媒体一個の返却記録がない。"),
    ("K10", "定期報告が二か月続けて期限後に提出されている。"),
    ("K11", "監査の受入れ窓口が定められていない。"),
    ("SYS1", "保守用端末の構成変更に承認の記録がない。"),
    ("SYS3", "更新プログラムの適用前試験の結果が保存されていない。"),
    ("CL3", "解約時のデータの返却形式について、書面による合意がない。"),
    ("CL6", "削除の証明書の様式が合意されていない。"),
    ("MN2", "特定個人情報を扱う区画からの持出しを禁ずる掲示がなく、手荷物の確認も行われていない。"),
    ("MN7", "特定個人情報取扱従業者の一覧が更新されていない。"),
    ("PI4", "個人情報を含む帳票が、離席中に机上に置かれていた。"),
];

const DEVIATION: [&str; 4] = [
    "規程はあるが、実施した記録が残っていない。",
    "手順書が旧版のままであり、契約の内容と一致していない。",
    "責任者の承認を経ずに作業が行われた事例が一件あった。",
    "所定の様式による報告がなく、口頭の報告にとどまっている。",
];

const UNVERIFIED: [&str; 3] = [
    "担当者が不在のため記録を閲覧できなかった。後日、写しの提出を受ける。",
    "記録が本社にあり、当日は確認できなかった。写しを請求済み。",
    "該当する事象が期間中になく、運用の実態を確認できなかった。",
];

const NOT_APPLICABLE: [&str; 3] = ["本業務では該当する取扱いがない。", "期間中に該当する作業はなかった。", ""];

const CONFORMS: [&str; 6] =
    ["記録の写しを受領。", "現物を確認。", "責任者から聴取し、記録により確認。", "台帳と照合済み。", "前回から変更なし。", "抽出した三件を確認。"];
