using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QuantDsl.Tests.Data;

/// <summary>
/// A server that answers as told, down to connections that break: one answer for each request of a path, in order, the last one again and
/// again.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, Queue<Answer>> _answers = new();
    private readonly CancellationTokenSource _stop = new();

    public ScriptedServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What was asked, for example <c>/a bytes=100-</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    public ScriptedServer On(string path, params Answer[] answers)
    {
        _answers[path] = new Queue<Answer>(answers);
        return this;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
                string path = (await reader.ReadLineAsync())!.Split(' ')[1];
                string range = "";
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    if (line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase))
                        range = line["Range: ".Length..];
                }

                Requests.Enqueue($"{path} {range}".Trim());
                Answer answer = Next(path);
                long start = range.Length > 0
                    ? long.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture)
                    : 0;
                await answer.SendAsync(client, start, _stop.Token);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private Answer Next(string path)
    {
        if (!_answers.TryGetValue(path, out Queue<Answer>? answers))
            return Answer.Status("404 Not Found");
        lock (answers)
            return answers.Count > 1 ? answers.Dequeue() : answers.Peek();
    }
}
