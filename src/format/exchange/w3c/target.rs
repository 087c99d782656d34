//! Where in the text an annotation is: the selectors of its targets.

use serde_json::Value;

/// The standard by which a fragment may say where it is (`char=2,7`).
const RFC_5147: &str = "rfc5147";

/// A value, or each of several.
pub(super) fn many(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(values) => values,
        one => std::slice::from_ref(one),
    }
}

/// The string at a key of an object.
pub(super) fn string<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// Whether a value is of a type; it may be of several.
pub(super) fn is_a(value: &Value, types: &[&str]) -> bool {
    let found = value.get("type").or_else(|| value.get("@type")).map_or(&[][..], many);
    found.iter().filter_map(Value::as_str).any(|found| types.contains(&found))
}

/// What a value is called: it is an IRI, or an object that has one.
pub(super) fn iri(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| string(value, "id")).or_else(|| string(value, "@id"))
}

/// The spans that targets select, and their words, if all have some.
#[derive(Debug, Default)]
pub(super) struct Places<'v> {
    pub(super) spans: Vec<(u32, u32)>,
    words: Vec<&'v str>,
    /// What the targets are targets in.
    pub(super) source: Option<&'v str>,
}

impl<'v> Places<'v> {
    /// The places of targets in a text, if it is at hand; or why there are none.
    pub(super) fn of(targets: &'v Value, text: Option<&str>) -> Result<Places<'v>, String> {
        let mut places = Places::default();
        let mut open: Vec<&Value> = many(targets).iter().rev().collect();
        while let Some(target) = open.pop() {
            if is_a(target, &["List", "Composite", "Independents"]) {
                open.extend(target.get("items").map_or(&[][..], many).iter().rev());
            } else {
                places.add(target, text)?;
            }
        }
        if places.spans.is_empty() { Err("has no target".to_owned()) } else { Ok(places) }
    }

    pub(super) fn words(&self) -> Option<String> {
        (self.words.len() == self.spans.len()).then(|| self.words.join(" "))
    }

    fn add(&mut self, target: &'v Value, text: Option<&str>) -> Result<(), String> {
        let selectors = target.get("selector").map_or(&[][..], many);
        // A selector that is refined says only where to look for it.
        let mut whole = selectors.iter().filter(|selector| selector.get("refinedBy").is_none());
        let quote = whole.clone().find_map(Quote::of);
        let span = whole.find_map(position);
        let span = match (span, &quote) {
            (Some(span), _) => span,
            (None, Some(quote)) => quote.find(text)?,
            (None, None) if selectors.is_empty() => return Err("is of something as a whole".to_owned()),
            (None, None) if selectors.iter().any(|selector| is_a(selector, &["TextPositionSelector"])) => {
                return Err("has a selector whose start or end is no whole number from 0 on".to_owned());
            }
            (None, None) => return Err("has no selector that counts or quotes text".to_owned()),
        };
        let source = target.get("source").and_then(iri);
        if self.source.is_some() && source != self.source {
            return Err("is of several texts".to_owned());
        }
        self.source = source;
        self.spans.push(span);
        self.words.extend(quote.map(|quote| quote.exact));
        Ok(())
    }
}

/// The code points that a selector selects.
fn position(selector: &Value) -> Option<(u32, u32)> {
    if is_a(selector, &["FragmentSelector"]) {
        string(selector, "conformsTo").filter(|standard| standard.ends_with(RFC_5147))?;
        let (start, end) = string(selector, "value")?.strip_prefix("char=")?.split_once(',')?;
        return start.parse().ok().zip(end.parse().ok());
    }
    let number = |key| selector.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let is_position = is_a(selector, &["TextPositionSelector"]);
    number("start").zip(number("end")).filter(|_| is_position)
}

/// Words of a text, and what is around them.
struct Quote<'v> {
    exact: &'v str,
    prefix: &'v str,
    suffix: &'v str,
}

impl<'v> Quote<'v> {
    fn of(selector: &'v Value) -> Option<Quote<'v>> {
        let around = |key| string(selector, key).unwrap_or_default();
        let exact = string(selector, "exact").filter(|_| is_a(selector, &["TextQuoteSelector"]))?;
        Some(Quote { exact, prefix: around("prefix"), suffix: around("suffix") })
    }

    /// The one place where it stands.
    fn find(&self, text: Option<&str>) -> Result<(u32, u32), String> {
        let text = text.ok_or("only quotes the text, which is not beside it")?;
        let mut places = text.match_indices(self.exact).filter(|(at, _)| {
            let (before, behind) = text.split_at_checked(*at).unwrap_or_default();
            let behind = behind.strip_prefix(self.exact).unwrap_or_default();
            before.ends_with(self.prefix) && behind.starts_with(self.suffix)
        });
        match (places.next(), places.next()) {
            (Some((at, _)), None) => Ok(code_points(text, at, self.exact)),
            (None, _) => Err(format!("quotes {:?}, which is not in the text", self.exact)),
            _ => Err(format!("quotes {:?}, which is in the text several times", self.exact)),
        }
    }
}

fn code_points(text: &str, at: usize, words: &str) -> (u32, u32) {
    let count = |s: &str| u32::try_from(s.chars().count()).unwrap_or(u32::MAX);
    let start = count(text.get(..at).unwrap_or_default());
    (start, start.saturating_add(count(words)))
}
