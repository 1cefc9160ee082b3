//! Appraisal by name beside the secret ballot (S069): declared of a measure, chosen by a few members, handed in by them.

use visits::Client;

use super::rounds::{Round, grades};

/// Declares that the measure of a direction is held by name too.
pub async fn hold(office: &mut Client, round: &Round, direction: &str) {
    let page = office.get(&named_of(round)).await;
    let choices = page.choices();
    let found = choices.iter().find(|(words, _)| words.contains(direction));
    let (_, id) = found.unwrap_or_else(|| panic!("no {direction} among {choices:?}"));
    office.tell(&page, "_method=put", &[("held", id)], "实名评议的范围已保存").await;
}

/// The office moves these members to the named channel.
pub async fn move_members(office: &mut Client, round: &Round, names: &[String]) {
    let list = office.get(&named_of(round)).await;
    let mut page = office.get(&list.link("· 党员")).await;
    for name in names {
        let roll = page.texts("#roll tbody th");
        let place = roll.iter().position(|found| found == name);
        let place = place.unwrap_or_else(|| panic!("no {name} among {roll:?}"));
        let form = page.forms("?_method=put").remove(place);
        page = office.post_form(form, &[("channel", "named")]).await;
        assert!(page.says("参评方式已保存"), "{}", page.text());
    }
}

/// A member hands in the named sheet about this organisation.
pub async fn hand_in(member: &mut Client, round: &Round, (organisation, words): (&str, &str), is_public: &str) {
    let own = member.get(&format!("{}/own", named_of(round))).await;
    let page = member.get(&own.link(organisation)).await;
    let mut fields = grades(&page.html(), 3);
    fields.extend([("words".to_owned(), words.to_owned()), ("is_public".to_owned(), is_public.to_owned())]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    member.tell(&page, "_method=put", &fields, "实名表已提交").await;
}

/// Where the named appraisal of a round is.
pub fn named_of(round: &Round) -> String {
    format!("/w/named/{}", round.id)
}
