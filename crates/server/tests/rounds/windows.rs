//! S070: service windows are judged by those who come to them, each window by its own visitors.

use server::roles::Role;
use storage::OrganisationId;
use test_support::slips::{codes_on, enter, print_forms};
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{add_panel, begin, cast, choose, draw_up, open, seal};

/// The digits of staff in these tests.
pub const PIN: &str = "246813";

/// Enters a window; its page.
pub async fn open_window(keeper: &mut Client, organisation: OrganisationId, name: &str) -> Shown {
    let form = keeper.get(&format!("/w/windows/new?organisation={organisation}")).await;
    keeper.tell(&form, "/w/windows", &[("name", name)], "窗口已登记").await
}

/// Puts every open window below the round's owner on the round; the page of objects.
pub async fn choose_windows(office: &mut Client, round: &str) -> Shown {
    let page = office.get(&format!("{round}/objects/windows")).await;
    let is_window = |value: &String| value.len() == 32 && value.bytes().all(|letter| letter.is_ascii_hexdigit());
    let values: Vec<String> = page.choices().into_iter().map(|(_, value)| value).filter(is_window).collect();
    let mut fields: Vec<(&str, &str)> = values.iter().map(|value| ("chosen", value.as_str())).collect();
    fields.push(("instrument", "service_windows"));
    office.submit(&page, "windows?add", &fields).await
}

/// Codes of the first group that has none on a tablet yet; its key.
pub async fn make_tablet(office: &mut Client, page: &Shown, group: usize, count: &str) -> String {
    let form = page.forms("/tablets?on=").into_iter().nth(group).unwrap();
    let made = office.post_form(form, &[("count", count), ("pin", PIN)]).await;
    assert_eq!(made.status, 200, "{}", made.text());
    made.texts("#key").concat()
}

/// A browser that has become a tablet.
pub async fn tablet(app: &TestApp, key: &str) -> Client {
    let mut tablet = app.anonymous();
    let page = tablet.get("/b/tablet").await;
    let shown = tablet.submit(&page, "/b/tablet", &[("key", key)]).await;
    assert!(shown.says("下一位"), "{}", shown.text());
    tablet
}

/// The visitors of one window, with slips or at its tablet, one after the other.
struct Visitors {
    codes: Vec<String>,
    tablet: Option<Client>,
    /// What tells the server which sheet is handed in, once somebody has seen it.
    sheet: String,
}

impl Visitors {
    async fn judge(&mut self, app: &TestApp, place: usize, grade: &str, opinion: &str) {
        let mut own = app.anonymous();
        let (client, shown) = match &mut self.tablet {
            Some(tablet) => {
                let shown = tablet.post_raw("/b/tablet/next", &[("pin", PIN)]).await;
                (tablet, shown)
            }
            None => {
                let shown = enter(&mut own, &self.codes[place]).await;
                (&mut own, shown)
            }
        };
        assert_eq!(shown.path, "/b/sheet", "{}", shown.text());
        if self.sheet.is_empty() {
            let field = shown.form("/b/sheet").fields.into_iter().find(|(name, _)| name == "sheet");
            self.sheet = field.unwrap().1;
        }
        let sheet = self.sheet.as_str();
        let fields = [("sheet", sheet), ("g0-0", grade), ("g0-1", grade), ("g0-2", grade), ("o0", opinion)];
        let received = client.post_raw("/b/receipt", &fields).await;
        assert!(received.html().contains("id=\"receipt\""), "{}", received.text());
    }
}

/// Issues slips to the last three windows and tablets to all others, and opens casting.
async fn issue(app: &TestApp, office: &mut Client, round: &str) -> Vec<(String, Visitors)> {
    office.fill(round, "announcement", &[], "轮次已公布").await;
    let page = office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
    let names = page.texts("tbody td:nth-child(1)");
    let papers = print_forms(&page);
    let mut all = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let mut visitors = Visitors { codes: Vec::new(), tablet: None, sheet: String::new() };
        if place < 18 {
            let key = make_tablet(office, &page, place, "30").await;
            visitors.tablet = Some(tablet(app, &key).await);
        } else {
            visitors.codes = codes_on(&office.post_form(papers[place].clone(), &[]).await.bytes);
            let batches = office.get(&format!("{round}/batches")).await;
            office.tell(&batches, "_method=put", &[], "已确认这一批打印无误").await;
        }
        all.push((name, visitors));
    }
    office.fill(&format!("{round}/casting"), "casting", &[], "投票已开放").await;
    all
}

