namespace Microsoft.Build.Framework;

/// <summary>
/// MSBuild looks for this name on a task, in whatever assembly, to run it in its own process when it builds with several threads. The task keeps
/// the promise: it takes full paths only, and has no static state.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
