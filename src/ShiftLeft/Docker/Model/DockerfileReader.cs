using System.Collections.Immutable;
using ShiftLeft.Docker.Syntax;
using ShiftLeft.Images;
using ShiftLeft.Text;

namespace ShiftLeft.Docker;

/// <summary>Builds the model from the tree, one instruction after the other, as <c>dockerfile2llb</c> walks it.</summary>
sealed class DockerfileReader
{
    readonly DockerfileSyntax syntax;
    readonly List<Problem> problems;
    readonly List<Draft> drafts = [];
    /// <summary>The latest stage of each name; a file may hold tens of thousands of stages, so none is searched for.</summary>
    readonly Dictionary<string, Draft> named = new(StringComparer.OrdinalIgnoreCase);
    readonly List<AssignmentInstruction> globals = [];
    VariableScope global = VariableScope.Empty with { IsGlobal = true };
    VariableScope scope = VariableScope.Empty;
    Draft? current;

    DockerfileReader(DockerfileSyntax syntax) => (this.syntax, problems) = (syntax, [.. syntax.Problems]);

    /// <summary>A stage while its instructions are being read.</summary>
    sealed record Draft(int Index, FromInstruction From, string? Name, Draft? BaseDraft, ImageReference? Image, bool IsScratch, Expansion Expansion)
    {
        public List<Instruction> Instructions { get; } = [];
        public VariableScope Scope { get; set; } = VariableScope.Empty;
    }

    public static Dockerfile Read(DockerfileSyntax syntax, SourceText? ignoreFile) => new DockerfileReader(syntax).Read(ignoreFile);

    Dockerfile Read(SourceText? ignoreFile)
    {
        foreach (var instruction in syntax.Instructions) Add(instruction);
        if (current is not null) current.Scope = scope;
        var reachable = Reachable();
        var stages = ImmutableArray.CreateBuilder<Stage>(drafts.Count);
        foreach (var draft in drafts)
        {
            var parent = draft.BaseDraft is { } below ? stages[below.Index] : null;
            var standsOn = new StageBase(parent, draft.Image, draft.IsScratch, draft.Expansion);
            stages.Add(new()
            {
                Index = draft.Index,
                From = draft.From,
                Name = draft.Name,
                Base = standsOn,
                Bottom = parent?.Bottom ?? standsOn,
                InheritedShell = parent?.Shells.LastOrDefault() ?? parent?.InheritedShell,
                Shells = [.. draft.Instructions.OfType<ShellInstruction>()],
                Instructions = [.. draft.Instructions],
                Scope = draft.Scope,
                IsFinal = draft.Index == drafts.Count - 1,
                IsReachable = reachable.Contains(draft.Index),
            });
        }
        if (drafts.Count == 0 && syntax.Instructions.Length > 0)
            problems.Add(new("no-stage", syntax.Instructions[0].Keyword.Location, "the file has no `FROM`, so there is nothing to build"));
        return new()
        {
            Syntax = syntax,
            GlobalArguments = [.. globals],
            GlobalScope = global,
            Stages = stages.ToImmutable(),
            Problems = [.. problems.OrderBy(problem => problem.Location.Span.Start)],
            IgnoreFile = ignoreFile,
        };
    }

    void Add(InstructionSyntax instruction)
    {
        if (instruction.Name == "FROM") { StartStage(instruction); return; }
        if (current is null)
        {
            if (instruction.Name == "ARG")
            {
                var argument = new AssignmentInstruction(instruction, global, syntax.Escape);
                globals.Add(argument);
                global = Declare(argument, global, isGlobal: true);
            }
            else if (InstructionCheck.Keywords.Contains(instruction.Name))
                problems.Add(new("instruction-before-from", instruction.Keyword.Location, $"`{instruction.Name}` stands before the first `FROM`", "Move it below `FROM`."));
            return;
        }
        var typed = Type(instruction);
        current.Instructions.Add(typed);
        if (typed is AssignmentInstruction { Name: "ENV" } environment)
            scope = scope with { Environment = scope.Environment.SetItems(environment.Assignments.Select(a => KeyValuePair.Create(a.Name, VariableValue.Of(a.Value?.Text)))) };
        else if (typed is AssignmentInstruction { Name: "ARG" } argument) scope = Declare(argument, scope, isGlobal: false);
    }

