//! Bad files: each gets a message that says what to do, and nothing is half-written.

use std::io::Write;

use sea_orm::EntityTrait;
use storage::Reads;
use storage::entities::organisation;
use test_support::{Client, TestApp, run};

use crate::support::{COUNTY, check, import, workbook};

async fn says(office: &mut Client, kind: &str, bytes: &[u8], words: &str) {
    let report = check(office, kind, "坏.xlsx", bytes).await;
    assert!(report.says(words), "{words}: {}", report.text());
    assert!(report.find_form("application").is_none());
    assert!(!report.html().contains('⟦'), "{}", report.text());
}

async fn organisations(app: &TestApp) -> usize {
    let connection = app.app.database.connection();
    organisation::Entity::find().all(connection).await.unwrap().len()
}

#[test]
fn files_that_are_no_workbooks_are_named_for_what_they_are() {
    run(async |app| {
        let mut office = app.office().await;
        let html = b"<html><table><tr><td>\xe5\xa7\x93\xe5\x90\x8d</td></tr></table></html>";
        says(&mut office, "members", html, "改了扩展名的网页").await;
        let mut legacy = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        legacy.resize(4_096, 0);
        let entry: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        legacy.extend(entry);
        legacy.resize(8_192, 0);
        says(&mut office, "members", &legacy, "表格设了密码").await;
        says(&mut office, "members", b"", "文件是空的").await;
        says(&mut office, "members", b"%PDF-1.7 ", "PDF 文件").await;
    });
}

#[test]
fn a_zip_bomb_is_not_unpacked() {
    run(async |app| {
        let mut office = app.office().await;
        let bomb = bomb();
        says(&mut office, "members", &bomb, "解压后大得异常").await;
    });
}

/// A workbook whose sheet is 40 million blanks.
fn bomb() -> Vec<u8> {
    let honest = workbook("表", &[&["姓名", "所在支部"], &["张三", "东河村党支部"]]);
    let blanks = vec![b' '; 40_000_000];
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&blanks).unwrap();
    let packed = packer.finish().unwrap();
    let mut checksum = flate2::Crc::new();
    checksum.update(&blanks);
    with_part(&honest, "xl/blanks.xml", (&packed, blanks.len(), checksum.sum()))
}

