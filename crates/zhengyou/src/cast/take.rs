//! `zhengyou cast take`: a member signs in and takes a blind token, drawn, blinded and finished by this program.

use std::path::PathBuf;

use clap::Args;
use rand::SeedableRng;
use rand::rngs::StdRng;
use server::features::{home, sign_in, tokens as own};
use tokens::{Token, TokenRequest};
use zeroize::Zeroizing;

use super::address::Address;
use super::begun::Begun;
use super::console::Console;
use super::offered::Offered;
use super::page::{Page, plain, select, text_of, within};
use super::visit::Visit;
use super::{Stop, files};
use crate::check_claim::Language;

/// Take a blind token into a file: 领取盲签凭证，存成文件。
#[derive(Args, Clone, Debug)]
pub struct TakeArguments {
    /// The address of the server, such as https://office.example.
    #[arg(long, value_name = "URL", value_parser = Address::of_server)]
    from: Address,
    /// The file for the token. What is needed to finish it stands there before anything is sent; where an answer was lost,
    /// run the same again.
    #[arg(long, value_name = "FILE")]
    token: PathBuf,
    /// The name to sign in with. The password is asked for, or read from standard input.
    #[arg(long, value_name = "NAME")]
    login: String,
    /// The number of the round as it was printed; or a part of its title or address, where there are several.
    #[arg(long, value_name = "TEXT")]
    round: Option<String>,
    /// The number of the sheet as it was printed.
    #[arg(long, value_name = "NUMBER")]
    sheet: Option<u32>,
    /// The fingerprint of the key as it was printed, 64 hexadecimal digits. The three are asked about unless all are given.
    #[arg(long, value_name = "HEX")]
    fingerprint: Option<String>,
    /// The language of the conversation.
    #[arg(long, value_enum, default_value_t)]
    language: Language,
}

/// Runs the command.
pub(super) fn run(arguments: &TakeArguments) -> Result<Vec<String>, Stop> {
    let (language, console) = (arguments.language, Console(arguments.language));
    let begun = match files::read(language, &arguments.token)? {
        None => None,
        Some(text) if Token::parse(&text).is_ok() => {
            let (chinese, english) = (
                "这个文件里已经有一张领好的凭证，没有再领。要领另一次评议的，请换一个文件名。",
                "This file holds a finished token already, and nothing was taken. For another round choose another name.",
            );
            return Err(Stop::refused(language, (chinese, english)));
        }
        Some(text) => Some(Begun::parse(&text).ok_or_else(|| {
            let (chinese, english) = (
                "这个文件已经存在，里面不是没有领完的凭证，没有改动它。请换一个文件名。",
                "This file is there already and holds no token under way; it was left as it is. Choose another name.",
            );
            Stop::refused(language, (chinese, english))
        })?),
    };
    if begun.as_ref().is_some_and(|begun| begun.origin != arguments.from.origin) {
        let words = (
            "这个文件是在另一个网址领取凭证时留下的。请用原来的网址（--from）。",
            "This file was begun at another address. Use that one (--from).",
        );
        return Err(Stop::refused(language, words));
    }
    let mut visit = Visit::new(&arguments.from, language);
    enter(&mut visit, arguments, console)?;
    let kept = take(&mut visit, arguments, begun).and_then(|token| keep(arguments, &token));
    // Whoever sits at this machine next finds no session; one that could not be ended ends by itself.
    let left = leave(&mut visit);
    kept?;
    if left.is_err() {
        console.say(("没能退出登录；登录会自己过期。", "Signing out failed; the session ends by itself."))?;
    }
    let file = arguments.token.display();
    let told = language.pick(
        format!(
            "凭证已经存入“{file}”。这个文件丢了不能补，请另存一份；不要给别人。\n投票开始以后，用任何一台电脑：\
             zhengyou cast hand-in --from 投票网址 --token \"{file}\""
        ),
        format!(
            "The token is in “{file}”. A lost file cannot be replaced: keep a copy, and give it to nobody.\nOnce casting is \
             open, on any computer: zhengyou cast hand-in --from ADDRESS --token \"{file}\""
        ),
    );
    Ok(told.lines().map(str::to_owned).collect())
}

