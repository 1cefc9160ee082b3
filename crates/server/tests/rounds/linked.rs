//! S071: rounds of the levels of a tree, each issued once the one below is sealed.

use calamine::{Reader, Xlsx};
use server::roles::Role;
use storage::OrganisationId;
use test_support::{Client, Shown, TestApp, found, run};

use crate::issuing::is_not_issued;
use crate::life::{add_panel, begin, cast, choose, choose_members, draw_up, enter_members, open, seal};

const TITLES: [&str; 3] = ["群众测评党员", "党员测评支部", "支部测评党委"];

/// Three rounds, each following the one below, drawn up and not announced.
struct Chain {
    committee: OrganisationId,
    branch: OrganisationId,
    /// Their paths, the lowest first.
    rounds: [String; 3],
}

async fn chain(app: &TestApp, office: &mut Client) -> Chain {
    let committee = found(office, None, ("杨王村党委", "committee", "rural")).await;
    let branch = found(office, Some(committee), ("第一党支部", "branch", "rural")).await;
    let people = enter_members(app, branch, &["杨一", "王二"]).await;
    let masses = draw_up(office, committee, TITLES[0], &[]).await;
    choose_members(office, &masses, (branch, &people), ("five_looks", "masses_to_member")).await;
    add_panel(office, &masses, "villagers", "6").await;
    // The next round begins from the one below it, and so does the one above.
    let next = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let below = next(&masses);
    let members = draw_up(office, committee, TITLES[1], &[("follows", &below)]).await;
    choose(office, &members, &[branch], ("five_goods", "members_to_organisation")).await;
    add_panel(office, &members, "members", "7").await;
    let below = next(&members);
    let branches = draw_up(office, committee, TITLES[2], &[("follows", &below)]).await;
    choose(office, &branches, &[committee], ("five_goods", "subordinates_to_organisation")).await;
    add_panel(office, &branches, "branches", "5").await;
    Chain { committee, branch, rounds: [masses, members, branches] }
}

/// The lowest round with ten of twelve satisfied, sealed.
async fn live_lowest(app: &TestApp, office: &mut Client, masses: &str) -> String {
    let slips = open(office, masses).await;
    cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
    seal(app, masses, "first").await
}

/// The two above it with six of seven and four of five, sealed.
async fn live_upper(app: &TestApp, office: &mut Client, members: &str, branches: &str) -> [String; 2] {
    let slips = begin(office, members).await;
    cast(app, &slips, "党员", &[0, 0, 0, 0, 0, 0, 2]).await;
    let middle = seal(app, members, "second").await;
    let slips = open(office, branches).await;
    cast(app, &slips, "支部", &[0, 0, 0, 0, 1]).await;
    [middle, seal(app, branches, "third").await]
}

#[test]
fn s071_people_judge_members_members_their_branch_and_branches_the_committee() {
    run(async |app| {
        let mut office = app.office().await;
        let [masses, members, branches] = chain(app, &mut office).await.rounds;
        // Refused while the lower level is not sealed.
        office.fill(&members, "announcement", &[], "轮次已公布").await;
        is_not_issued(&mut office, &members, "下级一轮还没有封存").await;
        let lowest = live_lowest(app, &mut office, &masses).await;
        let [middle, highest] = live_upper(app, &mut office, &members, &branches).await;
        // The committee's figure is that of the branches alone; the three lead to each other.
        for (path, rate) in [(&lowest, "10/12 = 83.3 %"), (&middle, "6/7 = 85.7 %"), (&highest, "4/5 = 80.0 %")] {
            let page = office.get(path).await;
            assert!(page.says(rate), "{rate}: {}", page.text());
            let chain = page.texts("nav ol li");
            assert_eq!(chain.len(), 3, "{chain:?}");
            for (link, title) in chain.iter().zip(TITLES) {
                assert!(link.contains(title), "{chain:?}");
            }
        }
    });
}

/// The cells of a level, row by row one after the other.
fn cells(page: &Shown, level: usize) -> Vec<String> {
    page.texts(&format!("#level-{level} tbody td"))
}

