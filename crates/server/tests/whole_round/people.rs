//! From the first start to everybody having an account: the office imports the tree and the register from spreadsheets,
//! the security administrator makes accounts, each begins with the one-time password.

use rust_xlsxwriter::Workbook;
use server::features::accounts::first_start;
use test_support::imports::{answer, check};
use test_support::{Client, Shown, TestApp};

use crate::{BRANCHES, COUNTY, EAST, JUDGED, SCHOOL, TOWN, WEST};

/// The password that everybody chooses.
const CHOSEN: &str = "另一句自己记得住的话";

/// Everybody who does something in the round, with a browser of their own.
pub struct People {
    pub office: Client,
    pub town: Client,
    pub east: Client,
    pub west: Client,
    pub school: Client,
    pub member: Client,
    pub first_keeper: Client,
    pub second_keeper: Client,
    pub statistician: Client,
}

impl People {
    /// The secretary of a branch.
    pub fn secretary(&mut self, branch: &str) -> &mut Client {
        match branch {
            EAST => &mut self.east,
            WEST => &mut self.west,
            _ => &mut self.school,
        }
    }
}

/// The first start, the imports, the accounts.
pub async fn begin(app: &TestApp) -> People {
    let first = first_start(&app.app).await.unwrap().unwrap();
    let password = |name: &str| first.iter().find(|one| one.name == name).unwrap().one_time_password.clone();
    let mut office = signed_in(app, "office", &password("office")).await;
    import(&mut office, "organisations", "党组织.xlsx", &organisations()).await;
    import(&mut office, "members", "党员花名册.xlsx", &members()).await;
    let mut security = signed_in(app, "security", &password("security")).await;
    let mut account = async |name: &str, role: &str, organisation: &str, member: &str| {
        let page = security.get("/w/accounts/new").await;
        let fields = [
            ("sign_in_name", name),
            ("display_name", name),
            ("role", role),
            ("organisation", organisation),
            ("member", member),
        ];
        let made = security.submit(&page, "/w/accounts", &fields).await;
        let password = made.texts("code.one-time-password");
        signed_in(app, name, password.first().unwrap_or_else(|| panic!("{}", made.text()))).await
    };
    People {
        town: account("town", "campaign_office", TOWN, "").await,
        east: account("east", "secretary", EAST, "").await,
        west: account("west", "secretary", WEST, "").await,
        school: account("school", "secretary", SCHOOL, "").await,
        member: account("member", "member", EAST, JUDGED[1]).await,
        first_keeper: account("keeper-1", "tally_keeper", "", "").await,
        second_keeper: account("keeper-2", "tally_keeper", "", "").await,
        statistician: account("figures", "statistician", "", "").await,
        office,
    }
}

async fn signed_in(app: &TestApp, name: &str, one_time: &str) -> Client {
    let mut client = app.anonymous();
    let page = client.get("/w/sign-in").await;
    let page = client.submit(&page, "sign-in", &[("name", name), ("password", one_time)]).await;
    let fields = [("current", one_time), ("new", CHOSEN), ("again", CHOSEN)];
    let home = client.submit(&page, "password", &fields).await;
    assert!(home.path.starts_with("/w?"), "{name}: {} {}", home.path, home.text());
    client
}

async fn import(office: &mut Client, kind: &str, name: &str, bytes: &[u8]) {
    let report = check(office, kind, name, bytes).await;
    // The sure corrections are accepted as they are, where there are any.
    let report = match report.find_form("sure-choices") {
        Some(_) => answer(office, &report, "sure-choices", &[]).await,
        None => report,
    };
    let done = answer(office, &report, "application", &[]).await;
    assert!(done.says("导入完成"), "{}", done.text());
}

fn workbook(name: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn organisations() -> Vec<u8> {
    let rows = [
        row(&["云山县基层党组织一览表"]),
        row(&["党组织名称", "类别", "上级党组织", "所属行业", "成立时间", "党员人数"]),
        row(&[COUNTY, "地方党委", "", "机关", "1949.10", ""]),
        row(&[TOWN, "党委", COUNTY, "农村", "1953年4月", "２１"]),
        row(&[EAST, "党支部", TOWN, "农村", "1958-10-01", "８"]),
        row(&[WEST, "支部", TOWN, "农村", "", "6"]),
        row(&[&SCHOOL.replace("党支部", " 党支部"), "党支部", TOWN, "学校", "19620901", "7"]),
    ];
    workbook("党组织", &rows)
}

fn members() -> Vec<u8> {
    let mut rows = vec![row(&["柳林镇党员花名册"]), row(&["姓名", "性别", "出生年月", "所在党支部", "党员类别"])];
    let numbers = ["一", "二", "三", "四", "五", "六", "七", "八"];
    for (branch, count) in BRANCHES {
        let family = match branch {
            EAST => "钱东",
            WEST => "孙西",
            _ => "李学",
        };
        for number in numbers.iter().take(count) {
            let name = format!("{family}{number}");
            // The village of the first branch is sometimes written without 党.
            let branch = if *number == "八" { branch.replace("党支部", "支部") } else { branch.to_owned() };
            rows.push(row(&[&name, "男", "1970年4月", &branch, "正式党员"]));
        }
    }
    workbook("花名册", &rows)
}

/// Whoever else signs in: for pages that one person opens as another.
pub async fn refuse(client: &mut Client, path: &str) {
    assert_eq!(client.get(path).await.status, 404, "{path}");
}

/// What waits on somebody's home page, sentence by sentence.
pub async fn to_do(client: &mut Client) -> Vec<String> {
    client.get("/w").await.texts("ul.waiting a")
}

/// Home says this, and its link leads straight to where it is done; the page there.
pub async fn follow(client: &mut Client, words: &str) -> Shown {
    let home = client.get("/w").await;
    let waiting = home.texts("ul.waiting a");
    assert!(waiting.iter().any(|one| one.contains(words)), "«{words}» does not wait: {waiting:?}");
    let page = client.get(&home.link(words)).await;
    assert_eq!(page.status, 200, "{words}");
    page
}