/// Writes the token before anything else is asked of the server; where that fails it is shown at least.
fn keep(arguments: &TakeArguments, token: &Token) -> Result<(), Stop> {
    let text = token.to_text();
    files::replace(arguments.language, &arguments.token, &format!("{text}\n")).map_err(|stop| {
        let why = stop.words();
        Stop::Cannot(arguments.language.pick(
            format!("{why}\n凭证已经领好，请自己存下来：\n{text}"),
            format!("{why}\nThe token is finished; keep it yourself:\n{text}"),
        ))
    })
}

fn enter(visit: &mut Visit, arguments: &TakeArguments, console: Console) -> Result<(), Stop> {
    let page = visit.get(&sign_in::urls::SignIn {}.to_path())?.accepted()?;
    let form = page.form("main form").ok_or_else(|| page.strange())?;
    let password = console.password()?;
    let page = visit.post(&form, &[("name", &arguments.login), ("password", &password)])?.accepted()?;
    if page.path == (sign_in::urls::Password {}).to_path() {
        let (chinese, english) = (
            "您的密码还是一次性密码。请先在浏览器里登录，换成自己的密码，再来领取。",
            "Your password is still the one-time one. Sign in with a browser and choose your own, then come back.",
        );
        return Err(Stop::refused(console.0, (chinese, english)));
    }
    if page.path == (home::urls::Home {}).to_path() { Ok(()) } else { Err(page.strange()) }
}

fn leave(visit: &mut Visit) -> Result<(), Stop> {
    let page = visit.get(&home::urls::Home {}.to_path())?;
    let session = sign_in::urls::Session {}.to_path();
    let form = page.form(&format!("form[action^='{session}']")).ok_or_else(|| page.strange())?;
    visit.post(&form, &[])?.accepted().map(drop)
}

fn take(visit: &mut Visit, arguments: &TakeArguments, begun: Option<Begun>) -> Result<Token, Stop> {
    let (language, console) = (arguments.language, Console(arguments.language));
    let path = match &begun {
        Some(begun) => begun.path.clone(),
        None => own_page(visit, arguments)?,
    };
    let page = visit.get(&path)?.accepted()?;
    if page.attribute("#token", "data-key").is_none() {
        return Err(page.refusal());
    }
    let offered = Offered::read(page.html()).ok_or_else(|| page.strange())?;
    if begun.is_none() && !offered.blinded.is_empty() {
        return Err(said(&page, "#token-elsewhere"));
    }
    agree(arguments, &page, &offered, begun.as_ref())?;
    let begun = match begun {
        Some(begun) => begun,
        None => {
            let request = draw(language, &offered)?;
            let origin = arguments.from.origin.clone();
            let begun = Begun { origin, path, key: offered.key.clone(), request };
            files::create(language, &arguments.token, &begun.to_text())?;
            begun
        }
    };
    let blinded = begun.blinded();
    let page = if offered.blinded.is_empty() {
        console.say((
            "没有领完以前，文件里是唯一能领完凭证的内容；它丢了，凭证就丢了。",
            "Until the token is there, the file holds the only thing that can finish it: lose it and the token is lost.",
        ))?;
        let form = page.form("#token-form").ok_or_else(|| page.strange())?;
        let sent = visit.post(&form, &[("blinded", &blinded)]);
        sent.map_err(|stop| lost(language, &stop))?.accepted()?
    } else {
        page
    };
    let offered = Offered::read(page.html()).ok_or_else(|| page.strange())?;
    if offered.blinded != blinded {
        return Err(said(&page, "#token-elsewhere"));
    }
    if offered.answer.is_empty() {
        return Err(said(&page, "#token-late"));
    }
    offered.finish(&begun.request, &begun.key).ok_or_else(|| {
        let (chinese, english) = (
            "服务器的回答不是对所送内容的签名，没有领到凭证。用同一个文件再试；如果还是这样，请告诉评议办公室。",
            "The server's answer is no signature over what was sent, so there is no token. Run the same again; if it stays \
             so, tell the appraisal's office.",
        );
        Stop::refused(language, (chinese, english))
    })
}

