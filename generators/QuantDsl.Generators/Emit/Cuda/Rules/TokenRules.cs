namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>What networks make of token ids: <c>Tokens.cuh</c>.</summary>
internal static class TokenRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("TokenVectors.OneHot", k => k.BySample($"oneHot(n.tokens, {k.Write(0)}, sample);")),
        ("Embedding.Forward", k => k.BySample($"embedding(n.tokens, {k.Values("weight")}, {k.Write(0)}, sample);")),
        ("Embedding.FindTokens", FindTokens),
        ("Embedding.WeightGradient", k => DeviceKernel.ByElement(
            $"embeddingGradient<{k.Batch}, {k.Layer.Weight.Shape[0]}>({k.Read(0)}, {k.Read(1)}, {k.Read(2)}, {k.Target}, samples, block);",
            k.Parameter.Count)),
    ];

    /// <summary>Blocks that place occurrences, then blocks that find where those of each token end.</summary>
    private static DeviceCall FindTokens(DeviceKernel k)
    {
        int length = k.Weighted.Shape.Length, vocabulary = k.Layer.Weight.Shape[0];
        int placing = DeviceKernel.ByElement("", (long)k.Batch * length).Blocks;
        int ending = DeviceKernel.ByElement("", vocabulary).Blocks;
        return new($"findTokens<{length}, {vocabulary}, {placing}>(n.tokens, {k.Write(0)}, {k.Write(1)}, samples, block);", placing + ending);
    }
}
