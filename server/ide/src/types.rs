//! What the features answer with.

use std::path::PathBuf;

use syntax::{TextEdit, TextRange, TextSize};

/// Text about the thing under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The thing.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Which file.
    pub path: PathBuf,
    /// The whole thing, for context.
    pub range: TextRange,
    /// Its name, where the cursor goes.
    pub focus: TextRange,
}

/// A use of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Which file.
    pub path: PathBuf,
    /// Where.
    pub range: TextRange,
    /// Whether it declares or sets the thing.
    pub is_write: bool,
}

/// Edits over several files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceChange {
    /// Edits by file, disjoint within each.
    pub edits: Vec<(PathBuf, Vec<TextEdit>)>,
    /// New files with their text.
    pub creates: Vec<(PathBuf, String)>,
}

/// What a completion item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// An instruction.
    Keyword,
    /// A flag, or a key of a mount.
    Property,
    /// One of a closed list of values.
    Value,
    /// A variable.
    Variable,
    /// A stage of this file.
    Stage,
    /// An image.
    Image,
    /// A file of the build context.
    File,
    /// A folder of the build context.
    Folder,
    /// A user or a group.
    User,
    /// A block to fill in.
    Snippet,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionItem {
    /// What is listed.
    pub label: String,
    /// A few words behind the label: the type, where it comes from.
    pub detail: Option<String>,
    /// What it is.
    pub kind: CompletionKind,
    /// What is replaced.
    pub range: TextRange,
    /// What is put there; with `$1`, `${2:name}` when `is_snippet`.
    pub insert: String,
    /// Whether `insert` has placeholders.
    pub is_snippet: bool,
    /// `insert` for editors without snippets: no placeholders.
    pub plain: String,
    /// What typing is matched against, where it is not the label.
    pub filter: Option<String>,
    /// Lower comes first; within a group the label decides.
    pub group: u8,
    /// There is a newer way.
    pub is_deprecated: bool,
    /// Whether the editor should ask for proposals again at once (behind a folder's slash, a flag's `=`).
    pub retrigger: bool,
    /// Whether there is more where this came from, so that the editor should ask again as more is typed.
    pub is_partial: bool,
    /// What [`resolve`](crate::completion::resolve) gives the documentation for; `None` where there is none.
    pub documentation: Option<DocumentationKey>,
}

/// Names a text that is only wanted when an item is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentationKey {
    /// `instruction`, `flag`, `mount`, `argument`, `image`, `signal`, `snippet`, …
    pub topic: String,
    /// The name within the topic: `RUN`, `RUN --mount`, `cache sharing`.
    pub name: String,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A stage.
    Stage,
    /// An instruction.
    Instruction,
    /// A variable that is declared.
    Variable,
    /// A port.
    Port,
    /// A directive.
    Directive,
    /// A pattern of an ignore file.
    Pattern,
    /// An object of a manifest.
    Object,
    /// A key of a mapping.
    Key,
}

/// A symbol of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// What stands behind the name.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole.
    pub range: TextRange,
    /// Its name's place, within `range`.
    pub focus: TextRange,
    /// There is a newer way.
    pub is_deprecated: bool,
    /// What is in it.
    pub children: Vec<Symbol>,
}

/// A symbol of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// Where it belongs: the file's name relative to its folder.
    pub container: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// Where.
    pub target: Target,
}

/// What a fold hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FoldKind {
    /// Comment lines.
    Comment,
    /// Anything else.
    Region,
}

/// Lines that can be folded away below the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// From somewhere in the first line to somewhere in the last.
    pub range: TextRange,
    /// What it hides.
    pub kind: FoldKind,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The text that is clicked.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
    /// What is shown before clicking.
    pub tooltip: Option<String>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page.
    Url(String),
    /// A file.
    File(PathBuf),
}

/// How the thing under the cursor is called with arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureHelp {
    /// The forms.
    pub signatures: Vec<Signature>,
    /// The form that fits what is typed.
    pub active: usize,
    /// The argument under the cursor, within the active form.
    pub active_parameter: Option<usize>,
}

/// One form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// As it is written down.
    pub label: String,
    /// Markdown.
    pub documentation: String,
    /// Each argument: its text within the label, and Markdown.
    pub parameters: Vec<(String, String)>,
}

/// What a token is; the order is the legend's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// An instruction's keyword, AS, a directive's name, reserved words of the shell; booleans and `null` of YAML.
    Keyword,
    /// A comment.
    Comment,
    /// Quoted text; any text of YAML.
    String,
    /// A number: a port, a mode.
    Number,
    /// `&&`, `|`, `=`, redirections; `---`, `<<` and the `|` of a block of YAML.
    Operator,
    /// A variable; an anchor or an alias of YAML.
    Variable,
    /// A flag of an instruction or a command, a key of a pair or of a mapping.
    Property,
    /// A command that is called.
    Function,
    /// A stage.
    Namespace,
    /// An image; a tag of YAML.
    Type,
    /// The escape character at a line's end, a heredoc's word; a directive of YAML.
    Macro,
}

/// A coloured stretch; never over a line's end once the handler has split it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where.
    pub range: TextRange,
    /// What.
    pub kind: TokenKind,
    /// Whether it declares the thing.
    pub is_declaration: bool,
}

/// Text the editor shows between the characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Where.
    pub offset: TextSize,
    /// What.
    pub label: String,
    /// Markdown shown on hover.
    pub tooltip: Option<String>,
}

/// A fact above an object, with the places that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// What it stands above.
    pub range: TextRange,
    /// The fact.
    pub title: String,
    /// What is shown when it is chosen; may be empty.
    pub places: Vec<Reference>,
}

/// What an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Mends a finding.
    QuickFix,
    /// Mends all that can be mended unseen.
    FixAll,
    /// Rewrites something that is not wrong.
    Rewrite,
}

/// Something the editor offers to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// An imperative that names the effect.
    pub title: String,
    /// What it is for.
    pub kind: ActionKind,
    /// What it changes.
    pub change: SourceChange,
    /// The rule and the range of the finding it mends; `None` for rewrites.
    pub mends: Option<(&'static str, TextRange)>,
    /// Whether it is the one to take.
    pub is_preferred: bool,
}
