//! From an announced round to casting, slips in a PDF, counting.

use documents::papers::slips;
use documents::{Date, Language, Period};
use test_support::slips::codes_on;

use crate::{add_panels, choose, draw_up, enter_members, found, round_path, run, tally_keeper};

#[test]
fn s048_a_round_goes_from_draft_through_issuing_and_slips_to_casting() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        enter_members(app, village, 9).await;
        let round = draw_up(&mut office, county).await;
        let path = round_path(&round);

        // Nothing to announce before anybody is judged.
        assert!(round.find_form("announcement").is_none());
        let objects = choose(&mut office, &path, &[village], "six_aspects").await;
        assert!(objects.says("已加入评议对象"), "{}", objects.text());
        assert!(objects.says("东河村党支部"));

        // S050: members by the register, others planned, a group of three merged.
        let panels = add_panels(&mut office, &path, "members", "").await;
        assert!(panels.says("已增加参评人员"), "{}", panels.text());
        assert!(panels.says("评议目标：创业致富"), "{}", panels.text());
        assert!(panels.says("9 人"));
        add_panels(&mut office, &path, "villagers", "20").await;
        let panels = add_panels(&mut office, &path, "supervision_group", "3").await;
        assert!(panels.says("有 1 组不足 5 人"), "{}", panels.text());

        let shown = office.get(&path).await;
        let announced = office.submit(&shown, "announcement", &[]).await;
        assert!(announced.says("轮次已公布"), "{}", announced.text());
        let issuing = office.get(&format!("{path}/issuing")).await;
        assert!(issuing.says("“三务监督小组成员”人数不足"), "{}", issuing.text());
        assert!(issuing.find_form("issuing").is_none());
        let panels = office.get(&format!("{path}/panels")).await;
        let merged = office.submit(&panels, "mergers", &[]).await;
        assert!(merged.says("已合并人数不足的组"), "{}", merged.text());
        assert!(merged.says("23 人"), "{}", merged.text());

        let issuing = office.get(&format!("{path}/issuing")).await;
        assert!(issuing.says("检查无误"), "{}", issuing.text());
        let batches = office.submit(&issuing, "issuing", &[]).await;
        assert!(batches.says("各项约定已固定"), "{}", batches.text());
        let shown = office.get(&path).await;
        assert_eq!(shown.texts("code")[0].len(), 64, "{}", shown.text());

        // Two groups are left; each gets its slips as a PDF that is made once.
        for _ in 0..2 {
            let page = office.get(&format!("{path}/batches")).await;
            let forms = page.texts("form button");
            assert!(forms.iter().any(|words| words == "打印凭证"));
            let form = open_print_form(&page);
            let pdf = office.post_form(form.clone(), &[]).await;
            assert_eq!(pdf.status, 200);
            assert_eq!(pdf.headers["content-type"], "application/pdf");
            assert_eq!(pdf.headers["cache-control"], "no-store");
            assert!(pdf.bytes.starts_with(b"%PDF"));
            let again = office.post_form(form, &[]).await;
            assert!(again.path.ends_with("/batches"), "a second post prints nothing");
            let printed = office.submit(&again, "_method=put", &[]).await;
            assert!(printed.says("已确认这一批打印无误"), "{}", printed.text());
        }
        let page = office.get(&format!("{path}/batches")).await;
        assert_eq!(page.texts("tbody td.number")[..2], ["9", "9"], "{}", page.text());

        // S060: casting waits for the self-report, or for a reason.
        let casting = office.get(&format!("{path}/casting")).await;
        assert!(casting.says("还有 1 个对象没有提交自评"), "{}", casting.text());
        let fields = [("reason", "支部正在改选")];
        let excused = office.submit(&casting, "excuse", &fields).await;
        assert!(excused.says("已记录原因"), "{}", excused.text());
        let open = office.submit(&excused, "casting", &[]).await;
        assert!(open.says("投票已开放"), "{}", open.text());
        let paused = office.submit(&open, "casting", &[]).await;
        assert!(paused.says("投票已暂停"), "{}", paused.text());
        print_for_late_comers(&mut office, &path).await;
        let paused = office.get(&format!("{path}/casting")).await;
        let resumed = office.submit(&paused, "casting", &[]).await;
        assert!(resumed.says("投票已恢复"), "{}", resumed.text());
        assert!(!office.get(&format!("{path}/batches")).await.html().contains("batches?panel="), "not while casting");

        // Two people count slips back, each on their own.
        let batches = office.get(&format!("{path}/batches")).await;
        let link = batches.link("清点凭证");
        let form = office.get(&link).await;
        let too_many = [("handed_out", "10"), ("returned", "0"), ("missing", "0")];
        let refused = office.submit(&form, "count", &too_many).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("发出数不能超过已印的 9 张"), "{}", refused.text());
        let counted = [("handed_out", "9"), ("returned", "2"), ("missing", "0")];
        let entered = office.submit(&form, "count", &counted).await;
        assert!(entered.says("等待另一个人清点"), "{}", entered.text());
        let mut keeper = tally_keeper(app, "keeper").await;
        let form = keeper.get(&link).await;
        let other = [("handed_out", "9"), ("returned", "1"), ("missing", "1")];
        let differs = keeper.submit(&form, "count", &other).await;
        assert!(differs.says("与第一个人的数字不一致"), "{}", differs.text());
        let agreed = keeper.submit(&form, "count", &counted).await;
        assert!(agreed.says("两人数字一致"), "{}", agreed.text());
        let sums = keeper.get(&format!("{path}/reconciliation")).await;
        assert!(sums.says("已投票数在封存以后才显示"), "{}", sums.text());
    });
}

