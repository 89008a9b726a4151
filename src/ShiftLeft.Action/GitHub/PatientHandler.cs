using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ShiftLeft.Actions;

/// <summary>
/// What lies between Octokit and the network: GitHub's media types and version, one host and no other, and patience with limits and failures
/// in the way GitHub's documentation asks for. The patience of one run is limited, as the job is waiting.
/// </summary>
sealed class PatientHandler(Uri address, Func<TimeSpan, Task> wait, HttpMessageHandler network) : DelegatingHandler(network)
{
    const int MaximumAttempts = 4;
    static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LimitOfAttempt = TimeSpan.FromSeconds(60);

    TimeSpan patience = TimeSpan.FromMinutes(3);
    bool isLimited;
    bool hasWritten;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Octokit follows the links of a list wherever they lead, and the token goes with it.
        if (request.RequestUri?.GetLeftPart(UriPartial.Authority) != address.GetLeftPart(UriPartial.Authority)) throw new HttpRequestException("the answer leads to another host");
        request.Headers.Accept.Clear();
        request.Headers.Accept.Add(new("application/vnd.github+json"));
        request.Headers.TryAddWithoutValidation("X-GitHub-Api-Version", "2022-11-28");
        if (request.Content is { } content) content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");

        for (var attempt = 1; ; attempt++)
        {
            if (isLimited) return new(HttpStatusCode.TooManyRequests) { RequestMessage = request, Content = new StringContent("") };
            await SpaceWrites(request);
            HttpResponseMessage? response = null;
            try
            {
                // The caller's token ends after 100 seconds, pauses included; each attempt has a limit of its own instead.
                using var limit = new CancellationTokenSource(LimitOfAttempt);
                response = await base.SendAsync(request, limit.Token);
            }
            catch (HttpRequestException) when (MayTryAgain(attempt))
            {
                // Tried again below, as a failure of the server.
            }
            catch (OperationCanceledException) when (MayTryAgain(attempt))
            {
                // As well.
            }
            if (response is not null && !await IsTransient(response)) return response;
            var pause = response is null ? Backoff(attempt) : PauseBefore(response, attempt);
            if (attempt == MaximumAttempts || pause > patience)
            {
                isLimited = response is { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests };
                return response!;
            }
            response?.Dispose();
            patience -= pause;
            await wait(pause);
        }
    }

    bool MayTryAgain(int attempt) => attempt < MaximumAttempts && patience > Backoff(attempt);

    async Task SpaceWrites(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Get) return;
        if (hasWritten) await wait(BetweenWrites);
        hasWritten = true;
    }

    static async Task<bool> IsTransient(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError) return response.StatusCode != HttpStatusCode.NotImplemented;
        if (response.StatusCode != HttpStatusCode.Forbidden) return false;
        if (response.Headers.RetryAfter is not null || Header(response, "x-ratelimit-remaining") == 0) return true;
        await response.Content.LoadIntoBufferAsync();
        return (await response.Content.ReadAsStringAsync()).Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What <c>retry-after</c> says, else until the limit is reset by the server's own clock; a limit that says neither wants a minute or more.</summary>
    static TimeSpan PauseBefore(HttpResponseMessage response, int attempt)
    {
        if (response.Headers.RetryAfter?.Delta is { } delta) return delta;
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)) return Backoff(attempt);
        if (Header(response, "x-ratelimit-remaining") == 0 && Header(response, "x-ratelimit-reset") is { } reset && response.Headers.Date is { } now)
            return TimeSpan.FromSeconds(Math.Max(1, reset - now.ToUnixTimeSeconds() + 1));
        return TimeSpan.FromMinutes(Math.Pow(2, attempt - 1));
    }

    static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(Math.Pow(4, attempt - 1));

    static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
