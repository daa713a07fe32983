//! What kinds of outsourced work touch: ranges that the contracts of the demo city are drawn from.

use domain::contract::{
    Confidentiality::{self, C1, C2, C3A, C3B, C3C},
    ContractKind::{self, Cloud, General, SystemDevelopment, SystemOperation},
    Level::{self, L1, L2},
    PersonalInformation::{self, MyNumber, None, Personal},
    Segment,
};

use super::contractors::Trade;

/// Work of one sort.
pub struct Nature {
    pub kind: ContractKind,
    pub confidentiality: Confidentiality,
    pub integrity: Level,
    pub availability: Level,
    pub personal: PersonalInformation,
    /// Fewest and most records handled.
    pub records: (u64, u64),
    pub segment: Segment,
    /// How many of a hundred are reached from outside, leave the premises, are kept abroad.
    pub remote: u8,
    pub off_premises: u8,
    pub abroad: u8,
    /// Tiers of subcontracting to choose from.
    pub depth: &'static [u8],
    pub trade: Trade,
    /// Least and most of a year's price, in thousands of yen without tax.
    pub price: (u64, u64),
    pub summary: &'static str,
}

const BASE: Nature = Nature {
    kind: General,
    confidentiality: C1,
    integrity: L1,
    availability: L1,
    personal: None,
    records: (0, 0),
    segment: Segment::None,
    remote: 0,
    off_premises: 0,
    abroad: 0,
    depth: &[0],
    trade: Trade::Building,
    price: (900, 9_000),
    summary: "",
};

const SYSTEM: Nature =
    Nature { kind: SystemOperation, confidentiality: C3C, integrity: L2, trade: Trade::System, price: (2_400, 28_000), remote: 50, depth: &[0, 0, 1], ..BASE };

pub const CORE_OPERATION: Nature = Nature {
    confidentiality: C3B,
    availability: L2,
    personal: MyNumber,
    records: (48_000, 176_000),
    segment: Segment::MyNumber,
    remote: 40,
    depth: &[0, 1, 1, 2],
    price: (8_000, 64_000),
    summary: "特定個人情報を取り扱う基幹業務システムの監視、障害対応、法改正に伴う改修及び操作支援を行う。",
    ..SYSTEM
};
pub const REGISTRY_OPERATION: Nature = Nature {
    personal: Personal,
    records: (36_000, 182_000),
    price: (4_000, 36_000),
    summary: "戸籍又は証明書の交付に係るシステム及び機器の監視、障害対応、改修及び操作支援を行う。",
    ..CORE_OPERATION
};
pub const CORE_DEVELOPMENT: Nature = Nature {
    kind: SystemDevelopment,
    remote: 20,
    depth: &[1, 1, 2, 3],
    price: (18_000, 180_000),
    summary: "特定個人情報を取り扱う業務システムの設計、構築、データ移行、試験及び職員研修を行う。",
    ..CORE_OPERATION
};
pub const CORE_ENTRY: Nature = Nature {
    confidentiality: C3B,
    integrity: L2,
    personal: MyNumber,
    records: (3_000, 92_000),
    off_premises: 100,
    trade: Trade::DataEntry,
    depth: &[0, 0, 1],
    price: (1_800, 14_000),
    summary: "個人番号の記載がある申告書、届出書等を受託者の事業所へ搬送し、入力及び照合を行う。",
    ..BASE
};
pub const DATA_ENTRY: Nature = Nature {
    personal: Personal,
    records: (800, 42_000),
    price: (900, 8_000),
    summary: "届書、調査票等の記載事項を点検又は入力し、納品前に二重照合を行う。",
    ..CORE_ENTRY
};
pub const NOTICES: Nature = Nature {
    trade: Trade::Printing,
    records: (4_000, 150_000),
    depth: &[0, 1, 1],
    price: (1_500, 19_000),
    summary: "通知書等の印字、封入、封かん及び郵便局への差出しを行う。",
    ..DATA_ENTRY
};
pub const COUNTER: Nature = Nature {
    confidentiality: C3B,
    integrity: L2,
    availability: L2,
    personal: MyNumber,
    records: (12_000, 98_000),
    segment: Segment::MyNumber,
    trade: Trade::Office,
    price: (14_000, 88_000),
    summary: "窓口における届出の受付、審査補助、端末入力、証明書の作成及び引渡しを行う。",
    ..BASE
};
pub const CALL_CENTRE: Nature = Nature {
    personal: Personal,
    segment: Segment::Lgwan,
    records: (2_000, 36_000),
    price: (6_000, 36_000),
    summary: "電話による問合せへの応対、勧奨及び応対記録の作成を行う。",
    ..COUNTER
};
pub const PAYROLL: Nature = Nature {
    confidentiality: C3B,
    personal: MyNumber,
    records: (1_600, 3_200),
    segment: Segment::Lgwan,
    summary: "職員の給与計算、年末調整及び社会保険事務に係るシステムの運用及び保守を行う。",
    ..SYSTEM
};
pub const INTERNAL_SYSTEM: Nature =
    Nature { segment: Segment::Lgwan, summary: "内部事務システムの運用、保守、障害対応及び年度更新作業を行う。", ..SYSTEM };
