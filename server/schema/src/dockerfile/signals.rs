//! Signals, as in `STOPSIGNAL`.

/// A Linux signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// The full name: `SIGTERM`.
    pub canonical: &'static str,
    /// Other full names of the same signal: `SIGPOLL` for `SIGIO`; often empty. Short forms are not listed.
    pub aliases: &'static [&'static str],
    /// The number on Linux for x86-64 and arm64.
    pub number: u8,
    /// What a process does with it, and which servers use it to stop; Markdown, whole sentences.
    pub documentation: &'static str,
    /// Whether a process can react to it at all.
    pub catchable: bool,
    /// Programs that stop gracefully on this signal rather than on SIGTERM; empty for most.
    pub stops: &'static [&'static str],
}

const fn signal_of(number: u8, canonical: &'static str, documentation: &'static str) -> Signal {
    Signal { canonical, aliases: &[], number, documentation, catchable: true, stops: &[] }
}

const fn crash(number: u8, canonical: &'static str) -> Signal {
    signal_of(
        number,
        canonical,
        "Reports a fault in the program; the default is to die and leave a core dump. Not a way to stop a container: nothing \
         is finished or saved.",
    )
}

const fn job_control(number: u8, canonical: &'static str) -> Signal {
    signal_of(
        number,
        canonical,
        "Job control of a terminal: by default it suspends the process and does not end it. As a stop signal it makes every \
         `docker stop` wait for the time-out.",
    )
}

const fn real_time(number: u8, canonical: &'static str) -> Signal {
    signal_of(number, canonical, "A real-time signal without a fixed meaning; by default it ends the process at once.")
}

