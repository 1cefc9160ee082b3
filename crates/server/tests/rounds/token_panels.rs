//! A key for each merged group: two branches too small by themselves share one, two large enough have one each.

use std::collections::BTreeSet;

use ::tokens::Token;
use storage::{MemberId, OrganisationId};
use test_support::slips::{codes_on, enter, print_forms, vote};
use test_support::tokens::{ENDS_AT, Made, OVER, begin_issuing, data, declare, take};
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{add_panel, choose, draw_up, enter_members, seal};

/// A branch with its members.
struct Branch {
    id: OrganisationId,
    people: Vec<MemberId>,
}

/// A round whose two branches are judged on one sheet, by their members; each branch is a group of its own.
struct Common {
    branches: Vec<Branch>,
    round: String,
}

impl Common {
    async fn draw(app: &TestApp, office: &mut Client, names: [&[&str]; 2]) -> Self {
        let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
        let mut branches = Vec::new();
        for (name, members) in ["东河村党支部", "西河村党支部"].into_iter().zip(names) {
            let id = found(office, Some(town), (name, "branch", "rural")).await;
            branches.push(Branch { id, people: enter_members(app, id, members).await });
        }
        let round = draw_up(office, town, "手机上评", &[("casting_until", "2026-07-20T18:00")]).await;
        let ids: Vec<OrganisationId> = branches.iter().map(|branch| branch.id).collect();
        choose(office, &round, &ids, ("five_goods", "members_to_organisation")).await;
        let objects = office.get(&format!("{round}/objects")).await;
        office.tell(&objects, "sheets?_method=put", &[("arrangement", "common")], "评议表已重新编排").await;
        add_panel(office, &round, "members", "").await;
        Self { branches, round }
    }

    /// The round as one branch has it.
    fn of(&self, branch: usize) -> Made {
        let Branch { id, people } = &self.branches[branch];
        Made { branch: *id, people: people.clone(), round: self.round.clone() }
    }

    /// A member of a branch, signed in, on the page of the own token.
    async fn member(&self, app: &TestApp, branch: usize, number: usize) -> (Client, Shown) {
        let Branch { id, people } = &self.branches[branch];
        let mut client = app.visiting_member(&format!("member-{branch}-{number}"), people[number], *id).await;
        let page = client.get(&self.of(branch).tokens("/own")).await;
        (client, page)
    }

    /// The first members of a branch take a token each.
    async fn take(&self, app: &TestApp, branch: usize, count: usize) -> Vec<Token> {
        let mut tokens = Vec::new();
        for number in 0..count {
            let (mut client, _) = self.member(app, branch, number).await;
            let seed = u64::try_from(10 * branch + number).unwrap();
            tokens.push(take(&mut client, &self.of(branch).tokens("/own"), seed).await);
        }
        tokens
    }
}

/// What a page says of the key: its fingerprint, and the group it is of.
fn key_of(page: &Shown) -> (String, String) {
    (data(page, "fingerprint"), data(page, "sheet"))
}

async fn cast(app: &TestApp, tokens: &[Token]) {
    for token in tokens {
        vote(&mut app.anonymous(), &token.to_text(), 0).await;
    }
}

/// The rows of the judge groups, without white space.
fn groups(page: &Shown) -> Vec<String> {
    let rows = page.texts("tbody tr").into_iter().map(|row| row.replace(' ', ""));
    rows.filter(|row| row.contains("党员")).collect()
}

/// The lines of what was given out and came back, by group and way of taking part.
fn channels(page: &Shown) -> Vec<String> {
    page.texts("#channels tbody td").chunks(9).map(|cells| cells.join(" ")).collect()
}

