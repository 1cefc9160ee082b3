//! The form on paper and as a spreadsheet, and a filled spreadsheet brought back.

use axum::http::StatusCode;
use calamine::{Reader, Xlsx};
use test_support::for_each_app;

use crate::county::{Company, MINE, T16, write};

#[tokio::test]
async fn a_return_comes_as_a_paper_and_as_a_spreadsheet_in_the_forms_layout() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let (mut secretary, page) = company.secretary(app, 0).await;
        let paper = secretary.get(&page.link("PDF")).await;
        assert!(paper.bytes.starts_with(b"%PDF-"));
        let sheet = secretary.get(&page.link("XLSX")).await;
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(sheet.bytes)).unwrap();
        let range = workbook.worksheet_range("统计单").unwrap();
        let cell = |row, column| range.get_value((row, column)).map(ToString::to_string);
        assert_eq!(cell(1, 0).unwrap(), format!("填报单位:{MINE}"));
        assert_eq!(cell(3, 0).unwrap(), "1a");
        assert_eq!(cell(6, 2).unwrap(), "9");
        assert_eq!(cell(4, 4).unwrap(), "评议结果尚未得出");
    })
    .await;
}

#[tokio::test]
async fn a_filled_spreadsheet_becomes_the_draft_with_its_errors_by_line() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let (mut secretary, page) = company.secretary(app, 0).await;
        let written = write(&mut secretary, &page, T16).await;
        let sheet = secretary.get(&written.link("XLSX")).await.bytes;
        let page = secretary.submit(&written, "/prefill", &[]).await;
        assert_eq!(page.texts("#line-1f .total"), [""]);
        let form = page.form("/upload");
        let page = secretary.upload(form, "file", "return-mine.xlsx", &sheet).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        assert_eq!(page.texts("#line-1f .total"), ["1"]);
        assert!(page.texts("#line-1g")[0].contains("1g 行的 8 大于 1f 行的 1"));
        assert!(page.texts("#line-1b")[0].contains("空白且没有说明原因"));

        let form = page.form("/upload");
        let refused = secretary.upload(form.clone(), "file", "x.xlsx", b"<html>").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("文件无法读取"), "{}", refused.text());
        let (mut other, page) = company.secretary(app, 1).await;
        let refused = other.upload(page.form("/upload"), "file", "x.xlsx", &sheet).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says(&format!("填报单位是“{MINE}”")));
        let foreign = secretary.upload(page.form("/upload"), "file", "x.xlsx", &sheet).await;
        assert_ne!(foreign.status, StatusCode::OK, "another visitor's token and return");
    })
    .await;
}
