//! Bulletin, feedback sheet, summary and statistics return.

use documents::papers::bulletin::{self, Turnout};
use documents::papers::feedback::{self, Opinion};
use documents::papers::plain;
use documents::papers::results::{Figures, Group, ObjectResult, Part, Published, Total};
use documents::papers::statistics_return::{self, Entry, Filled, Line, Method};
use documents::papers::summary::{self, OpinionCounts};
use documents::{Certainty, Date, GradeCount, Interval, Language, Rate};

use super::{Flavour, GRADES, PERIOD, Paper, grades};

const DATE: Date = Date { year: 2012, month: 1, day: 16 };
const TURNOUT: Turnout = Turnout { due: Some(344), issued: 344, recovered: 344, valid: 344 };

fn figures(counts: [u64; 3], certainty: Option<Certainty>) -> Figures {
    let base = counts.iter().sum();
    let named = GRADES.into_iter().zip(counts);
    Figures {
        counts: named.map(|(grade, count)| GradeCount { grade: grade.to_owned(), count }).collect(),
        base,
        satisfied: Rate { numerator: counts[0], denominator: base },
        basic_or_above: Some(Rate { numerator: counts[0] + counts[1], denominator: base }),
        certainty,
    }
}

fn sampled() -> Figures {
    figures([332, 9, 3], Some(Certainty::Interval(Interval { low: 940, high: 980 })))
}

fn objects(flavour: Flavour, group: &str) -> Vec<ObjectResult> {
    let published = [
        Published::Figures(sampled()),
        Published::Figures(figures([8, 1, 0], Some(Certainty::Everyone))),
        Published::PooledInto(group.to_owned()),
        Published::Withheld,
    ];
    let names = ["柳林镇机关党支部", "银宇煤矿党支部", "敬老院党支部", "流动党员党支部"];
    flavour
        .texts(&names)
        .into_iter()
        .zip(published.into_iter().cycle())
        .map(|(name, published)| ObjectResult { name, published })
        .collect()
}

/// Two measures: organisations, and members in words of their own.
fn parts(flavour: Flavour) -> Vec<Part> {
    let group = flavour.text("柳林镇其他支部");
    let groups = if flavour == Flavour::Empty {
        vec![]
    } else {
        let members = vec![flavour.text("敬老院党支部"), flavour.text("退休党支部")];
        vec![Group { name: group.clone(), members, figures: figures([11, 2, 0], None) }]
    };
    let member =
        ObjectResult { name: flavour.text("王建国"), published: Published::Figures(figures([27, 2, 1], None)) };
    vec![
        Part {
            title: flavour.text("基层党组织群众评议表(六方面)"),
            scale: grades(),
            objects: objects(flavour, &group),
            groups,
            total: Some(Total { objects: 12, published: Published::Figures(figures([97, 8, 4], None)) }),
        },
        Part {
            title: flavour.text("党员群众评议表(五看)"),
            scale: grades(),
            objects: if flavour == Flavour::Empty { vec![] } else { vec![member] },
            groups: vec![],
            total: Some(Total { objects: 2, published: Published::Withheld }),
        },
    ]
}

fn names(parts: &[Part]) -> Vec<String> {
    let of_part = |part: &Part| {
        let objects = part.objects.iter().map(|object| object.name.clone());
        objects.chain([part.title.clone()]).collect::<Vec<String>>()
    };
    parts.iter().flat_map(of_part).collect()
}

fn member_rate(flavour: Flavour) -> Option<String> {
    (flavour != Flavour::Empty).then(|| "27/30 = 90.0%".to_owned())
}

fn rates(flavour: Flavour) -> Vec<String> {
    let shown = flavour != Flavour::Empty;
    if shown { vec!["332/344 = 96.5%".to_owned(), "8/9 = 88.9%".to_owned()] } else { vec![] }
}

