//! The little of HTTP that a telephone and a desk need, over real connections.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;

/// What a telephone says of itself and of where it is; none of it may be kept.
pub const USER_AGENT: &str = "LaoRenJi/7.3 (Donghecun)";
pub const FORWARDED_FOR: &str = "203.0.113.77";

/// An answer that came whole.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
    /// The address and port it was asked from.
    pub asked_from: String,
}

impl Answer {
    /// The values of a header.
    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The cookies it sets.
    fn cookies(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers("set-cookie").filter_map(|cookie| cookie.split(';').next()?.split_once('='))
    }
}

/// Asks once. An answer cut off in the middle is none.
fn send(address: &str, first_line: &str, cookie: &str, fields: &[(String, String)]) -> Result<Answer> {
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
    let body = body.join("&");
    let mut stream = TcpStream::connect(address)?;
    let asked_from = stream.local_addr()?.to_string();
    write!(
        stream,
        "{first_line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nUser-Agent: {USER_AGENT}\r\n\
         X-Forwarded-For: {FORWARDED_FOR}\r\nAccept-Language: zh-CN\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or(ErrorKind::UnexpectedEof)?;
    let answer = Answer {
        status: head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(ErrorKind::InvalidData)?,
        head: head.to_owned(),
        body: body.to_owned(),
        asked_from,
    };
    let length = answer.headers("content-length").next().and_then(|length| length.parse().ok());
    if length.is_some_and(|length: usize| length != body.len()) {
        return Err(Error::from(ErrorKind::UnexpectedEof));
    }
    Ok(answer)
}

fn coded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// Enters a code.
pub fn enter(address: &str, code: &str) -> Result<Answer> {
    send(address, "POST /b", "", &[("code".to_owned(), code.to_owned())])
}

/// The cookie of a code that opens a sheet.
pub fn cookie_of(entered: &Answer) -> String {
    assert_eq!(entered.status, 303, "{}", entered.body);
    entered.cookies().map(|(name, value)| format!("{name}={value}")).collect()
}

/// The sheet that a cookie opens.
pub fn sheet(address: &str, cookie: &str) -> Result<Answer> {
    send(address, "GET /b/sheet", cookie, &[])
}

/// Hands a whole sheet in.
pub fn hand_in(address: &str, cookie: &str, fields: &[(String, String)]) -> Result<Answer> {
    send(address, "POST /b/receipt", cookie, fields)
}

/// The receipt of an answer that holds one.
pub fn receipt_of(answer: &Answer) -> String {
    let receipt = answer.body.split_once("id=\"receipt\">").and_then(|(_, rest)| rest.split_once('<'));
    receipt.map_or_else(|| panic!("{}: {}", answer.status, answer.body), |(receipt, _)| receipt.to_owned())
}

/// Somebody at a desk, signed in.
pub struct Desk<'a> {
    address: &'a str,
    cookies: BTreeMap<String, String>,
}

impl<'a> Desk<'a> {
    /// Signs in.
    pub fn sign_in(address: &'a str, name: &str, password: &str) -> Self {
        let mut desk = Self { address, cookies: BTreeMap::new() };
        let fields = [("name".to_owned(), name.to_owned()), ("password".to_owned(), password.to_owned())];
        assert_eq!(desk.ask("POST /w/sign-in", &fields).status, 303);
        desk
    }

    /// Opens a page, ticks a box of its form and posts it.
    pub fn tick(&mut self, path: &str, field: &str) {
        let page = self.look(path);
        self.fill(path, &page, (field, "yes"));
    }

    /// Opens a page.
    pub fn look(&mut self, path: &str) -> String {
        self.ask(&format!("GET {path}"), &[]).body
    }

    /// Posts the form of a page to its own path, with one field filled in.
    pub fn fill(&mut self, path: &str, page: &str, (field, value): (&str, &str)) {
        let form = page.split_once(&format!("action=\"{path}\"")).and_then(|(_, rest)| rest.split_once("</form>"));
        let (form, _) = form.unwrap_or_else(|| panic!("{page}"));
        let hidden = |name: &str| {
            let value =
                form.split_once(&format!("name=\"{name}\" value=\"")).and_then(|(_, rest)| rest.split_once('"'));
            (name.to_owned(), value.map_or_else(String::new, |(value, _)| value.to_owned()))
        };
        let fields = [hidden("csrf"), hidden("once"), (field.to_owned(), value.to_owned())];
        let answer = self.ask(&format!("POST {path}"), &fields);
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    fn ask(&mut self, first_line: &str, fields: &[(String, String)]) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = send(self.address, first_line, &cookies.join("; "), fields).unwrap();
        self.cookies.extend(answer.cookies().map(|(name, value)| (name.to_owned(), value.to_owned())));
        answer
    }
}
