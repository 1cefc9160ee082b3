//! Filling in a sheet by question and answer.

use super::Stop;
use super::console::Console;
use super::sheet::{Answers, Object, Sheet};

/// What somebody wants who has seen what was filled in.
pub enum Wish {
    /// To hand it in.
    HandIn,
    /// To answer about an object again, by its place.
    Change(usize),
    /// To leave without handing in.
    Leave,
}

/// Shows the sheet object by object and reads the answers.
///
/// # Errors
/// Where the input ends.
pub fn fill(console: Console, sheet: &Sheet) -> Result<Vec<Answers>, Stop> {
    for line in &sheet.before {
        console.show(line)?;
    }
    (0..sheet.objects.len()).map(|place| fill_one(console, sheet, place)).collect()
}

/// Asks about one object.
///
/// # Errors
/// Where the input ends.
pub fn fill_one(console: Console, sheet: &Sheet, place: usize) -> Result<Answers, Stop> {
    let Some(object) = sheet.objects.get(place) else {
        return Ok(Answers::default());
    };
    console.show(&format!("\n{}/{} {}", place + 1, sheet.objects.len(), object.name))?;
    for line in &object.said {
        console.show(&format!("  {line}"))?;
    }
    let mut answers = Answers::default();
    for item in &object.items {
        let grades: Vec<String> = item.grades().zip(1..).map(|(words, number)| format!("{number} {words}")).collect();
        console.show(&format!("  {}\n    {}", item.name, grades.join("   ")))?;
        answers.grades.push(grade(console, grades.len())?);
    }
    let asked = &object.opinion_asked;
    let question = if object.needs_opinion {
        console.0.pick(format!("  {asked}（写在一行里）："), format!("  {asked} (on one line):"))
    } else {
        console
            .0
            .pick(format!("  {asked}，写一行，没有就直接回车："), format!("  {asked}, on one line, or just Enter:"))
    };
    console.ask(&question)?.trim().clone_into(&mut answers.opinion);
    Ok(answers)
}

/// The number of a grade; nothing is left open.
fn grade(console: Console, grades: usize) -> Result<Option<usize>, Stop> {
    let question = console.0.pick(
        format!("    选哪一项（1–{grades}，直接回车表示先不填）："),
        format!("    Which (1–{grades}; just Enter leaves it open)?"),
    );
    loop {
        let typed = console.ask(&question)?;
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        match typed.parse::<usize>() {
            Ok(number) if (1..=grades).contains(&number) => return Ok(Some(number - 1)),
            _ => console.say(("    没有这一项。", "    There is no such grade."))?,
        }
    }
}

/// Shows everything that was filled in; how many items are open.
///
/// # Errors
/// Where nobody can read it.
pub fn review(console: Console, sheet: &Sheet, answers: &[Answers]) -> Result<usize, Stop> {
    console.say(("\n交票前请核对：", "\nPlease check before handing in:"))?;
    let mut open = 0;
    for ((object, answers), number) in sheet.objects.iter().zip(answers).zip(1..) {
        console.show(&format!("{number}. {}", object.name))?;
        for (words, grade) in chosen(object, answers) {
            let grade = grade.map(str::to_owned).unwrap_or_else(|| {
                open += 1;
                console.0.pick("（没有填）".to_owned(), "(open)".to_owned())
            });
            console.show(&format!("   {words}: {grade}"))?;
        }
        if !answers.opinion.is_empty() {
            console.show(&format!("   “{}”", answers.opinion))?;
        }
    }
    Ok(open)
}

fn chosen<'a>(object: &'a Object, answers: &'a Answers) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
    let items = object.items.iter().zip(&answers.grades);
    items.map(|(item, grade)| (item.name.as_str(), grade.and_then(|grade| item.grades().nth(grade))))
}

/// What to do with what was filled in.
///
/// # Errors
/// Where the input ends.
pub fn wish(console: Console, objects: usize, open: usize) -> Result<Wish, Stop> {
    let question = if open == 0 {
        console.0.pick(
            format!("交票以后不能再改。交票请输入“是”；要改请输入序号（1–{objects}）；不交请输入 q："),
            format!("Once handed in it cannot be changed. Type yes to hand in, a number (1–{objects}) to change, q to leave:"),
        )
    } else {
        console.0.pick(
            format!("还有 {open} 项没有填，不能交票。请输入要填的序号（1–{objects}）；不交请输入 q："),
            format!(
                "{open} still open, so it cannot be handed in. Type a number (1–{objects}) to fill in, q to leave:"
            ),
        )
    };
    loop {
        let typed = console.ask(&question)?;
        match typed.trim().to_lowercase().as_str() {
            "是" | "yes" if open == 0 => return Ok(Wish::HandIn),
            "q" => return Ok(Wish::Leave),
            number => {
                if let Some(place) = number.parse::<usize>().ok().filter(|number| (1..=objects).contains(number)) {
                    return Ok(Wish::Change(place - 1));
                }
            }
        }
    }
}
