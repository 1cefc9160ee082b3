use proptest::prelude::*;
use rules::attendance::Persons;
use rules::claim::{Claim, parse_claim};
use rules::overlap::overlap;
use rules::rounding::{Decimals, Percent};
use rules::warnings::{
    Base, Report, SMALL_PANEL, Warning, base_of_claim, beside_parent, few_participants, fewer_forms, same_day,
    superior, unanimity, unattainable,
};
use rules::{Fraction, Rule};

fn claim(text: &str) -> Claim {
    parse_claim(text).unwrap()
}

fn percent(units: u128) -> Percent {
    Percent::from_units(units, Decimals::NONE)
}

/// So many characters no two passages of which are alike.
fn passages(first: u32, count: u32) -> String {
    (first..first + count).map(|offset| char::from_u32(0x4e00 + offset).unwrap()).collect()
}

#[test]
fn x30_the_parents_rate_and_much_of_its_text_are_a_copied_report() {
    // 107 characters are 100 passages; the first 93 of them stand in the parent's text, which is 86 passages.
    let child = passages(0, 107);
    let parent = passages(0, 93) + &passages(5000, 900);
    let beside = |parent_rate, child_text: &str| {
        beside_parent(
            Report { rate: percent(parent_rate), text: &parent },
            Report { rate: percent(96), text: child_text },
        )
    };
    assert_eq!(beside(96, &child), Some(Warning::CopiedReport { rate: percent(96), overlap: percent(86) }));
    assert_eq!(beside(95, &child), Some(Warning::CopiedText { overlap: percent(86) }));
    assert_eq!(beside(96, &passages(9000, 100)), Some(Warning::SameRateAsParent { rate: percent(96) }));
    assert_eq!(beside(95, &passages(9000, 100)), None);
    assert_eq!(beside(95, "短"), None);
    assert_eq!(Warning::CopiedText { overlap: percent(86) }.rule(), Rule::K05);
}

#[test]
fn x31_thirty_forms_for_35_participants_are_flagged() {
    assert_eq!(
        fewer_forms(30, Persons(35)),
        Some(Warning::FormsFewerThanParticipants { issued: 30, participants: 35 })
    );
    assert_eq!(fewer_forms(35, Persons(35)), None);
}

#[test]
fn x32_a_unanimous_small_panel_with_a_superior_present_and_a_report_the_same_day_is_flagged() {
    let all = Fraction::new(42, 42).unwrap();
    assert_eq!(unanimity(all, SMALL_PANEL), Some(Warning::Unanimous { forms: 42 }));
    assert_eq!(superior(1), Some(Warning::SuperiorPresent { person_times: 1 }));
    let day = "2011-07-06".parse().unwrap();
    assert_eq!(same_day(day, day), Some(Warning::SameDay { day }));
    assert_eq!(unanimity(Fraction::new(41, 42).unwrap(), SMALL_PANEL), None);
    assert_eq!(unanimity(Fraction::new(51, 51).unwrap(), SMALL_PANEL), None);
    assert_eq!(unanimity(Fraction::new(50, 50).unwrap(), SMALL_PANEL), Some(Warning::Unanimous { forms: 50 }));
    assert_eq!(superior(0), None);
    assert_eq!(same_day(day, "2011-07-07".parse().unwrap()), None);
    let month = "2011-07".parse().unwrap();
    assert_eq!(same_day(month, month), None);
}

#[test]
fn x35_forms_and_person_times_are_kept_apart_and_a_rate_says_what_it_is_a_share_of() {
    let rate = claim("96%");
    assert_eq!(base_of_claim(rate, None), Some(Warning::BaseNotStated { claimed: percent(96) }));
    let person_times = Warning::BaseIsPersonTimes { claimed: percent(96), person_times: 36_300 };
    assert_eq!(base_of_claim(rate, Some(Base::PersonTimes(36_300))), Some(person_times));
    assert_eq!(base_of_claim(rate, Some(Base::Forms(7_800))), None);
    assert_eq!(
        base_of_claim(rate, Some(Base::Persons(35))),
        Some(Warning::RateUnattainable { claimed: percent(96), of: 35 })
    );
}

#[test]
fn a_rate_no_count_can_give_and_a_participation_below_one_third_are_flagged() {
    assert_eq!(unattainable(claim("96%"), 30), Some(Warning::RateUnattainable { claimed: percent(96), of: 30 }));
    assert_eq!(unattainable(claim("96%"), 25), None);
    assert_eq!(
        few_participants(Persons(333), Persons(1000)),
        Some(Warning::FewParticipants { participants: 333, staff: 1000 })
    );
    assert_eq!(few_participants(Persons(334), Persons(1000)), None);
}

proptest! {
    #[test]
    fn a_text_stands_wholly_in_itself_and_in_anything_around_it(text in "[一-龥]{8,40}", before in "[一-龥 ]{0,20}") {
        let share = overlap(&text, &format!("{before}{text}")).unwrap();
        prop_assert_eq!(share.numerator(), share.denominator());
        prop_assert_eq!(overlap(&text, ""), Fraction::new(0, share.denominator()));
    }

    #[test]
    fn spaces_and_full_width_forms_make_no_difference(text in "[a-zA-Z0-9]{8,30}") {
        let wide: String = text.chars().flat_map(|character| [char::from_u32(u32::from(character) + 0xfee0).unwrap(), ' ']).collect();
        let share = overlap(&text, &wide).unwrap();
        prop_assert_eq!(share.numerator(), share.denominator());
    }
}
