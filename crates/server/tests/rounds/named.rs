//! Named appraisal beside the anonymous ballot (S069), and the one roll on which nobody counts twice.

use calamine::{Reader, Xlsx};
use credentials::Code;
use server::roles::Role;
use storage::{MemberId, OrganisationId};
use test_support::named::{grades, say};
use test_support::slips::{codes_on, enter, press, print_forms};
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{Slips, add_panel, begin, cast, choose, choose_members, draw_up, enter_members, open, seal};

pub const NINE: [&str; 9] = ["钱一", "钱二", "钱三", "钱四", "钱五", "钱六", "钱七", "钱八", "钱九"];

/// A round of a town over one branch and two of its nine members, judged by all nine.
pub struct Made {
    pub branch: OrganisationId,
    pub people: Vec<MemberId>,
    pub round: String,
}

impl Made {
    pub fn named(&self, rest: &str) -> String {
        format!("{}{rest}", self.round.replace("/w/rounds/", "/w/named/"))
    }
}

/// Draws it up and declares that everything in it is held by name too.
pub async fn hold(app: &TestApp, office: &mut Client) -> Made {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("东河村党支部", "branch", "rural")).await;
    let people = enter_members(app, branch, &NINE).await;
    let round = draw_up(office, town, "实名与无记名", &[]).await;
    choose(office, &round, &[branch], ("five_goods", "members_to_organisation")).await;
    choose_members(office, &round, (branch, &people[..2]), ("five_looks", "members_to_member")).await;
    let panels = add_panel(office, &round, "members", "").await;
    assert!(panels.says("9 人"), "{}", panels.text());
    let made = Made { branch, people, round };
    let page = office.get(&made.named("")).await;
    let held: Vec<(String, String)> = page.choices();
    assert_eq!(held.len(), 2, "{held:?}");
    let held: Vec<(&str, &str)> = held.iter().map(|(_, id)| ("held", id.as_str())).collect();
    office.tell(&page, "_method=put", &held, "实名评议的范围已保存").await;
    made
}

/// The roll of the branch.
pub async fn roll(client: &mut Client, made: &Made) -> Shown {
    let page = client.get(&made.named("")).await;
    client.get(&page.link("· 党员")).await
}

/// Moves a member on a page of the roll.
pub async fn allot(client: &mut Client, page: &Shown, member: MemberId, fields: &[(&str, &str)]) -> Shown {
    client.submit(page, &format!("{member}?_method=put"), fields).await
}

