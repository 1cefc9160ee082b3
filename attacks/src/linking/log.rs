//! SQLite's write-ahead log laid over its file: the pages as they are now, with nothing left out.

use std::ops::Range;

/// The log's own head, and the head of each frame.
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// Where both keep the numbers that change with every new beginning of the log.
const SALT_OF_LOG: Range<usize> = 16..24;
const SALT_OF_FRAME: Range<usize> = 8..16;
/// The product leaves the size of pages as SQLite has it.
const PAGE: usize = 4_096;

/// The file with the log's frames laid over it, as far as they belong to the log's present run.
#[must_use]
pub fn applied(file: &[u8], log: &[u8]) -> Vec<u8> {
    let mut pages = file.to_vec();
    let (Some(salt), Some(frames)) = (log.get(SALT_OF_LOG), log.get(LOG_HEAD..)) else {
        return pages;
    };
    for frame in frames.chunks_exact(FRAME_HEAD + PAGE).take_while(|frame| frame[SALT_OF_FRAME] == *salt) {
        let number = frame.first_chunk().map_or(0, |number| u32::from_be_bytes(*number));
        let Some(at) = usize::try_from(number).ok().and_then(|number| number.checked_sub(1)).map(|page| page * PAGE)
        else {
            continue;
        };
        if pages.len() < at + PAGE {
            pages.resize(at + PAGE, 0);
        }
        pages[at..at + PAGE].copy_from_slice(&frame[FRAME_HEAD..]);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::{PAGE, applied};

    fn frame(page: u8, salt: u8, filling: u8) -> Vec<u8> {
        [&[0, 0, 0, page][..], &[0; 4], &[salt; 8], &[0; 8], &[filling; PAGE]].concat()
    }

    #[test]
    fn the_last_frame_of_a_page_counts_and_an_earlier_run_does_not() {
        let head = [&[0; 16][..], &[7; 8], &[0; 8]].concat();
        let log = [head, frame(2, 7, 1), frame(2, 7, 2), frame(1, 6, 3)].concat();
        let now = applied(&[9; PAGE], &log);
        assert_eq!((now.len(), now[0], now[PAGE]), (2 * PAGE, 9, 2));
    }
}
