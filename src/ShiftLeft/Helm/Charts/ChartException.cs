using ShiftLeft.Text;

namespace ShiftLeft.Helm.Charts;

/// <summary>What keeps a chart from being rendered before its templates are reached.</summary>
sealed class ChartException(string message, Location? place) : Exception(message)
{
    /// <summary>Null where it has none; the chart as a whole then.</summary>
    public Location? Place { get; } = place;
}
