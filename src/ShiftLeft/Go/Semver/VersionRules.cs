namespace ShiftLeft.Go.Semver;

/// <summary>The release of Masterminds' semver library that a program is built with: they judge prereleases, sizes and words differently.</summary>
enum VersionRules { Semver33, Semver34, Semver35 }
