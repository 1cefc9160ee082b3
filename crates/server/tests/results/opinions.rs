//! Opinions: sealed below the threshold, read by two, shown without their author, answered.

use server::roles::Role;
use test_support::papers::text_of;
use test_support::{Client, Shown, TestApp};

use crate::run;
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];

async fn decide(client: &mut Client, page: &Shown, fields: &[(&str, &str)]) -> Shown {
    client.submit(page, "/readings/", fields).await
}

#[test]
fn s048_an_opinion_is_read_by_two_released_without_its_author_and_answered_before_the_end() {
    run(async |app| {
        let groups = vec![
            Judges::masses(1, &[(9, 0)]).saying(&["我是会计老王，账目应当公开。", "多到地里来看看。"]),
            Judges::masses(2, &[(9, 0)]),
        ];
        let made = cast(app, &World::of(TOWN, groups)).await;
        let (mut first, mut second) = made.end(app).await;
        let list = first.get(&made.path("/readings")).await;
        let links: Vec<String> = list.links().into_iter().filter(|link| link.contains("/readings/")).collect();
        assert_eq!(links.len(), 2);
        let mut office = app.office().await;
        assert_eq!(office.get(&links[0]).await.status, 404, "raw words are the tally keepers'");
        for link in &links {
            let page = first.get(link).await;
            let is_accounts = page.says("账目");
            let empty = decide(&mut first, &page, &[("decision", "propose"), ("words", " ")]).await;
            assert_eq!(empty.status, 422);
            let words = if is_accounts { "账目应当公开。" } else { "多到地里来看看。" };
            let page = first.get(link).await;
            let fields = [("decision", "propose"), ("words", words)];
            assert!(decide(&mut first, &page, &fields).await.says("等待另一名计票人核对"));
            // The first reader cannot confirm; the second may send back, and then both read anew.
            assert!(first.get(link).await.find_form("/readings/").is_none());
            let page = second.get(link).await;
            assert!(page.says("原文") && page.says(words));
            decide(&mut second, &page, &[("decision", "send_back")]).await;
            let page = second.get(link).await;
            decide(&mut second, &page, &fields).await;
            let page = first.get(link).await;
            assert!(decide(&mut first, &page, &[("decision", "confirm")]).await.says("意见已公布"));
        }
        let shown = office.get(&made.path("/opinions")).await;
        assert!(shown.says("账目应当公开。") && !shown.says("老王"), "{}", shown.text());
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let page = office.get(&made.path("/finish")).await;
        assert!(page.find_form("finish").is_none() && page.says("还不能办结"));
        let own = Some(made.places[1]);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, own)]).await;
        let other = Some(made.places[2]);
        let mut stranger = app.visitor("stranger", &[(Role::Secretary, other)]).await;
        assert!(!stranger.get(&made.path("/opinions")).await.says("账目"));
        for _ in 0..2 {
            let list = secretary.get(&made.path("/opinions")).await;
            let form = secretary.get(&list.link("答复意见")).await;
            assert_eq!(stranger.get(&form.path).await.status, 404);
            let missing = secretary.submit(&form, "/answer", &[("words", "")]).await;
            assert_eq!(missing.status, 422);
            let words = [("words", "七月起每季度张榜公布。")];
            assert!(secretary.submit(&form, "/answer", &words).await.says("答复已保存"));
        }
        let pdf = office.get(&format!("{}/feedback.pdf", made.object(1))).await;
        assert!(pdf.bytes.starts_with(b"%PDF"));
        let page = office.get(&made.path("/finish")).await;
        assert!(office.submit(&page, "finish", &[]).await.says("已办结"));
    });
}

#[test]
fn opinions_that_fewer_than_eight_can_have_written_stay_sealed() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(7, 0)]).saying(&["书记应当多听意见。"])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        let (mut first, _) = made.end(app).await;
        let list = first.get(&made.path("/readings")).await;
        assert!(list.says("没有需要审读的意见") && list.says("另有 1 条意见"), "{}", list.text());
        let mut office = app.office().await;
        let shown = office.get(&made.path("/opinions")).await;
        assert!(shown.says("另有 1 条意见：可能提出的人不足 8 人"), "{}", shown.text());
        assert!(!shown.says("多听意见"));
    });
}

#[test]
fn opinions_of_small_neighbours_are_shown_at_their_superior_without_the_unit() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(5, 0)]).saying(&["道路要修。"]), Judges::masses(2, &[(5, 0)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        let (mut first, _) = made.end(app).await;
        let list = first.get(&made.path("/readings")).await;
        let page = first.get(&list.link("审读")).await;
        assert!(page.says("柳林镇党委") && !page.says("东河村"), "{}", page.text());
    });
}

