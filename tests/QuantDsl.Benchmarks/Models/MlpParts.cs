using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;

namespace Digits.Models;

public sealed partial class Mlp : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}

public sealed partial class MlpTernary : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}

public sealed partial class MlpThreeBit : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}

public sealed partial class MlpFullPrecision : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}
