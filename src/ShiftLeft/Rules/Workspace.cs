using System.Collections.Immutable;
using ShiftLeft.Docker;
using ShiftLeft.Kubernetes;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>
/// Everything a scan read, for the rules that judge several inputs at once: the only place where Dockerfiles and manifests meet.
/// </summary>
/// <param name="Dockerfiles">In the order of paths.</param>
/// <param name="Manifests">The plain manifests as one set, and one set for each rendering of a chart.</param>
/// <param name="Automation">Configurations of update bots: Dependabot, Renovate.</param>
sealed record Workspace(ImmutableArray<Dockerfile> Dockerfiles, ImmutableArray<ManifestSet> Manifests, ImmutableArray<SourceText> Automation);
