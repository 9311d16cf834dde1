namespace QuantDsl.Import;

/// <summary>
/// Makes weights fit that training keeps in [−1, 1] where they are quantized: by a factor where that is harmless, else by clipping.
/// </summary>
internal static class LatentFit
{
    /// <summary>Scales and clips values in place.</summary>
    /// <param name="model">The model that gets them.</param>
    /// <param name="targets">What they are to be.</param>
    /// <param name="sources">Where they come from, for the result.</param>
    /// <param name="values">The values of each.</param>
    /// <returns>What was done to each.</returns>
    public static ImportedTensor[] Run(
        ModelInfo model, IReadOnlyList<ImportTarget> targets, IReadOnlyList<string> sources, float[][] values)
    {
        float[] factors = Factors(model, targets, values);
        return [.. targets.Select((target, i) => Fit(target, sources[i], values[i], factors[target.Layer]))];
    }

    /// <summary>For each layer the largest power of two that makes its weights fit, where that is harmless; else 1.</summary>
    private static float[] Factors(ModelInfo model, IReadOnlyList<ImportTarget> targets, float[][] values)
    {
        float[] factors = new float[model.Layers.Count];
        Array.Fill(factors, 1f);
        for (int i = 0; i < values.Length; i++)
        {
            ImportTarget target = targets[i];
            if (target is { Role: ImportRole.Weights, IsClipped: true } && model.Layers[target.Layer].CancelsScale)
                factors[target.Layer] = MathF.Min(factors[target.Layer], Factor(values[i].Max(MathF.Abs)));
        }
        return factors;
    }

    private static float Factor(float largest)
    {
        if (largest <= 1f)
            return 1f;
        float factor = MathF.ScaleB(1f, -MathF.ILogB(largest));
        return largest * factor > 1f ? factor / 2f : factor;
    }

    private static ImportedTensor Fit(ImportTarget target, string source, float[] values, float factor)
    {
        float own = target.Role switch
        {
            ImportRole.Variance => factor * factor,
            ImportRole.Other => 1f,
            _ => factor,
        };
        int clipped = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= own;
            if (!target.IsClipped || MathF.Abs(values[i]) <= 1f)
                continue;
            values[i] = MathF.CopySign(1f, values[i]);
            clipped++;
        }
        return new ImportedTensor(target.Name, source, own, clipped);
    }
}
