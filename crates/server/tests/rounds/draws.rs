//! The draw of judges from a fixed list (S050): its source declared first, its seed read by one person and confirmed by a
//! second, and nobody left who could try until it pleases.

use rules::draw::{list_digest, order};
use server::roles::Role;
use test_support::{Client, Shown, run};

use crate::composition::{enter, names, panel, with_panel};
use crate::working_group::add;

/// What the seed will be read from, at ten o'clock of the day on which the clock stands at nine.
pub const SOURCE: [(&str, &str); 5] = [
    ("source", "福利彩票双色球第2026100期红球"),
    ("place", "中国福利彩票网"),
    ("format", "按公布次序，用空格隔开"),
    ("due_on", "2026-07-01"),
    ("due_at", "10:00"),
];
const SEED: &str = "03 08 14 22 27 31";

/// Fixes the list of a panel; the page of its draw.
pub async fn fix(office: &mut Client, page: &Shown) -> Shown {
    let mut fields = SOURCE.to_vec();
    fields.push(("sure", "yes"));
    let fixed = office.tell(page, "/fixing", &fields, "名单已固定").await;
    let path = fixed.path.split('?').next().unwrap_or_default().to_owned();
    office.get(&path).await
}

#[test]
fn s050_a_draw_is_announced_before_its_seed_done_once_and_anybody_can_repeat_it() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        let list = names("民", 15);
        let page = enter(&mut office, &round, "群众代表", &list).await;
        let unsure = office.submit(&page, "/fixing", &SOURCE).await;
        assert_eq!(unsure.status, 422);
        assert!(unsure.says("固定后不能再改") && unsure.html().contains("红球"), "{}", unsure.text());
        let draw = fix(&mut office, &page).await;
        // The source stands beside the digest, with who declared it.
        for words in ["福利彩票双色球第2026100期红球", "中国福利彩票网", "按公布次序，用空格隔开", "2026-07-01 10:00"]
        {
            assert!(draw.says(words), "{words}: {}", draw.text());
        }
        let digest = list_digest(list.iter().map(String::as_str));
        assert_eq!(draw.texts("#digest"), std::slice::from_ref(&digest));
        assert!(draw.texts("#seed").is_empty());
        // The file is what was hashed, byte for byte.
        let file = office.get(&draw.link("list-1.txt")).await;
        let lines: String = list.iter().zip(1..).map(|(name, number)| format!("{number}\t{name}\n")).collect();
        assert_eq!(file.html(), lines);
        // Nor is the round given up for a better draw in another one.
        let shown = office.get(&round).await;
        let kept = office.submit(&shown, &format!("{round}?_method=delete"), &[("sure", "yes")]).await;
        assert!(kept.says("这份草稿不能删除"), "{}", kept.text());
        // The list, its quota and its panel stay; issuing waits for the draw.
        let page = panel(&mut office, &round, "群众代表").await;
        assert!(page.texts("textarea").is_empty(), "{}", page.text());
        let panels = office.get(&format!("{round}/panels")).await;
        let row = panels.form("_method=put");
        let more = office.post_form(row, &[("planned", "7")]).await;
        assert!(more.says("名单已经固定"), "{}", more.text());
        let panels = office.get(&format!("{round}/panels")).await;
        let remove = panels.forms("_method=delete").into_iter().last().unwrap();
        let gone = office.post_form(remove, &[]).await;
        assert!(gone.says("名单已经固定"), "{}", gone.text());
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("还没有抽取") && issuing.find_form("/issuing").is_none(), "{}", issuing.text());
        let draw = office.get(&page.link("查看抽取")).await;
        // Nobody enters a seed before its hour, not by a form of his own making either.
        assert!(draw.says("公布的时间还没有到") && !draw.html().contains("seed-typed"), "{}", draw.text());
        app.app.clock.advance_seconds(3_601);
        let draw = office.get(&draw.path).await;
        for seed in ["", "it's", &"1".repeat(61)] {
            let refused = office.submit(&draw, "/draw", &[("seed", seed)]).await;
            assert_eq!(refused.status, 422, "{seed}");
        }
        let form = draw.form("/draw");
        let read = office.tell(&draw, "/draw", &[("seed", SEED)], "数字已填写").await;
        // Whoever entered it does not confirm it; a tally keeper does, who reads no name.
        assert!(read.find_form("draw?_method=put").is_none() && read.says("核对"), "{}", read.text());
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        // Home leads the second person there.
        let home = keeper.get("/w").await;
        assert_eq!(home.link("的抽取等另一人核对"), draw.path, "{}", home.text());
        let page = keeper.get(&draw.path).await;
        assert!(page.says(SEED) && !page.says("民一") && !page.html().contains("list.txt"), "{}", page.text());
        let file = format!("{}/list.txt", draw.path.trim_end_matches("/draw"));
        assert_eq!(keeper.get(&file).await.status, 404);
        keeper.tell(&page, "draw?_method=put", &[], "抽取完成").await;
        let drawn = office.get(&draw.path).await;
        let expected = order(&digest, SEED, 15);
        let numbers: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(drawn.texts("#order tbody td:nth-child(2)"), numbers);
        let standings = drawn.texts("#order tbody td:nth-child(5)");
        assert_eq!(standings.iter().filter(|one| *one == "抽中").count(), 6);
        assert!(standings[..6].iter().all(|one| one == "抽中") && standings[6..].iter().all(|one| one == "候补"));
        for words in [digest.as_str(), SOURCE[0].1, "sha256sum", "check-draw --list list-1.txt"] {
            assert!(drawn.says(words), "{words}: {}", drawn.text());
        }
        // A second draw is refused, even with a form that was still open.
        let mut again = form;
        again.fields.retain(|(name, _)| name != "once");
        let again = office.post_form(again, &[("once", "0123456789abcdef0123"), ("seed", "1")]).await;
        assert!(again.status.is_client_error(), "{}", again.text());
        assert_eq!(office.get(&draw.path).await.texts("#seed"), [SEED]);
        // Whoever cannot come is replaced by the next reserve, with the reason.
        let page = panel(&mut office, &round, "群众代表").await;
        let form = page.forms("/replacement").into_iter().next().unwrap();
        let nothing = office.post_form(form.clone(), &[("reason", "")]).await;
        assert_eq!(nothing.status, 422);
        let page = office.post_form(form, &[("reason", "出差")]).await;
        assert!(page.says("由下一名候补递补") && page.says("出差"), "{}", page.text());
        let next = &list[expected[6] - 1];
        let row = page.texts("#people tbody tr").into_iter().find(|row| row.contains(next.as_str())).unwrap();
        assert!(row.contains("抽中"), "{row}");
        assert!(page.says("确定参评 6 人") && page.says("不能参加 1 人"), "{}", page.text());
    });
}

