//! 不了解: allowed where judges have not dealt with everybody, refused where they are among those judged.

use ballot_box::{Batch, BatchId, SheetId};
use credentials::{Code, credential_hash};
use server::features::appraisals::ballot_round;
use test_support::{Client, Shown, TestApp};

use crate::{add_panels, choose, choose_members, draw_up, enter_members, found, round_path, run, tally_keeper};

const OFFICES: [&str; 3] = ["财政局党支部", "税务局党支部", "气象局党支部"];
/// The items of six aspects, the overall one included.
const ITEMS: usize = 7;

/// Ticks 不了解 for the only measure of a round.
async fn allow(office: &mut Client, round: &str, instrument: &str) -> Shown {
    let objects = office.get(&format!("{round}/objects")).await;
    let items = office.get(&objects.link(instrument)).await;
    let action = items.path.replace("/items", "?_method=put");
    office.submit(&items, &action, &[("not_known", "yes")]).await
}

#[test]
fn s083_one_sheet_for_all_offices_lets_judges_pass_over_those_they_have_not_dealt_with() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let mut offices = Vec::new();
        for name in OFFICES {
            offices.push(found(&mut office, Some(county), (name, "branch", "office")).await);
        }
        let path = round_path(&draw_up(&mut office, county).await);
        let objects = choose(&mut office, &path, &offices, "six_aspects").await;
        office.submit(&objects, "sheets", &[("arrangement", "common")]).await;
        let page = office.get(&format!("{path}/panels")).await;
        let fields = [("category", "villagers"), ("planned", "8"), ("place", "owner")];
        let panels = office.submit(&page, "panels", &fields).await;
        assert!(panels.says("已增加参评人员"), "{}", panels.text());

        let declared = allow(&mut office, &path, "六方面").await;
        assert!(declared.says("已保存是否允许答“不了解”"), "{}", declared.text());
        assert!(declared.html().contains("value=\"yes\" checked"));
        let panels = office.get(&format!("{path}/panels")).await;
        let preview = office.get(&panels.link("预览")).await;
        assert!(preview.texts("th").contains(&"不了解".to_owned()), "{}", preview.text());

        let codes = open(app, &mut office, &path).await;
        for (number, code) in codes.iter().enumerate() {
            // Nobody has dealt with the third office but the first five; two know none at all.
            let known = if number < 5 { 3 } else { 2 };
            hand_in(app, code, if number < 6 { known } else { 0 }).await;
        }
        let (mut first, mut second) = (tally_keeper(app, "tally-1").await, tally_keeper(app, "tally-2").await);
        let results = path.replace("/w/rounds/", "/w/results/");
        for keeper in [&mut first, &mut second] {
            let page = keeper.get(&format!("{results}/ending")).await;
            keeper.submit(&page, "ending", &[("sure", "yes")]).await;
        }
        let page = office.get(&results).await;
        // The base of each office is who graded it; two of the eight forms have no grade at all and are blank.
        assert!(page.says("6/6 = 100.0 %") && page.says("5/5 = 100.0 %"), "{}", page.text());
        let object = office.get(&page.link("气象局党支部")).await;
        let steps = office.get(&object.link("5/5")).await;
        assert!(steps.says("有效票 6 张，其中 1 张未评此项，基数为 5"), "{}", steps.text());
    });
}

/// Announces the round, issues its slips and opens casting; eight codes of the test's own beside the printed ones.
pub async fn open(app: &TestApp, office: &mut Client, path: &str) -> Vec<Code> {
    let shown = office.get(path).await;
    office.submit(&shown, "announcement", &[]).await;
    let issuing = office.get(&format!("{path}/issuing")).await;
    let batches = office.submit(&issuing, "issuing", &[]).await;
    assert!(batches.says("各项约定已固定"), "{}", batches.text());
    let round = ballot_round(path.rsplit('/').next().unwrap().parse().unwrap());
    let ballots = &app.app.ballots;
    let codes = ballots.draw_codes(8).unwrap();
    let hashes: Vec<_> = codes.iter().map(|code| credential_hash(round, code)).collect();
    ballots.issue(round, Batch { id: BatchId(99), sheet: SheetId(1) }, &hashes).await.unwrap();
    ballots.begin_casting(round).await.unwrap();
    set_casting(app, path).await;
    codes
}

