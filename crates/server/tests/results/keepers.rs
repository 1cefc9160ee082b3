//! The first of two tally keepers counts only while fit: the account open, the role held, nobody's object, nobody's head.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::roles::Role;
use storage::entities::{account, round, round_step};
use storage::{Reads, Scope};
use test_support::{Client, Form, Shown, TestApp, rows};

use crate::run;
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0))];

fn world() -> World {
    let mut world = World::of(TOWN, vec![Judges::masses(1, &[(9, 0), (1, 2)]).saying(&["多到地里来看看。"])]);
    world.members.push((1, "王建国"));
    world
}

async fn keeper(app: &TestApp, made: &Cast, name: &str) -> Client {
    app.visitor(name, &[(Role::TallyKeeper, Some(made.places[0]))]).await
}

/// A first tally keeper who asked to end casting.
async fn asked(app: &TestApp, made: &Cast) -> Client {
    let mut first = keeper(app, made, "first").await;
    let page = first.get(&made.path("/ending")).await;
    let asked = first.submit(&page, "ending", &[("sure", "yes")]).await;
    assert!(asked.says("已提出结束投票"), "{}", asked.text());
    first
}

/// A second one confirms, and what the page says then.
async fn confirm(app: &TestApp, made: &Cast) -> String {
    let mut second = keeper(app, made, "second").await;
    let page = second.get(&made.path("/ending")).await;
    second.submit(&page, "ending", &[("sure", "yes")]).await.text()
}

async fn end_account_by_page(app: &TestApp, name: &str) {
    let mut security = app.visitor("security", &[(Role::SecurityAdministrator, None)]).await;
    let list = security.get(&format!("/w/accounts?search={name}")).await;
    let page = security.get(&list.link(name)).await;
    let ended = security.submit(&page, "/closure", &[("confirmed", "yes")]).await;
    assert!(ended.says("账号已停用"), "{}", ended.text());
}

async fn end_role_by_page(app: &TestApp, name: &str) {
    let mut security = app.visitor("security", &[(Role::SecurityAdministrator, None)]).await;
    let list = security.get(&format!("/w/accounts?search={name}")).await;
    let page = security.get(&list.link(name)).await;
    let ended = security.submit(&page, "/grants/", &[]).await;
    assert_eq!(ended.status, 200, "{}", ended.text());
}

#[test]
fn whoever_asked_to_end_casting_and_lost_the_account_no_longer_counts() {
    run(async |app| {
        let made = cast(app, &world()).await;
        asked(app, &made).await;
        end_account_by_page(app, "first").await;
        // The second one's word is a first one now.
        let said = confirm(app, &made).await;
        assert!(said.contains("您已提出结束投票") && !said.contains("已封存"), "{said}");
    });
}

#[test]
fn whoever_asked_to_end_casting_and_lost_the_role_no_longer_counts() {
    run(async |app| {
        let made = cast(app, &world()).await;
        asked(app, &made).await;
        end_role_by_page(app, "first").await;
        let said = confirm(app, &made).await;
        assert!(said.contains("您已提出结束投票") && !said.contains("已封存"), "{said}");
    });
}

#[test]
fn whoever_asked_to_end_casting_and_turns_out_to_be_judged_no_longer_counts() {
    run(async |app| {
        let made = cast(app, &world()).await;
        asked(app, &made).await;
        rows::tie_account(app, "first", made.members[0].0).await;
        let said = confirm(app, &made).await;
        assert!(said.contains("您已提出结束投票") && !said.contains("已封存"), "{said}");
        let third = {
            let mut third = keeper(app, &made, "third").await;
            let page = third.get(&made.path("/ending")).await;
            assert!(page.says("second 已提出结束投票"), "{}", page.text());
            third.submit(&page, "ending", &[("sure", "yes")]).await
        };
        assert!(third.says("票箱已封存"), "{}", third.text());
    });
}

#[test]
fn whoever_asked_to_end_casting_may_take_it_back() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let mut first = asked(app, &made).await;
        let mut second = keeper(app, &made, "second").await;
        let page = second.get(&made.path("/ending")).await;
        assert!(page.find_form("ending?_method=delete").is_none(), "only the one who asked may");
        let page = first.get(&made.path("/ending")).await;
        let withdrawn = first.submit(&page, "ending?_method=delete", &[]).await;
        assert!(withdrawn.says("已撤回结束投票的提议"), "{}", withdrawn.text());
        let late = first.post_form(page.form("ending?_method=delete"), &[("once", "0123456789abcdef")]).await;
        assert_eq!(late.status, 422, "{}", late.text());
        let page = second.get(&made.path("/ending")).await;
        assert!(!page.says("已提出结束投票"), "{}", page.text());
        let steps = round_step::Entity::find()
            .filter(round_step::Column::Step.eq("ending"))
            .all(app.app.database.connection())
            .await
            .unwrap();
        assert!(steps.is_empty());
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit").await;
        assert!(trail.says("撤回结束投票的提议"), "{}", trail.text());
    });
}

