//! Every page that can be reached from home: it answers, is translated, and can be used with a screen reader.

use server::roles::Role;
use test_support::crawling::{Crawl, LANGUAGES, faults};

use crate::{found_county, one_of_each_role, run};

#[test]
fn every_link_from_home_leads_to_a_sound_page_in_every_language() {
    run(async |app| {
        found_county(&mut app.office().await).await;
        let visitors = one_of_each_role(app).await;
        for (role, visitor) in visitors {
            for (language, _) in LANGUAGES {
                let mut visitor = visitor.clone().speaking(language);
                let pages = Crawl::whole().walk(&mut visitor, "/w").await.len();
                let fewest = if role == Role::CampaignOffice { 10 } else { 1 };
                assert!(pages >= fewest, "{role:?}: only {pages} pages");
            }
        }
        for (language, _) in LANGUAGES {
            Crawl::whole().walk(&mut app.anonymous().speaking(language), "/").await;
        }
    });
}

const SOUND: &str = "<!doctype html><html lang=\"en\"><head><title>Members</title></head><body><main><h1>Members</h1>\
    <form method=\"post\" action=\"/w/people\"><input type=\"hidden\" name=\"csrf\">\
    <label>Name <input name=\"name\"></label>\
    <img src=\"/a.png\" alt=\"\"><button id=\"save\">Save</button></form></main></body></html>";

#[test]
fn a_page_that_is_not_sound_is_found() {
    assert_eq!(faults(SOUND), Vec::<String>::new());
    let spoilt = [
        ("Members</title>", "⟦people-title⟧</title>", "it lacks a text: people-title"),
        (" lang=\"en\"", "", "0 instead of 1 html[lang]"),
        ("<h1>", "<h1></h1><h1>", "2 instead of 1 h1"),
        ("main>", "div>", "0 instead of 1 main"),
        ("<title>Members</title>", "", "0 instead of 1 title"),
        ("<h1>", "<h1 style=\"color: red\">", "1 instead of 0 style"),
        ("<h1>", "<h1 id=\"save\">", "#save twice"),
        ("<label>Name <input name=\"name\"></label>", "Name <input name=\"name\">", "a field without label"),
        ("Save</button>", "</button>", "without a name"),
        (" alt=\"\"", "", "a picture without words"),
        ("name=\"csrf\"", "name=\"token\"", "a form to /w/people without its token"),
    ];
    for (sound, otherwise, words) in spoilt {
        let found = faults(&SOUND.replace(sound, otherwise));
        assert!(found.iter().any(|fault| fault.contains(words)), "{words}: {found:?}");
    }
}
