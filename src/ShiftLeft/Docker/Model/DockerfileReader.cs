using System.Collections.Frozen;
using System.Collections.Immutable;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>
/// Builds the model from the tree in the steps of BuildKit's <c>dockerfile2llb</c>: the arguments before the first <c>FROM</c>, the stages with what
/// they stand on, what they take from each other, and then each instruction with the variables that it sees.
/// </summary>
sealed class DockerfileReader
{
    /// <summary>Triggers that run in stages of the same file; many stages on one with many triggers must not cost the product.</summary>
    const int MostTriggersRun = 10_000;

    /// <summary>Linux takes no longer paths; where stages go deeper and deeper, where they stand counts as not known.</summary>
    const int LongestPath = 4096;

    readonly DockerfileSyntax syntax;
    readonly Func<ImageReference, BaseImage> baseImages;
    readonly FrozenSet<string> contexts;
    readonly List<Problem> problems;
    readonly List<Problem> triggerProblems = [];
    readonly List<Draft> drafts = [];
    /// <summary>The latest stage of each name so far; a file may hold tens of thousands of stages, so none is searched for.</summary>
    readonly Dictionary<string, Draft> named = new(StringComparer.Ordinal);
    readonly List<AssignmentInstruction> globals = [];
    VariableScope global = VariableScope.OfBuilder;
    StageGraph? graph;
    int triggersRun;

    DockerfileReader(DockerfileSyntax syntax, Func<ImageReference, BaseImage> baseImages, FrozenSet<string> contexts) =>
        (this.syntax, this.baseImages, this.contexts, problems) = (syntax, baseImages, contexts, [.. syntax.Problems]);

    /// <summary>A stage while its instructions are being read.</summary>
    sealed record Draft(int Index, FromInstruction From, string? Name, Draft? Parent, StageBase Base)
    {
        public List<InstructionSyntax> Lines { get; } = [];
        public List<Instruction> Instructions { get; } = [];
        public ImmutableArray<Instruction> Inherited { get; set; } = [];
        public List<int> Sources { get; } = [];
        public VariableScope Scope { get; set; } = VariableScope.Empty;
        /// <summary>Null when it is not known.</summary>
        public string? WorkingDirectory { get; set; }

        public IEnumerable<InstructionSyntax> Triggers => Lines.Where(line => line.Trigger is not null).Select(line => line.Trigger!);
    }

    public static Dockerfile Read(DockerfileSyntax syntax, SourceText? ignoreFile, Func<ImageReference, BaseImage> baseImages, FrozenSet<string> contexts) =>
        new DockerfileReader(syntax, baseImages, contexts).Read(ignoreFile);

    Dockerfile Read(SourceText? ignoreFile)
    {
        if (OtherKind.Template(syntax) is { } template) return Nothing(null, template, ignoreFile);
        if (OtherKind.IsNoDockerfile(syntax))
        {
            var foreign = OtherKind.OtherFrontend(syntax);
            return Nothing(foreign is null ? OtherKind.NoDockerfile(syntax) : null, foreign, ignoreFile);
        }
        if (syntax.Frontend is { } frontend && ReferenceReader.Read(frontend.Text).Fault is { } fault)
            problems.Add(new("bad-frontend", frontend.Location, $"the frontend `{(frontend.Text.Length <= 60 ? frontend.Text : frontend.Text[..57] + "…")}` is no image: {fault.Message}"));
        if (OtherKind.Conflict(syntax) is { } conflict)
        {
            problems.RemoveAll(problem => OtherKind.IsConflictMark(problem.Location.Text));
            problems.Add(conflict);
        }
        foreach (var line in syntax.Instructions) Place(line);
        if (drafts.Count == 0 && syntax.Instructions.Length > 0) ReportNoStage();
        FindSources();
        var reachable = Reachable();
        foreach (var draft in drafts) ReadInstructions(draft, inheritsTriggers: reachable.Contains(draft.Index));
        if (OtherKind.Template(syntax, problems) is { } filledIn) return Nothing(null, filledIn, ignoreFile);

        var stages = ImmutableArray.CreateBuilder<Stage>(drafts.Count);
        foreach (var draft in drafts) stages.Add(Finish(draft, draft.Parent is { } below ? stages[below.Index] : null, isFinal: draft.Index == drafts.Count - 1, reachable.Contains(draft.Index)));
        return new()
        {
            Syntax = syntax,
            GlobalArguments = [.. globals],
            GlobalScope = global,
            Stages = stages.ToImmutable(),
            Problems = [.. problems.OrderBy(problem => problem.Location.Span.Start)],
            TriggerProblems = [.. triggerProblems],
            IgnoreFile = ignoreFile,
            Contexts = contexts,
        };
    }

