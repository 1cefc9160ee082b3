//! A ballot sheet on a phone, as an eye and a thumb meet it, and as it outlives what goes wrong.

use browser_tests::{Locator, Visitor};
use serde_json::{Value, json};

/// Letters are at least so high, in CSS pixels.
const LETTERS: f64 = 18.0;
/// What is pressed is at least so high, in CSS pixels.
const TARGETS: f64 = 44.0;

/// What can be seen of the sheet: the steps, where one is, the sizes of letters and of what is pressed.
const MEASURE: &str = "
    const seen = css => [...document.querySelectorAll(css)].filter(one => one.getClientRects().length > 0);
    const steps = seen('section.step');
    return {
        steps: steps.map(step => step.id),
        progress: steps.map(step => step.querySelector('.progress')?.textContent.trim()),
        letters: seen('body, h2, legend, fieldset span, .opinion, textarea, .turn .button')
            .map(one => parseFloat(getComputedStyle(one).fontSize)),
        targets: seen('fieldset label, button:not(.away), a.button').map(one => one.getBoundingClientRect().height),
    };";

/// The answer reaches the telephone, and the page is told that none came.
const LOSE_THE_ANSWER: &str = "
    const send = window.fetch;
    window.fetch = async (...request) => {
        window.fetch = send;
        const answer = await send(...request);
        sessionStorage.setItem('lost-answer', await answer.text());
        document.documentElement.dataset.lost = 'yes';
        throw new TypeError('the answer is lost');
    };";

/// The receipt in the answer that was lost, and the one on the page.
const RECEIPTS: &str = "
    const lost = new DOMParser().parseFromString(sessionStorage.getItem('lost-answer'), 'text/html');
    return [lost, document].map(page => page.getElementById('receipt').textContent);";

async fn ask(phone: &Visitor, script: &str) -> Value {
    phone.client.execute(script, Vec::new()).await.unwrap()
}

async fn turn_to(phone: &Visitor, step: &str) {
    ask(phone, &format!("location.hash = '{step}'")).await;
    phone.see(Locator::Css(&format!("#{step}:target"))).await.unwrap();
}

/// One object is on the screen at a time, with its number of how many; letters are large, and so is what is pressed.
pub async fn is_large_and_shows_one_object_at_a_time(phone: &Visitor) {
    let start = ask(phone, MEASURE).await;
    assert_eq!(start["steps"], json!(["start"]));
    let objects = phone.client.find_all(Locator::Css("section.step:not(#start)")).await.unwrap().len();
    assert!(objects > 0);
    for object in 1..=objects {
        turn_to(phone, &format!("o{object}")).await;
        let measured = ask(phone, MEASURE).await;
        assert_eq!(measured["steps"], json!([format!("o{object}")]));
        assert_eq!(measured["progress"], json!([format!("{object} / {objects}")]));
        for (sizes, least) in [("letters", LETTERS), ("targets", TARGETS)] {
            let found = measured[sizes].as_array().unwrap();
            let is_large = |size: &Value| size.as_f64().is_some_and(|size| size >= least);
            assert!(found.len() > 5 && found.iter().all(is_large), "{sizes} of object {object}: {found:?}");
        }
    }
    turn_to(phone, "start").await;
}

/// What was chosen is still chosen once the page is loaded anew.
pub async fn keeps_a_choice_when_it_is_loaded_anew(phone: &Visitor) {
    turn_to(phone, "o1").await;
    assert!(phone.client.find_all(Locator::Css("input:checked")).await.unwrap().is_empty());
    phone.choose("#o1 fieldset:first-of-type label:nth-of-type(2)").await.unwrap();
    phone.client.refresh().await.unwrap();
    phone.see(Locator::Css("#o1 fieldset:first-of-type label:nth-of-type(2) input:checked")).await.unwrap();
    assert_eq!(phone.client.find_all(Locator::Css("input:checked")).await.unwrap().len(), 1);
    assert_eq!(ask(phone, MEASURE).await["steps"], json!(["o1"]), "it is where it was");
    turn_to(phone, "start").await;
}

/// The ballot is taken, and the answer that says so does not come back.
pub async fn is_handed_in_and_the_answer_lost(phone: &Visitor) {
    ask(phone, LOSE_THE_ANSWER).await;
    phone.press(Locator::Css("#hand-in")).await.unwrap();
    phone.see(Locator::Css("html[data-lost=yes] #lost:not([hidden])")).await.unwrap();
}

/// Handed in again it is the same ballot: the receipt is the one that was lost.
pub async fn is_handed_in_again_for_the_same_receipt(phone: &Visitor) {
    phone.press(Locator::Css("#hand-in")).await.unwrap();
    phone.see(Locator::Css("#receipt")).await.unwrap();
    let receipts = ask(phone, RECEIPTS).await;
    assert!(receipts[0].as_str().is_some_and(|receipt| receipt.len() > 20), "{receipts}");
    assert_eq!(receipts[0], receipts[1]);
}