    void StartStage(InstructionSyntax instruction)
    {
        if (current is not null) current.Scope = scope;
        var from = new FromInstruction(instruction, global, syntax.Escape);
        var expansion = from.Image is { } image ? from.Expand(image) : new Expansion(null, [], null);
        var text = expansion.Text;
        var parent = text is null ? null : named.GetValueOrDefault(text);
        var isScratch = parent is null && text == "scratch";
        var reference = parent is null && !isScratch && text is not null ? ImageReference.Parse(text) : null;
        current = new(drafts.Count, from, from.StageName?.Text.ToLowerInvariant(), parent, reference, isScratch, expansion);
        drafts.Add(current);
        if (current.Name is { } name) named[name] = current;
        scope = parent is not null ? parent.Scope : Inherit(isScratch ? BaseImage.Scratch : reference is null ? BaseImage.Unknown : BaseImages.Of(reference), isScratch);
    }

    static VariableScope Inherit(BaseImage image, bool isScratch) => new()
    {
        Environment = image.Environment.ToImmutableDictionary(pair => pair.Key, pair => VariableValue.Of(pair.Value), StringComparer.Ordinal),
        MayHoldMore = !isScratch,
    };

    /// <summary>In a stage a bare <c>ARG</c> takes the global default; without one its value comes with the build.</summary>
    VariableScope Declare(AssignmentInstruction argument, VariableScope into, bool isGlobal)
    {
        foreach (var assignment in argument.Assignments)
        {
            var value = assignment.Value is { } given ? VariableValue.Of(given.Text)
                : !isGlobal && global.Arguments.TryGetValue(assignment.Name, out var inherited) ? inherited
                : VariableValue.Unknown;
            into = into with { Arguments = into.Arguments.SetItem(assignment.Name, value) };
        }
        return into;
    }

    Instruction Type(InstructionSyntax instruction) => instruction.Name switch
    {
        "RUN" => new RunInstruction(instruction, scope, syntax.Escape),
        "COPY" or "ADD" => new CopyInstruction(instruction, scope, syntax.Escape),
        "USER" => new UserInstruction(instruction, scope, syntax.Escape),
        "ENV" or "LABEL" or "ARG" => new AssignmentInstruction(instruction, scope, syntax.Escape),
        "EXPOSE" => new ExposeInstruction(instruction, scope, syntax.Escape),
        "CMD" or "ENTRYPOINT" => new CommandInstruction(instruction, scope, syntax.Escape),
        "HEALTHCHECK" => new HealthcheckInstruction(instruction, scope, syntax.Escape),
        "WORKDIR" => new WorkdirInstruction(instruction, scope, syntax.Escape),
        "VOLUME" => new VolumeInstruction(instruction, scope, syntax.Escape),
        "SHELL" => new ShellInstruction(instruction, scope, syntax.Escape),
        "ONBUILD" => new OnbuildInstruction(instruction, scope, syntax.Escape, instruction.Trigger is { } trigger ? Type(trigger) : null),
        _ => new OtherInstruction(instruction, scope, syntax.Escape),
    };

    /// <summary>The stages that the last one needs through <c>FROM</c>, <c>COPY --from</c> and mounts.</summary>
    HashSet<int> Reachable()
    {
        var reachable = new HashSet<int>();
        var waiting = new Stack<Draft>(drafts.TakeLast(1));
        while (waiting.TryPop(out var draft))
        {
            if (!reachable.Add(draft.Index)) continue;
            if (draft.BaseDraft is { } parent) waiting.Push(parent);
            foreach (var reference in draft.Instructions.SelectMany(References))
            {
                if (Find(reference) is { } source) waiting.Push(source);
            }
        }
        return reachable;
    }

    static IEnumerable<string> References(Instruction instruction) => instruction switch
    {
        CopyInstruction { From.Value: { } from } => [from],
        RunInstruction run => run.Mounts.Select(mount => mount["from"]).OfType<string>(),
        _ => [],
    };

    Draft? Find(string reference) =>
        int.TryParse(reference, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index)
            ? drafts.ElementAtOrDefault(index)
            : named.GetValueOrDefault(reference);
}
