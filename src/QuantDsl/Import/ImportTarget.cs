using QuantDsl.CompilerServices;

namespace QuantDsl.Import;

/// <summary>An array of a model that a file or another model can give values.</summary>
/// <param name="Name">Its name, such as <c>Conv1.weight</c>.</param>
/// <param name="Layer">Number of its layer.</param>
/// <param name="Role">What it is to its layer.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Read">Copies its values.</param>
/// <param name="Write">Replaces its values.</param>
internal sealed record ImportTarget(
    string Name, int Layer, ImportRole Role, IReadOnlyList<long> Shape, Func<float[]> Read, Action<float[]> Write)
{
    /// <summary>
    /// Names in files that mean it: each list has one tensor, in any of its spellings, and the tensors of all lists are added. PyTorch's
    /// recurrent layers number their parameters, and its LSTM has two biases that are always added.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<string>> Sources { get; init; }

    /// <summary>Whether the weights are quantized, so that training keeps them in [−1, 1].</summary>
    public bool IsClipped { get; private init; }

    /// <summary>All arrays of a model. Running statistics come first: replacing a parameter announces that the state is another.</summary>
    public static IReadOnlyList<ImportTarget> Of(IReadOnlyList<Layer> layers) =>
    [
        .. Enumerable.Range(0, layers.Count).SelectMany(layer => Statistics(layers[layer], layer)),
        .. Enumerable.Range(0, layers.Count).SelectMany(layer => Parameters(layers[layer], layer)),
    ];

    private static IEnumerable<ImportTarget> Statistics(Layer layer, int number)
    {
        if (layer.BatchNorm is not { } norm)
            yield break;
        var stored = StoredBatchNorm.Of(norm);
        yield return Statistic($"{layer.Name}.norm.running_mean", number, ImportRole.Mean, stored.Mean);
        yield return Statistic($"{layer.Name}.norm.running_var", number, ImportRole.Variance, stored.Variance);
    }

    private static ImportTarget Statistic(string name, int layer, ImportRole role, MemoryPart values) =>
        new(name, layer, role, values.Shape, () => Copy(values.Count, values.CopyTo), numbers => values.Write(numbers))
        {
            Sources = [[name]],
        };

    private static IEnumerable<ImportTarget> Parameters(Layer layer, int number)
    {
        yield return Of(layer.Weight, ImportRole.Weights);
        if (layer.RecurrentWeight is { } recurrent)
            yield return Of(recurrent, ImportRole.Weights);
        if (layer.Bias is { } bias)
            yield return Of(bias, ImportRole.Bias) with { Sources = Biases(layer, bias) };
        Parameter?[] others =
        [
            layer.RecurrentBias, layer.BatchNorm?.Weight, layer.BatchNorm?.Bias, layer.LayerNorm?.Weight, layer.LayerNorm?.Bias,
        ];
        foreach (Parameter other in others.OfType<Parameter>())
            yield return Of(other, ImportRole.Other);

        ImportTarget Of(Parameter parameter, ImportRole role) =>
            new(
                parameter.Name, number, role, parameter.Shape, () => Copy(parameter.Count, parameter.CopyLatent),
                values => parameter.SetLatent(values))
            {
                Sources = [Numbered(parameter.Name)],
                IsClipped = parameter.ScaleCount > 0,
            };
    }

    private delegate void Copying(Span<float> values);

    private static float[] Copy(int count, Copying copy)
    {
        float[] values = new float[count];
        copy(values);
        return values;
    }

    private static IReadOnlyList<string>[] Biases(Layer layer, Parameter bias)
    {
        if (layer.RecurrentWeight is null)
            return [[bias.Name]];
        IReadOnlyList<string> ofInput = [bias.Name, .. Numbered($"{layer.Name}.bias_ih")];
        return layer.RecurrentBias is null ? [ofInput, Numbered($"{layer.Name}.bias_hh")] : [ofInput];
    }

    private static IReadOnlyList<string> Numbered(string name) => [name, $"{name}_l0"];
}
