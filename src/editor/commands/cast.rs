//! The cast: which person a mention is of, and what the persons are called.

use super::mark::{changeable, focused};
use super::typing::open;
use crate::editor::Editor;
use crate::editor::change::{Change, Outcome, Refusal, refuse};
use crate::editor::command::{Argument, Command, Run};
use crate::editor::menu::{Menu, MenuKind, PersonPart};
use crate::editor::mode::Mode;
use crate::editor::picker::{Picker, PickerKind};
use crate::editor::prompt::{Prompt, Purpose, no_completions, no_preview};
use crate::model::{Annotation, Attribute, Edit, Guess, Person, PersonId};

pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "person",
        aliases: &[],
        help: "say which person of the cast the speaker is; a new one is added by name",
        hint: "person",
        run: Run::Typed(person, Argument::Person),
    },
    Command {
        name: "cast",
        aliases: &[],
        help: "show the persons of the cast; Enter changes name, role and other names of one",
        hint: "",
        run: Run::Plain(cast),
    },
];

static NEW: Purpose = purpose("name: ", set_person);
static NAME: Purpose = purpose("name: ", rename);
static ROLE: Purpose = purpose("role: ", set_role);
static ALIASES: Purpose = purpose("also called (with ; between): ", set_aliases);

const fn purpose(title: &'static str, accept: fn(&Editor, &str) -> Outcome) -> Purpose {
    Purpose { title, accept, preview: no_preview, complete: no_completions, remembered: false }
}

fn person(editor: &Editor, name: &str) -> Outcome {
    changeable(editor)?;
    let annotation = focused(editor)?;
    let attribute = person_of(editor, annotation)?;
    if !name.is_empty() {
        return set_person(editor, name);
    }
    if editor.layer().cast().is_empty() {
        return ask_person(editor);
    }
    let chosen = likely(editor, annotation, attribute).unwrap_or(0);
    let menu = Menu { chosen, ..Menu::new(MenuKind::Values(attribute.name.clone())) };
    Ok(vec![Change::Focus(annotation.id.clone()), Change::Enter(Mode::Menu(menu))])
}

/// Which person of the cast a mention is of, or may be of by its words.
fn likely(editor: &Editor, mention: &Annotation, attribute: &Attribute) -> Option<usize> {
    let words = crate::editor::words(editor, mention);
    let cast = editor.layer().cast();
    let own = mention.attribute(&attribute.name).and_then(|own| cast.keys().position(|id| id == own));
    own.or_else(|| cast.values().position(|person| person.may_be(&words)))
}

/// The attribute that says which person an annotation is of.
fn person_of<'e>(editor: &'e Editor, annotation: &Annotation) -> Result<&'e Attribute, Refusal> {
    let label = editor.schema().label(annotation.label);
    label.person().ok_or_else(|| Refusal(format!("a {} is no person", label.name)))
}

/// Asks for the name of a new person, which the words of the mention propose.
pub(super) fn ask_person(editor: &Editor) -> Outcome {
    let annotation = focused(editor)?;
    let prompt = Prompt::proposing(&NEW, &crate::editor::words(editor, annotation), editor);
    Ok([vec![Change::Focus(annotation.id.clone())], open(prompt)].concat())
}

/// Says that the mention is of a person, who is added to the cast if nobody there
/// has that name; then a mention by name becomes an alias, so that the next one is
/// known.
fn set_person(editor: &Editor, name: &str) -> Outcome {
    let annotation = focused(editor)?;
    let name = name.trim();
    if name.is_empty() {
        return refuse("a person needs a name");
    }
    let attribute = person_of(editor, annotation)?;
    let label = editor.schema().label(annotation.label);
    let cast = editor.layer().cast();
    let known = cast.iter().find(|(_, person)| person.is_called(name)).map(|(id, _)| id.clone());
    let id = known.clone().unwrap_or_else(|| Person::fresh_id(name, cast));
    let mention = crate::editor::words(editor, annotation);
    let form = label.attributes.iter().find(|attribute| attribute.guess == Some(Guess::MentionForm));
    let form = form.and_then(|attribute| annotation.attribute(&attribute.name));
    let named = form.is_none_or(|form| form.as_str() == "name");
    let aliases = if mention != name && named { vec![mention] } else { Vec::new() };
    let person = Person { name: name.to_owned(), role: String::new(), aliases };
    let mut changed = annotation.clone();
    changed.attributes.insert(attribute.name.clone(), id.clone());
    let mut changes = vec![
        Change::Edit(Edit::change(annotation, &changed)),
        Change::Enter(Mode::Normal),
        Change::Focus(annotation.id.clone()),
        Change::Say(format!("{}: {name}", attribute.name)),
    ];
    if known.is_none() {
        changes.insert(0, Change::Edit(Edit::add_person(id, person)));
    }
    Ok(changes)
}

