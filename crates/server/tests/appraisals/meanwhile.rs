//! Two people prepare the same round: whoever is second sees what the first one stored and loses nothing that was typed.

use test_support::{Client, Shown, found, run};

use crate::{add_panels, choose, choose_members, draw_up, enter_members, round_path};

/// Somebody else saves the settings.
async fn change(other: &mut Client, round: &str) {
    other.fill(&format!("{round}/settings"), "_method=put", &[], "已保存").await;
}

fn says_both(shown: &Shown, typed: &[&str]) {
    assert_eq!(shown.status, 409, "{}", shown.text());
    assert!(shown.says("您的修改还没有保存"), "{}", shown.text());
    for typed in typed {
        assert!(shown.html().contains(&format!("value=\"{typed}\"")), "{typed}: {}", shown.html());
    }
}

#[test]
fn groups_items_objects_and_weights_typed_meanwhile_are_kept_and_saved_at_the_second_try() {
    run(async |app| {
        let mut office = app.office().await;
        let mut other = app.visitor("other", &[(server::roles::Role::CampaignOffice, None)]).await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let members = enter_members(app, village, 2).await;
        let round = round_path(&draw_up(&mut office, county).await);
        choose(&mut office, &round, &[county], "six_aspects").await;
        // Objects: organisations and members ticked stay ticked.
        let page = office.get(&format!("{round}/objects/organisations")).await;
        change(&mut other, &round).await;
        let id = village.to_string();
        let shown = office.submit(&page, "objects?add", &[("chosen", &id), ("instrument", "six_aspects")]).await;
        assert_eq!(shown.status, 409);
        assert!(shown.html().contains(&format!("value=\"{id}\" checked")), "{}", shown.html());
        let chosen = office.submit(&shown, "objects?add", &[("chosen", &id), ("instrument", "six_aspects")]).await;
        assert!(chosen.says("评议对象（2）"), "{}", chosen.text());
        let path = format!("{round}/objects/members/{village}");
        let page = office.get(&path).await;
        change(&mut other, &round).await;
        let id = members[0].to_string();
        let shown = office.submit(&page, &path, &[("chosen", &id), ("instrument", "five_looks")]).await;
        assert_eq!(shown.status, 409);
        assert!(shown.html().contains(&format!("value=\"{id}\" checked")));
        let chosen = choose_members(&mut office, &round, village, &members[..1]).await;
        // Items.
        let page = office.get(&chosen.link("六方面")).await;
        change(&mut other, &round).await;
        let item = [("name", "村务是否公开"), ("explanation", "每季一次")];
        let shown = office.submit(&page, "?add", &item).await;
        says_both(&shown, &["村务是否公开", "每季一次"]);
        office.tell(&shown, "?add", &item, "村务是否公开").await;
        // Groups: a new one, and one that is changed.
        let panels = format!("{round}/panels");
        let page = office.get(&panels).await;
        change(&mut other, &round).await;
        let shown = office.submit(&page, &panels, &[("category", "villagers"), ("planned", "37")]).await;
        says_both(&shown, &["37"]);
        assert!(shown.html().contains("value=\"villagers\" selected"));
        let page = add_panels(&mut office, &round, "villagers", "37").await;
        let form = page.forms("/panels/").into_iter().find(|form| form.action.ends_with("put")).unwrap();
        let theirs = other.get(&panels).await.forms("/panels/").into_iter().find(|form| form.action.ends_with("put"));
        let theirs = theirs.unwrap();
        other.post_form(theirs, &[("planned", "40")]).await;
        let shown = office.post_form(form, &[("planned", "52")]).await;
        says_both(&shown, &["52"]);
        assert!(shown.texts("#both-versions td").contains(&"40".to_owned()), "{}", shown.text());
        // Weights.
        let path = format!("{round}/composite");
        let page = office.get(&path).await;
        change(&mut other, &round).await;
        let weights = [("weight-leader_review", "12.5"), ("weight-organisation_assessment", "87.5")];
        let mut fields = weights.to_vec();
        let points: Vec<String> = page
            .html()
            .split("name=\"points-")
            .skip(1)
            .map(|rest| format!("points-{}", rest.split('"').next().unwrap()))
            .collect();
        fields.extend(points.iter().map(|name| (name.as_str(), "50")));
        let shown = office.submit(&page, "composite?_method=put", &fields).await;
        says_both(&shown, &["12.5", "87.5"]);
        office.tell(&shown, "composite?_method=put", &fields, "12.5 %").await;
    });
}
