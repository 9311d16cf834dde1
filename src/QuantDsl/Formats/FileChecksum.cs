namespace QuantDsl.Formats;

/// <summary>A checksum of a whole file that stands in its metadata: computed with its own digits replaced by <c>'0'</c>.</summary>
internal abstract class FileChecksum : IDisposable
{
    /// <summary>Metadata key of the checksum.</summary>
    public abstract string Key { get; }

    /// <summary>Metadata key of a sentence for those who open the file with other programs.</summary>
    public abstract string RuleKey { get; }

    /// <summary>That sentence.</summary>
    public abstract string Rule { get; }

    /// <summary>Number of digits.</summary>
    public abstract int Digits { get; }

    /// <summary>Goes on with further bytes.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The digits as ASCII, as they are written to the header.</summary>
    public abstract byte[] Finish();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        // Most have nothing to release.
    }
}