/// A source with another day and hour.
fn later<'a>(source: &'a str, due_on: &'a str, due_at: &'a str) -> [(&'a str, &'a str); 5] {
    [("source", source), SOURCE[1], SOURCE[2], ("due_on", due_on), ("due_at", due_at)]
}

#[test]
fn s050_a_source_is_declared_before_its_hour_and_in_full() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        let page = enter(&mut office, &round, "群众代表", &names("民", 8)).await;
        let long = "长".repeat(121);
        for (given, why) in [
            (later("", "2026-07-01", "10:00"), "请填写此项"),
            (later(&long, "2026-07-01", "10:00"), "120"),
            (later("掷骰", "七月一日", "10:00"), "日期请写成"),
            (later("掷骰", "2026-07-01", "十点"), "时间请写成"),
            (later("掷骰", "2026-07-01", "09:00"), "数字必须在以后产生"),
            (later("掷骰", "2026-06-30", "23:00"), "数字必须在以后产生"),
            (later("掷骰", "2027-12-31", "10:00"), "最晚在一年以内"),
        ] {
            let mut fields = given.to_vec();
            fields.push(("sure", "yes"));
            let refused = office.submit(&page, "/fixing", &fields).await;
            assert_eq!(refused.status, 422, "{why}");
            assert!(refused.says(why), "{why}: {}", refused.text());
        }
        fix(&mut office, &page).await;
    });
}