#[test]
fn s069_named_sheets_stand_beside_the_secret_ballot_and_are_never_added() {
    run(async |app| {
        let mut office = app.office().await;
        let made = hold(app, &mut office).await;
        let people = &made.people;
        // Four of nine by name leave five for the secret ballot; a fifth is refused, one goes back.
        let mut page = roll(&mut office, &made).await;
        for member in &people[..4] {
            page = allot(&mut office, &page, *member, &[("channel", "named")]).await;
            assert!(page.says("参评方式已保存"), "{}", page.text());
        }
        let refused = allot(&mut office, &page, people[4], &[("channel", "none")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("领凭证的还有 5 人，再减就不足 5 人"), "{}", refused.text());
        let stale = roll(&mut office, &made).await;
        page = allot(&mut office, &page, people[3], &[("channel", "slip")]).await;
        assert_eq!((page.texts("#named"), page.texts("#slips")), (vec!["3".to_owned()], vec!["6".to_owned()]));
        let both = allot(&mut office, &stale, people[3], &[("channel", "none")]).await;
        assert_eq!(both.status, 409, "{}", both.text());
        assert!(both.says("已保存的最新内容"), "{}", both.text());
        // Nobody of another unit sees the roll, nor a member who stands on none.
        let elsewhere = found(&mut office, None, ("东河镇党委", "committee", "rural")).await;
        let mut stranger = app.visitor("stranger", &[(Role::Secretary, Some(elsewhere))]).await;
        assert_eq!(stranger.get(&made.named("")).await.status, 404);
        let stray = enter_members(app, elsewhere, &["周一"]).await;
        let mut stray = app.visiting_member("stray", stray[0], elsewhere).await;
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        assert_eq!(stray.get(&made.named("/own")).await.status, 404);
        assert!(stray.get("/w/named").await.says("目前没有您参加的实名评议"));
        // Six slips are printed, not nine.
        let slips = begin(&mut office, &made.round).await;
        assert_eq!(slips[0].codes.len(), 6);

        let mut first = app.visiting_member("first", people[0], made.branch).await;
        let mut third = app.visiting_member("third", people[2], made.branch).await;
        let list = third.get("/w/named").await;
        let own = third.get(&list.link("我的实名评议")).await;
        assert!(own.says("已交 0 份，共 3 份") && own.says("封存以前只有您本人看得到"), "{}", own.text());
        assert!(third.get("/w").await.says("还有 3 份实名表等您填写"));
        assert!(own.find_form("/own?_method=put").is_none(), "the channel is fixed: {}", own.text());
        // Whoever is judged does not judge himself.
        let about_first = own.link("钱一");
        let refused = first.get(&about_first).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("不能评议自己"), "{}", refused.text());
        assert!(first.get(&made.named("/own")).await.says("本人，不评"));
        // Whoever took a slip has no named sheet.
        let mut ninth = app.visiting_member("ninth", people[8], made.branch).await;
        let branch_sheet = own.link("东河村党支部");
        assert!(ninth.get(&branch_sheet).await.says("您的参评方式不是实名评议"));
        // A sheet is whole, has a reader, and may be changed until casting ends; two versions are both shown.
        let stale = third.get(&branch_sheet).await;
        let empty = third.submit(&stale, "_method=put", &[("words", "好")]).await;
        assert_eq!(empty.status, 422);
        assert!(empty.says("还有项目没有选等次") && empty.says("请选择一项"), "{}", empty.text());
        let page = say(&mut third, &branch_sheet, 1, ("台账要细", "no")).await;
        assert!(page.says("实名表已提交") && page.says("已交 1 份"), "{}", page.text());
        let mut fields = grades(&stale, 0);
        fields.extend([("words".to_owned(), "都好".to_owned()), ("is_public".to_owned(), "yes".to_owned())]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let both = third.submit(&stale, "_method=put", &fields).await;
        assert_eq!(both.status, 409, "{}", both.text());
        assert!(both.says("台账要细") && both.says("都好"), "{}", both.text());
        let page = say(&mut third, &branch_sheet, 1, ("台账还要细", "no")).await;
        assert!(page.says("实名表已提交"), "{}", page.text());
        let page = say(&mut first, &branch_sheet, 0, ("作风很实", "yes")).await;
        assert!(page.says("实名表已提交"), "{}", page.text());
        cast(app, &slips, "党员", &[0]).await;
        // Before sealing nobody else sees a word of it.
        for path in ["/figures", "/coverage"] {
            assert_eq!(office.get(&made.named(path)).await.status, 404, "{path}");
        }

        let results = seal(app, &made.round, "keeper").await;
        let late = third.submit(&stale, "_method=put", &fields).await;
        assert!(late.says("现在不是投票时间"), "{}", late.text());
        let overview = office.get(&results).await;
        // R03: those who give a named sheet are not due by slip, and the page says so.
        assert!(overview.says("6/6 = 100.0 % 另有 3 人实名评议，不计入应到"), "{}", overview.text());
        let coverage = office.get(&made.named("/coverage")).await;
        assert_eq!(coverage.texts("#forms"), ["6/6 = 100.0 %"], "six were planned for an anonymous form");
        let figures = office.get(&overview.link("实名评议情况")).await;
        assert!(figures.says("不与无记名测评相加"), "{}", figures.text());
        let branch = figures.link("东河村党支部");
        let page = office.get(&branch).await;
        assert!(page.says("实名评议，n = 2"), "{}", page.text());
        let rows = page.texts("#named-grades tbody tr");
        assert!(rows.iter().all(|row| row.ends_with("110 2") || row.ends_with("1102")), "one each: {rows:?}");
        assert!(page.says("台账还要细") && page.says("钱三") && page.says("作风很实"), "{}", page.text());
        // The anonymous rate rests on six ballots; the named sheets stand in a card of their own.
        let object = office.get(&page.link("无记名测评结果")).await;
        assert!(object.says("6/6 = 100.0 %") && object.says("实名评议 2 份"), "{}", object.text());
        assert!(!object.says("/8 ="), "{}", object.text());

        // The judged organisation's secretary reads all of it, once it is published; others what is public.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.branch))]).await;
        assert_eq!(secretary.get(&branch).await.status, 404);
        let published = [("place", "村务公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        let page = secretary.get(&branch).await;
        assert!(page.says("台账还要细") && page.says("作风很实"), "{}", page.text());
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, None)]).await;
        let page = statistician.get(&branch).await;
        assert!(page.says("作风很实") && page.says("钱一"), "{}", page.text());
        assert!(!page.says("台账还要细") && !page.says("钱三"), "{}", page.text());
        assert!(page.says("另有 1 条只给活动办和被评单位看"), "{}", page.text());
        assert_eq!(stranger.get(&branch).await.status, 404);
        let english = office.clone().speaking("en").get(&branch).await;
        assert!(english.says("Named, n = 2") && !english.html().contains('⟦'), "{}", english.text());
    });
}

