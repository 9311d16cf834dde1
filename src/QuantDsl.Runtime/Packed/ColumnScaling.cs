namespace QuantDsl.Data;

/// <summary>How the columns of a table are standardised, in training and in prediction to the same bits.</summary>
/// <param name="means">Mean of each column.</param>
/// <param name="deviations">Standard deviation of each column.</param>
internal sealed class ColumnScaling(float[] means, float[] deviations) : ISampleScaling<float>
{
    /// <summary>Mean of each column.</summary>
    public float[] Means => means;

    /// <summary>Standard deviation of each column.</summary>
    public float[] Deviations => deviations;

    /// <summary>Standardises any number of rows.</summary>
    public void Apply(ReadOnlySpan<float> rows, Span<float> inputs)
    {
        for (int i = 0, column = 0; i < rows.Length; i++)
        {
            inputs[i] = (float)(((double)rows[i] - means[column]) / deviations[column]);
            column = column + 1 == means.Length ? 0 : column + 1;
        }
    }
}
