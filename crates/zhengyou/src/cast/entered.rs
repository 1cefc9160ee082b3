//! A token that was entered at the door, and the file that lets a lost hand-in be sent again.

use std::path::Path;

use data_encoding::HEXLOWER;
use scraper::Html;
use server::features::ballots::urls;
use tokens::{Token, TokenTextError};
use zeroize::Zeroizing;

use super::begun::Begun;
use super::sheet::Sheet;
use super::visit::Visit;
use super::{Stop, files};
use crate::check_claim::Language;

/// The cookie of a token, as the server names it.
const COOKIE: &str = "zhengyou_ballot";
/// The first line of the file of a hand-in under way.
const HEADING: &str = "zhengyou-hand-in/1";

/// A token that was entered. Its cookie makes a ballot that is handed in again the same ballot, so that it is kept, with the
/// empty sheet, from before the hand-in until the receipt is there. No answer is ever written to the disk.
pub struct Entered {
    cookie: Zeroizing<String>,
    page: String,
    /// What it opens.
    pub sheet: Sheet,
}

impl Entered {
    /// Enters a token at the door.
    ///
    /// # Errors
    /// The server's words.
    pub fn enter(visit: &mut Visit, token: &Token) -> Result<Self, Stop> {
        let door = visit.get(&urls::Door {}.to_path())?.accepted()?;
        let form = door.form("form#door").ok_or_else(|| door.strange())?;
        let text = Zeroizing::new(token.to_text());
        let page = visit.post(&form, &[("code", &text)])?.accepted()?;
        let cookie = visit.cookie(COOKIE).map(|cookie| Zeroizing::new(cookie.to_owned()));
        let entered = cookie.and_then(|cookie| Self::new(&cookie, page.html().html()));
        entered.ok_or_else(|| page.strange())
    }

    /// Goes on with the cookie it was given before.
    pub fn resume(&self, visit: &mut Visit) {
        visit.resume(COOKIE, &self.cookie);
    }

    fn new(cookie: &str, page: String) -> Option<Self> {
        let sheet = Sheet::read(&Html::parse_document(&page))?;
        Some(Self { cookie: Zeroizing::new(cookie.to_owned()), page, sheet })
    }

    /// Reads it back; `None` where it is of another token or server, cut, or none.
    pub fn parse(text: &str, (origin, token): (&str, &Token)) -> Option<Self> {
        let mut parts = text.splitn(6, '\n');
        let mut next = || parts.next();
        let (heading, at, of, cookie) = (next()?, next()?, next()?, next()?);
        let (length, page) = (next()?.parse(), next()?);
        let is_of = heading == HEADING && at == origin && of == spent(token) && length == Ok(page.len());
        is_of.then(|| Self::new(cookie, page.to_owned())).flatten()
    }

    /// What its file holds.
    pub fn to_text(&self, (origin, token): (&str, &Token)) -> Zeroizing<String> {
        let (of, length) = (spent(token), self.page.len());
        Zeroizing::new(format!("{HEADING}\n{origin}\n{of}\n{}\n{length}\n{}", *self.cookie, self.page))
    }
}

/// The token of a file.
///
/// # Errors
/// What is wrong with it.
pub fn token(language: Language, path: &Path) -> Result<Token, Stop> {
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
