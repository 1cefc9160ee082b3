//! `zhengyou demo`, run as people run it: once into a folder, then what it left is served and tried.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "demo/archives.rs"]
mod archives;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn zhengyou() -> Command {
    Command::new(env!("CARGO_BIN_EXE_zhengyou"))
}

/// A server on what the demonstration left, ended with the test.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(data: &Path) -> Self {
        let mut child = zhengyou()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let address = lines.filter_map(|line| Some(line.split_once("http://")?.1.to_owned())).next().unwrap();
        Self { child, address }
    }

    /// Asks once; the head and the page.
    fn ask(&self, request: &str, cookie: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept-Language: zh-CN\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        assert!(self.child.kill().is_ok());
        assert!(self.child.wait().is_ok());
    }
}

/// What stands between two marks, for the first time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap().0
}

/// The text of a PDF without its spaces.
fn text_of(paper: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(paper).unwrap();
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn the_demonstration_leaves_papers_codes_and_logins_that_work() {
    let data = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("demo");
    if data.exists() {
        fs::remove_dir_all(&data).unwrap();
    }
    let made = zhengyou().args(["demo", "--once", "--listen", "127.0.0.1:0", "--data"]).arg(&data).output().unwrap();
    let printed = String::from_utf8(made.stdout).unwrap();
    assert!(made.status.success(), "{printed}\n{}", String::from_utf8_lossy(&made.stderr));

    // Every paper is one, and the bulletin says what the console says.
    let papers: BTreeMap<String, Vec<u8>> = fs::read_dir(data.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    for form in ["F12", "F13", "F14", "F16", "F19", "F21", "F22", "F23"] {
        let (name, paper) = papers.iter().find(|(name, _)| name.starts_with(form)).unwrap();
        assert!(paper.starts_with(b"%PDF"), "{name}");
        assert!(!text_of(paper).is_empty(), "{name}");
    }
    for (name, table) in papers.iter().filter(|(name, _)| name.ends_with(".xlsx")) {
        let sheets = spreadsheets::open(table, &spreadsheets::Limits::default());
        assert!(sheets.is_ok(), "{name}");
    }
    let recovered = between(&printed, "收回率 ", "）").replace(' ', "");
    let (name, bulletin) = papers.iter().find(|(name, _)| name.starts_with("F22")).unwrap();
    assert!(text_of(bulletin).contains(&recovered), "{name} does not say {recovered}: {}", text_of(bulletin));
    assert!(printed.contains("退回 1 份"), "{printed}");

    // One of the five codes opens the sheet, once it is served again.
    let codes: Vec<&str> =
        printed.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| line.len() == 21).collect();
    assert_eq!(codes.len(), 5, "{printed}");
    let served = Served::start(&data);
    let entered = served.ask("POST /b", "", &format!("code={}", codes[0]));
    assert!(entered.starts_with("HTTP/1.1 303") && entered.contains("/b/sheet"), "{entered}");

    // A ready login works at once, and leads to the return that was sent back.
    let login = printed.lines().find(|line| line.contains("统计单被退回")).unwrap();
    let mut words = login.split_whitespace();
    let (name, password) = (words.next().unwrap(), words.next().unwrap());
    assert_eq!(password, "zhengyou-demo");
    let cookie = sign_in(&served, name);
    let returns = served.ask("GET /w/returns", &cookie, "");
    assert!(returns.contains("已退回"), "{returns}");
    // The remark stands beside its line, although the clock went on while it was written.
    let (_, path) = returns.split_once("href=\"/w/returns/").unwrap();
    let sent_back = served.ask(&format!("GET /w/returns/{}", path.split('"').next().unwrap()), &cookie, "");
    let line = between(&sent_back, "id=\"line-2b\"", "</tr>");
    assert!(line.contains("请附会议签到表"), "{line}");
    the_pages_worth_a_look_show_what_is_said_of_them(&served, &printed);
    every_direction_channel_and_procedure_is_there(&served);
    every_way_of_hearing_people_is_recorded(&served, &printed);
    a_year_adds_its_four_quarters_up_and_stands_among_others(&served, &printed);
    the_tablet_the_clerk_and_the_named_member_can_go_on(&served, &printed);
    let beside = data.with_extension("beside");
    if beside.exists() {
        fs::remove_dir_all(&beside).unwrap();
    }
    let archive = archives::every_sealed_round_stands(&served, &beside);
    drop(served);
    archives::a_restored_backup_has_it(&data, &beside, &archive);
    fs::remove_dir_all(&beside).unwrap();

    // The folder is in use now, and a second demonstration must not mix with it.
    let again = zhengyou().args(["demo", "--once", "--listen", "127.0.0.1:0", "--data"]).arg(&data).output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("已在使用"));
    fs::remove_dir_all(&data).unwrap();
}