/// What opening casting by page would end with; papers and self-reports are not what is tested here.
async fn set_casting(app: &TestApp, path: &str) {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    use storage::entities::round;
    use storage::{Reads, RoundId, Scope};
    let id: RoundId = path.rsplit('/').next().unwrap().parse().unwrap();
    let transaction = app.app.database.write(Scope::Round(id.0)).await.unwrap();
    let row = round::ActiveModel { id: Set(id), state: Set("casting".to_owned()), ..Default::default() };
    row.update(transaction.connection()).await.unwrap();
    transaction.commit().await.unwrap();
}

/// A judge who grades the first so many offices and answers 不了解 for the others.
async fn hand_in(app: &TestApp, code: &Code, known: usize) {
    let mut judge = app.anonymous();
    let sheet = judge.post_raw("/b", &[("code", &code.to_text())]).await;
    assert!(sheet.says("可以选“不了解”"), "{}", sheet.text());
    let mut form = sheet.form("/b/sheet");
    form.action = "/b/receipt".to_owned();
    let answers: Vec<(String, &str)> = (0..OFFICES.len())
        .flat_map(|object| (0..ITEMS).map(move |item| (object, item)))
        .map(|(object, item)| (format!("g{object}-{item}"), if object < known { "0" } else { "u" }))
        .collect();
    let fields: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let done = judge.post_form(form, &fields).await;
    assert_eq!(done.texts("#receipt").len(), 1, "{}", done.text());
}

#[test]
fn members_who_appraise_one_another_must_grade_every_item() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let members = enter_members(app, village, 9).await;
        let path = round_path(&draw_up(&mut office, county).await);
        choose_members(&mut office, &path, village, &members).await;
        // Villagers are not among them, members are: in either order it is refused.
        add_panels(&mut office, &path, "villagers", "20").await;
        assert!(allow(&mut office, &path, "五看").await.says("已保存"));
        add_panels(&mut office, &path, "members", "").await;
        let shown = office.get(&path).await;
        office.submit(&shown, "announcement", &[]).await;
        let issuing = office.get(&format!("{path}/issuing")).await;
        assert!(issuing.says("空着的一行会暴露填表人"), "{}", issuing.text());
        assert!(issuing.find_form("issuing").is_none());

        let path = round_path(&draw_up(&mut office, county).await);
        choose_members(&mut office, &path, village, &members).await;
        add_panels(&mut office, &path, "members", "").await;
        let refused = allow(&mut office, &path, "五看").await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("空着的一行会暴露填表人"), "{}", refused.text());
        let objects = office.get(&format!("{path}/objects")).await;
        let items = office.get(&objects.link("五看")).await;
        assert!(!items.html().contains("value=\"yes\" checked"));
    });
}

/// Whether the paper of a round's only sheet says that own grades count.
async fn paper_says_own_grades_count(office: &mut Client, round: &str) -> bool {
    let panels = office.get(&format!("{round}/panels")).await;
    let preview = office.get(&panels.link("预览")).await;
    let paper = preview.links().into_iter().find(|link| link.ends_with("instrument.pdf")).unwrap();
    let pdf = office.get(&paper).await;
    let text = pdf_extract::extract_text_from_mem(&pdf.bytes).unwrap();
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    text.contains("一栏也要填写")
}

#[test]
fn where_an_empty_row_is_refused_the_paper_says_that_own_grades_count_and_nowhere_else() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let members = enter_members(app, village, 9).await;
        let other = found(&mut office, Some(county), ("西沟村党支部", "branch", "rural")).await;
        // Members of the county who judge a village's members, branches that judge one another: both rules agree.
        for (category, place, of_members) in [
            ("members", "owner", true),
            ("members", "each", true),
            ("villagers", "each", true),
            ("branches", "owner", false),
            ("villagers", "owner", false),
        ] {
            let path = round_path(&draw_up(&mut office, county).await);
            let instrument = if of_members {
                choose_members(&mut office, &path, village, &members).await;
                "五看"
            } else {
                let objects = choose(&mut office, &path, &[village, other], "six_aspects").await;
                office.submit(&objects, "sheets", &[("arrangement", "common")]).await;
                "六方面"
            };
            let page = office.get(&format!("{path}/panels")).await;
            let fields = [("category", category), ("planned", "8"), ("place", place)];
            let panels = office.submit(&page, "panels", &fields).await;
            assert!(panels.says("已增加参评人员"), "{category} {place}: {}", panels.text());
            let is_refused = allow(&mut office, &path, instrument).await.status == 422;
            let is_said = paper_says_own_grades_count(&mut office, &path).await;
            let among = category != "villagers";
            assert_eq!((is_refused, is_said), (among, among), "{category} {place}");
        }
    });
}