/// The own page of the round, from the list of those in which the member may take a token.
fn own_page(visit: &mut Visit, arguments: &TakeArguments) -> Result<String, Stop> {
    let page = visit.get(&own::urls::Rounds {}.to_path())?.accepted()?;
    let rows = select(page.html(), "#rounds tbody tr").into_iter();
    let rounds: Vec<(String, String)> = rows
        .filter_map(|row| {
            let link = within(row, "a[href]").first()?.value().attr("href")?.to_owned();
            let cells: Vec<String> = within(row, "th, td").into_iter().map(text_of).collect();
            Some((link, cells.join(" · ")))
        })
        .collect();
    if rounds.is_empty() {
        return Err(page.refusal());
    }
    let wanted = arguments.round.as_deref().unwrap_or_default();
    let mut fitting = rounds.iter().filter(|(link, title)| link.contains(wanted) || title.contains(wanted));
    if let (Some((link, _)), None) = (fitting.next(), fitting.next()) {
        return Ok(link.clone());
    }
    let listed: Vec<String> = rounds.iter().map(|(link, title)| format!("  {title}（{}）", plain(link))).collect();
    let listed = listed.join("\n");
    Err(Stop::Refused(arguments.language.pick(
        format!("请用 --round 写明是哪一次评议（标题或网址的一部分）：\n{listed}"),
        format!("Say with --round which round is meant, by a part of its title or address:\n{listed}"),
    )))
}

/// Whether the key is the one that everybody was shown: another would tell who hands in.
fn agree(arguments: &TakeArguments, page: &Page, offered: &Offered, begun: Option<&Begun>) -> Result<(), Stop> {
    let (language, console) = (arguments.language, Console(arguments.language));
    let fingerprint = offered.key.fingerprint().to_string();
    let round = offered.round.to_string();
    if fingerprint != offered.declared || !page.path.replace('-', "").contains(&round) {
        return Err(said(page, "#token-key"));
    }
    if let Some(begun) = begun {
        if begun.key != offered.key {
            return Err(said(page, "#token-key"));
        }
    } else {
        let title = page.text("main h1").unwrap_or_default();
        let sheet = offered.sheet.0;
        console.show(&language.pick(
            format!("评议：{title}（{round}），第 {sheet} 号表\n公钥指纹（SHA-256）：{fingerprint}"),
            format!("Round: {title} ({round}), sheet {sheet}\nFingerprint of the key (SHA-256): {fingerprint}"),
        ))?;
    }
    let is_printed = |given: &str, shown: &str| {
        let given: String = given.chars().filter(char::is_ascii_alphanumeric).collect();
        given.eq_ignore_ascii_case(shown)
    };
    let fits = arguments.fingerprint.as_ref().is_none_or(|printed| is_printed(printed, &fingerprint))
        && arguments.sheet.is_none_or(|sheet| sheet == offered.sheet.0);
    let is_named = arguments.fingerprint.is_some()
        && arguments.sheet.is_some()
        && arguments.round.as_ref().is_some_and(|printed| is_printed(printed, &round));
    // Whoever goes on with what was begun said so then.
    let agrees = fits && (is_named || begun.is_some() || asked(console)?);
    if agrees {
        return Ok(());
    }
    Err(Stop::refused(
        language,
        match begun {
            None => (
                "公钥、评议或表号没有对上，没有领取，什么也没有送出。请告诉评议办公室。",
                "Key, round or sheet is not the printed one. No token was taken and nothing was sent; tell the appraisal's office.",
            ),
            Some(_) => (
                "公钥或表号没有对上，没有接着领。请告诉评议办公室。",
                "Key or sheet is not the printed one, so the taking was not gone on with; tell the appraisal's office.",
            ),
        },
    ))
}

fn asked(console: Console) -> Result<bool, Stop> {
    console.agrees((
        "评议通知上印的（或者同事看到的）指纹、轮次编号和表号与此完全一样吗？一样请输入“是”：",
        "Are fingerprint, round and sheet the same in the printed notice, or for a colleague? If so, type yes:",
    ))
}

fn draw(language: Language, offered: &Offered) -> Result<TokenRequest, Stop> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|error| {
        Stop::Cannot(language.pick(format!("系统给不出随机数：{error}"), format!("No random bytes: {error}")))
    })?;
    offered
        .begin(&mut StdRng::from_seed(*seed))
        .map_err(|error| Stop::Cannot(language.pick(format!("公钥不能用：{error}"), format!("No key: {error}"))))
}

/// What the page itself says of something that goes wrong on a device.
fn said(page: &Page, css: &str) -> Stop {
    page.text(css).map_or_else(|| page.strange(), Stop::Refused)
}

/// What to do where it is not known whether the server got it.
fn lost(language: Language, stop: &Stop) -> Stop {
    let why = stop.words();
    Stop::Cannot(language.pick(
        format!("{why}\n用同一个文件再运行一次，会接着领，得到的是同一张凭证。"),
        format!("{why}\nRun the same again with the same file: it goes on, and the token is the same."),
    ))
}