/// The cookie of somebody who signs in.
fn sign_in(served: &Served, name: &str) -> String {
    let signed = served.ask("POST /w/sign-in", "", &format!("name={name}&password=zhengyou-demo"));
    assert!(signed.starts_with("HTTP/1.1 303"), "{name}: {signed}");
    format!("zhengyou_session={}", between(&signed, "zhengyou_session=", ";"))
}

/// Procedures that a unit or a person has gone through to the end: S059, S064, S066, S076, S079, S080.
const PROCEDURES: [&str; 7] = [
    "书记学期报告",
    "两次大会三张表",
    "专题评议会（四评四看）",
    "领导带头参评",
    "五个注重",
    "第二次听取评议",
    "上级派员参加、主要负责人通报",
];

/// Every direction of the library (S054) has results that are out, by every channel somebody took part, and these procedures
/// are somewhere in the rounds, as their own pages say: one that is dropped from the demonstration is missed here.
fn every_direction_channel_and_procedure_is_there(served: &Served) {
    let cookie = sign_in(served, "office");
    let list = served.ask("GET /w/rounds", &cookie, "");
    let links = list.split("href=\"/w/rounds/").skip(1).filter_map(|rest| rest.split('"').next());
    let rounds: BTreeSet<&str> = links.filter(|id| id.len() == 32).collect();
    assert!(rounds.len() >= 10, "{rounds:?}");
    let library = include_str!("../../server/templates_library/directions.toml");
    let names: Vec<&str> =
        library.split("name = { \"zh-Hans\" = \"").skip(1).map(|rest| between(rest, "", "\"")).collect();
    assert_eq!(names.len(), library.matches("\ncode = ").count());
    let judged: BTreeSet<&str> =
        rounds.iter().flat_map(|id| directions_with_figures(served, &cookie, id, &names)).collect();
    for direction in names {
        assert!(judged.contains(direction), "no result that is out was judged in the direction {direction}");
    }
    let sums: String =
        rounds.iter().map(|id| served.ask(&format!("GET /w/rounds/{id}/reconciliation"), &cookie, "")).collect();
    for channel in ["领凭证", "盲签凭证", "窗口一次性凭证", "窗口平板", "纸质表", "实名"] {
        let mut rows = sums.split("<tr").filter(|row| row.contains(&format!(">{channel}</td>")));
        assert!(rows.any(somebody_took_part), "nobody took part by {channel}");
    }
    let steps: String =
        rounds.iter().map(|id| served.ask(&format!("GET /w/records/{id}/procedures"), &cookie, "")).collect();
    for procedure in PROCEDURES {
        let of_one = steps.split("<h2>").find(|section| section.starts_with(&format!("{procedure}</h2>")));
        let of_one = of_one.unwrap_or_else(|| panic!("no round follows {procedure}"));
        assert!(of_one.contains("已做齐 1 /"), "{procedure}: {of_one}");
    }
    let home = served.ask("GET /w", &cookie, "");
    assert!(home.contains("轮评议的结果已通报，请核对后办结"), "many rounds are counted, not listed: {home}");
}

/// The directions of which the results of a round say a rate, where they are out.
fn directions_with_figures<'a>(served: &Served, cookie: &str, round: &str, names: &[&'a str]) -> Vec<&'a str> {
    let results = served.ask(&format!("GET /w/results/{round}"), cookie, "");
    if !["已通报", "已办结"].iter().any(|state| results.contains(&format!("<span class=\"state\">{state}</span>")))
    {
        return Vec::new();
    }
    // A round of one direction does not repeat it beside each list: what is judged says it.
    let objects = served.ask(&format!("GET /w/rounds/{round}/objects"), cookie, "");
    let declared: Vec<&str> = names.iter().copied().filter(|name| objects.contains(&format!(">{name}</td>"))).collect();
    let lists = results.split("<section>").filter(|list| list.contains(" %</a>")).filter_map(|list| {
        let heading = between(list, "<h2>", "</h2>");
        match declared.as_slice() {
            [alone] => Some(*alone),
            several => several.iter().copied().find(|name| heading.ends_with(&format!(" · {name}"))),
        }
    });
    lists.collect()
}

