//! A token blinded by the page's own script in Chromium, as fast as the machine is and a quarter as fast (an old phone).

use std::time::Duration;

use anyhow::{Context, Result};
use browser_tests::{Browser, Locator, Visit};
use serde_json::json;
use test_databases::TestDatabase;
use test_support::served::Served;
use test_support::tokens::{ENDS_AT, begin_issuing, declare, draw};
use test_support::{PASSWORD, TestApp};

use crate::report::{Report, milliseconds};

/// How often it is done. The first time counts most: a member does it once.
const TIMES: usize = 15;
/// How many times slower the processor is made.
const SLOWER: [u32; 2] = [1, 4];
/// Imports the key and blinds a token with what the page loaded, so many times; milliseconds of each.
const BLIND: &str = "
    const [times, done] = arguments;
    const spki = Uint8Array.from(atob(document.getElementById('token').dataset.key), (letter) => letter.charCodeAt(0));
    (async () => {
        const took = [];
        for (let time = 0; time < times; time += 1) {
            const began = performance.now();
            const key = await crypto.subtle.importKey('spki', spki, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
            await blindRsa.blind(key, blindRsa.prepare(crypto.getRandomValues(new Uint8Array(69))));
            took.push(performance.now() - began);
        }
        return took;
    })().then(done, (error) => done(String(error)));";

/// Measures on the page on which a member takes a token; says so where there is no Chromium.
pub async fn measure(report: &mut Report) -> Result<()> {
    let Some(browser) = Browser::at_hand()? else {
        report.add("a token blinded in Chromium", "no Chromium here".to_owned());
        return Ok(());
    };
    let database = TestDatabase::sqlite();
    let app = TestApp::start(&database).await;
    let mut office = app.office().await;
    let made = draw(&app, &mut office).await;
    declare(&mut office, &made, ENDS_AT).await;
    begin_issuing(&mut office, &made).await;
    drop(made.member(&app, 0).await);
    let served = Served::start(&app);
    let url = |path: &str| format!("http://{}{path}", served.address);
    for slower in SLOWER {
        // A profile of its own, so that nothing is compiled yet.
        let phone = browser.visit(Visit::ON_A_PHONE).await?;
        phone.client.goto(&url("/w/sign-in")).await?;
        phone.fill("name", "member-0").await?;
        phone.fill("password", PASSWORD).await?;
        phone.press(Locator::Css("main button.btn-primary")).await?;
        phone.see(Locator::Css("nav [aria-current=page]")).await?;
        phone.client.goto(&url(&made.tokens("/own"))).await?;
        phone.see(Locator::Css("#token-form:not([hidden])")).await?;
        phone.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": slower })).await?;
        let told = phone.client.execute_async(BLIND, vec![json!(TIMES)]).await?;
        let took: Vec<f64> = serde_json::from_value(told.clone()).with_context(|| told.to_string())?;
        let first = took.first().copied().context("nothing was blinded")?;
        let longest = took.iter().copied().fold(0.0, f64::max);
        let line = |took: f64| milliseconds(Duration::from_secs_f64(took / 1_000.0));
        report.add(
            &format!("a token blinded in Chromium, processor {slower} × as slow: the first, the longest of {TIMES}"),
            format!("{}, {}", line(first), line(longest)),
        );
        phone.leave().await?;
    }
    served.stop().await;
    Ok(())
}
