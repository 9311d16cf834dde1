using QuantDsl.Generators.Emit.Cpu;
using QuantDsl.Generators.Emit.Cuda;
using QuantDsl.Generators.Emit.Packed;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>All generated files of one model.</summary>
internal static class ModelSources
{
    public static EquatableArray<SourceFile> Emit(ModelPlan plan) =>
    [
        ModelEmitter.Emit(plan),
        FitEmitter.Emit(plan),
        StepEmitter.Emit(plan),
        PredictEmitter.Emit(plan),
        NetworkEmitter.Emit(plan),
        PackedEmitter.Emit(plan),
        UpdateEmitter.Emit(plan),
        OnnxEmitter.Emit(plan),
        .. plan.HasTorch ? [TorchEmitter.Emit(plan), CudaEmitter.Emit(plan)] : Array.Empty<SourceFile>(),
    ];

    /// <summary>What is generated for a declaration with errors.</summary>
    public static SourceFile EmitBroken(ModelDeclaration model) => BrokenModelEmitter.Emit(model);
}
