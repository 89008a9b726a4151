namespace ShiftLeft.Helm;

/// <summary>Where one Helm differs from another.</summary>
/// <param name="Name">The release it is measured on: <c>4.2</c>.</param>
/// <param name="Major">3 or 4.</param>
sealed partial record HelmProfile(string Name, int Major)
{
    public static HelmProfile Helm317 { get; } = new("3.17", 3);
    public static HelmProfile Helm41 { get; } = new("4.1", 4);
    public static HelmProfile Helm42 { get; } = new("4.2", 4);

    public static HelmProfile Default => Helm42;
}
