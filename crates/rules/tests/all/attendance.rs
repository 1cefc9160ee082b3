use proptest::prelude::*;
use rules::attendance::{
    AttendanceError, PersonTimes, Persons, Roll, attendance, coverage, participation, sum_of_parts,
};
use rules::rate::rate;
use rules::rounding::Decimals;
use rules::{Rule, Step};

fn one_decimal(count: u64, base: u64) -> String {
    rate(count, base).unwrap().share.percent(Decimals::ONE).to_string()
}

#[test]
fn x02_308_members_and_36_others_fill_in_344_forms() {
    let (sum, step) = sum_of_parts(&[308, 36]).unwrap();
    assert_eq!(sum, 344);
    assert_eq!(step, Step::PartsAdded { parts: 2, sum: 344 });
    assert_eq!(sum_of_parts(&[u64::MAX, 1]), None);
}

#[test]
fn x04_attendance_divides_by_those_due_and_never_by_the_total() {
    let found = attendance(Roll { total: 398, exempt: 87, attended: 308 }).unwrap();
    assert_eq!(found.due, 311);
    assert_eq!(found.share.percent(Decimals::ONE).to_string(), "99.0");
    assert_eq!(found.steps.first().map(Step::rule), Some(Rule::R03));
    let without = attendance(Roll { total: 398, exempt: 0, attended: 308 }).unwrap();
    assert_eq!(without.share.percent(Decimals::ONE).to_string(), "77.4");
}

#[test]
fn x27_five_six_and_243_are_254_organisations_and_69_branches_are_28_4_percent() {
    assert_eq!(sum_of_parts(&[5, 6, 243]).map(|(sum, _)| sum), Some(254));
    assert_eq!(one_decimal(69, 243), "28.4");
}

#[test]
fn contradictions_on_a_roll_are_errors() {
    let of = |total, exempt, attended| attendance(Roll { total, exempt, attended }).unwrap_err();
    assert_eq!(of(10, 11, 0), AttendanceError::MoreExemptThanTotal { exempt: 11, total: 10 });
    assert_eq!(of(10, 10, 0), AttendanceError::NobodyDue);
    assert_eq!(of(10, 2, 9), AttendanceError::MoreThanDue { attended: 9, due: 8 });
}

#[test]
fn a_round_covers_all_its_units_or_says_how_many_are_outstanding() {
    assert_eq!(coverage(114, 114).unwrap().outstanding, 0);
    assert_eq!(coverage(110, 114).unwrap().outstanding, 4);
    assert_eq!(coverage(115, 114), None);
    assert_eq!(coverage(0, 0), None);
}

#[test]
fn participation_is_enough_from_one_third_on() {
    let enough = |participants, staff| participation(Persons(participants), Persons(staff)).unwrap().reaches_one_third;
    assert!(enough(1200, 3600));
    assert!(!enough(1199, 3600));
    assert_eq!(participation(Persons(1), Persons(0)), None);
}

#[test]
fn person_times_come_from_no_more_persons_than_times() {
    assert!(PersonTimes(36_300).can_come_from(Persons(7_800)));
    assert!(!PersonTimes(5).can_come_from(Persons(6)));
    assert!(!PersonTimes(5).can_come_from(Persons(0)));
    assert!(PersonTimes(0).can_come_from(Persons(0)));
}

proptest! {
    #[test]
    fn attendance_agrees_with_counting_people_one_by_one(people in proptest::collection::vec((any::<bool>(), any::<bool>()), 0..60)) {
        let counted = |filter: fn(&(bool, bool)) -> bool| u64::try_from(people.iter().filter(|person| filter(person)).count()).unwrap();
        let roll = Roll {
            total: counted(|_| true),
            exempt: counted(|(exempt, _)| *exempt),
            attended: counted(|(exempt, came)| !exempt && *came),
        };
        let due = counted(|(exempt, _)| !exempt);
        match attendance(roll) {
            Ok(found) => {
                prop_assert_eq!((found.share.numerator(), found.share.denominator()), (roll.attended, due));
                prop_assert!(found.share.numerator() <= found.due);
            }
            Err(error) => prop_assert_eq!((error, due), (AttendanceError::NobodyDue, 0)),
        }
    }
}
