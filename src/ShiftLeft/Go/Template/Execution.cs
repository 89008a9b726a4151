using ShiftLeft.Go.Reflect;
using ShiftLeft.Tracing;

namespace ShiftLeft.Go.Template;

/// <summary>What one execution of a template holds: its variables, what it wrote, and how the executor came here.</summary>
sealed class Execution(Executor executor, Template template, TemplateSet templates, Frame frame)
{
    readonly List<(string Name, Value Value)> variables = [];

    public Executor Executor { get; } = executor;
    public Template Template { get; } = template;
    public TracedSource Source => Template.Source;
    public TemplateSet Templates { get; } = templates;
    public Frame Frame { get; set; } = frame;
    public TracedText.Builder Output { get; init; } = new();

    public int Mark => variables.Count;

    public void Push(string name, Value value) => variables.Add((name, value));

    public void PopTo(int mark) => variables.RemoveRange(mark, variables.Count - mark);

    /// <summary>Sets one of the variables that were pushed last; 1 is the very last.</summary>
    public void SetTop(int fromEnd, Value value) => variables[^fromEnd] = (variables[^fromEnd].Name, value);

    public Value? Find(string name) => variables.FindLastIndex(variable => variable.Name == name) is var index and >= 0 ? variables[index].Value : null;

    public bool Assign(string name, Value value)
    {
        var index = variables.FindLastIndex(variable => variable.Name == name);
        if (index >= 0) variables[index] = (name, value);
        return index >= 0;
    }
}
