//! Service windows, each judged by its own visitors (S070), forms handed out to every so-manieth of them; at the last window
//! a tablet stands beside the slips.

use chrono::NaiveDate;
use server::App;
use visits::Client;

use super::ballots::Mood;
use super::chance::Chance;
use super::day;
use super::lived::{SEALED, count, end, publish};
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::tablet;
use super::words::COUNTY;
use crate::installation::CommandError;

/// The windows of two offices.
const WINDOWS: [(&str, &str); 3] = [("民政局", "婚姻登记窗口"), ("民政局", "低保受理窗口"), ("林业局", "采伐许可窗口")];
/// Slips of each window.
const SLIPS: &str = "12";

/// Enters the windows of two offices.
pub async fn register(office: &mut Client) {
    for (branch, name) in WINDOWS {
        let form = office.get("/w/windows/new").await;
        let organisation = form.choice(&format!("{COUNTY}{branch}党支部"));
        let fields = [("organisation", organisation.as_str()), ("name", name)];
        office.tell(&form, "/w/windows", &fields, "窗口已登记").await;
    }
}

/// Puts windows on a round, each to be judged by its own visitors: all of them, or the first.
pub async fn judge(office: &mut Client, round: &Round, count: usize) {
    let page = office.get(&round.at("/objects/windows")).await;
    let chosen: Vec<String> = WINDOWS.iter().take(count).map(|(_, name)| choice_with(&page.choices(), name)).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", "service_windows"));
    office.tell(&page, "windows?add", &fields, "已加入评议对象").await;
}

/// Lives the round of the windows.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    today: NaiveDate,
    chance: &mut Chance,
) -> Result<Round, CommandError> {
    let owner = format!("中共{COUNTY}县直机关工作委员会");
    let period = (day(today, -14), day(today, -1));
    let draft = Draft {
        owner: &owner, title: "县直服务窗口满意度测评", notice: "栖创先办〔2026〕14 号", period
    };
    let round = Round::draw_up(&mut people.office, &draft).await;
    judge(&mut people.office, &round, WINDOWS.len()).await;
    round.ask(&mut people.office, ("served_persons", SLIPS, "each")).await;
    round.announce(&mut people.office).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let batches = round.print(&mut people.office, drawn).await;
    let key = tablet::make(&mut people.office, &round).await;
    plan(&mut people.office, &round, today).await;
    round.open(&mut people.office).await;
    let on_tablet = usize::from(tablet::judge(people, &key).await);
    let mut votes = Vec::new();
    for batch in &batches {
        let cast = batch.codes.len() - 1;
        let mood = Mood { opinions: 0, ..Mood::ordinary(chance) };
        let mut say = |_: usize, items: usize| mood.say(chance, (items, 1));
        round.cast(app, batch, cast, &mut say).await?;
        votes.push(cast);
    }
    count_days(&mut people.office, &round, &votes, &day(today, -2)).await;
    let mut counts: Vec<(usize, usize)> =
        batches.iter().zip(&votes).map(|(batch, votes)| (batch.codes.len(), batch.codes.len() - votes)).collect();
    counts.push((on_tablet, 0));
    count(people, &round, &counts).await;
    end(people, &round, SEALED).await;
    publish(&mut people.office, &round, &day(today, 0)).await;
    Ok(round)
}

fn choice_with(choices: &[(String, String)], name: &str) -> String {
    let found = choices.iter().find(|(words, _)| words.contains(name));
    found.map_or_else(|| panic!("no window {name} in {choices:?}"), |(_, id)| id.clone())
}

/// Each window says how many forms it handed out on a day, to how many persons of how many units.
async fn count_days(office: &mut Client, round: &Round, votes: &[usize], day: &str) {
    let list = office.get(&format!("{}/hand-out", round.path)).await;
    for ((_, name), persons) in WINDOWS.iter().zip(votes) {
        let page = office.get(&list.link(name)).await;
        let (persons, units) = (persons.to_string(), (persons / 2).to_string());
        let fields = [
            ("day", day),
            ("handed_out", persons.as_str()),
            ("returned", "0"),
            ("persons", persons.as_str()),
            ("units", units.as_str()),
        ];
        office.tell(&page, "days?_method=put", &fields, "这一天已登记").await;
    }
}

/// The office plans to whom forms go at the first window: every fifth visitor, from one drawn by a published seed.
async fn plan(office: &mut Client, round: &Round, today: NaiveDate) {
    let list = office.get(&format!("{}/hand-out", round.path)).await;
    let page = office.get(&list.link(WINDOWS[0].1)).await;
    let (first, last) = (day(today, -3), day(today, -2));
    let fields = [
        ("first_day", first.as_str()),
        ("last_day", last.as_str()),
        ("visitors", "30"),
        ("forms", "6"),
        ("seed", "福彩 3D 470"),
    ];
    let action = format!("{}?_method=put", page.path.split('?').next().unwrap_or_default());
    office.tell(&page, &action, &fields, "发放办法已保存").await;
}
