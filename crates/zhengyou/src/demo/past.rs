//! The years before (S061): the branches of an industrial park judged at the end of the year before last, then each
//! quarter until now, every round drawn up by the programme of its year after the last one. What was published adds up to
//! the year (R44), half-years and years are summed up in words.

use chrono::{Datelike, NaiveDate};
use server::App;
use visits::Client;

use super::asked::{self, Asked};
use super::chance::Chance;
use super::county::County;
use super::lived::{live, publish};
use super::people::People;
use super::remembered::Remembered;
use super::rounds::{Draft, Round};
use super::words::{COUNTY, TOWNS};
use super::{SEED, afterwards, phones, published};
use crate::installation::CommandError;

/// Judges of each branch: category and number.
const JUDGES: (&str, &str) = ("mass_representatives", "18");
/// Day of a quarter's last month on which its round is held, and the hour in universal time.
const HELD: (u32, u32) = (20, 2);
/// The quarters as pages name them.
const QUARTERS: [&str; 4] = ["第一季度", "第二季度", "第三季度", "第四季度"];

/// What half-years and years are summed up in.
const SUMMARIES: [(&str, &str); 3] = [
    ("上半年小结", "上半年两次评议都按期举行。群众反映夜班就餐、班车两件事，已与园区管委会商定办法。"),
    ("下半年小结", "下半年两次评议都按期举行。食堂夜班窗口已开，班车增加一趟；党员联系职工的登记还不够及时。"),
    ("年终总评", "全年四次评议、两次小结都已完成。职工满意的是办实事，不满意的是公开不及时，下一年每月公开一次。"),
];

/// The park as it stands after the years before.
pub struct Park {
    /// The calendar of this year.
    pub calendar: String,
    /// Last year of the first branch.
    pub year: String,
    /// The record of its appraisals over the years.
    pub record: String,
    /// What its members were asked in the last of these quarters.
    pub asked: Asked,
    /// A round with blind tokens, held after it.
    pub on_phones: Round,
}

/// Who acts in the park.
struct Acting {
    /// Of the general branch, which owns the rounds and hands in the self-reports.
    park: Client,
    /// Of the branches, which are judged.
    branches: Vec<Client>,
}

/// A quarter of a year.
#[derive(Clone, Copy)]
pub struct Quarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub number: u32,
}

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), number: day.month0() / 3 + 1 }
    }

    /// As pages name it.
    pub fn name(self) -> &'static str {
        QUARTERS[self.number as usize - 1]
    }

    /// Moves the clock to the day of its round; the day.
    fn begin(self, app: &App) -> String {
        let day = NaiveDate::from_ymd_opt(self.year, 3 * self.number, HELD.0);
        let Some(moment) = day.and_then(|day| day.and_hms_opt(HELD.1, 0, 0)) else {
            panic!("no day in {} of {}", self.name(), self.year)
        };
        app.clock.advance_seconds((moment.and_utc() - app.clock.now().to_utc()).num_seconds());
        app.today().to_string()
    }
}

/// Goes back to the end of the year before last, when the county was entered.
pub fn begin(app: &App, today: NaiveDate) {
    Quarter { year: today.year() - 2, number: 4 }.begin(app);
}

