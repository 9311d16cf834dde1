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
    public static EquatableArray<SourceFile> Emit(ModelPlan plan, bool trains)
    {
        if (!trains)
            return [PredictionModelEmitter.Emit(plan), PackedEmitter.Emit(plan)];
        return
        [
            ModelEmitter.Emit(plan),
            FitEmitter.Emit(plan),
            StepEmitter.Emit(plan),
            PredictEmitter.Emit(plan),
            NetworkEmitter.Emit(plan),
            PackedEmitter.Emit(plan),
            UpdateEmitter.Emit(plan),
            OnnxEmitter.Emit(plan),
            CudaEmitter.Emit(plan),
            CudaStepEmitter.Emit(plan),
        ];
    }

    /// <summary>What is generated for a declaration with errors.</summary>
    public static SourceFile EmitBroken(ModelDeclaration model, bool trains) =>
        trains ? BrokenModelEmitter.Emit(model) : BrokenPredictionEmitter.Emit(model);
}
