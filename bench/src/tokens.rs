//! Blind tokens signed on one core and verified on all, each against OpenSSL's own rate with keys of the same size.

use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use credentials::{RoundId, SheetId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use tokens::{BulkVerifier, Token, TokenKeys, TokenRequest};

use crate::report::{Report, milliseconds, speed, timed};

/// Different tokens; signing more would take minutes and measure nothing else.
const TOKENS: usize = 1_000;
const VERIFIED: usize = 1_000_000;
const ROUND: RoundId = RoundId::from_bytes([5; 16]);
const SHEET: SheetId = SheetId(1);
/// How long OpenSSL measures each operation.
const SECONDS: &str = "3";

/// Measures.
pub fn measure(report: &mut Report) -> Result<()> {
    let mut random = StdRng::seed_from_u64(1);
    let (making, keys) = timed(|| TokenKeys::generate(&mut random));
    let keys = keys?;
    report.add("a pair of token keys made", milliseconds(making));

    let begin = |_| TokenRequest::begin(keys.public_key(), ROUND, SHEET, &mut random);
    let (blinding, requests) = timed(|| (0..TOKENS).map(begin).collect::<Result<Vec<_>, _>>());
    let requests = requests?;
    report.add("a token blinded, without a browser", milliseconds(blinding / u32::try_from(TOKENS)?));

    let mut random = StdRng::seed_from_u64(2);
    let sign = |request: &TokenRequest| keys.sign(&mut random, request.blinded_message());
    let (signing, answers) = timed(|| requests.iter().map(sign).collect::<Result<Vec<_>, _>>());
    let finalise = |(request, answer): (&TokenRequest, _)| request.finalise(keys.public_key(), &answer);
    let tokens: Vec<Token> = requests.iter().zip(answers?).map(finalise).collect::<Result<_, _>>()?;
    let what = "tokens signed on one core, against OpenSSL's private RSA-3072";
    report.add(what, against(speed(TOKENS, signing), openssl(1)?.map(|rates| rates.private)));

    let cores = thread::available_parallelism()?.get();
    let verifying = verify(&keys, &tokens, cores)?;
    let what = format!("{VERIFIED} tokens verified on {cores} cores, against OpenSSL's public RSA-3072 on as many");
    report.add(&what, against(speed(VERIFIED, verifying), openssl(cores)?.map(|rates| rates.public)));
    Ok(())
}

/// How long all cores take, each with its share.
fn verify(keys: &TokenKeys, tokens: &[Token], cores: usize) -> Result<Duration> {
    let verifier = BulkVerifier::new(keys.public_key(), ROUND, SHEET)?;
    let share = |core: usize| tokens.iter().cycle().take(VERIFIED / cores + usize::from(core < VERIFIED % cores));
    let good = |core: usize| share(core).filter(|token| verifier.verify(token).is_ok()).count();
    let (took, counted) = timed(|| {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..cores).map(|core| scope.spawn(move || good(core))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_default()).sum::<usize>()
        })
    });
    ensure!(counted == VERIFIED, "{} good tokens were refused", VERIFIED - counted);
    Ok(took)
}

fn against(ours: f64, openssl: Option<f64>) -> String {
    match openssl {
        Some(openssl) => format!("{ours:.0}/s : {openssl:.0}/s = {:.2}", ours / openssl),
        None => format!("{ours:.0}/s; no openssl here"),
    }
}

/// Operations a second.
struct Rates {
    private: f64,
    public: f64,
}

/// What `openssl speed` measures on so many cores; nothing where it is not at hand.
fn openssl(cores: usize) -> Result<Option<Rates>> {
    let mut command = Command::new("openssl");
    command.args(["speed", "-seconds", SECONDS]);
    if cores > 1 {
        command.args(["-multi", &cores.to_string()]);
    }
    let Ok(told) = command.arg("rsa3072").output() else {
        return Ok(None);
    };
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let line = told.lines().rev().find_map(|line| line.strip_prefix("rsa 3072 bits")).with_context(|| told.clone())?;
    // Durations end in s, rates do not; the first two rates are those of signing and verifying in every version.
    let mut rates = line.split_whitespace().filter(|word| !word.ends_with('s')).map(str::parse::<f64>);
    let mut next = || rates.next().context("two rates")?.context("a rate");
    Ok(Some(Rates { private: next()?, public: next()? }))
}
