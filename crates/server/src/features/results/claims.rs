//! Satisfaction rates that a text claims, each with what its sentence says it is a share of (R06, R13). Pure.

use rules::claim::{Claim, parse_claim};
use rules::warnings::{Base, Warning, base_of_claim};

/// How far before a percentage 满意 stands where it is a satisfaction rate.
const NEAR: usize = 16;
/// What ends a sentence.
const ENDS: [char; 6] = ['。', '；', ';', '！', '？', '\n'];

/// Every satisfaction rate claimed, with its base where the sentence names one. Other percentages are other people's.
pub fn claims(text: &str) -> Vec<(Claim, Option<Base>)> {
    let is_number = |character: char| character.is_ascii_digit() || character == '.';
    let mut found = Vec::new();
    for sentence in text.split(ENDS) {
        for (end, _) in sentence.char_indices().filter(|(_, sign)| matches!(sign, '%' | '％')) {
            let before = sentence.get(..end).unwrap_or_default();
            let number: String = before.chars().rev().take_while(|character| is_number(*character)).collect();
            let number: String = number.chars().rev().collect();
            let near: String = before.chars().rev().take(NEAR).collect();
            if !near.contains("意满") {
                continue;
            }
            if let Ok(claim) = parse_claim(&format!("{number}%")) {
                found.push((claim, base_in(sentence)));
            }
        }
    }
    found
}

/// What a sentence counts: forms before persons, and person-times only where it counts nothing else.
fn base_in(sentence: &str) -> Option<Base> {
    let forms = ["份", "张", "票"].into_iter().find_map(|unit| counted(sentence, unit, ""));
    let persons = || ["人", "名"].into_iter().find_map(|unit| counted(sentence, unit, "次"));
    let person_times = || counted(sentence, "人次", "");
    forms.map(Base::Forms).or_else(|| persons().map(Base::Persons)).or_else(|| person_times().map(Base::PersonTimes))
}

/// The first number that stands right before a unit which does not go on in this way.
fn counted(sentence: &str, unit: &str, not_before: &str) -> Option<u64> {
    sentence.match_indices(unit).find_map(|(at, _)| {
        let after = sentence.get(at + unit.len()..).unwrap_or_default();
        if !not_before.is_empty() && after.starts_with(not_before) {
            return None;
        }
        let before = sentence.get(..at).unwrap_or_default().trim_end().chars().rev();
        let digits: String = before.take_while(|sign| sign.is_ascii_digit() || *sign == ',').collect();
        let digits: String = digits.chars().rev().filter(char::is_ascii_digit).collect();
        digits.parse().ok()
    })
}

/// What keeps a text from being filed: a claim that does not say what it is a share of, or of person-times (X35).
pub fn without_base(text: &str) -> Vec<Warning> {
    let warned = claims(text).into_iter().filter_map(|(claim, base)| base_of_claim(claim, base));
    warned.filter(|warning| !matches!(warning, Warning::RateUnattainable { .. })).collect()
}

#[cfg(test)]
mod tests {
    use rules::warnings::Base;

    use super::claims;

    fn bases(text: &str) -> Vec<Option<Base>> {
        claims(text).into_iter().map(|(_, base)| base).collect()
    }

    #[test]
    fn a_claim_is_a_share_of_what_its_own_sentence_counts() {
        assert_eq!(bases("发出7,800份评议表，满意率96%。"), [Some(Base::Forms(7800))]);
        assert_eq!(bases("参加评议36300人次，群众满意率达96%。"), [Some(Base::PersonTimes(36_300))]);
        assert_eq!(bases("42 名代表参加，满意率 100%"), [Some(Base::Persons(42))]);
        // Another sentence's number is another thing's.
        assert_eq!(bases("参加会议120人。群众满意率96%。"), [None]);
        assert_eq!(bases("完成率96%，共36份。"), []);
    }
}
