//! A register of a hundred thousand, and the page that says how far it is.

use rust_xlsxwriter::Workbook;
use sea_orm::{EntityTrait, PaginatorTrait};
use storage::Reads;
use storage::entities::member;
use test_databases::TestDatabase;
use test_support::TestApp;

use crate::support::{COUNTY, import, refreshed, settled, workbook};

const MEMBERS: u32 = 100_000;

fn register() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("党员").unwrap();
    let branches = ["柳林镇东河村党支部", "柳林镇西山村党支部"];
    sheet.write_row(0, 0, ["姓名", "出生年月", "所在党支部", "党员类别", "入党时间"]).unwrap();
    for number in 0..MEMBERS {
        let birth = format!("19{}-0{}", 40 + number % 50, 1 + number % 9);
        let branch = branches[usize::try_from(number).unwrap() % branches.len()];
        let row = [&format!("王{number}"), birth.as_str(), branch, "正式党员", "2011-07-01"];
        sheet.write_row(number + 1, 0, row).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_hundred_thousand_members_are_imported_while_the_page_shows_progress_and_may_be_left() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let database = TestDatabase::sqlite();
        let app = TestApp::start(&database).await;
        let mut office = app.office().await;
        import(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let page = office.get("/w/imports").await;
        let mut form = page.form("/w/imports");
        form.fields.retain(|(name, _)| name != "kind");
        form.fields.push(("kind".to_owned(), "members".to_owned()));
        let mut shown = office.upload(form, "file", "花名册.xlsx", &register()).await;
        let here = shown.path.clone();
        // Left and come back to, the work goes on.
        assert!(shown.says("正在"), "{}", shown.text());
        assert_eq!(office.get("/w/organisations").await.status, 200);
        let mut has_numbers = false;
        while shown.html().contains("http-equiv=\"refresh\"") {
            has_numbers |= shown.says("共 100000 行");
            shown = refreshed(&mut office, &shown).await;
        }
        assert!(has_numbers, "rows done of rows in all");
        assert!(shown.says("新增 100000 条"), "{}", shown.text());
        let begun = office.submit(&shown, "application", &[]).await;
        assert!(begun.says("正在"), "{}", begun.text());
        let back = office.get(&here).await;
        let done = settled(&mut office, back).await;
        assert!(done.says("导入完成"), "{}", done.text());
        let stored = member::Entity::find().count(app.app.database.connection()).await.unwrap();
        assert_eq!(stored, u64::from(MEMBERS));
    });
}