/// Begins issuing and prints the slips of the one group; their codes.
async fn print(office: &mut Client, made: &Made) -> Vec<String> {
    office.fill(&made.round, "announcement", &[], "轮次已公布").await;
    let issued = office.fill(&format!("{}/issuing", made.round), "issuing", &[], "各项约定已固定").await;
    let form = print_forms(&issued).pop().unwrap();
    let paper = office.post_form(form, &[]).await;
    let page = office.get(&format!("{}/batches", made.round)).await;
    office.tell(&page, "_method=put", &[], "已确认这一批打印无误").await;
    codes_on(&paper.bytes)
}

#[test]
fn s069_a_printed_slip_is_given_back_and_the_roll_adds_up_channel_by_channel() {
    run(async |app| {
        let mut office = app.office().await;
        let made = hold(app, &mut office).await;
        let codes = print(&mut office, &made).await;
        assert_eq!(codes.len(), 9);
        // Only the office takes slips back: a secretary and the member himself are told to bring theirs.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.branch))]).await;
        let seen = roll(&mut secretary, &made).await;
        assert!(seen.says("请本人带上凭证到活动办办理") && seen.find_form("_method=put").is_none(), "{}", seen.text());
        let mut member = app.visiting_member("member", made.people[0], made.branch).await;
        let own = member.get(&made.named("/own")).await;
        assert!(own.says("请本人带上凭证到活动办办理"), "{}", own.text());
        assert!(own.find_form("/own?_method=put").is_none(), "{}", own.text());
        // Codes that are none, of no round, and then one of the group.
        let mut page = roll(&mut office, &made).await;
        let unknown = Code::from_random([7; 10]).to_text();
        for (code, told) in [("", "请输入收回凭证的号码"), ("ABCD", "号码有误"), (unknown.as_str(), "本轮没有这个号码")]
        {
            page = allot(&mut office, &page, made.people[0], &[("channel", "named"), ("code", code)]).await;
            assert_eq!(page.status, 422, "{code}");
            assert!(page.says(told), "{told}: {}", page.text());
        }
        assert_eq!(page.texts("#named"), ["0"], "nothing half-written");
        // As the slip is scanned: the address with the code behind the mark.
        let scanned = format!("https://vote.example/b#{}", codes[0]);
        let back = [("channel", "named"), ("code", scanned.as_str())];
        let page = allot(&mut office, &page, made.people[0], &back).await;
        assert!(page.says("参评方式已保存"), "{}", page.text());
        let again = allot(&mut office, &page, made.people[1], &back).await;
        assert!(again.says("这张凭证以前已经作废"), "{}", again.text());
        // Eight are planned and printed now: no slip more is needed.
        let batches = office.get(&format!("{}/batches", made.round)).await;
        assert_eq!(batches.texts("tbody td.number")[..2], ["8", "9"], "{}", batches.text());
        let form = print_forms(&batches).pop().unwrap();
        assert!(form.fields.contains(&("count".to_owned(), "0".to_owned())), "{:?}", form.fields);

        let stale = roll(&mut office, &made).await;
        let mut page = office.get(&format!("{}/casting", made.round)).await;
        while let Some(form) = page.find_form("/excuse") {
            page = office.post_form(form, &[("reason", "因事未到")]).await;
        }
        office.tell(&page, "casting", &[], "投票已开放").await;
        // From here on nothing changes: a cancelled slip opens nothing, and nobody changes channel.
        assert!(enter(&mut app.anonymous(), &codes[0]).await.says("已经作废"));
        let refused =
            allot(&mut office, &stale, made.people[1], &[("channel", "named"), ("code", codes[1].as_str())]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("投票开放以后，参评方式不再改动"), "{}", refused.text());
        let slips = [Slips { name: "党员".to_owned(), codes: codes[1..].to_vec() }];
        cast(app, &slips, "党员", &[0]).await;
        let own = member.get(&made.named("/own")).await;
        let said = say(&mut member, &own.link("东河村党支部"), 0, ("", "no")).await;
        assert!(said.says("实名表已提交"), "{}", said.text());
        // What took part is a dash until sealing; what is on the rolls is known.
        let path = format!("{}/reconciliation", made.round);
        let page = office.get(&path).await;
        assert!(page.says("名册应到 9 人：领凭证 8 人 + 实名 1 人 + 不参加 0 人。"), "{}", page.text());
        assert!(page.says("没有人重复计算"), "{}", page.text());
        assert_eq!(
            page.texts("#channels tbody td.number")[..7],
            ["8", "9", "—", "—", "—", "—", "1"],
            "{}",
            page.text()
        );

        let mut keeper = app.visitor("counter", &[(Role::TallyKeeper, None)]).await;
        let link = office.get(&format!("{}/batches", made.round)).await.link("清点凭证");
        for client in [&mut office, &mut keeper] {
            let form = client.get(&link).await;
            let numbers = [("handed_out", "8"), ("returned", "0"), ("missing", "0")];
            assert_eq!(client.submit(&form, "count", &numbers).await.status, 200);
        }
        seal(app, &made.round, "keeper").await;
        let shown = office.get(&made.round).await;
        let page = office.get(&shown.link("发放回收核对")).await;
        let rows: Vec<Vec<String>> = page.texts("#channels tbody td").chunks(9).map(<[String]>::to_vec).collect();
        assert_eq!(rows[0], ["领凭证", "8", "9", "8", "8", "0", "0", "1", "相符"], "{}", page.text());
        assert_eq!(rows[1], ["实名", "1", "", "", "1", "", "", "", "相符"], "{}", page.text());
        assert_eq!(rows[2], ["合计", "9", "9", "8", "9", "0", "0", "1", "相符"], "{}", page.text());
        let sums = page.texts("#channels tfoot td");
        assert_eq!(sums, ["合计", "9", "9", "8", "9", "0", "0", "1", "相符"], "{}", page.text());
        assert!(page.texts(".state-error").is_empty(), "{}", page.text());
    });
}

