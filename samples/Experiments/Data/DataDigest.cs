using System.Security.Cryptography;
using QuantDsl;
using static TorchSharp.torch;

namespace Experiments.Data;

/// <summary>Tells whether two runs saw the same data.</summary>
internal static class DataDigest
{
    private const int Digits = 16;

    // Few enough to decode from photographs in seconds.
    private const long Samples = 4096;

    /// <summary>Start of the SHA-256, in hexadecimal, of all labels and of samples that are spread evenly over the data.</summary>
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
