//! Articles with annotations from the files of other programs. Nothing of them is trusted;
//! what is sound is taken in, the rest is told.

use super::super::{CliError, Ended, output};
use super::Arguments;
use super::gather::gather;
use super::intake::{Intake, Landing, Outcome};
use crate::format::exchange::Format;
use crate::format::layer::Problem;
use crate::store::{Bundle, Dataset, shown};

pub(super) fn import(arguments: &Arguments) -> Result<Ended, CliError> {
    let format = Format::find(&arguments.format);
    let format =
        format.ok_or_else(|| CliError::Wrong(format!("there is no format {:?}", arguments.format)))?;
    let bundles = arguments.sources.iter().map(|path| Bundle::open(path)).collect::<Result<Vec<_>, _>>()?;
    let new = Dataset::new_files_in(&arguments.out)?;
    let intake = Intake::new(arguments, format)?;
    let (mut landing, mut sum) = (Landing::new(&arguments.out, &new), Sum::default());
    for bundle in &bundles {
        for refused in &bundle.refused {
            sum.problems += 1;
            output::tell(refused);
        }
        gather(bundle, format, &intake, |outcome| sum.add(outcome, &mut landing))?;
    }
    if arguments.strict && sum.problems > 0 {
        let are = if sum.problems == 1 {
            "is 1 problem".to_owned()
        } else {
            format!("are {} problems", sum.problems)
        };
        return Err(CliError::Wrong(format!("nothing is imported, as there {are}")));
    }
    if sum.layers + sum.problems == 0 {
        let first = arguments.sources.first().map(shown).unwrap_or_default();
        return Err(CliError::Wrong(format!("{first} has nothing in the format {}", format.name)));
    }
    new.finish()?;
    output::tell(&sum.told(arguments));
    Ok(if sum.problems == 0 { Ended::Fine } else { Ended::Found })
}

/// What was imported, all together.
#[derive(Default)]
struct Sum {
    layers: usize,
    annotations: usize,
    problems: usize,
}

impl Sum {
    fn add(&mut self, mut outcome: Outcome, landing: &mut Landing) {
        match outcome.arrival.map(|arrival| landing.put(&arrival)) {
            Some(Ok(annotations)) => {
                self.layers += 1;
                self.annotations += annotations;
            }
            Some(Err(message)) => outcome.problems.push(Problem { line: outcome.line, message }),
            None => {}
        }
        self.problems += outcome.problems.len();
        for problem in &outcome.problems {
            let file = shown(&outcome.file);
            output::tell(&format!("{file}:{}: {}", problem.line, problem.message));
        }
    }

    fn told(&self, arguments: &Arguments) -> String {
        let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let (layers, annotations) = (count(self.layers, "layer"), count(self.annotations, "annotation"));
        let out = shown(&arguments.out);
        format!("{layers} with {annotations} imported into {out}, {}", count(self.problems, "problem"))
    }
}