/// Lives them up to the quarter of today, which is left to be lived; then it is today again.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
) -> Result<Park, CommandError> {
    let mut chance = Chance::new(SEED + 4);
    let town = format!("中共{COUNTY}{}委员会", TOWNS[0]);
    let owner = county.general_branches_of(&town).remove(0);
    let branches = county.branches_of(&owner);
    let first = Round::draw_up(
        &mut people.office,
        &Draft {
            owner: &owner,
            title: &format!("{}{}年年终群众评议", TOWNS[0], today.year() - 2),
            notice: "云溪党发 18 号",
            period: (format!("{}-12-01", today.year() - 2), format!("{}-12-31", today.year() - 2)),
        },
    )
    .await;
    first.judge(&mut people.office, &branches, "five_goods").await;
    first.ask(&mut people.office, (JUDGES.0, JUDGES.1, "each")).await;
    let mut acting = come(people, county, &town, &branches).await;
    hold((app, drawn), people, (&first, &mut acting), &mut chance).await?;

    let mut calendars = Vec::new();
    for year in [today.year() - 1, today.year()] {
        calendars.push(declare(&mut people.office, year).await);
    }
    let now = Quarter::of(today);
    let last = (1..=4).map(|number| (&calendars[0], Quarter { year: today.year() - 1, number }));
    let since = (1..now.number).map(|number| (&calendars[1], Quarter { year: today.year(), number }));
    let mut lived = Vec::new();
    for (calendar, quarter) in last.chain(since) {
        let day = quarter.begin(app);
        people.come_back().await;
        acting = come(people, county, &town, &branches).await;
        let title = format!("{}{}年{}群众评议", TOWNS[0], quarter.year, quarter.name());
        let page = people.office.fill(calendar, "/rounds", &[("title", &title)], "新轮次已起草").await;
        hold((app, drawn), people, (&Round::at_page(&page), &mut acting), &mut chance).await?;
        let judged = people.office.get(&format!("{calendar}?only=judged")).await;
        let year = judged.link(&branches[0]);
        sum_up(&mut acting.branches[0], &year, quarter).await;
        lived.push((year, quarter, day));
    }
    let year = lived[0].0.clone();
    let secretary = (branches[0].as_str(), &mut acting.branches[0]);
    let (_, quarter, day) = &lived[lived.len() - 1];
    let asked = asked::make(people, county, secretary, (*quarter, day)).await;
    let on_phones = phones::live(app, people, county).await?;
    app.clock.catch_up();
    people.come_back().await;
    let record = people.office.get(&year).await.link("历次评议记录");
    let place = county.branches_of(&town).iter().position(|branch| *branch == branches[0]).unwrap_or_default();
    let role = ("支部书记（两年的季度评议）", "secretary of a branch judged each quarter", "secretary");
    people.told(&published::secretary_of(place), county.secretary(&branches[0]), role, (&branches[0], "")).await;
    Ok(Park { calendar: calendars.remove(1), year, record, asked, on_phones })
}

/// Those who act sign in, the first time with a new account.
async fn come(people: &mut People, county: &County, town: &str, branches: &[String]) -> Acting {
    let park =
        people.account("yunxi-park", "工业园党总支书记", "secretary", (&county.general_branches_of(town)[0], "")).await;
    let mut clients = Vec::new();
    for (place, branch) in county.branches_of(town).iter().enumerate() {
        if branches.contains(branch) {
            clients.push(people.secretary(county, &published::secretary_of(place), branch).await);
        }
    }
    Acting { park, branches: clients }
}

/// Announced, handed in, cast, sealed, published, acknowledged and finished on one day.
async fn hold(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    (round, acting): (&Round, &mut Acting),
    chance: &mut Chance,
) -> Result<(), CommandError> {
    round.announce(&mut people.office).await;
    live((app, drawn), people, (round, &mut acting.park), chance).await?;
    publish(&mut people.office, round, &app.today().to_string()).await;
    for branch in &mut acting.branches {
        afterwards::acknowledge(branch).await;
    }
    people.office.fill(&round.results("/finish"), "finish", &[], "已办结").await;
    Ok(())
}

/// After the second quarter and after the fourth a branch writes what there is to say.
async fn sum_up(branch: &mut Client, year: &str, quarter: Quarter) {
    let written = match quarter.number {
        2 => &SUMMARIES[..1],
        4 => &SUMMARIES[1..],
        _ => &[],
    };
    for (period, words) in written {
        let page = branch.get(year).await;
        branch.fill(&page.link(period), "_method=put", &[("words", words)], "小结已保存").await;
    }
}

/// Declares a year for the whole county; the path of its calendar.
async fn declare(office: &mut Client, year: i32) -> String {
    let form = office.get("/w/rhythm").await;
    let organisation = form.choice(&county_committee());
    let year = year.to_string();
    let fields = [("organisation", organisation.as_str()), ("year", year.as_str()), ("yearly_rule", "pooled")];
    let shown = office.tell(&form, "/w/rhythm?declare", &fields, "年度安排已建立").await;
    shown.path.split('?').next().unwrap_or_default().to_owned()
}

/// Puts a round into the quarter of a day, before its figures are known.
pub async fn place(office: &mut Client, round: &Round, day: NaiveDate) {
    let page = office.get(&format!("/w/rhythm/rounds/{}", round.id)).await;
    let quarter = Quarter::of(day);
    let place = page.choice(&format!("{} · {} · {}", quarter.year, county_committee(), quarter.name()));
    office.tell(&page, "_method=put", &[("place", &place)], "已保存").await;
}

fn county_committee() -> String {
    format!("中共{COUNTY}委员会")
}