/// Puts one more packed part into a zip: its local header before the directory, its entry at the directory's end.
fn with_part(zip: &[u8], name: &str, (packed, length, sum): (&[u8], usize, u32)) -> Vec<u8> {
    let end = zip.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").unwrap();
    let number = |at: usize| u32::from_le_bytes(zip[at..at + 4].try_into().unwrap());
    let entries = u16::from_le_bytes(zip[end + 10..end + 12].try_into().unwrap()) + 1;
    let (size, start) = (number(end + 12), number(end + 16) as usize);
    let word = |value: usize| u32::try_from(value).unwrap().to_le_bytes();
    let mut common = Vec::new();
    common.extend([20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x5c]);
    common.extend(sum.to_le_bytes());
    common.extend(word(packed.len()));
    common.extend(word(length));
    common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    common.extend([0, 0]);
    let mut out = zip[..start].to_vec();
    out.extend(b"PK\x03\x04");
    out.extend(&common);
    out.extend(name.bytes());
    out.extend(packed);
    let directory = out.len();
    out.extend(&zip[start..end]);
    out.extend(b"PK\x01\x02\x14\x00");
    out.extend(&common);
    out.extend([0; 10]);
    out.extend(word(start));
    out.extend(name.bytes());
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(entries.to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend(word(size as usize + 46 + name.len()));
    out.extend(word(directory));
    out.extend([0, 0]);
    out
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    run(async |app| {
        let mut office = app.office().await;
        let page = office.get("/w/imports").await;
        assert!(page.says("不超过 20 MB"), "{}", page.text());
        let large = vec![0_u8; 21 * 1024 * 1024];
        let form = page.form("/w/imports");
        let refused = office.upload(form, "file", "大.xlsx", &large).await;
        assert_eq!(refused.status, 413);
        assert!(refused.says("20 MB"), "{}", refused.text());
    });
}

#[test]
fn an_upload_without_a_file_or_a_token_changes_nothing() {
    run(async |app| {
        let mut office = app.office().await;
        let page = office.get("/w/imports").await;
        let nothing = office.upload(page.form("/w/imports"), "file", "", b"").await;
        assert_eq!(nothing.status, 422);
        assert!(nothing.says("请选择一份表格文件"), "{}", nothing.text());
        let mut form = page.form("/w/imports");
        form.fields.retain(|(name, _)| name != "csrf");
        let file = workbook("党组织", COUNTY);
        let refused = office.upload(form, "file", "表.xlsx", &file).await;
        assert_eq!(refused.status, 403);
    });
}

#[test]
fn text_in_a_number_cell_a_circle_and_a_bad_date_are_named_and_nothing_is_written() {
    run(async |app| {
        let mut office = app.office().await;
        let heading: &[&str] = &["党组织名称", "类别", "上级党组织", "成立时间", "党员人数"];
        let root: &[&str] = &["云山县委", "地方党委", "", "", ""];
        let text = workbook("表", &[heading, root, &["甲党支部", "党支部", "云山县委", "", "三十来个"]]);
        says(&mut office, "organisations", &text, "“三十来个”不是数字").await;
        // The file waits on the home page until it is settled or given up.
        let home = office.get("/w").await;
        assert_eq!(home.texts("ul.waiting a"), ["表格“坏.xlsx”已检查，请处理问题后导入，或放弃"]);
        let report = office.get(&home.link("坏.xlsx")).await;
        office.submit(&report, &format!("{}?_method=delete", report.path), &[]).await;
        assert!(office.get("/w").await.texts("ul.waiting a").is_empty());
        let date = workbook("表", &[heading, root, &["甲党支部", "党支部", "云山县委", "2010.13", "3"]]);
        says(&mut office, "organisations", &date, "没有 13 月").await;
        let circle = workbook(
            "表",
            &[heading, root, &["甲党委", "党委", "乙党委", "", ""], &["乙党委", "党委", "甲党委", "", ""]],
        );
        says(&mut office, "organisations", &circle, "上下级绕成了圈").await;
        let missing = workbook("表", &[&["编号", "备注"], &["1", "无"]]);
        says(&mut office, "organisations", &missing, "没有找到表格").await;
        assert_eq!(organisations(app).await, 0);
    });
}

#[test]
fn formulas_count_with_their_results_and_are_never_run() {
    run(async |app| {
        let mut office = app.office().await;
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0..).zip(["党组织名称", "类别", "上级党组织", "党员人数"]) {
            sheet.write_string(0, column, heading).unwrap();
        }
        sheet.write_string(1, 0, "云山县委").unwrap();
        sheet.write_string(1, 1, "地方党委").unwrap();
        let sum = rust_xlsxwriter::Formula::new("=SUM(1,2)").set_result("3");
        sheet.write_formula(1, 3, sum).unwrap();
        import(&mut office, "organisations", &book.save_to_buffer().unwrap()).await;
        let connection = app.app.database.connection();
        let root = organisation::Entity::find().one(connection).await.unwrap().unwrap();
        assert_eq!(root.declared_members, Some(3));
    });
}

#[test]
fn a_type_that_does_not_sit_there_is_refused() {
    run(async |app| {
        let mut office = app.office().await;
        let heading: &[&str] = &["党组织名称", "类别", "上级党组织"];
        let root: &[&str] = &["云山县委", "地方党委", ""];
        let wrong = workbook(
            "表",
            &[
                heading,
                root,
                &["甲党委", "党委", "云山县委"],
                &["乙党支部", "党支部", "甲党委"],
                &["丙党委", "党委", "乙党支部"],
            ],
        );
        let words = "“丙党委”是党委，不能设在党支部下面";
        says(&mut office, "organisations", &wrong, words).await;
        let top = workbook("表", &[heading, &["甲党支部", "党支部", ""]]);
        let words = "“甲党支部”是党支部，必须有上级党组织";
        says(&mut office, "organisations", &top, words).await;
        assert_eq!(organisations(app).await, 0);
    });
}
