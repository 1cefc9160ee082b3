//! A round that is casting, drawn up through the pages as an office does; its codes are issued past the pages, which
//! print them one by one.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use ballot_box::{Batch, BatchId, RoundId, RoundOpening, SheetId};
use credentials::{Code, credential_hash};
use sea_orm::EntityTrait;
use server::features::appraisals::model::{Frozen, Panel};
use server::features::appraisals::{ballot_round, layout_of};
use storage::entities::round;
use storage::{Reads, Scope};

use crate::rows::insert;
use crate::{Client, Form, Shown, TestApp};

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
    /// As the ballot box knows it.
    pub id: RoundId,
    /// As the named side knows it.
    pub number: storage::RoundId,
    /// The codes, one a judge.
    pub codes: Vec<Code>,
    /// What is cast.
    pub size: Size,
}

/// The six aspects and the overall item.
const ITEMS: usize = 7;
/// The first of the numbers that no batch of the pages has.
pub const FIRST_BATCH: u32 = 1_000_000;
/// Codes of a batch.
pub const BATCH: usize = 10_000;

impl Round {
    /// Draws up the round of a county of this name and opens it.
    ///
    /// # Panics
    /// When a page refuses.
    pub async fn casting(app: &TestApp, office: &mut Client, county: &str, size: Size) -> Self {
        let round = Self::issuing(app, office, county, size).await;
        round.open(office).await;
        round
    }

    /// Draws up the round of a county of this name, up to the codes.
    ///
    /// # Panics
    /// When a page refuses.
    pub async fn issuing(app: &TestApp, office: &mut Client, county: &str, size: Size) -> Self {
        let path = draw_up(office, county, size).await;
        let number = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("the round's path");
        let id = ballot_round(number);
        let codes = app.app.ballots.draw_codes(size.judges).expect("codes");
        let round = Self { id, number, codes, size };
        for (batch, codes) in (FIRST_BATCH..).zip(round.codes.chunks(BATCH)) {
            round.issue(app, batch, codes).await;
        }
        round
    }

    /// Issues more codes, past the pages.
    ///
    /// # Panics
    /// When the box refuses.
    pub async fn issue(&self, app: &TestApp, batch: u32, codes: &[Code]) {
        let hashes: Vec<_> = codes.iter().map(|code| credential_hash(self.id, code)).collect();
        let batch = Batch { id: BatchId(batch), sheet: SheetId(1) };
        app.app.ballots.issue(self.id, batch, &hashes).await.expect("issued codes");
    }

    /// Prints the panel's slips, says why nobody reported, and opens casting.
    ///
    /// # Panics
    /// When a page refuses.
    pub async fn open(&self, office: &mut Client) {
        open(office, &format!("/w/rounds/{}", self.number)).await;
    }

    /// Another round that is frozen as this one and issuing, past the pages: its sheet takes blind tokens, and nobody has a
    /// code.
    ///
    /// # Panics
    /// When a store refuses.
    pub async fn again_with_tokens(&self, app: &TestApp) -> Self {
        let number = storage::RoundId(app.app.clock.next_id());
        let transaction = app.app.database.write(Scope::Whole).await.expect("a transaction");
        let found = round::Entity::find_by_id(self.number).one(transaction.connection()).await.expect("a database");
        let mut row = found.expect("the round");
        let mut frozen = Frozen::from_text(row.frozen.as_deref().expect("a frozen text")).expect("a frozen text");
        frozen.round = number;
        let layout = |panel: &Panel| {
            let sheet = frozen.plan.sheet(panel.sheet).expect("a sheet");
            (SheetId(panel.number), layout_of(&frozen.plan, sheet).expect("a layout"))
        };
        let sheets: BTreeMap<_, _> = frozen.plan.open_panels().map(layout).collect();
        let token_sheets = sheets.keys().copied().collect();
        let turnout_step = NonZeroU32::new(frozen.minimum).expect("a threshold");
        let opening = RoundOpening { round: ballot_round(number), sheets, token_sheets, turnout_step };
        let key = app.app.ballots.open_round(&opening).await.expect("an open round");
        frozen.public_key = data_encoding::HEXLOWER.encode(key.as_bytes());
        let text = frozen.to_text().expect("a text");
        row.id = number;
        row.state = "casting".to_owned();
        row.opening_hash = Some(Frozen::hash_of(&text));
        row.frozen = Some(text);
        insert(&transaction, round::ActiveModel::from(row)).await;
        transaction.commit().await.expect("a commit");
        Self { id: ballot_round(number), number, codes: Vec::new(), size: self.size }
    }

    /// What a browser posts from the page that shows a judge's filled sheet; every item has the second grade.
    ///
    /// # Panics
    /// When the sheet is not shown, as where the first code was used before.
    pub async fn form(&self, app: &TestApp) -> Form {
        self.form_with(app, &self.codes.first().expect("a code").to_text()).await
    }

    /// The same for whoever enters this code or token.
    ///
    /// # Panics
    /// When the sheet is not shown.
    pub async fn form_with(&self, app: &TestApp, entered: &str) -> Form {
        let mut judge = app.anonymous();
        judge.get("/b").await;
        let sheet = judge.post_raw("/b", &[("code", entered)]).await;
        let graded: Vec<(String, &str)> = (0..self.size.objects)
            .flat_map(|object| (0..self.size.items).map(move |item| (format!("g{object}-{item}"), "1")))
            .collect();
        let mut fields: Vec<(&str, &str)> = graded.iter().map(|(name, grade)| (name.as_str(), *grade)).collect();
        fields.push(("go", "check"));
        said(judge.submit(&sheet, "/b/sheet", &fields).await, "全部填完").form("/b/sheet")
    }

    /// A cookie for every judge.
    ///
    /// # Panics
    /// When the box makes none.
    pub async fn cookies(&self, app: &TestApp) -> Vec<String> {
        let mut cookies = Vec::with_capacity(self.codes.len());
        for code in &self.codes {
            let cookie = app.app.ballots.make_cookie(self.id, code.clone().into()).await.expect("a cookie");
            cookies.push(format!("zhengyou_ballot={cookie}"));
        }
        cookies
    }
}

/// From the tree to fixed settings; the round's path.
async fn draw_up(office: &mut Client, name: &str, size: Size) -> String {
    let county = found(office, "", (&format!("{name}县委"), "committee", "office")).await;
    let mut chosen = Vec::new();
    for number in 1..=size.objects {
        let branch = format!("{name}县第{number}村党支部");
        chosen.push(found(office, &county, (&branch, "branch", "rural")).await);
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
