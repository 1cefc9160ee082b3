//! A draw repeated from its list and its seed.

use crate::{Folder, run};

const DIGEST: &str = "4e098edf2326a8c91fc2038acf10a302f5a3795483ff3894cfa44b07ceacbca8";

/// A list in a folder of its own; the folder, and the file in it.
fn list(name: &str, text: &str) -> (Folder, String) {
    let folder = Folder::new(name);
    std::fs::create_dir_all(&folder.0).unwrap();
    let file = folder.0.join("list-1.txt");
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (folder, file)
}

/// The digest and the tickets were computed with `sha256sum`.
#[test]
fn s050_a_draw_is_repeated_from_the_downloaded_list_and_the_announced_seed() {
    let (_folder, file) = list("draw-repeated", "1\t甲\n2\t乙\n3\t丙\t东片\n");
    let draw = ["check-draw", "--list", &file, "--seed", "470", "--wanted", "2"];
    let answer = run(&draw);
    assert_eq!(answer.code, 0, "{:?}", answer.lines);
    assert_eq!(answer.lines, [format!("名单校验值：{DIGEST}"), "1\t甲".to_owned(), "3\t丙\t东片".to_owned()]);
    for (expected, code) in [(DIGEST, 0), ("丙，甲", 0), ("甲,乙", 1), ("甲", 1), (&DIGEST.replace('4', "5"), 1)]
    {
        let answer = run(&[&draw[..], &["--expect", expected]].concat());
        assert_eq!(answer.code, code, "{expected}: {:?}", answer.lines);
    }
    let english = run(&[&draw[..], &["--expect", "甲、丙", "--language", "en"]].concat());
    assert_eq!(english.lines.last().map(String::as_str), Some("As announced."));
}

#[test]
fn a_list_or_a_number_that_is_none_cannot_be_judged() {
    let (_folder, file) = list("draw-refused", "1\t甲\n3\t乙\n");
    for words in [
        &["check-draw", "--list", &file, "--seed", "470", "--wanted", "1"][..],
        &["check-draw", "--list", "/nowhere/list.txt", "--seed", "470", "--wanted", "1"],
    ] {
        assert_eq!(run(words).code, 2, "{words:?}");
    }
    let (_folder, file) = list("draw-wanted", "1\t甲\r\n2\t乙\r\n");
    for (wanted, code) in [("2", 0), ("3", 2), ("0", 2), ("many", 2), ("-1", 2)] {
        let words = ["check-draw", "--list", &file, "--seed", "470", "--wanted", wanted];
        assert_eq!(run(&words).code, code, "{wanted}");
    }
}
