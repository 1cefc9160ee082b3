//! The rest of the county's year: a round of every direction, three linked rounds, and where to look at what they left.

use chrono::NaiveDate;
use server::App;

use super::chance::Chance;
use super::console::Sight;
use super::county::County;
use super::people::People;
use super::published::Published;
use super::remembered::Remembered;
use super::rounds::Round;
use super::words::COUNTY;
use super::{SEED, chain, directions, judges, meeting, named, paper, windows};
use crate::installation::CommandError;

/// Lives it; where to look, in this round and those, signed in as the county's office.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    (casting, published): (&Round, &Published),
) -> Result<Vec<Sight>, CommandError> {
    // Chance of its own, so that the rounds before stay as they are.
    let mut chance = Chance::new(SEED + 2);
    let directed = directions::make((app, drawn), people, county, today, &mut chance).await?;
    let linked = chain::make((app, drawn), people, county, today, &mut chance).await?;
    let served = windows::make((app, drawn), people, today, &mut chance).await?;
    let meeting = meeting::make((app, drawn), people, county, today, &mut chance).await?;
    let period = (super::day(today, 5), super::day(today, 15));
    let areas = judges::neighbours(&mut people.office, county, period).await;
    let town = &published.round;
    let calendar = windows::place_in_year(&mut people.office, (&format!("中共{COUNTY}委员会"), town), today).await;
    Ok(vec![
        Sight {
            path: directed.results(""),
            chinese: "多向评议：组织、班子、书记、党员，上下左右十五个方向，分开列示（shaping 也可以看）",
            english: "fifteen directions: organisations, team, secretary, members; each by itself (shaping sees it too)",
        },
        Sight {
            path: linked.highest.results("/linked"),
            chinese: "三测评：群众→党员→支部→党委三级同看，互不相加（shuanghe 也可以看）",
            english: "three linked rounds, level by level, never added up (shuanghe sees it too)",
        },
        Sight {
            path: format!("/w/records/{}/procedures", linked.middle.id),
            chinese: "评议议程：两次大会三张表、五个注重，逐步登记（shuanghe 也可以看）",
            english: "procedures recorded step by step: two meetings three forms, five emphases (shuanghe too)",
        },
        Sight {
            path: town.results("/assessments"),
            chinese: "四评对照：领导点评、组织考评、党员互评、群众测评",
            english: "four appraisals side by side, two of them by name",
        },
        Sight {
            path: town.results("/feedback"),
            chinese: "反馈单送达情况：三个支部已确认，其余等书记和党员确认（secretary、member）",
            english: "feedback sheets: three acknowledged, the others wait (secretary, member)",
        },
        Sight {
            path: format!("/w/records/{}", town.id),
            chinese: "评议记录：带日期的走访和谈话、公布情况和佐证",
            english: "records: visits and talks with their days, publication with its proof",
        },
        Sight {
            path: town.results("/order"),
            chinese: "位次（活动办内部）：分不出高低的并列",
            english: "the order for the office only: who cannot be told apart shares a place",
        },
        Sight {
            path: served.results(""),
            chinese: "服务窗口：每个窗口由自己的办事群众评议，一次性凭证，按公开的种子隔几位发一张",
            english: "service windows, each judged by its own visitors with one-time codes",
        },
        Sight {
            path: meeting.lived.at("/reconciliation"),
            chinese: "发放回收核对：领凭证、纸质表、实名，一组一行，合计对得上",
            english: "reconciliation: slips, paper and named sheets of each group, and their sum",
        },
        Sight {
            path: format!("{}/coverage", named::named_of(&meeting.lived)),
            chinese: "评议覆盖情况，实名评议与无记名测评并列",
            english: "coverage by any channel; what was said by name stands beside the ballot",
        },
        Sight {
            path: meeting.draw,
            chinese: "抽取评议人：名单校验值、抽取数字，谁都可以重算",
            english: "judges drawn from a list by a public seed; anybody can repeat it",
        },
        Sight {
            path: areas,
            chinese: "就近熟悉分组：党员由本片的人评议（草稿，可以试着改）",
            english: "areas: members judged by neighbours who know them (a draft to try)",
        },
        Sight {
            path: paper::paper_of(&meeting.waiting),
            chinese: "等待录入的纸质评议表（clerk 和 clerk-2 各录一遍，tally-1 核定）",
            english: "paper that waits for its clerks (clerk and clerk-2 key it, tally-1 decides)",
        },
        Sight {
            path: casting.at("/reconciliation"),
            chinese: "投票中的一轮：凭证、纸质表、窗口平板",
            english: "the round that is casting: slips, paper, a window's tablet",
        },
        Sight {
            path: named::named_of(&meeting.by_name),
            chinese: "实名评议：名册与参评方式（named 有一份待填）",
            english: "the roll with everybody's channel (named has a sheet to fill in)",
        },
        Sight {
            path: format!("/w/records/{}/stages", served.id),
            chinese: "阶段与材料：一轮从准备到结束留下了什么，还缺什么",
            english: "the stages of a round: what each left behind and what is missing",
        },
        Sight {
            path: calendar,
            chinese: "季度节奏：一季一评议、半年一小结、年终一总评",
            english: "the year: four quarters, two summaries, one overall figure",
        },
    ])
}
