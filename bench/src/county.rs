//! 5,000 organisations and 100,000 members from spreadsheets, and the organisation pages over them.

use std::time::Instant;

use rust_xlsxwriter::{Workbook, XlsxError};
use server::imports::engine::Kind;
use server::imports::{Extent, Order, Outcome, SureCorrections, bring};
use test_databases::TestDatabase;
use test_support::TestApp;
use test_support::served::Served;

use crate::load::Asked;
use crate::pages::under_load;
use crate::report::{Report, seconds};

const COMMITTEES: usize = 49;
const ORGANISATIONS: usize = 5_000;
const MEMBERS: usize = 100_000;
const REQUESTS: usize = 2_000;

/// Measures.
pub async fn measure(report: &mut Report) {
    let database = TestDatabase::sqlite();
    let app = TestApp::start(&database).await;
    import(report, &app, Kind::Organisations, organisations().expect("a workbook")).await;
    import(report, &app, Kind::Members, members().expect("a workbook")).await;
    let mut office = app.office().await;
    let list = office.get("/w/organisations").await;
    let town = office.get("/w/organisations?search=第7镇委员会").await.link("第7镇委员会");
    let session = office.cookie("zhengyou_session").expect("a session").to_owned();
    let asked = |path: &str| {
        let asked = Asked { path: path.to_owned(), cookie: format!("zhengyou_session={session}"), form: None };
        vec![asked; REQUESTS]
    };
    let served = Served::start(&app);
    let of = format!("of {ORGANISATIONS}");
    under_load(report, &served, &format!("list of organisations, {of}"), asked(&list.path)).await;
    under_load(report, &served, &format!("page of an organisation, {of}"), asked(&town)).await;
    served.stop().await;
}

async fn import(report: &mut Report, app: &TestApp, kind: Kind, (rows, bytes): (usize, Vec<u8>)) {
    let order = Order {
        kind,
        file_name: "表.xlsx".to_owned(),
        bytes,
        extent: Extent::Write,
        sure: SureCorrections::Accept,
        today: app.app.today().to_string(),
    };
    let start = Instant::now();
    let outcome = bring(&app.app.database, &app.app.clock, order, &|_, _, _| ()).await.expect("an import");
    let took = start.elapsed();
    assert!(matches!(outcome, Outcome::Written(_)), "{outcome:?}");
    report.add(&format!("import of {rows} {kind:?}, checked and written"), seconds(took));
}

fn branch(number: usize) -> String {
    format!("第{}镇第{number}村党支部", 1 + number % COMMITTEES)
}

fn organisations() -> Result<(usize, Vec<u8>), XlsxError> {
    let mut rows = vec![vec!["中共大河县委员会".to_owned(), "地方党委".to_owned(), String::new(), "机关".to_owned()]];
    for number in 1..=COMMITTEES {
        let row = [&format!("第{number}镇委员会"), "党委", "中共大河县委员会", "农村"];
        rows.push(row.map(str::to_owned).to_vec());
    }
    for number in rows.len()..ORGANISATIONS {
        let superior = format!("第{}镇委员会", 1 + number % COMMITTEES);
        rows.push([&branch(number), "党支部", &superior, "农村"].map(str::to_owned).to_vec());
    }
    workbook(&["党组织名称", "类别", "上级党组织", "所属行业"], &rows)
}

fn members() -> Result<(usize, Vec<u8>), XlsxError> {
    let first = 1 + COMMITTEES;
    let row = |number: usize| {
        let branch = branch(first + number % (ORGANISATIONS - first));
        let name = format!("王{}", name_of(number / (ORGANISATIONS - first)));
        let born = format!("19{:02}-{:02}-{:02}", 40 + number % 50, 1 + number % 12, 1 + number % 28);
        vec![name, branch, "男".to_owned(), born, "正式党员".to_owned()]
    };
    let rows: Vec<_> = (0..MEMBERS).map(row).collect();
    workbook(&["姓名", "所在党支部", "性别", "出生年月", "党员类别"], &rows)
}

/// Nobody in a branch has another's name.
fn name_of(number: usize) -> String {
    const GIVEN: [char; 8] = ['伟', '芳', '娜', '敏', '静', '强', '磊', '洋'];
    let at = |place: usize| GIVEN.get(place % GIVEN.len()).copied().unwrap_or('丽');
    [at(number), at(number / GIVEN.len())].iter().collect()
}

fn workbook(heads: &[&str], rows: &[Vec<String>]) -> Result<(usize, Vec<u8>), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0_u16..).zip(heads) {
        sheet.write_string(0, column, *head)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            sheet.write_string(line, column, cell)?;
        }
    }
    Ok((rows.len(), workbook.save_to_buffer()?))
}