#[test]
fn s070_617_persons_of_326_units_judge_21_windows_at_least_99_percent_on_each_indicator() {
    run(async |app| {
        let mut office = app.office().await;
        let customs = found(&mut office, None, ("海关机关党委", "committee", "office")).await;
        for unit in ["吴淞海关", "浦江海关", "洋山海关"] {
            let branch = found(&mut office, Some(customs), (&format!("{unit}党支部"), "branch", "office")).await;
            for number in 1..=7 {
                open_window(&mut office, branch, &format!("{unit}{number}号窗口")).await;
            }
        }
        let round = draw_up(&mut office, customs, "窗口服务满意度测评", &[]).await;
        let objects = choose_windows(&mut office, &round).await;
        assert!(objects.says("评议对象（21）"), "{}", objects.text());
        let panels = add_panel(&mut office, &round, "administered", "30").await;
        let headings = panels.texts("h2");
        assert_eq!(headings.iter().filter(|heading| heading.ends_with("号窗口")).count(), 21, "{headings:?}");
        let mut windows = issue(app, &mut office, &round).await;
        assert_eq!(windows.len(), 21);
        let hand_out = office.get(&round).await.link("窗口发放登记");
        let hand_out = office.get(&hand_out).await;
        // 8 × 30 + 13 × 29 persons, of 11 × 16 + 10 × 15 units; six of them are not satisfied, 37 say something.
        let mut said = 0;
        for (place, (name, visitors)) in windows.iter_mut().enumerate() {
            let persons = if place < 8 { 30 } else { 29 };
            let units = if place < 11 { "16" } else { "15" };
            for person in 0..persons {
                let grade = if person == 0 && place < 6 { "1" } else { "0" };
                let opinion = if person < 2 && said < 37 { "请增加一块叫号屏" } else { "" };
                said += usize::from(!opinion.is_empty());
                visitors.judge(app, person, grade, opinion).await;
            }
            let page = office.get(&hand_out.link(name)).await;
            let (handed_out, returned) = if place < 18 { (persons, 0) } else { (30, 30 - persons) };
            let (handed_out, returned, persons) = (handed_out.to_string(), returned.to_string(), persons.to_string());
            let counted = [
                ("day", "2026-07-01"),
                ("handed_out", handed_out.as_str()),
                ("returned", returned.as_str()),
                ("persons", persons.as_str()),
                ("units", units),
            ];
            office.tell(&page, "days?_method=put", &counted, "这一天已登记").await;
        }
        let results = office.get(&seal(app, &round, "keeper").await).await;
        // X10: 611 of 617 is the least that makes 99 %, on each of the three.
        let rates = results.texts("tbody td.number");
        assert_eq!(rates.iter().filter(|rate| *rate == "611/617 = 99.0 %").count(), 3, "{}", results.text());
        assert!(results.says("收到意见 37 条，其中 0 条"), "{}", results.text());
        assert!(results.says("吴淞海关1号窗口 · 管理相对人"), "{}", results.text());
        let (first, last) = (&windows[0].0, &windows[20].0);
        for (name, rate) in [(first, "29/30 = 96.7 %"), (last, "29/29 = 100.0 %")] {
            let window = office.get(&results.link(name)).await;
            let rates = window.texts("tbody td.number");
            assert!(rates.iter().filter(|found| *found == rate).count() >= 3, "{name}: {}", window.text());
        }
        let steps = results.links().into_iter().find(|path| path.contains("/places/") && path.contains("/steps/"));
        let steps = office.get(&steps.unwrap()).await;
        assert!(steps.says("为民服务总体情况") && steps.says("617"), "{}", steps.text());
        let hand_out = office.get(&hand_out.path).await;
        assert_eq!(hand_out.texts("#in-all").concat(), "21 个窗口 · 326 个单位 · 617 人");
        let rows = hand_out.texts("tbody tr");
        assert!(rows.last().unwrap().contains("合计") && rows.len() == 22, "{rows:?}");
        // Used codes and persons are told by different people and agree.
        assert_eq!(rows.last().unwrap().matches("617").count(), 2, "{rows:?}");
    });
}

