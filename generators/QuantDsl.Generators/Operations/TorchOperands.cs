namespace QuantDsl.Generators.Operations;

/// <summary>What an operation names in its expression over tensors.</summary>
/// <param name="inputs">Names of the values that it reads.</param>
/// <param name="layer">Name of its layer.</param>
/// <param name="parameter">Index of the layer's first parameter.</param>
/// <param name="size">Names the constant [height, width].</param>
internal sealed class TorchOperands(IReadOnlyList<string> inputs, string layer, int parameter, Func<int, int, string> size)
{
    /// <summary>The first value.</summary>
    public string X => inputs[0];

    /// <summary>The second value.</summary>
    public string Y => inputs[1];

    /// <summary>Name of the layer.</summary>
    public string Layer => layer;

    /// <summary>The layer's property in code.</summary>
    public string Property => Literals.Identifier(layer);

    /// <summary>Index of the layer's first parameter.</summary>
    public int Parameter => parameter;

    /// <summary>The constant [n, n].</summary>
    public string Size(int n) => size(n, n);

    /// <summary>The constant [height, width].</summary>
    public string Size(int height, int width) => size(height, width);
}
