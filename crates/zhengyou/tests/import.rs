//! `zhengyou import`, run as people run it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::{Command, Output};

use spreadsheets::write::{Field, TableSheet, write};

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let texts = |cells: &&[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut rows = rows.iter().map(texts);
    let sheet = TableSheet {
        name: "表".to_owned(),
        headings: rows.next().unwrap(),
        rows: rows.map(|cells| cells.into_iter().map(Field::Text).collect()).collect(),
    };
    write(&[sheet]).unwrap()
}

fn import(folder: &Path, file: &str, kind: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhengyou"))
        .arg("import")
        .arg(folder.join(file))
        .args(["--as", kind, "--data"])
        .arg(folder.join("data"))
        .args(more)
        .output()
        .unwrap()
}

fn says(output: &Output, code: i32, words: &str) {
    let printed = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(printed.contains(words), "{words}: {printed}");
    assert_eq!(output.status.code(), Some(code), "{printed}");
}

#[test]
fn a_file_is_checked_refused_with_its_rows_or_written_whole() {
    let folder = std::env::temp_dir().join(format!("zhengyou-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let heading: &[&str] = &["党组织名称", "类别", "上级党组织"];
    let root: &[&str] = &["云山县委员会", "地方党委", ""];
    let town: &[&str] = &["柳林镇党委", "党委", "云山县委员会"];
    let branch: &[&str] = &["柳林镇东河村党支部", "党支部", "柳林镇党委"];
    let file = |name: &str, rows: &[&[&str]]| {
        std::fs::write(folder.join(name), workbook(rows)).unwrap();
    };
    file("organisations.xlsx", &[heading, root, town, branch]);
    let people: &[&[&str]] = &[&["姓名", "所在支部", "民族"], &["张三", "柳林镇东河村支部", "汉族"]];
    file("members.xlsx", people);
    std::fs::write(folder.join("page.xlsx"), "<html><table></table></html>").unwrap();

    let output = import(&folder, "organisations.xlsx", "organisations", &["--dry-run"]);
    says(&output, 0, "新增 3");
    let output = import(&folder, "organisations.xlsx", "organisations", &[]);
    says(&output, 0, "导入完成");
    let output = import(&folder, "organisations.xlsx", "organisations", &[]);
    says(&output, 0, "完全一致");
    let output = import(&folder, "members.xlsx", "members", &[]);
    says(&output, 1, "表!B2 没有叫“柳林镇东河村支部”的党组织");
    let output = import(&folder, "members.xlsx", "members", &["--accept-sure"]);
    says(&output, 0, "导入完成");
    let output = import(&folder, "members.xlsx", "members", &["--accept-sure", "--language", "en"]);
    says(&output, 0, "exactly what is there already");
    says(&import(&folder, "page.xlsx", "members", &[]), 2, "改了扩展名的网页");
    says(&import(&folder, "none.xlsx", "members", &[]), 2, "");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_large_file_tells_on_standard_error_how_far_it_is() {
    let folder = std::env::temp_dir().join(format!("zhengyou-import-large-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let names: Vec<String> = (0..6_000).map(|number| format!("第{number}党支部")).collect();
    let mut rows: Vec<Vec<&str>> = vec![vec!["党组织名称", "类别", "上级党组织"], vec!["柳林镇党委", "党委", ""]];
    rows.extend(names.iter().map(|name| vec![name.as_str(), "党支部", "柳林镇党委"]));
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    std::fs::write(folder.join("large.xlsx"), workbook(&rows)).unwrap();
    let output = import(&folder, "large.xlsx", "organisations", &[]);
    says(&output, 0, "导入完成");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("正在写入") && told.contains("共 6001 行"), "{told}");
    assert!((5..60).contains(&told.lines().count()), "{told}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("正在写入"));
    std::fs::remove_dir_all(&folder).unwrap();
}
