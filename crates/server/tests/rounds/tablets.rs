//! S070: a registered tablet gives the next person a code, without keeping which or when.

use credentials::TabletKey;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::roles::Role;
use storage::Reads;
use storage::entities::tablet;
use test_databases::for_each_database;
use test_support::traces::Traces;
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{add_panel, draw_up, seal};
use crate::windows::{PIN, choose_windows, make_tablet, open_window, tablet};

/// A round about one window, issued and not open yet; its path and the page of batches.
async fn issued(office: &mut Client) -> (String, Shown) {
    let customs = found(office, None, ("海关机关党委", "committee", "office")).await;
    open_window(office, customs, "报关窗口").await;
    let round = draw_up(office, customs, "窗口测评", &[]).await;
    choose_windows(office, &round).await;
    add_panel(office, &round, "administered", "6").await;
    office.fill(&round, "announcement", &[], "轮次已公布").await;
    let page = office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
    (round, page)
}

async fn next(tablet: &mut Client, pin: &str) -> Shown {
    let page = tablet.get("/b/tablet").await;
    tablet.submit(&page, "/b/tablet/next", &[("pin", pin)]).await
}

/// Whoever holds the tablet grades everything and hands it in; the page with the receipt.
async fn judge(tablet: &mut Client, sheet: &Shown) -> Shown {
    let mut form = sheet.form("/b/sheet");
    "/b/receipt".clone_into(&mut form.action);
    tablet.post_form(form, &[("g0-0", "0"), ("g0-1", "0"), ("g0-2", "1")]).await
}

/// The next person judges on a tablet and hands it back.
pub async fn hand_over(app: &TestApp, tablet: &mut Client) {
    let sheet = next(tablet, PIN).await;
    assert_eq!(sheet.path, "/b/sheet", "{}", sheet.text());
    let received = judge(tablet, &sheet).await;
    assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
    // The receipt leads back to the tablet; at a phone of one's own there is no such way.
    assert!(received.link("交还平板").ends_with("/b/tablet"));
    let used = app.anonymous().get("/b/tablet").await;
    assert!(used.find_form("/next").is_none(), "another browser is no tablet: {}", used.text());
}

#[test]
fn s070_the_next_person_gets_the_next_code_and_nothing_of_the_one_before() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, page) = issued(&mut office).await;
        let form = page.forms("/tablets?on=").into_iter().next().unwrap();
        for wrong in ["24681", "246813579", "24b813"] {
            let refused = office.post_form(form.clone(), &[("count", "6"), ("pin", wrong)]).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert!(refused.says("口令应为 6 到 8 位数字"), "{}", refused.text());
        }
        let key = make_tablet(&mut office, &page, 0, "6").await;
        let batches = office.get(&format!("{round}/batches")).await;
        assert!(batches.says("平板") && !batches.html().contains(&key), "the key is shown once: {}", batches.text());
        let wrong = app.anonymous().post_raw("/b/tablet", &[("key", "AAAA")]).await;
        assert!(wrong.status == 422 && wrong.says("这个凭据不对"), "{}", wrong.text());
        let mut tablet = tablet(app, &key.to_lowercase()).await;
        let early = next(&mut tablet, PIN).await;
        assert!(early.status == 422 && early.says("评议还没有开始"), "{}", early.text());
        office.fill(&format!("{round}/casting"), "casting", &[], "投票已开放").await;
        let shown = tablet.get("/b/tablet").await;
        assert!(shown.says("报关窗口") && shown.says("还有6位可以参评"), "{}", shown.text());
        let sheet = next(&mut tablet, PIN).await;
        let html = sheet.html();
        assert!(html.contains("data-shared") && !html.contains("data-draft"), "a tablet keeps no draft: {html}");
        // It hands out no slips, so it does not speak of any.
        let first = &sheet.texts("#start li")[0];
        assert!(first.contains("本机每人换用一个随机凭证码：凭证码加密存放，只有本机能解开，封存时删除"), "{first}");
        assert_eq!(sheet.headers["cache-control"], "no-store", "going back shows the next person nothing");
        judge(&mut tablet, &sheet).await;
        for _ in 0..4 {
            hand_over(app, &mut tablet).await;
        }
        // Two at once at two browsers with the same key: two codes, or one of them none.
        let mut second = crate::windows::tablet(app, &key).await;
        let press = [("pin", PIN)];
        let (one, other) =
            tokio::join!(tablet.post_raw("/b/tablet/next", &press), second.post_raw("/b/tablet/next", &press));
        let paths = [one.path.as_str(), other.path.as_str()];
        assert_eq!(paths.iter().filter(|path| **path == "/b/sheet").count(), 1, "{paths:?}");
        let (holder, sheet) = if one.path == "/b/sheet" { (&mut tablet, one) } else { (&mut second, other) };
        let received = judge(holder, &sheet).await;
        assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
        let empty = next(&mut tablet, PIN).await;
        assert!(empty.status == 422 && empty.says("已经用完"), "{}", empty.text());
        // What the tablet gave out is the first number of whoever counts the batch; six codes, six ballots.
        let batches = office.get(&format!("{round}/batches")).await;
        let count = office.get(&batches.link("清点凭证")).await;
        let fields = count.form("count").fields;
        assert!(fields.contains(&("handed_out".to_owned(), "6".to_owned())), "{fields:?}");
        let results = seal(app, &round, "keeper").await;
        let results = office.get(&results).await;
        assert!(results.says("6/6 = 100.0 %") && results.says("0/6 = 0.0 %"), "{}", results.text());
        // After sealing nothing opens the tablet again: its codes are erased.
        let gone = app.anonymous().post_raw("/b/tablet", &[("key", &key)]).await;
        assert!(gone.status == 422 && gone.says("已经失效"), "{}", gone.text());
    });
}

