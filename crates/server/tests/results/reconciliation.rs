//! Slips against ballots after sealing: what was spent, and a breach recorded with two names.

use server::roles::Role;
use test_support::{Client, Shown, TestApp};

use crate::run;
use crate::world::{Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];

/// Counts a batch back; the page afterwards.
pub async fn count(client: &mut Client, link: &str, (handed_out, returned): (&str, &str)) -> Shown {
    let form = client.get(link).await;
    let fields = [("handed_out", handed_out), ("returned", returned), ("missing", "0")];
    client.submit(&form, "count", &fields).await
}

#[test]
fn what_was_spent_stands_beside_what_was_handed_out_and_a_breach_takes_two_names() {
    run(async |app| {
        let east = Judges { issued: 12, ..Judges::masses(1, &[(9, 0)]) };
        let made = cast(app, &World::of(TOWN, vec![east, Judges::masses(2, &[(10, 0)])])).await;
        let path = format!("/w/rounds/{}", made.id);
        let root = Some(made.places[0]);
        let mut office = app.office().await;
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, root)]).await;
        let before = office.get(&format!("{path}/reconciliation")).await;
        assert!(before.says("已投票数在封存以后才显示"));
        made.seal(app).await;
        // East: nine used of twelve handed out, three brought back. West: ten used, though nine were handed out.
        let batches = office.get(&format!("{path}/batches")).await;
        let links: Vec<String> = batches.links().into_iter().filter(|link| link.ends_with("/count")).collect();
        for (link, numbers) in links.iter().zip([("12", "3"), ("9", "0")]) {
            assert!(count(&mut office, link, numbers).await.says("等待另一个人清点"));
            assert!(count(&mut keeper, link, numbers).await.says("两人数字一致"));
        }
        let page = office.get(&format!("{path}/reconciliation")).await;
        let cells = page.texts("#batches tbody td");
        assert_eq!(cells[2..8], ["12", "12", "9", "3", "0", "相符"], "{}", page.text());
        assert_eq!(cells[10..15], ["10", "9", "10", "0", "0"], "{}", page.text());
        assert_eq!(page.texts("#batches .state-error").len(), 1, "{}", page.text());
        let empty = office.submit(&page, "reconciliation", &[("words", " ")]).await;
        assert_eq!(empty.status, 422);
        let words = "西沟村多用一张，经核对为发放时漏记。";
        let noted = office.submit(&page, "reconciliation", &[("words", words)]).await;
        assert!(noted.says(words) && noted.find_form("reconciliation").is_none(), "{}", noted.text());
        let page = keeper.get(&format!("{path}/reconciliation")).await;
        let recorded = keeper.submit(&page, "reconciliation", &[]).await;
        assert!(recorded.says(words) && recorded.says("office") && recorded.says("keeper"), "{}", recorded.text());
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit").await;
        assert!(trail.says("西沟村多用一张"), "{}", trail.text());
        // No ballot is gone.
        let shown = office.get(&made.object(2)).await;
        assert!(shown.says("10/10 = 100.0 %"), "{}", shown.text());
    });
}

#[test]
fn whoever_counted_first_does_not_count_for_the_second_time() {
    run(async |app| {
        let made = cast(app, &World::of(TOWN, vec![Judges::masses(1, &[(9, 0)]), Judges::masses(2, &[(9, 0)])])).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let batches = office.get(&format!("/w/rounds/{}/batches", made.id)).await;
        let link = batches.links().into_iter().find(|link| link.ends_with("/count")).unwrap();
        assert!(count(&mut office, &link, ("9", "0")).await.says("等待另一个人清点"));
        let again = count(&mut office, &link, ("9", "0")).await;
        assert!(!again.says("两人数字一致"), "{}", again.text());
    });
}

/// An account loses the role it noted or counted with.
async fn lose_role(app: &TestApp, name: &str) {
    let mut security = app.visitor(&format!("security-{name}"), &[(Role::SecurityAdministrator, None)]).await;
    let list = security.get(&format!("/w/accounts?search={name}")).await;
    let page = security.get(&list.link(name)).await;
    let ended = security.submit(&page, "/grants/", &[]).await;
    assert_eq!(ended.status, 200, "{}", ended.text());
}

#[test]
fn whoever_noted_a_breach_or_counted_first_and_lost_the_role_no_longer_counts() {
    run(async |app| {
        let made = cast(app, &World::of(TOWN, vec![Judges::masses(1, &[(9, 0)]), Judges::masses(2, &[(9, 0)])])).await;
        made.seal(app).await;
        let root = Some(made.places[0]);
        let mut office = app.office().await;
        let mut first = app.visitor("first", &[(Role::TallyKeeper, root)]).await;
        let mut second = app.visitor("second", &[(Role::TallyKeeper, root)]).await;
        let batches = office.get(&format!("/w/rounds/{}/batches", made.id)).await;
        let links: Vec<String> = batches.links().into_iter().filter(|link| link.ends_with("/count")).collect();
        let [link, other] = links.as_slice() else { panic!("{links:?}") };
        assert!(count(&mut first, link, ("9", "1")).await.says("等待另一个人清点"));
        // The other batch has a breach: as many were brought back as it lacks.
        assert!(count(&mut office, other, ("9", "1")).await.says("等待另一个人清点"));
        assert!(count(&mut second, other, ("9", "1")).await.says("两人数字一致"));
        let path = format!("/w/rounds/{}/reconciliation", made.id);
        let page = first.get(&path).await;
        let noted = first.submit(&page, "reconciliation", &[("words", "少一张。")]).await;
        assert!(noted.says("少一张。"), "{}", noted.text());
        let stale = second.get(&path).await;
        assert!(stale.says("少一张。"), "{}", stale.text());
        lose_role(app, "first").await;
        app.app.clock.advance_seconds(60);

        // Nothing waits for a second one any more: whoever confirms has to say something of their own.
        let refused = second.submit(&stale, "reconciliation", &[]).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        let page = second.get(&path).await;
        assert!(!page.says("少一张。"), "{}", page.text());
        let noted = second.submit(&page, "reconciliation", &[("words", "少一张，已查明。")]).await;
        let own = noted.find_form("reconciliation").is_none();
        assert!(noted.says("少一张，已查明。") && own, "{}", noted.text());
        let page = office.get(&path).await;
        app.app.clock.advance_seconds(60);
        let recorded = office.submit(&page, "reconciliation", &[]).await;
        assert!(recorded.says("second") && recorded.says("office") && !recorded.says("first"), "{}", recorded.text());

        // Other numbers than the first one's differ from nobody's, and a third person confirms them.
        assert!(count(&mut second, link, ("9", "0")).await.says("等待另一个人清点"));
        assert!(count(&mut office, link, ("9", "0")).await.says("两人数字一致"));
    });
}
