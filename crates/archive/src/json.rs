//! JSON in its one form, and JSON that others wrote.
//!
//! A line of an archive has one form: keys in the order of their code points, no white space, whole numbers below 2^53.
//! A declaration and a release are kept as they were stored; of them only is asked what keeps two readers from seeing
//! two things: no key twice in an object, whole numbers, no deep nesting.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// Numbers stay below, so that every reader of JSON reads them exactly.
const NUMBER_LIMIT: u64 = 1 << 53;
/// Objects and lists within each other in a declaration or a release.
const DEEPEST: usize = 64;

/// The one form of a value; nothing where it holds what a line never has.
pub fn canonical(value: &Value) -> Option<String> {
    let mut text = String::new();
    write(value, &mut text)?;
    Some(text)
}

fn write(value: &Value, text: &mut String) -> Option<()> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Number(number) => {
            let number = number.as_u64().filter(|number| *number < NUMBER_LIMIT)?;
            text.push_str(&number.to_string());
        }
        Value::String(words) => text.push_str(&serde_json::to_string(words).ok()?),
        Value::Array(values) => {
            text.push('[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write(value, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            // Whichever order the map itself keeps: UTF-8 sorts as code points do.
            let sorted: BTreeMap<&String, &Value> = fields.iter().collect();
            text.push('{');
            for (place, (key, value)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                text.push_str(&serde_json::to_string(key).ok()?);
                text.push(':');
                write(value, text)?;
            }
            text.push('}');
        }
        Value::Bool(_) => return None,
    }
    Some(())
}

/// Reads a text that others stored, which every reader must read alike.
pub fn read_stored<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    let mut reader = serde_json::Deserializer::from_str(text);
    Unambiguous(0).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    serde_json::from_str(text).ok()
}

/// Walks through a value and keeps nothing of it but the keys of the objects it is in.
struct Unambiguous(usize);

impl<'de> DeserializeSeed<'de> for Unambiguous {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Unambiguous {
    fn deeper<E: Error>(&self) -> Result<usize, E> {
        if self.0 < DEEPEST { Ok(self.0 + 1) } else { Err(E::custom("nested too deeply")) }
    }
}

impl<'de> Visitor<'de> for Unambiguous {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("whole numbers, and no key twice")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _value: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _value: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        if value < NUMBER_LIMIT { Ok(()) } else { Err(E::custom("a number too large")) }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_u64(value.unsigned_abs())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        while values.next_element_seed(Unambiguous(deeper))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let deeper = self.deeper()?;
        let mut seen = HashSet::new();
        while let Some(key) = fields.next_key::<String>()? {
            if !seen.insert(key) {
                return Err(A::Error::custom("a key stands twice in one object"));
            }
            fields.next_value_seed(Unambiguous(deeper))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_text_that_two_readers_could_read_differently_is_refused() {
        let read = |text: &str| read_stored::<Value>(text).is_some();
        assert!(read(r#"{"a":[1,-2,null,true,{"a":"\u00e9"}]}"#));
        for refused in [
            r#"{"a":1,"a":1}"#,
            r#"[{"a":1,"\u0061":2}]"#,
            "1.0",
            "1e2",
            "-0",
            "9007199254740992",
            "NaN",
            r#""\ud800""#,
            "[1] 2",
            "",
        ] {
            assert!(!read(refused), "{refused}");
        }
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(read(&nested(64)));
        assert!(!read(&nested(65)));
    }

    #[test]
    fn a_value_has_one_form() {
        let form = |text: &str| canonical(&serde_json::from_str(text).unwrap_or_default());
        let written = "{ \"乙\":\"\\u0001\\u0009\\u002f\\u007f\", \"a\" : [ 1, null ] }";
        assert_eq!(form(written).as_deref(), Some("{\"a\":[1,null],\"乙\":\"\\u0001\\t/\u{7f}\"}"));
        for refused in ["true", "1.0", "-1", "9007199254740992", "[[1.5]]"] {
            assert_eq!(form(refused), None, "{refused}");
        }
    }
}
