//! A fault of the program's own, on purpose: to see that it costs no work. Only
//! programs that are built for debugging have it.

use crate::editor::command::{Command, Run};

pub(super) const COMMANDS: &[Command] = &[Command {
    name: "fault",
    aliases: &[],
    help: "fail, to see what becomes of the work",
    hint: "",
    run: Run::Plain(|_| panic!("a fault that was asked for")),
}];
