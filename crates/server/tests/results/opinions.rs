//! Opinions: sealed below the threshold, read by two, shown without their author, answered.

use server::roles::Role;
use test_support::{Client, Shown};

use crate::run;
use crate::world::{Judges, World, cast};

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
