//! The features of a dataset, as they stand in each file of Parquet: without them, numbers
//! of classes would be but numbers (`datasets`, `features/features.py`).

use super::super::{Field, Kind};
use serde::{Serialize, Serializer};
use serde_json::json;

pub(super) fn written(fields: &[Field], classes: &[String]) -> String {
    #[derive(Serialize)]
    struct Said<'f> {
        info: Info<'f>,
    }
    #[derive(Serialize)]
    struct Info<'f> {
        features: Features<'f>,
    }
    let said = Said { info: Info { features: Features { fields, classes } } };
    serde_json::to_string(&said).expect("strings can always be written")
}

/// Features by name, in their order: in another one they would not be those of the columns.
struct Features<'f> {
    fields: &'f [Field],
    classes: &'f [String],
}

/// What a column holds.
struct Feature<'f> {
    kind: Kind,
    classes: &'f [String],
}

impl Serialize for Features<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let classes = self.classes;
        serializer
            .collect_map(self.fields.iter().map(|field| (field.name, Feature { kind: field.kind, classes })))
    }
}

/// A list is written as the list of what is in it, which all versions of `datasets` read.
impl Serialize for Feature<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let classes = self.classes;
        match self.kind {
            Kind::Text => json!({"dtype": "string", "_type": "Value"}).serialize(serializer),
            Kind::Count => json!({"dtype": "int64", "_type": "Value"}).serialize(serializer),
            Kind::Class => json!({"names": classes, "_type": "ClassLabel"}).serialize(serializer),
            Kind::List(fields) => [Features { fields, classes }].serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_stand_in_the_order_of_their_columns() {
        let label = Field { name: "label", kind: Kind::Class };
        let fields = [
            Field { name: "text", kind: Kind::Text },
            Field { name: "entities", kind: Kind::List(&[Field { name: "start", kind: Kind::Count }]) },
            label,
        ];
        assert_eq!(
            written(&fields, &["Zi\"t".to_owned()]),
            concat!(
                r#"{"info":{"features":{"text":{"_type":"Value","dtype":"string"},"#,
                r#""entities":[{"start":{"_type":"Value","dtype":"int64"}}],"#,
                r#""label":{"_type":"ClassLabel","names":["Zi\"t"]}}}}"#
            )
        );
    }
}
