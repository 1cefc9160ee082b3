//! Grade and text together (S056): the everyday log, and the conclusion of a sealed round.

use server::roles::Role;
use test_support::{Client, Shown, found, run};

use crate::life::{add_panel, cast, choose, draw_up, open, seal};

/// Adds an entry to a log.
async fn enter(client: &mut Client, log: &str, (day, method, words): (&str, &str, &str)) -> Shown {
    let page = client.get(log).await;
    let fields = [("happened_on", day), ("method", method), ("words", words), ("evidence", "镇创先办〔2026〕7 号")];
    client.submit(&page, log, &fields).await
}

/// What can be ticked about an entry.
fn tick(page: &Shown, words: &str) -> Option<String> {
    page.choices().into_iter().find(|(label, _)| label.contains(words)).map(|(_, id)| id)
}

#[test]
fn s056_a_conclusion_combines_everyday_knowledge_words_and_the_released_figure() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let other = found(&mut office, Some(town), ("西沟村党支部", "branch", "rural")).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let mut neighbour = app.visitor("neighbour", &[(Role::Secretary, Some(other))]).await;
        // Everyday knowledge is entered at any time, and by day.
        let log = secretary.get(&format!("/w/organisations/{branch}")).await.link("平时了解");
        assert_eq!(neighbour.get(&log).await.status, 404);
        let future = enter(&mut secretary, &log, ("2026-07-02", "visits", "明天再去")).await;
        assert_eq!(future.status, 422);
        assert!(future.says("这一天还没有到"), "{}", future.text());
        let nothing = enter(&mut secretary, &log, ("2026-06-15", "", " ")).await;
        assert!(nothing.says("请选择一项") && nothing.says("请填写此项"), "{}", nothing.text());
        for (day, method, words) in [
            ("2026-05-01", "visits", "五月走访两户"),
            ("2026-06-15", "visits", "入户三十家，都说路修好了"),
            ("2026-06-18", "site_views", "实地看了水站"),
        ] {
            let page = enter(&mut secretary, &log, (day, method, words)).await;
            assert!(page.says("记录已保存") && page.says(words), "{}", page.text());
        }
        let page = enter(&mut office, &log, ("2026-06-20", "hotline", "热线反映办事要跑两趟")).await;
        assert_eq!(page.forms("?_method=put").len(), 1, "only the own one may be changed: {}", page.text());
        let page = secretary.get(&log).await;
        assert_eq!(page.forms("?_method=put").len(), 3, "{}", page.text());
        // Two who change the same entry see both versions.
        let mine = page.forms("?_method=put").remove(1);
        let stale = mine.clone();
        let page = secretary.post_form(mine, &[("words", "入户三十二家，都说路修好了")]).await;
        assert!(page.says("入户三十二家"), "{}", page.text());
        let both = secretary.post_form(secretary_form(&page, &stale.action, 1), &[("words", "入户几家")]).await;
        assert_eq!(both.status, 409, "{}", both.text());
        assert!(both.says("入户三十二家") && both.says("入户几家"), "{}", both.text());

        let period = [("period_from", "2026-06-01"), ("period_to", "2026-06-30")];
        let round = draw_up(&mut office, town, "2026年群众评议", &period).await;
        choose(&mut office, &round, &[branch], ("five_goods", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let slips = open(&mut office, &round).await;
        let path = format!("{}/conclusions/{branch}", round.replace("/w/rounds/", "/w/records/"));
        assert_eq!(office.get(&path).await.status, 404, "not before sealing");
        cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
        let results = seal(app, &round, "keeper").await;

        // The score part stands there; without a text part nothing is saved.
        let records = office.get(&format!("{}/{branch}", round.replace("/w/rounds/", "/w/records/"))).await;
        let page = office.get(&records.link("定性评价")).await;
        assert_eq!(page.path, path);
        assert!(page.texts("#scores")[0].contains("5/6 = 83.3 %"), "{}", page.text());
        assert!(tick(&page, "五月走访").is_none(), "only what is of the period: {}", page.text());
        let visit = tick(&page, "入户三十二家").unwrap();
        let hotline = tick(&page, "热线反映").unwrap();
        let cites = [("cites", visit.as_str()), ("cites", hotline.as_str())];
        let refused = office.submit(&page, "_method=put", &cites).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("请填写此项"), "{}", refused.text());
        let before = office.get(&path).await;
        let years = format!("/w/results/organisations/{branch}");
        assert!(office.get(&years).await.says("尚未作出定性评价"));
        let texts = [
            ("style", "班子团结，作风扎实"),
            ("work", "修路三公里，建水站一座"),
            ("words", "群众满意，办事程序还要简化"),
        ];
        let fields: Vec<(&str, &str)> = cites.into_iter().chain(texts).collect();
        let saved = office.tell(&page, "_method=put", &fields, "定性评价已保存").await;
        assert!(saved.says("修路三公里") && saved.says("5/6 = 83.3 %"), "{}", saved.text());
        let both = office.submit(&before, "_method=put", &[("style", "一"), ("work", "二"), ("words", "三")]).await;
        assert_eq!(both.status, 409, "a page from before: {}", both.text());
        assert!(both.says("群众满意，办事程序还要简化"), "{}", both.text());

        // What is cited stays; what is not may still go.
        let log_page = secretary.get(&log).await;
        assert_eq!(log_page.texts(".entry .state-done"), ["已被引用", "已被引用"], "{}", log_page.text());
        assert_eq!(log_page.forms("?_method=put").len(), 2, "{}", log_page.text());
        let refused = secretary.post_form(secretary_form(&log_page, &stale.action, 2), &[("words", "改了")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("不能再修改或删除"), "{}", refused.text());
        let mut gone = secretary_form(&log_page, &stale.action, 2);
        gone.action = gone.action.replace("_method=put", "_method=delete");
        assert!(secretary.post_form(gone, &[]).await.says("不能再修改或删除"));
        let page = secretary.get(&log).await;
        let removed = secretary.post_form(page.forms("?_method=delete").into_iter().nth(1).unwrap(), &[]).await;
        assert!(removed.says("记录已删除"), "{}", removed.text());

        // The secretary reads it once it is published, nobody of another unit ever; it stands in the record over the years.
        assert_eq!(secretary.get(&path).await.status, 404);
        let published = [("place", "村务公开栏"), ("day", "2026-07-01")];
        office.fill(&format!("{results}/publication"), "publication", &published, "已通报").await;
        let page = secretary.get(&path).await;
        for words in ["班子团结", "修路三公里", "办事程序还要简化", "入户三十二家", "热线反映", "5/6 = 83.3 %"]
        {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        assert!(page.find_form("_method=put").is_none(), "the office writes it: {}", page.text());
        assert_eq!(neighbour.get(&path).await.status, 404);
        let record = secretary.get(&years).await;
        assert_eq!(record.link("群众满意，办事程序还要简化"), path);
        let english = secretary.clone().speaking("en").get(&path).await;
        assert!(english.says("Ideas and style") && !english.html().contains('⟦'), "{}", english.text());
    });
}

/// A form of a page as if it changed another entry, read as some version: what a page left open too long posts.
fn secretary_form(page: &Shown, action: &str, version: i64) -> test_support::Form {
    let mut form = page.forms("?_method=put").remove(0);
    action.clone_into(&mut form.action);
    for (name, value) in &mut form.fields {
        if name == "version" {
            *value = version.to_string();
        }
    }
    form
}
