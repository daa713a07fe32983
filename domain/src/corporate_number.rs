//! 法人番号: the 13 digits the National Tax Agency gives every company and public body. Sole proprietors have none.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// A corporate number whose check digit is right; in JSON a string of 13 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema), schema(example = "7000012050002", pattern = "^[1-9][0-9]{12}$"))]
#[serde(try_from = "String", into = "String")]
pub struct CorporateNumber(String);

impl CorporateNumber {
    /// Reads 13 digits with or without spaces and hyphens, in either width, also behind the `T` of an invoice number (登録番号).
    ///
    /// The error is the key of a [`crate::message`]: `corporate_number.length` where it is not 13 digits, else `corporate_number.check_digit`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let code = text::code(text);
        let digits: String = code.strip_prefix(['T', 't']).unwrap_or(&code).chars().filter(|c| *c != '-').collect();
        let Some((base, check)) = values(&digits) else {
            return Err("corporate_number.length");
        };
        if check_digit(&base) == check { Ok(Self(digits)) } else { Err("corporate_number.check_digit") }
    }

    /// The number with these 12 digits behind its check digit; `None` for a base of more than 12 digits.
    pub fn from_base(base: u64) -> Option<Self> {
        let digits = format!("{base:012}");
        let (padded, _) = values(&format!("0{digits}"))?;
        Some(Self(format!("{}{digits}", check_digit(&padded))))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The first digit from the twelve that follow it: 9 − (Σ Pn×Qn mod 9), Pn the n-th digit from the right, Qn 1 for odd n and 2 for even n
/// (法人番号の指定等に関する省令). Values above 9 are no digits; what comes out for them means nothing.
///
/// A 0 taken for a 9 cannot be told, nor two digits that stand an even number of places apart and changed places.
pub fn check_digit(base12: &[u8; 12]) -> u8 {
    let sum = base12.iter().rev().zip([1u16, 2].into_iter().cycle()).fold(0, |sum, (digit, weight)| (sum + u16::from(*digit) * weight) % 9);
    9 - u8::try_from(sum).unwrap_or(0)
}

/// The twelve digits of the base and the check digit before them, if these are 13 ASCII digits.
fn values(digits: &str) -> Option<([u8; 12], u8)> {
    let digits: [u8; 13] = digits.as_bytes().try_into().ok()?;
    let [check, base @ ..] = digits;
    digits.iter().all(u8::is_ascii_digit).then(|| (base.map(|digit| digit - b'0'), check - b'0'))
}

impl fmt::Display for CorporateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CorporateNumber {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CorporateNumber> for String {
    fn from(number: CorporateNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REAL: [&str; 6] = ["7000012050002", "1180301018771", "8000012010038", "4000012090001", "5010001008846", "1000011000005"];

    #[test]
    fn real_numbers_are_taken_as_they_are() {
        for number in REAL {
            assert_eq!(CorporateNumber::parse(number).map(|n| n.to_string()), Ok(number.to_owned()));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_told() {
        for number in ["8000012050002", "1180301018772", "0000012050002"] {
            assert_eq!(CorporateNumber::parse(number), Err("corporate_number.check_digit"), "{number}");
        }
    }

    #[test]
    fn what_is_not_13_digits_is_told() {
        for text in ["", "700001205000", "70000120500020", "700001205000X", "TT7000012050002", "7000012050002T", "７０００01205000二", "法人"] {
            assert_eq!(CorporateNumber::parse(text), Err("corporate_number.length"), "{text}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in [
            "７００００１２０５０００２",
            "7-0000-1205-0002",
            "T7000012050002",
            "ｔ７０００－０１２０５－０００２",
            " 7 0000　1205 0002 ",
            "7ー0000ー1205ー0002",
        ] {
            assert_eq!(CorporateNumber::parse(text).as_ref().map(CorporateNumber::as_str), Ok("7000012050002"), "{text}");
        }
    }

    #[test]
    fn json_is_a_string_and_a_wrong_one_is_refused() {
        let number = CorporateNumber::parse(REAL[0]).expect("a real number");
        assert_eq!(serde_json::to_string(&number).ok().as_deref(), Some("\"7000012050002\""));
        assert_eq!(serde_json::from_str::<CorporateNumber>("\"7000012050002\"").ok(), Some(number));
        let refusal = serde_json::from_str::<CorporateNumber>("\"8000012050002\"").expect_err("a wrong check digit");
        assert!(refusal.to_string().contains("corporate_number.check_digit"), "{refusal}");
    }

    #[test]
    fn the_base_makes_the_number() {
        assert_eq!(CorporateNumber::from_base(12_050_002).as_ref().map(CorporateNumber::as_str), Some("7000012050002"));
        assert_eq!(CorporateNumber::from_base(0).as_ref().map(CorporateNumber::as_str), Some("9000000000000"));
        assert!(CorporateNumber::from_base(999_999_999_999).is_some());
        assert_eq!(CorporateNumber::from_base(1_000_000_000_000), None);
        assert_eq!(check_digit(&[1, 8, 0, 3, 0, 1, 0, 1, 8, 7, 7, 1]), 1);
    }

    #[test]
    fn values_that_are_no_digits_do_no_harm() {
        assert!((1..=9).contains(&check_digit(&[255; 12])));
    }

    proptest! {
        #[test]
        fn every_generated_number_is_sound(base in 0u64..1_000_000_000_000) {
            let number = CorporateNumber::from_base(base);
            prop_assert!(number.is_some());
            prop_assert_eq!(number.as_ref().map(|n| CorporateNumber::parse(n.as_str())), number.clone().map(Ok));
        }

        #[test]
        fn one_wrong_digit_is_noticed_unless_it_is_a_zero_for_a_nine(base in 0u64..1_000_000_000_000, place in 0usize..13, digit in 0u8..10) {
            let right = CorporateNumber::from_base(base).map(String::from).unwrap_or_default();
            let mut wrong = right.clone().into_bytes();
            wrong[place] = b'0' + digit;
            let wrong = String::from_utf8_lossy(&wrong).into_owned();
            let pair = (&right[place..=place], &wrong[place..=place]);
            let blind = pair.0 == pair.1 || place > 0 && matches!(pair, ("0", "9") | ("9", "0"));
            prop_assert_eq!(CorporateNumber::parse(&wrong).is_ok(), blind, "{} for {}", wrong, right);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            if let Ok(number) = CorporateNumber::parse(&text) {
                prop_assert_eq!(number.as_str().len(), 13);
            }
        }
    }
}
