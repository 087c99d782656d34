//! Words that the cutting rules know: English first, a few of other languages
//! where they stand in names. All in lower case, sorted for look-up.

/// Whether a sorted list holds `word`, whatever its case.
pub(super) fn knows(list: &[&str], word: &str) -> bool {
    let plain = word.bytes().all(|b| b.is_ascii_lowercase() || !b.is_ascii_alphabetic()) && word.is_ascii();
    if plain { knows_lower(list, word) } else { knows_lower(list, &word.to_lowercase()) }
}

/// Whether a sorted list holds a word in lower case.
pub(super) fn knows_lower(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Abbreviations before a name: the full stop never ends a sentence.
pub(super) const TITLES: &[&str] = &[
    "adm", "amb", "brig", "capt", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon", "insp", "lt", "m",
    "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "mt", "mx", "pres", "prof", "rep", "reps", "rev",
    "sen", "sens", "sgt", "sr", "st", "supt", "vs",
];

/// Abbreviations that may end a sentence, if one clearly begins behind them.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "a.k.a", "a.m", "al", "ala", "approx", "apr", "ariz", "ark", "art", "assn", "aug", "ave", "bldg",
    "blvd", "bros", "c", "ca", "calif", "cf", "chap", "co", "colo", "conn", "corp", "ct", "d.c", "dec",
    "del", "dept", "dist", "e.g", "ed", "eds", "esq", "est", "etc", "ext", "feb", "fig", "fla", "ft", "ga",
    "i.e", "ill", "inc", "ind", "jan", "jr", "jul", "jun", "kan", "ky", "la", "ltd", "mar", "mass", "max",
    "md", "mich", "min", "minn", "miss", "mo", "mont", "n.y", "neb", "nev", "no", "nos", "nov", "oct",
    "okla", "op", "ore", "p", "p.m", "pa", "par", "ph.d", "plc", "pp", "rd", "repr", "sec", "sep", "sept",
    "ser", "sq", "ste", "tel", "tenn", "tex", "trans", "univ", "v", "va", "viz", "vol", "vols", "vt",
    "wash", "wis", "wyo",
];

/// Words that are capitalised because a sentence begins, not because they name.
pub(super) const STARTERS: &[&str] = &[
    "a", "about", "above", "according", "across", "after", "again", "against", "all", "along", "also",
    "although", "amid", "among", "an", "and", "another", "any", "are", "around", "as", "asked", "at",
    "back", "be", "because", "before", "behind", "below", "between", "beyond", "both", "but", "by", "can",
    "could", "despite", "did", "do", "does", "don't", "don’t", "during", "each", "earlier", "either",
    "even", "every", "few", "finally", "first", "following", "for", "from", "given", "had", "has", "have",
    "he", "her", "here", "hers", "him", "his", "how", "however", "i", "if", "in", "indeed", "inside",
    "instead", "into", "is", "it", "its", "just", "last", "later", "least", "less", "let", "like", "many",
    "may", "meanwhile", "moreover", "most", "much", "my", "near", "neither", "never", "nevertheless",
    "next", "no", "none", "nor", "not", "nothing", "now", "of", "on", "once", "one", "only", "or", "other",
    "our", "out", "over", "perhaps", "please", "rather", "read", "recently", "several", "she", "should",
    "since", "so", "some", "soon", "still", "such", "than", "that", "the", "their", "them", "then", "there",
    "therefore", "these", "they", "this", "those", "though", "three", "through", "throughout", "thus", "to",
    "today", "together", "too", "two", "under", "unless", "unlike", "until", "up", "upon", "was", "we",
    "well", "were", "what", "when", "where", "whereas", "whether", "which", "while", "who", "whom", "whose",
    "why", "will", "with", "within", "without", "would", "yes", "yesterday", "yet", "you", "your",
];

/// Small words that stand inside names: *Bank of England*, *Ursula von der Leyen*.
pub(super) const CONNECTORS: &[&str] = &[
    "&", "al", "and", "at", "ben", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "e", "el", "for", "ibn", "in", "la", "las", "le", "les", "lo", "los", "of",
    "on", "the", "to", "van", "von", "y", "zu", "zum", "zur",
];

/// Small words that a name may begin with.
pub(super) const PARTICLES: &[&str] = &[
    "al", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "el", "ibn", "la", "las", "le", "les", "lo", "los", "van", "von", "zu", "zum", "zur",
];

