//! Many accounts at once: from the register and from spreadsheets, all or none, each password told once.

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use sea_orm::EntityTrait;
use storage::Reads;
use storage::entities::{account, audit_event, form_post, job};
use test_support::{Client, Shown, TestApp};

use crate::{begin, make, run, security, sign_in};

/// A town with two branches, the first with two members of one name.
async fn town(office: &mut Client) {
    let form = office.get("/w/organisations/new").await;
    office.tell(&form, "/w/organisations", &[("name", "柳林镇党委"), ("kind", "committee")], "党组织已建立").await;
    let top = office.get("/w/organisations").await.link("柳林镇党委");
    for (branch, members) in [("东河村党支部", &["赵大", "钱二", "钱二"][..]), ("西沟村党支部", &["吕布"][..])]
    {
        let page = office.get(&top).await;
        let form = office.get(&page.link("新建下级组织")).await;
        let fields = [("name", branch), ("kind", "branch"), ("secretary_name", members[0])];
        let made = office.tell(&form, "/w/organisations", &fields, "党组织已建立").await;
        let id = made.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        for name in members {
            let new = office.get(&format!("/w/people/new?organisation={id}")).await;
            office.tell(&new, "/w/people", &[("name", name), ("birth", "1957-04")], "党员已登记").await;
        }
    }
}

async fn propose(security: &mut Client, role: &str, organisation: &str) -> Shown {
    let page = security.get("/w/accounts/batches/new").await;
    let form = page.form("/w/accounts/batches/new");
    assert_eq!(form.fields.len(), 2);
    let query = form.filled(&[("role", role), ("organisation", organisation)]);
    security.get(&format!("/w/accounts/batches/new?{query}")).await
}

/// Name typed at sign-in and password of each slip.
fn slips(page: &Shown) -> Vec<(String, String)> {
    let accounts = page.texts(".slip dd:nth-of-type(1)");
    accounts.into_iter().zip(page.texts(".slip code.one-time-password")).collect()
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

async fn bring(security: &mut Client, bytes: &[u8]) -> Shown {
    let page = security.get("/w/accounts/batches/new").await;
    security.upload(page.form("/checks"), "file", "账号.xlsx", bytes).await
}

async fn accounts(app: &TestApp) -> Vec<account::Model> {
    account::Entity::find().all(app.app.database.connection()).await.unwrap()
}

/// Everything the named side stores about accounts, as text.
async fn stored(app: &TestApp) -> String {
    let connection = app.app.database.connection();
    let mut all = format!("{:?}", accounts(app).await);
    all.push_str(&format!("{:?}", audit_event::Entity::find().all(connection).await.unwrap()));
    all.push_str(&format!("{:?}", form_post::Entity::find().all(connection).await.unwrap()));
    all.push_str(&format!("{:?}", job::Entity::find().all(connection).await.unwrap()));
    all
}

#[test]
fn members_of_a_subtree_get_accounts_and_repeating_makes_no_doubles() {
    run(async |app| {
        town(&mut app.office().await).await;
        let mut security = security(app).await;
        let page = propose(&mut security, "member", "柳林镇党委").await;
        assert!(page.says("将建立 4 个账号"), "{}", page.text());
        assert_eq!(page.texts("#report tbody td:nth-child(2)"), ["qianer", "qianer2", "zhaoda", "lvbu"]);
        // Names and places, and nothing else of the register.
        assert!(!page.html().contains("1957-04"), "{}", page.text());
        let form = page.form("/w/accounts/batches");
        let made = security.post_form(form.clone(), &[]).await;
        let told = slips(&made);
        assert_eq!(told.len(), 4, "{}", made.text());
        assert_eq!(accounts(app).await.len(), 6);
        let stored = stored(app).await;
        for (name, password) in &told {
            assert!(stored.contains(name) && !stored.contains(password), "{name}");
        }
        // Each is who the register says, and begins with setting a password.
        let mut lv = app.anonymous();
        let (name, password) = &told[3];
        let home = begin(&mut lv, name, password).await;
        assert!(home.says("吕布，您好") && home.says("党员"), "{}", home.text());
        let mut other = app.anonymous();
        assert_eq!(sign_in(&mut other, &told[0].0, &told[3].1).await.status, 422);

        // The form again: no second account, and no password a second time.
        let again = security.post_form(form, &[]).await;
        assert!(again.says("一次性密码只显示一次") && slips(&again).is_empty(), "{}", again.text());
        let page = propose(&mut security, "member", "柳林镇党委").await;
        assert!(page.says("将建立 0 个账号") && page.find_form("table.xlsx").is_none(), "{}", page.text());
        assert_eq!(accounts(app).await.len(), 6);
    });
}

#[test]
fn the_slips_are_handed_over_on_paper_or_in_a_spreadsheet() {
    run(async |app| {
        town(&mut app.office().await).await;
        let mut security = security(app).await;
        let page = propose(&mut security, "member", "西沟村党支部").await;
        let made = security.submit(&page, "/w/accounts/batches", &[]).await;
        let (name, password) = slips(&made).remove(0);
        let paper = security.submit(&made, "/slips", &[("format", "pdf")]).await;
        assert_eq!(paper.headers["content-type"], "application/pdf");
        assert_eq!(paper.headers["cache-control"], "no-store");
        let text = pdf_extract::extract_text_from_mem(&paper.bytes).unwrap();
        let text: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200B}').collect();
        assert!(text.contains(&password) && text.contains(&name) && text.contains("西沟村党支部"), "{text}");
        let file = security.submit(&made, "/slips", &[("format", "xlsx")]).await;
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
        let sheet = workbook.worksheet_range("一次性密码条").unwrap();
        let cells: Vec<String> = sheet.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(cells, ["吕布", "党员", "柳林镇党委 / 西沟村党支部", &name, &password]);
    });
}

