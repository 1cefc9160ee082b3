//! A named sheet takes the place of the slip, whole (S069): nobody gives his slip up for less than stood on it, and nothing
//! a round knew while casting was open changes afterwards.

use server::roles::Role;
use test_support::{Client, Form, Shown, run};

use crate::life::{begin, cast, choose_members, seal};
use crate::named::{Made, allot, hold, roll};

/// Declares some of the measures as held by name; the page afterwards.
async fn declare(office: &mut Client, made: &Made, held: &[&str]) -> Shown {
    let page = office.get(&made.named("")).await;
    let held: Vec<(&str, &str)> = held.iter().map(|id| ("held", *id)).collect();
    office.submit(&page, "_method=put", &held).await
}

#[test]
fn s069_nobody_gives_his_slip_up_for_half_a_sheet() {
    run(async |app| {
        let mut office = app.office().await;
        let made = hold(app, &mut office).await;
        let choices = office.get(&made.named("")).await.choices();
        let all: Vec<&str> = choices.iter().map(|(_, id)| id.as_str()).collect();
        declare(&mut office, &made, &all[..1]).await;
        let page = roll(&mut office, &made).await;
        let refused = allot(&mut office, &page, made.people[2], &[("channel", "named")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("每一项都要能实名") && refused.says("没有开展实名评议"), "{}", refused.text());
        // The member who chooses for himself is told the same.
        let mut member = app.visiting_member("member", made.people[2], made.branch).await;
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        let own = member.get(&made.named("/own")).await;
        let refused = member.submit(&own, "/own?_method=put", &[("channel", "named")]).await;
        assert!(refused.status == 422 && refused.says("每一项都要能实名"), "{}", refused.text());
        let english = member.clone().speaking("en").get(&made.named("/own")).await;
        assert!(!english.html().contains('⟦'), "{}", english.text());
        // With all of it held he may; then none of it is taken away from under him.
        declare(&mut office, &made, &all).await;
        let page = roll(&mut office, &made).await;
        let page = allot(&mut office, &page, made.people[2], &[("channel", "named")]).await;
        assert!(page.says("参评方式已保存"), "{}", page.text());
        let refused = declare(&mut office, &made, &all[1..]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("有 1 人选了实名评议"), "{}", refused.text());
    });
}

#[test]
fn s069_a_round_that_would_leave_somebody_without_a_sheet_does_not_open() {
    run(async |app| {
        let mut office = app.office().await;
        let made = hold(app, &mut office).await;
        let page = roll(&mut office, &made).await;
        allot(&mut office, &page, made.people[2], &[("channel", "named")]).await;
        // Another form on the same sheet, which nobody declared as held by name.
        let judged = (made.branch, &made.people[3..4]);
        let objects = choose_members(&mut office, &made.round, judged, ("five_strengths", "members_to_member")).await;
        assert_eq!(objects.status, 200, "{}", objects.text());
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        let issuing = office.get(&format!("{}/issuing", made.round)).await;
        assert!(issuing.says("有 1 人选了实名评议") && issuing.says("无表可填：钱三"), "{}", issuing.text());
        assert!(issuing.find_form("/issuing").is_none(), "{}", issuing.text());
        // The tally keeper reads how many, not who.
        let mut keeper = app.visitor("watcher", &[(Role::TallyKeeper, None)]).await;
        let watched = keeper.get(&format!("{}/issuing", made.round)).await;
        assert!(watched.says("有 1 人选了实名评议") && !watched.says("钱三"), "{}", watched.text());
        let page = roll(&mut office, &made).await;
        allot(&mut office, &page, made.people[2], &[("channel", "slip")]).await;
        let issuing = office.get(&format!("{}/issuing", made.round)).await;
        assert!(issuing.find_form("/issuing").is_some(), "{}", issuing.text());
    });
}

/// The forms of a page whose action contains these words, with what is typed into them.
fn kept(
    page: &Shown,
    action: &str,
    fields: &[(&'static str, &'static str)],
) -> (Form, Vec<(&'static str, &'static str)>) {
    (page.form(action), fields.to_vec())
}

#[test]
fn s050_s069_what_was_open_before_casting_is_refused_after_it() {
    run(async |app| {
        let mut office = app.office().await;
        let made = hold(app, &mut office).await;
        let composition = made.round.replace("/w/rounds/", "/w/composition/");
        let mut member = app.visiting_member("member", made.people[4], made.branch).await;
        let page = roll(&mut office, &made).await;
        allot(&mut office, &page, made.people[2], &[("channel", "named")]).await;
        let mut forms = Vec::new();
        let page = office.get(&format!("{composition}/areas")).await;
        forms.push(kept(&page, "/areas", &[("name", "东片")]));
        let page = office.get(&made.named("")).await;
        forms.push(kept(&page, "_method=put", &[]));
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        let page = roll(&mut office, &made).await;
        forms.push(kept(&page, &format!("{}?_method=put", made.people[2]), &[("channel", "none")]));
        let page = office.get(&format!("{composition}/notice")).await;
        forms.push(kept(&page, "notice", &[("held", "九点"), ("place", "会议室"), ("contents", "评议")]));
        let page = office.get(&format!("{composition}/working-group")).await;
        forms.push(kept(&page, "/working-group", &[("name", "郑一"), ("post", "书记"), ("duty", "notice")]));
        let overview = office.get(&composition).await;
        let page = office.get(&overview.link("· 党员")).await;
        forms.push(kept(&page, "_method=put", &[("list", "张三")]));
        forms.push(kept(&page, "/roll", &[]));
        let page = office.get(&format!("{}/settings", made.round)).await;
        forms.push(kept(&page, "_method=put", &[]));
        let own = member.get(&made.named("/own")).await;
        let own = kept(&own, "/own?_method=put", &[("channel", "named")]);
        let slips = begin(&mut office, &made.round).await;
        let casting = office.get(&format!("{}/casting", made.round)).await;
        let excuse = casting.find_form("/excuse");
        assert!(excuse.is_none(), "nobody is waited for any longer");
        cast(app, &slips, "党员", &[0]).await;
        seal(app, &made.round, "keeper").await;
        for (form, fields) in forms {
            let action = form.action.clone();
            let refused = office.post_form(form, &fields).await;
            assert!(refused.status.is_client_error(), "{action}: {}", refused.text());
        }
        let refused = member.post_form(own.0, &own.1).await;
        assert!(refused.status.is_client_error(), "{}", refused.text());
        // Nothing of it was written.
        let page = roll(&mut office, &made).await;
        assert_eq!((page.texts("#named"), page.texts("#slips")), (vec!["1".to_owned()], vec!["8".to_owned()]));
        let notice = office.get(&format!("{composition}/notice")).await;
        assert!(!notice.html().contains("会议室"), "{}", notice.text());
    });
}
