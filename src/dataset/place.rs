//! Where a name stands among all hashes: chance that depends on a seed and on nothing beside it.

use sha2::{Digest, Sha256};

/// The place of a name, from 0 to the greatest number; another one with each seed.
pub(super) fn place(seed: u64, name: &str) -> u64 {
    let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(name).finalize();
    digest.iter().take(8).fold(0, |place, byte| place << 8 | u64::from(*byte))
}
