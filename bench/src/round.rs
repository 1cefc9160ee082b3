//! A round that is casting, drawn up through the pages as an office does.

use std::sync::Arc;

use ballot_box::{Batch, BatchId, RoundId, SheetId};
use credentials::{Code, credential_hash};
use server::features::appraisals::ballot_round;
use test_support::{Client, Shown, TestApp};

use crate::load::Asked;

/// What is cast in a round.
#[derive(Clone, Copy)]
pub struct Size {
    /// Organisations judged, all on one sheet.
    pub objects: usize,
    /// Items asked about each; seven come with the instrument.
    pub items: usize,
    /// Judges.
    pub judges: usize,
}

/// A round and its unused codes.
pub struct Round {
    id: RoundId,
    codes: Vec<Code>,
    size: Size,
}

/// The six aspects and the overall item.
const ITEMS: usize = 7;
/// The first of the numbers that no batch of the pages has.
const FIRST_BATCH: u32 = 1_000_000;

impl Round {
    /// Draws a round up and opens it.
    pub async fn casting(app: &TestApp, office: &mut Client, size: Size) -> Self {
        let path = draw_up(office, size).await;
        let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("the round's path");
        let id = ballot_round(id);
        let codes = app.app.ballots.draw_codes(size.judges).expect("codes");
        for (number, codes) in (FIRST_BATCH..).zip(codes.chunks(10_000)) {
            let hashes: Vec<_> = codes.iter().map(|code| credential_hash(id, code)).collect();
            let batch = Batch { id: BatchId(number), sheet: SheetId(1) };
            app.app.ballots.issue(id, batch, &hashes).await.expect("issued codes");
        }
        open(office, &path).await;
        Self { id, codes, size }
    }

    /// Every judge's hand-in, as the browser sends it from the page that shows the filled sheet.
    pub async fn hand_ins(&self, app: &TestApp) -> Vec<Asked> {
        let mut judge = app.anonymous();
        let code = self.codes.first().expect("a code").to_text();
        judge.get("/b").await;
        let sheet = judge.post_raw("/b", &[("code", &code)]).await;
        let graded: Vec<(String, &str)> = (0..self.size.objects)
            .flat_map(|object| (0..self.size.items).map(move |item| (format!("g{object}-{item}"), "1")))
            .collect();
        let mut fields: Vec<(&str, &str)> = graded.iter().map(|(name, grade)| (name.as_str(), *grade)).collect();
        fields.push(("go", "check"));
        let checked = said(judge.submit(&sheet, "/b/sheet", &fields).await, "全部填完");
        let form: Arc<str> = checked.form("/b/sheet").filled(&[]).into();
        let mut asked = Vec::with_capacity(self.codes.len());
        for cookie in self.cookies(app).await {
            asked.push(Asked { path: "/b/receipt".to_owned(), cookie, form: Some(Arc::clone(&form)) });
        }
        asked
    }

    /// A cookie for every judge.
    pub async fn cookies(&self, app: &TestApp) -> Vec<String> {
        let mut cookies = Vec::with_capacity(self.codes.len());
        for code in &self.codes {
            let cookie = app.app.ballots.make_cookie(self.id, code).await.expect("a cookie");
            cookies.push(format!("zhengyou_ballot={cookie}"));
        }
        cookies
    }
}

/// From the tree to fixed settings; the round's path.
async fn draw_up(office: &mut Client, size: Size) -> String {
    let county = found(office, "", ("柳林县委", "committee", "office")).await;
    let mut chosen = Vec::new();
    for number in 1..=size.objects {
        let name = format!("柳林县第{number}村党支部");
        chosen.push(found(office, &county, (&name, "branch", "rural")).await);
    }
    let form = office.get("/w/rounds/new").await;
    let declared = [
        ("organisation", county.as_str()),
        ("title", "2026年上半年群众评议"),
        ("period_from", "2026-07-01"),
        ("period_to", "2026-07-10"),
        ("minimum", "5"),
        ("opinion_minimum", "8"),
        ("retention_days", "1095"),
    ];
    let path = without_query(&said(office.submit(&form, "rounds?draw-up", &declared).await, "轮次已建立"));
    let page = office.get(&format!("{path}/objects/organisations")).await;
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", "six_aspects"));
    let objects = said(office.submit(&page, "objects?add", &fields).await, "已加入评议对象");
    let items = objects.links().into_iter().find(|link| link.ends_with("/items")).expect("a link to the items");
    for number in ITEMS..size.items {
        // The forms that take an item away lead to paths below this one.
        let mut form = office.get(&items).await.form(&items);
        form.action.clone_from(&items);
        office.post_form(form, &[("name", &format!("补充项目{number}"))]).await;
    }
    let page = office.get(&format!("{path}/objects")).await;
    office.submit(&page, "/sheets", &[("arrangement", "common")]).await;
    let page = office.get(&format!("{path}/panels")).await;
    let fields = [("category", "villagers"), ("planned", "5"), ("place", "owner")];
    said(office.submit(&page, "/panels", &fields).await, "已增加参评人员");
    let page = office.get(&path).await;
    said(office.submit(&page, "announcement", &[]).await, "轮次已公布");
    let page = office.get(&format!("{path}/issuing")).await;
    said(office.submit(&page, "issuing", &[]).await, "各项约定已固定");
    path
}

/// Prints the panel's slips, says why nobody reported, and opens casting.
async fn open(office: &mut Client, path: &str) {
    let batches = format!("{path}/batches");
    let page = office.get(&batches).await;
    office.submit(&page, "batches?panel", &[]).await;
    let page = office.get(&batches).await;
    said(office.submit(&page, "_method=put", &[]).await, "已确认这一批打印无误");
    let casting = format!("{path}/casting");
    let mut page = office.get(&casting).await;
    while page.find_form("excuse").is_some() {
        page = office.submit(&page, "excuse", &[("reason", "支部正在改选")]).await;
    }
    said(office.submit(&page, "casting", &[]).await, "投票已开放");
}

async fn found(office: &mut Client, parent: &str, (name, kind, sector): (&str, &str, &str)) -> String {
    let form = office.get("/w/organisations/new").await;
    let fields = [("parent", parent), ("name", name), ("kind", kind), ("sector", sector)];
    let shown = said(office.submit(&form, "/w/organisations", &fields).await, "党组织已建立");
    without_query(&shown).rsplit('/').next().unwrap_or_default().to_owned()
}

/// The page, which must say these words.
fn said(shown: Shown, words: &str) -> Shown {
    assert!(shown.says(words), "{}", shown.text());
    shown
}

fn without_query(shown: &Shown) -> String {
    shown.path.split('?').next().unwrap_or_default().to_owned()
}
