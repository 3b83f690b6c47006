//! What the reader recognises: typed parts, each with its range in the document.

use text_size::TextRange;

use super::kind::{Keyword, SyntaxKind};
use crate::shell::Script;

/// A handle on an element of the tree. Only the reader makes them, so that a finding or a fix always names something
/// that was recognised, never a guess at a text range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node {
    pub(super) kind: SyntaxKind,
    pub(super) range: TextRange,
}

impl Node {
    /// What the element is.
    #[must_use]
    pub fn kind(self) -> SyntaxKind {
        self.kind
    }

    /// Where the element stands.
    #[must_use]
    pub fn range(self) -> TextRange {
        self.range
    }
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as written, without quotes, dashes or dollar.
    pub text: String,
    /// Where it stands.
    pub range: TextRange,
    pub(super) kind: SyntaxKind,
}

/// How a stretch of a word is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// Bare.
    None,
    /// In `'…'`: nothing is expanded.
    Single,
    /// In `"…"`.
    Double,
}

/// A word as the builder reads it: joined over continuations, with its quotes and variables known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// From the first to the last character; continuations inside belong to it.
    pub range: TextRange,
    /// The text as written, continuations dropped, quotes kept.
    pub raw: String,
    /// The stretches it is made of; quote characters belong to none.
    pub parts: Vec<Part>,
    /// Whether an opened quote was closed.
    pub terminated: bool,
    pub(super) kind: SyntaxKind,
}

/// A stretch of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands.
    pub range: TextRange,
    /// How it is quoted.
    pub quote: Quote,
    /// Text or a variable.
    pub content: PartContent,
}

/// What a stretch of a word says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartContent {
    /// Text, unescaped.
    Text(String),
    /// `$name` or `${name…}`
    Variable(Variable),
}

/// A use of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// With dollar and braces.
    pub range: TextRange,
    /// The name; empty while `${` is being typed.
    pub name: Name,
    /// `${name}` rather than `$name`.
    pub braced: bool,
    /// What follows the name within the braces.
    pub modifier: Option<Modifier>,
    /// Whether `}` is there.
    pub terminated: bool,
}

/// `:-word` and the other forms behind the name of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`, or what stands there instead.
    pub operator: String,
    /// Where the operator stands.
    pub operator_range: TextRange,
    /// The text behind the operator with the variables in it.
    pub parts: Vec<Part>,
}

/// `--name` or `--name=value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// The whole flag.
    pub range: TextRange,
    /// The name, its text without dashes, its range with them.
    pub name: Name,
    /// What stands behind `=`; `None` without `=`.
    pub value: Option<Word>,
    /// The options, when this is `--mount=…`; else empty.
    pub options: Vec<MountOption>,
}

/// One comma-separated `key=value` of a mount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MountOption {
    /// The whole option.
    pub range: TextRange,
    /// The key as written.
    pub key: Name,
    /// What stands behind `=`; `None` for a bare `readonly`.
    pub value: Option<Word>,
}

/// `# name=value` at the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The line without its end.
    pub range: TextRange,
    /// The name as written.
    pub name: Name,
    /// The value as written.
    pub value: Name,
}

/// A comment line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the line's end, the end not included.
    pub range: TextRange,
    /// The text behind `#`, untrimmed.
    pub text: String,
    /// Whether it stands between the lines of an instruction.
    pub inside_instruction: bool,
}

/// An instruction with all its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// From the keyword to the last character of the last argument or heredoc end; a trailing continuation is not included.
    pub range: TextRange,
    /// Which one it is.
    pub keyword: Keyword,
    /// The keyword as written.
    pub keyword_name: Name,
    /// Its flags, in order.
    pub flags: Vec<Flag>,
    /// Its arguments.
    pub body: Body,
    /// Its heredocs, in order.
    pub heredocs: Vec<Heredoc>,
    /// Each escape character at a line's end, with the blanks and the line end behind it.
    pub continuations: Vec<TextRange>,
    /// Empty lines between its lines.
    pub empty_lines: Vec<TextRange>,
}

/// The arguments of an instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `FROM image [AS name]`
    From(From),
    /// `RUN command`
    Run(Command),
    /// `CMD command`
    Cmd(Command),
    /// `ENTRYPOINT command`
    Entrypoint(Command),
    /// `SHELL ["program", "flag"]`
    Shell(Command),
    /// `COPY source… destination`
    Copy(Transfer),
    /// `ADD source… destination`
    Add(Transfer),
    /// `ENV key=value…`
    Env(Pairs),
    /// `LABEL key=value…`
    Label(Pairs),
    /// `ARG name[=value]…`
    Arg(Pairs),
    /// `EXPOSE port[/protocol]…`
    Expose(Vec<Word>),
    /// `VOLUME path…` or `VOLUME ["path"]`
    Volume(Paths),
    /// `USER name[:group]`
    User(Option<Word>),
    /// `WORKDIR path`
    Workdir(Option<Word>),
    /// `STOPSIGNAL signal`
    Stopsignal(Option<Word>),
    /// `MAINTAINER text`
    Maintainer(Option<Word>),
    /// `HEALTHCHECK NONE` or `HEALTHCHECK CMD command`
    Healthcheck(Healthcheck),
    /// `ONBUILD instruction`; `None` while it is not typed yet or nested beyond sense
    Onbuild(Option<Box<Instruction>>),
    /// Words behind a keyword nobody knows.
    Unknown(Vec<Word>),
}

/// The arguments of FROM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// The image or earlier stage.
    pub image: Option<Word>,
    /// The second word, which should be `AS`.
    pub as_keyword: Option<Name>,
    /// The stage's name.
    pub name: Option<Name>,
    /// Words too many.
    pub extra: Vec<Word>,
}

