//! One page reconciles every channel of a round (`rounds.md` §2): slips, paper, slips and a tablet at windows, named sheets;
//! who took part by two of them is one person.

use test_support::named::say;
use test_support::slips::{codes_on, enter, print_forms, vote};
use test_support::{Client, Form, Shown, TestApp, found, run};

use crate::life::{choose, draw_up, enter_members};
use crate::named::{Made, NINE, allot, roll};
use crate::paper_life::{accept, count_twice, end, key_twice, open_casting, paper_of};
use crate::tablets::hand_over;
use crate::windows::{PIN, choose_windows, open_window, tablet};

/// A round about a branch, judged by the people and by its nine members, and about its two windows, judged by their
/// visitors; what the members judge is held by name too.
async fn declared(app: &TestApp, office: &mut Client) -> Made {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("便民中心党支部", "branch", "rural")).await;
    let people = enter_members(app, branch, &NINE).await;
    for name in ["社保窗口", "税务窗口"] {
        open_window(office, branch, name).await;
    }
    let round = draw_up(office, town, "各种方式", &[]).await;
    for direction in ["masses_to_organisation", "members_to_organisation"] {
        choose(office, &round, &[branch], ("five_goods", direction)).await;
    }
    choose_windows(office, &round).await;
    let panels = format!("{round}/panels");
    for (category, planned, place) in
        [("villagers", "13", "organisations"), ("members", "", "organisations"), ("administered", "6", "windows")]
    {
        let fields = [("category", category), ("planned", planned), ("place", place)];
        office.fill(&panels, &panels, &fields, "已增加参评人员").await;
    }
    let made = Made { branch, people, round };
    let page = office.get(&made.named("")).await;
    let held = page.choices().into_iter().find(|(words, _)| words.ends_with("党员评组织")).unwrap();
    office.tell(&page, "_method=put", &[("held", &held.1)], "实名评议的范围已保存").await;
    made
}

/// The form of a page that is about the judge group of this name.
fn about(page: &Shown, forms: &[Form], name: &str) -> Form {
    // The table of groups comes first, with a form in every row.
    let place = page.texts("tbody tr").iter().position(|row| row.contains(name)).unwrap();
    forms[place].clone()
}

/// Prints so many slips for the group of this name; their codes.
async fn print(office: &mut Client, made: &Made, (name, count): (&str, &str)) -> Vec<String> {
    let batches = format!("{}/batches", made.round);
    let page = office.get(&batches).await;
    let form = about(&page, &print_forms(&page), name);
    let paper = office.post_form(form, &[("count", count)]).await;
    office.fill(&batches, "_method=put", &[], "已确认这一批打印无误").await;
    codes_on(&paper.bytes)
}

/// The rows of a table: whose row it is, then its cells.
fn rows(page: &Shown, part: &str) -> Vec<String> {
    let heads = page.texts(&format!("#channels {part} th[scope=row]"));
    let cells = page.texts(&format!("#channels {part} td"));
    heads.iter().zip(cells.chunks(9)).map(|(head, cells)| format!("{head} | {}", cells.join(" "))).collect()
}

