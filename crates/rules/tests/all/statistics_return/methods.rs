use proptest::prelude::*;
use rules::statistics_return::{Method, MethodsError, methods_text, parse_methods};

fn methods(list: &[(&str, u64, &str)]) -> Vec<Method> {
    let one = |(name, quantity, unit): &(&str, u64, &str)| Method {
        name: (*name).into(),
        quantity: *quantity,
        unit: (*unit).into(),
    };
    list.iter().map(one).collect()
}

#[test]
fn both_spellings_of_line_3_are_read() {
    let expected = methods(&[("走访调研", 5, "次"), ("个别谈话", 8, "个")]);
    for written in [
        "走访调研 5次;个别谈话 8个",
        "走访调研5次;个别谈话8个。",
        "走访调研:5次、个别谈话:8个",
        "走访调研、个别谈话 5次、8个",
        "走访调研,个别谈话 5次,8个",
        "走访调研 5 次\n个别谈话 8 个",
    ] {
        assert_eq!(parse_methods(written).as_ref(), Ok(&expected), "{written}");
    }
    assert_eq!(parse_methods("走访调研 12"), Ok(methods(&[("走访调研", 12, "")])));
}

#[test]
fn none_is_an_empty_list() {
    for written in ["", "无", " 0 "] {
        assert_eq!(parse_methods(written), Ok(vec![]), "{written}");
    }
}

#[test]
fn lists_of_different_lengths_and_quantities_that_are_no_counts_are_refused() {
    let differ = |methods, quantities| Err(MethodsError::LengthsDiffer { methods, quantities });
    assert_eq!(parse_methods("走访调研、个别谈话 5次"), differ(2, 1));
    assert_eq!(parse_methods("走访调研 5次、8个"), differ(1, 2));
    assert_eq!(parse_methods("走访调研 5次;个别谈话"), differ(2, 1));
    assert_eq!(parse_methods("走访调研"), differ(1, 0));
    assert_eq!(parse_methods("5次"), differ(0, 1));
    // As many names as numbers, but not beside each other.
    assert_eq!(parse_methods("走访、5次、谈话 8个"), differ(2, 2));
    for (written, quantity) in [
        ("走访 -5次", "-5次"),
        ("走访 2.5次", "2.5次"),
        ("走访 96%", "96%"),
        ("走访 1000000000000次", "1000000000000次"),
    ] {
        assert_eq!(parse_methods(written), Err(MethodsError::NotACount(quantity.into())), "{written}");
    }
    assert!(matches!(parse_methods("走访 5次;谈话 -8个"), Err(MethodsError::NotACount(_))));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(list in proptest::collection::vec(("[一-龥]{1,6}", 0_u64..100_000, "[次个张份]?"), 1..6)) {
        let list: Vec<Method> = list.into_iter().filter(|(name, ..)| name != "无").map(|(name, quantity, unit)| Method { name, quantity, unit }).collect();
        prop_assert_eq!(parse_methods(&methods_text(&list)), Ok(list));
    }

    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        if let Ok(list) = parse_methods(&text) {
            prop_assert!(list.iter().all(|method| !method.name.is_empty()));
        }
    }
}
