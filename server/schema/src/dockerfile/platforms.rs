//! Platforms an image can be built for.

/// A platform, as in `--platform=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Platform {
    /// `os/arch` or `os/arch/variant`.
    pub name: &'static str,
    /// Which machines that is; one sentence.
    pub documentation: &'static str,
}

const fn platform(name: &'static str, documentation: &'static str) -> Platform {
    Platform { name, documentation }
}

const PLATFORMS: &[Platform] = &[
    platform("linux/amd64", "64-bit Intel and AMD: most servers and CI runners."),
    platform("linux/arm64", "64-bit ARM: Apple silicon, AWS Graviton, Ampere, Raspberry Pi 3 and later."),
    platform("linux/arm/v7", "32-bit ARM with hardware floating point: older Raspberry Pi and boards."),
    platform("linux/arm/v6", "32-bit ARM of the first Raspberry Pi and the Zero."),
    platform("linux/arm/v5", "32-bit ARM without hardware floating point."),
    platform("linux/386", "32-bit Intel and AMD."),
    platform("linux/ppc64le", "IBM Power, little-endian."),
    platform("linux/s390x", "IBM Z and LinuxONE."),
    platform("linux/riscv64", "64-bit RISC-V."),
    platform("linux/loong64", "64-bit LoongArch."),
    platform("linux/mips64le", "64-bit MIPS, little-endian."),
    platform(
        "windows/amd64",
        "Windows containers on 64-bit Intel and AMD; they need a Windows host of a matching build.",
    ),
    platform("windows/arm64", "Windows containers on 64-bit ARM."),
];

/// Platforms for completion, the usual ones first. Others may exist: a name that is not here is not wrong.
#[must_use]
pub fn platforms() -> &'static [Platform] {
    PLATFORMS
}
