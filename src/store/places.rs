//! Where things are: the schema above an article, the user's folders, the
//! user's name.

use super::error::StoreError;
use super::file::{read_text, write_whole};
use crate::format::config::Config;
use crate::format::keymap::Binding;
use crate::format::theme::ThemeFile;
use crate::format::{ParseError, config, keymap, schema, theme};
use crate::model::Schema;
use directories::ProjectDirs;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Larger files of settings are not read (bytes).
const LARGEST: u64 = 1 << 20;

/// The user's folders for this program.
#[derive(Clone, Debug)]
pub struct Places {
    config: Option<PathBuf>,
    data: Option<PathBuf>,
    pub(super) state: Option<PathBuf>,
}

impl Default for Places {
    fn default() -> Places {
        let dirs = ProjectDirs::from("", "", "whosaid");
        let folder = |of: fn(&ProjectDirs) -> &Path| dirs.as_ref().map(|dirs| of(dirs).to_owned());
        let state = dirs.as_ref().and_then(|dirs| dirs.state_dir().map(Path::to_owned));
        let data = folder(ProjectDirs::data_dir);
        Places { config: folder(ProjectDirs::config_dir), state: state.or_else(|| data.clone()), data }
    }
}

impl Places {
    /// The user's settings; all left out if there is no file.
    pub fn config(&self) -> Result<Config, StoreError> {
        Ok(self.read("config.ron", config::read)?.unwrap_or_default())
    }

    /// The user's changes of the keys.
    pub fn keymap(&self) -> Result<Vec<Binding>, StoreError> {
        Ok(self.read("keymap.ron", keymap::read)?.unwrap_or_default())
    }

    /// Where the user's changes of the keys are.
    pub fn keymap_path(&self) -> PathBuf {
        self.config.clone().unwrap_or_default().join("keymap.ron")
    }

    /// A theme of the user's own, `themes/NAME.ron`, else one of the program's.
    pub fn theme(&self, name: &str) -> Result<Option<ThemeFile>, StoreError> {
        let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
        if !plain {
            return Ok(None);
        }
        if let Some(own) = self.read(&format!("themes/{name}.ron"), theme::read)? {
            return Ok(Some(own));
        }
        let source = theme::DEFAULTS.iter().find(|(own, _)| *own == name).map(|(_, source)| *source);
        source.map(theme::read).transpose().map_err(|error| StoreError::Parse(PathBuf::from(name), error))
    }

    /// The names of all themes: the program's and the user's.
    pub fn themes(&self) -> Vec<String> {
        let mut names: Vec<String> = theme::DEFAULTS.iter().map(|(name, _)| (*name).to_owned()).collect();
        let folder = self.config.as_ref().map(|config| config.join("themes"));
        let entries =
            folder.and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().filter_map(Result::ok);
        let own =
            entries.filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".ron")?.to_owned()));
        names.extend(own);
        names.sort();
        names.dedup();
        names
    }

    /// Puts a copy of the sample article into the user's data folder, unless it
    /// is there, and gives its path.
    pub fn sample(&self, name: &str, content: &str) -> Result<PathBuf, StoreError> {
        let folder = self.data.as_ref().ok_or(StoreError::NoHome)?.join("sample");
        let path = folder.join(name);
        if !path.exists() {
            let made = fs::create_dir_all(&folder);
            made.map_err(|error| StoreError::Write(folder.clone(), error))?;
            write_whole(&path, content)?;
        }
        Ok(path)
    }

    fn read<T>(&self, name: &str, parse: fn(&str) -> Result<T, ParseError>) -> Result<Option<T>, StoreError> {
        let Some(path) = self.config.as_ref().map(|config| config.join(name)) else { return Ok(None) };
        let Some(source) = read_settings(&path)? else { return Ok(None) };
        parse(&source).map(Some).map_err(|error| StoreError::Parse(path, error))
    }
}

/// A file of settings, unless it is empty: it is about to be written then, by
/// `whosaid keys` or `whosaid schema`.
fn read_settings(path: &Path) -> Result<Option<String>, StoreError> {
    Ok(read_text(path, LARGEST)?.filter(|source| !source.trim().is_empty()))
}

/// A schema and the file that it is from.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    pub schema: Schema,
    /// None for the program's own.
    pub path: Option<PathBuf>,
    pub source: String,
}

/// The schema for a file or folder: `whosaid.ron` in its folder or one above,
/// as far as to the top of the repository; else the program's own.
pub fn find_schema(of: &Path) -> Result<SchemaFile, StoreError> {
    let absolute = std::path::absolute(of).unwrap_or_else(|_| of.to_owned());
    for folder in absolute.ancestors() {
        let path = folder.join("whosaid.ron");
        if let Some(source) = read_settings(&path)? {
            let schema = schema::read(&source).map_err(|error| StoreError::Schema(path.clone(), error))?;
            return Ok(SchemaFile { schema, path: Some(path), source });
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    let own = schema::read(schema::DEFAULT).map_err(|error| StoreError::Schema(PathBuf::new(), error))?;
    Ok(SchemaFile { schema: own, path: None, source: schema::DEFAULT.to_owned() })
}

/// The name that the user's git signs commits with. A repository's own settings
/// are not asked for: they come with it, from whoever made it.
pub fn git_user_name() -> Option<String> {
    let mut git = Command::new("git");
    git.args(["config", "--global", "--get", "user.name"]).stdin(Stdio::null()).stderr(Stdio::null());
    let output = git.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The name that the user is logged in with: as the environment has it, else as the
/// system does, for services and containers often set no environment.
pub fn login_name() -> Option<String> {
    let names = ["LOGNAME", "USER", "USERNAME"].iter().filter_map(|name| std::env::var(name).ok());
    names.chain(whoami::username().ok()).find(|name| !name.is_empty())
}
