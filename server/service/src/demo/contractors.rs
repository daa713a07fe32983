//! The 300 contractors of the demo city: names put together from invented places and the words of a trade.

use domain::{
    contractor::{ContractorForm, ContractorKind},
    corporate_number::CorporateNumber,
    label::Choice,
};

use super::{
    dice::Dice,
    names::{self, Names},
};

/// What a contractor does for a living.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trade {
    System,
    Cloud,
    DataEntry,
    Printing,
    Office,
    Medical,
    Welfare,
    Building,
    Guard,
    Maintenance,
    Catering,
    Waste,
    Survey,
    Planning,
    Media,
    Training,
    Landscape,
    Transport,
    /// Sole proprietors: illustrators, interpreters, lecturers.
    Craft,
}

pub struct Contractor {
    pub form: ContractorForm,
    pub trade: Trade,
}

impl Contractor {
    /// What a list of contracts calls it by: the corporate number, or the name of a sole proprietor.
    pub fn key(&self) -> &str {
        if self.form.corporate_number.is_empty() { &self.form.name } else { &self.form.corporate_number }
    }
}

/// Trade, number of contractors in it, legal forms (`*` stands for the name), words of the trade with their reading and spelling.
type Row = (Trade, usize, &'static [&'static str], &'static [(&'static str, &'static str, &'static str)]);

const TRADES: [Row; 18] = [
    (
        Trade::System,
        36,
        &["株式会社*", "株式会社*", "*株式会社", "*株式会社", "合同会社*"],
        &[
            ("情報システム", "ジョウホウシステム", "system"),
            ("システムズ", "システムズ", "systems"),
            ("電算", "デンサン", "densan"),
            ("ソリューションズ", "ソリューションズ", "solutions"),
            ("ネットワークス", "ネットワークス", "networks"),
        ],
    ),
    (
        Trade::Cloud,
        16,
        &["株式会社*", "株式会社*", "合同会社*"],
        &[("クラウドラボ", "クラウドラボ", "cloudlab"), ("データサービス", "データサービス", "data"), ("デジタル", "デジタル", "digital")],
    ),
    (
        Trade::DataEntry,
        14,
        &["株式会社*", "有限会社*", "*株式会社"],
        &[("データエントリー", "データエントリー", "entry"), ("ビジネス計算", "ビジネスケイサン", "keisan")],
    ),
    (
        Trade::Printing,
        18,
        &["株式会社*", "有限会社*", "*株式会社", "*協同組合"],
        &[("印刷", "インサツ", "print"), ("プロセス印刷", "プロセスインサツ", "process"), ("ビジネスフォーム", "ビジネスフォーム", "form")],
    ),
    (Trade::Office, 11, &["株式会社*", "*株式会社"], &[("事務サポート", "ジムサポート", "support"), ("パブリックサービス", "パブリックサービス", "public")]),
    (
        Trade::Medical,
        13,
        &["一般財団法人*", "医療法人社団*", "公益財団法人*"],
        &[("健診センター", "ケンシンセンター", "kenshin"), ("予防医学協会", "ヨボウイガクキョウカイ", "yobo"), ("健康会", "ケンコウカイ", "kenkokai")],
    ),
    (
        Trade::Welfare,
        21,
        &["社会福祉法人*", "社会福祉法人*", "特定非営利活動法人*", "一般社団法人*"],
        &[("福祉会", "フクシカイ", "fukushi"), ("ひだまり会", "ヒダマリカイ", "hidamari"), ("こども育ちの会", "コドモソダチノカイ", "kodomo")],
    ),
    (
        Trade::Building,
        23,
        &["株式会社*", "*株式会社", "有限会社*", "合同会社*"],
        &[("ビルサービス", "ビルサービス", "building"), ("美装", "ビソウ", "biso"), ("総合管理", "ソウゴウカンリ", "kanri")],
    ),
    (Trade::Guard, 9, &["株式会社*", "*株式会社"], &[("警備保障", "ケイビホショウ", "keibi"), ("セキュリティ", "セキュリティ", "guard")]),
    (
        Trade::Maintenance,
        24,
        &["株式会社*", "*株式会社", "有限会社*"],
        &[
            ("設備工業", "セツビコウギョウ", "setsubi"),
            ("電設", "デンセツ", "densetsu"),
            ("昇降機", "ショウコウキ", "elevator"),
            ("防災設備", "ボウサイセツビ", "bosai"),
        ],
    ),
    (Trade::Catering, 10, &["株式会社*", "*株式会社"], &[("フードサービス", "フードサービス", "food"), ("給食", "キュウショク", "kyushoku")]),
    (
        Trade::Waste,
        14,
        &["株式会社*", "有限会社*", "*協同組合"],
        &[("環境", "カンキョウ", "kankyo"), ("清運", "セイウン", "seiun"), ("リサイクル", "リサイクル", "recycle")],
    ),
    (
        Trade::Survey,
        18,
        &["株式会社*", "*株式会社", "有限会社*"],
        &[("測量設計", "ソクリョウセッケイ", "sokuryo"), ("コンサルタント", "コンサルタント", "consultant"), ("航測", "コウソク", "kosoku")],
    ),
    (
        Trade::Planning,
        12,
        &["株式会社*", "一般社団法人*"],
        &[("都市政策研究所", "トシセイサクケンキュウジョ", "policy"), ("地域計画室", "チイキケイカクシツ", "plan")],
    ),
    (Trade::Media, 12, &["株式会社*", "合同会社*"], &[("企画編集室", "キカクヘンシュウシツ", "edit"), ("映像", "エイゾウ", "eizo")]),
    (Trade::Training, 8, &["株式会社*", "一般社団法人*"], &[("人材開発", "ジンザイカイハツ", "jinzai"), ("まなび舎", "マナビシャ", "manabi")]),
    (Trade::Landscape, 12, &["株式会社*", "有限会社*", "*造園協同組合"], &[("緑化", "リョッカ", "ryokka"), ("庭苑", "テイエン", "teien")]),
    (Trade::Transport, 8, &["株式会社*", "有限会社*"], &[("観光バス", "カンコウバス", "bus"), ("運輸", "ウンユ", "unyu")]),
];