/// What a noun phrase begins with.
pub(super) const DETERMINERS: &[&str] = &[
    "a", "an", "another", "her", "his", "its", "my", "one", "our", "some", "that", "the", "their", "this",
    "your",
];

/// Words that stand for a speaker alone.
pub(super) const PRONOUNS: &[&str] = &[
    "he", "i", "she", "they", "we", "who",
];

/// Words before a noun for a speaker: *press secretary*, *former officials*.
pub(super) const MODIFIERS: &[&str] = &[
    "acting", "assistant", "associate", "business", "chief", "city", "communications", "county", "criminal",
    "defence", "defense", "deputy", "district", "economic", "election", "executive", "federal", "finance",
    "fire", "first", "foreign", "former", "general", "global", "health", "high", "immigration",
    "intelligence", "interim", "interior", "international", "joint", "justice", "labor", "labour", "law",
    "lead", "legal", "local", "majority", "managing", "media", "medical", "military", "minority",
    "national", "new", "news", "other", "policy", "political", "presidential", "press", "primary", "prime",
    "public", "ranking", "regional", "rights", "school", "security", "senior", "special", "state", "top",
    "trade", "transition", "veteran", "vice", "voting", "world",
];

/// Capitalised words that name no one.
pub(super) const CALENDAR: &[&str] = &[
    "april", "august", "christmas", "december", "easter", "february", "friday", "january", "july", "june",
    "march", "may", "monday", "november", "october", "saturday", "september", "sunday", "thursday",
    "tuesday", "wednesday",
];

/// Nouns for those who speak, and for what speaks in their place.
pub(super) const ROLES: &[&str] = &[
    "academic", "academics", "account", "accounts", "activist", "activists", "actor", "actress",
    "administration", "adviser", "advisers", "advisor", "advisors", "affidavit", "agency", "aide", "aides",
    "allies", "ally", "ambassador", "ambassadors", "analyst", "analysts", "army", "article", "artist",
    "artists", "assembly", "association", "astronaut", "attendee", "attendees", "attorney", "attorneys",
    "audience", "auditor", "auditors", "aunt", "author", "authorities", "authority", "bank", "banker",
    "bankers", "biologist", "bishop", "bishops", "blog", "blogger", "board", "body", "bodyguard", "book",
    "boss", "boy", "broadcaster", "brother", "bureau", "cabinet", "caller", "callers", "campaign",
    "candidate", "candidates", "captain", "chair", "chairman", "chairperson", "chairwoman", "chamber",
    "chancellor", "charity", "chief", "child", "children", "clerk", "club", "co-chair", "coach", "coaches",
    "coalition", "cofounder", "colonel", "columnist", "columnists", "commander", "commentator",
    "commentators", "commission", "commissioner", "committee", "company", "complaint", "congress",
    "congressman", "congresswoman", "conservative", "consulate", "consultant", "consultants", "consumer",
    "consumers", "corporation", "council", "counsel", "counselor", "couple", "court", "cousin", "critics",
    "crowd", "customer", "customers", "daughter", "dean", "defendant", "delegate", "delegates", "democrat",
    "demonstrators", "department", "deputy", "designer", "detective", "diplomat", "diplomats", "director",
    "directors", "doctor", "doctors", "document", "documents", "donor", "donors", "driver", "economist",
    "economists", "editor", "elector", "electors", "email", "embassy", "employee", "employees", "engineer",
    "engineers", "envoy", "executive", "executives", "expert", "experts", "family", "fan", "fans", "farmer",
    "farmers", "father", "federation", "fellow", "feminist", "filing", "firefighter", "firm", "foreman",
    "foundation", "founder", "friend", "friends", "fundraiser", "general", "girl", "government", "governor",
    "group", "guard", "hacker", "hackers", "head", "historian", "historians", "host", "husband", "imam",
    "immigrant", "immigrants", "incumbent", "indictment", "informant", "insider", "insiders", "inspector",
    "inspectors", "institute", "institution", "investigators", "investor", "investors", "journal",
    "journalist", "journalists", "judge", "juror", "jurors", "king", "lawmaker", "lawmakers", "lawsuit",
    "lawyer", "lawyers", "leader", "leaders", "league", "lecturer", "letter", "liberal", "lieutenant",
    "lobbyist", "lobbyists", "magazine", "man", "manager", "managers", "marshal", "mayor", "mediator",
    "member", "members", "memo", "men", "minister", "ministers", "ministry", "monitor", "monitors",
    "mother", "motion", "mr", "mrs", "musician", "negotiator", "negotiators", "neighbor", "neighbors",
    "neighbour", "neighbours", "network", "newspaper", "nominee", "nominees", "non-profit", "nonprofit",
    "nurse", "observer", "observers", "office", "officer", "officers", "official", "officials", "operative",
    "operatives", "opinion", "opponents", "order", "organisation", "organiser", "organization", "organizer",
    "organizers", "outlet", "owner", "owners", "palace", "paper", "parents", "parliament", "partner",
    "partners", "party", "passenger", "passengers", "pastor", "pastors", "people", "petition", "physician",
    "physicist", "plaintiff", "plaintiffs", "player", "players", "police", "policeman", "politician",
    "politicians", "poll", "polls", "pollster", "pollsters", "pope", "premier", "president", "priest",
    "prince", "princess", "principal", "professor", "prosecutor", "prosecutors", "protester", "protesters",
    "psychiatrist", "psychologist", "publisher", "pundit", "pundits", "queen", "rabbi", "reader", "readers",
    "refugee", "refugees", "regulator", "regulators", "relative", "relatives", "release", "report",
    "reporter", "reporters", "representative", "representatives", "republican", "researcher", "researchers",
    "resident", "residents", "resolution", "review", "rival", "rivals", "ruling", "scholar", "scholars",
    "scientist", "scientists", "secretary", "senate", "senator", "senators", "sergeant", "sheriff",
    "singer", "sister", "socialist", "society", "soldier", "soldiers", "son", "source", "sources",
    "speaker", "speech", "spokesman", "spokesmen", "spokespeople", "spokesperson", "spokespersons",
    "spokeswoman", "staff", "staffer", "staffers", "star", "statement", "station", "strategist",
    "strategists", "student", "students", "study", "superintendent", "supporter", "supporters", "survey",
    "survivor", "suspect", "teacher", "teachers", "team", "thinktank", "trader", "traders", "transcript",
    "treasurer", "tribunal", "trooper", "trustee", "tweet", "uncle", "union", "user", "users", "veteran",
    "veterans", "victim", "victims", "viewer", "viewers", "volunteer", "volunteers", "voter", "voters",
    "watchdog", "website", "whistleblower", "wife", "witness", "witnesses", "woman", "women", "worker",
    "workers", "writer",
];

