//! What the reader recognises of a script, each part with its range.

use text_size::TextRange;

/// A list of statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// From the first character read to the last.
    pub range: TextRange,
    /// In order.
    pub statements: Vec<Statement>,
    /// `# …` between statements.
    pub comments: Vec<TextRange>,
    /// What is left open or stands where it cannot, by place; only the outermost script has them.
    pub errors: Vec<SyntaxError>,
}

/// A mistake with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where, from the start of the construct.
    pub range: TextRange,
    /// What, in a few words.
    pub message: &'static str,
}

/// A pipeline and what joins it to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The pipeline's range.
    pub range: TextRange,
    /// The pipeline.
    pub pipeline: Pipeline,
    /// What stands behind it.
    pub separator: Option<Separator>,
}

/// What stands between two statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator {
    /// Which one.
    pub kind: SeparatorKind,
    /// Where.
    pub range: TextRange,
}

/// How two statements are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeparatorKind {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;`
    Semicolon,
    /// A line end.
    Newline,
    /// `&`
    Background,
}

/// Commands joined by `|`; most often only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    /// With a leading `!` or `time`.
    pub range: TextRange,
    /// Whether `!` stands before it.
    pub negated: bool,
    /// At least one.
    pub commands: Vec<Command>,
    /// Each `|` or `|&`.
    pub pipes: Vec<TextRange>,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// With its redirections.
    pub range: TextRange,
    /// What it is.
    pub kind: CommandKind,
    /// Redirections behind a compound command; a simple command keeps its own.
    pub redirections: Vec<Redirection>,
}

/// The kinds of commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandKind {
    /// `name argument…`
    Simple(SimpleCommand),
    /// `{ …; }`
    Group(Script),
    /// `( … )`
    Subshell(Script),
    /// `if …; then …; elif …; else …; fi`
    If {
        /// `if` and each `elif`.
        branches: Vec<Branch>,
        /// `else`
        otherwise: Option<Script>,
    },
    /// `while` and `until`
    Loop {
        /// Which.
        kind: LoopKind,
        /// What is asked before each turn.
        condition: Script,
        /// What is repeated.
        body: Script,
    },
    /// `for name in words; do …; done`
    For {
        /// The variable; `None` in `for ((…))`.
        variable: Option<Name>,
        /// What it goes through.
        words: Vec<Word>,
        /// What is repeated.
        body: Script,
    },
    /// `case word in pattern) …;; esac`
    Case {
        /// What is compared.
        subject: Option<Word>,
        /// In order.
        arms: Vec<CaseArm>,
    },
    /// `name() …`
    Function {
        /// Its name.
        name: Name,
        /// What a call runs.
        body: Box<Command>,
    },
    /// `[[ … ]]`
    Test {
        /// Its words; operators that are no words are left out.
        words: Vec<Word>,
    },
    /// `(( … ))`
    Arithmetic(TextRange),
}

/// The kinds of loops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopKind {
    /// `while`
    While,
    /// `until`
    Until,
}

/// A condition and what runs when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Between `if` and `then`.
    pub condition: Script,
    /// Behind `then`.
    pub body: Script,
}

/// An arm of `case`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseArm {
    /// Before `)`.
    pub patterns: Vec<Word>,
    /// Up to `;;`.
    pub body: Script,
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where.
    pub range: TextRange,
}

/// Assignments, words, redirections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimpleCommand {
    /// From the first to the last of them.
    pub range: TextRange,
    /// Before the first word.
    pub assignments: Vec<Assignment>,
    /// The name and the arguments.
    pub words: Vec<Word>,
    /// Wherever they stand.
    pub redirections: Vec<Redirection>,
}

/// `name=value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The whole.
    pub range: TextRange,
    /// The name.
    pub name: Name,
    /// `+=`
    pub append: bool,
    /// The value; of an array all words in a row; `None` when nothing follows `=`.
    pub value: Option<Word>,
}

/// `> file` and its kin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirection {
    /// The whole, heredoc body not included.
    pub range: TextRange,
    /// The number before it.
    pub descriptor: Option<TextRange>,
    /// Which one.
    pub kind: RedirectionKind,
    /// The file, the number, the end word.
    pub target: Option<Word>,
    /// Of a heredoc, once its lines are found.
    pub body: Option<HeredocBody>,
}

/// The kinds of redirections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectionKind {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `<>`
    ReadWrite,
    /// `>|`
    Clobber,
    /// `<&`
    DuplicateIn,
    /// `>&`
    DuplicateOut,
    /// `&>` and `&>>`
    WriteBoth,
    /// `<<` and `<<-`
    Heredoc {
        /// `<<-`
        strip_tabs: bool,
    },
    /// `<<<`
    HereString,
}

/// The lines of a heredoc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeredocBody {
    /// Without the end line.
    pub range: TextRange,
    /// Whether the end word is quoted: then nothing in the body is expanded.
    pub quoted: bool,
    /// Text and expansions; empty when quoted.
    pub parts: Vec<WordPart>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The whole, quotes included.
    pub range: TextRange,
    /// What it is made of.
    pub parts: Vec<WordPart>,
}

/// A stretch of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordPart {
    /// With its quotes or braces.
    pub range: TextRange,
    /// What it is.
    pub kind: WordPartKind,
}

/// The kinds of stretches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordPartKind {
    /// Bare text, unescaped, continuations dropped.
    Literal(String),
    /// `'…'`
    SingleQuoted(String),
    /// `"…"`
    DoubleQuoted(Vec<WordPart>),
    /// `$'…'`, unescaped.
    AnsiC(String),
    /// `$name` and `${…}`
    Variable(Box<Variable>),
    /// `$(…)` and backquotes.
    Command(Box<Script>),
    /// `$((…))`
    Arithmetic(Vec<WordPart>),
    /// `<(…)` and `>(…)`
    Process(Box<Script>),
    /// A bare `*`, `?` or `[`, or what stands before the parenthesis of `@(a|b)`.
    Glob(char),
    /// A bare `~` at the start.
    Tilde,
}

/// A use of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name; a single character for `$?` and its kin.
    pub name: Name,
    /// `${…}`
    pub braced: bool,
    /// `:-`, `#`, `//`, `[`, …, or the `#` and `!` before the name.
    pub operator: Option<(String, TextRange)>,
    /// What follows the operator.
    pub argument: Vec<WordPart>,
}
