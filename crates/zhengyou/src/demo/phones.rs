//! Members judge their branch with blind tokens. In the last quarter before this one most of a branch took a token on their
//! phones and handed in a day later; now another branch may take theirs, and one of its members is left to be tried.

use chrono::NaiveDate;
use credentials::Credential;
use data_encoding::BASE64;
use rand::SeedableRng;
use rand::rngs::StdRng;
use scraper::Html;
use server::App;
use server::features::appraisals::queries;
use tokens::Token;
use visits::{Client, Shown};

use super::announced::introduction;
use super::ballots::Mood;
use super::chance::Chance;
use super::county::County;
use super::lived::{SEALED, end, publish};
use super::people::People;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use super::{SEED, day};
use crate::cast::offered::Offered;
use crate::installation::CommandError;

/// How many of a branch take none.
const WITHOUT: usize = 3;
/// Tokens are taken until this hour of the next day, local time.
const HOUR: &str = "12:00";
/// From drawing up to casting, in seconds: a day and a half.
const UNTIL_CASTING: i64 = 36 * 60 * 60;
/// What is shown of the quality of a round, and within which limits, per cent (K01, P11).
pub const QUALITY: [(&str, &str); 3] = [("uniform", "60"), ("identical", "20"), ("turnout", "70")];

/// Lives the round on the day on which the clock stands; it stands a day and a half later then.
pub async fn live(app: &App, people: &mut People, county: &County) -> Result<Round, CommandError> {
    let mut chance = Chance::new(SEED + 5);
    let today = app.today();
    let (round, branch) = take_up(people, county, (TOWNS[7], "栖创先办〔2026〕6 号"), (today, 1)).await;
    let mut secretary = people.secretary(county, "songling", &branch).await;
    round.introduce(&mut secretary, 1, &mut || introduction(&mut chance)).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let members: Vec<String> = county.members_of(&branch).map(str::to_owned).collect();
    let mut tokens = Vec::new();
    for (number, name) in (1..).zip(&members[..members.len() - WITHOUT]) {
        let mut member = people.account(&format!("songling-{number}"), name, "member", (&branch, name)).await;
        tokens.push(take(&mut member, &round).await);
    }
    app.clock.advance_seconds(UNTIL_CASTING);
    people.come_back().await;
    round.open(&mut people.office).await;
    // One who took a token keeps it to himself.
    tokens.pop();
    let mood = Mood { opinions: 4, ..Mood::ordinary(&mut chance) };
    let panel = queries::plan(&app.database, round.id).await?.open_panels().next().map(|panel| panel.id);
    let Some(panel) = panel else { panic!("a round without judges") };
    let handed_in = tokens.iter().map(|token| Credential::Token(token.to_carried())).collect();
    round.cast_with(app, (panel, handed_in), &mut |_, items| mood.say(&mut chance, (items, 1))).await?;
    end(people, &round, SEALED).await;
    publish(&mut people.office, &round, &app.today().to_string()).await;
    Ok(round)
}

/// A round whose tokens can be taken for three days; an account of a member who has not taken one.
pub async fn offer(people: &mut People, county: &County, today: NaiveDate) -> Round {
    let (round, branch) = take_up(people, county, (TOWNS[8], "栖创先办〔2026〕17 号"), (today, 3)).await;
    let mut secretary = people.secretary(county, "qingquan", &branch).await;
    round.introduce(&mut secretary, 1, &mut || introduction(&mut Chance::new(SEED + 6))).await;
    round.issue(&mut people.office, &mut people.keepers).await;
    let Some(name) = county.members_of(&branch).nth(4) else { panic!("a branch of four") };
    let role = ("党员（可以在手机上领盲签凭证）", "a member who can take a blind token", "member");
    people.told("phone", name, role, (&branch, name)).await;
    round
}

/// Draws up and announces a round in which the members of a town's first branch judge it, with tokens for so many days.
async fn take_up(
    people: &mut People,
    county: &County,
    (town, notice): (&str, &str),
    (today, days): (NaiveDate, i64),
) -> (Round, String) {
    let owner = format!("中共{COUNTY}{town}委员会");
    let branch = county.branches_of(&owner).remove(0);
    let title = format!("{town}党员手机评支部");
    let period = (day(today, 0), day(today, days + 9));
    let office = &mut people.office;
    let round = Round::draw_up(office, &Draft { owner: &owner, title: &title, notice, period }).await;
    round.judge_in(office, std::slice::from_ref(&branch), ("five_goods", "members_to_organisation")).await;
    round.ask(office, ("members", "", "each")).await;
    round.measure_quality(office, &QUALITY).await;
    let page = office.get(&tokens_of(&round)).await;
    let (groups, ends_at) = (page.choices(), format!("{}T{HOUR}", day(today, days)));
    let mut fields: Vec<(&str, &str)> = groups.iter().map(|(_, id)| ("panel", id.as_str())).collect();
    fields.push(("ends_at", &ends_at));
    office.tell(&page, "_method=put", &fields, "盲签凭证的设置已经保存").await;
    round.announce(office).await;
    (round, branch)
}

/// A member takes a token, as the page's script does on a phone.
async fn take(member: &mut Client, round: &Round) -> Token {
    let own = format!("{}/own", tokens_of(round));
    let page = member.get(&own).await;
    let offered = |page: &Shown| {
        Offered::read(&Html::parse_document(&page.html())).unwrap_or_else(|| panic!("no token: {}", page.text()))
    };
    let (on_offer, mut random) = (offered(&page), StdRng::from_seed(rand::random()));
    let Ok(request) = on_offer.begin(&mut random) else { panic!("a key that is none: {}", page.text()) };
    let blinded = BASE64.encode(request.blinded_message().as_bytes());
    let page = member.tell(&page, "/own", &[("blinded", &blinded)], "已经领取").await;
    offered(&page).finish(&request, &on_offer.key).unwrap_or_else(|| panic!("another answer: {}", page.text()))
}

/// Where the tokens of a round are.
pub fn tokens_of(round: &Round) -> String {
    format!("/w/tokens/{}", round.id)
}
