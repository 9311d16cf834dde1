using Digits.Models;
using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Models;

/// <summary>The perceptron with 1-bit weights, measuring how they zig-zag.</summary>
[ModelFrom(typeof(Mlp)), ZigZag]
public sealed partial class MeasuredMlp : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}
