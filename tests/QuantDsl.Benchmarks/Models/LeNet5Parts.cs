using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;

namespace Digits.Models;

public sealed partial class LeNet5 : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}

public sealed partial class LeNet5Ternary : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}

public sealed partial class LeNet5ThreeBit : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}

public sealed partial class LeNet5FullPrecision : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}
