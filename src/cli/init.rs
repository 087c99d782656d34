//! `whosaid init --git`: a repository in which git merges and compares layers with whosaid.

use super::{CliError, Ended, output};
use crate::store::{self, Repository, StoreError, shown};
use clap::Args;
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A folder of the repository
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Let git merge layers annotation by annotation, and show in words what became of them
    #[arg(long, required = true)]
    git: bool,
    /// Do it without asking
    #[arg(long)]
    yes: bool,
}

/// Settings of the repository: what git runs for files with the attributes.
const SETTINGS: [(&str, &str); 4] = [
    ("merge.whosaid.name", "whosaid: layers, annotation by annotation"),
    ("merge.whosaid.driver", "whosaid merge --path %P %O %A %B"),
    ("diff.whosaid.textconv", "whosaid show --or-as-is"),
    ("difftool.whosaid.cmd", "whosaid diff \"$LOCAL\" \"$REMOTE\""),
];

/// Files that are layers, ARTICLE.ANNOTATOR.ron; not whosaid.ron. With an example of each.
const PATTERNS: [(&str, &str); 2] = [("*.txt.*.ron", "a.txt.ana.ron"), ("*.md.*.ron", "a.md.ana.ron")];

/// The attributes of such files, and whose they are.
const ATTRIBUTES: [&str; 2] = ["merge", "diff"];
const DRIVER: &str = "whosaid";

const ATTRIBUTES_FILE: &str = ".gitattributes";
const IGNORED_FILE: &str = ".gitignore";

/// What a running program keeps beside a layer.
const LOCKS: &str = ".*.ron.lock";

/// What is there, and what is to be done.
#[derive(Default)]
struct Plan {
    there: Vec<String>,
    settings: Vec<(&'static str, &'static str)>,
    /// By the file that they are to stand in.
    lines: BTreeMap<&'static str, Vec<String>>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Ended, CliError> {
    let none = || wrong(format!("{} is in no git repository; `git init` makes one", shown(&arguments.path)));
    let repository = Repository::at(&arguments.path).map_err(|error| no_git(&error))?.ok_or_else(none)?;
    let plan = Plan::of(&repository)?;
    output::print(&plan.told(&repository))?;
    if plan.is_done() {
        output::tell("everything is set up already");
        return Ok(Ended::Fine);
    }
    if !arguments.yes && !asked()? {
        output::tell("nothing was changed");
        return Ok(Ended::Fine);
    }
    plan.make(&repository)?;
    if !is_found() {
        output::tell(&format!("git will not find {DRIVER}: put it into a folder of your PATH"));
    }
    let files: Vec<&str> = plan.lines.keys().copied().collect();
    let add = if files.is_empty() {
        String::new()
    } else {
        format!("add {} to the repository, and ", files.join(" and "))
    };
    output::tell(&format!("done; {add}let everyone who clones it run this once"));
    Ok(Ended::Fine)
}

/// Whether git finds this program by its name.
fn is_found() -> bool {
    let name = format!("{DRIVER}{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(&name).is_file())
}

impl Plan {
    fn of(repository: &Repository) -> Result<Plan, CliError> {
        let mut plan = Plan::default();
        for (name, wanted) in SETTINGS {
            match repository.setting(name).map_err(|error| no_git(&error))? {
                Some(value) if value == wanted => plan.there.push(format!("{name} = {value}")),
                Some(other) => return Err(taken(name, &other)),
                None => plan.settings.push((name, wanted)),
            }
        }
        for (pattern, example) in PATTERNS {
            let line = format!("{pattern} merge={DRIVER} diff={DRIVER}");
            let mut missing = false;
            for attribute in ATTRIBUTES {
                match repository.attribute(attribute, example).map_err(|error| no_git(&error))?.as_deref() {
                    Some(DRIVER) => {}
                    Some(other) => return Err(other_attribute(pattern, attribute, other)),
                    None => missing = true,
                }
            }
            plan.line(ATTRIBUTES_FILE, line, missing);
        }
        let ignored = content(&repository.root.join(IGNORED_FILE))?;
        plan.line(IGNORED_FILE, LOCKS.to_owned(), ignored.lines().all(|line| line != LOCKS));
        Ok(plan)
    }

    fn line(&mut self, file: &'static str, line: String, is_missing: bool) {
        let lines = if is_missing { self.lines.entry(file).or_default() } else { &mut self.there };
        lines.push(line);
    }

    fn is_done(&self) -> bool {
        self.settings.is_empty() && self.lines.is_empty()
    }

    /// What is there and what will be, line by line.
    fn told(&self, repository: &Repository) -> String {
        let mut told = Vec::new();
        let mut list = |title: String, lines: Vec<String>| {
            if !lines.is_empty() {
                told.push(title);
                told.extend(lines.into_iter().map(|line| format!("    {line}")));
            }
        };
        list("is there already:".to_owned(), self.there.clone());
        for (file, lines) in &self.lines {
            list(format!("will be added to {}:", shown(repository.root.join(file))), lines.clone());
        }
        let settings = self.settings.iter().map(|(name, value)| format!("{name} = {value}"));
        list("will be set in this clone's settings (git config --local):".to_owned(), settings.collect());
        told.into_iter().map(|line| line + "\n").collect()
    }

    fn make(&self, repository: &Repository) -> Result<(), CliError> {
        for (file, lines) in &self.lines {
            let path = repository.root.join(file);
            store::write_whole(&path, &with_lines(&path, lines)?)?;
        }
        for (name, value) in &self.settings {
            repository.set(name, value).map_err(|error| wrong(format!("cannot set {name}: {error}")))?;
        }
        Ok(())
    }
}

/// What a file holds; nothing, if there is none.
fn content(path: &Path) -> Result<String, CliError> {
    match store::read_lines(path) {
        Err(StoreError::Missing(..)) => Ok(String::new()),
        content => Ok(content?),
    }
}

/// What a file holds, with lines behind it.
fn with_lines(path: &Path, lines: &[String]) -> Result<String, CliError> {
    let mut content = content(path)?;
    if !content.is_empty() && !content.ends_with('\n') {
        content.push('\n');
    }
    for line in lines {
        content.push_str(line);
        content.push('\n');
    }
    Ok(content)
}

/// Asks on the terminal.
fn asked() -> Result<bool, CliError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(wrong("there is no terminal to ask on; --yes does it without asking".to_owned()));
    }
    output::ask("Shall this be done? [y/N] ");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn wrong(why: String) -> CliError {
    CliError::Wrong(why)
}

fn no_git(error: &io::Error) -> CliError {
    wrong(format!("cannot run git: {error}"))
}

fn taken(name: &str, other: &str) -> CliError {
    wrong(format!(
        "{name} is {other:?} in this clone, which is not from here; `git config --unset {name}` takes it away, nothing was changed"
    ))
}

fn other_attribute(pattern: &str, attribute: &str, other: &str) -> CliError {
    wrong(format!(
        "files like {pattern} have the attribute {attribute}={other} already; take that out of {ATTRIBUTES_FILE} first, nothing was changed"
    ))
}
