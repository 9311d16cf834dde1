using QuantDsl.Generators.Checks;
using QuantDsl.Generators.Diagnostics;
using QuantDsl.Generators.Emit.Cuda;
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
        NetworkEmitter.Emit(plan),
        UpdateEmitter.Emit(plan),
        CudaEmitter.Emit(plan),
    ];

    /// <summary>What is generated for a declaration with errors; nothing where the class itself cannot be reopened.</summary>
    public static EquatableArray<SourceFile> EmitBroken(CheckedModel model) => CanReopen(model) ? [BrokenModelEmitter.Emit(model.Declaration)] : [];

    /// <summary>Whether the class can have a generated part.</summary>
    public static bool CanReopen(CheckedModel model) =>
        !model.Findings.Any(finding => finding.Id == Descriptors.NotPartial.Id || finding.Id == Descriptors.UnsupportedType.Id);
}