/// Bodies close to the city: name, reading, address in e-mail, trade.
const PUBLIC: [(&str, &str, &str, Trade); 6] = [
    ("社会福祉法人水ヶ丘市社会福祉協議会", "ミズガオカシシャカイフクシキョウギカイ", "shakyo", Trade::Welfare),
    ("公益社団法人水ヶ丘市シルバー人材センター", "ミズガオカシシルバージンザイセンター", "silver", Trade::Building),
    ("公益財団法人水ヶ丘市健康づくり財団", "ミズガオカシケンコウヅクリザイダン", "kenko", Trade::Medical),
    ("一般財団法人水ヶ丘市環境公社", "ミズガオカシカンキョウコウシャ", "kankyo", Trade::Waste),
    ("公益財団法人水ヶ丘市文化振興財団", "ミズガオカシブンカシンコウザイダン", "bunka", Trade::Media),
    ("葦津川広域事務組合", "アシヅガワコウイキジムクミアイ", "koiki", Trade::Waste),
];

/// Invented places and fancies that names begin with.
const PREFIXES: [(&str, &str, &str); 34] = [
    ("霧ノ浜", "キリノハマ", "kirinohama"),
    ("星見原", "ホシミハラ", "hoshimihara"),
    ("葦津川", "アシヅガワ", "ashizugawa"),
    ("白鷺野", "シラサギノ", "shirasagino"),
    ("鐘ヶ峰", "カネガミネ", "kanegamine"),
    ("双月", "フタツキ", "futatsuki"),
    ("雲居原", "クモイハラ", "kumoihara"),
    ("桐ヶ瀬", "キリガセ", "kirigase"),
    ("風待坂", "カゼマチザカ", "kazemachizaka"),
    ("鈴音谷", "スズネダニ", "suzunedani"),
    ("夕凪台", "ユウナギダイ", "yunagidai"),
    ("朝霧橋", "アサギリバシ", "asagiribashi"),
    ("萌黄野", "モエギノ", "moegino"),
    ("藍染川", "アイゾメガワ", "aizomegawa"),
    ("瑠璃沢", "ルリサワ", "rurisawa"),
    ("茜ヶ浦", "アカネガウラ", "akanegaura"),
    ("榧ノ木", "カヤノキ", "kayanoki"),
    ("鳴子原", "ナルコハラ", "narukohara"),
    ("銀杏辻", "イチョウツジ", "ichotsuji"),
    ("笹舟", "ササブネ", "sasabune"),
    ("月見坂", "ツキミザカ", "tsukimizaka"),
    ("小夜川", "サヨガワ", "sayogawa"),
    ("七色橋", "ナナイロバシ", "nanairobashi"),
    ("竜胆谷", "リンドウダニ", "rindodani"),
    ("椋鳥野", "ムクドリノ", "mukudorino"),
    ("糸巻", "イトマキ", "itomaki"),
    ("水車小路", "スイシャコウジ", "suishakoji"),
    ("灯台町", "トウダイマチ", "todaimachi"),
    ("こもれび野", "コモレビノ", "komorebino"),
    ("あおさぎ", "アオサギ", "aosagi"),
    ("はつかぜ", "ハツカゼ", "hatsukaze"),
    ("みずがおか", "ミズガオカ", "mizugaoka"),
    ("かわせみ野", "カワセミノ", "kawasemino"),
    ("ゆきやなぎ", "ユキヤナギ", "yukiyanagi"),
];

