//! A table of errands, read: a line begins each, `name: who, screen, language`, and the lines below it are its steps.

use browser_tests::{Language, Screen, Scripts, Visit};

/// What somebody goes to the product for.
#[derive(Debug)]
pub struct Errand {
    /// Names its screenshots.
    pub name: String,
    /// Who.
    pub who: Who,
    /// Screen and language.
    pub visit: Visit,
    /// How it goes.
    pub steps: Vec<Step>,
}

/// Somebody before the product.
#[derive(Debug)]
pub enum Who {
    /// Signs in by this name.
    Account(String),
    /// Holds the slip of this number among the unused ones of the demonstration.
    Slip(usize),
}

/// One thing a person does, in the words of the page.
#[derive(Debug, Clone)]
pub enum Step {
    /// From here on only what stands with these words: a heading and its card, a row.
    At(String),
    /// Follows the link.
    Follow(String),
    /// Follows the link to a paper, which is saved.
    Take(String),
    /// Presses the button that makes a paper, which is saved.
    Print(String),
    /// Opens what is folded.
    Unfold(String),
    /// Presses the button.
    Press(String),
    /// Ticks or chooses by pressing the label.
    Tick(String),
    /// Reads these words on the page.
    Read(String),
    /// Types into the field of this label.
    Write(String, String),
    /// Picks the day so many days from today.
    Day(String, i64),
    /// Chooses from the list of this label.
    Choose(String, String),
    /// Hands the field of this label a file, named from the root of the repository.
    Attach(String, String),
    /// Types into every such element.
    Fill(String, String),
    /// Presses every such label, such as the first grade of each item.
    ChooseAll(String),
}

/// Reads a table. Lines that begin with `#` say why; `again 3` does the steps below it, further in, three times. A year told
/// from this one stands as `{year-1}` or `{year+9}`.
pub fn errands(table: &str, this_year: i32) -> Vec<Errand> {
    let table = with_years(table, this_year);
    let mut errands: Vec<Errand> = Vec::new();
    // How often, and from which step on.
    let mut again = None;
    let lines = table.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    for line in lines {
        let further_in = line.starts_with("    ");
        if !further_in {
            repeat(errands.last_mut(), again.take());
        }
        let Some(step) = line.strip_prefix("  ") else {
            errands.push(errand(line));
            continue;
        };
        let steps = &mut errands.last_mut().unwrap().steps;
        match step.strip_prefix("again ") {
            Some(times) => again = Some((times.parse().unwrap(), steps.len())),
            None => steps.push(self::step(step.trim_start())),
        }
    }
    repeat(errands.last_mut(), again);
    errands
}

/// Writes the years out.
fn with_years(table: &str, this_year: i32) -> String {
    let mut parts = table.split("{year");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (offset, rest) = part.split_once('}').unwrap_or_else(|| panic!("a year without end: {part}"));
        let offset: i32 = if offset.is_empty() { 0 } else { offset.parse().unwrap() };
        written.push_str(&(this_year + offset).to_string());
        written.push_str(rest);
    }
    written
}

fn repeat(errand: Option<&mut Errand>, again: Option<(usize, usize)>) {
    if let (Some(errand), Some((times, first))) = (errand, again) {
        let steps = errand.steps.split_off(first);
        errand.steps.extend((0..times).flat_map(|_| steps.clone()));
    }
}

fn errand(line: &str) -> Errand {
    let parts = line.split_once(": ").map(|(name, visit)| (name, visit.split(", ").collect::<Vec<_>>()));
    let Some((name, [who, screen, language])) = parts.as_ref().map(|(name, visit)| (*name, &visit[..])) else {
        panic!("not “name: who, screen, language”: {line}");
    };
    let who = match who.strip_prefix("slip ") {
        Some(number) => Who::Slip(number.parse().unwrap()),
        None => Who::Account((*who).to_owned()),
    };
    let screen = match *screen {
        "desk" => Screen::Desktop,
        "phone" => Screen::Phone,
        "small phone" => Screen::SmallPhone,
        _ => panic!("no such screen: {line}"),
    };
    let language = match *language {
        "zh" => Language::Chinese,
        "en" => Language::English,
        _ => panic!("no such language: {line}"),
    };
    let visit = Visit { screen, language, scripts: Scripts::Allowed };
    Errand { name: name.to_owned(), who, visit, steps: Vec::new() }
}

fn step(line: &str) -> Step {
    let (verb, rest) = line.split_once(' ').unwrap_or_else(|| panic!("a verb alone: {line}"));
    let words = || rest.to_owned();
    let pair = || {
        let (label, value) = rest.split_once(" = ").unwrap_or_else(|| panic!("nothing after “ = ”: {line}"));
        (label.to_owned(), value.to_owned())
    };
    match verb {
        "at" => Step::At(words()),
        "follow" => Step::Follow(words()),
        "take" => Step::Take(words()),
        "print" => Step::Print(words()),
        "unfold" => Step::Unfold(words()),
        "press" => Step::Press(words()),
        "tick" => Step::Tick(words()),
        "read" => Step::Read(words()),
        "choose-all" => Step::ChooseAll(words()),
        "write" => Step::Write(pair().0, pair().1.replace("\\n", "\n")),
        "day" => Step::Day(pair().0, pair().1.parse().unwrap()),
        "choose" => Step::Choose(pair().0, pair().1),
        "attach" => Step::Attach(pair().0, pair().1),
        "fill" => Step::Fill(pair().0, pair().1),
        _ => panic!("no such verb: {line}"),
    }
}

#[test]
fn a_year_is_told_from_this_one() {
    let errands = errands("a: office, desk, zh\n  follow {year-1}\n  choose Year = {year+9} · {year}\n", 2027);
    let steps = format!("{:?}", errands[0].steps);
    assert_eq!(steps, r#"[Follow("2026"), Choose("Year", "2036 · 2027")]"#);
}
