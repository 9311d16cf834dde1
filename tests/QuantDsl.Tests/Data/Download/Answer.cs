using System.Net.Sockets;
using System.Text;
using static System.FormattableString;

namespace QuantDsl.Tests.Data;

/// <summary>What a server answers.</summary>
internal sealed record Answer
{
    private string _status = "200 OK";
    private byte[] _bytes = [];
    private string _headers = "";
    private bool _ranges = true;
    private int _drop = int.MaxValue;
    private bool _silent;

    /// <summary>A file, of which parts can be had.</summary>
    public static Answer File(byte[] bytes) => new() { _bytes = bytes };

    public static Answer Status(string status) => new() { _status = status, _bytes = Encoding.ASCII.GetBytes(status) };

    public static Answer Redirect(Uri target) => new() { _status = "302 Found", _headers = $"Location: {target}\r\n" };

    /// <summary>Nothing, for ever.</summary>
    public static Answer Silence() => new() { _silent = true };

    /// <summary>Breaks off after so many bytes of the body.</summary>
    public Answer Dropped(int after) => this with { _drop = after };

    /// <summary>Does not know parts: sends all of it.</summary>
    public Answer WithoutRanges() => this with { _ranges = false };

    public async Task SendAsync(TcpClient client, long start, CancellationToken stop)
    {
        if (_silent)
        {
            await Task.Delay(Timeout.Infinite, stop);
            return;
        }

        NetworkStream stream = client.GetStream();
        bool part = start > 0 && _ranges && _status == "200 OK";
        string status = part ? "206 Partial Content" : _status;
        byte[] body = part ? _bytes[(int)Math.Min(start, _bytes.Length)..] : _bytes;
        string headers = _headers + (part ? Invariant($"Content-Range: bytes {start}-{_bytes.Length - 1}/{_bytes.Length}\r\n") : "");
        if (part && body.Length == 0)
            (status, headers, body) = ("416 Range Not Satisfiable", Invariant($"Content-Range: bytes */{_bytes.Length}\r\n"), []);
        string head = Invariant($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
        await stream.WriteAsync(body.AsMemory(0, Math.Min(body.Length, _drop)), stop);
        await stream.FlushAsync(stop);
    }
}
