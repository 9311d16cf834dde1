using Digits.Models;
using QuantDsl.CompilerServices;

namespace QuantDsl.Benchmarks.Models;

/// <summary>The perceptron with 1-bit weights, measuring how they zig-zag.</summary>
[ModelFrom(typeof(Mlp)), ZigZag]
public sealed partial class MeasuredMlp : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}
