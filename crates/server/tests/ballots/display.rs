//! How pages look: small, in every language, large when wished, without script; and the hall's screen.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use test_support::{Client, Shown, run_at};

use crate::casting::{CUSTOMS, SMALL, cast, enter, graded, press, with};
use crate::round;
use crate::run;

fn packed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// The styles and scripts of a page.
async fn assets(client: &mut Client, page: &Shown) -> usize {
    let html = page.html();
    let mut total = 0;
    for part in html.split('"').filter(|part| part.starts_with("/assets/")) {
        total += packed(&client.get(part).await.bytes);
    }
    total
}

#[test]
fn voting_on_twenty_leaders_moves_less_than_sixty_kilobytes() {
    run(async |app| {
        let made = round::casting(app, CUSTOMS).await;
        let mut judge = app.anonymous();
        let door = judge.get("/b").await;
        let assets = assets(&mut judge, &door).await;
        assert!(assets > 0);
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        let fields = with(&graded(CUSTOMS, "1"), &[("go", "check")]);
        let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
        let done = press(&mut judge, &checked, "/b/receipt", &[]).await;
        let pages = [&door, &sheet, &checked, &done];
        let total = assets + pages.map(|page| packed(&page.bytes)).iter().sum::<usize>();
        assert!(total < 60_000, "all told {total} bytes");
        for page in pages {
            assert!(packed(&page.bytes) < 16_000);
            for forbidden in ["tabler", "htmx", "<style", " style=", "onclick"] {
                assert!(!page.html().contains(forbidden), "{forbidden}");
            }
        }
    });
}

#[test]
fn over_plain_http_the_sheet_says_that_it_is_not_encrypted_and_over_https_it_does_not() {
    for (address, is_told) in
        [(Some("http://192.168.1.5:8080"), true), (None, true), (Some("https://vote.example"), false)]
    {
        run_at(address, async |app| {
            let made = round::casting(app, SMALL).await;
            for (language, words) in [("zh-CN", "本页没有加密"), ("en", "this page is not encrypted")] {
                let mut judge = app.anonymous().speaking(language);
                let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
                // Among what a judge reads before the first grade, not on a page of its own.
                let said = sheet.texts("#start li").iter().any(|sentence| sentence.contains(words));
                assert_eq!(said, is_told, "{address:?} {language}: {}", sheet.text());
            }
        });
    }
}

#[test]
fn language_and_letters_change_in_the_middle_and_every_answer_stays() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        assert!(sheet.says("不满5份票的结果不单独公布"), "{}", sheet.text());
        assert!(sheet.says("把好国门、做好服务"));
        let chosen = with(&graded(SMALL, "1"), &[("o0", "好")]);
        let english = press(&mut judge, &sheet, "/b/sheet", &with(&chosen, &[("language", "en")])).await;
        assert!(english.says("fewer than 5 ballots"), "{}", english.text());
        assert!(english.html().contains("lang=\"en\""));
        let large = press(&mut judge, &english, "/b/sheet", &with(&[], &[("elder", "1")])).await;
        assert!(large.html().contains("class=\"elder\""));
        assert!(large.says("fewer than 5 ballots"));
        for (name, value) in &chosen {
            let kept = large.form("/b/sheet").fields;
            assert!(kept.contains(&(name.clone(), value.clone())), "{name}");
        }
        let fields = with(&[], &[("go", "check")]);
        let checked = press(&mut judge, &large, "/b/sheet", &fields).await;
        assert!(checked.says("Everything is filled in"));
        let done = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert!(done.says("Your ballot is in the box"), "{}", done.text());
        assert!(judge.get("/b").await.html().contains("class=\"elder\""));
    });
}

#[test]
fn the_cookie_of_a_code_is_hidden_from_scripts_and_other_pages_and_is_new_with_every_code() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let mut judge = app.anonymous();
        enter(&mut judge, &made.codes[0].to_text()).await;
        let first = judge.cookie("zhengyou_ballot").unwrap().to_owned();
        assert!(!first.contains(&made.codes[0].to_text()));
        enter(&mut judge, &made.codes[0].to_text()).await;
        assert_ne!(judge.cookie("zhengyou_ballot").unwrap(), first);
        let door = judge.get("/b").await;
        assert!(door.says("继续填写"));
        assert_eq!(judge.cookie("zhengyou_session"), None);
        // As the browser is told: the judges' pages alone, no script, no other site, https, and gone with the window.
        let form = [("origin", "https://vote.example"), ("content-type", "application/x-www-form-urlencoded")];
        let body = format!("code={}", made.codes[0].to_text());
        let answer = app.anonymous().ask("POST", "/b", &form, body.into_bytes()).await;
        let cookies: Vec<&str> =
            answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let [cookie] = cookies.as_slice() else { panic!("{cookies:?}: {}", answer.text()) };
        let (cookie, rules) = cookie.split_once("; ").unwrap();
        assert!(cookie.starts_with("zhengyou_ballot="), "{cookie}");
        let mut rules: Vec<&str> = rules.split("; ").collect();
        rules.sort_unstable();
        assert_eq!(rules, ["HttpOnly", "Path=/b", "SameSite=Strict", "Secure"]);
    });
}

#[test]
fn the_screen_of_the_hall_shows_whole_groups_every_ten_minutes_while_casting() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let path = format!("/hall/{}", made.id);
        let mut screen = app.anonymous();
        assert!(screen.get(&path).await.says("已收到0张以上 / 计划8张"));
        for code in &made.codes[..4] {
            cast(&mut app.anonymous(), code, SMALL, "0").await;
        }
        app.app.clock.advance_seconds(600);
        assert!(screen.get(&path).await.says("已收到0张以上"), "fewer than k");
        cast(&mut app.anonymous(), &made.codes[4], SMALL, "0").await;
        assert!(screen.get(&path).await.says("已收到0张以上"), "too early");
        app.app.clock.advance_seconds(600);
        let shown = screen.get(&path).await;
        assert!(shown.says("已收到5张以上"), "{}", shown.text());
        assert!(shown.html().contains("<svg"));
        let unknown = format!("/hall/{}", app.app.clock.next_id().simple());
        assert_eq!(screen.get(&unknown).await.status, 404);
    });
}
