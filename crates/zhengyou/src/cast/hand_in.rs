//! `zhengyou cast hand-in`: a ballot cast with a token, without a session and without a script.

use std::path::{Path, PathBuf};

use clap::Args;
use credentials::Receipt;
use data_encoding::HEXLOWER;
use scraper::Html;
use server::features::ballots::urls;
use server::web::Url;
use tokens::{Token, TokenTextError};
use zeroize::Zeroizing;

use super::address::Address;
use super::begun::Begun;
use super::console::Console;
use super::filling::{self, Wish};
use super::office::Visit;
use super::page::{Form, Page};
use super::sheet::{Answers, Sheet};
use super::{Stop, files};
use crate::check_claim::Language;

/// Hand in a ballot with a blind token: 用盲签凭证交票。
#[derive(Args, Clone, Debug)]
pub struct HandInArguments {
    /// The address of the server, such as https://vote.example.
    #[arg(long, value_name = "URL", value_parser = Address::of_server)]
    from: Address,
    /// The file of the token.
    #[arg(long, value_name = "FILE")]
    token: PathBuf,
    /// A new file for the receipt; without it the receipt is printed.
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    /// The language of the sheet.
    #[arg(long, value_enum, default_value_t)]
    language: Language,
}

/// The cookie of a token and the paths it goes to, as the server sets it.
const COOKIE: (&str, &str) = ("zhengyou_ballot", "/b");
/// The first line of the file of a hand-in under way.
const HEADING: &str = "zhengyou-hand-in/1";

/// A token that was entered. Its cookie makes a ballot that is handed in again the same ballot, so that it is kept, with the
/// empty sheet, from before the hand-in until the receipt is there. No answer is ever written to the disk.
struct Entered {
    cookie: Zeroizing<String>,
    page: String,
    sheet: Sheet,
}

impl Entered {
    fn new(cookie: &str, page: String) -> Option<Self> {
        let sheet = Sheet::read(&Html::parse_document(&page))?;
        Some(Self { cookie: Zeroizing::new(cookie.to_owned()), page, sheet })
    }

    fn parse(text: &str, token: &Token) -> Option<Self> {
        let mut parts = text.splitn(4, '\n');
        let (heading, of, cookie, page) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_of = heading == HEADING && of == spent(token);
        is_of.then(|| Self::new(cookie, page.to_owned())).flatten()
    }

    fn to_text(&self, token: &Token) -> Zeroizing<String> {
        Zeroizing::new(format!("{HEADING}\n{}\n{}\n{}", spent(token), *self.cookie, self.page))
    }
}

/// Runs the command.
pub(super) fn run(arguments: &HandInArguments) -> Result<Vec<String>, Stop> {
    let (language, console) = (arguments.language, Console(arguments.language));
    let token = token(language, &arguments.token)?;
    if let Some(receipt) = &arguments.receipt {
        files::must_be_new(language, receipt)?;
    }
    let kept = files::beside(&arguments.token, "hand-in");
    let mut visit = Visit::new(&arguments.from, language);
    let begun = files::read(language, &kept)?;
    let is_again = begun.is_some();
    let entered = match begun {
        Some(text) => {
            let entered = Entered::parse(&text, &token).ok_or_else(|| foreign(language, &kept))?;
            console.say((
                "上一次交票没有收到回执。请和上次一样填写：同样的票只算一张，回执也是同一张。",
                "No receipt came the last time. Fill in the same again: the same ballot counts once and has the same receipt.",
            ))?;
            visit.resume(COOKIE.0, COOKIE.1, &entered.cookie);
            entered
        }
        None => enter(&mut visit, &token)?,
    };
    let mut answers = filling::fill(console, &entered.sheet)?;
    let mut told = None;
    let page = loop {
        let open = filling::review(console, &entered.sheet, &answers)?;
        let wish = filling::wish(console, answers.len(), open);
        match wish.map_err(|stop| told.take().unwrap_or(stop))? {
            Wish::Leave => {
                let words = ("这次没有交票。", "Nothing was handed in this time.");
                return Err(told.unwrap_or_else(|| Stop::refused(language, words)));
            }
            Wish::Change(place) => {
                let again = filling::fill_one(console, &entered.sheet, place)?;
                answers.splice(place..=place, [again]);
            }
            Wish::HandIn => {
                if files::read(language, &kept)?.is_none() {
                    files::create(language, &kept, &entered.to_text(&token))?;
                }
                let page = deliver(&mut visit, console, (&entered.sheet, &answers))?;
                if page.attribute("#sheet", "id").is_none() {
                    break page.accepted().map_err(|stop| differs(language, stop, is_again))?;
                }
                // Something does not fit, or casting is paused: it is said, and the answers are still here.
                let refusal = page.refusal();
                console.show(refusal.words())?;
                told = Some(refusal);
            }
        }
    };
    receipt(arguments, &page, &kept)
}

