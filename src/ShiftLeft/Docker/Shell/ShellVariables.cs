namespace ShiftLeft.Docker.Shell;

/// <summary>
/// What a script's variables hold where it is read: text, or null when only a run can tell. A scope is a part that may not run, or that runs
/// apart, so that its assignments do not simply hold behind it.
/// </summary>
/// <param name="environment">The value of a variable that the script does not set itself; null when it is not known.</param>
sealed class ShellVariables(Func<string, string?> environment)
{
    readonly record struct State(bool IsSet, string? Value);

    readonly Dictionary<string, State> states = new(StringComparer.Ordinal);
    // What each name that a scope sets was before it.
    readonly Stack<Dictionary<string, State>> scopes = new();

    public int Depth => scopes.Count;

    public string? this[string name] => states.TryGetValue(name, out var state) && state.IsSet ? state.Value : environment(name);

    /// <summary>Whether the environment that the script starts in holds it.</summary>
    public bool IsGiven(string name) => environment(name) is not null;

    public void Set(string name, string? value)
    {
        if (scopes.TryPeek(out var scope)) scope.TryAdd(name, states.GetValueOrDefault(name));
        states[name] = new(true, value);
    }

    public void Enter() => scopes.Push(new(StringComparer.Ordinal));

    /// <summary>Behind a subshell, nothing that it set holds.</summary>
    public void Forget()
    {
        foreach (var (name, before) in scopes.Pop()) states[name] = before;
    }

    /// <summary>Behind a branch, a loop or a function, what it changed is not known.</summary>
    public void Blur()
    {
        foreach (var (name, before) in scopes.Pop())
        {
            var known = before.IsSet ? before.Value : environment(name);
            var isSame = known is not null && this[name] == known;
            if (scopes.TryPeek(out var outer)) outer.TryAdd(name, before);
            states[name] = isSame ? before : new(true, null);
        }
    }

    /// <summary>What the scope set holds behind it.</summary>
    public void Keep()
    {
        var inner = scopes.Pop();
        if (!scopes.TryPeek(out var outer)) return;
        foreach (var (name, before) in inner) outer.TryAdd(name, before);
    }
}
