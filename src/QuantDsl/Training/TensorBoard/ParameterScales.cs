namespace QuantDsl.Training;

/// <summary>The scales of parameters that are tensors.</summary>
internal static class ParameterScales
{
    /// <summary>The name and the mean scale of each quantized parameter.</summary>
    public static IEnumerable<(string Parameter, double Scale)> Of(IReadOnlyList<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Scale.numel() == 0)
                continue;
            using TorchSharp.torch.Tensor mean = parameter.Scale.mean();
            yield return (parameter.Name, mean.item<float>());
        }
    }
}