#[test]
fn s071_the_results_of_all_levels_stand_on_one_page_and_no_figure_adds_two_of_them() {
    run(async |app| {
        let mut office = app.office().await;
        let Chain { committee, branch, rounds: [masses, members, branches] } = chain(app, &mut office).await;
        // Nothing is sealed: the office finds the page all the same, and it says so of each level.
        let linked = office.get(&masses).await.link("联动各轮的结果");
        let page = office.get(&linked).await;
        assert_eq!(page.texts("section[id] .empty-state"), ["这一级还没有封存，封存后才有结果。"; 3]);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(committee))]).await;
        assert_eq!(secretary.get(&page.path).await.status, 404);

        office.fill(&members, "announcement", &[], "轮次已公布").await;
        let lowest = live_lowest(app, &mut office, &masses).await;
        let linked = office.get(&lowest).await.link("联动各轮的结果");
        let page = office.get(&linked).await;
        assert_eq!(page.texts("section[id] .empty-state").len(), 2, "{}", page.text());
        assert_eq!(page.texts("#level-1 tbody th"), ["王二", "杨一", "杨王村党委合计"]);
        let each = ["6", "6", "6", "5/6 = 83.3 %", "95% 区间 43.6%–97.0%"];
        let all = ["", "", "", "10/12 = 83.3 %", "95% 区间 55.1%–95.4%"];
        assert_eq!(cells(&page, 1), [each, each, all].concat());

        let [_, highest] = live_upper(app, &mut office, &members, &branches).await;
        let page = office.get(&page.path).await;
        let titles = page.texts("section[id] h2");
        for (title, expected) in titles.iter().zip(TITLES) {
            assert!(title.contains(expected), "{titles:?}");
        }
        assert!(page.says("群众评党员") && page.says("党员评组织") && page.says("下级评上级"), "{}", page.text());
        assert_eq!(cells(&page, 2), ["7", "7", "7", "6/7 = 85.7 %", "95% 区间 48.6%–97.5%"]);
        assert_eq!(cells(&page, 3), ["5", "5", "5", "4/5 = 80.0 %", "95% 区间 37.5%–96.4%"]);
        let said = page.texts("#level-3 p").concat();
        assert!(said.contains("杨王村党委的结果只由支部的测评得出，其他各级的票都不计入。"), "{said}");
        // Neither all forms, nor two levels together.
        for figure in ["20/24", "16/19", "14/17"] {
            assert!(!page.says(figure), "{figure}: {}", page.text());
        }
        let steps = office.get(&page.link("4/5")).await;
        assert!(steps.says("杨王村党委") && !steps.says("6/7"), "{}", steps.text());
        let english = office.clone().speaking("en").get(&page.path).await;
        assert!(english.says("the committee’s result is built from the branches’ measure only"), "{}", english.text());
        assert!(!english.html().contains('⟦'));

        // The same as a spreadsheet; taking it is an event.
        let file = office.get(&page.link("导出表格")).await;
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
        let sheet = workbook.worksheet_range("联动各轮的结果").unwrap();
        let rates: Vec<String> = sheet.rows().map(|row| format!("{} {}", row[0], row[10])).collect();
        let expected = ["级次 满意率", "1 5/6 = 83.3 %", "1 5/6 = 83.3 %", "1 10/12 = 83.3 %", "2 6/7 = 85.7 %"];
        assert_eq!(rates[..5], expected);
        assert_eq!(rates[5], "3 4/5 = 80.0 %");
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit?event=exported").await;
        assert!(trail.says("群众测评党员: 联动各轮的结果"), "{}", trail.text());
        look(app, (&mut office, &mut secretary), (&highest, branch)).await;
    });
}

/// A secretary sees the level that was published, within his own reach, and no spreadsheet; others find nothing.
async fn look(
    app: &TestApp,
    (office, secretary): (&mut Client, &mut Client),
    (highest, branch): (&str, OrganisationId),
) {
    let linked = format!("{highest}/linked");
    assert_eq!(secretary.get(&linked).await.status, 404, "sealed, not published");
    let published = [("place", "党务公开栏"), ("day", "2026-07-01")];
    office.fill(&format!("{highest}/publication"), "publication", &published, "已通报").await;
    let page = secretary.get(&linked).await;
    assert_eq!(cells(&page, 3)[3], "4/5 = 80.0 %", "{}", page.text());
    assert_eq!(page.texts("section[id] .empty-state").len(), 2, "{}", page.text());
    assert!(!page.says("6/7") && !page.says("10/12"), "{}", page.text());
    assert_eq!(secretary.get(&format!("{linked}.xlsx")).await.status, 404);
    // The branch's own secretary sees that it exists, and nothing of the committee's figures.
    let mut below = app.visitor("below", &[(Role::Secretary, Some(branch))]).await;
    let page = below.get(&linked).await;
    assert_eq!(page.texts("section[id] .empty-state").len(), 3, "{}", page.text());
    assert!(!page.says("4/5"), "{}", page.text());
    // What the office above announced and did not publish has no title here, on no page of the chain.
    assert!(page.says(TITLES[2]) && !page.says(TITLES[0]) && !page.says(TITLES[1]), "{}", page.text());
    assert!(page.says("由别的单位组织，结果还没有通报"), "{}", page.text());
    let results = below.get(highest).await;
    assert!(results.status == 200 && !results.says(TITLES[0]) && !results.says(TITLES[1]), "{}", results.text());
    let elsewhere = found(office, None, ("东河镇党委", "committee", "rural")).await;
    let mut other = app.visitor("other", &[(Role::Secretary, Some(elsewhere))]).await;
    let mut office_elsewhere = app.visitor("office-2", &[(Role::CampaignOffice, Some(elsewhere))]).await;
    for visitor in [&mut other, &mut office_elsewhere] {
        for path in [linked.clone(), format!("{linked}.xlsx")] {
            assert_eq!(visitor.get(&path).await.status, 404, "{path}");
        }
    }
}

#[test]
fn a_chain_that_comes_back_to_itself_is_refused() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let lower = draw_up(&mut office, town, "下级", &[]).await;
        let id = lower.rsplit('/').next().unwrap().to_owned();
        let upper = draw_up(&mut office, town, "上级", &[("follows", &id)]).await;
        let upper = upper.rsplit('/').next().unwrap();
        let page = office.get(&format!("{lower}/settings")).await;
        let refused = office.submit(&page, "_method=put", &[("follows", upper)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("会绕成一圈"), "{}", refused.text());
        // One's own round is not offered, nor taken.
        assert!(!page.html().contains(&format!("value=\"{id}\"")));
        let refused = office.submit(&page, "_method=put", &[("follows", &id)]).await;
        assert_eq!(refused.status, 422);
    });
}
