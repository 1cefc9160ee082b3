//! Slips and blank forms.

use documents::Language;
use documents::papers::accounts;
use documents::papers::instrument::{self, Arrangement, Blanks, Form, Role};
use documents::papers::self_evaluation::{self, Whose};
use documents::papers::slips::{self, Slip};

use super::{Flavour, PERIOD, Paper, grades};

const ASPECTS: [&str; 6] = [
    "是否重视创先争优活动",
    "是否联系本单位实际",
    "承诺事项是否完成",
    "推动中心工作成效是否突出",
    "组织建设和队伍建设是否加强",
    "是否达到“五个好”标准",
];
const LOOKS: [&str; 5] =
    ["积极参加活动", "热情联系服务群众", "在岗位上发挥先锋作用", "全面完成承诺", "达到“五带头”标准"];
const INDICATORS: [&str; 3] = ["创先争优活动的总体评价", "党组织和党员承诺践诺情况", "为民服务总体情况"];
const MEMBERS: [&str; 5] = ["王建国", "李秀英", "欧阳文华", "买买提·艾力", "张伟"];

pub fn slips(flavour: Flavour, language: Language) -> Paper {
    let slips: Vec<Slip> = (0..flavour.many(14)).map(slip).collect();
    let round = flavour.text("2012年第一季度群众评议");
    let expected = slips.iter().map(|slip| slip.code.clone()).chain([round.clone()]).collect();
    let address = "https://pingyi.example.cn/b".to_owned();
    let view = slips::View { round, valid: PERIOD, address, slips };
    Paper { name: "slips", pdf: slips::render(&view, language), expected }
}

pub fn account_slips(flavour: Flavour, language: Language) -> Paper {
    let slip = |name: String| accounts::Slip {
        role: flavour.text("支部书记 · 柳林镇党委 / 东河村党支部"),
        account: "zhangsan".to_owned(),
        password: "abcd-efgh-2345-6723".to_owned(),
        name,
    };
    let slips: Vec<accounts::Slip> = flavour.texts(&MEMBERS[..2]).into_iter().map(slip).collect();
    let expected =
        slips.iter().flat_map(|slip| [slip.name.clone(), slip.role.clone(), slip.password.clone()]).collect();
    let view = accounts::View { address: "https://pingyi.example.cn".to_owned(), slips, date: PERIOD.from };
    Paper { name: "accounts", pdf: accounts::render(&view, language), expected }
}

/// A slip whose code is made from its place, each different.
pub fn slip(place: usize) -> Slip {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut code = String::new();
    let mut state = place as u64;
    for index in 0..17 {
        // Steps of a linear congruence: any fixed scattering will do.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if index > 0 && index % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(SIGNS[usize::try_from(state >> 59).unwrap()]));
    }
    let plain = code.replace('-', "");
    Slip { url: format!("https://pingyi.example.cn/b#{plain}"), code }
}

fn items(flavour: Flavour, aspects: &[&str]) -> Vec<instrument::Item> {
    let aspect = |text| instrument::Item { text, role: Role::Aspect };
    let overall = instrument::Item { text: flavour.text("总体评价"), role: Role::Overall };
    flavour.texts(aspects).into_iter().map(aspect).chain([overall]).collect()
}

fn form(flavour: Flavour, form: Form) -> instrument::View {
    let (objects, aspects, arrangement) = match form {
        Form::Organisation => (&["柳林镇机关党支部"][..], &ASPECTS[..], Arrangement::OneAfterAnother),
        Form::Member => (&MEMBERS[..], &LOOKS[..], Arrangement::AsColumns),
        Form::Satisfaction => (&["行政服务中心税务窗口"][..], &INDICATORS[..], Arrangement::OneAfterAnother),
    };
    instrument::View {
        form,
        instrument: flavour.text("五看评议表"),
        issuer: flavour.text("县委创先争优活动领导小组办公室"),
        round: flavour.text("2012年第一季度群众评议"),
        period: PERIOD,
        objects: objects.iter().map(|name| flavour.text(name)).collect(),
        items: items(flavour, aspects),
        grades: grades(),
        blanks: Blanks::Refused,
        declared: flavour.texts(&["有效票不足5张的对象并入上一级公布。"]),
        opinion_lines: if flavour == Flavour::Empty { 0 } else { 4 },
        arrangement,
    }
}

fn form_paper(name: &'static str, view: &instrument::View, language: Language) -> Paper {
    let items = view.items.iter().map(|item| item.text.clone());
    let expected = view.objects.iter().cloned().chain(items).chain(view.grades.clone());
    let expected = expected.chain(view.declared.clone()).chain([view.issuer.clone()]).collect();
    Paper { name, pdf: instrument::render(view, language), expected }
}

pub fn organisation_form(flavour: Flavour, language: Language) -> Paper {
    form_paper("organisation_form", &form(flavour, Form::Organisation), language)
}

pub fn member_form(flavour: Flavour, language: Language) -> Paper {
    form_paper("member_form", &form(flavour, Form::Member), language)
}

pub fn satisfaction_form(flavour: Flavour, language: Language) -> Paper {
    form_paper("satisfaction_form", &form(flavour, Form::Satisfaction), language)
}

pub fn self_evaluation(flavour: Flavour, language: Language) -> Paper {
    let words = |text: &str| (flavour != Flavour::Empty).then(|| flavour.text(text));
    let own = [Some(0), Some(1), None];
    let view = self_evaluation::View {
        whose: Whose::Member { unit: flavour.text("银宇煤矿党支部") },
        name: flavour.text("王建国"),
        round: flavour.text("2012年第一季度群众评议"),
        items: flavour
            .texts(&LOOKS)
            .into_iter()
            .zip(own.into_iter().cycle())
            .map(|(text, own_grade)| self_evaluation::Item { text, own_grade })
            .collect(),
        grades: grades(),
        deeds: words("带班下井一百二十次,\n查出隐患三十五处并全部整改。"),
        shortcomings: words("与青年职工谈心不够。"),
        plan: None,
        date: PERIOD.from,
    };
    let texts = [&view.deeds, &view.shortcomings].into_iter().flatten().cloned();
    let items = view.items.iter().map(|item| item.text.clone());
    let expected = texts.chain(items).chain([view.name.clone()]).collect();
    Paper { name: "self_evaluation", pdf: self_evaluation::render(&view, language), expected }
}
