using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>
/// Tells data sets apart in checkpoints: by size, shape, inputs and labels in their order, normalization and augmentation. Of images in
/// files, names and lengths stand for the pixels.
/// </summary>
internal static class DatasetDigest
{
    private const int Shown = 8; // bytes, enough to tell runs apart

    /// <summary>For example <c>50000 of 1×28×28, inputs 90b1…, labels 3f2a…</c>.</summary>
    public static string Of(Dataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        data.AppendInputs(hash);
        string inputs = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Shown));
        if (data.HasNumbers)
            data.NumberColumn.ReadAll(part => hash.AppendData(MemoryMarshal.AsBytes(part)));
        else
            data.ClassColumn.ReadAll(part => hash.AppendData(MemoryMarshal.AsBytes<long>(Int64(part))));
        string labels = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Shown));
        string varied = data.Augmentation is { } augmentation ? $", {augmentation}" : "";
        string normalized = data.Normalization is { } normalization ? $", {normalization}" : "";
        return Invariant($"{data.Count} of {string.Join('×', data.InputShape)}, inputs {inputs}, labels {labels}{normalized}{varied}");
    }

    /// <summary>Labels as int64, which is what they are in tensors.</summary>
    private static long[] Int64(ReadOnlySpan<int> labels)
    {
        long[] numbers = new long[labels.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = labels[i];
        return numbers;
    }
}