#[test]
fn secretaries_are_taken_from_the_tree_and_a_list_is_changed_and_brought_again() {
    run(async |app| {
        town(&mut app.office().await).await;
        let mut security = security(app).await;
        let page = propose(&mut security, "secretary", "柳林镇党委").await;
        let names = page.texts("#report tbody td:nth-child(1)");
        assert_eq!(names, ["赵大", "柳林镇党委书记", "吕布"], "{}", page.text());
        assert_eq!(page.texts("#report tbody td:nth-child(2)"), ["zhaoda", "llzdw", "lvbu"]);
        let table = security.submit(&page, "table.xlsx", &[]).await;
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(table.bytes)).unwrap();
        let sheet = book.worksheet_range("批量建账号").unwrap();
        let mut rows: Vec<Vec<String>> =
            sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        "donghe".clone_into(&mut rows[1][1]);
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let checked = bring(&mut security, &workbook(&rows)).await;
        assert_eq!(checked.texts("#report tbody td:nth-child(2)")[0], "donghe", "{}", checked.text());
        let made = security.submit(&checked, "/w/accounts/batches", &[]).await;
        let told = slips(&made);
        let mut secretary = app.anonymous();
        let home = begin(&mut secretary, "donghe", &told[0].1).await;
        assert!(home.says("支部书记"), "{}", home.text());
        // The secretary is a member of the branch: the account is tied to that one, who needs no second.
        let page = propose(&mut security, "member", "东河村党支部").await;
        assert!(page.says("将建立 2 个账号") && !page.says("赵大"), "{}", page.text());
        let none = propose(&mut security, "secretary", "柳林镇党委").await;
        assert!(none.says("将建立 0 个账号"), "{}", none.text());
        let again = bring(&mut security, &workbook(&rows)).await;
        assert!(again.says("3 人已有账号，不再建立"), "{}", again.text());
    });
}

#[test]
fn a_spreadsheet_with_faults_makes_no_account_and_names_every_row() {
    run(async |app| {
        town(&mut app.office().await).await;
        let mut security = security(app).await;
        let heading: &[&str] = &["姓名", "登录名", "角色", "党组织", "民族"];
        let rows: [&[&str]; 6] = [
            heading,
            &["周监票", "jianpiao", "计票人", "", "汉"],
            &["吴书记", "", "支部书记", "没有的支部", "汉"],
            &["郑审计", "", "审计员", "", "汉"],
            &["钱二", "", "党员", "东河村党支部", "汉"],
            &["王统计", "security", "Statistician", "", "汉"],
        ];
        let report = bring(&mut security, &workbook(&rows)).await;
        assert_eq!(report.status, 422);
        let told = report.texts("#report tbody tr");
        for (row, words) in [
            ("第 3 行", "没有这样的组织"),
            ("第 4 行", "不能批量建立"),
            ("第 5 行", "同名党员"),
            ("第 6 行", "已有人使用"),
        ] {
            assert!(told.iter().any(|line| line.contains(row) && line.contains(words)), "{row} {words}: {told:?}");
        }
        assert!(report.find_form("/w/accounts/batches?").is_none() && report.says("4 行有误"), "{}", report.text());
        assert!(report.forms("/w/accounts/batches").iter().all(|form| form.action != "/w/accounts/batches"));
        assert_eq!(accounts(app).await.len(), 2);
        let html = bring(&mut security, b"<html><table></table></html>").await;
        assert!(html.says("网页"), "{}", html.text());

        // Somebody makes one of the accounts while the list is looked at: none of the others is made.
        let rows: [&[&str]; 3] =
            [heading, &["周监票", "jianpiao", "计票人", "", ""], &["冯监票", "feng", "tally keeper", "", ""]];
        let report = bring(&mut security, &workbook(&rows)).await;
        assert_eq!(report.status, 200, "{}", report.text());
        make(&mut security, "feng", &[("role", "clerk")]).await;
        let refused = security.submit(&report, "/w/accounts/batches", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("已有人使用") && slips(&refused).is_empty(), "{}", refused.text());
        assert_eq!(accounts(app).await.len(), 3);
    });
}

#[test]
fn the_name_shown_of_an_account_is_changed_and_nobody_overwrites_another() {
    run(async |app| {
        let mut security = security(app).await;
        let page = make(&mut security, "office-2", &[("role", "campaign_office")]).await;
        let account = security.get(&page.link("已记下")).await;
        let empty = security.submit(&account, "_method=put", &[("display_name", " ")]).await;
        assert!(empty.status == 422 && empty.says("请填写此项"), "{}", empty.text());
        let changed = security.submit(&account, "_method=put", &[("display_name", "县活动办")]).await;
        assert!(changed.says("姓名或单位已修改") && changed.texts("h1") == ["县活动办"], "{}", changed.text());
        let stale = security.submit(&empty, "_method=put", &[("display_name", "镇活动办")]).await;
        assert_eq!(stale.status, 409);
        assert!(stale.says("县活动办") && stale.says("另一位同志刚刚修改"), "{}", stale.text());
        let saved = security.submit(&stale, "_method=put", &[("display_name", "镇活动办")]).await;
        assert_eq!(saved.texts("h1"), ["镇活动办"]);
        assert_eq!(security.get("/w/accounts?search=zhdb").await.texts("tbody tr").len(), 1);
        let mut auditor = app.visitor("auditor", &[(server::roles::Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit?event=account-renamed").await;
        assert!(trail.says("县活动办 → 镇活动办 (office-2)"), "{}", trail.text());
    });
}
