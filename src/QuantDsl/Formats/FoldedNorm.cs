using QuantDsl.CompilerServices;

namespace QuantDsl.Formats;

/// <summary>Batch normalisation as a prediction needs it: a scale and a shift of each channel, computed as a prediction would.</summary>
internal static unsafe class FoldedNorm
{
    private const string Suffix = ".norm";

    /// <summary>Scales, then shifts.</summary>
    /// <param name="tensor">Name of the packed tensor.</param>
    /// <param name="model">The model.</param>
    /// <param name="layers">Its layers.</param>
    public static float[] Of(string tensor, ModelInfo model, IReadOnlyList<Layer> layers)
    {
        int index = Enumerable.Range(0, layers.Count).First(i => layers[i].Name + Suffix == tensor);
        return Of(layers[index].BatchNorm!, model.Layers[index].BatchNormEpsilon!.Value);
    }

    /// <summary>Scales, then shifts.</summary>
    /// <param name="norm">γ, β and the running statistics.</param>
    /// <param name="epsilon">ε.</param>
    public static float[] Of(BatchNormState norm, double epsilon)
    {
        int channels = (int)norm.Weight.Shape[0];
        float[] gamma = new float[channels], beta = new float[channels], mean = new float[channels], variance = new float[channels];
        norm.Weight.CopyQuantized(gamma);
        norm.Bias.CopyQuantized(beta);
        norm.CopyRunningMean(mean);
        norm.CopyRunningVariance(variance);
        float[] folded = new float[2 * channels];
        fixed (float* g = gamma, b = beta, m = mean, v = variance, result = folded)
            BatchNormScale.FromRunning<Lanes4>(m, v, g, b, (float)epsilon, channels, result, result + channels);
        return folded;
    }
}
