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
        SourceFile? step = CudaStepEmitter.Emit(plan);
        var paths = new Paths(hasStep: step is not null);
        return
        [
            ModelEmitter.Emit(plan, paths),
            FitEmitter.Emit(plan, paths),
            StepEmitter.Emit(plan, paths),
            PredictEmitter.Emit(plan, paths),
            NetworkEmitter.Emit(plan),
            PackedEmitter.Emit(plan),
            UpdateEmitter.Emit(plan),
            OnnxEmitter.Emit(plan),
            .. step is null ? Array.Empty<SourceFile>() : [CudaEmitter.Emit(plan), step],
        ];
    }

    /// <summary>What is generated for a declaration with errors.</summary>
    public static SourceFile EmitBroken(ModelDeclaration model, bool trains) =>
        trains ? BrokenModelEmitter.Emit(model) : BrokenPredictionEmitter.Emit(model);
}