/// The form that prints slips for a group that has none yet.
fn open_print_form(page: &test_support::Shown) -> test_support::Form {
    let html = page.html();
    let panels: Vec<&str> = html.split("batches?panel=").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let forms = panels.into_iter().map(|panel| page.form(panel));
    let open = |form: &test_support::Form| {
        let mut fields = form.fields.iter();
        fields.any(|(name, value)| name == "count" && value != "0")
    };
    forms.into_iter().find(open).unwrap()
}

#[test]
fn the_squares_of_printed_slips_open_the_public_address_with_the_code_after_a_hash() {
    run(async |app| {
        let mut office = app.office().await;
        let path = issued(app, &mut office).await;
        let page = office.get(&format!("{path}/batches")).await;
        let printed = office.post_form(open_print_form(&page), &[]).await;
        let codes = codes_on(&printed.bytes);
        assert_eq!(codes.len(), 12);
        // The same view gives the same bytes, so that the paper was made from this view and from no other.
        let day = |day| Date { year: 2026, month: 7, day };
        let slip = |code: &String| slips::Slip { url: format!("https://vote.example/b#{code}"), code: code.clone() };
        let mut view = slips::View {
            round: "2026 年上半年群众评议".to_owned(),
            valid: Period { from: day(1), to: day(10) },
            address: "https://vote.example/b".to_owned(),
            slips: codes.iter().map(slip).collect(),
        };
        assert!(slips::render(&view, Language::ZhHans).unwrap() == printed.bytes, "the paper says something else");
        // One square that opens something else makes another paper.
        view.slips[11].url = view.slips[0].url.clone();
        assert!(slips::render(&view, Language::ZhHans).unwrap() != printed.bytes);
    });
}

#[test]
fn a_batch_that_was_printed_badly_is_voided_and_printed_anew() {
    run(async |app| {
        let mut office = app.office().await;
        let path = issued(app, &mut office).await;
        let page = office.get(&format!("{path}/batches")).await;
        let too_many = office.submit(&page, "batches?panel", &[("count", "10001")]).await;
        assert_eq!(too_many.status, 422);
        assert!(too_many.says("每批 1 到 10000 张"), "{}", too_many.text());
        office.submit(&page, "batches?panel", &[]).await;
        let page = office.get(&format!("{path}/batches")).await;
        let html = page.html();
        let batch = html.split("/batches/").nth(1).unwrap();
        let void = format!("{}?_method=delete", batch.split('?').next().unwrap());
        let voided = office.submit(&page, &void, &[]).await;
        assert!(voided.says("这一批已作废"), "{}", voided.text());
        let form = open_print_form(&voided);
        let pdf = office.post_form(form, &[]).await;
        assert!(pdf.bytes.starts_with(b"%PDF"));
    });
}

