//! Numbers as lists write them (ECMA-376, part 1, 17.18.59).

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壱', '弐', '参', '四', '伍', '六', '七', '八', '九'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const AIUEO: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";

/// A number in a format by the name it has in the file; decimal for those not known.
pub(super) fn format(format: &str, number: u32) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "numberInDash" => format!("- {number} -"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).to_lowercase(),
        "decimalFullWidth" | "decimalFullWidth2" => full_width(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => within(number, 20, 0x2474).unwrap_or_else(|| format!("({number})")),
        "decimalEnclosedFullstop" => within(number, 20, 0x2488).unwrap_or_else(|| format!("{number}.")),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => digital(number),
        "japaneseCounting" | "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
            counting(number, DIGITS, ['十', '百', '千', '万'], false)
        }
        "japaneseLegal" | "chineseLegalSimplified" | "ideographLegalTraditional" => counting(number, LEGAL, ['拾', '百', '阡', '萬'], true),
        "ideographTraditional" => cycle(number, STEMS),
        "ideographZodiac" => cycle(number, BRANCHES),
        "ideographEnclosedCircle" => within(number, 10, 0x3280).unwrap_or_else(|| number.to_string()),
        "irohaFullWidth" | "iroha" => cycle(number, IROHA),
        "aiueoFullWidth" | "aiueo" => cycle(number, AIUEO),
        _ => number.to_string(),
    }
}

fn full_width(number: u32) -> String {
    number.to_string().chars().filter_map(|digit| char::from_u32(u32::from(digit) + 0xfee0)).collect()
}

/// ① to ⑳, ㉑ to ㉟, ㊱ to ㊿; beyond these there are none.
fn circled(number: u32) -> String {
    let code = match number {
        1..=20 => 0x2460 - 1 + number,
        21..=35 => 0x3251 - 21 + number,
        36..=50 => 0x32b1 - 36 + number,
        _ => return number.to_string(),
    };
    char::from_u32(code).map(String::from).unwrap_or_default()
}

/// The character for a number of a row that begins with that for one.
fn within(number: u32, last: u32, first: u32) -> Option<String> {
    (1..=last).contains(&number).then(|| char::from_u32(first + number - 1).map(String::from))?
}

fn cycle(number: u32, signs: &str) -> String {
    let count = signs.chars().count();
    let at = usize::try_from(number).unwrap_or_default().checked_sub(1);
    at.and_then(|at| signs.chars().nth(at % count)).map(String::from).unwrap_or_default()
}

/// 一〇, 一一: digit by digit.
fn digital(number: u32) -> String {
    number.to_string().chars().filter_map(|digit| DIGITS.get(digit.to_digit(10)? as usize)).collect()
}

/// 十, 二十一, 百; of the legal numerals one is also written before ten: 壱拾.
fn counting(number: u32, digits: [char; 10], units: [char; 4], ones: bool) -> String {
    if number == 0 {
        return digits[0].to_string();
    }
    let mut text = String::new();
    if number >= 10_000 {
        text.push_str(&counting(number / 10_000, digits, units, true));
        text.push(units[3]);
    }
    for (place, unit) in [(1000, Some(units[2])), (100, Some(units[1])), (10, Some(units[0])), (1, None)] {
        let digit = number / place % 10;
        if digit > 1 || digit == 1 && (ones || unit.is_none()) {
            text.push(digits[digit as usize]);
        }
        text.extend(unit.filter(|_| digit > 0));
    }
    text
}

/// a, …, z, aa, bb: Word repeats the letter.
fn letters(number: u32) -> String {
    let Some(at) = number.checked_sub(1) else { return String::new() };
    let letter = char::from_u32(u32::from(b'A') + at % 26).unwrap_or('A');
    std::iter::repeat_n(letter, usize::try_from(at / 26 + 1).unwrap_or(1).min(30)).collect()
}

fn roman(number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let signs = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV")];
    let (mut text, mut rest) = (String::new(), number);
    for (value, sign) in signs.into_iter().chain([(1, "I")]) {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (name, number, written) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalFullWidth", 10, "１０"),
            ("decimalEnclosedCircle", 1, "①"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("decimalEnclosedCircle", 36, "㊱"),
            ("decimalEnclosedCircle", 51, "51"),
            ("decimalEnclosedParen", 3, "⑶"),
            ("ideographDigital", 10, "一〇"),
            ("ideographDigital", 23, "二三"),
            ("japaneseCounting", 1, "一"),
            ("japaneseCounting", 10, "十"),
            ("japaneseCounting", 11, "十一"),
            ("japaneseCounting", 20, "二十"),
            ("japaneseCounting", 105, "百五"),
            ("japaneseCounting", 12345, "一万二千三百四十五"),
            ("japaneseLegal", 11, "壱拾壱"),
            ("ideographTraditional", 2, "乙"),
            ("ideographEnclosedCircle", 3, "㊂"),
            ("irohaFullWidth", 3, "ハ"),
            ("iroha", 1, "イ"),
            ("aiueoFullWidth", 2, "イ"),
            ("upperRoman", 14, "XIV"),
            ("lowerRoman", 4, "iv"),
            ("lowerLetter", 28, "bb"),
            ("none", 5, ""),
            ("thaiCounting", 5, "5"),
        ] {
            assert_eq!(format(name, number), written, "{name} {number}");
        }
    }
}