/// A town over a village branch with one window, on a round that judges both; the town, the branch, the round.
async fn beside_each_other(office: &mut Client) -> (OrganisationId, OrganisationId, String) {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("便民中心党支部", "branch", "rural")).await;
    open_window(office, branch, "社保窗口").await;
    let round = draw_up(office, town, "窗口和支部", &[]).await;
    choose(office, &round, &[branch], ("five_goods", "")).await;
    choose_windows(office, &round).await;
    for (category, place) in [("villagers", "organisations"), ("administered", "windows")] {
        let path = format!("{round}/panels");
        let page = office.get(&path).await;
        let fields = [("category", category), ("planned", "6"), ("place", place)];
        office.tell(&page, &path, &fields, "已增加参评人员").await;
    }
    (town, branch, round)
}

#[test]
fn s070_a_window_has_a_sheet_of_its_own_and_is_no_organisation_on_the_return_and_the_record() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = beside_each_other(&mut office).await;
        let settings = format!("{round}/settings");
        let rule = [
            ("satisfied", "80"),
            ("basic", "60"),
            ("measure_organisation", "five_goods"),
            ("judges_organisation", "villagers"),
        ];
        office.fill(&settings, "_method=put", &rule, "已保存").await;
        // However the sheets are arranged, the window stays by itself and keeps its visitors.
        let objects = office.get(&format!("{round}/objects")).await;
        office.tell(&objects, "sheets?_method=put", &[("arrangement", "common")], "评议表已重新编排").await;
        let panels = office.get(&format!("{round}/panels")).await;
        assert!(panels.texts("h2").contains(&"社保窗口".to_owned()), "{:?}", panels.texts("h2"));
        let slips = open(&mut office, &round).await;
        assert_eq!(slips.len(), 2, "{:?}", slips.iter().map(|slips| &slips.name).collect::<Vec<_>>());
        assert_eq!(slips[1].name, "社保窗口 · 管理相对人");
        let sheet = enter(&mut app.anonymous(), &slips[1].codes[0]).await;
        assert!(sheet.says("社保窗口") && !sheet.says("便民中心党支部"), "{}", sheet.text());
        cast(app, &slips, "村民", &[0]).await;
        cast(app, &slips, "管理相对人", &[2]).await;
        let results = seal(app, &round, "keeper").await;
        let published = [("place", "镇党务公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        let years = office.get(&format!("/w/organisations/{branch}")).await.link("历次评议记录");
        let years = office.get(&years).await;
        assert_eq!(years.texts("#years tbody tr").len(), 1, "{}", years.text());
        assert!(!years.says("社保窗口"), "{}", years.text());
        let roll_up = round.replace("/w/rounds/", "/w/returns/rounds/");
        let page = office.get(&roll_up).await;
        office.submit(&page, &roll_up, &[("due_on", "2026-08-01")]).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let list = secretary.get("/w/returns").await;
        let path = list.links().into_iter().find(|path| path.starts_with("/w/returns/") && !path.contains("rounds"));
        let page = secretary.get(&path.unwrap()).await;
        for line in ["1a", "1b", "1c"] {
            assert_eq!(page.texts(&format!("#line-{line} .total")).concat(), "1", "{line}: {}", page.text());
        }
        // The feedback of the window is its own, and its organisation's secretary receives it.
        let own = secretary.get(&results).await;
        let window = secretary.get(&own.link("社保窗口")).await;
        assert!(window.says("0/6 = 0.0 %"), "{}", window.text());
        assert!(
            !window.links().iter().any(|path| path.starts_with("/w/results/organisations/")),
            "{:?}",
            window.links()
        );
    });
}

#[test]
fn s070_a_group_of_the_whole_round_judges_no_window() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, _, round) = beside_each_other(&mut office).await;
        let objects = choose(&mut office, &round, &[town], ("five_goods", "")).await;
        office.tell(&objects, "sheets?_method=put", &[("arrangement", "common")], "评议表已重新编排").await;
        let path = format!("{round}/panels");
        let page = office.get(&path).await;
        let fields = [("category", "residents"), ("planned", "6"), ("place", "owner")];
        let panels = office.tell(&page, &path, &fields, "已增加参评人员").await;
        let groups = panels.texts("tbody td:first-child");
        assert_eq!(groups.iter().filter(|group| group.contains("居民")).count(), 1, "{groups:?}");
        // Nor does a window introduce itself: two reports are waited for, those of the organisations.
        let stages = office.get(&format!("{}/stages", round.replace("/w/rounds/", "/w/records/"))).await;
        assert!(stages.texts("#report").concat().contains("0 / 2"), "{}", stages.text());
    });
}