/// The token of a file.
fn token(language: Language, path: &Path) -> Result<Token, Stop> {
    let Some(text) = files::read(language, path)? else {
        let path = path.display();
        return Err(Stop::Cannot(language.pick(format!("没有文件“{path}”。"), format!("There is no file “{path}”."))));
    };
    if Begun::parse(&text).is_some() {
        let words = (
            "这个文件里的凭证还没有领完。请先用同一个文件再运行一次 zhengyou cast take。",
            "The token in this file is not finished: run zhengyou cast take with the same file first.",
        );
        return Err(Stop::refused(language, words));
    }
    Token::parse(&text).map_err(|error| {
        let chinese = match &error {
            TokenTextError::NoToken => "它不是以 ZYT1- 开头".to_owned(),
            TokenTextError::Version { .. } => "它的版本较新，请换用新的程序".to_owned(),
            TokenTextError::Truncated { expected, found } => {
                format!("它不完整：应有 {expected} 个字符，只有 {found} 个")
            }
            TokenTextError::Surplus { expected, found } => {
                format!("它后面多了内容：应有 {expected} 个字符，却有 {found} 个")
            }
            TokenTextError::Character { .. } | TokenTextError::Altered => "它有误：有的字符不对".to_owned(),
        };
        Stop::Refused(language.pick(
            format!("文件里的盲签凭证不能用：{chinese}。请换用另存的一份。"),
            format!("The token in the file cannot be used: {error}. Take another copy of it."),
        ))
    })
}

fn spent(token: &Token) -> String {
    HEXLOWER.encode(token.spent_hash().as_bytes())
}

/// Enters the token at the door; the sheet it opens.
fn enter(visit: &mut Visit, token: &Token) -> Result<Entered, Stop> {
    let door = visit.get(&urls::Door {}.to_path())?.accepted()?;
    let form = door.form("form#door").ok_or_else(|| door.strange())?;
    let text = Zeroizing::new(token.to_text());
    let page = visit.post(&form, &[("code", &text)])?.accepted()?;
    let cookie = visit.cookie(COOKIE.0).map(|cookie| Zeroizing::new(cookie.to_owned()));
    let entered = cookie.and_then(|cookie| Entered::new(&cookie, page.html().html()));
    entered.ok_or_else(|| page.strange())
}

/// Hands it in, again where no answer came: the same ballot never counts twice.
fn deliver(visit: &mut Visit, console: Console, (sheet, answers): (&Sheet, &[Answers])) -> Result<Page, Stop> {
    let form = Form { action: urls::Receipt {}.to_path(), hidden: Vec::new() };
    loop {
        let why = match visit.post(&form, &sheet.fields(answers)) {
            Ok(page) if !page.is_broken() => return Ok(page),
            Ok(page) => page.refusal(),
            Err(why) => why,
        };
        let why = why.words();
        let told = console.0.pick(
            format!("{why}\n不知道票是否已经入箱。用同一个凭证文件再运行一次，和这次一样填写，得到的是同一张回执。"),
            format!(
                "{why}\nIt is not known whether the ballot is in the box. Run the same again with the same answers: the \
                 receipt is the same."
            ),
        );
        console.show(&told)?;
        let again = ("现在就原样再交一次吗？要，请输入“是”：", "Send the same again now? If so, type yes:");
        if !console.agrees(again).unwrap_or_default() {
            return Err(Stop::Cannot(told));
        }
    }
}

/// Keeps the receipt; only then what a retry needs goes.
fn receipt(arguments: &HandInArguments, page: &Page, kept: &Path) -> Result<Vec<String>, Stop> {
    let language = arguments.language;
    let receipt = page.text("#receipt").and_then(|text| Receipt::parse(&text).ok());
    let receipt = receipt.ok_or_else(|| page.strange())?;
    let (number, text) = (receipt.number(), receipt.to_text());
    let below = urls::Receipts::PATH.split('{').next().unwrap_or_default();
    let published = page.attribute(&format!("main a[href^='{below}']"), "href").unwrap_or_default();
    let mut lines = vec![language.pick(
        format!("您的票已经入箱。回执号：{number}"),
        format!("Your ballot is in the box. Receipt number: {number}"),
    )];
    let written = arguments.receipt.as_ref().map(|file| files::create(language, file, &format!("{text}\n")));
    let file = match (&arguments.receipt, written) {
        (Some(file), Some(Ok(()))) => file.display().to_string(),
        (_, failed) => {
            // The receipt is shown at least.
            lines.extend(failed.and_then(Result::err).map(|why| why.words().to_owned()));
            lines.push(text);
            language.pick("回执文件".to_owned(), "FILE".to_owned())
        }
    };
    files::remove(language, kept)?;
    let (origin, token) = (&arguments.from.origin, arguments.token.display());
    lines.push(language.pick(
        format!("封存以后核对：zhengyou cast check --from {origin}{published} --receipt \"{file}\""),
        format!("After sealing: zhengyou cast check --from {origin}{published} --receipt \"{file}\""),
    ));
    lines.push(
        language.pick(
            format!("凭证已经用过，“{token}”可以删除。"),
            format!("The token is used; “{token}” can be deleted."),
        ),
    );
    Ok(lines)
}

/// A ballot that is handed in again must be the same.
fn differs(language: Language, stop: Stop, is_again: bool) -> Stop {
    match stop {
        Stop::Refused(why) if is_again => Stop::Refused(language.pick(
            format!("{why}\n如果这次和上次填得不一样，请再运行一次，和上次一样填写。"),
            format!(
                "{why}\nIf you answered otherwise than the last time, run the same again and answer as you did then."
            ),
        )),
        stop => stop,
    }
}

fn foreign(language: Language, path: &Path) -> Stop {
    let path = path.display();
    Stop::Refused(language.pick(
        format!("“{path}”不是这张凭证交票时留下的。请核对凭证文件；确实无关的，请移走它再试。"),
        format!("“{path}” was not left by a hand-in of this token. Check the token's file; move the other away if it is of no use."),
    ))
}
