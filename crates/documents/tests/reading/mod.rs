//! Reading a PDF back with another library.

use unicode_normalization::UnicodeNormalization;

/// The text of a PDF without the spaces and line breaks that belong to its layout, and without the
/// page numbers, so that a sentence that goes over a page is read in one.
pub fn read(pdf: &[u8]) -> String {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap();
    let count = pages.len();
    let mut text = String::new();
    for (index, page) in pages.iter().enumerate() {
        let page = plain(page);
        let number = index + 1;
        let footers = [
            format!("第{number}页,共{count}页"),
            format!("第{number}頁,共{count}頁"),
            format!("Page{number}of{count}"),
        ];
        let footer = footers.iter().find_map(|footer| page.strip_suffix(footer.as_str()));
        text.push_str(footer.unwrap_or(&page));
    }
    // A letter and its vowel sign are two glyphs, and this reader gives the pair for each of them.
    text.replace("བོབོ", "བོ")
}

pub fn plain(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace() && !invisible(*letter)).collect()
}

fn invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