impl super::Text {
    /// Whether a word is a verb of saying.
    pub fn says(&self, word: super::Span) -> bool {
        knows(SAYING, self.slice(word))
    }

    /// Whether the one behind a word is spoken to: *told reporters*.
    pub fn addresses(&self, word: super::Span) -> bool {
        knows(ADDRESSING, self.slice(word))
    }
}

/// Verbs of saying whose object is who is spoken to.
const ADDRESSING: &[&str] = &["asked", "asks", "informed", "reminded", "tells", "told", "urged", "warned", "warns"];

/// Verbs of saying, in the forms that stand beside a quotation.
pub(super) const SAYING: &[&str] = &[
    "acknowledged", "added", "adds", "admitted", "agreed", "announced", "argued", "argues", "asked", "asks",
    "asserted", "called", "calls", "claimed", "claims", "commented", "complained", "concluded", "confirmed",
    "continued", "cried", "declared", "demanded", "denied", "described", "describes", "exclaimed",
    "explained", "explains", "expressed", "insisted", "insists", "joked", "noted", "notes", "observed",
    "promised", "recalled", "reiterated", "remarked", "replied", "replies", "responded", "revealed", "said",
    "says", "shouted", "stated", "states", "stressed", "suggested", "tells", "testified", "told", "tweeted",
    "urged", "warned", "warns", "wondered", "writes", "wrote",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted_and_in_lower_case() {
        for list in [
            TITLES,
            ABBREVIATIONS,
            STARTERS,
            CONNECTORS,
            PARTICLES,
            DETERMINERS,
            PRONOUNS,
            MODIFIERS,
            CALENDAR,
            ROLES,
            SAYING,
            ADDRESSING,
        ] {
            for pair in list.windows(2) {
                assert!(pair[0] < pair[1], "{} and {} in order", pair[0], pair[1]);
            }
            assert!(list.iter().all(|word| **word == word.to_lowercase()));
        }
    }
}
