//! Two procedures recorded step by step: two meetings and three forms (S059), five emphases (S076).

use visits::Client;

use super::rounds::Round;

/// A step: its code, what was done, how many took part.
type Step = (&'static str, &'static str, &'static str);

const MEETINGS: &str = "two_meetings";
const EMPHASES: &str = "five_emphases";

/// What keeps casting closed until it is recorded, and what else was done by then.
const MEETINGS_BEFORE: [Step; 1] = [("report", "书记向全体党员和村民代表报告全年工作和承诺兑现情况。", "34")];
const EMPHASES_BEFORE: [Step; 3] = [
    ("preparation", "支委会研究两次，自查、小结、公示齐全，党员小结全部收齐。", "16"),
    ("scope", "请了村民代表、组长、联系户和两名外出务工返乡人员。", "18"),
    ("content", "组织一张表、党员一张表，对照承诺逐项评。", ""),
];
/// What is recorded once the box is sealed.
const MEETINGS_AFTER: [Step; 2] = [
    ("forms", "三张表当场发、当场收，党员自评表会前收齐。", "34"),
    ("summary", "群众肯定修渠和代办，提出台账、走访两条不足。", ""),
];
const EMPHASES_AFTER: [Step; 2] =
    [("method", "三档表、座谈会、通报会。", ""), ("corrections", "两条意见列入整改，支委各领一条，月底公布。", "")];

/// The office chooses both.
pub async fn choose(office: &mut Client, round: &Round) {
    let path = of_round(round);
    let chosen = [("chosen", MEETINGS), ("chosen", EMPHASES)];
    office.fill(&path, &path, &chosen, "议程已保存").await;
}

/// The secretary records what comes before the ballot.
pub async fn before_casting(secretary: &mut Client, round: &Round, day: &str) {
    record(secretary, round, (MEETINGS, &MEETINGS_BEFORE), day).await;
    record(secretary, round, (EMPHASES, &EMPHASES_BEFORE), day).await;
}

/// And the rest.
pub async fn after_casting(secretary: &mut Client, round: &Round, day: &str) {
    record(secretary, round, (MEETINGS, &MEETINGS_AFTER), day).await;
    record(secretary, round, (EMPHASES, &EMPHASES_AFTER), day).await;
}

fn of_round(round: &Round) -> String {
    format!("/w/records/{}/procedures", round.id)
}

/// Records steps of the only branch of a round.
async fn record(secretary: &mut Client, round: &Round, (procedure, steps): (&str, &[Step]), day: &str) {
    let list = secretary.get(&of_round(round)).await;
    let mark = format!("/procedures/{procedure}/");
    let path = list.links().into_iter().find(|path| path.contains(&mark));
    let Some(path) = path else { panic!("no {procedure} on {}: {}", list.path, list.text()) };
    let mut page = secretary.get(&path).await;
    for (step, words, persons) in steps {
        let fields = [("happened_on", day), ("words", *words), ("persons", *persons), ("evidence", "会议记录、签到表")];
        page = secretary.tell(&page, &format!("/{step}?_method=put"), &fields, "登记已保存").await;
    }
}
