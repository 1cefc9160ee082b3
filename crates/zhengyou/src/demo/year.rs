//! The rest of the county's year: a round of every direction, three linked rounds, and where to look at what they left.

use chrono::NaiveDate;
use server::App;

use super::chance::Chance;
use super::console::Sight;
use super::county::County;
use super::past::Park;
use super::people::People;
use super::published::Published;
use super::remembered::Remembered;
use super::rounds::Round;
use super::{SEED, chain, directions, known, meeting, named, neighbours, paper, phones, procedures, windows};
use crate::installation::CommandError;

/// Lives it; where to look, in this round and those, signed in as the county's office.
pub async fn make(
    (app, drawn): (&App, &Remembered),
    people: &mut People,
    county: &County,
    today: NaiveDate,
    (park, casting, published): (&Park, &Round, &Published),
) -> Result<Vec<Sight>, CommandError> {
    // Chance of its own, so that the rounds before stay as they are.
    let mut chance = Chance::new(SEED + 2);
    let directed = directions::make((app, drawn), people, county, today, &mut chance).await?;
    let linked = chain::make((app, drawn), people, county, today, &mut chance).await?;
    let served = windows::make((app, drawn), people, today, &mut chance).await?;
    let meeting = meeting::make((app, drawn), people, county, today, &mut chance).await?;
    let near = neighbours::make((app, drawn), people, county, today, &mut chance).await?;
    let known = known::make((app, drawn), people, today).await?;
    let offered = phones::offer(people, county, today).await;
    let town = &published.round;
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
            path: procedures::of_round(&linked.middle),
            chinese: "评议议程：两次大会三张表、五个注重，逐步登记（shuanghe 也可以看）",
            english: "procedures recorded step by step: two meetings three forms, five emphases (shuanghe too)",
        },
        Sight {
            path: procedures::of_round(&meeting.lived),
            chinese: "评议议程：四评四看、第二次听取评议、上级派员参加",
            english: "procedures: a forum in three parts, a second audience, somebody sent by the superior",
        },
        Sight {
            path: procedures::of_round(&directed),
            chinese: "评议议程：领导带头参评，一名领导四步",
            english: "a procedure by person: a leader goes first, in four steps",
        },
        Sight {
            path: town.results("/assessments"),
            chinese: "四评对照：领导点评、组织考评、党员互评、群众测评，按事先声明的权重得出综合分",
            english: "four appraisals side by side, two of them by name; one figure by weights declared before",
        },
        Sight {
            path: town.results("/feedback"),
            chinese: "反馈单送达情况：三个支部已确认，其余等书记和党员确认（secretary、member）",
            english: "feedback sheets: three acknowledged, the others wait (secretary, member)",
        },
        Sight {
            path: format!("/w/records/{}", town.id),
            chinese: "评议记录：带日期的走访和谈话，一个支部用了各种听取意见的办法，公布情况和佐证",
            english: "records: visits and talks with their days, publication with its proof",
        },
        Sight {
            path: town.results("/order"),
            chinese: "位次（活动办内部）：分不出高低的并列",
            english: "the order for the office only: who cannot be told apart shares a place",
        },
        Sight {
            path: park.on_phones.results(""),
            chinese: "党员在手机上领盲签凭证、隔天无记名投票的一轮：结果和评议质量指标",
            english: "members took blind tokens and judged their branch the next day: figures, quality of the round",
        },
        Sight {
            path: phones::tokens_of(&offered),
            chinese: "正在领取盲签凭证的一轮（用 phone 登录，在手机大小的窗口里领一张）",
            english: "a round whose tokens are being taken (sign in as phone in a small window and take one)",
        },
        Sight {
            path: known.results(""),
            chinese: "校正得分：各人了解的部门不同、宽严不一，与原始平均分并列，仅供参考",
            english: "scores adjusted for severity: judges know different offices; beside the raw averages",
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
            path: neighbours::areas_of(&near),
            chinese: "就近熟悉分组：党员由本片的人评议，一人申请回避改到另一片",
            english: "areas: members judged by neighbours who know them; one who recused judges in the other",
        },
        Sight {
            path: neighbours::group_of(&near),
            chinese: "评议工作领导小组和分工：本人被评议的一名成员已回避",
            english: "the working group and its duties: one who is judged himself stands aside",
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
            path: format!("{}?only=judged", park.calendar),
            chinese: "季度节奏：一季一评议、半年一小结、年终一总评",
            english: "the year: four quarters, two summaries, one overall figure",
        },
        Sight {
            path: park.year.clone(),
            chinese: "一个支部的上一年：四个季度、票数相加的全年数字、折线图、小结（yunxi-12 也可以看）",
            english: "last year of a branch: four quarters, their sum, a chart, summaries (yunxi-12 sees it too)",
        },
        Sight {
            path: park.record.clone(),
            chinese: "同一支部的历次评议记录，只增不改",
            english: "the same branch's appraisals over the years",
        },
        Sight {
            path: park.asked.slackening.clone(),
            chinese: "四个不放松：党员自查、群众代表评议，第三项按工时计算（yunxi-12、dongyuan 也可以看）",
            english: "four no-slackenings, the third computed from hours (yunxi-12 and dongyuan see it too)",
        },
        Sight {
            path: park.asked.letting_off.clone(),
            chinese: "四个不放过：不放过的项目和后续办理、推荐表彰（写了什么只有 yunxi-12 和 dongyuan 能看）",
            english: "four not-letting-offs with what followed (the words are for yunxi-12 and dongyuan alone)",
        },
        Sight {
            path: published.project.clone(),
            chinese: "专项整改：群众意见归成一个项目，整改、答复、公布，再评一次，前后对照",
            english: "a special correction: opinions put right together, judged again, before and after",
        },
    ])
}
