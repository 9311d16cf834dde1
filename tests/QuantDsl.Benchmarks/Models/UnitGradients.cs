using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Models;

/// <summary>Gradients to run an update without a network.</summary>
internal static class UnitGradients
{
    /// <summary>Ones in the shapes of a model's parameters, on its device.</summary>
    public static Gradients Of(ParameterStore store) => new(
        [.. store.Parameters.Select(parameter => ones([.. parameter.Shape], device: store.Device))],
        new Tensor?[store.Parameters.Count]);
}