/// Whether a row of the reconciliation counts anybody who took part.
fn somebody_took_part(row: &str) -> bool {
    let cell = row.split_once("data-label=\"参加\"").map(|(_, rest)| between(rest, ">", "<"));
    cell.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number > 0)
}

/// The address of the page worth a look of which this is said.
fn sight<'a>(printed: &'a str, words: &str) -> &'a str {
    let lines: Vec<&str> = printed.lines().collect();
    let place = lines.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("no {words}: {printed}"));
    let address = lines[place - 1];
    &address[address.find("/w/").unwrap()..]
}

/// Visits, talks, forums, slips, boxes, calls …: each of the library stands in some branch's record, in its own unit (S055).
fn every_way_of_hearing_people_is_recorded(served: &Served, printed: &str) {
    let cookie = sign_in(served, "office");
    let path = sight(printed, "各种听取意见的办法");
    let list = served.ask(&format!("GET {path}"), &cookie, "");
    let link = format!("href=\"{path}/");
    let records = list.split(&link).skip(1).filter_map(|rest| rest.split('"').next());
    let pages: String = records
        .filter(|id| id.len() == 32)
        .map(|organisation| served.ask(&format!("GET {path}/{organisation}"), &cookie, ""))
        .collect();
    let methods = include_str!("../../server/templates_library/opinion_methods.toml").split("[[method]]\ncode").skip(1);
    let methods: Vec<(&str, &str)> = methods
        .map(|method| {
            let (name, rest) = method.split_once("unit = ").unwrap();
            (between(name, "\"zh-Hans\" = \"", "\""), between(rest, "\"zh-Hans\" = \"", "\""))
        })
        .collect();
    assert_eq!(methods.len(), 12, "the library has as many");
    for (method, unit) in methods {
        let row = pages.split("<tr>").find(|row| row.contains(&format!(">{method}</td>")));
        let row = row.unwrap_or_else(|| panic!("nobody was heard by {method}"));
        assert!(row.contains(&format!(">{unit}</td>")), "{method}: {row}");
    }
}

/// Four quarters and their sum (R44), a chart of them, three summaries; the record goes on over three years (S057, S061).
fn a_year_adds_its_four_quarters_up_and_stands_among_others(served: &Served, printed: &str) {
    let cookie = sign_in(served, "yunxi-12");
    let year = served.ask(&format!("GET {}", sight(printed, "一个支部的上一年")), &cookie, "");
    let figures = between(&year, "id=\"figures\"", "</table>");
    let shares: Vec<(u64, u64)> = figures
        .split("class=\"rate\"")
        .skip(1)
        .map(|rest| between(rest, ">", " = ").split_once('/').unwrap())
        .map(|(part, whole)| (part.parse().unwrap(), whole.parse().unwrap()))
        .collect();
    let [quarters @ .., sum] = shares.as_slice() else { panic!("{figures}") };
    assert_eq!(quarters.len(), 4, "{figures}");
    assert_eq!(*sum, quarters.iter().fold((0, 0), |sum, share| (sum.0 + share.0, sum.1 + share.1)));
    assert!(year.contains("<svg") && year.matches(" ✓</a>").count() == 3, "{year}");
    let record = served.ask(&format!("GET {}", sight(printed, "历次评议记录")), &cookie, "");
    let lines = between(&record, "id=\"years\"", "</table>");
    assert!(lines.matches("季度群众评议").count() >= 4 && lines.contains("年年终群众评议"), "{lines}");
    assert!(lines.contains("云溪镇创先争优活动群众评议"), "{lines}");
    let home = served.ask("GET /w", &cookie, "");
    // Which branch is left an opinion to answer is decided by the order of sealing, which nobody can foresee.
    assert_eq!(home.matches("请确认收到").count(), 1, "feedback of the years before is acknowledged: {home}");
    let asked = served.ask(&format!("GET {}", sight(printed, "四个不放过")), &sign_in(served, "dongyuan"), "");
    assert!(asked.contains(">已写<") && asked.matches("scope=\"row\"").count() == 1, "his own alone: {asked}");
}