pub fn bulletin(flavour: Flavour, language: Language) -> Paper {
    let view = bulletin::View {
        issuer: flavour.text("县委创先争优活动领导小组办公室"),
        round: flavour.text("2012年第一季度群众评议"),
        scope: flavour.text("群众代表评议全县基层党组织"),
        period: PERIOD,
        turnout: TURNOUT,
        parts: parts(flavour),
        minimum: 5,
        remarks: flavour.texts(&["银宇煤矿党支部:全体一致,人数少,请注意。"]),
        opening_hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        root: Some("7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730".to_owned()),
        date: DATE,
    };
    let hash = view.opening_hash.clone();
    let fixed = [view.issuer.clone(), view.round.clone(), view.scope.clone(), hash];
    let expected =
        names(&view.parts).into_iter().chain(rates(flavour)).chain(member_rate(flavour)).chain(view.remarks.clone());
    let expected = expected.chain(fixed).collect();
    Paper { name: "bulletin", pdf: bulletin::render(&view, language), expected }
}

pub fn feedback(flavour: Flavour, language: Language) -> Paper {
    let items = ["积极参加活动", "热情联系服务群众", "总体评价"];
    let shown = [Some(sampled()), Some(figures([8, 1, 0], None)), None];
    let view = feedback::View {
        object: flavour.text("王建国"),
        unit: flavour.text("银宇煤矿党支部"),
        round: flavour.text("2012年第一季度群众评议"),
        period: PERIOD,
        turnout: Turnout { due: None, ..TURNOUT },
        scale: grades(),
        items: flavour
            .texts(&items)
            .into_iter()
            .zip(shown.into_iter().cycle())
            .map(|(text, figures)| {
                let own_grade = figures.is_some().then(|| "基本满意".to_owned());
                let gap = figures.is_some().then(|| flavour.text("低于自评3份"));
                feedback::Item { text, figures, own_grade, gap }
            })
            .collect(),
        minimum: 5,
        opinions: flavour
            .texts(&["窗口排队时间长,希望中午也有人值班。", "多到班组来听听意见。"])
            .into_iter()
            .enumerate()
            .map(|(index, text)| {
                let answer = (index % 2 == 0).then(|| flavour.text("二月起中午轮流值班。"));
                Opinion { text, answer }
            })
            .collect(),
        sealed_opinions: if flavour == Flavour::Empty { 0 } else { 3 },
        remarks: flavour.texts(&["评议时上级派员在场。"]),
        issuer: flavour.text("银宇煤矿党支部"),
        date: DATE,
    };
    let gaps = view.items.iter().filter_map(|item| item.gap.clone());
    let opinions = view.opinions.iter().flat_map(|one| [Some(one.text.clone()), one.answer.clone()]);
    let expected = opinions.flatten().chain(view.items.iter().map(|item| item.text.clone()));
    let expected = expected.chain(gaps).chain(rates(flavour)).chain([view.object.clone()]).collect();
    Paper { name: "feedback", pdf: feedback::render(&view, language), expected }
}

fn methods(flavour: Flavour) -> Vec<Method> {
    let ordinary = [("走访调研", 5, "次"), ("个别谈话", 8, "个"), ("座谈交流", 2, "次"), ("发放征求意见表", 30, "张")];
    let method =
        |(name, number, unit): (&str, u64, &str)| Method { name: flavour.text(name), number, unit: unit.to_owned() };
    ordinary.into_iter().take(flavour.many(4)).map(method).collect()
}

