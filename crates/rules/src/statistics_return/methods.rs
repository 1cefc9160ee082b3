//! Line 3: methods other than meetings, each with its quantity and unit.
//!
//! Offices write it in two ways, and both are read: `走访调研 12次;个别谈话 9个`, and a list of methods followed by a
//! list of as many quantities, `走访调研、个别谈话 5次、8个`.

use crate::digits::plain_text;

/// One method with its quantity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Method {
    /// The method, for example 走访调研.
    pub name: String,
    /// How many.
    pub quantity: u64,
    /// Of what, for example 次; empty where not given.
    pub unit: String,
}

/// Why line 3 cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodsError {
    /// R09 (c): the lists have different lengths.
    #[error("{methods} methods, but {quantities} quantities")]
    LengthsDiffer {
        /// How many methods are named.
        methods: usize,
        /// How many quantities are given.
        quantities: usize,
    },
    /// A quantity that is no count: negative, with decimals, a percentage or too large.
    #[error("{0} is no count")]
    NotACount(String),
}

/// Reads line 3. Blank text and 无 are no methods; whether a blank needs a reason is the check's business.
///
/// # Errors
/// [`MethodsError`] where methods and quantities do not go together or a quantity is no count.
pub fn parse_methods(written: &str) -> Result<Vec<Method>, MethodsError> {
    let text = plain_text(written).replace('−', "-");
    if text.is_empty() || text == "无" || text == "0" {
        return Ok(Vec::new());
    }
    let first_digit = text.find(|character: char| character.is_ascii_digit()).unwrap_or(text.len());
    // A sign belongs to its number, so that it is refused instead of becoming part of a name.
    let start =
        if text.get(..first_digit).is_some_and(|head| head.ends_with('-')) { first_digit - 1 } else { first_digit };
    let (head, tail) = text.split_at_checked(start).unwrap_or((&text, ""));
    let quantities = segments(tail);
    if quantities.iter().all(|segment| starts_as_number(segment)) {
        return together(&segments(head), &quantities);
    }
    pairs(&segments(&text))
}

/// Writes methods the way [`parse_methods`] reads them back.
#[must_use]
pub fn methods_text(methods: &[Method]) -> String {
    let one = |method: &Method| format!("{} {}{}", method.name, method.quantity, method.unit);
    methods.iter().map(one).collect::<Vec<_>>().join(";")
}

fn segments(text: &str) -> Vec<&str> {
    let separators = [';', ',', '、', '。', '\n', '\r'];
    text.split(separators).map(str::trim).filter(|segment| !segment.is_empty()).collect()
}

fn starts_as_number(segment: &str) -> bool {
    segment.trim_start_matches('-').starts_with(|character: char| character.is_ascii_digit())
}

fn together(names: &[&str], quantities: &[&str]) -> Result<Vec<Method>, MethodsError> {
    if names.len() != quantities.len() {
        return Err(MethodsError::LengthsDiffer { methods: names.len(), quantities: quantities.len() });
    }
    names.iter().zip(quantities).map(|(name, quantity)| method(name, quantity)).collect()
}

fn pairs(segments: &[&str]) -> Result<Vec<Method>, MethodsError> {
    let number = |segment: &str| segment.find(|character: char| character.is_ascii_digit());
    let quantities = segments.iter().filter(|segment| number(segment).is_some()).count();
    let methods = segments.iter().filter(|segment| !starts_as_number(segment)).count();
    if methods != quantities || quantities != segments.len() {
        return Err(MethodsError::LengthsDiffer { methods, quantities });
    }
    let split = |segment: &&str| {
        let at = number(segment).unwrap_or(segment.len());
        let (name, quantity) = segment.split_at_checked(at).unwrap_or((segment, ""));
        match name.strip_suffix('-') {
            Some(_) => Err(MethodsError::NotACount((*segment).to_owned())),
            None => method(name, quantity),
        }
    };
    segments.iter().map(split).collect()
}

fn method(name: &str, quantity: &str) -> Result<Method, MethodsError> {
    let digits = quantity.find(|character: char| !character.is_ascii_digit()).unwrap_or(quantity.len());
    let (number, unit) = quantity.split_at_checked(digits).unwrap_or((quantity, ""));
    let refused = || MethodsError::NotACount(quantity.to_owned());
    if unit.starts_with(['.', '%', '‰', '/']) {
        return Err(refused());
    }
    let count = super::parse_count(number).ok().flatten().ok_or_else(refused)?;
    let name = name.trim().trim_end_matches(':').trim();
    if name.is_empty() {
        return Err(MethodsError::LengthsDiffer { methods: 0, quantities: 1 });
    }
    Ok(Method { name: name.to_owned(), quantity: count, unit: unit.trim().to_owned() })
}
