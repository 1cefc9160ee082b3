//! The rest of the county's year: a round of every direction, three linked rounds, and where to look at what they left.

use chrono::NaiveDate;
use server::App;

use super::chance::Chance;
use super::console::Sight;
use super::county::County;
use super::people::People;
use super::published::Published;
use super::remembered::Remembered;
use super::{SEED, chain, directions};
use crate::installation::CommandError;

/// Lives it; where to look, in this round and those, signed in as the county's office.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    published: &Published,
) -> Result<Vec<Sight>, CommandError> {
    // Chance of its own, so that the rounds before stay as they are.
    let mut chance = Chance::new(SEED + 2);
    let directed = directions::make((app, drawn), people, county, today, &mut chance).await?;
    let linked = chain::make((app, drawn), people, county, today, &mut chance).await?;
    let town = &published.round;
    Ok(vec![
        Sight {
            path: directed.results(""),
            chinese: "多向评议：上评下、下评上、党员评组织、组织评党员、单位互评，分开列示（shaping 也可以看）",
            english: "five directions, each by itself (shaping sees it too)",
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
    ])
}