    /// <summary>A file without a stage has one fault, however many instructions there are.</summary>
    void ReportNoStage()
    {
        if (syntax.Instructions.Where(line => InstructionCheck.IsKeyword(line.Name)).ToList() is not [var first, ..] known) return;
        problems.RemoveAll(problem => problem.Code == BeforeStage);
        problems.Add(new("no-stage", (known.Find(line => line.Name != "ARG") ?? first).Keyword.Location, "the file has no `FROM`, so there is nothing to build"));
    }

    const string BeforeStage = "instruction-before-from";

    /// <summary>Of what is no Dockerfile nothing is judged, and that is said once.</summary>
    Dockerfile Nothing(Problem? problem, Problem? foreign, SourceText? ignoreFile) => new()
    {
        Syntax = foreign is null ? syntax : syntax with { Instructions = [] },
        GlobalArguments = [],
        GlobalScope = global,
        Stages = [],
        Problems = problem is null ? [] : [problem],
        Foreign = foreign,
        TriggerProblems = [],
        IgnoreFile = ignoreFile,
    };

    /// <summary>Gives each line to its stage.</summary>
    void Place(InstructionSyntax line)
    {
        if (line.Name == "FROM") StartStage(line);
        else if (drafts.Count > 0) drafts[^1].Lines.Add(line);
        else if (line.Name == "ARG")
        {
            var argument = AssignmentInstruction.Read(line, global, syntax.Escape, null);
            globals.Add(argument);
            global = argument.After;
            problems.AddRange(BuildCheck.Of(argument, null));
        }
        else if (InstructionCheck.IsKeyword(line.Name))
            problems.Add(new(BeforeStage, line.Keyword.Location, $"`{line.Name}` stands before the first `FROM`", "Move it below `FROM`."));
    }

    void StartStage(InstructionSyntax line)
    {
        var from = new FromInstruction(line, global, syntax.Escape);
        var expansion = from.Image is { } image ? from.Expand(image) : Expansion.Nothing;
        problems.AddRange(from.Expansions.Select(word => word.Error).OfType<Problem>());
        var text = expansion.Text;
        // Names are kept in lower case, and a base is looked up as it is written.
        var parent = text is null ? null : named.GetValueOrDefault(text);
        var isScratch = parent is null && text == "scratch";
        var isContext = parent is null && text is { Length: > 0 } && Dockerfile.IsContext(contexts, text);
        var reading = parent is null && !isScratch && !isContext && text is not null ? ReferenceReader.Read(text) : default;
        var known = parent is not null ? parent.Base.Known : isScratch ? BaseImage.Scratch : reading.Reference is { } reference ? baseImages(reference) : BaseImage.Unknown;
        var draft = new Draft(drafts.Count, from, from.StageName?.Text.ToLowerInvariant(), parent, new(reading.Reference, isScratch, expansion, known) { IsContext = isContext, Fault = line.Words.Length is 1 or 3 ? reading.Fault : null });
        if (text is null && expansion.Error is null && from.Image is not null)
        {
            var bare = expansion.DependsOnArguments ? from.Expand(from.Image.Mapped, withoutArguments: true).Text : null;
            if (bare is not null && (bare == "scratch" || named.ContainsKey(bare))) bare = null;
            draft = draft with { Base = draft.Base with { WithoutArguments = bare, Part = PartialReference.Of(expansion.Prefix, expansion.Suffix) } };
        }
        else if (reading.Fault is not null && !expansion.IsLiteral)
        {
            // With the argument that is not declared, the rest of the name would stand as it does.
            var given = WordReader.Expand(from.Image!.Mapped, global with { MayHoldMore = true }, syntax.Escape);
            draft = draft with { Base = draft.Base with { Part = PartialReference.Of(given.Prefix, given.Suffix) } };
        }
        drafts.Add(draft);
        if (draft.Name is { } name) named[name] = draft;
        CheckPlatform(from);
    }