#[test]
fn slips_paper_windows_tablets_and_named_sheets_are_reconciled_on_one_page_and_nobody_counts_twice() {
    run(async |app| {
        let mut office = app.office().await;
        let made = declared(app, &mut office).await;
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        office.fill(&format!("{}/issuing", made.round), "issuing", &[], "各项约定已固定").await;
        let of_people = print(&mut office, &made, ("村民", "8")).await;
        let of_members = print(&mut office, &made, ("党员", "9")).await;
        let at_window = print(&mut office, &made, ("社保窗口", "6")).await;
        let page = office.get(&format!("{}/batches", made.round)).await;
        let form = page.forms("/tablets?on=").pop().unwrap();
        let key = office.post_form(form, &[("count", "6"), ("pin", PIN)]).await.texts("#key").concat();
        let paper = office.get(&paper_of(&made.round)).await;
        let form = about(&paper, &paper.forms("/w/paper/"), "村民");
        let batch = office.post_form(form, &[("count", "5")]).await;
        let batch = batch.path.split('?').next().unwrap().to_owned();
        // A member who took a slip speaks by name after all: the slip is given back, and the person stands on the roll once.
        let page = roll(&mut office, &made).await;
        let back = [("channel", "named"), ("code", of_members[0].as_str())];
        allot(&mut office, &page, made.people[0], &back).await;
        open_casting(&mut office, &made.round).await;
        assert!(enter(&mut app.anonymous(), &of_members[0]).await.says("已经作废"));

        let cast = of_people[..6].iter().chain(&of_members[1..]).chain(&at_window[..5]);
        for code in cast {
            vote(&mut app.anonymous(), code, 0).await;
        }
        let mut at_tablet = tablet(app, &key).await;
        for _ in 0..5 {
            hand_over(app, &mut at_tablet).await;
        }
        let mut first = app.visiting_member("first", made.people[0], made.branch).await;
        let own = first.get(&made.named("/own")).await;
        say(&mut first, &own.link("便民中心党支部"), 0, ("", "no")).await;
        // Before sealing nobody knows who took part; the roll is known.
        let path = format!("{}/reconciliation", made.round);
        let page = office.get(&path).await;
        assert!(page.says("名册应到 9 人：领凭证 8 人 + 实名 1 人 + 不参加 0 人。"), "{}", page.text());
        assert!(page.says("同一类人员的名册上没有人重复。") && page.texts("#remarks li").is_empty(), "{}", page.text());

        let mut keepers = end(app, &made.round).await;
        let counts = office.get(&format!("{}/batches", made.round)).await;
        let counts: Vec<String> = counts.links().into_iter().filter(|link| link.ends_with("/count")).collect();
        // Handed out, returned, missing: the people, the members, the first window, the tablet of the second.
        let counted = [["8", "2", "0"], ["8", "0", "0"], ["6", "0", "1"], ["5", "0", "0"]];
        for (link, [handed_out, returned, missing]) in counts.iter().zip(counted) {
            for (keeper, told) in keepers.iter_mut().zip(["等待另一个人清点", "两人数字一致"]) {
                let numbers = [("handed_out", handed_out), ("returned", returned), ("missing", missing)];
                keeper.fill(link, "count", &numbers, told).await;
            }
        }
        count_twice(&mut keepers, &batch, ["5", "5", "0", "0"]).await;
        key_twice(app, &batch, &["1", "1", "1", "2", "1"]).await;
        accept(&mut keepers, &batch).await;

        let page = office.get(&path).await;
        // Planned, printed, handed out, took part, returned, missing, cancelled.
        let expected = [
            ("村民", "领凭证 13 8 8 6 2 0 0 相符"),
            ("村民", "纸质表  5 5 5 0 0  相符"),
            ("村民", "合计 13 13 13 11 2 0 0 相符"),
            ("党员", "领凭证 8 9 8 8 0 0 1 相符"),
            ("党员", "实名 1   1    相符"),
            ("党员", "合计 9 9 8 9 0 0 1 相符"),
            ("社保窗口", "窗口一次性凭证 6 6 6 5 0 1 0 相符"),
            ("税务窗口", "窗口平板 6 6 5 5 0 0 0 相符"),
        ];
        let found = rows(&page, "tbody");
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (whose, numbers) in expected {
            assert!(
                found.iter().any(|row| row.contains(whose) && row.ends_with(numbers)),
                "{whose} {numbers}: {found:#?}"
            );
        }
        // 13 + 9 + 6 + 6 planned; 11 + 9 + 5 + 5 took part, one of them by name: 24 codes, 5 sheets of paper.
        assert!(rows(&page, "tfoot")[0].ends_with("合计 34 34 32 30 2 1 1 相符"), "{:?}", rows(&page, "tfoot"));
        assert!(page.texts(".state-error").is_empty() && page.says("另有纸质票 5 张"), "{}", page.text());
        assert!(page.says("名册应到 9 人：领凭证 8 人 + 实名 1 人 + 不参加 0 人。"), "{}", page.text());
        let english = office.speaking("en").get(&path).await;
        assert!(english.says("Window tablet") && !english.html().contains('⟦'), "{}", english.text());
    });
}
