using System.Net;
using System.Text;

namespace ShiftLeft.EndToEnd.GitHub;

/// <summary>A GitHub on this machine's loopback that takes everything and keeps what it took.</summary>
sealed class LoopbackGitHub : IDisposable
{
    readonly HttpListener listener = new();

    public LoopbackGitHub()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        _ = Task.Run(Serve);
    }

    public string Address { get; }

    public List<(string Request, string Body)> Requests { get; } = [];

    async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            lock (Requests) Requests.Add(($"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}", body));
            var (status, answer) = (context.Request.HttpMethod, context.Request.Url.AbsolutePath) switch
            {
                ("POST", var path) when path.EndsWith("/sarifs", StringComparison.Ordinal) => (202, """{"id":"one"}"""),
                ("POST", var path) when path.EndsWith("/comments", StringComparison.Ordinal) => (201, """{"id":1,"body":"","html_url":"https://github.com/acme/shop/pull/7#issuecomment-1"}"""),
                ("GET", var path) when path.Contains("/sarifs/", StringComparison.Ordinal) => (200, """{"processing_status":"complete"}"""),
                _ => (200, "[]"),
            };
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
    }

    public void Dispose() => ((IDisposable)listener).Dispose();
}