#[test]
fn branches_too_small_by_themselves_are_merged_and_their_tokens_are_of_one_key_and_counted_together() {
    run(async |app| {
        let mut office = app.office().await;
        let common =
            Common::draw(app, &mut office, [&["钱一", "钱二", "钱三"], &["孙一", "孙二", "孙三", "孙四"]]).await;
        let made = common.of(0);
        assert_eq!(office.get(&made.tokens("")).await.choices().len(), 2, "two groups before");
        let panels = office.get(&format!("{}/panels", common.round)).await;
        office.tell(&panels, "panels/mergers", &[], "已合并人数不足的组").await;
        let declared = declare(&mut office, &made, ENDS_AT).await;
        assert!(declared.says("计划 7 人"), "{}", declared.text());
        begin_issuing(&mut office, &made).await;

        // One key, which both see and the office lists once.
        let (_, east) = common.member(app, 0, 2).await;
        let (_, west) = common.member(app, 1, 3).await;
        assert!(!data(&east, "fingerprint").is_empty() && key_of(&east) == key_of(&west), "{}", west.text());
        let overview = office.get(&made.tokens("")).await;
        assert_eq!(overview.texts("#groups code"), [data(&east, "fingerprint")]);
        // A member of the branch that was merged into the other takes a slip; it is printed for both together.
        let roll = office.get(&made.round.replace("/w/rounds/", "/w/named/")).await;
        let roll = office.get(&roll.link("· 党员")).await;
        let put = format!("{}?_method=put", common.branches[0].people[2]);
        office.tell(&roll, &put, &[("channel", "slip")], "参评方式已保存").await;
        let batches = office.get(&format!("{}/batches", common.round)).await;
        let [form] = <[_; 1]>::try_from(print_forms(&batches)).unwrap();
        let slips = codes_on(&office.post_form(form, &[("count", "1")]).await.bytes);
        let batches = office.get(&format!("{}/batches", common.round)).await;
        office.tell(&batches, "_method=put", &[], "已确认这一批打印无误").await;

        // Neither branch alone reaches five; together they do.
        let mut tokens = common.take(app, 0, 2).await;
        tokens.extend(common.take(app, 1, 3).await);
        app.app.clock.advance_seconds(OVER);
        office.fill(&format!("{}/casting", common.round), "casting", &[], "投票已开放").await;
        cast(app, &tokens).await;
        vote(&mut app.anonymous(), &slips[0], 0).await;

        let overview = office.get(&seal(app, &common.round, "keeper").await).await;
        assert_eq!(groups(&overview), ["西河村党支部·党员66606/7=85.7%"]);
        let sums = office.get(&format!("{}/reconciliation", common.round)).await;
        // Of seven on both rolls one took a slip; five took a token, and used it.
        assert_eq!(channels(&sums)[..2], ["盲签凭证 6  5 5  0  相符", "领凭证 1 1 — 1 — — 0 待清点"]);
        assert!(sums.says("票箱内 6 张票，已用凭证 6 个") && !sums.says("票数不符"), "{}", sums.text());
    });
}

#[test]
fn branches_large_enough_have_a_key_each_and_a_token_of_one_is_none_of_the_other() {
    run(async |app| {
        let mut office = app.office().await;
        let names = [["钱一", "钱二", "钱三", "钱四", "钱五"], ["孙一", "孙二", "孙三", "孙四", "孙五"]];
        let common = Common::draw(app, &mut office, [&names[0], &names[1]]).await;
        let made = common.of(0);
        let page = office.get(&made.tokens("")).await;
        let mut fields: Vec<(&str, String)> = page.choices().into_iter().map(|(_, id)| ("panel", id)).collect();
        assert_eq!(fields.len(), 2, "{}", page.text());
        fields.push(("ends_at", ENDS_AT.to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        office.tell(&page, "_method=put", &fields, "盲签凭证的设置已经保存").await;
        begin_issuing(&mut office, &made).await;
        let (east, west) = (common.take(app, 0, 5).await, common.take(app, 1, 5).await);
        let overview = office.get(&made.tokens("")).await;
        let keys = overview.texts("#groups code");
        assert!(keys.len() == 2 && keys[0] != keys[1], "{}", overview.text());
        assert_eq!(east.iter().map(Token::sheet).collect::<BTreeSet<_>>().len(), 1);
        assert_ne!(east[0].sheet(), west[0].sheet());
        app.app.clock.advance_seconds(OVER);
        office.fill(&format!("{}/casting", common.round), "casting", &[], "投票已开放").await;
        // Written over to the other group, it is signed by no key of that group.
        let (token, other) = (&east[0], west[0].sheet());
        let moved = Token::from_parts(token.round(), other, *token.serial(), *token.prefix(), *token.signature());
        let refused = enter(&mut app.anonymous(), &moved.to_text()).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.says("不是用本次评议的密钥签的"), "{}", refused.text());
        cast(app, &east).await;
        cast(app, &west[..4]).await;
        let overview = office.get(&seal(app, &common.round, "keeper").await).await;
        assert_eq!(groups(&overview), ["东河村党支部·党员55505/5=100.0%", "西河村党支部·党员54404/5=80.0%"]);
        let sums = office.get(&format!("{}/reconciliation", common.round)).await;
        // A line of sums for each key: on the roll, given out, used, not used.
        let lines = channels(&sums);
        assert_eq!(lines[..2], ["盲签凭证 5  5 5  0  相符", "盲签凭证 5  5 4  1  相符"]);
        assert!(sums.says("票箱内 9 张票，已用凭证 9 个"), "{}", sums.text());
    });
}
