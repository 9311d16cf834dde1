using QuantDsl.Generators.Emit.Cpu;
using QuantDsl.Generators.Emit.Cuda;
using QuantDsl.Generators.Emit.Packed;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>All generated files of one model.</summary>
internal static class ModelSources
{
    /// <summary>The files of a model.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="trains">Whether models are trained here; else they only predict.</param>
    public static EquatableArray<SourceFile> Emit(ModelPlan plan, bool trains) => trains
        ?
        [
            ModelEmitter.Emit(plan),
            FitEmitter.Emit(plan),
            StepEmitter.Emit(plan),
            PredictEmitter.Emit(plan),
            NetworkEmitter.Emit(plan),
            PackedEmitter.Emit(plan),
            UpdateEmitter.Emit(plan),
            OnnxEmitter.Emit(plan),
            .. plan.HasTorch ? [TorchEmitter.Emit(plan)] : Array.Empty<SourceFile>(),
            .. Cuda(plan),
        ]
        : [PredictionModelEmitter.Emit(plan), PackedEmitter.Emit(plan)];

    /// <summary>The update on a device, if there are steps for it: by libtorch, or whole ones.</summary>
    private static IEnumerable<SourceFile> Cuda(ModelPlan plan)
    {
        SourceFile? step = CudaStepEmitter.Emit(plan);
        if (plan.HasTorch || step is not null)
            yield return CudaEmitter.Emit(plan);
        if (step is not null)
            yield return step;
    }

    /// <summary>What is generated for a declaration with errors.</summary>
    public static SourceFile EmitBroken(ModelDeclaration model, bool trains) =>
        trains ? BrokenModelEmitter.Emit(model) : BrokenPredictionEmitter.Emit(model);
}
