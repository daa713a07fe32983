//! Names of people who do not exist, put together from common surnames and given names.

use std::collections::HashSet;

use super::dice::Dice;

/// How a name is written, read, and spelt in an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Surname, a space, given name.
    pub written: String,
    pub kana: String,
    /// `sato.kenichi`
    pub roman: String,
}

/// Hands out names, none of them twice.
pub struct Names {
    dice: Dice,
    given: HashSet<String>,
}

impl Names {
    pub fn new(seed: &str) -> Self {
        Self { dice: Dice::new(seed), given: HashSet::new() }
    }

    pub fn next(&mut self) -> Name {
        loop {
            let name = any(&mut self.dice);
            if self.given.insert(name.roman.clone()) {
                return name;
            }
        }
    }
}

/// A name that somebody else may have as well.
pub fn any(dice: &mut Dice) -> Name {
    let (surname, surname_kana, surname_roman) = dice.pick(&SURNAMES);
    let (given, given_kana, given_roman) = dice.pick(&GIVEN);
    Name { written: format!("{surname} {given}"), kana: format!("{surname_kana} {given_kana}"), roman: format!("{surname_roman}.{given_roman}") }
}

const SURNAMES: [(&str, &str, &str); 60] = [
    ("佐藤", "サトウ", "sato"),
    ("鈴木", "スズキ", "suzuki"),
    ("高橋", "タカハシ", "takahashi"),
    ("田中", "タナカ", "tanaka"),
    ("伊藤", "イトウ", "ito"),
    ("渡辺", "ワタナベ", "watanabe"),
    ("山本", "ヤマモト", "yamamoto"),
    ("中村", "ナカムラ", "nakamura"),
    ("小林", "コバヤシ", "kobayashi"),
    ("加藤", "カトウ", "kato"),
    ("吉田", "ヨシダ", "yoshida"),
    ("山田", "ヤマダ", "yamada"),
    ("松本", "マツモト", "matsumoto"),
    ("井上", "イノウエ", "inoue"),
    ("木村", "キムラ", "kimura"),
    ("清水", "シミズ", "shimizu"),
    ("斎藤", "サイトウ", "saito"),
    ("森", "モリ", "mori"),
    ("池田", "イケダ", "ikeda"),
    ("橋本", "ハシモト", "hashimoto"),
    ("石川", "イシカワ", "ishikawa"),
    ("前田", "マエダ", "maeda"),
    ("藤田", "フジタ", "fujita"),
    ("小川", "オガワ", "ogawa"),
    ("岡田", "オカダ", "okada"),
    ("後藤", "ゴトウ", "goto"),
    ("長谷川", "ハセガワ", "hasegawa"),
    ("村上", "ムラカミ", "murakami"),
    ("近藤", "コンドウ", "kondo"),
    ("石井", "イシイ", "ishii"),
    ("坂本", "サカモト", "sakamoto"),
    ("遠藤", "エンドウ", "endo"),
    ("青木", "アオキ", "aoki"),
    ("西村", "ニシムラ", "nishimura"),
    ("福田", "フクダ", "fukuda"),
    ("太田", "オオタ", "ota"),
    ("三浦", "ミウラ", "miura"),
    ("藤原", "フジワラ", "fujiwara"),
    ("松田", "マツダ", "matsuda"),
    ("岩崎", "イワサキ", "iwasaki"),
    ("原田", "ハラダ", "harada"),
    ("小野", "オノ", "ono"),
    ("竹内", "タケウチ", "takeuchi"),
    ("金子", "カネコ", "kaneko"),
    ("和田", "ワダ", "wada"),
    ("中野", "ナカノ", "nakano"),
    ("上田", "ウエダ", "ueda"),
    ("森田", "モリタ", "morita"),
    ("柴田", "シバタ", "shibata"),
    ("酒井", "サカイ", "sakai"),
    ("宮崎", "ミヤザキ", "miyazaki"),
    ("横山", "ヨコヤマ", "yokoyama"),
    ("内田", "ウチダ", "uchida"),
    ("大野", "オオノ", "ohno"),
    ("今井", "イマイ", "imai"),
    ("千葉", "チバ", "chiba"),
    ("平野", "ヒラノ", "hirano"),
    ("久保田", "クボタ", "kubota"),
    ("菅原", "スガワラ", "sugawara"),
    ("増田", "マスダ", "masuda"),
];

const GIVEN: [(&str, &str, &str); 60] = [
    ("健一", "ケンイチ", "kenichi"),
    ("由美", "ユミ", "yumi"),
    ("浩", "ヒロシ", "hiroshi"),
    ("恵子", "ケイコ", "keiko"),
    ("誠", "マコト", "makoto"),
    ("真由美", "マユミ", "mayumi"),
    ("直樹", "ナオキ", "naoki"),
    ("智子", "トモコ", "tomoko"),
    ("隆", "タカシ", "takashi"),
    ("久美子", "クミコ", "kumiko"),
    ("和也", "カズヤ", "kazuya"),
    ("陽子", "ヨウコ", "yoko"),
    ("大輔", "ダイスケ", "daisuke"),
    ("裕子", "ユウコ", "yuko"),
    ("剛", "ツヨシ", "tsuyoshi"),
    ("美穂", "ミホ", "miho"),
    ("学", "マナブ", "manabu"),
    ("香織", "カオリ", "kaori"),
    ("哲也", "テツヤ", "tetsuya"),
    ("明美", "アケミ", "akemi"),
    ("翔太", "ショウタ", "shota"),
    ("愛", "アイ", "ai"),
    ("拓也", "タクヤ", "takuya"),
    ("彩", "アヤ", "aya"),
    ("修", "オサム", "osamu"),
    ("千尋", "チヒロ", "chihiro"),
    ("雅之", "マサユキ", "masayuki"),
    ("奈緒", "ナオ", "nao"),
    ("康弘", "ヤスヒロ", "yasuhiro"),
    ("麻衣", "マイ", "mai"),
    ("俊介", "シュンスケ", "shunsuke"),
    ("沙織", "サオリ", "saori"),
    ("正人", "マサト", "masato"),
    ("里美", "サトミ", "satomi"),
    ("良平", "リョウヘイ", "ryohei"),
    ("典子", "ノリコ", "noriko"),
    ("進", "ススム", "susumu"),
    ("亜希", "アキ", "aki"),
    ("孝之", "タカユキ", "takayuki"),
    ("早苗", "サナエ", "sanae"),
    ("悠斗", "ユウト", "yuto"),
    ("結衣", "ユイ", "yui"),
    ("敏夫", "トシオ", "toshio"),
    ("幸恵", "ユキエ", "yukie"),
    ("亮", "リョウ", "ryo"),
    ("理沙", "リサ", "risa"),
    ("慎吾", "シンゴ", "shingo"),
    ("志保", "シホ", "shiho"),
    ("義明", "ヨシアキ", "yoshiaki"),
    ("純", "ジュン", "jun"),
    ("洋平", "ヨウヘイ", "yohei"),
    ("瞳", "ヒトミ", "hitomi"),
    ("勝", "マサル", "masaru"),
    ("美咲", "ミサキ", "misaki"),
    ("聡", "サトシ", "satoshi"),
    ("晴香", "ハルカ", "haruka"),
    ("光一", "コウイチ", "koichi"),
    ("友里", "ユリ", "yuri"),
    ("清", "キヨシ", "kiyoshi"),
    ("桜", "サクラ", "sakura"),
];
