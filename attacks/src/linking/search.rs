//! Where things lie in files: every place of every one of them, in one pass over the bytes.

use std::collections::HashMap;

/// Bytes a thing is recognised by; things are random or begin with random bytes.
const RECOGNISED: usize = 8;

/// Things to look for.
pub struct Wanted<Name> {
    names: HashMap<[u8; RECOGNISED], (Vec<u8>, Name)>,
    /// By the first three bytes: most places of a file are passed over for them.
    begins: Vec<bool>,
}

impl<Name: Copy> Wanted<Name> {
    /// Of things shorter than eight bytes nothing is found.
    pub fn new(things: impl IntoIterator<Item = (Vec<u8>, Name)>) -> Self {
        let mut wanted = Self { names: HashMap::new(), begins: vec![false; 1 << 24] };
        for (thing, name) in things {
            if let Some(head) = thing.first_chunk::<RECOGNISED>().copied() {
                wanted.begins[beginning(&head)] = true;
                wanted.names.insert(head, (thing, name));
            }
        }
        wanted
    }

    /// Every place, in the order of the bytes.
    pub fn find(&self, bytes: &[u8], mut found: impl FnMut(Name, usize)) {
        for (at, head) in bytes.array_windows::<RECOGNISED>().enumerate() {
            if self.begins[beginning(head)]
                && let Some((thing, name)) = self.names.get(head)
                && bytes[at..].starts_with(thing)
            {
                found(*name, at);
            }
        }
    }
}

fn beginning(head: &[u8; RECOGNISED]) -> usize {
    usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2])
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn a_thing_is_found_at_each_of_its_places_and_nothing_else_is() {
        let wanted = Wanted::new([(b"123456789".to_vec(), 'a'), (b"abcdefghi".to_vec(), 'b')]);
        let mut found = Vec::new();
        wanted.find(b"123456789..12345678.abcdefghi123456789", |name, at| found.push((name, at)));
        assert_eq!(found, [('a', 0), ('b', 20), ('a', 29)]);
    }
}
