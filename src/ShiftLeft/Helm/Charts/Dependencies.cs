using System.Collections.Immutable;
using ShiftLeft.Go.Fmt;
using ShiftLeft.Go.Reflect;
using ShiftLeft.Go.Semver;
using ShiftLeft.Tracing;

namespace ShiftLeft.Helm.Charts;

/// <summary>
/// Which charts below a chart take part under which name, and what it imports of their values: Helm's <c>pkg/chart/v2/util/dependencies.go</c>.
/// </summary>
sealed class Dependencies(HelmProfile profile, RenderBudget budget)
{
    readonly Coalescing coalescing = new(profile, budget);

    /// <param name="chart">As loaded.</param>
    /// <param name="user">The user's values, which conditions and tags read.</param>
    public Chart Process(Chart chart, MapValue user) => Import(Enable(chart, user, ""));

    /// <summary>
    /// The entries of <c>Chart.yaml</c> that no chart below answers to. Helm renders nothing then; nothing is lacking where the values switch them off.
    /// </summary>
    public IEnumerable<ChartDependency> Missing(Chart chart, MapValue user)
    {
        var missing = (chart.Metadata.Dependencies ?? []).Where(wanted => chart.Dependencies.All(child => child.Name != wanted.Name)).ToList();
        if (missing.Count == 0) return [];
        var values = coalescing.Coalesce(chart, user);
        return missing.Where(dependency => Condition(dependency, values, "")?.Value ?? (Tags(dependency, values) is var tags && (tags.Count == 0 || tags.Exists(tag => tag.Value))));
    }

    Chart Enable(Chart chart, MapValue values, string path)
    {
        budget.Step(RenderBudget.StepsOfName);
        if (chart.Metadata.Dependencies is not { } wanted) return chart;
        // Charts that lie in the folder without being named are always on, and come first.
        var children = ImmutableArray.CreateBuilder<Chart>();
        children.AddRange(chart.Dependencies.Where(child => !wanted.Any(dependency => Fits(child, dependency))));
        foreach (var dependency in wanted)
        {
            if (chart.Dependencies.FirstOrDefault(child => Fits(child, dependency)) is not { } child) continue;
            children.Add(dependency.Alias is { } alias ? child with { Metadata = child.Metadata with { NameValue = alias } } : child);
        }
        var named = wanted.Select(dependency => dependency with { NameValue = dependency.Alias ?? dependency.NameValue, Enabled = true }).ToImmutableArray();
        chart = chart with { Dependencies = children.ToImmutable() };
        var merged = coalescing.Coalesce(chart, values);
        var switches = new Dictionary<string, Provenance?>(StringComparer.Ordinal);
        named =
        [
            .. named.Select(dependency =>
            {
                var condition = Condition(dependency, merged, path);
                var tags = Tags(dependency, merged);
                switches[dependency.Name] = condition?.From ?? (tags.Count == 0 ? null : new ComputedProvenance("tags", [.. tags.Select(tag => tag.From).OfType<Provenance>()]));
                return dependency with { Enabled = condition?.Value ?? (tags.Count == 0 || tags.Exists(tag => tag.Value)) };
            }),
        ];
        var off = named.Where(dependency => !dependency.Enabled).Select(dependency => dependency.Name).ToHashSet(StringComparer.Ordinal);
        return chart with
        {
            Dependencies = [.. chart.Dependencies.Where(child => !off.Contains(child.Name)).Select(child => Enable(child with { EnabledBy = switches.GetValueOrDefault(child.Name) }, merged, $"{path}{child.Name}."))],
            Metadata = chart.Metadata with { Dependencies = [.. named.Where(dependency => !off.Contains(dependency.Name))] },
        };
    }

    bool Fits(Chart child, ChartDependency dependency) => child.Name == dependency.Name && VersionConstraint.IsMetBy(dependency.Version, child.Metadata.Version, profile.Versions);

    /// <summary>The first path of the condition that leads to a boolean decides; null where none does.</summary>
    static BoolValue? Condition(ChartDependency dependency, MapValue values, string path)
    {
        foreach (var condition in dependency.Condition.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var names = (path + condition).Split('.');
            if (Table(values, names.AsSpan(..^1))?[names[^1]] is BoolValue value) return value;
        }
        return null;
    }

    /// <summary>The tags that are set; one that is true is enough.</summary>
    static List<BoolValue> Tags(ChartDependency dependency, MapValue values) =>
        values["tags"] is MapValue tags ? [.. dependency.Tags.Select(tag => tags[tag]).OfType<BoolValue>()] : [];

    static MapValue? Table(MapValue values, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (values[name] is not MapValue next) return null;
            values = next;
        }
        return values;
    }

    Chart Import(Chart chart)
    {
        if (chart.Dependencies.Length > 0) chart = chart with { Dependencies = [.. chart.Dependencies.Select(Import)] };
        if (chart.Metadata.Dependencies is not { } wanted) return chart;
        var values = coalescing.Merge(chart, new MapValue());
        var imported = new MapValue();
        var rewritten = ImmutableArray.CreateBuilder<ChartDependency>();
        foreach (var dependency in wanted)
        {
            var rules = new List<Value>();
            foreach (var rule in dependency.ImportValues.Items)
            {
                var (child, parent) = rule switch
                {
                    MapValue map => (PlainFormat.Print(map["child"] ?? NilValue.Interface), PlainFormat.Print(map["parent"] ?? NilValue.Interface)),
                    StringValue name => ("exports." + name.Text, "."),
                    _ => (null, ""),
                };
                if (child is null) continue;
                var record = new MapValue(new MapEntries(), rule.From, "map[string]string");
                record.Entries.Set("child", StringValue.Of(child, rule.From));
                record.Entries.Set("parent", StringValue.Of(parent, rule.From));
                rules.Add(record);
                if (Table(values, $"{dependency.Name}.{child}".Split('.')) is { } table) coalescing.CoalesceTables(imported, Under(parent, table), merge: true);
            }
            rewritten.Add(dependency with { ImportValues = new(rules) });
        }
        return chart with
        {
            Values = coalescing.CoalesceTables(values.DeepCopy(budget), imported, merge: true),
            Metadata = chart.Metadata with { Dependencies = rewritten.ToImmutable() },
        };
    }

    /// <summary>The table at the end of a path of new ones.</summary>
    static MapValue Under(string path, MapValue table)
    {
        if (path == ".") return table;
        foreach (var name in path.Split('.').Reverse())
        {
            var outer = new MapValue(table.From);
            outer.Entries.Set(TracedText.Of(name, table.From), table);
            table = outer;
        }
        return table;
    }
}
