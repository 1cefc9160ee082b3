use proptest::prelude::*;
use rules::statistics_return::{Child, FilledReturn, Line, LineSum, Method, Status, Summed, check};

use super::{coal_mine, town_office};

fn accepted(form: &FilledReturn) -> Child {
    Child::Accepted(Summed::own(form))
}

#[test]
fn a_childs_blank_is_not_zero_and_is_counted() {
    let mut other = town_office();
    other.leave_blank(Line::MembersBasic, "未声明判定规则");
    let sum =
        Summed::of_parent(None, &[accepted(&town_office()), accepted(&other), Child::Missing("长风社区党总支".into())]);
    assert_eq!(sum.lines[&Line::MembersBasic], LineSum { sum: Some(24), given: 1, units: 2 });
    assert_eq!(sum.lines[&Line::MembersBasic].blank(), 1);
    assert_eq!(sum.lines[&Line::MembersSatisfied].sum, Some(44));
    assert_eq!(sum.missing.iter().collect::<Vec<_>>(), ["长风社区党总支"]);
    // 44 satisfied of 24 basic or above is no contradiction: one unit left 1f blank.
    assert_eq!(sum.check().findings, []);
}

#[test]
fn complete_lines_of_a_sum_are_related() {
    let sum = Summed::of_parent(None, &[accepted(&coal_mine()), accepted(&coal_mine())]);
    let found = sum.check().findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].arguments()[1], ("lesser_count", "16".to_owned()));
}

#[test]
fn line_3_merges_by_method_and_unit() {
    let sum = Summed::of_parent(Some(&coal_mine()), &[accepted(&town_office())]);
    let visits: Vec<&Method> = sum.methods.iter().filter(|method| method.name == "走访调研").collect();
    assert_eq!(visits.iter().map(|method| method.quantity).collect::<Vec<_>>(), [17]);
    let mut households = town_office();
    households.methods = "走访调研 3户".into();
    let sum = Summed::of_parent(Some(&coal_mine()), &[accepted(&households)]);
    assert_eq!(sum.methods.iter().filter(|method| method.name == "走访调研").count(), 2);
    assert_eq!(sum.methods_given, (2, 2));
}

#[test]
fn a_sum_can_be_filed_and_lines_nobody_gave_stay_blank_with_the_reason() {
    let mut other = town_office();
    other.leave_blank(Line::PracticalThings, "无记录");
    let sum = Summed::of_parent(None, &[accepted(&other)]);
    let filed = sum.as_return("柳林镇党委", "下级均未填");
    assert_eq!(filed.unit, "柳林镇党委");
    assert_eq!(
        (filed.count(Line::PracticalThings), filed.blank_reason(Line::PracticalThings)),
        (None, Some("下级均未填"))
    );
    assert_eq!(check(&filed).status, Status::Accepted);
    assert_eq!(check(&Summed::default().as_return("空", "无下级")).status, Status::Accepted);
}

fn any_form() -> impl Strategy<Value = FilledReturn> {
    proptest::collection::vec(proptest::option::weighted(0.8, 0_u64..50), 13).prop_map(|values| {
        let mut form =
            FilledReturn { methods: "走访调研 2次;个别谈话 3个".into(), ..FilledReturn::default() };
        for (line, value) in Line::counts().zip(values) {
            match value {
                Some(count) => form.set(line, count),
                None => form.leave_blank(line, "缺"),
            }
        }
        form
    })
}

proptest! {
    #[test]
    fn any_shape_of_the_tree_and_any_order_give_the_same_sum(forms in proptest::collection::vec(any_form(), 1..8), at in any::<prop::sample::Index>()) {
        let children: Vec<Child> = forms.iter().map(accepted).collect();
        let flat = Summed::of_parent(None, &children);
        let (left, right) = children.split_at(at.index(children.len()));
        let nested = Summed::of_parent(None, &[
            Child::Accepted(Summed::of_parent(None, right)),
            Child::Accepted(Summed::of_parent(None, left)),
        ]);
        prop_assert_eq!(&nested, &flat);
        for line in Line::counts() {
            let given: Vec<u64> = forms.iter().filter_map(|form| form.count(line)).collect();
            let expected = (!given.is_empty()).then(|| given.iter().sum::<u64>());
            prop_assert_eq!(flat.lines[&line].sum, expected);
            prop_assert_eq!(usize::try_from(flat.lines[&line].blank()).unwrap(), forms.len() - given.len());
        }
    }
}