/// What the tables hold of a tablet's codes, found by its key.
async fn sealed_codes(app: &TestApp, key: &str) -> Option<Vec<u8>> {
    let hash = TabletKey::parse(key).unwrap().hash().to_vec();
    let found = tablet::Entity::find().filter(tablet::Column::KeyHash.eq(hash));
    found.one(app.app.database.connection()).await.unwrap().unwrap().codes
}

/// Voids the only tablet that may be voided.
async fn void(office: &mut Client, round: &str) {
    let batches = office.get(&format!("{round}/batches")).await;
    let mut forms = batches.forms("_method=delete").into_iter().filter(|form| form.action.contains("/batches/"));
    let form = forms.next().unwrap_or_else(|| panic!("no way to void it: {}", batches.text()));
    office.post_form(form, &[]).await;
}

#[test]
fn s070_no_file_and_no_table_holds_the_key_of_a_tablet_or_once_it_is_voided_or_sealed_its_codes() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let (round, page) = issued(&mut office).await;
        let voided = make_tablet(&mut office, &page, 0, "6").await;
        let voided_codes = sealed_codes(&app, &voided).await.unwrap();
        void(&mut office, &round).await;
        let page = office.get(&format!("{round}/batches")).await;
        let key = make_tablet(&mut office, &page, 0, "6").await;
        let codes = sealed_codes(&app, &key).await.unwrap();
        office.fill(&format!("{round}/casting"), "casting", &[], "投票已开放").await;
        let mut tablet = tablet(&app, &key).await;
        for _ in 0..6 {
            hand_over(&app, &mut tablet).await;
        }
        let open = Traces::of(database).await;
        assert!(!open.places(&codes).is_empty(), "codes that are there are found");
        seal(&app, &round, "keeper").await;
        assert_eq!((sealed_codes(&app, &voided).await, sealed_codes(&app, &key).await), (None, None));
        // While the server runs: what was erased does not stay in the log of a SQLite file either.
        let sealed = Traces::of(database).await;
        app.app.database.clone().close().await.unwrap();
        app.app.ballots.close().await.unwrap();
        // Not even pieces, of which a file may keep some where the rest was written over.
        for erased in [&codes, &voided_codes].into_iter().flat_map(|codes| codes.chunks_exact(8)) {
            assert_eq!(sealed.places(erased), Vec::<&str>::new());
        }
        for key in [&voided, &key] {
            let letters = key.replace('-', "");
            let bytes = data_encoding::BASE32_NOPAD.decode(letters.as_bytes()).unwrap();
            for spelling in [key.as_bytes(), letters.as_bytes(), letters.to_lowercase().as_bytes(), &bytes] {
                assert_eq!((open.places(spelling), sealed.places(spelling)), (vec![], vec![]), "{spelling:02x?}");
            }
        }
    }));
}

#[test]
fn s070_five_wrong_digits_lock_a_tablet_until_the_office_unlocks_it() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, page) = issued(&mut office).await;
        let key = make_tablet(&mut office, &page, 0, "6").await;
        office.fill(&format!("{round}/casting"), "casting", &[], "投票已开放").await;
        let mut tablet = tablet(app, &key).await;
        for _ in 0..4 {
            let wrong = next(&mut tablet, "1111").await;
            assert!(wrong.status == 422 && wrong.says("口令不对"), "{}", wrong.text());
        }
        assert_eq!(next(&mut tablet, PIN).await.path, "/b/sheet", "right digits begin the count anew");
        for _ in 0..5 {
            next(&mut tablet, "1111").await;
        }
        let locked = next(&mut tablet, PIN).await;
        assert!(locked.status == 422 && locked.says("平板已经锁定"), "{}", locked.text());
        assert!(locked.says("还有5位可以参评"), "nothing was taken: {}", locked.text());
        let batches = office.get(&format!("{round}/batches")).await;
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        let watched = keeper.get(&format!("{round}/batches")).await;
        assert!(watched.find_form("/tablets/").is_none(), "{}", watched.text());
        office.tell(&batches, "/tablets/", &[], "平板已解除锁定").await;
        assert_eq!(next(&mut tablet, PIN).await.path, "/b/sheet");
    });
}

#[test]
fn s070_right_digits_between_wrong_ones_do_not_let_anybody_guess_for_ever() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, page) = issued(&mut office).await;
        let key = make_tablet(&mut office, &page, 0, "6").await;
        office.fill(&format!("{round}/casting"), "casting", &[], "投票已开放").await;
        let mut tablet = tablet(app, &key).await;
        for run in 0..5 {
            for guess in 0..4 {
                let wrong = next(&mut tablet, &format!("10000{guess}")).await;
                assert!(wrong.says("口令不对"), "{run} {guess}: {}", wrong.text());
            }
            if run < 4 {
                assert_eq!(next(&mut tablet, PIN).await.path, "/b/sheet", "four in a row lock nothing");
            }
        }
        let locked = next(&mut tablet, PIN).await;
        assert!(locked.status == 422 && locked.says("平板已经锁定"), "{}", locked.text());
        let batches = office.get(&format!("{round}/batches")).await;
        office.tell(&batches, "/tablets/", &[], "平板已解除锁定").await;
        assert_eq!(next(&mut tablet, PIN).await.path, "/b/sheet");
    });
}

#[test]
fn s070_the_codes_of_a_voided_tablet_are_erased() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, page) = issued(&mut office).await;
        let key = make_tablet(&mut office, &page, 0, "6").await;
        void(&mut office, &round).await;
        let gone = app.anonymous().post_raw("/b/tablet", &[("key", &key)]).await;
        assert!(gone.status == 422 && gone.says("已经失效"), "{}", gone.text());
    });
}