#[test]
fn s050_a_source_that_failed_is_followed_by_one_that_two_people_declare_and_both_stay() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        let page = enter(&mut office, &round, "群众代表", &names("民", 8)).await;
        let draw = fix(&mut office, &page).await;
        app.app.clock.advance_seconds(3_601);
        let draw = office.get(&draw.path).await;
        let stale = office.get(&draw.path).await;
        let silent = office.submit(&draw, "/draw/source", &later("现场掷骰十次", "2026-07-01", "11:30")).await;
        assert_eq!(silent.status, 422, "without the reason");
        let mut given = later("现场掷骰十次", "2026-07-01", "11:30").to_vec();
        given.push(("reason", "该期停止开奖"));
        let proposed = office.tell(&silent, "/draw/source", &given, "新的来源已提出").await;
        assert!(proposed.find_form("source?_method=put").is_none(), "{}", proposed.text());
        // Meanwhile nothing is read, and a form that was open before shows that something changed.
        assert!(!proposed.html().contains("seed-typed"));
        let both = office.submit(&stale, "/draw", &[("seed", "1 2 3")]).await;
        assert_eq!(both.status, 409);
        assert!(both.html().contains("1 2 3"), "{}", both.text());
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        let page = keeper.get(&draw.path).await;
        let agreed = keeper.tell(&page, "source?_method=put", &[], "新的来源已公布").await;
        for words in [SOURCE[0].1, "现场掷骰十次", "该期停止开奖"] {
            assert!(agreed.says(words), "{words}: {}", agreed.text());
        }
        // The new one has an hour of its own.
        assert!(agreed.says("公布的时间还没有到") && !agreed.html().contains("seed-typed"), "{}", agreed.text());
        // Sooner than a session ends.
        app.app.clock.advance_seconds(5_500);
        // What was read wrong is sent back with the reason, and stays.
        let page = keeper.get(&draw.path).await;
        let read = keeper.tell(&page, "/draw", &[("seed", "1 2 3")], "数字已填写").await;
        let unsaid = keeper.submit(&read, "draw?_method=delete", &[("reason", "")]).await;
        assert_eq!(unsaid.status, 422);
        let page = office.get(&draw.path).await;
        let back = office.tell(&page, "draw?_method=delete", &[("reason", "少读一次")], "已退回").await;
        let read = office.tell(&back, "/draw", &[("seed", "1 2 3 4")], "数字已填写").await;
        assert!(read.says("少读一次") && read.says("已退回"), "{}", read.text());
        // A seed that waits is no source that failed.
        assert!(read.find_form("/draw/source").is_none());
        let page = keeper.get(&draw.path).await;
        let drawn = keeper.tell(&page, "draw?_method=put", &[], "抽取完成").await;
        assert_eq!(drawn.texts("#seed"), ["1 2 3 4"]);
        assert!(drawn.says("读自第 2 次公布的来源") && drawn.says("少读一次"), "{}", drawn.text());
        // Nobody of another organisation's tally sees it.
        let page = panel(&mut office, &round, "群众代表").await;
        assert!(page.says("抽中"), "{}", page.text());
        let mut stranger = app.visitor("secretary", &[(Role::Secretary, None)]).await;
        assert_eq!(stranger.get(&draw.path).await.status, 404);
    });
}

#[test]
fn s050_whoever_read_a_seed_and_heads_the_group_by_now_counts_no_longer() {
    run(async |app| {
        let mut office = app.office().await;
        let round = with_panel(app, &mut office, "6").await;
        let page = enter(&mut office, &round, "群众代表", &names("民", 8)).await;
        let draw = fix(&mut office, &page).await;
        app.app.clock.advance_seconds(3_601);
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        let page = keeper.get(&draw.path).await;
        keeper.tell(&page, "/draw", &[("seed", "1 2 3")], "数字已填写").await;
        // Whoever heads the working group keeps no tally and confirms no draw (P10).
        add(&mut office, &round, ("郑书记", "党组书记", "head", "keeper")).await;
        let page = office.get(&draw.path).await;
        let refused = office.submit(&page, "draw?_method=put", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("已不能再办这件事"), "{}", refused.text());
        let page = office.get(&draw.path).await;
        assert!(page.texts("#seed").is_empty(), "{}", page.text());
    });
}
