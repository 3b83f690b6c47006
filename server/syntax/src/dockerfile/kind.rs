//! Names of what a Dockerfile is made of.

/// An instruction's keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Keyword {
    /// `ADD`
    Add,
    /// `ARG`
    Arg,
    /// `CMD`
    Cmd,
    /// `COPY`
    Copy,
    /// `ENTRYPOINT`
    Entrypoint,
    /// `ENV`
    Env,
    /// `EXPOSE`
    Expose,
    /// `FROM`
    From,
    /// `HEALTHCHECK`
    Healthcheck,
    /// `LABEL`
    Label,
    /// `MAINTAINER`
    Maintainer,
    /// `ONBUILD`
    Onbuild,
    /// `RUN`
    Run,
    /// `SHELL`
    Shell,
    /// `STOPSIGNAL`
    Stopsignal,
    /// `USER`
    User,
    /// `VOLUME`
    Volume,
    /// `WORKDIR`
    Workdir,
    /// A word that is no instruction.
    Unknown,
}

impl Keyword {
    /// Every instruction there is, in alphabetical order.
    pub const ALL: [Keyword; 18] = [
        Keyword::Add,
        Keyword::Arg,
        Keyword::Cmd,
        Keyword::Copy,
        Keyword::Entrypoint,
        Keyword::Env,
        Keyword::Expose,
        Keyword::From,
        Keyword::Healthcheck,
        Keyword::Label,
        Keyword::Maintainer,
        Keyword::Onbuild,
        Keyword::Run,
        Keyword::Shell,
        Keyword::Stopsignal,
        Keyword::User,
        Keyword::Volume,
        Keyword::Workdir,
    ];

    /// The keyword written as `word`, in any case.
    #[must_use]
    pub fn parse(word: &str) -> Keyword {
        Self::ALL.into_iter().find(|keyword| keyword.name().eq_ignore_ascii_case(word)).unwrap_or(Keyword::Unknown)
    }

    /// The keyword in capitals; empty for [`Keyword::Unknown`].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Keyword::Add => "ADD",
            Keyword::Arg => "ARG",
            Keyword::Cmd => "CMD",
            Keyword::Copy => "COPY",
            Keyword::Entrypoint => "ENTRYPOINT",
            Keyword::Env => "ENV",
            Keyword::Expose => "EXPOSE",
            Keyword::From => "FROM",
            Keyword::Healthcheck => "HEALTHCHECK",
            Keyword::Label => "LABEL",
            Keyword::Maintainer => "MAINTAINER",
            Keyword::Onbuild => "ONBUILD",
            Keyword::Run => "RUN",
            Keyword::Shell => "SHELL",
            Keyword::Stopsignal => "STOPSIGNAL",
            Keyword::User => "USER",
            Keyword::Volume => "VOLUME",
            Keyword::Workdir => "WORKDIR",
            Keyword::Unknown => "",
        }
    }

    /// Whether the builder takes `--flags` behind this keyword.
    #[must_use]
    pub fn takes_flags(self) -> bool {
        matches!(self, Keyword::From | Keyword::Run | Keyword::Copy | Keyword::Add | Keyword::Healthcheck)
    }

    /// Whether a heredoc may stand here.
    #[must_use]
    pub fn takes_heredocs(self) -> bool {
        matches!(self, Keyword::Run | Keyword::Copy | Keyword::Add)
    }
}

/// What a span of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxKind {
    /// `# name=value` at the top of the file.
    Directive,
    /// The name in a directive.
    DirectiveName,
    /// The value of a directive.
    DirectiveValue,
    /// A comment line, without its line end.
    Comment,
    /// The escape character at a line's end, with blanks behind it and the line end.
    Continuation,
    /// An instruction from its keyword to its last character, heredocs included.
    Instruction,
    /// The keyword of an instruction.
    Keyword,
    /// `--name=value`
    Flag,
    /// The name of a flag, with its dashes.
    FlagName,
    /// One `key=value` of a `--mount` flag.
    MountOption,
    /// The image of a FROM.
    Image,
    /// The name of a stage, where it is given.
    StageName,
    /// The `AS` of a FROM.
    As,
    /// A blank-separated word.
    Word,
    /// `key=value` or `key value`
    Pair,
    /// The key of a pair.
    Key,
    /// A JSON array of strings.
    Array,
    /// A string in an array, with its quotes.
    ArrayItem,
    /// `$name` or `${name…}`
    Variable,
    /// The name in a variable.
    VariableName,
    /// `NONE` or `CMD` behind HEALTHCHECK.
    HealthcheckType,
    /// A heredoc's body with its end line.
    Heredoc,
    /// A heredoc's end word.
    HeredocEnd,
    /// A command line for the shell.
    Script,
    /// A statement of a command line: a pipeline.
    Statement,
    /// A command of a pipeline.
    Command,
    /// A name that is called.
    CommandName,
    /// A word of the shell.
    ShellWord,
    /// A quoted stretch of a word.
    ShellString,
    /// `name=value` before a command.
    Assignment,
    /// `> file` and its kin.
    Redirection,
    /// `&&`, `||`, `;`, `&`, `|`
    Operator,
    /// A comment in a script.
    ShellComment,
}