fn cast(editor: &Editor) -> Outcome {
    if editor.layer().cast().is_empty() {
        return refuse("nobody is in the cast yet; gw on a speaker says who it is");
    }
    let here = editor.focus().and_then(|here| likely(editor, here, person_of(editor, here).ok()?));
    let picker = Picker { chosen: here.unwrap_or(0), ..Picker::new(PickerKind::Cast, editor) };
    Ok(vec![Change::Enter(Mode::Pick(Box::new(picker)))])
}

/// Asks for something of a person, proposing what is so now.
pub(super) fn ask_part(editor: &Editor, id: &PersonId, part: PersonPart) -> Outcome {
    changeable(editor)?;
    let Some(person) = editor.layer().cast().get(id) else { return gone() };
    let purpose = match part {
        PersonPart::Name => &NAME,
        PersonPart::Role => &ROLE,
        PersonPart::Aliases => &ALIASES,
    };
    let prompt = Prompt::proposing(purpose, &part.of(person), editor);
    Ok(open(Prompt { person: Some(id.clone()), ..prompt }))
}

/// The person that a line is typed about.
fn asked(editor: &Editor) -> Result<(&PersonId, &Person), Refusal> {
    let id = match editor.mode() {
        Mode::Prompt(prompt) => prompt.person.as_ref(),
        _ => None,
    };
    id.and_then(|id| editor.layer().cast().get_key_value(id)).map_or_else(gone, Ok)
}

fn gone<T>() -> Result<T, Refusal> {
    refuse("the person is not in the cast any more")
}

/// The name before becomes another name, if a mention says it.
fn rename(editor: &Editor, name: &str) -> Outcome {
    let (id, person) = asked(editor)?;
    let name = name.trim();
    if name.is_empty() {
        return refuse("a person needs a name");
    }
    let cast = editor.layer().cast();
    if cast.iter().any(|(other, person)| other != id && person.name == name) {
        return refuse(format!("{name} is in the cast already"));
    }
    let mut aliases = person.aliases.clone();
    aliases.retain(|alias| alias != name);
    let is_said = editor.mentions(id).any(|mention| crate::editor::words(editor, mention) == person.name);
    if is_said && person.name != name {
        aliases.insert(0, person.name.clone());
    }
    change(id, person, Person { name: name.to_owned(), aliases, ..person.clone() })
}

fn set_role(editor: &Editor, role: &str) -> Outcome {
    let (id, person) = asked(editor)?;
    change(id, person, Person { role: role.trim().to_owned(), ..person.clone() })
}

fn set_aliases(editor: &Editor, typed: &str) -> Outcome {
    let (id, person) = asked(editor)?;
    let mut aliases: Vec<String> = Vec::new();
    for alias in typed.split(';').map(str::trim).filter(|alias| !alias.is_empty() && *alias != person.name) {
        if !aliases.iter().any(|own| own == alias) {
            aliases.push(alias.to_owned());
        }
    }
    change(id, person, Person { aliases, ..person.clone() })
}

/// Changes a person, and shows what is so then.
fn change(id: &PersonId, before: &Person, after: Person) -> Outcome {
    let menu = Change::Enter(Mode::Menu(Menu::new(MenuKind::Person(id.clone()))));
    let edit = (*before != after).then(|| Change::Edit(Edit::change_person(id, before, after)));
    Ok(edit.into_iter().chain([menu]).collect())
}

