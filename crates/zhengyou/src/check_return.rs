//! `zhengyou check-return`: the checks of the statistics return on a filled spreadsheet, each broken relation on its
//! own line.
//!
//! Exit codes: 0 accepted (remarks allowed), 1 to be mended, 2 the file cannot be judged.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use rules::rate::Rate;
use rules::rounding::Decimals;
use rules::statistics_return::{Checked, Finding, Proposal, Remark, Status, check};
use spreadsheets::open::{Limits, OpenError};
use spreadsheets::statistics_return::{ReturnError, read};

use crate::check_claim::{Answer, Language};

/// Check a filled statistics return (form F19/1): 核对群众评议相关数据统计单。
#[derive(Args, Clone, Debug)]
pub struct CheckReturnArguments {
    /// The filled form, an .xlsx file.
    pub file: PathBuf,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Runs the command.
#[must_use]
pub fn run(arguments: CheckReturnArguments) -> ExitCode {
    answer(&arguments).print()
}

/// The answer, without printing it.
#[must_use]
pub fn answer(arguments: &CheckReturnArguments) -> Answer {
    let language = arguments.language;
    let file = arguments.file.display();
    let reason = match bytes(&arguments.file).map(|bytes| read(&bytes)) {
        Ok(Ok(filled)) => return report(language, &filled.unit, &check(&filled)),
        Ok(Err(error)) => unreadable(language, &error),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            language.pick("没有这个文件".into(), "there is no such file".into())
        }
        Err(error) => error.to_string(),
    };
    let line = language.pick(format!("无法核对 {file}：{reason}。"), format!("Cannot judge {file}: {reason}."));
    Answer { lines: vec![line], code: 2 }
}

/// Reads no more than one byte beyond the limit, which is enough to be refused as too large.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(Limits::default().file_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(language: Language, error: &ReturnError) -> String {
    let chinese = match error {
        ReturnError::NotTheForm => "不是“群众评议相关数据统计单”".to_owned(),
        ReturnError::OtherVersion(version) => format!("表样标明是 {version}，只能读 F19/1"),
        ReturnError::LineTwice(line) => format!("第 {} 行出现两次", line.code()),
        ReturnError::Open(open) => unopened(open),
    };
    let english = match error {
        ReturnError::LineTwice(line) => format!("line {} stands there twice", line.code()),
        other => other.to_string(),
    };
    language.pick(chinese, english)
}

fn unopened(error: &OpenError) -> String {
    match error {
        OpenError::Empty => "文件是空的".to_owned(),
        OpenError::NotAWorkbook(_) => "不是 .xlsx 工作簿，请用电子表格软件另存为 .xlsx".to_owned(),
        OpenError::Encrypted => "文件有密码，请去掉密码后另存".to_owned(),
        OpenError::Damaged(_) => "文件已损坏，请用电子表格软件打开后重新保存".to_owned(),
        OpenError::Bomb { .. } => "解压后大得异常，拒绝读取".to_owned(),
        OpenError::Entities => "含有不应有的 XML 实体，拒绝读取".to_owned(),
        OpenError::TooLarge { limit, .. } => format!("超过上限 {limit}"),
        OpenError::NoSheet => "没有任何内容".to_owned(),
    }
}

fn report(language: Language, unit: &str, checked: &Checked) -> Answer {
    let (verdict, code) = match checked.status {
        Status::Accepted => (language.pick("可以接收".into(), "can be accepted".into()), 0),
        Status::Returned => {
            let count = checked.findings.len();
            (language.pick(format!("退回，须更正 {count} 处"), format!("returned, {count} to mend")), 1)
        }
    };
    let mut lines = vec![language.pick(format!("{unit}：{verdict}。"), format!("{unit}: {verdict}."))];
    let rule = |text: String, id: &str| language.pick(format!("{text}({id})"), format!("{text} ({id})"));
    lines.extend(
        checked.findings.iter().map(|found| rule(format!("✘ {}", finding(language, found)), found.rule().id())),
    );
    lines.extend(checked.proposals.iter().map(|found| format!("? {}", proposal(language, found))));
    lines.extend(checked.remarks.iter().map(|found| rule(format!("⚠ {}", remark(language, found)), found.rule().id())));
    lines.extend(rates(language, checked));
    Answer { lines, code }
}

