using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>What networks make of token ids before they compute.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class TokenVectors
{
    /// <summary>A vector for each token id of a sample: 1 at its place, 0 elsewhere.</summary>
    /// <param name="w">Has the token ids.</param>
    /// <param name="vectors">Receives the vectors, as many numbers each as there are tokens.</param>
    /// <param name="sample">The sample.</param>
    public static void OneHot(Workspace w, in ImageBatch vectors, int sample)
    {
        ImageGeometry geometry = vectors.Geometry;
        float* vector = vectors.Row(sample, 0);
        new Span<float>(vector, geometry.RowLength).Clear();
        int* tokens = w.TokensOf(sample);
        for (int position = 0; position < geometry.Width; position++, vector += geometry.Channels)
            vector[tokens[position]] = 1;
    }
}
