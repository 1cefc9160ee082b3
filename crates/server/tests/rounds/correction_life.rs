//! Windows whose visitors said something, sealed and released, and projects planned about it, in a few words.

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::released_opinion;
use storage::{OrganisationId, Reads, RoundId, Scope};
use test_support::slips::enter;
use test_support::{Client, Shown, TestApp, found};

use crate::life::{Slips, add_panel, draw_up, open, seal};
use crate::windows::{choose_windows, open_window};

/// What visitors complain of, with the project that answers it.
pub const TOPICS: [(&str, &str); 3] =
    [("叫号看不清", "排队叫号主屏"), ("港口手续来回跑", "关港协调"), ("政策问不明白", "政策解释")];

/// Windows of several branches; the office, the owner and its branches, the round with slips for each window.
pub struct Windows {
    pub office: Client,
    pub owner: OrganisationId,
    pub branches: Vec<OrganisationId>,
    pub round: String,
    pub slips: Vec<Slips>,
}

/// Opens a round of windows, so many a branch, each for so many visitors.
pub async fn windows(app: &TestApp, branches: &[(&str, usize)], visitors: &str) -> Windows {
    let mut office = app.office().await;
    let owner = found(&mut office, None, ("海关机关党委", "committee", "office")).await;
    let mut ids = Vec::new();
    for (unit, count) in branches {
        let branch = found(&mut office, Some(owner), (&format!("{unit}党支部"), "branch", "office")).await;
        for number in 1..=*count {
            open_window(&mut office, branch, &format!("{unit}{number}号窗口")).await;
        }
        ids.push(branch);
    }
    let given = [("minimum", "5"), ("opinion_minimum", "5")];
    let round = draw_up(&mut office, owner, "窗口服务满意度测评", &given).await;
    choose_windows(&mut office, &round).await;
    add_panel(&mut office, &round, "administered", visitors).await;
    let slips = open(&mut office, &round).await;
    Windows { office, owner, branches: ids, round, slips }
}

/// The visitors of a window hand in: so many, of whom the first ones say something.
pub async fn visit(app: &TestApp, slips: &Slips, (visitors, saying): (usize, usize), grade: &str) {
    let mut sheet = String::new();
    for (person, code) in slips.codes.iter().take(visitors).enumerate() {
        let mut own = app.anonymous();
        let shown = enter(&mut own, code).await;
        if sheet.is_empty() {
            let field = shown.form("/b/sheet").fields.into_iter().find(|(name, _)| name == "sheet");
            sheet = field.unwrap().1;
        }
        let opinion = if person < saying { "请改一改" } else { "" };
        let fields = [("sheet", sheet.as_str()), ("g0-0", grade), ("g0-1", grade), ("g0-2", grade), ("o0", opinion)];
        let received = own.post_raw("/b/receipt", &fields).await;
        assert!(received.html().contains("id=\"receipt\""), "{}", received.text());
    }
}

/// Seals the round; its identifier.
pub async fn sealed(app: &TestApp, windows: &Windows, keeper: &str) -> String {
    let results = seal(app, &windows.round, keeper).await;
    results.trim_start_matches("/w/results/").to_owned()
}

/// The office publishes the results.
pub async fn publish(office: &mut Client, round: &str) {
    let published = [("place", "党务公开栏"), ("day", "2026-07-01")];
    office.fill(&format!("/w/results/{round}/publication"), "publication", &published, "已通报").await;
}

/// Opinions as two tally keepers leave them, one after the other about each topic: how they do it is tested with the
/// readings. Their keys by the place of the topic; `kept` of them stay unread.
pub async fn release(app: &TestApp, round: &str, kept: usize) -> (BTreeMap<usize, Vec<String>>, Vec<String>) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let round: RoundId = round.parse().unwrap();
    let connection = transaction.connection();
    let rows = released_opinion::Entity::find().filter(released_opinion::Column::RoundId.eq(round));
    let mut keys: Vec<String> = rows.all(connection).await.unwrap().into_iter().map(|row| row.opinion_key).collect();
    keys.sort();
    let unread = keys.split_off(keys.len() - kept);
    let mut by_topic: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (place, key) in keys.into_iter().enumerate() {
        released_opinion::Entity::update_many()
            .col_expr(released_opinion::Column::State, Expr::value("released"))
            .col_expr(released_opinion::Column::Words, Expr::value(TOPICS[place % 3].0))
            .filter(released_opinion::Column::OpinionKey.eq(key.as_str()))
            .exec(connection)
            .await
            .unwrap();
        by_topic.entry(place % 3).or_default().push(key);
    }
    transaction.commit().await.unwrap();
    (by_topic, unread)
}

/// The form for a new project with these opinions ticked, as the page of opinions leads to it.
pub async fn ticked(client: &mut Client, round: &str, keys: &[String]) -> Shown {
    let query: Vec<String> = keys.iter().map(|key| format!("chosen={key}")).collect();
    client.get(&format!("/w/corrections/{round}/new?{}", query.join("&"))).await
}

/// Plans a project; the page of it, or of what is wrong.
pub async fn plan(client: &mut Client, round: &str, keys: &[String], fields: &[(&str, &str)]) -> Shown {
    let form = ticked(client, round, keys).await;
    let mut all: Vec<(&str, &str)> = keys.iter().map(|key| ("chosen", key.as_str())).collect();
    let usual = [("name", "整改"), ("remedy", "增设显示屏"), ("person", "周科长"), ("due_on", "2026-07-31")];
    all.extend(usual.into_iter().filter(|(name, _)| fields.iter().all(|(over, _)| over != name)));
    all.extend(fields);
    client.submit(&form, &format!("/w/corrections/{round}"), &all).await
}

/// Takes a step of a project and expects to be told so; the page of it.
pub async fn step(client: &mut Client, path: &str, kind: &str, fields: &[(&str, &str)], told: &str) -> Shown {
    let page = client.get(path).await;
    let form = page.forms("/entries").into_iter().find(|form| form.fields.iter().any(|(_, value)| value == kind));
    let shown = client.post_form(form.unwrap_or_else(|| panic!("no {kind}: {}", page.text())), fields).await;
    assert!(shown.html().contains(told), "{told}: {}", shown.text());
    shown
}

/// The path of a page without its query.
pub fn bare(page: &Shown) -> String {
    page.path.split('?').next().unwrap().to_owned()
}
