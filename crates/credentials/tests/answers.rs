//! Packed answers: what fits a sheet comes back, everything else is refused.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use credentials::answers::{pack, unpack};
use credentials::{Answer, AnswersError, Layout, LayoutError, Scale, Section, WithoutGrade};
use proptest::prelude::*;

fn scale() -> impl Strategy<Value = Scale> {
    use WithoutGrade::{Blank, BlankOrUnknown, Never, Unknown};
    (2u8..=14, prop::sample::select(vec![Never, Blank, Unknown, BlankOrUnknown]))
        .prop_map(|(grades, without_grade)| Scale::new(grades, without_grade).unwrap())
}

fn layout() -> impl Strategy<Value = Layout> {
    let section =
        (1u16..6, prop::collection::vec(scale(), 1..7)).prop_map(|(objects, items)| Section { objects, items });
    prop::collection::vec(section, 1..4).prop_map(|sections| Layout::new(sections).unwrap())
}

fn allowed(scale: Scale) -> Vec<Answer> {
    let mut answers: Vec<Answer> = (0..scale.grades()).map(Answer::Grade).collect();
    if matches!(scale.without_grade(), WithoutGrade::Blank | WithoutGrade::BlankOrUnknown) {
        answers.push(Answer::Blank);
    }
    if matches!(scale.without_grade(), WithoutGrade::Unknown | WithoutGrade::BlankOrUnknown) {
        answers.push(Answer::Unknown);
    }
    answers
}

fn filled_sheet() -> impl Strategy<Value = (Layout, Vec<Answer>)> {
    layout().prop_flat_map(|layout| {
        let answers: Vec<_> = layout.scales().map(|scale| prop::sample::select(allowed(scale))).collect();
        (Just(layout), answers)
    })
}

proptest! {
    #[test]
    fn a_filled_sheet_comes_back((layout, answers) in filled_sheet()) {
        let packed = pack(&layout, &answers).unwrap();
        prop_assert!(packed.len() * 8 >= answers.len() * 2);
        prop_assert!(packed.len() <= answers.len().div_ceil(2));
        prop_assert_eq!(unpack(&layout, &packed), Ok(answers));
    }

    #[test]
    fn bytes_that_unpack_are_the_only_packed_form((layout, answers) in filled_sheet(), flip: u16) {
        let mut packed = pack(&layout, &answers).unwrap();
        let bit = usize::from(flip) % (packed.len() * 8);
        packed[bit / 8] ^= 1 << (bit % 8);
        if let Ok(other) = unpack(&layout, &packed) {
            prop_assert_ne!(&other, &answers);
            prop_assert_eq!(pack(&layout, &other), Ok(packed));
        }
    }

    #[test]
    fn any_bytes_are_answered(layout in layout(), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(answers) = unpack(&layout, &bytes) {
            prop_assert_eq!(pack(&layout, &answers), Ok(bytes));
        }
    }

    #[test]
    fn a_layout_is_read_back_from_its_text(layout in layout()) {
        prop_assert_eq!(Layout::parse(&layout.to_text()), Ok(layout));
    }

    #[test]
    fn any_text_for_a_layout_is_answered(text in "(v1)?[;:,0-9bu]{0,20}") {
        if let Ok(layout) = Layout::parse(&text) {
            prop_assert_eq!(Layout::parse(&layout.to_text()), Ok(layout));
        }
    }
}

#[test]
fn blank_and_unknown_stand_only_where_the_sheet_allows_them() {
    let check = |layout: &str, answer: Answer, expected: bool| {
        let packed = pack(&Layout::parse(layout).unwrap(), &[answer]);
        let refused = Err(AnswersError::NotAllowed { place: 0 });
        assert_eq!(packed.is_ok(), expected, "{layout} {answer:?}");
        assert!(expected || packed == refused);
    };
    for (layout, blank, unknown) in
        [("v1;1:4", false, false), ("v1;1:4b", true, false), ("v1;1:4u", false, true), ("v1;1:4bu", true, true)]
    {
        check(layout, Answer::Grade(3), true);
        check(layout, Answer::Grade(4), false);
        check(layout, Answer::Blank, blank);
        check(layout, Answer::Unknown, unknown);
    }
}

#[test]
fn a_sheet_is_whole_or_refused() {
    let layout = Layout::parse("v1;3:4,4").unwrap();
    let short = [Answer::Grade(0); 5];
    assert_eq!(pack(&layout, &short), Err(AnswersError::Count { expected: 6, found: 5 }));
    assert_eq!(unpack(&layout, &[0]), Err(AnswersError::Length));
    assert_eq!(unpack(&layout, &[0, 0, 0]), Err(AnswersError::Length));
    assert_eq!(unpack(&layout, &[0, 1]), Err(AnswersError::Length), "filling bits are zero");
    let odd = Layout::parse("v1;1:3,3").unwrap();
    assert_eq!(unpack(&odd, &[0b0011_0000]), Err(AnswersError::NotAllowed { place: 1 }));
}

#[test]
fn twenty_objects_of_thirteen_items_take_65_bytes() {
    let layout = Layout::parse("v1;20:4,4,4,4,4,4,4,4,4,4,4,4,4").unwrap();
    assert_eq!(layout.answers(), 260);
    assert_eq!(pack(&layout, &[Answer::Grade(3); 260]).unwrap().len(), 65);
}

#[test]
fn impossible_layouts_are_refused() {
    assert_eq!(Scale::new(1, WithoutGrade::Never), Err(LayoutError::Grades(1)));
    assert_eq!(Scale::new(15, WithoutGrade::Never), Err(LayoutError::Grades(15)));
    assert_eq!(Layout::parse("v1"), Err(LayoutError::Empty));
    assert_eq!(Layout::parse("v1;60000:2,2"), Err(LayoutError::TooLarge));
    assert_eq!(Layout::parse("v2;1:2"), Err(LayoutError::Text));
    assert_eq!(Layout::parse("v1;1:2x"), Err(LayoutError::Text));
}