fn finding(language: Language, finding: &Finding) -> String {
    match finding {
        Finding::BlankWithoutReason { line } => language.pick(
            format!("{line}：空白且未说明原因（没有就写 0）"),
            format!("{line}: blank without a reason (none is written 0)"),
        ),
        Finding::NotACount { line, written, problem } => language.pick(
            format!("{line}：“{written}”不是数量（{}）", chinese_problem(problem)),
            format!("{line}: “{written}” is not a count ({problem})"),
        ),
        Finding::OrderViolated { lesser, lesser_count, greater, greater_count } => language.pick(
            format!("{lesser}：{lesser_count} 大于 {greater} 的 {greater_count}"),
            format!("{lesser}: {lesser_count} is more than the {greater_count} of {greater}"),
        ),
        Finding::IntroductionsExceedMembers { introductions, members } => language.pick(
            format!("5：自我介绍的党员 {introductions} 多于党员总数 {members}(1d)"),
            format!("5: {introductions} introduced themselves, but there are {members} members (1d)"),
        ),
        Finding::ParticipantsWithoutMeeting { participants } => language.pick(
            format!("2a：有 {participants} 人参加（2b），会议数却是 0"),
            format!("2a: {participants} took part (2b), but no meeting was held"),
        ),
        Finding::MethodLengthsDiffer { methods, quantities } => language.pick(
            format!("3：{methods} 种方式，{quantities} 个数量，对不上"),
            format!("3: {methods} methods, but {quantities} quantities"),
        ),
        Finding::MethodNotACount { written } => {
            language.pick(format!("3：“{written}”不是数量"), format!("3: “{written}” is not a count"))
        }
    }
}

fn chinese_problem(problem: &str) -> &'static str {
    match problem {
        "negative" => "负数",
        "fraction" => "不是整数",
        "percentage" => "百分数",
        "too-large" => "过大",
        _ => "文字",
    }
}

fn proposal(language: Language, proposal: &Proposal) -> String {
    match proposal {
        Proposal::ExclusiveCounts { line, value, basic, satisfied } => language.pick(
            format!("{line}：是否应为 {value}？（{basic} + {satisfied}，“以上”含“满意”）"),
            format!("{line}: {value}? ({basic} + {satisfied}: “or above” includes the satisfied)"),
        ),
        Proposal::OnlyValue { line, value } => language.pick(
            format!("{line}：是否应为 {value}？（只有这一个可能）"),
            format!("{line}: {value}? (the only possible value)"),
        ),
    }
}

fn remark(language: Language, remark: &Remark) -> String {
    match remark {
        Remark::MoreChiefsThanOrganisations { chiefs, organisations } => language.pick(
            format!("4a：{chiefs} 名主要负责人，被评议组织只有 {organisations} 个（是否填了人次？）"),
            format!("4a: {chiefs} chiefs of {organisations} organisations (person-times?)"),
        ),
        Remark::MoreFormsThanParticipants { forms, participants } => language.pick(
            format!("3：征求意见表 {forms} 张，参加会议的群众 {participants} 人"),
            format!("3: {forms} forms, {participants} people at the meetings"),
        ),
        Remark::MembersNotJudged { judged, members } => language.pick(
            format!("1e：党员 {members} 人，被评议 {judged} 人"),
            format!("1e: {judged} of {members} members were judged"),
        ),
    }
}

fn rates(language: Language, checked: &Checked) -> Option<String> {
    // A rate from contradictory counts would only look like a result.
    if checked.status == Status::Returned {
        return None;
    }
    let text = |rate: &Rate| format!("{}% ({})", rate.share.percent(Decimals::ONE), rate.share);
    let basic = checked.rates.members_basic.as_ref().map(text)?;
    let satisfied = checked.rates.members_satisfied.as_ref().map(text)?;
    Some(language.pick(
        format!("党员：基本满意以上 {basic}，满意 {satisfied}(R01)"),
        format!("Members: basically satisfied or above {basic}, satisfied {satisfied} (R01)"),
    ))
}
