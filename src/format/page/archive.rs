//! Archives from strangers: a few bytes may unpack to more than any memory holds,
//! so that is tried before anything is kept.

use super::PageError;
use std::io::{self, Cursor, Write};
use zip::ZipArchive;

/// What a book unpacks to at most (bytes).
const MOST_UNPACKED: u64 = 1_000_000_000;
/// Files in a book at most.
const MOST_FILES: usize = 20_000;

/// Whether it is an archive that unpacks to a size that can be dealt with. What the
/// archive says of that is not believed: it is unpacked, into nothing.
pub(super) fn check(bytes: &[u8]) -> Result<(), PageError> {
    if !bytes.starts_with(b"PK") {
        return Err(PageError::NotThat("EPUB".to_owned()));
    }
    check_size(bytes, MOST_UNPACKED)
}

fn check_size(bytes: &[u8], most: u64) -> Result<(), PageError> {
    let archive = ZipArchive::new(Cursor::new(bytes));
    let mut archive = archive.map_err(|error| PageError::broken(&error))?;
    if archive.len() > MOST_FILES {
        return Err(PageError::TooManyFiles);
    }
    let mut left = most;
    for i in 0..archive.len() {
        // What cannot be unpacked, whoever reads the book is not given either.
        let Ok(mut file) = archive.by_index(i) else { continue };
        let mut drain = Drain { left };
        let unpacked = io::copy(&mut file, &mut drain);
        left = drain.left;
        if left == 0 && unpacked.is_err() {
            return Err(PageError::TooMuchText(most));
        }
    }
    Ok(())
}

/// What takes so many bytes, and forgets them.
struct Drain {
    left: u64,
}

impl Write for Drain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if self.left == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What keeps so many bytes, and takes no more.
pub(super) struct Bounded {
    bytes: Vec<u8>,
    most: usize,
    full: bool,
}

impl Bounded {
    pub(super) fn new(most: usize) -> Bounded {
        Bounded { bytes: Vec::new(), most, full: false }
    }

    /// Whether there was more than it took.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    pub(super) fn into_inner(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.full |= self.bytes.len() + bytes.len() > self.most;
        if self.full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::archive;
    use super::*;

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let zeros = "0".repeat(100_000);
        let bomb = archive(&[("a", &zeros), ("b", &zeros)]);
        assert!(bomb.len() < 2000);
        assert_eq!(check_size(&bomb, 200_001), Ok(()));
        assert_eq!(check_size(&bomb, 199_999), Err(PageError::TooMuchText(199_999)));
    }

    #[test]
    fn what_is_no_archive_is_told_from_one_that_is_cut() {
        assert_eq!(check(b"<html>"), Err(PageError::NotThat("EPUB".to_owned())));
        let whole = archive(&[("a", "b")]);
        assert!(matches!(check(&whole[..whole.len() / 2]), Err(PageError::Broken(_))));
    }

    #[test]
    fn no_more_is_kept_than_fits() {
        let mut bounded = Bounded::new(3);
        assert!(bounded.write_all(b"abc").is_ok() && !bounded.is_full());
        assert!(bounded.write_all(b"d").is_err() && bounded.is_full());
        assert_eq!(bounded.into_inner(), b"abc");
    }
}