#[test]
fn an_opinion_proposed_by_somebody_who_lost_the_account_is_read_anew() {
    run(async |app| {
        let made = cast(app, &world()).await;
        made.seal(app).await;
        let mut first = keeper(app, &made, "first").await;
        let list = first.get(&made.path("/readings")).await;
        let link = list.link("审读");
        let page = first.get(&link).await;
        let fields = [("decision", "propose"), ("words", "请多下地。")];
        first.submit(&page, "/readings/", &fields).await;
        let mut second = keeper(app, &made, "second").await;
        let stale = second.get(&link).await;
        end_account_by_page(app, "first").await;
        let late = second.submit(&stale, "/readings/", &[("decision", "confirm")]).await;
        assert_eq!(late.status, 409, "{}", late.text());
        let page = second.get(&link).await;
        assert!(!page.says("请多下地"), "{}", page.text());
        let proposed = second.submit(&page, "/readings/", &fields).await;
        assert!(proposed.says("等待另一名计票人核对"), "{}", proposed.text());
        assert!(second.get(&link).await.find_form("/readings/").is_none(), "who reads first does not confirm");
        let mut third = keeper(app, &made, "third").await;
        let page = third.get(&link).await;
        let released = third.submit(&page, "/readings/", &[("decision", "confirm")]).await;
        assert!(released.says("意见已公布"), "{}", released.text());
    });
}

#[test]
fn the_head_of_the_working_group_keeps_no_tally_by_whatever_account() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let mut head = keeper(app, &made, "head").await;
        assert!(head.get(&made.path("/ending")).await.find_form("ending").is_some());
        declare_head(app, &made, "head").await;
        let page = head.get(&made.path("/ending")).await;
        assert!(page.says("您是活动领导小组负责人，不能担任本轮计票人"), "{}", page.text());
        assert!(page.find_form("ending").is_none());
        made.seal(app).await;
        let batches = head.get(&format!("/w/rounds/{}/batches", made.id)).await;
        let form = head.get(&batches.link("清点凭证")).await;
        let counts = [("handed_out", "10"), ("returned", "0"), ("missing", "0")];
        let refused = head.submit(&form, "count", &counts).await;
        assert!(refused.says("您是活动领导小组负责人，不能担任本轮的计票人"), "{}", refused.text());
    });
}

async fn declare_head(app: &TestApp, made: &Cast, name: &str) {
    let database = &app.app.database;
    let found = account::Entity::find()
        .filter(account::Column::SignInName.eq(name))
        .one(database.connection())
        .await
        .unwrap()
        .unwrap();
    let transaction = database.write(Scope::Whole).await.unwrap();
    round::Entity::update_many()
        .col_expr(round::Column::HeadAccountId, Expr::value(found.id.0))
        .filter(round::Column::Id.eq(made.id))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

const BRANCHES: &[(&str, Option<usize>)] =
    &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];

/// Posts a form that no page showed, with the token of the own session.
async fn forge(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Shown {
    let home = client.get("/w").await;
    let form = Form { action: path.to_owned(), ..home.form("session") };
    let mut given = vec![("once", "0123456789abcdef")];
    given.extend(fields);
    client.post_form(form, &given).await
}

#[test]
fn a_tally_keeper_of_another_branch_finds_nothing_of_the_round_and_ends_nothing() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(9, 0), (1, 2)]).saying(&["多到地里来看看。"])];
        let made = cast(app, &World::of(BRANCHES, groups)).await;
        // One of the branch that is judged, one of the branch beside it: the round is the town's.
        let mut others = Vec::new();
        for (name, place) in [("judged", 1), ("beside", 2)] {
            others.push(app.visitor(name, &[(Role::TallyKeeper, Some(made.places[place]))]).await);
        }
        let mut first = asked(app, &made).await;
        let (ending, round) = (made.path("/ending"), format!("/w/rounds/{}", made.id));
        let batches = first.get(&format!("{round}/batches")).await;
        let count = batches.link("清点凭证");
        let pages = [ending.clone(), batches.path, count.clone(), format!("{round}/reconciliation")];
        for path in &pages {
            assert_eq!(first.get(path).await.status, 200, "{path}");
        }
        let numbers = [("handed_out", "10"), ("returned", "0"), ("missing", "0")];
        for other in &mut others {
            for path in &pages {
                assert_eq!(other.get(path).await.status, 404, "{path}");
            }
            // Neither confirms what the town's keeper asked, nor takes it back.
            assert_eq!(forge(other, &ending, &[("sure", "yes")]).await.status, 404);
            assert_eq!(forge(other, &format!("{ending}?_method=delete"), &[]).await.status, 404);
            assert_eq!(forge(other, &count, &numbers).await.status, 404);
        }
        let page = first.get(&ending).await;
        assert!(page.says("您已提出结束投票"), "{}", page.text());
        let batches = first.get(&format!("{round}/batches")).await;
        assert!(batches.links().contains(&count) && !batches.says("已清点"), "{}", batches.text());
        made.seal(app).await;
        let readings = made.path("/readings");
        let reading = first.get(&readings).await.link("审读");
        let propose = [("decision", "propose"), ("words", "不用看。"), ("version", "1")];
        for other in &mut others {
            for path in [&readings, &reading].into_iter().chain(&pages) {
                assert_eq!(other.get(path).await.status, 404, "{path}");
            }
            assert_eq!(forge(other, &reading, &propose).await.status, 404);
            assert_eq!(forge(other, &format!("{reading}?_method=put"), &propose).await.status, 404);
        }
        let page = first.get(&reading).await;
        assert!(page.says("多到地里来看看。") && !page.says("不用看"), "{}", page.text());
        assert!(page.find_form("/readings/").is_some(), "it is unread: {}", page.text());
    });
}
