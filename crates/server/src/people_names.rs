//! Sort and search keys of names, made here because databases disagree about Chinese and about case.

use pinyin::ToPinyin;

/// The key a list is sorted by: the pinyin of each character with its tone, other characters as they are in lower case.
pub fn sort_key(name: &str) -> Vec<u8> {
    let mut key = String::new();
    for (character, pinyin) in name.chars().zip(name.to_pinyin()) {
        match pinyin {
            Some(pinyin) => {
                key.push_str(pinyin.with_tone_num_end());
                key.push(' ');
            }
            None => key.extend(character.to_lowercase()),
        }
    }
    key.into_bytes()
}

/// What a search looks into: the name itself, its pinyin and its initials, in lower case, without spaces.
pub fn search_key(name: &str) -> String {
    let mut plain = String::new();
    let mut initials = String::new();
    for (character, pinyin) in name.chars().zip(name.to_pinyin()) {
        if let Some(pinyin) = pinyin {
            plain.push_str(pinyin.plain());
            initials.push_str(pinyin.first_letter());
        } else {
            plain.extend(character.to_lowercase());
            initials.extend(character.to_lowercase());
        }
    }
    let name = search_term(name);
    format!("{name}|{}|{}", search_term(&plain), search_term(&initials))
}

/// A name for signing in, made of a person's name: its pinyin, else its letters and digits.
pub fn sign_in_name(name: &str) -> String {
    let mut plain = String::new();
    for (character, pinyin) in name.chars().zip(name.to_pinyin()) {
        match pinyin {
            // Typed on any keyboard: lü is lv there.
            Some(pinyin) => plain.push_str(&pinyin.plain().replace('ü', "v")),
            None if character.is_ascii_alphanumeric() => plain.extend(character.to_lowercase()),
            None => {}
        }
    }
    plain
}

/// The initials of a name, for signing in: of its pinyin, else its letters and digits.
pub fn initials(name: &str) -> String {
    let letter = |(character, pinyin): (char, Option<pinyin::Pinyin>)| match pinyin {
        Some(pinyin) => pinyin.first_letter().to_owned(),
        None => character.to_lowercase().filter(char::is_ascii_alphanumeric).collect(),
    };
    name.chars().zip(name.to_pinyin()).map(letter).collect()
}

/// What somebody typed, as [`search_key`] writes it.
pub fn search_term(typed: &str) -> String {
    // `%`, `_` and `\\` mean something to LIKE and nothing in a name.
    let kept = |character: &char| !character.is_whitespace() && !matches!(character, '%' | '_' | '\\');
    typed.chars().filter(kept).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{search_key, search_term, sort_key};

    #[test]
    fn a_name_is_found_by_itself_by_pinyin_and_by_initials() {
        let key = search_key("柳林镇党委");
        for typed in ["柳林", "liulin", "LiuLin Zhen", "llzdw"] {
            assert!(key.contains(&search_term(typed)), "{typed} in {key}");
        }
        assert!(!key.contains(&search_term("东河")));
    }

    #[test]
    fn names_sort_by_pinyin() {
        let mut names = ["张三", "王五", "李四", "Bob"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["Bob", "李四", "王五", "张三"]);
    }
}
