using System.Security.Cryptography;
using QuantDsl;
using static TorchSharp.torch;

namespace Experiments.Data;

/// <summary>A digest that tells whether two runs used the same data.</summary>
internal static class DataDigest
{
    private const int Digits = 16;

    // Few enough that photographs are decoded in seconds.
    private const long Samples = 4096;

    /// <summary>The first digits, in hexadecimal, of the SHA-256 of all labels and of samples spread evenly over the data.</summary>
    public static string Of(params Dataset[] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Dataset part in parts)
        {
            hash.AppendData(part.Labels.bytes);
            long stride = ((part.Count - 1) / Samples) + 1;
            for (long i = 0; i < part.Count; i += stride)
            {
                part.Slice(i, 1, out Tensor inputs, out Tensor labels, CPU);
                using (inputs)
                using (labels)
                    hash.AppendData(inputs.bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }
}
