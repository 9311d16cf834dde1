namespace QuantDsl.Generators.Kernels;

/// <summary>What the work of a kernel is cut into; threads take the units in any order.</summary>
/// <param name="Unit">What a unit is, in words and as the name of a variable.</param>
/// <param name="Count">How many there are, as an expression of generated code.</param>
internal sealed record Space(string Unit, string Count)
{
    /// <summary>Samples, none of which needs another: kernels by samples can follow each other in one loop.</summary>
    public static Space Samples { get; } = new("sample", "w.Samples");

    /// <summary>The shards in which a batch is summed.</summary>
    public static Space Shards { get; } = new("shard", "BatchShards.Count");

    /// <summary>Done in one go.</summary>
    public static Space Once { get; } = new("once", "1");

    /// <summary>What a layer's object cuts its work into.</summary>
    /// <param name="unit">What a unit is.</param>
    /// <param name="count">How many, as a member of that object.</param>
    public static Space Of(string unit, string count) => new(unit, count);
}
