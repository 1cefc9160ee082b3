//! The conversation with whoever sits before it: on standard error and standard input.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use zeroize::Zeroizing;

use super::Stop;
use crate::check_claim::Language;

/// No answer is longer; an opinion has at most 2,000 characters.
const LONGEST_LINE: u64 = 64 * 1024;

/// A conversation in one language.
#[derive(Clone, Copy)]
pub struct Console(pub Language);

impl Console {
    /// Says a line.
    ///
    /// # Errors
    /// Where nobody can read it.
    pub fn show(self, line: &str) -> Result<(), Stop> {
        writeln!(io::stderr(), "{line}").map_err(|error| self.closed(&error))
    }

    /// Puts a line out where a pipe may take it; it has left this process when this returns.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn put_out(self, line: &str) -> Result<(), Stop> {
        let mut stream = io::stdout();
        writeln!(stream, "{line}").and_then(|()| stream.flush()).map_err(|error| self.closed(&error))
    }

    /// Says a sentence.
    ///
    /// # Errors
    /// Where nobody can read it.
    pub fn say(self, (chinese, english): (&str, &str)) -> Result<(), Stop> {
        self.show(&self.0.pick(chinese.to_owned(), english.to_owned()))
    }

    /// Asks, and reads one line.
    ///
    /// # Errors
    /// Where there is no answer.
    pub fn ask(self, question: &str) -> Result<Zeroizing<String>, Stop> {
        let mut stream = io::stderr();
        write!(stream, "{question} ").and_then(|()| stream.flush()).map_err(|error| self.closed(&error))?;
        self.read()
    }

    /// Asks for a yes that is written out.
    ///
    /// # Errors
    /// Where there is no answer.
    pub fn agrees(self, question: (&str, &str)) -> Result<bool, Stop> {
        let answer = self.ask(&self.0.pick(question.0.to_owned(), question.1.to_owned()))?;
        Ok(["yes", "是"].contains(&answer.trim().to_lowercase().as_str()))
    }

    /// Asks for the password: at a terminal nothing of it is shown.
    ///
    /// # Errors
    /// Where there is none.
    pub fn password(self) -> Result<Zeroizing<String>, Stop> {
        let question = self.0.pick("密码：".to_owned(), "Password:".to_owned());
        if io::stdin().is_terminal() {
            let typed = rpassword::prompt_password(format!("{question} "));
            return typed.map(Zeroizing::new).map_err(|error| self.closed(&error));
        }
        self.ask(&question)
    }

    fn read(self) -> Result<Zeroizing<String>, Stop> {
        let mut line = Zeroizing::new(String::new());
        let read = io::stdin().lock().take(LONGEST_LINE).read_line(&mut line).map_err(|error| self.closed(&error))?;
        if read == 0 {
            return Err(Stop::refused(
                self.0,
                ("输入到此为止，没有往下做。", "The input ended here; nothing more was done."),
            ));
        }
        let length = line.trim_end_matches(['\n', '\r']).len();
        line.truncate(length);
        Ok(line)
    }

    fn closed(self, error: &io::Error) -> Stop {
        Stop::Cannot(self.0.pick(format!("无法对话：{error}"), format!("The conversation broke off: {error}")))
    }
}
