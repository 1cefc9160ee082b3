//! What the judged say beforehand (S060).

use server::features::self_reports;
use server::roles::Role;
use test_support::{Client, Shown};

use crate::casting::{cast, enter};
use crate::round::{self, Size};
use crate::run;

const MINE: Size = Size { objects: 9, items: 5, slips: 6 };

async fn fill_in(client: &mut Client, page: &Shown, made: &round::Round, go: &str) -> Shown {
    let definition = &made.plan.measures[0].definition;
    let grade = definition.scale.grades[1].code.clone();
    let mut fields: Vec<(String, &str)> =
        definition.items.iter().map(|item| (format!("g-{}", item.code), grade.as_str())).collect();
    for (field, words) in
        [("deeds", "带班下井一百二十班"), ("shortcomings", "学习不够"), ("plan", "每周读一次规程"), ("go", go)]
    {
        fields.push((field.to_owned(), words));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), *v)).collect();
    client.submit(page, "/w/self-reports/", &fields).await
}

#[test]
fn s060_nine_of_nine_members_introduce_themselves_before_the_judges_do() {
    run(async |app| {
        let made = round::announced(app, MINE).await;
        let secretary = [(Role::Secretary, Some(made.organisation))];
        let mut secretary = app.visitor("secretary", &secretary).await;
        let list = secretary.get("/w/self-reports").await;
        let round = secretary.get(&list.link("网上匿名测评")).await;
        assert!(round.says("已提交0份，应提交9份"), "{}", round.text());
        // One member writes the own, the secretary the other eight.
        let own = format!("/w/self-reports/{}", made.objects[0]);
        let mut member = app.visiting_member("member", made.members[0], made.organisation).await;
        let page = member.get(&own).await;
        let draft = fill_in(&mut member, &page, &made, "save").await;
        assert!(draft.says("草稿已保存"), "{}", draft.text());
        let still = self_reports::introduced(&app.app.database, made.id, made.organisation).await;
        assert_eq!(still.unwrap(), 0);
        let done = fill_in(&mut member, &draft, &made, "submit").await;
        assert!(done.says("自我评价已提交"), "{}", done.text());
        for object in &made.objects[1..] {
            let page = secretary.get(&format!("/w/self-reports/{object}")).await;
            let done = fill_in(&mut secretary, &page, &made, "submit").await;
            assert!(done.says("自我评价已提交"), "{}", done.text());
        }
        let round = secretary.get(&round.path).await;
        assert!(round.says("已提交9份，应提交9份"), "{}", round.text());
        let introduced = self_reports::introduced(&app.app.database, made.id, made.organisation);
        assert_eq!(introduced.await.unwrap(), 9);
        let outstanding = self_reports::outstanding(&app.app.database, made.id).await;
        assert!(outstanding.unwrap().is_empty());
        // Opened in time, posted too late.
        let open_page = member.get(&own).await;
        // The judges read it beside the items.
        round::issue(app, &made).await;
        let anonymous = server::features::appraisals::ballot_round(made.id);
        app.app.ballots.begin_casting(anonymous).await.unwrap();
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        assert!(sheet.says("带班下井一百二十班"), "{}", sheet.text());
        assert!(sheet.says("自评："));
        cast(&mut judge, &made.codes[1], MINE, "0").await;
        // From now on nothing of it changes.
        let closed = secretary.get(&own).await;
        assert!(closed.find_form("/w/self-reports/").is_none());
        assert!(closed.says("学习不够"));
        let late = fill_in(&mut member, &open_page, &made, "submit").await;
        assert!(late.says("不能再改"), "{}", late.text());
    });
}

#[test]
fn what_is_missing_stays_beside_its_field_and_two_who_write_at_once_are_told() {
    run(async |app| {
        let made = round::announced(app, MINE).await;
        let own = format!("/w/self-reports/{}", made.objects[0]);
        let mut member = app.visiting_member("member", made.members[0], made.organisation).await;
        let page = member.get(&own).await;
        let fields = [("deeds", "做了实事"), ("go", "submit")];
        let refused = member.submit(&page, "/w/self-reports/", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("请给每一项选一个自评等次"), "{}", refused.text());
        assert!(refused.says("做了实事"), "what was typed is kept");
        let first = fill_in(&mut member, &page, &made, "save").await;
        assert_eq!(first.status, 200);
        let page = page.form("/w/self-reports/");
        let second = member.get(&own).await.form("/w/self-reports/");
        let once = second.fields.iter().find(|(n, _)| n == "once").unwrap();
        let stale = member.post_form(page, &[("deeds", "另一句"), ("go", "save"), ("once", &once.1)]).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
    });
}

#[test]
fn only_those_concerned_see_a_self_report_and_it_comes_on_paper() {
    run(async |app| {
        let made = round::announced(app, MINE).await;
        let own = format!("/w/self-reports/{}", made.objects[0]);
        let mut other = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        assert_eq!(other.get(&own).await.status, 404);
        let mut colleague = app.visiting_member("colleague", made.members[1], made.organisation).await;
        assert_eq!(colleague.get(&own).await.status, 404);
        let mut office = app.office().await;
        let seen = office.get(&own).await;
        assert!(seen.find_form("/w/self-reports/").is_none(), "the office only looks");
        for paper in ["self-evaluation.pdf", "blank.pdf"] {
            let pdf = office.get(&format!("{own}/{paper}")).await;
            assert!(pdf.bytes.starts_with(b"%PDF-"), "{paper}");
        }
    });
}