/// A round with one organisation and twelve villagers, issued.
async fn issued(app: &test_support::TestApp, office: &mut test_support::Client) -> String {
    let county = found(office, None, ("柳林县委", "committee", "office")).await;
    let village = found(office, Some(county), ("东河村党支部", "branch", "rural")).await;
    enter_members(app, village, 1).await;
    let path = round_path(&draw_up(office, county).await);
    choose(office, &path, &[village], "six_aspects").await;
    add_panels(office, &path, "villagers", "12").await;
    let shown = office.get(&path).await;
    office.submit(&shown, "announcement", &[]).await;
    let issuing = office.get(&format!("{path}/issuing")).await;
    let batches = office.submit(&issuing, "issuing", &[]).await;
    assert!(batches.says("各项约定已固定"), "{}", batches.text());
    path
}

#[test]
fn what_a_crash_left_between_intent_and_end_goes_on_at_start() {
    run(async |app| {
        let mut office = app.office().await;
        let path = issued(app, &mut office).await;
        let hash = office.get(&path).await.texts("code");
        // Going on when nothing is left changes nothing.
        server::features::appraisals::resume(&app.app).await.unwrap();
        assert_eq!(office.get(&path).await.texts("code"), hash);
        // As a crash leaves it: the intent is there, the end is not.
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        undo_the_end_of_issuing(app, id).await;
        let batches = office.get(&format!("{path}/batches")).await;
        assert!(batches.says("票箱还没有准备好"), "{}", batches.text());
        server::features::appraisals::resume(&app.app).await.unwrap();
        assert_eq!(office.get(&path).await.texts("code"), hash, "the same key, the same hash");
    });
}

async fn undo_the_end_of_issuing(app: &test_support::TestApp, id: storage::RoundId) {
    use sea_orm::sea_query::Expr;
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    use storage::entities::{round, round_step};
    use storage::{Reads, Scope};
    let transaction = app.app.database.write(Scope::Round(id.0)).await.unwrap();
    round_step::Entity::update_many()
        .col_expr(round_step::Column::State, Expr::value("begun"))
        .filter(round_step::Column::RoundId.eq(id))
        .filter(round_step::Column::Step.eq("issuing"))
        .exec(transaction.connection())
        .await
        .unwrap();
    round::Entity::update_many()
        .col_expr(round::Column::OpeningHash, Expr::value(Option::<String>::None))
        .filter(round::Column::Id.eq(id))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

/// While casting is paused: a batch of at least k, printed and confirmed, before casting goes on.
async fn print_for_late_comers(office: &mut test_support::Client, path: &str) {
    let page = office.get(&format!("{path}/batches")).await;
    let few = office.submit(&page, "batches?panel", &[("count", "4")]).await;
    assert_eq!(few.status, 422);
    assert!(few.says("每批 5 到 10000 张"), "{}", few.text());
    let page = office.get(&format!("{path}/batches")).await;
    let pdf = office.submit(&page, "batches?panel", &[("count", "5")]).await;
    assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.text());
    let casting = office.get(&format!("{path}/casting")).await;
    let waits = office.submit(&casting, "casting", &[]).await;
    assert_eq!(waits.status, 422, "a batch of which nobody said that it was printed well: {}", waits.text());
    let page = office.get(&format!("{path}/batches")).await;
    let printed = office.submit(&page, "_method=put", &[]).await;
    assert!(printed.says("已确认这一批打印无误"), "{}", printed.text());
    assert!(printed.texts("tbody td.number").iter().any(|number| number == "5"), "{}", printed.text());
}
