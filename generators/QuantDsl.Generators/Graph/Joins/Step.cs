using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;

namespace QuantDsl.Generators.Graph.Joins;

/// <summary>An operation on the way to a join, as declared and as it would be after a repair.</summary>
/// <param name="Layer">Name of its layer.</param>
/// <param name="Use">The operation as declared.</param>
/// <param name="Operation">What it becomes; null where it is removed.</param>
/// <param name="Arguments">The arguments that change.</param>
internal sealed record Step(string Layer, OperationUse Use, Operation? Operation, EquatableArray<StepArgument> Arguments)
{
    public Step(string layer, OperationUse use)
        : this(layer, use, use.Operation, [])
    {
    }

    public bool IsChanged => Operation is null || Arguments.Count > 0;

    /// <summary>Where it stands, for messages: a layer has one operation with weights, but may have several that pool.</summary>
    public string Place => Use.Operation is WeightedOperation ? Layer : $"{Use.Operation.Text} of {Layer}";

    /// <summary>Pixels or positions between two places of its window.</summary>
    public int Stride => Math.Max(1, Operation?.Sliding?.Columns.Stride ?? 1);

    /// <summary>The same operation with one argument changed.</summary>
    public Step With(string name, int value, Operation operation) => this with
    {
        Operation = operation,
        Arguments = [.. Arguments, new StepArgument(name, value)],
    };

    /// <summary>With a window that slides pixel by pixel: an operation that only pools is then superfluous.</summary>
    public Step? WithoutStride() => Operation is WeightedOperation ? WithStride(1) : this with { Operation = null };

    /// <summary>With another stride; null where one number does not say it.</summary>
    public Step? WithStride(int stride) => Operation?.WithStride(stride) is { } strided ? With("Stride", stride, strided) : null;
}