/// What is to be run, in one of its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// From the first to the last character of the command line, heredoc bodies not included.
    pub range: TextRange,
    /// Exec form, or for which shell.
    pub form: Form,
}

/// The form of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// `["program", "argument"]`
    Exec(Vec<ArrayItem>),
    /// For a POSIX shell or bash.
    Shell(Script),
    /// For another shell (`cmd`, PowerShell, …): not read.
    Foreign,
    /// Nothing there yet.
    Empty,
}

/// A string of an array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrayItem {
    /// With its quotes.
    pub range: TextRange,
    /// Decoded.
    pub value: String,
}

/// The arguments of COPY and ADD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Everything but the last word; a heredoc's `<<EOF` is among them.
    pub sources: Vec<Word>,
    /// The last word; `None` when there are fewer than two.
    pub destination: Option<Word>,
    /// The array, in JSON form.
    pub array: Option<TextRange>,
}

/// The arguments of VOLUME.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The paths.
    pub paths: Vec<Word>,
    /// The array, in JSON form.
    pub array: Option<TextRange>,
}

/// The arguments of ENV, LABEL and ARG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    /// In order.
    pub pairs: Vec<Pair>,
    /// `ENV key value`: one pair without `=`.
    pub legacy: bool,
}

/// `key=value`, or the key alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The whole pair.
    pub range: TextRange,
    /// The key.
    pub key: Word,
    /// What stands behind `=` (empty words too), or behind the blank in the old form.
    pub value: Option<Word>,
}

/// The arguments of HEALTHCHECK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Healthcheck {
    /// `NONE`, `CMD`, or what stands there instead.
    pub kind: Option<Name>,
    /// The command behind `CMD`.
    pub command: Option<Command>,
}

/// A heredoc of RUN, COPY or ADD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heredoc {
    /// `<<EOF` on the instruction's line.
    pub start: TextRange,
    /// The end word, its text unquoted, its range within `start`.
    pub name: Name,
    /// `<<-`: tabs before each line are dropped.
    pub strip_tabs: bool,
    /// A quoted end word: nothing in the body is expanded by the builder.
    pub quoted: bool,
    /// The lines between, each with its line end.
    pub body: TextRange,
    /// The end line's word; `None` when the file ends first.
    pub end: Option<TextRange>,
    /// The body as a script, when a POSIX shell runs it.
    pub script: Option<Script>,
    /// Variables of the builder in the body (COPY and ADD, end word not quoted).
    pub variables: Vec<Variable>,
}

/// A mistake with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub range: TextRange,
    /// What is wrong.
    pub kind: SyntaxErrorKind,
}

/// What the reader finds wrong; the builder refuses each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A word that is no instruction.
    UnknownInstruction,
    /// An instruction with nothing behind it.
    MissingArgument(Keyword),
    /// COPY or ADD with a single path.
    MissingDestination(Keyword),
    /// FROM with two words or more than three.
    FromWords,
    /// ENV or LABEL in the old form with a key only.
    MissingValue,
    /// A word without `=` among pairs.
    MissingEquals,
    /// A pair that starts with `=`.
    MissingKey,
    /// A quote that is never closed.
    UnterminatedQuote(char),
    /// `${` without `}`
    UnterminatedVariable,
    /// A form of `${…}` the builder does not know.
    UnsupportedModifier(String),
    /// `${}`, `${:…}`, `${{…}`: no name.
    BadSubstitution,
    /// A heredoc whose end line never comes.
    UnterminatedHeredoc(String),
    /// SHELL without an array.
    ShellNeedsArray,
    /// An array with something other than strings in it.
    ArrayOfStrings,
    /// HEALTHCHECK with something other than NONE or CMD.
    HealthcheckType,
    /// HEALTHCHECK NONE with something behind it.
    HealthcheckNone,
    /// ONBUILD with ONBUILD, FROM or MAINTAINER.
    OnbuildTrigger,
    /// A directive given twice.
    DuplicateDirective(String),
    /// An escape directive with a value other than a backslash or a backquote.
    EscapeValue,
}

/// Implemented by every part that can be named in a finding or a fix.
pub trait Element {
    /// The handle on this part.
    fn node(&self) -> Node;
}

macro_rules! elements {
    ($($part:ty => $kind:ident),* $(,)?) => {
        $(impl Element for $part {
            fn node(&self) -> Node {
                Node { kind: SyntaxKind::$kind, range: self.range }
            }
        })*
    };
}

elements! {
    Flag => Flag, MountOption => MountOption, Directive => Directive, Comment => Comment, Instruction => Instruction,
    ArrayItem => ArrayItem, Pair => Pair, Variable => Variable, Command => Script, SyntaxError => Word,
    crate::shell::Script => Script, crate::shell::Statement => Statement, crate::shell::Pipeline => Statement,
    crate::shell::Command => Command, crate::shell::SimpleCommand => Command, crate::shell::Word => ShellWord,
    crate::shell::Assignment => Assignment, crate::shell::Redirection => Redirection, crate::shell::Separator => Operator,
    crate::shell::Name => CommandName, crate::shell::WordPart => ShellString,
}

impl Element for Name {
    fn node(&self) -> Node {
        Node { kind: self.kind, range: self.range }
    }
}

impl Element for Word {
    fn node(&self) -> Node {
        Node { kind: self.kind, range: self.range }
    }
}

impl Element for Heredoc {
    fn node(&self) -> Node {
        Node { kind: SyntaxKind::Heredoc, range: self.start }
    }
}

impl Element for Node {
    fn node(&self) -> Node {
        *self
    }
}

impl<T: Element + ?Sized> Element for &T {
    fn node(&self) -> Node {
        (**self).node()
    }
}