    void CheckPlatform(FromInstruction from)
    {
        if (from.Platform is not { Mapped.Length: > 0 } flag || from.Expand(flag) is not { Text: { } text }) return;
        if (text.Length == 0) problems.Add(new("bad-platform", flag.ValueLocation, "the platform is empty"));
        else if (Platform.Parse(text) is null) problems.Add(new("bad-platform", flag.ValueLocation, $"`{text}` is no platform such as `linux/arm64`"));
    }

    void FindSources()
    {
        graph = new(drafts.Count, name => named.GetValueOrDefault(name.ToLowerInvariant())?.Index);
        foreach (var draft in drafts)
        {
            foreach (var line in draft.Lines.Where(line => !line.Flags.IsEmpty)) draft.Sources.AddRange(graph.Sources(line, draft.Index, problems.Add));
        }
    }

    /// <summary>The stages that the last one needs through <c>FROM</c>, <c>COPY --from</c> and mounts, its own and those of triggers that it runs.</summary>
    HashSet<int> Reachable()
    {
        var reachable = new HashSet<int>();
        var triggered = new HashSet<int>();
        var waiting = new Stack<Draft>(drafts.TakeLast(1));
        while (waiting.TryPop(out var draft))
        {
            if (!reachable.Add(draft.Index)) continue;
            foreach (var source in draft.Sources) waiting.Push(drafts[source]);
            if (draft.Parent is not { } parent) continue;
            waiting.Push(parent);
            if (!triggered.Add(parent.Index)) continue;
            foreach (var source in parent.Triggers.SelectMany(trigger => graph!.Sources(trigger, draft.Index, _ => { }))) waiting.Push(drafts[source]);
        }
        return reachable;
    }

    void ReadInstructions(Draft draft, bool inheritsTriggers)
    {
        draft.Scope = draft.Parent?.Scope ?? Inherit(draft.Base.Known);
        draft.WorkingDirectory = draft.Parent is { } parent ? parent.WorkingDirectory : draft.Base.Known.WorkingDirectory;
        if (draft.Parent is not null && inheritsTriggers) draft.Inherited = [.. draft.Parent.Triggers.TakeWhile(_ => ++triggersRun <= MostTriggersRun).Select(trigger => RunTrigger(draft, trigger))];
        foreach (var line in draft.Lines)
        {
            draft.Instructions.Add(Run(draft, line, problems.Add, checksUsage: false));
            if (line.Trigger is { } trigger) CheckTrigger(draft, trigger);
        }
    }

    Instruction RunTrigger(Draft draft, InstructionSyntax trigger)
    {
        foreach (var _ in graph!.Sources(trigger, draft.Index, problem => ReportInherited(draft, trigger, problem))) { }
        return Run(draft, trigger, problem => ReportInherited(draft, trigger, problem), checksUsage: true);
    }

    /// <summary>Reads an instruction where it is carried out, and lets it change what follows.</summary>
    Instruction Run(Draft draft, InstructionSyntax line, Action<Problem> report, bool checksUsage)
    {
        var usage = checksUsage ? InstructionCheck.Usage(line) : [];
        usage.ForEach(report);
        var instruction = Type(line, draft.Scope);
        if (usage.Count == 0 && instruction is not (RunInstruction { Mounts.IsEmpty: true } or CommandInstruction or HealthcheckInstruction or ShellInstruction))
        {
            foreach (var problem in BuildCheck.Of(instruction, draft.WorkingDirectory)) report(problem);
        }
        if (instruction is AssignmentInstruction assignment) draft.Scope = assignment.After;
        else if (instruction is WorkdirInstruction { Path: { } path }) draft.WorkingDirectory = WorkingDirectory(draft.WorkingDirectory, instruction.Expand(path).Text);
        return instruction;
    }

