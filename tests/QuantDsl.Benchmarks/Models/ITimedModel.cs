using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Models;

/// <summary>
/// A generated model whose update can be run without the network. Each model has a part here that shows its private members.
/// </summary>
internal interface ITimedModel : IDisposable
{
    /// <summary>The weighted layers in declaration order.</summary>
    IReadOnlyList<Layer> Layers { get; }

    /// <summary>Memory of the model.</summary>
    ParameterStore Store { get; }

    /// <summary>Number of values that the last update visited, on the CPU.</summary>
    long ValuesVisited { get; }

    /// <summary>One LAQ step, or one of Adam in full precision.</summary>
    float Step(Tensor input, Tensor labels);

    /// <summary>One step forward and back.</summary>
    float BacktrackStep(Tensor input, Tensor labels);

    /// <summary>The update. It may destroy the gradients.</summary>
    void Update(UpdateKind kind, in AdamStep step, in Gradients gradients);
}
