using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ShiftLeft.Text;

namespace ShiftLeft.Rules;

/// <summary>
/// The one place of the engine that catches what nobody foresaw. An error of this program about one file is said of that file, and the others are
/// judged. What is wrong with the machine and not with the file, such as a lack of memory, goes on to the face.
/// </summary>
sealed class Guard
{
    const int LongestMessage = 200;

    readonly ConcurrentDictionary<(string Path, string Step, string Kind), Crash> crashes = [];

    /// <summary>What failed, each once, in the order of paths.</summary>
    public IEnumerable<Crash> Crashes => crashes.OrderBy(crash => crash.Key.Path, StringComparer.Ordinal).ThenBy(crash => crash.Key.Step, StringComparer.Ordinal).ThenBy(crash => crash.Key.Kind, StringComparer.Ordinal).Select(crash => crash.Value);

    /// <summary>The outcome; null where there is none for an error of this program.</summary>
    /// <param name="path">The file that the work is about.</param>
    /// <param name="step">What is being done, so that "while … it" can stand before it: <c>reading</c>.</param>
    /// <param name="work">The work.</param>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A rule or a reader that fails over one file must not keep the others from being judged; the failure becomes a finding, so nothing hides.")]
    public T? Try<T>(string path, string step, Func<T?> work) where T : class
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var crash = new Crash(new(new(path, ""), default), step, exception.GetType().Name, Short(exception.Message));
            // Of several words the same are told, whichever thread failed first.
            crashes.AddOrUpdate((path, step, crash.Kind), crash, (_, known) => string.CompareOrdinal(known.Message, crash.Message) <= 0 ? known : crash);
            return null;
        }
    }

    public void Try(string path, string step, Action work) => Try<object>(path, step, () =>
    {
        work();
        return work;
    });

    /// <summary>The items one by one; where an error of this program comes between them, those before it.</summary>
    public IEnumerable<T> Each<T>(string path, string step, Func<IEnumerable<T>> work)
    {
        using var items = Try(path, step, () => work().GetEnumerator());
        while (items is not null && Try(path, step, () => items.MoveNext() ? items : null) is not null) yield return items.Current;
    }

    static string Short(string message)
    {
        var line = message.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? message[..end] : message;
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }
}

/// <summary>An error of this program.</summary>
/// <param name="Location">The file that it is about.</param>
/// <param name="Step">What was being done with it.</param>
/// <param name="Kind">The exception's type.</param>
/// <param name="Message">The exception's words.</param>
sealed record Crash(Location Location, string Step, string Kind, string Message);