#[test]
fn two_who_answer_the_same_opinion_see_both_answers() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(9, 0)]).saying(&["道路要修。"])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        release_all(app, &made).await;
        let mut office = app.office().await;
        let own = Some(made.places[1]);
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, own)]).await;
        let list = office.get(&made.path("/opinions")).await;
        let mine = office.get(&list.link("答复意见")).await;
        let theirs = secretary.get(&mine.path).await;
        let saved = secretary.submit(&theirs, "/answer", &[("words", "八月动工。")]).await;
        assert!(saved.says("答复已保存"), "{}", saved.text());
        let late = office.submit(&mine, "/answer", &[("words", "正在筹措资金。")]).await;
        assert_eq!(late.status, 409);
        assert!(late.says("八月动工。") && late.html().contains("正在筹措资金。"), "{}", late.text());
        assert!(late.says("另一位同志已经作了下面的答复"), "{}", late.text());
        // Nothing is lost; whoever has seen both may still decide.
        assert!(office.get(&made.path("/opinions")).await.says("八月动工。"));
        let saved = office.submit(&late, "/answer", &[("words", "八月动工，资金正在筹措。")]).await;
        assert!(saved.says("八月动工，资金正在筹措。"), "{}", saved.text());
        // The same once more, where there was an answer before both began.
        let stale = secretary.submit(&theirs, "/answer", &[("words", "九月。"), ("once", "0123456789abcdef")]).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
    });
}

#[test]
fn many_opinions_stand_on_pages_of_fifty() {
    run(async |app| {
        let words: Vec<String> = (0..60).map(|number| format!("意见第{number:02}条。")).collect();
        let words: Vec<&'static str> = words.into_iter().map(|words| &*words.leak()).collect();
        let groups = vec![Judges::masses(1, &[(60, 0)]).saying(&words)];
        let made = cast(app, &World::of(TOWN, groups)).await;
        made.seal(app).await;
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, Some(made.places[0]))]).await;
        let first = keeper.get(&made.path("/readings")).await;
        assert_eq!(first.texts("tbody tr").len(), 50);
        let second = keeper.get(&made.path("/readings?page=2")).await;
        assert_eq!(second.texts("tbody tr").len(), 10);
        assert!(first.links().iter().any(|link| link.ends_with("page=2")));
        release_rows(app, &made).await;
        let mut office = app.office().await;
        let first = office.get(&made.path("/opinions")).await;
        assert_eq!(first.texts("article").len(), 50);
        assert_eq!(office.get(&made.path("/opinions?page=2")).await.texts("article").len(), 10);
    });
}

/// Twelve: that random keys leave them as they were cast happens once in 479 million rounds.
const AS_CAST: [&str; 12] = [
    "道路要修。",
    "账目应当公开。",
    "多到地里来看看。",
    "自来水常停。",
    "学校门口太乱。",
    "路灯坏了很久。",
    "低保名单请张榜。",
    "渠道淤了该清。",
    "开会不要太长。",
    "卫生室药太少。",
    "垃圾没有人收。",
    "广场可以晚点关灯。",
];

#[test]
fn opinions_stand_everywhere_in_the_order_of_their_random_keys_and_not_as_they_were_cast_or_released() {
    run(async |app| {
        let made = cast(app, &World::of(TOWN, vec![Judges::masses(1, &[(12, 0)]).saying(&AS_CAST)])).await;
        let (mut first, mut second) = made.end(app).await;
        let list = first.get(&made.path("/readings")).await;
        let links: Vec<String> = list.links().into_iter().filter(|link| link.contains("/readings/")).collect();
        assert!(links.is_sorted(), "each ends in its key: {links:?}");
        let mut by_key = Vec::new();
        for link in &links {
            by_key.push(first.get(link).await.texts("blockquote").concat());
        }
        assert_ne!(by_key, AS_CAST);
        let (mut all, mut cast_in_all) = (by_key.clone(), AS_CAST);
        all.sort_unstable();
        cast_in_all.sort_unstable();
        assert_eq!(all, cast_in_all);
        for link in links.iter().rev() {
            let page = first.get(link).await;
            decide(&mut first, &page, &[("decision", "propose")]).await;
            let page = second.get(link).await;
            let released = decide(&mut second, &page, &[("decision", "confirm")]).await;
            assert!(released.says("意见已公布"), "{}", released.text());
        }
        let mut office = app.office().await;
        let page = office.get(&made.path("/opinions")).await;
        assert_eq!(page.texts("article blockquote"), by_key);
        let sheet = office.get(&format!("{}/feedback.pdf", made.object(1))).await;
        let text = text_of(&sheet.bytes);
        let places: Vec<Option<usize>> = by_key.iter().map(|words| text.find(words)).collect();
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?}: {text}");
    });
}

/// Two tally keepers release every opinion as it was written.
async fn release_all(app: &TestApp, made: &Cast) {
    let (mut first, mut second) = made.end(app).await;
    let list = first.get(&made.path("/readings")).await;
    for link in list.links().into_iter().filter(|link| link.contains("/readings/")) {
        let page = first.get(&link).await;
        decide(&mut first, &page, &[("decision", "propose")]).await;
        let page = second.get(&link).await;
        let released = decide(&mut second, &page, &[("decision", "confirm")]).await;
        assert!(released.says("意见已公布"), "{}", released.text());
    }
}

/// Every opinion as two tally keepers leave it: the pages are tested above.
async fn release_rows(app: &TestApp, made: &Cast) {
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    use storage::entities::released_opinion;
    use storage::{Reads, Scope};
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    released_opinion::Entity::update_many()
        .col_expr(released_opinion::Column::State, Expr::value("released"))
        .col_expr(released_opinion::Column::Words, Expr::value("道路要修。"))
        .filter(released_opinion::Column::RoundId.eq(made.id))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}