/// Takes a person out of the cast; mentions of the person are of nobody then.
pub(super) fn dismiss(editor: &Editor, id: &PersonId) -> Outcome {
    changeable(editor)?;
    let Some(person) = editor.layer().cast().get(id) else { return gone() };
    let unnamed = editor.mentions(id).map(|mention| {
        let mut changed = mention.clone();
        changed.attributes.retain(|name, value| {
            value != id || editor.schema().label(mention.label).person().is_none_or(|own| own.name != *name)
        });
        Change::Edit(Edit::change(mention, &changed))
    });
    let told = format!("{} is out of the cast", person.name);
    let removed = Change::Edit(Edit::remove_person(id, person.clone()));
    Ok(unnamed.chain([removed, Change::Enter(Mode::Normal), Change::Say(told)]).collect())
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_refused, editor, marked, press};

    const TEXT: &str = "[speaker:{R}uiz] and [speaker:she] of Ruiz";

    /// Checks the cast after keys: name, role and other names of each person.
    #[track_caller]
    fn check_cast(keys: &str, expected: &[(&str, &str, &[&str])]) {
        let mut editor = editor(TEXT);
        press(&mut editor, keys);
        let cast = editor.layer().cast().values();
        let aliases = |aliases: &[String]| aliases.iter().map(String::as_str).collect::<Vec<_>>().join("; ");
        let cast: Vec<_> = cast.map(|p| (p.name.as_str(), p.role.as_str(), aliases(&p.aliases))).collect();
        let expected: Vec<_> =
            expected.iter().map(|(name, role, also)| (*name, *role, also.join("; "))).collect();
        assert_eq!(cast, expected, "{keys}");
    }

    #[test]
    fn who_a_speaker_is_is_said_by_a_new_name() {
        check_cast("gwAna Ruiz<Enter>", &[("Ana Ruiz", "", &["Ruiz"])]);
        check_cast("gw<Enter>", &[("Ruiz", "", &[])]);
        check_cast(":person Ana Ruiz<Enter>", &[("Ana Ruiz", "", &["Ruiz"])]);
        check_refused("[quote:{W}e]", "gw", "a quote is no person");
        check_refused(TEXT, "gw <Enter>", "a person needs a name");
    }

    #[test]
    fn who_a_speaker_is_is_chosen_from_the_cast() {
        let expected = "[speaker/person=ana-ruiz:Ruiz] and [speaker/person=ana-ruiz:{s}he] of Ruiz";
        for keys in ["gwa", ":person Ana<Tab><Enter>", ":person Ana Ruiz<Enter>", ":person Ruiz<Enter>"] {
            let mut editor = editor(TEXT);
            press(&mut editor, &format!("gwAna Ruiz<Enter><Tab>{keys}"));
            assert_eq!(marked(&editor), expected, "{keys}");
        }
    }

    #[test]
    fn the_likely_person_is_chosen_first() {
        let mut editor = editor("[speaker:{R}uiz] and [speaker:Cole] and [speaker:Ruiz]");
        press(&mut editor, "gwAna Ruiz<Enter><Tab>gwnAbe Cole<Enter><Tab>gw<Enter>");
        assert!(marked(&editor).ends_with("[speaker/person=ana-ruiz:{R}uiz]"));
        press(&mut editor, "gc<Enter>rmayor<Enter>");
        let roles = editor.layer().cast().values().map(|person| person.role.as_str());
        assert_eq!(roles.collect::<Vec<_>>(), ["", "mayor"]);
    }

    #[test]
    fn persons_are_changed_in_the_cast() {
        check_refused(TEXT, "gc", "nobody is in the cast yet; gw on a speaker says who it is");
        check_cast("gw<Enter>gc<Enter>nAna Ruiz<Enter>", &[("Ana Ruiz", "", &["Ruiz"])]);
        check_cast("gwRiuz<Enter>gc<Enter>nRuiz<Enter>", &[("Ruiz", "", &[])]);
        check_cast("gw<Enter>gcrui<Enter>rmayor<Enter>", &[("Ruiz", "mayor", &[])]);
        check_cast(
            "gw<Enter>gc<Enter>athe mayor; Ruiz; she;she<Enter>",
            &[("Ruiz", "", &["the mayor", "she"])],
        );
        check_cast(
            "gw<Enter>gc<Enter>ashe<Enter>a<Home>Ana;<Enter>rmayor<Enter>",
            &[("Ruiz", "mayor", &["Ana", "she"])],
        );
        check_cast("gw<Enter>gc<Enter>nAna<Enter><Esc>u", &[("Ruiz", "", &[])]);
    }

    #[test]
    fn two_persons_have_two_names() {
        check_refused(
            TEXT,
            "gw<Enter><Tab>gwnEve<Enter>gceve<Enter>nRuiz<Enter>",
            "Ruiz is in the cast already",
        );
    }

    #[test]
    fn a_person_is_taken_out_of_the_cast_with_what_said_so() {
        let keys = "gwAna Ruiz<Enter><Tab>gwa<Enter>gc<Enter>t";
        check_cast(keys, &[]);
        let mut editor = editor(TEXT);
        press(&mut editor, keys);
        assert_eq!(marked(&editor), "[speaker:Ruiz] and [speaker:{s}he] of Ruiz");
        press(&mut editor, "u");
        assert_eq!(
            marked(&editor),
            "[speaker/person=ana-ruiz:Ruiz] and [speaker/person=ana-ruiz:{s}he] of Ruiz"
        );
    }
}
