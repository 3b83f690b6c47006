//! Commands for a running machine, the network and people: of little use in a build.

use super::CommandClass::{Host, Interactive, Network, Service};
use super::{Command, of};

const NO_HOST: &str =
    "Works on a running machine. A build step sees only its own processes and no devices, so it fails or does nothing.";
const NO_INIT: &str = "Starts services through an init system, which a container has not. Run the program itself as `CMD`, in the \
    foreground.";
const LOOKING: &str = "A tool for looking at the network. In the image that ships it is size and help for an intruder; `kubectl debug` \
    and `docker run --network container:…` bring it when it is needed.";
const PEOPLE: &str = "Waits for a person, and nobody is there in a build. Installed for later, it is size in the image; `kubectl debug` \
    brings tools when they are needed.";

pub(super) const COMMANDS: &[Command] = &[
    of(Service, "systemctl", "systemd", NO_INIT),
    of(
        Service,
        "service",
        "",
        "Starts a service for this step only: it is gone in the next one and in the container. Run the program itself as `CMD`, in the foreground.",
    ),
    of(Service, "rc-service", "openrc", NO_INIT),
    of(Service, "rc-update", "openrc", NO_INIT),
    of(Service, "invoke-rc.d", "init-system-helpers", NO_INIT),
    of(Service, "init", "", NO_INIT),
    of(Service, "telinit", "", NO_INIT),
    of(
        Service,
        "cron",
        "cron",
        "Runs jobs by the clock. `cron -f` stays in the foreground; in Kubernetes a CronJob does it, with logs and retries.",
    ),
    of(
        Service,
        "crond",
        "busybox",
        "Runs jobs by the clock. `crond -f` stays in the foreground; in Kubernetes a CronJob does it, with logs and retries.",
    ),
    of(Host, "shutdown", "", NO_HOST),
    of(Host, "reboot", "", NO_HOST),
    of(Host, "halt", "", NO_HOST),
    of(Host, "poweroff", "", NO_HOST),
    of(
        Host,
        "mount",
        "mount",
        "Needs a privilege that a build step has not. `RUN --mount` makes files, caches and secrets visible without it.",
    ),
    of(Host, "umount", "mount", NO_HOST),
    of(Host, "modprobe", "kmod", NO_HOST),
    of(Host, "insmod", "kmod", NO_HOST),
    of(Host, "lsmod", "kmod", NO_HOST),
    of(Host, "swapon", "mount", NO_HOST),
    of(
        Host,
        "sysctl",
        "procps",
        "Changes the kernel, which the container shares with the host. Set it in the Pod's `securityContext.sysctls` or with `docker run --sysctl`.",
    ),
    of(Host, "free", "procps", NO_HOST),
    of(Host, "top", "procps", NO_HOST),
    of(Host, "htop", "htop", NO_HOST),
    of(
        Host,
        "ps",
        "procps",
        "Lists processes: in a build only those of this step. Debian and Ubuntu images do not have it.",
    ),
    of(Host, "kill", "", "Ends a process of this step. What was started in the background ends with the step anyway."),
    of(Host, "killall", "psmisc", NO_HOST),
    of(Host, "pkill", "procps", NO_HOST),
    of(Host, "who", "", NO_HOST),
    of(Host, "w", "procps", NO_HOST),
    of(Host, "dmesg", "", NO_HOST),
    of(Host, "fdisk", "fdisk", NO_HOST),
    of(Host, "mkfs", "", NO_HOST),
    of(Host, "losetup", "mount", NO_HOST),
    of(
        Network,
        "iptables",
        "iptables",
        "Changes the firewall of a network that ends with the step. It belongs to the host, or to a NetworkPolicy.",
    ),
    of(
        Network,
        "nft",
        "nftables",
        "Changes the firewall of a network that ends with the step. It belongs to the host, or to a NetworkPolicy.",
    ),
    of(Network, "ip", "iproute2", LOOKING),
    of(Network, "ifconfig", "net-tools", LOOKING),
    of(Network, "route", "net-tools", LOOKING),
    Command {
        insecure_flags: &["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"],
        ..of(
            Network,
            "ssh",
            "openssh-client",
            "Logs in elsewhere. In a build only Git uses it, with `RUN --mount=type=ssh` and the host's key in `known_hosts`; switching \
             the check off lets anybody in between answer.",
        )
    },
    of(
        Network,
        "sshd",
        "openssh-server",
        "Lets people log into a container, with keys to manage and a port to guard. `docker exec` and `kubectl exec` do it without.",
    ),
    of(
        Network,
        "ssh-keygen",
        "openssh-client",
        "Makes keys. One made in the build is in the image, the same for all who run it.",
    ),
    of(
        Network,
        "ssh-keyscan",
        "openssh-client",
        "Asks a server for its key and believes the answer. Better put the key that the provider publishes into `known_hosts` by `COPY`.",
    ),
    of(Network, "telnet", "telnet", LOOKING),
    of(
        Network,
        "nc",
        "netcat-openbsd",
        "Opens connections by hand. As a health check `nc -z` shows only that a port is open, not that the program answers.",
    ),
    of(Network, "ncat", "ncat", LOOKING),
    of(Network, "nmap", "nmap", LOOKING),
    of(Network, "ping", "iputils-ping", LOOKING),
    of(Network, "dig", "dnsutils", LOOKING),
    of(Network, "nslookup", "dnsutils", LOOKING),
    of(Network, "host", "bind9-host", LOOKING),
    of(Network, "traceroute", "traceroute", LOOKING),
    of(Network, "tcpdump", "tcpdump", LOOKING),
    of(Network, "netstat", "net-tools", LOOKING),
    of(Network, "ss", "iproute2", LOOKING),
    of(Network, "socat", "socat", LOOKING),
    of(
        Network,
        "getent",
        "libc-bin",
        "Asks the system's name services: `getent passwd <user>` shows a user, `getent hosts <name>` resolves a name.",
    ),
    of(Interactive, "vim", "vim", PEOPLE),
    of(Interactive, "vi", "vim-tiny", PEOPLE),
    of(Interactive, "nano", "nano", PEOPLE),
    of(Interactive, "emacs", "emacs-nox", PEOPLE),
    of(Interactive, "less", "less", PEOPLE),
    of(Interactive, "more", "", PEOPLE),
    of(Interactive, "man", "man-db", PEOPLE),
    of(
        Interactive,
        "read",
        "",
        "Reads a line of input. A build has none, so it fails at once, unless it reads from a pipe or a file.",
    ),
    of(Interactive, "dialog", "dialog", PEOPLE),
    of(Interactive, "whiptail", "whiptail", PEOPLE),
    Command {
        non_interactive_flags: &["-f noninteractive"],
        ..of(
            Interactive,
            "dpkg-reconfigure",
            "debconf",
            "Asks questions about an installed package. In a build add `-f noninteractive`, or write the file it would write.",
        )
    },
    of(
        Interactive,
        "mysql_secure_installation",
        "",
        "Asks questions and needs a running server. The official images read their settings from variables at the first start.",
    ),
    of(Interactive, "tmux", "tmux", PEOPLE),
    of(Interactive, "screen", "screen", PEOPLE),
];
