//! What the fuzzer has kept, tried again: the same bodies, the same inputs.

#![allow(clippy::print_stdout, reason = "the input that fails is told")]

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::path::Path;

#[test]
fn every_target_has_inputs_and_holds_on_them() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, body) in bodies::TARGETS {
        let inputs = fs::read_dir(corpus.join(name)).expect("a corpus for each target");
        let mut count = 0;
        for input in inputs.filter_map(Result::ok) {
            let data = fs::read(input.path()).expect("an input");
            // On a failure the last name that was printed is the input.
            println!("{name}/{}", input.file_name().to_string_lossy());
            body(&data);
            count += 1;
        }
        assert!(count > 0, "{name} has no inputs");
    }
}