pub const STAFF_SYSTEM: Nature = Nature {
    personal: Personal,
    records: (1_200, 9_000),
    summary: "職員、児童生徒又は申請者の情報を取り扱うシステムの運用及び保守を行う。",
    ..INTERNAL_SYSTEM
};
pub const CUSTOMER_SYSTEM: Nature =
    Nature {
        records: (24_000, 92_000), price: (6_000, 34_000), summary: "利用者又は使用者の情報を取り扱うシステムの運用及び保守を行う。", ..STAFF_SYSTEM
    };
pub const INTERNAL_DEVELOPMENT: Nature = Nature {
    kind: SystemDevelopment,
    depth: &[0, 1, 2],
    price: (6_000, 72_000),
    summary: "内部事務システムの要件定義、設計、構築、試験及び移行を行う。",
    ..INTERNAL_SYSTEM
};
pub const NETWORK: Nature = Nature {
    availability: L2,
    remote: 80,
    depth: &[0, 1, 1],
    price: (6_000, 96_000),
    summary: "庁内ネットワーク、サーバ機器及び端末の監視、設定変更、障害対応及び利用者支援を行う。",
    ..INTERNAL_SYSTEM
};
pub const EMERGENCY_SYSTEM: Nature = Nature {
    confidentiality: C3B,
    availability: L2,
    personal: Personal,
    records: (2_000, 88_000),
    summary: "災害又は緊急時に用いるシステムの定期点検、二十四時間の障害受付及び復旧を行う。",
    ..NETWORK
};
pub const CIVIL_PROTECTION: Nature = Nature {
    confidentiality: C3A,
    personal: None,
    records: (0, 0),
    remote: 0,
    depth: &[0],
    price: (2_000, 16_000),
    summary: "国民保護に関する情報を伝達する装置の保守及び訓練の支援を行う。作業は庁舎内に限る。",
    ..EMERGENCY_SYSTEM
};
pub const WEB: Nature = Nature {
    confidentiality: C1,
    segment: Segment::Internet,
    remote: 90,
    abroad: 10,
    price: (900, 12_000),
    summary: "公開ウェブサイト又はアプリの運用、改修、脆弱性への対応及びアクセシビリティの検証を行う。",
    ..SYSTEM
};
pub const CLOUD_PERSONAL: Nature = Nature {
    kind: Cloud,
    confidentiality: C3C,
    personal: Personal,
    records: (600, 120_000),
    segment: Segment::Internet,
    remote: 100,
    off_premises: 100,
    abroad: 8,
    trade: Trade::Cloud,
    price: (700, 24_000),
    summary: "事業者が提供するサービスを個別の契約により利用する。利用者の個人情報を取り扱う。",
    ..SYSTEM
};
pub const CLOUD_SMALL: Nature = Nature { records: (60, 2_400), price: (300, 4_000), ..CLOUD_PERSONAL };
pub const CLOUD_PLAIN: Nature = Nature {
    confidentiality: C2,
    personal: None,
    records: (0, 0),
    segment: Segment::Lgwan,
    abroad: 20,
    price: (300, 9_000),
    summary: "事業者が提供するサービスを利用する。個人情報は取り扱わない。",
    ..CLOUD_PERSONAL
};
pub const HEALTH: Nature = Nature {
    confidentiality: C3B,
    personal: Personal,
    records: (400, 38_000),
    off_premises: 100,
    trade: Trade::Medical,
    depth: &[0, 0, 1],
    price: (3_000, 96_000),
    summary: "健診、診療又は保健指導の実施、結果の通知及び市への報告を行う。",
    ..BASE
};
pub const CARE: Nature = Nature {
    trade: Trade::Welfare,
    records: (40, 4_000),
    off_premises: 70,
    depth: &[0],
    price: (2_000, 48_000),
    summary: "相談、訪問、支援計画の作成及び関係機関との連絡調整を行う。",
    ..HEALTH
};
pub const CHILDREN: Nature =
    Nature {
        confidentiality: C3C, records: (30, 900), off_premises: 30, summary: "児童の受入れ、育成支援、保護者との連絡及び施設の日常管理を行う。", ..CARE
    };
