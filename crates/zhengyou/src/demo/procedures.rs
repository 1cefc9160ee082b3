//! Procedures recorded step by step, each where it fits: the report of a semester (S034), two meetings and three forms (S059), a
//! forum point by point (S064), leaders who go first (S066), five emphases (S076), somebody sent by the superior (S079), a
//! second audience (S080).

use visits::Client;

use super::rounds::Round;

/// A step: its code, behind the point it is recorded at where there are points; what was done, how many took part.
type Step = (&'static str, &'static str, &'static str);

/// A procedure as one unit goes through it.
pub struct Procedure {
    code: &'static str,
    /// Who goes through it, where it is a person's.
    subject: &'static str,
    /// What is done before casting opens.
    before: &'static [Step],
    /// What is recorded once the box is sealed.
    after: &'static [Step],
}

/// Members judge their branch by the book.
pub const BY_THE_BOOK: &[Procedure] = &[
    Procedure {
        code: "semester_report",
        subject: "",
        before: &[("report", "书记向全体党员报告上半年工作。", "31")],
        after: &[("measured", "党员和群众当场测评。", "46"), ("announced", "测评结果在党员大会上公布。", "31")],
    },
    Procedure {
        code: "two_meetings",
        subject: "",
        before: &[("report", "书记向全体党员和村民代表报告全年工作和承诺兑现情况。", "34")],
        after: &[
            ("forms", "三张表当场发、当场收，党员自评表会前收齐。", "34"),
            ("summary", "群众肯定修渠和代办，提出台账、走访两条不足。", ""),
        ],
    },
    Procedure {
        code: "five_emphases",
        subject: "",
        before: &[
            ("preparation", "支委会研究两次，自查、小结、公示齐全，党员小结全部收齐。", "16"),
            ("scope", "请了村民代表、组长、联系户和两名外出务工返乡人员。", "18"),
            ("content", "组织一张表、党员一张表，对照承诺逐项评。", ""),
        ],
        after: &[
            ("method", "三档表、座谈会、通报会。", ""),
            ("corrections", "两条意见列入整改，支委各领一条，月底公布。", ""),
        ],
    },
];

/// A meeting of members and people, with the superior in the room.
pub const OF_A_MEETING: &[Procedure] = &[
    Procedure {
        code: "appraisal_forum",
        subject: "",
        before: &[("report", "支部从作风、思路、业绩、服务群众四个方面作了报告。", "31")],
        after: &[
            ("S1 voices", "群众代表说支委常到组里来，说话和气。", "5"),
            ("S1 review", "作风扎实。", ""),
            ("S2 voices", "群众代表盼着水渠修到三组。", "5"),
            ("S2 review", "思路清楚，修渠要排出先后。", ""),
            ("S3 voices", "群众代表认可去年办成的四件事，说账目贴得少。", "5"),
            ("S3 review", "业绩好，台账不细。", ""),
            ("S3 weak_points", "台账不细，账目公开少。", ""),
            ("S4 voices", "群众代表希望低保名单贴到组里、路灯早些修好。", "5"),
            ("S4 review", "服务群众实，路灯要有期限。", ""),
        ],
    },
    Procedure {
        code: "second_audience",
        subject: "",
        before: &[("first", "座谈评议请了村民小组长和联系户，谈了水渠和路灯。", "12")],
        after: &[
            ("second", "第二次请了抽取的群众代表，换一批人再评一次。", "6"),
            ("feedback", "汇总后在党员大会上向全体党员反馈。", "19"),
        ],
    },
    Procedure {
        code: "superior_attends",
        subject: "",
        before: &[("report", "支部书记是主要负责人，亲自向群众通报。", "31")],
        after: &[
            ("sent", "镇党委派了两人，当天到会。", "2"),
            ("ballots_closed", "投票十点一刻结束，镇领导十点半讲话。", ""),
        ],
    },
];

/// A leader of the town who goes to a unit and takes the lead there.
pub const OF_A_LEADER: &[Procedure] = &[Procedure {
    code: "leaders_first",
    subject: "镇党委副书记石毅",
    before: &[
        ("report", "在支部大会上带头报告自己的承诺履行情况。", ""),
        ("shortcomings", "带头查找下村不够、调研不深两条不足和原因。", ""),
        ("corrections", "带头提出每月驻村三天、联系五户。", ""),
    ],
    after: &[("judged", "由支部党员带头评议。", "15")],
}];

/// The office chooses them, and plans who goes through those of a person.
pub async fn choose(office: &mut Client, round: &Round, procedures: &[Procedure]) {
    let path = of_round(round);
    let chosen: Vec<(&str, &str)> = procedures.iter().map(|one| ("chosen", one.code)).collect();
    office.fill(&path, &path, &chosen, "议程已保存").await;
    for one in procedures.iter().filter(|one| !one.subject.is_empty()) {
        let unit = first_unit(office, round, one.code).await;
        office.fill(&unit, "/subjects", &[("subject", one.subject)], "已安排").await;
    }
}

/// Whoever keeps the records enters what comes before the ballot.
pub async fn before_casting(keeper: &mut Client, round: &Round, (procedures, day): (&[Procedure], &str)) {
    for one in procedures {
        record(keeper, round, (one, one.before), day).await;
    }
}

/// And the rest.
pub async fn after_casting(keeper: &mut Client, round: &Round, (procedures, day): (&[Procedure], &str)) {
    for one in procedures {
        record(keeper, round, (one, one.after), day).await;
    }
}

/// Where the procedures of a round are recorded.
pub fn of_round(round: &Round) -> String {
    format!("/w/records/{}/procedures", round.id)
}

/// Where the first unit of a round records a procedure.
async fn first_unit(client: &mut Client, round: &Round, code: &str) -> String {
    let list = client.get(&of_round(round)).await;
    let mark = format!("/procedures/{code}/");
    let path = list.links().into_iter().find(|path| path.contains(&mark));
    path.unwrap_or_else(|| panic!("no {code} on {}: {}", list.path, list.text()))
}

/// Records steps of the first unit of a round.
async fn record(keeper: &mut Client, round: &Round, (procedure, steps): (&Procedure, &[Step]), day: &str) {
    let path = first_unit(keeper, round, procedure.code).await;
    let mut page = keeper.get(&path).await;
    for (step, words, persons) in steps {
        let (point, step) = step.split_once(' ').unwrap_or((procedure.subject, step));
        let own = ("subject".to_owned(), point.to_owned());
        let mut forms = page.forms(&format!("/{step}?_method=put")).into_iter();
        let Some(form) = forms.find(|form| form.fields.contains(&own)) else {
            panic!("no {step} of «{point}» on {}: {}", page.path, page.text());
        };
        let fields = [("happened_on", day), ("words", *words), ("persons", *persons), ("evidence", "会议记录、签到表")];
        page = keeper.post_form(form, &fields).await;
        assert!(page.says("登记已保存"), "{step}: {}", page.text());
    }
}