#[test]
fn s069_whoever_counts_on_two_rolls_or_on_none_is_marked_with_words() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        enter_members(app, town, &["赵一", "赵二", "赵三", "赵四", "赵五"]).await;
        enter_members(app, branch, &NINE).await;
        let round = draw_up(&mut office, town, "两级同评", &[]).await;
        choose(&mut office, &round, &[town, branch], ("five_goods", "members_to_organisation")).await;
        // The town's group is everybody below it, the branch's the same nine again.
        add_panel(&mut office, &round, "members", "").await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("有 9 人同时在上下两级党员组的名册上"), "before anything is printed: {}", issuing.text());
        open(&mut office, &round).await;
        let page = office.get(&format!("{round}/reconciliation")).await;
        let remarks = page.texts("#remarks li");
        assert!(remarks.iter().any(|words| words.contains("有 9 人同时在两组的名册上")), "{remarks:?}");
        assert!(remarks.iter().any(|words| words.contains("计划 23 人，名册应到 14 人")), "{remarks:?}");
    });
}

#[test]
fn s069_coverage_counts_any_channel_and_shows_opinions_beside_the_rate() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let mut branches = Vec::new();
        for name in ["东河村党支部", "西沟村党支部", "南山村党支部"] {
            branches.push(found(&mut office, Some(town), (name, "branch", "rural")).await);
        }
        let round = draw_up(&mut office, town, "覆盖情况", &[]).await;
        choose(&mut office, &round, &branches, ("five_goods", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let slips = open(&mut office, &round).await;
        let east: Vec<Slips> = slips.into_iter().filter(|slips| slips.name.contains("东河村")).collect();
        // One of six says something besides: satisfied all the same.
        let (first, rest) = east[0].codes.split_first().unwrap();
        let rest = [Slips { name: east[0].name.clone(), codes: rest.to_vec() }];
        cast(app, &rest, "东河村", &[0]).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, first).await;
        let items = sheet.texts("section#o1 legend").len();
        let mut fields: Vec<(String, String)> = (0..items).map(|item| (format!("g0-{item}"), "0".to_owned())).collect();
        fields.extend([("o0".to_owned(), "窗口早点开门".to_owned()), ("go".to_owned(), "check".to_owned())]);
        let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
        let received = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
        let results = seal(app, &round, "keeper").await;

        // A forum covers the second; nothing was there of the third.
        let contacts = [("method", "座谈交流"), ("number", "1"), ("unit", ""), ("persons", "40")];
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(town))]).await;
        let record = |branch: OrganisationId| format!("{}/{branch}", round.replace("/w/rounds/", "/w/records/"));
        secretary.fill(&record(branches[1]), "/contacts", &contacts, "已记录").await;
        let overview = office.get(&results).await;
        let path = overview.link("评议覆盖情况");
        let page = office.get(&path).await;
        assert!(page.says("已覆盖 2 / 3 个党组织"), "{}", page.text());
        let rows = page.texts("#coverage tbody tr");
        let row = |name: &str| rows.iter().find(|row| row.contains(name)).cloned().unwrap();
        assert!(row("东河村").contains("是 · 6") && row("东河村").ends_with("已覆盖"), "{rows:?}");
        assert!(row("西沟村").contains("是 · 1 次，40 人次") && row("西沟村").ends_with("已覆盖"), "{rows:?}");
        assert!(row("南山村").ends_with("未覆盖"), "{rows:?}");
        // T07: all satisfied and an opinion besides; both stand beside each other. 6 forms of 18 planned.
        let rates = page.texts("dd.rate");
        assert!(rates[0].contains("6/6 = 100.0 %") && rates[0].contains("收到意见 1 条"), "{rates:?}");
        assert_eq!(page.texts("#forms"), ["6/18 = 33.3 %"]);

        secretary.fill(&record(branches[2]), "/contacts", &contacts, "已记录").await;
        let page = office.get(&path).await;
        assert!(page.says("已覆盖 3 / 3 个党组织"), "{}", page.text());
        let file = office.get(&page.link("导出表格")).await;
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
        let sheet = workbook.worksheet_range("评议覆盖情况").unwrap();
        let names: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(names[4].contains("3 / 3"), "{names:?}");
        assert_eq!(sheet.width(), 6);
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        assert!(auditor.get("/w/audit?event=exported").await.says("覆盖情况: 评议覆盖情况"));
        assert_eq!(secretary.get(&path).await.status, 404);
    });
}