pub const CATERING: Nature = Nature {
    confidentiality: C2,
    personal: Personal,
    records: (180, 1_400),
    trade: Trade::Catering,
    price: (18_000, 84_000),
    summary: "献立に基づく調理、配膳、食器の洗浄及び食物アレルギーへの対応を行う。",
    ..BASE
};
pub const CLEANING: Nature = Nature { price: (700, 24_000), summary: "日常清掃、定期清掃及び特別清掃を行う。", ..BASE };
pub const GUARD: Nature =
    Nature {
        confidentiality: C2, trade: Trade::Guard, price: (1_200, 32_000), summary: "出入管理、巡回及び異常時の一次対応を行う。", ..BASE
    };
pub const MAINTENANCE: Nature = Nature {
    availability: L2,
    trade: Trade::Maintenance,
    depth: &[0, 0, 1],
    price: (300, 14_000),
    summary: "設備の法定点検、保守及び故障時の応急対応を行う。",
    ..BASE
};
pub const WASTE: Nature =
    Nature { trade: Trade::Waste, price: (4_000, 120_000), summary: "区域内における収集、運搬及び処分を行う。", ..BASE };
pub const SHREDDING: Nature = Nature {
    confidentiality: C3B,
    personal: Personal,
    records: (500, 9_000),
    off_premises: 50,
    price: (300, 2_400),
    summary: "保存期間を満了した文書又は不要となった記憶媒体を、職員の立会いの下、復元できない方法により処分する。",
    ..WASTE
};
pub const LANDSCAPE: Nature =
    Nature { trade: Trade::Landscape, price: (1_200, 26_000), summary: "除草、せん定、樹木の点検及び遊具の目視点検を行う。", ..BASE };
pub const SURVEY: Nature = Nature {
    confidentiality: C2,
    integrity: L2,
    off_premises: 60,
    trade: Trade::Survey,
    depth: &[0, 0, 1],
    price: (2_000, 38_000),
    summary: "現地の調査、測量、設計又は図書の作成を行う。",
    ..BASE
};
pub const LAND_SURVEY: Nature = Nature {
    confidentiality: C3C,
    personal: Personal,
    records: (200, 82_000),
    off_premises: 100,
    summary: "土地及び家屋の所有者に関する情報を用いて、調査、評価又は台帳の更新を行う。",
    ..SURVEY
};
pub const PLANNING: Nature = Nature {
    confidentiality: C2,
    off_premises: 60,
    trade: Trade::Planning,
    price: (2_500, 16_000),
    summary: "基礎調査、会議の運営支援及び計画書案の作成を行う。",
    ..BASE
};
pub const QUESTIONNAIRE: Nature = Nature {
    personal: Personal,
    records: (1_000, 5_000),
    off_premises: 100,
    depth: &[0, 1],
    price: (1_500, 7_000),
    summary: "調査票の発送、回収、集計及び分析並びに報告書の作成を行う。",
    ..PLANNING
};
pub const MEDIA: Nature =
    Nature { trade: Trade::Media, price: (300, 15_000), off_premises: 40, summary: "企画、取材、編集及び制作を行う。", ..BASE };
pub const PRESS: Nature = Nature { trade: Trade::Printing, price: (400, 26_000), summary: "原稿の組版、校正、印刷及び納品を行う。", ..BASE };
pub const TRAINING: Nature = Nature {
    confidentiality: C2,
    personal: Personal,
    records: (20, 1_800),
    trade: Trade::Training,
    price: (200, 6_000),
    summary: "研修の企画、教材の作成、講義及び受講記録の報告を行う。",
    ..BASE
};
pub const CRAFT: Nature =
    Nature { trade: Trade::Craft, price: (60, 900), summary: "個人への委託による制作、講師、通訳等を行う。", ..BASE };
pub const CRAFT_PERSONAL: Nature =
    Nature {
        confidentiality: C3C, personal: Personal, records: (5, 120), summary: "対象者への訪問、通訳又は相談への助言を行う。", ..CRAFT
    };
pub const TRANSPORT: Nature = Nature {
    confidentiality: C2,
    personal: Personal,
    records: (30, 700),
    trade: Trade::Transport,
    price: (4_000, 52_000),
    summary: "車両による運送、車両の点検及び運行の記録を行う。",
    ..BASE
};
pub const METERS: Nature = Nature {
    confidentiality: C3B,
    integrity: L2,
    personal: Personal,
    records: (42_000, 92_000),
    segment: Segment::Lgwan,
    off_premises: 100,
    depth: &[0, 0, 1],
    trade: Trade::Office,
    price: (24_000, 140_000),
    summary: "検針、開閉栓の受付、料金の徴収及び滞納整理を行う。",
    ..BASE
};
