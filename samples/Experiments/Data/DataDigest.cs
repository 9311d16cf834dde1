using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuantDsl;

namespace Experiments.Data;

/// <summary>A digest that tells whether two runs used the same data.</summary>
internal static class DataDigest
{
    private const int Digits = 16;

    // Few enough that photographs are decoded in seconds.
    private const long Samples = 4096;

    /// <summary>
    /// The first digits, in hexadecimal, of the SHA-256 of all labels and of samples spread evenly over the data; labels and token ids
    /// count as int64.
    /// </summary>
    public static string Of(params Dataset[] parts) => Of(parts, AppendNumbers);

    /// <inheritdoc cref="Of(Dataset[])"/>
    public static string OfTokens(params Dataset[] parts) => Of(parts, AppendTokens);

    private static string Of(Dataset[] parts, Action<IncrementalHash, Dataset, long> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Dataset part in parts)
        {
            for (long i = 0; i < part.Count; i++)
                Append(hash, part.SliceLabels(i, 1));
            long stride = ((part.Count - 1) / Samples) + 1;
            for (long i = 0; i < part.Count; i += stride)
                append(hash, part, i);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static void AppendNumbers(IncrementalHash hash, Dataset part, long sample)
    {
        part.Slice(sample, 1, out ReadOnlySpan<float> inputs, out _);
        hash.AppendData(MemoryMarshal.AsBytes(inputs));
    }

    private static void AppendTokens(IncrementalHash hash, Dataset part, long sample)
    {
        part.Slice(sample, 1, out ReadOnlySpan<int> tokens, out _);
        Append(hash, tokens);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            long wide = number;
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in wide)));
        }
    }
}
