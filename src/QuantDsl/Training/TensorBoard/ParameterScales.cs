namespace QuantDsl.Training;

/// <summary>The scales that TensorBoard shows.</summary>
internal static class ParameterScales
{
    /// <summary>The name and the mean scale of each quantized parameter.</summary>
    public static IEnumerable<(string Parameter, double Scale)> Of(IReadOnlyList<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.ScaleCount == 0)
                continue;
            float[] scales = new float[parameter.ScaleCount];
            parameter.CopyScale(scales);
            yield return (parameter.Name, scales.Average(scale => (double)scale));
        }
    }
}