    static string? WorkingDirectory(string? before, string? path) =>
        path is null ? null : path.StartsWith('/') ? UnixPath.Clean(path) : before is null or { Length: > LongestPath } ? null : UnixPath.Join("/", before, path);

    /// <summary>What fails the builds on this image: variables there may hold what nobody here knows.</summary>
    void CheckTrigger(Draft draft, InstructionSyntax trigger)
    {
        if (trigger.Name is "ONBUILD" or "FROM" or "MAINTAINER") return;
        var usage = InstructionCheck.Usage(trigger);
        // Which stages the file has that it runs in nobody knows; what can name none is refused in any.
        foreach (var _ in graph!.Sources(trigger, draft.Index, problem => { if (problem.Code is StageGraph.BadReference or StageGraph.Variable) triggerProblems.Add(problem); })) { }
        triggerProblems.AddRange(usage.Count > 0 ? usage : BuildCheck.Of(Type(trigger, draft.Scope with { MayHoldMore = true }), null));
    }

    void ReportInherited(Draft draft, InstructionSyntax trigger, Problem problem) =>
        problems.Add(problem with { Code = "inherited-trigger", Location = draft.From.Image?.Location ?? draft.From.Keyword, Message = $"`{draft.Base.Expansion.Text}` runs `ONBUILD {trigger.Name}` here, which fails: {problem.Message}" });

    static VariableScope Inherit(BaseImage image) => new()
    {
        Variables = image.Environment.ToImmutableDictionary(pair => pair.Key, pair => VariableValue.Of(pair.Value), StringComparer.Ordinal).SetItem("PATH", VariableValue.Set),
        MayHoldMore = !image.HasWholeEnvironment,
    };

    Instruction Type(InstructionSyntax line, VariableScope scope) => line.Name switch
    {
        "RUN" => new RunInstruction(line, scope, syntax.Escape),
        "COPY" or "ADD" => new CopyInstruction(line, scope, syntax.Escape),
        "USER" => new UserInstruction(line, scope, syntax.Escape),
        "ENV" or "LABEL" or "ARG" => AssignmentInstruction.Read(line, scope, syntax.Escape, global),
        "EXPOSE" => new ExposeInstruction(line, scope, syntax.Escape),
        "CMD" or "ENTRYPOINT" => new CommandInstruction(line, scope, syntax.Escape),
        "HEALTHCHECK" => new HealthcheckInstruction(line, scope, syntax.Escape),
        "WORKDIR" => new WorkdirInstruction(line, scope, syntax.Escape),
        "STOPSIGNAL" => new StopSignalInstruction(line, scope, syntax.Escape),
        "VOLUME" => new VolumeInstruction(line, scope, syntax.Escape),
        "SHELL" => new ShellInstruction(line, scope, syntax.Escape),
        "ONBUILD" => new OnbuildInstruction(line, scope, syntax.Escape, line.Trigger is { } trigger ? Type(trigger, scope) : null),
        _ => new OtherInstruction(line, scope, syntax.Escape),
    };

    static Stage Finish(Draft draft, Stage? parent, bool isFinal, bool isReachable)
    {
        var standsOn = draft.Base with { Stage = parent };
        return new()
        {
            Index = draft.Index,
            From = draft.From,
            Name = draft.Name,
            Base = standsOn,
            Bottom = parent?.Bottom ?? standsOn,
            InheritedShell = parent?.Shells.LastOrDefault() ?? parent?.InheritedShell,
            Shells = [.. draft.Instructions.OfType<ShellInstruction>()],
            Inherited = draft.Inherited,
            Instructions = [.. draft.Instructions],
            Scope = draft.Scope,
            IsFinal = isFinal,
            IsReachable = isReachable,
        };
    }
}
