//! Chinese numerals in dates: 二〇一二 digit by digit, 十二 and 二十三 as numbers.

/// Replaces Chinese numerals by Arabic ones: `二〇一二年元月二十三日` → `2012年1月23日`.
pub(super) fn arabic(text: &str) -> String {
    let text = text.replace("元月", "1月");
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|near| characters.get(near));
        let after = characters.get(at + 1);
        match (digit(*character), *character) {
            (Some(digit), _) => result.push(digit),
            // 十 alone is 10, 十二 is 12, 二十 is 20, 二十三 is 23.
            (None, '十') => {
                let tens = before.copied().and_then(digit);
                let units = after.copied().and_then(digit);
                if tens.is_none() {
                    result.push('1');
                }
                if units.is_none() {
                    result.push('0');
                }
            }
            (None, other) => result.push(other),
        }
    }
    result
}

const fn digit(character: char) -> Option<char> {
    Some(match character {
        '〇' | '零' | '○' | '◯' => '0',
        '一' | '壹' => '1',
        '二' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    })
}