pub fn summary(flavour: Flavour, language: Language) -> Paper {
    let view = summary::View {
        unit: flavour.text("柳林镇党委"),
        round: flavour.text("2012年第一季度群众评议"),
        basis: flavour.text("县创先办〔2011〕12号通知"),
        period: PERIOD,
        meetings: (flavour != Flavour::Empty).then_some(645),
        participants: (flavour != Flavour::Empty).then_some(36_300),
        turnout: Turnout { due: None, issued: 7_800, recovered: 7_600, valid: 7_512 },
        opinions: OpinionCounts { received: 538, answered: 537 },
        methods: methods(flavour),
        parts: parts(flavour),
        minimum: 5,
        warnings: flavour.texts(&["发出评议表少于参加人数。"]),
        problems: flavour.texts(&["少数支部走过场。", "意见答复不及时。"]),
        next_steps: flavour.texts(&["一月底前全部答复。"]),
        date: DATE,
    };
    let lists = [&view.warnings, &view.problems, &view.next_steps].into_iter().flatten().cloned();
    let expected = lists.chain(names(&view.parts)).chain(rates(flavour)).chain(member_rate(flavour));
    let expected = expected.chain([view.unit.clone(), view.basis.clone()]).collect();
    Paper { name: "summary", pdf: summary::render(&view, language), expected }
}

pub fn statistics_return(flavour: Flavour, language: Language) -> Paper {
    let filled = Line::ALL.into_iter().zip(1_001_u64..).map(|(line, number)| match line {
        Line::PersonsSent => Filled { line, entry: Entry::Blank, reason: flavour.text("上级未派员参加") },
        Line::Methods => Filled { line, entry: Entry::Methods(methods(flavour)), reason: String::new() },
        _ => Filled { line, entry: Entry::Number(number), reason: String::new() },
    });
    let lines: Vec<Filled> = filled.filter(|_| flavour != Flavour::Empty).collect();
    let numbers = lines.iter().filter_map(|filled| match filled.entry {
        Entry::Number(number) => Some(number.to_string()),
        Entry::Methods(_) | Entry::Blank => None,
    });
    let methods = methods(flavour).into_iter().map(|method| format!("{} {}", method.name, method.number));
    let reasons = lines.iter().map(|filled| filled.reason.clone());
    let unit = flavour.text("银宇煤矿党支部");
    let expected = numbers.chain(methods).chain(reasons).chain([unit.clone()]).collect();
    let view = statistics_return::View { unit, date: DATE, lines };
    Paper { name: "statistics_return", pdf: statistics_return::render(&view, language), expected }
}

pub fn plain(flavour: Flavour, language: Language) -> Paper {
    let rows = flavour.texts(&["银宇煤矿党支部", "敬老院党支部"]);
    let columns = vec![
        plain::Column { name: flavour.text("评议对象"), weight: 4, is_number: false },
        plain::Column { name: flavour.text("满意"), weight: 1, is_number: true },
    ];
    let rows: Vec<Vec<String>> =
        rows.into_iter().map(|name| vec![name, "8".to_owned()]).chain([vec![String::new(); 2]]).collect();
    let view = plain::View {
        heading: "群众评议通知".to_owned(),
        below: flavour.text("柳委〔2012〕7 号"),
        facts: vec![("评议轮次".to_owned(), flavour.text("2012年第一季度群众评议"))],
        sections: vec![
            plain::Section {
                title: "评议结果".to_owned(), body: plain::Body::Table { columns, rows: rows.clone() }
            },
            plain::Section {
                title: "存在的问题".to_owned(),
                body: plain::Body::Words(flavour.text("窗口排队时间长\n谈心不够")),
            },
            plain::Section {
                title: "办法".to_owned(), body: plain::Body::Lines(flavour.texts(&["评议不记名"]))
            },
            plain::Section { title: "打算".to_owned(), body: plain::Body::Ruled(3) },
        ],
        note: flavour.text("本表一式两份"),
        signatures: vec!["计票人".to_owned(), "监票人".to_owned()],
        issuer: flavour.text("柳林镇党委"),
        date: DATE,
    };
    let words = [view.below.clone(), view.facts[0].1.clone(), view.note.clone(), view.issuer.clone()];
    let expected = rows.into_iter().flatten().filter(|cell| !cell.is_empty()).chain(words).collect();
    Paper { name: "plain", pdf: plain::render(&view, language), expected }
}
