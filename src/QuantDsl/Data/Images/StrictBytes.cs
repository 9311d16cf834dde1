namespace QuantDsl.Data;

/// <summary>
/// The bytes of an image; reading or seeking past the end throws. The decoder would otherwise read zeros there, so that a network would
/// learn from a truncated image that is partly grey, and after skipping past the end it would not notice the end at all.
/// </summary>
internal sealed class StrictBytes(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override long Position
    {
        get => base.Position;
        set => base.Position = value <= Length ? value : throw EndsEarly();
    }

    public override int ReadByte() => base.ReadByte() is >= 0 and var value ? value : throw EndsEarly();

    public override int Read(byte[] buffer, int offset, int count) => Complete(base.Read(buffer, offset, count), count);

    public override int Read(Span<byte> buffer) => Complete(base.Read(buffer), buffer.Length);

    public override long Seek(long offset, SeekOrigin origin)
    {
        long position = base.Seek(offset, origin);
        return position <= Length ? position : throw EndsEarly();
    }

    private static int Complete(int read, int wanted) => read == wanted ? read : throw EndsEarly();

    private static EndOfStreamException EndsEarly() => new("it ends too early");
}
