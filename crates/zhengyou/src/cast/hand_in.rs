//! `zhengyou cast hand-in`: a ballot cast with a token, without a session and without a script.

use std::path::{Path, PathBuf};

use clap::Args;
use credentials::Receipt;
use server::features::appraisals::round_of;
use server::features::ballots::urls;
use tokens::Token;

use super::address::Address;
use super::console::Console;
use super::entered::{self, Entered};
use super::filling::{self, Wish};
use super::page::{Form, Page};
use super::sheet::Answers;
use super::visit::Visit;
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

/// A hand-in under way.
struct HandIn<'a> {
    console: Console,
    visit: Visit,
    token: &'a Token,
    entered: Entered,
    /// Where it is kept until the receipt is there.
    kept: &'a Path,
    /// Whether it is.
    is_kept: bool,
    /// The server.
    origin: &'a str,
    /// Whether an answer was lost, now or before: the ballot may be in the box.
    may_be_in: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &HandInArguments) -> Result<Vec<String>, Stop> {
    let (language, console) = (arguments.language, Console(arguments.language));
    let token = entered::token(language, &arguments.token)?;
    if let Some(receipt) = &arguments.receipt {
        files::must_be_new(language, receipt)?;
    }
    let kept = files::beside(&arguments.token, "hand-in");
    let mut visit = Visit::new(&arguments.from, language);
    let begun = files::read(language, &kept)?;
    let (may_be_in, origin) = (begun.is_some(), arguments.from.origin.as_str());
    let entered = match begun {
        Some(text) => {
            let entered = Entered::parse(&text, (origin, &token)).ok_or_else(|| foreign(language, &kept))?;
            console.say((
                "上一次交票没有收到回执。请和上次一样填写：同样的票只算一张，回执也是同一张。",
                "No receipt came the last time. Fill in the same again: the same ballot counts once and has the same receipt.",
            ))?;
            ask_the_door(arguments, &token)?;
            entered.resume(&mut visit);
            entered
        }
        None => Entered::enter(&mut visit, &token)?,
    };
    let mut hand_in =
        HandIn { console, visit, token: &token, entered, kept: &kept, is_kept: may_be_in, origin, may_be_in };
    let done = hand_in.converse();
    // What this process put there and nothing depends on goes again.
    if done.is_err()
        && hand_in.is_kept
        && !hand_in.may_be_in
        && let Err(why) = files::remove(language, &kept)
    {
        console.show(why.words())?;
    }
    receipt(arguments, &token, &done?, &kept)
}

/// What became of a token whose receipt did not come. Used is what it is where the ballot arrived; where the round is over
/// there is no receipt any longer.
fn ask_the_door(arguments: &HandInArguments, token: &Token) -> Result<(), Stop> {
    let (language, console) = (arguments.language, Console(arguments.language));
    match Entered::enter(&mut Visit::new(&arguments.from, language), token) {
        Ok(_) => Ok(()),
        Err(stop @ Stop::Cannot(_)) => Err(stop),
        Err(refusal) => {
            console.show(refusal.words())?;
            let question = (
                "说已经用过的，票可能已经入箱，照样填写就能取到回执。接着填写请输入“是”：",
                "If it is used, the ballot may be in the box, and the same answers give the receipt. Type yes to go on:",
            );
            if console.agrees(question)? { Ok(()) } else { Err(refusal) }
        }
    }
}

