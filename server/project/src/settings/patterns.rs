//! Patterns of paths, as in `.gitignore`, relative to the folder of the file they stand in.

use std::path::Path;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// The globs for absolute paths that `pattern` means in `folder`; an empty folder stands for any.
///
/// A pattern without a slash fits at any depth, one with a slash begins at the folder; a slash at the end means folders. What
/// fits a folder fits all below it.
pub(super) fn globs(folder: &Path, pattern: &str) -> Result<Vec<Glob>, String> {
    let written = pattern;
    let pattern = pattern.trim();
    if pattern.starts_with('!') {
        return Err(format!("pattern `{written}` brings nothing back; name what is to be left out"));
    }
    let folders_only = pattern.ends_with('/');
    let pattern = pattern.trim_end_matches('/');
    let from_here = pattern.contains('/');
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern).trim_start_matches('/');
    if matches!(pattern, "" | ".") {
        return Err(format!("pattern `{written}` fits nothing"));
    }
    if pattern.split('/').any(|part| part == "..") {
        return Err(format!("pattern `{written}` leaves the folder of this file; put it into a file farther up"));
    }
    let folder = folder.to_string_lossy().replace('\\', "/");
    let folder = globset::escape(folder.trim_end_matches('/'));
    let absolute = match (folder.is_empty(), from_here) {
        (true, _) => format!("**/{pattern}"),
        (false, true) => format!("{folder}/{pattern}"),
        (false, false) => format!("{folder}/**/{pattern}"),
    };
    let mut wanted = vec![];
    if !pattern.ends_with("/**") {
        wanted.push(format!("{absolute}/**"));
    }
    if !folders_only {
        wanted.push(absolute);
    }
    let glob = |glob: &String| GlobBuilder::new(glob).literal_separator(true).build();
    wanted.iter().map(glob).collect::<Result<_, _>>().map_err(|error| {
        let reason = error.kind().to_string();
        format!("pattern `{written}` cannot be read: {reason}")
    })
}

/// The set that `patterns` mean in `folder`; those that cannot be read are left out, [`globs`] says why.
pub(super) fn set(folder: &Path, patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| globs(folder, pattern).ok()).flatten() {
        builder.add(glob);
    }
    // A set can only fail by its size, and a file of settings is short.
    builder.build().unwrap_or_else(|_| GlobSet::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_gitignore_has_them() {
        let table = [
            ("vendor/**", "/w/vendor/a/Dockerfile", true),
            ("vendor/**", "/w/a/vendor/Dockerfile", false),
            ("vendor/**", "/v/vendor/Dockerfile", false),
            ("vendor", "/w/vendor/a/Dockerfile", true),
            ("vendor", "/w/a/vendor/b/Dockerfile", true),
            ("vendor", "/w/a/vendor", true),
            ("vendor", "/w/vendors/Dockerfile", false),
            ("vendor/", "/w/a/vendor/Dockerfile", true),
            ("vendor/", "/w/a/vendor", false),
            ("/vendor", "/w/vendor/Dockerfile", true),
            ("/vendor", "/w/a/vendor/Dockerfile", false),
            ("a/vendor/", "/w/a/vendor/Dockerfile", true),
            ("a/vendor/", "/w/b/a/vendor/Dockerfile", false),
            ("*.dev", "/w/a/Dockerfile.dev", true),
            ("Dockerfile.*", "/w/Dockerfile", false),
            ("apps/*/Dockerfile", "/w/apps/web/Dockerfile", true),
            ("apps/*/Dockerfile", "/w/apps/web/x/Dockerfile", false),
            ("apps/**/Dockerfile", "/w/apps/Dockerfile", true),
            ("**/test", "/w/a/b/test/Dockerfile", true),
            ("./apps", "/w/apps/Dockerfile", true),
            ("./apps", "/w/b/apps/Dockerfile", false),
            ("{a,b}/Dockerfile", "/w/b/Dockerfile", true),
            ("Dockerfile", "/w/Dockerfile", true),
            ("Dockerfile", "/ww/Dockerfile", false),
        ];
        for (pattern, path, expected) in table {
            let set = set(Path::new("/w"), &[pattern.to_owned()]);
            assert_eq!(set.is_match(path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn the_folder_is_taken_as_it_is_called() {
        let fits =
            |folder: &str, pattern: &str, path: &str| set(Path::new(folder), &[pattern.to_owned()]).is_match(path);
        assert!(fits("/w/[a]{b}*", "x", "/w/[a]{b}*/x"));
        assert!(!fits("/w/[a]", "x", "/w/a/x"));
        assert!(fits("/", "x/**", "/x/y") && fits("/", "x", "/a/x"));
        assert!(fits("", "x/**", "/w/x/y") && fits("", "x", "/w/x"));
    }

    #[test]
    fn what_cannot_be_a_pattern_is_said() {
        let complaint = |pattern: &str| globs(Path::new("/w"), pattern).err();
        assert_eq!(complaint("a/**"), None);
        assert_eq!(complaint("!a").as_deref(), Some("pattern `!a` brings nothing back; name what is to be left out"));
        assert_eq!(complaint("").as_deref(), Some("pattern `` fits nothing"));
        assert_eq!(complaint("/").as_deref(), Some("pattern `/` fits nothing"));
        assert_eq!(
            complaint("../x").as_deref(),
            Some("pattern `../x` leaves the folder of this file; put it into a file farther up")
        );
        assert_eq!(
            complaint("a[").as_deref(),
            Some("pattern `a[` cannot be read: unclosed character class; missing ']'")
        );
    }
}
