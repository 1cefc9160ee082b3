//! `verifier/zyverify.py`, the second verifier of archives, as everything that measures or tests runs it: with the Python
//! named in `ZHENGYOU_TEST_PYTHON`, else with the one in PATH.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::Value;

/// Where the program is.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../verifier/zyverify.py");

/// Runs the words after the first in a process of its own and prints its microseconds and its peak of memory in bytes.
const ASKING: &str = "import resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.call([sys.executable, '-B'] + sys.argv[1:], stdout=subprocess.DEVNULL)
took = time.monotonic() - start
unit = 1 if sys.platform == 'darwin' else 1024
print(int(took * 1e6), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)
sys.exit(code)";

/// What letting files stand needed.
#[derive(Clone, Copy, Debug)]
pub struct Needed {
    /// From its start to its end.
    pub time: Duration,
    /// The most memory it held, interpreter and packages too, in bytes.
    pub memory: u64,
}

/// Whether there is a Python with the package that the verifier needs.
#[must_use]
pub fn is_at_hand() -> bool {
    python().args(["-c", "import cryptography"]).output().is_ok_and(|output| output.status.success())
}

/// What it answers to these words, whatever that is.
///
/// # Panics
/// Where there is no Python.
pub fn run(words: &[impl AsRef<OsStr>]) -> Output {
    output(python().arg("-B").arg(PROGRAM).args(words))
}

/// That it lets stand what these words name.
///
/// # Panics
/// Where it does not, or there is no Python.
pub fn stands(words: &[impl AsRef<OsStr>]) {
    answered(run(words));
}

/// What it answers to each of many calls, in one process for all of them; the list of the calls is left in the folder.
///
/// # Panics
/// Where it breaks, leaves a call without an answer, or there is no Python.
pub fn run_calls(folder: &Path, calls: &[Vec<String>]) -> Vec<Value> {
    let lines = calls.iter().map(|words| serde_json::to_string(words).expect("words") + "\n");
    let list = folder.join("calls");
    std::fs::write(&list, lines.collect::<String>()).expect("a file in the folder");
    let output = run(&[OsStr::new("--calls"), list.as_os_str()]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "the Python verifier: {errors}");
    let answers = String::from_utf8(output.stdout).expect("a text");
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).expect("an answer")).collect();
    assert_eq!(answers.len(), calls.len(), "an answer to every call");
    answers
}

/// What it needs to let these files stand, in a process of its own.
///
/// # Panics
/// Where it does not let them stand, or there is no Python.
#[must_use]
pub fn measure(files: &[&Path]) -> Needed {
    let told = answered(output(python().args(["-c", ASKING, PROGRAM]).args(files)));
    let numbers = told.trim().split_once(' ').expect("two numbers");
    let number = |text: &str| text.parse().expect("a number");
    Needed { time: Duration::from_micros(number(numbers.0)), memory: number(numbers.1) }
}

fn python() -> Command {
    Command::new(std::env::var_os("ZHENGYOU_TEST_PYTHON").unwrap_or_else(|| "python3".into()))
}

fn output(command: &mut Command) -> Output {
    command.output().unwrap_or_else(|error| {
        let python = command.get_program().display();
        panic!("{python}: {error}; install Python 3.9 or name one in ZHENGYOU_TEST_PYTHON")
    })
}

/// What it said, where it refused nothing.
fn answered(output: Output) -> String {
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "the Python verifier: {said}{errors}");
    said.into_owned()
}