const SIGNALS: &[Signal] = &[
    signal_of(
        1,
        "SIGHUP",
        "The terminal went away. Ends a plain program; many servers read their configuration again instead and go on running, \
         so it is rarely right as a stop signal.",
    ),
    Signal {
        stops: &["postgres", "sonarqube"],
        ..signal_of(
            2,
            "SIGINT",
            "What Ctrl-C sends. PostgreSQL takes it as a fast shutdown: it rolls back, disconnects clients and writes its data, \
             where SIGTERM waits for clients to leave. Most other programs treat it as SIGTERM.",
        )
    },
    Signal {
        stops: &["nginx", "php-fpm", "kong", "unicorn"],
        ..signal_of(
            3,
            "SIGQUIT",
            "Graceful stop for nginx, PHP-FPM, Kong and Unicorn: requests in flight are answered first. Elsewhere the program \
             dies with a core dump, and a JVM prints its threads and goes on.",
        )
    },
    crash(4, "SIGILL"),
    crash(5, "SIGTRAP"),
    Signal { aliases: &["SIGIOT"], ..crash(6, "SIGABRT") },
    crash(7, "SIGBUS"),
    crash(8, "SIGFPE"),
    Signal {
        catchable: false,
        ..signal_of(
            9,
            "SIGKILL",
            "Ends the process at once; it cannot be caught. As a stop signal it takes away the chance to finish requests and \
             to write data. Docker and Kubernetes send it anyway once the grace period is over.",
        )
    },
    Signal {
        stops: &["haproxy"],
        ..signal_of(
            10,
            "SIGUSR1",
            "Free for the program to use. HAProxy stops softly on it: it takes no new connections and leaves when the last one \
             is done. A program that does not know it dies.",
        )
    },
    crash(11, "SIGSEGV"),
    signal_of(
        12,
        "SIGUSR2",
        "Free for the program to use; often it starts a new binary or opens log files again. A program that does not know it dies.",
    ),
    signal_of(13, "SIGPIPE", "Nobody reads the pipe any more. Servers ignore it; it is not a stop signal."),
    signal_of(
        14,
        "SIGALRM",
        "A timer of the program ran out. By default it ends the program; it is not meant as a stop signal.",
    ),
    signal_of(
        15,
        "SIGTERM",
        "The polite request to stop, and the default of Docker and Kubernetes. The program closes its connections and leaves; \
         after the grace period (10 s in Docker, 30 s in Kubernetes) SIGKILL follows. Process 1 that installs no handler \
         ignores it.",
    ),
    signal_of(16, "SIGSTKFLT", "Unused by Linux today; by default it ends the process."),
    Signal {
        aliases: &["SIGCLD"],
        ..signal_of(17, "SIGCHLD", "A child process ended. Ignored by default, so as a stop signal it does nothing.")
    },
    signal_of(18, "SIGCONT", "Lets a suspended process go on. It never ends one."),
    Signal {
        catchable: false,
        ..signal_of(
            19,
            "SIGSTOP",
            "Suspends the process; it cannot be caught and does not end it. As a stop signal it makes every `docker stop` wait \
             for the time-out.",
        )
    },
    job_control(20, "SIGTSTP"),
    job_control(21, "SIGTTIN"),
    job_control(22, "SIGTTOU"),
    signal_of(23, "SIGURG", "Urgent data on a socket. Ignored by default, so as a stop signal it does nothing."),
    crash(24, "SIGXCPU"),
    crash(25, "SIGXFSZ"),
    signal_of(26, "SIGVTALRM", "A timer of processor time ran out. By default it ends the program."),
    signal_of(27, "SIGPROF", "The timer of a profiler. By default it ends the program."),
    Signal {
        stops: &["httpd"],
        ..signal_of(
            28,
            "SIGWINCH",
            "The terminal changed its size; ignored by most programs. Apache httpd takes it as the graceful stop: requests in \
             flight are answered first, where SIGTERM cuts them off.",
        )
    },
    Signal { aliases: &["SIGPOLL"], ..signal_of(29, "SIGIO", "A file became ready. By default it ends the program.") },
    signal_of(30, "SIGPWR", "Power is failing; an init system may shut down on it. By default it ends the program."),
    Signal { aliases: &["SIGUNUSED"], ..crash(31, "SIGSYS") },
    real_time(34, "SIGRTMIN"),
    real_time(35, "SIGRTMIN+1"),
    real_time(36, "SIGRTMIN+2"),
    Signal {
        stops: &["systemd"],
        ..signal_of(
            37,
            "SIGRTMIN+3",
            "Tells systemd as process 1 to halt: it stops its units in order and exits. The stop signal for an image that boots \
             systemd; on SIGTERM systemd starts itself anew instead.",
        )
    },
    real_time(38, "SIGRTMIN+4"),
    real_time(39, "SIGRTMIN+5"),
    real_time(40, "SIGRTMIN+6"),
    real_time(41, "SIGRTMIN+7"),
    real_time(42, "SIGRTMIN+8"),
    real_time(43, "SIGRTMIN+9"),
    real_time(44, "SIGRTMIN+10"),
    real_time(45, "SIGRTMIN+11"),
    real_time(46, "SIGRTMIN+12"),
    real_time(47, "SIGRTMIN+13"),
    real_time(48, "SIGRTMIN+14"),
    real_time(49, "SIGRTMIN+15"),
    real_time(50, "SIGRTMAX-14"),
    real_time(51, "SIGRTMAX-13"),
    real_time(52, "SIGRTMAX-12"),
    real_time(53, "SIGRTMAX-11"),
    real_time(54, "SIGRTMAX-10"),
    real_time(55, "SIGRTMAX-9"),
    real_time(56, "SIGRTMAX-8"),
    real_time(57, "SIGRTMAX-7"),
    real_time(58, "SIGRTMAX-6"),
    real_time(59, "SIGRTMAX-5"),
    real_time(60, "SIGRTMAX-4"),
    real_time(61, "SIGRTMAX-3"),
    real_time(62, "SIGRTMAX-2"),
    real_time(63, "SIGRTMAX-1"),
    real_time(64, "SIGRTMAX"),
];

/// The signal that `text` names: `SIGTERM`, `term`, `15`. `None`: Docker refuses it, too.
#[must_use]
pub fn signal(text: &str) -> Option<&'static Signal> {
    let text = text.trim();
    if let Ok(number) = text.parse::<u8>() {
        return SIGNALS.iter().find(|it| it.number == number);
    }
    let same = |name: &str| name.eq_ignore_ascii_case(text) || name[3..].eq_ignore_ascii_case(text);
    SIGNALS.iter().find(|it| same(it.canonical) || it.aliases.iter().any(|alias| same(alias)))
}

/// All signals by number. Source: signal map of Moby, numbers of Linux on x86-64 and arm64.
#[must_use]
pub fn signals() -> &'static [Signal] {
    SIGNALS
}
