//! What others have certified of the contractors of the demo city: most of it in force, some about to run out, a few run out, and cloud services
//! whose renewal is pending. The bodies are invented, and so are the numbers: none is in a series that a real body gives out.

use chrono::{Days, Months, NaiveDate};
use domain::certificate::{CertificateForm, CertificateKind as Kind, EndForm};

use super::{
    contractors::{Contractor, Trade},
    dice::Dice,
};

/// A certificate as it was registered, and its end if it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCertificate {
    /// `contractor` is the corporate number, or the name of a sole proprietor.
    pub form: CertificateForm,
    pub end: Option<EndForm>,
}

const BODIES: &[&str] = &["霧ノ浜審査登録機構", "双月認証サービス株式会社", "一般財団法人葦津川品質認証センター"];

/// Of a hundred contractors of a trade, so many have a certificate of a kind.
const fn share(trade: Trade, kind: Kind) -> u8 {
    match (trade, kind) {
        (Trade::System, Kind::Isms) => 60,
        (Trade::Cloud, Kind::Isms) => 85,
        (Trade::Cloud, Kind::Ismap) => 45,
        (Trade::Cloud, Kind::Isms27017) => 40,
        (Trade::Cloud, Kind::Isms27018) | (Trade::System | Trade::Office | Trade::Medical, Kind::PMark) => 25,
        (Trade::DataEntry | Trade::Printing, Kind::PMark) => 70,
        (Trade::DataEntry, Kind::Isms) => 35,
        (Trade::System | Trade::Maintenance, Kind::JcStar) => 8,
        _ => 0,
    }
}

const KINDS: [Kind; 6] = [Kind::Isms, Kind::Isms27017, Kind::Isms27018, Kind::PMark, Kind::Ismap, Kind::JcStar];

pub fn all(today: NaiveDate, contractors: &[Contractor]) -> Vec<DemoCertificate> {
    let (mut all, mut services) = (Vec::new(), 0);
    for contractor in contractors {
        let mut dice = Dice::new(&format!("certificate/{}", contractor.key()));
        let held = KINDS.into_iter().filter(|kind| dice.percent(share(contractor.trade, *kind))).collect::<Vec<_>>();
        for kind in held {
            // Every third service waits for its renewal to be decided, the first among them.
            let pending = kind == Kind::Ismap && services % 3 == 0;
            services += usize::from(kind == Kind::Ismap);
            all.push(certificate(kind, contractor, pending, &mut dice, today));
        }
    }
    all
}

fn certificate(kind: Kind, contractor: &Contractor, pending: bool, dice: &mut Dice, today: NaiveDate) -> DemoCertificate {
    let (number, scope) = (dice.between(1_000, 9_999), format!("{}の本社及び運用拠点における情報システムの開発・運用", contractor.form.name));
    let days = |count: u64| Days::new(count);
    // The last day: some days ago, soon, or some time to come.
    let last = match dice.below(100) {
        0..7 => today - days(dice.between(2, 70)),
        7..20 => today + days(dice.between(4, 88)),
        _ => today + days(dice.between(95, 640)),
    };
    let before = |day: NaiveDate, months: u32| day.checked_sub_months(Months::new(months)).unwrap_or(day);
    let form = CertificateForm { contractor: contractor.key().to_owned(), kind: kind.to_string(), scope, ..CertificateForm::default() };
    let form = match kind {
        Kind::PMark => CertificateForm {
            number: format!("99{:06}({:02})", number, dice.between(1, 9)),
            scope: String::new(),
            body: (*dice.pick(BODIES)).to_owned(),
            issued_on: before(last, 24).to_string(),
            ..form
        },
        Kind::Ismap => {
            // A list of services has none that ran out: their renewal is pending.
            let last = if pending { today - days(dice.between(3, 40)) } else { last.clamp(today + days(20), today + days(330)) };
            let audited = before(last, 16);
            let filed = pending.then(|| last - days(dice.between(10, 30)));
            CertificateForm {
                number: format!("C9{}-{number}-{}", dice.below(10), dice.between(1, 4)),
                scope: format!("{}自治体クラウド基盤", contractor.form.name_kana),
                issued_on: (audited + days(120)).min(today).to_string(),
                audit_period_end: audited.to_string(),
                renewal_filed_on: filed.map(|day| day.to_string()).unwrap_or_default(),
                ..form
            }
        }
        Kind::JcStar => CertificateForm {
            number: format!("JCS-9{number}"),
            grade: dice.between(1, 2).to_string(),
            scope: "ネットワーク機器（庁内向けルーター）".to_owned(),
            issued_on: before(last, 24).max(today - days(720)).min(today).to_string(),
            expires_on: last.min(today + days(640)).to_string(),
            ..form
        },
        _ => CertificateForm {
            number: format!("IS-9{number}"),
            body: (*dice.pick(BODIES)).to_owned(),
            edition: match kind {
                Kind::Isms27017 => "JIS Q 27017:2016",
                Kind::Isms27018 => "ISO/IEC 27018:2019",
                _ => "JIS Q 27001:2023",
            }
            .to_owned(),
            issued_on: (before(last, 36) + days(1)).to_string(),
            expires_on: last.to_string(),
            ..form
        },
    };
    let end = (kind == Kind::PMark && dice.percent(4)).then(|| EndForm {
        on: (today - days(dice.between(20, 90))).to_string(),
        reason: "returned".to_owned(),
        remark: "事業者から返納の連絡を受けた".to_owned(),
    });
    DemoCertificate { form, end }
}
