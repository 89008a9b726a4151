namespace ShiftLeft.Go.Template;

/// <summary>Templates by name. What <c>tpl</c> defines is seen inside it only, over what the chart defines.</summary>
sealed class TemplateSet(TemplateSet? outer = null)
{
    readonly Dictionary<string, Template> byName = new(StringComparer.Ordinal);

    public Template? Find(string name) => byName.GetValueOrDefault(name) ?? outer?.Find(name);

    /// <summary>The last one wins, but nothing blank replaces what says something.</summary>
    public void Add(Template template)
    {
        if (template.IsBlank && Find(template.Name) is { IsBlank: false }) return;
        byName[template.Name] = template;
    }
}