/// What is left to be tried: a browser becomes the window's tablet, the clerk is led to a box, one member to a sheet and another
/// to a token.
fn the_tablet_the_clerk_and_the_named_member_can_go_on(served: &Served, printed: &str) {
    let key = between(printed, "/b/tablet#", " ");
    let registered = served.ask("POST /b/tablet", "", &format!("key={key}"));
    let cookie = between(&registered, "set-cookie: ", ";");
    let tablet = served.ask("GET /b/tablet", cookie, "");
    assert!(tablet.contains("婚姻登记窗口") && tablet.contains("14位可以参评"), "{tablet}");
    let pin = between(printed, "口令 ", "，");
    let next = served.ask("POST /b/tablet/next", cookie, &format!("pin={pin}"));
    assert!(next.starts_with("HTTP/1.1 303") && next.contains("/b/sheet"), "{next}");
    let led = [
        ("clerk", "待录入"),
        ("clerk-2", "待录入"),
        ("named", "还有 1 份实名表等您填写"),
        ("phone", "领取“清泉乡党员手机评支部”的盲签凭证"),
    ];
    for (name, words) in led {
        let home = served.ask("GET /w", &sign_in(served, name), "");
        assert!(home.contains(words), "{name} is not told {words}: {home}");
    }
}

/// Signed in as the office, each address the console names shows what it promises: every direction by itself, three levels,
/// two procedures done, four appraisals, feedback acknowledged, records with days and proof, places shared.
fn the_pages_worth_a_look_show_what_is_said_of_them(served: &Served, printed: &str) {
    let cookie = sign_in(served, "office");
    let addresses = printed.lines().filter_map(|line| line.strip_prefix("  http://"));
    let paths: Vec<&str> = addresses.filter_map(|address| Some(&address[address.find("/w/")?..])).collect();
    let expected: [&[&str]; 28] = [
        &["· 上级评下级", "· 下级评上级", "· 党员评组织", "· 组织评党员", "· 单位互评", "· 下级评领导班子"],
        &["第 1 级", "第 2 级", "第 3 级", "其他各级的票都不计入"],
        &["书记学期报告", "两次大会三张表", "3/3", "五个注重", "5/5"],
        &["专题评议会", "9/9", "第二次听取评议", "上级派员参加", "3/3"],
        &["领导带头参评", "4/4"],
        &["领导点评", "党组织考评", "党员互评", "群众测评", "满意", "四评综合", " 分（权重第 1 版）</td>"],
        &["3 份已确认收到"],
        &["云溪镇"],
        &["并列第", "分不出高低", "个的区间重叠"],
        &["松岭乡党员手机评支部", "评议质量", "不高于 60 %", "在声明的限度以内"],
        &["清泉乡党员手机评支部", "公钥指纹", "领取只能延长"],
        &["校正得分（仅供参考）", "原始平均分", "评价者宽严", "不参与估计"],
        &["婚姻登记窗口", "低保受理窗口", "采伐许可窗口"],
        &["领凭证", "纸质表", "实名", "没有人重复", "另有纸质票 4 张"],
        &["已覆盖 1 / 1 个党组织"],
        &["名单校验值", "福利彩票 3D 当日开奖号码", "抽中", "候补", "check-draw"],
        &["东片", "西片", "白果镇", "已登记的回避"],
        &["组长", "计票", "本人在本轮被评议，已登记回避"],
        &["等待纸质评议表", "待录入"],
        &["领凭证", "纸质表", "窗口一次性凭证"],
        &["财政局", "实名"],
        &["整改答复", "结果已通报"],
        &["第四季度", "年终总评", "云溪镇工业园东园党支部", "已通报"],
        &["第一季度", "第二季度", "第三季度", "第四季度", "全年（票数相加）", "R44"],
        &["云溪镇创先争优活动群众评议", "已办结"],
        &["人均工时", "160.0", "175.9", "达到", "未达到", "自查：没做到"],
        &["未办结 1，已办结 1", "连续两个季度解决设备难题三项"],
        &["公开不及时专项整改", "已公布", "整改前", "（再评）"],
    ];
    assert_eq!(paths.len(), expected.len(), "{printed}");
    for (path, words) in paths.into_iter().zip(expected) {
        let page = served.ask(&format!("GET {path}"), &cookie, "");
        assert!(page.starts_with("HTTP/1.1 200"), "{path}: {page}");
        for words in words {
            assert!(page.contains(words), "{path} does not say {words}: {page}");
        }
    }
    // Those the console names can sign in.
    for name in ["shaping", "shuanghe", "yunxi-12", "dongyuan"] {
        assert!(printed.lines().any(|line| line.trim_start().starts_with(name)), "{printed}");
        sign_in(served, name);
    }
}

#[test]
fn the_demonstration_refuses_a_network() {
    let refused = zhengyou().args(["demo", "--once", "--listen", "0.0.0.0:0", "--data", "nowhere"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("只在本机运行"));
}
