//! Commands that fetch, unpack and verify.

use super::CommandClass::{Archive, Certificate, Download, Verify};
use super::{Command, of};

const DIGEST_QUIET: &[&str] = &["--quiet", "--status"];
const WEAK: &str = "Computes a digest that can be forged today. For checking a download use `sha256sum -c`.";

pub(super) const COMMANDS: &[Command] = &[
    Command {
        fail_flags: &["-f", "--fail", "--fail-with-body"],
        follow_flags: &["-L", "--location", "--location-trusted"],
        insecure_flags: &["-k", "--insecure", "--proxy-insecure", "--doh-insecure"],
        quiet_flags: &["-s", "--silent", "--no-progress-meter"],
        ..of(
            Download,
            "curl",
            "curl",
            "Downloads. Without `-f` an error page counts as success and ends up in the file; the usual set is `curl -fsSL`, with \
             `--retry 5` for flaky servers. For a single file `ADD --checksum=sha256:… <url>` needs no curl in the image at all.",
        )
    },
    Command {
        insecure_flags: &["--no-check-certificate", "--no-hsts"],
        quiet_flags: &["-q", "--quiet", "-nv", "--no-verbose", "--progress=dot:giga"],
        ..of(
            Download,
            "wget",
            "wget",
            "Downloads, follows redirects and fails on HTTP errors by itself. Its progress bar fills the log: add `-q` or \
             `--progress=dot:giga`. Alpine has BusyBox's wget, which knows fewer options; choose wget or curl for an image, not both.",
        )
    },
    Command {
        insecure_flags: &["--check-certificate=false"],
        ..of(
            Download,
            "aria2c",
            "aria2",
            "Downloads over several connections at once. Check the result's digest: `--checksum=sha-256=…`.",
        )
    },
    Command {
        fail_flags: &["--check-status"],
        follow_flags: &["-F", "--follow"],
        insecure_flags: &["--verify=no"],
        ..of(
            Download,
            "http",
            "httpie",
            "HTTPie, made for people at a terminal. curl does the same in a script with fewer dependencies.",
        )
    },
    of(Download, "fetch", "", "A download tool of BSD systems. Linux images have curl or wget instead."),
    Command {
        insecure_flags: &["-SkipCertificateCheck"],
        ..of(
            Download,
            "Invoke-WebRequest",
            "",
            "PowerShell's download. Set `$ProgressPreference = 'SilentlyContinue'` before it, or the progress bar slows it down many \
             times, and check the file with `Get-FileHash`.",
        )
    },
    of(
        Download,
        "Start-BitsTransfer",
        "",
        "Windows' background download. The service behind it is often missing in a container; use `Invoke-WebRequest`.",
    ),
    Command {
        insecure_flags: &["http.sslVerify=false"],
        quiet_flags: &["-q", "--quiet"],
        ..of(
            Download,
            "git",
            "git",
            "Fetches sources. `git clone` stays in the cache although the branch has moved on, and leaves `.git` in the layer; `ADD \
             https://host/repository.git#<tag> /src` needs no git in the image. For private repositories mount the agent: \
             `RUN --mount=type=ssh`.",
        )
    },
    Command {
        insecure_flags: &["--trust-server-cert", "--trust-server-cert-failures"],
        non_interactive_flags: &["--non-interactive"],
        ..of(
            Download,
            "svn",
            "subversion",
            "Fetches sources from Subversion. `svn export -r <revision>` fetches one state without the working copy.",
        )
    },
    Command {
        insecure_flags: &["--insecure"],
        ..of(
            Download,
            "hg",
            "mercurial",
            "Fetches sources from Mercurial. Name a revision (`-r`), or the build follows the branch.",
        )
    },
    Command {
        insecure_flags: &["StrictHostKeyChecking=no"],
        ..of(
            Download,
            "scp",
            "openssh-client",
            "Copies over SSH, which needs a key inside the build. Put the file into the build context, or mount the agent with \
             `RUN --mount=type=ssh`.",
        )
    },
    of(
        Download,
        "rsync",
        "rsync",
        "Copies directories. Inside one image `cp -a` does it; from the build context `COPY --exclude` does.",
    ),
    of(Download, "ftp", "ftp", "Transfers in plain text, unverified. Fetch over HTTPS with a checksum instead."),
    of(
        Download,
        "aws",
        "awscli",
        "Fetches from AWS, which needs credentials: pass them with `RUN --mount=type=secret,id=aws,target=/root/.aws/credentials`, \
         never with `ARG` or `ENV`. The command-line tool is large; keep it to a build stage.",
    ),
    of(
        Download,
        "gsutil",
        "",
        "Fetches from Google Cloud Storage, which needs credentials: pass them as a secret mount and keep the tool to a build stage.",
    ),
    of(
        Archive,
        "tar",
        "tar",
        "Packs and unpacks. A local archive is unpacked by `ADD` itself, a downloaded one by `ADD --unpack`; in a pipe behind curl \
         it hides a failed download unless `pipefail` is set. `--no-same-owner` keeps the packer's user ids out of the image.",
    ),
    of(
        Archive,
        "gzip",
        "gzip",
        "Compresses. Layers are compressed on the way to the registry anyway, so it rarely makes an image smaller.",
    ),
    of(Archive, "gunzip", "gzip", "Unpacks gzip. For tar archives `tar -xzf` or `ADD` does it in one step."),
    of(
        Archive,
        "zcat",
        "gzip",
        "Writes an unpacked gzip file to its output. In a pipe set `pipefail`, or a damaged file goes unseen.",
    ),
    of(Archive, "bzip2", "bzip2", "Compresses and unpacks. `tar -xjf` needs it installed; slim images lack it."),
    of(Archive, "xz", "xz-utils", "Compresses and unpacks. `tar -xJf` needs it installed; slim images lack it."),
    Command {
        quiet_flags: &["-q"],
        non_interactive_flags: &["-o", "-n"],
        ..of(
            Archive,
            "unzip",
            "unzip",
            "Unpacks zip files; without `-o` it asks before it overwrites, and the build stops. Remove the archive in the same \
             `RUN`, or it stays in the layer.",
        )
    },
    Command { quiet_flags: &["-q"], ..of(Archive, "zip", "zip", "Packs zip files, `-q` without a line for each.") },
    of(
        Archive,
        "7z",
        "p7zip-full",
        "Unpacks many formats. Remove the archive in the same `RUN`, and the package if only this step needs it.",
    ),
    of(
        Archive,
        "zstd",
        "zstd",
        "Compresses and unpacks quickly. `tar --zstd` needs it installed; slim images lack it.",
    ),
    of(
        Archive,
        "cpio",
        "cpio",
        "Packs and unpacks in an old format; with `rpm2cpio` it opens an RPM without installing it.",
    ),
    of(Archive, "ar", "binutils", "Packs static libraries and opens Debian packages. It belongs into a build stage."),
    of(
        Archive,
        "unrar",
        "unrar",
        "Unpacks RAR files; the package is not free software and sits in a separate repository.",
    ),
    of(Archive, "jar", "", "Packs and unpacks Java archives. It is part of the JDK, so keep it to a build stage."),
    Command {
        non_interactive_flags: &["--batch", "--yes", "--no-tty"],
        ..of(
            Verify,
            "gpg",
            "gnupg",
            "Checks signatures and converts keys. Give it `--batch`, fetch the key by its full fingerprint, and verify before \
             anything is unpacked. Kill its agent or use a temporary `GNUPGHOME` and remove it in the same `RUN`.",
        )
    },
    Command {
        quiet_flags: DIGEST_QUIET,
        ..of(
            Verify,
            "sha256sum",
            "coreutils",
            "Checks a download: `echo \"<digest>  <file>\" | sha256sum -c -`, two blanks between them. Put the digest into the file \
             itself; one fetched from the same server proves nothing. `ADD --checksum` does it without a step.",
        )
    },
    Command {
        quiet_flags: DIGEST_QUIET,
        ..of(
            Verify,
            "sha512sum",
            "coreutils",
            "Checks a download against a SHA-512 digest: `echo \"<digest>  <file>\" | sha512sum -c -`.",
        )
    },
    Command { quiet_flags: DIGEST_QUIET, ..of(Verify, "sha1sum", "coreutils", WEAK) },
    Command { quiet_flags: DIGEST_QUIET, ..of(Verify, "md5sum", "coreutils", WEAK) },
    Command {
        quiet_flags: DIGEST_QUIET,
        ..of(
            Verify,
            "b2sum",
            "coreutils",
            "Checks a download against a BLAKE2 digest: `echo \"<digest>  <file>\" | b2sum -c -`.",
        )
    },
    of(
        Verify,
        "cosign",
        "",
        "Checks signatures of images and files. In a build it verifies what is downloaded; images are signed outside, after the push.",
    ),
    of(
        Verify,
        "openssl",
        "openssl",
        "Works with keys, certificates and digests. A private key made during the build is in the image, the same for all who run it.",
    ),
    of(
        Certificate,
        "update-ca-certificates",
        "ca-certificates",
        "Rebuilds the list of trusted authorities on Debian, Ubuntu and Alpine from `/usr/local/share/ca-certificates/*.crt`. Run it \
         after you copied a certificate there; slim images need the package `ca-certificates` first.",
    ),
    of(
        Certificate,
        "update-ca-trust",
        "ca-certificates",
        "Rebuilds the list of trusted authorities on Red Hat systems from `/etc/pki/ca-trust/source/anchors`. Run it after you \
         copied a certificate there.",
    ),
];
