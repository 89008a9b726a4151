using ShiftLeft.Helm.Versions;

namespace ShiftLeft.Helm.Versions
{
    /// <summary>The release of Masterminds' semver library that a Helm is built with: they judge prereleases, sizes and words differently.</summary>
    enum VersionRules { Semver33, Semver34, Semver35 }
}

namespace ShiftLeft.Helm
{
    sealed partial record HelmProfile
    {
        public VersionRules Versions => Major == 3 ? VersionRules.Semver33 : Name == Helm41.Name ? VersionRules.Semver34 : VersionRules.Semver35;
    }
}