/// Towns that are on no map, each with the first digits of its postal code; no real code begins with 000.
const TOWNS: [(&str, &str); 16] = [
    ("水ヶ丘市本庁町", "000-01"),
    ("水ヶ丘市若潮台", "000-02"),
    ("水ヶ丘市水車小路", "000-03"),
    ("水ヶ丘市風待坂", "000-04"),
    ("水ヶ丘市萌黄野", "000-05"),
    ("水ヶ丘市藍染川", "000-06"),
    ("水ヶ丘市鈴音谷", "000-07"),
    ("水ヶ丘市東工業団地", "000-08"),
    ("霧ノ浜市灯台町", "000-21"),
    ("霧ノ浜市茜ヶ浦", "000-22"),
    ("星見原市天文台通", "000-31"),
    ("葦津川市白鷺野", "000-41"),
    ("葦津川市笹舟", "000-42"),
    ("桐ヶ瀬市銀杏辻", "000-51"),
    ("鐘ヶ峰町竜胆谷", "000-61"),
    ("雲居原市七色橋", "000-71"),
];

const SOLE_PROPRIETORS: u64 = 15;

/// All 300: companies by trade, public bodies, sole proprietors.
pub fn all() -> Vec<Contractor> {
    let mut contractors = Vec::new();
    for (trade, count, forms, words) in TRADES {
        let mut dice = Dice::new(words[0].2);
        // Every word of the trade with every prefix, in an order of their own.
        let mut names: Vec<(usize, usize)> = (0..words.len()).flat_map(|word| (0..PREFIXES.len()).map(move |prefix| (word, prefix))).collect();
        for _ in 0..count {
            let (word, prefix) = names.swap_remove(dice.index(names.len()));
            let ((name, kana, roman), (word, word_kana, word_roman)) = (PREFIXES[prefix], words[word]);
            let legal = dice.pick(forms);
            let kana = if legal.contains("造園") { format!("{kana}{word_kana}ゾウエン") } else { format!("{kana}{word_kana}") };
            let form = company(&mut dice, ContractorKind::Company, &legal.replace('*', &format!("{name}{word}")), &kana, &format!("{roman}-{word_roman}"));
            contractors.push(Contractor { form, trade });
        }
    }
    let mut dice = Dice::new("public bodies");
    for (name, kana, roman, trade) in PUBLIC {
        contractors.push(Contractor { form: company(&mut dice, ContractorKind::PublicBody, name, kana, &format!("mizugaoka-{roman}")), trade });
    }
    for (serial, contractor) in (1u64..).zip(&mut contractors) {
        contractor.form.corporate_number = number(serial, &contractor.form.name);
    }
    let mut people = Names::new("sole proprietors");
    contractors.extend((0..SOLE_PROPRIETORS).map(|_| Contractor { form: sole_proprietor(&mut dice, &mut people), trade: Trade::Craft }));
    contractors
}