#[test]
fn s070_a_window_with_too_few_visitors_does_not_open_and_members_judge_no_window() {
    run(async |app| {
        let mut office = app.office().await;
        let customs = found(&mut office, None, ("海关机关党委", "committee", "office")).await;
        open_window(&mut office, customs, "报关窗口").await;
        let round = draw_up(&mut office, customs, "窗口测评", &[]).await;
        choose_windows(&mut office, &round).await;
        let refused = add_panel(&mut office, &round, "superior", "30").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("本轮各方向都不由这类人员参评"), "{}", refused.text());
        let refused = choose(&mut office, &round, &[customs], ("service_windows", "")).await;
        assert_eq!(refused.status, 422, "an organisation is no window: {}", refused.text());
        add_panel(&mut office, &round, "administered", "4").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("“报关窗口”的“管理相对人”人数不足"), "{}", issuing.text());
        assert!(issuing.find_form("issuing").is_none());
        let panels = office.get(&format!("{round}/panels")).await;
        office.tell(&panels, "?_method=put", &[("planned", "5")], "已保存").await;
        // No window introduces itself: casting waits for nothing but its slips.
        let slips = begin(&mut office, &round).await;
        assert_eq!(slips.len(), 1);
    });
}

#[test]
fn s070_windows_are_entered_found_renamed_and_closed_within_the_own_reach() {
    run(async |app| {
        let mut office = app.office().await;
        let customs = found(&mut office, None, ("海关机关党委", "committee", "office")).await;
        let branch = found(&mut office, Some(customs), ("吴淞海关党支部", "branch", "office")).await;
        let other = found(&mut office, Some(customs), ("洋山海关党支部", "branch", "office")).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let own = secretary.get(&format!("/w/organisations/{branch}")).await;
        let list = secretary.get(&own.link("服务窗口")).await;
        assert!(list.says("还没有登记服务窗口"), "{}", list.text());
        let new = secretary.get(&list.link("登记窗口")).await;
        let wrong = secretary.submit(&new, "/w/windows", &[("name", " ")]).await;
        assert!(wrong.status == 422 && wrong.says("请填写此项"), "{}", wrong.text());
        let window = open_window(&mut secretary, branch, "通关一号窗口").await;
        let new = secretary.get(&list.link("登记窗口")).await;
        let taken = secretary.submit(&new, "/w/windows", &[("name", "通关一号窗口")]).await;
        assert!(taken.status == 422 && taken.says("已经有同名的窗口"), "{}", taken.text());
        open_window(&mut office, other, "洋山查验窗口").await;
        // Nobody sees or opens windows of others.
        assert_eq!(secretary.get("/w/windows").await.texts("tbody th"), ["通关一号窗口"]);
        assert_eq!(secretary.get(&format!("/w/windows?organisation={other}")).await.status, 404);
        let foreign = office.get("/w/windows?search=yscy").await;
        assert_eq!(foreign.texts("tbody th"), ["洋山查验窗口"]);
        assert_eq!(secretary.get(&foreign.link("洋山查验窗口")).await.status, 404);
        // Whoever renames it over another's change sees both names.
        let (mine, theirs) = (secretary.get(&window.path).await, office.get(&window.path).await);
        office.tell(&theirs, "?_method=put", &[("name", "报关窗口")], "窗口名称已修改").await;
        let both = secretary.submit(&mine, "?_method=put", &[("name", "通关窗口")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("报关窗口") && both.html().contains("value=\"通关窗口\""), "{}", both.text());
        let page = secretary.get(&window.path).await;
        let future = secretary.submit(&page, "closure", &[("closed_on", "2026-07-02")]).await;
        assert!(future.status == 422 && future.says("这一天还没有到"), "{}", future.text());
        secretary.tell(&page, "closure", &[("closed_on", "2026-07-01")], "窗口已撤销").await;
        let round = draw_up(&mut office, customs, "窗口测评", &[]).await;
        let offered = office.get(&format!("{round}/objects/windows")).await;
        assert!(offered.says("洋山查验窗口") && !offered.says("报关窗口"), "{}", offered.text());
        // A merged organisation takes its windows along.
        let merger = office.get(&format!("/w/organisations/{other}/merger")).await;
        let target = branch.to_string();
        office.submit(&merger, "merger", &[("target", target.as_str())]).await;
        let list = secretary.get("/w/windows").await;
        assert!(list.texts("tbody th").contains(&"洋山查验窗口".to_owned()), "{}", list.text());
    });
}
