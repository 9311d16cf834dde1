using System.Security.Cryptography;
using QuantDsl.Formats;
using static System.FormattableString;

namespace QuantDsl.Training;

/// <summary>
/// Tells data sets apart in checkpoints: by size, shape, labels in their order, normalization and augmentation, which is quick for any
/// data set.
/// </summary>
internal static class DatasetDigest
{
    private const int Shown = 8; // bytes, enough to tell runs apart

    /// <summary>For example <c>50000 of 1×28×28, labels 3f2a…</c>.</summary>
    public static string Of(Dataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        TensorBytes.Read(data.Labels, hash.AppendData);
        string labels = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Shown));
        string varied = data.Augmentation is { } augmentation ? $", {augmentation}" : "";
        string normalized = data.Normalization is { } normalization ? $", {normalization}" : "";
        return Invariant($"{data.Count} of {string.Join('×', data.InputShape)}, labels {labels}{normalized}{varied}");
    }
}