/// A number no company has: the base begins with 9999, which is no registry office; then the kind of company as real ones have it, and a serial number.
fn number(serial: u64, name: &str) -> String {
    let kind = match name {
        _ if name.contains("株式会社") => 1,
        _ if name.contains("有限会社") => 2,
        _ if name.contains("合同会社") => 3,
        _ => 5,
    };
    CorporateNumber::from_base(999_900_000_000 + kind * 1_000_000 + serial * 1_237).map(|number| number.to_string()).unwrap_or_default()
}

fn company(dice: &mut Dice, kind: ContractorKind, name: &str, kana: &str, host: &str) -> ContractorForm {
    let title = match name {
        _ if name.contains("有限会社") => "取締役",
        _ if name.contains("株式会社") => "代表取締役",
        _ if name.contains("合同会社") => "代表社員",
        _ if name.contains("社団法人") || name.contains("財団法人") || name.contains("協同組合") => "代表理事",
        _ if name.contains("事務組合") => "管理者",
        _ => "理事長",
    };
    let (postal_code, address) = place(dice);
    ContractorForm {
        kind: kind.word().to_owned(),
        corporate_number: String::new(),
        name: name.to_owned(),
        name_kana: kana.to_owned(),
        postal_code,
        address,
        representative: format!("{title} {}", names::any(dice).written),
        security_lead: if dice.percent(88) { names::any(dice).written } else { String::new() },
        phone: phone(dice),
        email: if dice.percent(92) { format!("info@{host}.example") } else { String::new() },
        note: dice.pick(&NOTES).to_string(),
    }
}

fn sole_proprietor(dice: &mut Dice, people: &mut Names) -> ContractorForm {
    let person = people.next();
    let (postal_code, address) = place(dice);
    ContractorForm {
        kind: ContractorKind::SoleProprietor.word().to_owned(),
        corporate_number: String::new(),
        name: person.written.clone(),
        name_kana: person.kana,
        postal_code,
        address,
        representative: person.written.clone(),
        security_lead: person.written,
        phone: phone(dice),
        email: format!("{}@studio.example", person.roman),
        note: dice.pick(&["", "手話通訳士", "イラスト、チラシの制作", "講師", "写真撮影"]).to_string(),
    }
}

fn place(dice: &mut Dice) -> (String, String) {
    let (town, postal) = dice.pick(&TOWNS);
    let block = dice.pick(&["一丁目", "二丁目", "三丁目", "四丁目", "五丁目"]);
    let floor = if dice.percent(30) { format!(" 第{}水明ビル{}階", dice.pick(&["一", "二", "三"]), dice.between(2, 9)) } else { String::new() };
    (format!("{postal}{:02}", dice.between(1, 99)), format!("{town}{block}{}番{}号{floor}", dice.between(1, 30), dice.between(1, 24)))
}

/// No exchange in Japan begins with 0, so that nobody is rung up.
fn phone(dice: &mut Dice) -> String {
    format!("04-00{:02}-{:04}", dice.between(10, 99), dice.between(0, 9_999))
}

const NOTES: [&str; 9] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "ISO/IEC 27001認証の写しを受領済み。次回の更新時に再提出を求めること。",
    "プライバシーマーク取得事業者。",
    "担当者の交代が多いため、年度当初に連絡体制表の提出を求めること。",
];