impl HandIn<'_> {
    /// From the empty sheet to the page with the receipt.
    fn converse(&mut self) -> Result<Page, Stop> {
        let (console, language) = (self.console, self.console.0);
        let mut answers = filling::fill(console, &self.entered.sheet)?;
        let mut told = None;
        loop {
            let open = filling::review(console, &self.entered.sheet, &answers)?;
            let wish = filling::wish(console, answers.len(), open);
            match wish.map_err(|stop| told.take().unwrap_or(stop))? {
                Wish::Leave => {
                    let words = ("这次没有交票。", "Nothing was handed in this time.");
                    return Err(told.unwrap_or_else(|| Stop::refused(language, words)));
                }
                Wish::Change(place) => {
                    let again = filling::fill_one(console, &self.entered.sheet, place)?;
                    answers.splice(place..=place, [again]);
                }
                Wish::HandIn => {
                    let page = self.deliver(&answers)?;
                    if page.attribute("#sheet", "id").is_none() {
                        return page.accepted().map_err(|stop| self.differs(stop));
                    }
                    // Something does not fit, or casting is paused: it is said, and the answers are still here.
                    let refusal = page.refusal();
                    console.show(refusal.words())?;
                    told = Some(refusal);
                }
            }
        }
    }

    /// Hands it in, again where no answer came: the same ballot never counts twice.
    fn deliver(&mut self, answers: &[Answers]) -> Result<Page, Stop> {
        let (console, sheet) = (self.console, &self.entered.sheet);
        if !self.is_kept {
            files::create(console.0, self.kept, &self.entered.to_text((self.origin, self.token)))?;
            self.is_kept = true;
        }
        let form = Form { action: urls::Receipt {}.to_path(), hidden: Vec::new() };
        loop {
            let why = match self.visit.post(&form, &sheet.fields(answers)) {
                Ok(page) if !page.is_broken() => return Ok(page),
                Ok(page) => page.refusal(),
                Err(why) => why,
            };
            self.may_be_in = true;
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
            // Where nobody answers the box is not asked again.
            if !matches!(console.agrees(again), Ok(true)) {
                return Err(Stop::Cannot(told));
            }
        }
    }

    /// A ballot that is handed in again must be the same.
    fn differs(&self, stop: Stop) -> Stop {
        match stop {
            Stop::Refused(why) if self.may_be_in => Stop::Refused(self.console.0.pick(
                format!("{why}\n如果这次和上次填得不一样，请再运行一次，和上次一样填写。"),
                format!("{why}\nIf you answered otherwise than the last time, run the same again and answer as you did then."),
            )),
            stop => stop,
        }
    }
}

/// Keeps the receipt, in its file or on standard output; only then what a retry needs goes.
fn receipt(arguments: &HandInArguments, token: &Token, page: &Page, kept: &Path) -> Result<Vec<String>, Stop> {
    let language = arguments.language;
    let receipt = page.text("#receipt").and_then(|text| Receipt::parse(&text).ok());
    let receipt = receipt.ok_or_else(|| page.strange())?;
    let (number, text) = (receipt.number(), receipt.to_text());
    let file = match &arguments.receipt {
        Some(file) => {
            files::create(language, file, &format!("{text}\n")).map_err(|why| unkept(language, &why, &text))?;
            file.display().to_string()
        }
        None => {
            Console(language).put_out(&text).map_err(|why| unkept(language, &why, &text))?;
            language.pick("回执文件".to_owned(), "FILE".to_owned())
        }
    };
    let mut lines = vec![language.pick(
        format!("您的票已经入箱。回执号：{number}"),
        format!("Your ballot is in the box. Receipt number: {number}"),
    )];
    lines.extend(files::remove(language, kept).err().map(|why| why.words().to_owned()));
    let (origin, published) = (&arguments.from.origin, urls::Receipts { round: round_of(token.round()) }.to_path());
    lines.push(language.pick(
        format!("封存以后核对：zhengyou cast check --from {origin}{published} --receipt \"{file}\""),
        format!("After sealing: zhengyou cast check --from {origin}{published} --receipt \"{file}\""),
    ));
    let token = arguments.token.display();
    lines.push(
        language.pick(
            format!("凭证已经用过，“{token}”可以删除。"),
            format!("The token is used; “{token}” can be deleted."),
        ),
    );
    Ok(lines)
}

/// The ballot is in the box, and its receipt could not be kept: it is shown at least, and can be asked for again.
fn unkept(language: Language, why: &Stop, receipt: &str) -> Stop {
    let why = why.words();
    Stop::Cannot(language.pick(
        format!("{why}\n票已经入箱，回执没有存好。请自己存下来，或者再运行一次，和这次一样填写：\n{receipt}"),
        format!(
            "{why}\nThe ballot is in the box, its receipt was not kept. Keep it yourself, or run the same again with the \
             same answers:\n{receipt}"
        ),
    ))
}

fn foreign(language: Language, path: &Path) -> Stop {
    let path = path.display();
    Stop::Refused(language.pick(
        format!("“{path}”不是这张凭证交票时留下的。请核对凭证文件；确实无关的，请移走它再试。"),
        format!("“{path}” was not left by a hand-in of this token. Check the token's file; move the other away if it is of no use."),
    ))
}
