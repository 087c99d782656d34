//! Faults of the program's own, on purpose: to see that they cost no work. Only
//! programs that are built for debugging have them.

use crate::editor::change::{Change, Effect};
use crate::editor::command::{Command, Run};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "fault",
        aliases: &[],
        help: "fail, to see what becomes of the work",
        hint: "",
        run: Run::Plain(|_| panic!("a fault that was asked for")),
    },
    Command {
        name: "fault-thread",
        aliases: &[],
        help: "fail on another thread, to see what becomes of the work",
        hint: "",
        run: Run::Plain(|_| Ok(vec![Change::Do(Effect::Fault)])),
    },
    Command {
        name: "fault-loss",
        aliases: &[],
        help: "lose the first annotation, to see that the layer is not saved without it",
        hint: "",
        run: Run::Plain(|editor| {
            let first = editor.layer().annotations().first();
            Ok(first.map(|first| Change::Lose(first.id.clone())).into_iter().collect())
        }),
    },
    Command {
        name: "fault-stuck",
        aliases: &[],
        help: "never come to an end, to see that the program can be ended",
        hint: "",
        run: Run::Plain(|_| {
            loop {
                std::hint::spin_loop();
            }
        }),
    },
];
