using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis.Sarif;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace ShiftLeft.Reporting;

/// <summary>
/// SARIF's model as text: without byte order mark, with <c>\n</c>, in ASCII, so that neither a console's code page nor a log changes it.
/// </summary>
static class SarifText
{
    public static string Of(SarifLog log)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, StringEscapeHandling = StringEscapeHandling.EscapeNonAscii })
            JsonSerializer.Create(new() { ContractResolver = new ExplicitLevels() }).Serialize(json, log);
        return JsonText.WithoutLogCommands(text.ToString()) + "\n";
    }

    /// <summary>
    /// The model leaves out a level of <c>warning</c>, SARIF's default. Readers, GitHub among them, take the rule's level instead, which
    /// policy may have changed; so a level is always written.
    /// </summary>
    sealed class ExplicitLevels : DefaultContractResolver
    {
        protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
        {
            var property = base.CreateProperty(member, memberSerialization);
            if (property.PropertyName == "level") (property.DefaultValueHandling, property.ShouldSerialize) = (DefaultValueHandling.Include, _ => true);
            // A default configuration is left out when all of it is default.
            if (property.PropertyName == "defaultConfiguration") property.ShouldSerialize = _ => true;
            return property;
        }
    }
}
