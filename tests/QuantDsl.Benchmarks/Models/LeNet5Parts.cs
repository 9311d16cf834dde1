using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;

namespace Digits.Models;

public sealed partial class LeNet5 : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}

public sealed partial class LeNet5Ternary : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}

public sealed partial class LeNet5ThreeBit : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}

public sealed partial class LeNet5FullPrecision : ITimedModel
{
    ParameterStore ITimedModel.Store => _store;

    long ITimedModel.ValuesVisited => ((CpuEngine)_store.Engine).Update.ValuesVisited;

    void ITimedModel.Update(UpdateKind kind, in AdamStep step, in Gradients gradients) => _store.Engine.Run(kind, step, gradients);
}
