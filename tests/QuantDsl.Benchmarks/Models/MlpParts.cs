using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;

namespace Digits.Models;

public sealed partial class Mlp : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}

public sealed partial class MlpTernary : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}

public sealed partial class MlpThreeBit : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}

public sealed partial class MlpFullPrecision : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.Swept => _update.Swept;

    void ITimedModel.Update(UpdateStage stage, in AdamStep step, in Gradients gradients) => Update(stage, step, gradients);
}
