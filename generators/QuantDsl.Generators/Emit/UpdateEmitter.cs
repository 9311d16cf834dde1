using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// The update on the CPU: its phases in order, the recipe's numbers, and how each parameter is quantized. Arithmetic is the runtime's.
/// </summary>
internal static class UpdateEmitter
{
    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Update", "", "", writer =>
        {
            writer.Lines(Engine(plan)).Blank();
            writer.Lines(Recipe(plan.Declaration)).Blank();
            Table(writer, plan);
        });

    private static string Engine(ModelPlan plan)
    {
        string sizes =
            $"tiles: {plan.Tiles}, parameters: {plan.Parameters.Count}, floats: {plan.ParameterFloats}, scales: {plan.ScaleFloats}";
        string types = $"ParameterTable, Adam<UpdateRecipe>, {(plan.IsMeasured ? "MeasuresZigZag" : "MeasuresNothing")}";
        return $$"""
            /// <summary>
            /// The update of all parameters on the CPU. w are the latent weights, q the quantized weights, g the gradient at q, m and v its
            /// moments, η the learning rate, t the number of the step; m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), and D = (√v̂ + ε)/η approximates
            /// the curvature.
            {{UpdateEquations.Of(plan)}}
            /// </summary>
            private sealed class CpuUpdate(ParameterStore store)
                : CpuEngine<{{types}}>(store, {{sizes}})
            {
                public override void Run(UpdateKind kind, in AdamStep step, in Gradients gradients)
                {
                    Begin(kind, step, gradients); // throws if D would not be finite: nothing was written yet
                    if (kind == UpdateKind.Initial)
                    {
                        QuantizeInitially(); // there is no curvature yet: D = 1
                    }
                    else
                    {
            {{Phases(plan)}}
                    }
                    End();
                }
            }
            """;
    }

    /// <summary>What an update does between its beginning and its end.</summary>
    private static string Phases(ModelPlan plan)
    {
        bool hasSums = plan.Tiled.Any();
        bool hasRows = plan.Trained.Any(parameter => parameter is { Rows: > 1, Quantizer: not null });
        bool isSolved = plan.Solved.Any();
        string moves = hasSums ? "m, v, D and w, and the sums that determine α"
            : hasRows ? "m, v, D, w, α and q, row by row"
            : isSolved ? "m, v, D and w"
            : "m, v and w";
        List<string> phases = [$"Accumulate(); // {moves}"];
        if (isSolved)
            phases.Add(hasSums ? "SolveScales(); // α" : "SolveScales(); // α, and q = α·b");
        if (hasSums)
            phases.Add("Quantize(); // q = α·b");
        return string.Join("\n", phases.Select(phase => "            " + phase));
    }

    private static string Recipe(ModelDeclaration model)
    {
        BacktrackDeclaration backtrack = model.Backtrack ?? BacktrackDeclaration.Default;
        string clip = model.GradientClip is { } declared ? $"{Literals.Float(declared.Bound)};" : "float.PositiveInfinity; // none";
        string decay = model.Adam.WeightDecay > 0 ? $"{Literals.Double(model.Adam.WeightDecay)};" : "0; // none";
        return $$"""
            /// <summary>The recipe's constants, which the compiler inlines into the update.</summary>
            private readonly struct UpdateRecipe : IUpdateRecipe
            {
                public static double Beta1 => {{Literals.Double(model.Adam.Beta1)}};
                public static double Beta2 => {{Literals.Double(model.Adam.Beta2)}};
                public static float Epsilon => {{Literals.Float(model.Adam.Epsilon)}};
                public static double Blend => {{Literals.Double(backtrack.Blend)}};
                public static bool CarriesTrialMoments => {{Literals.Flag(!backtrack.DiscardTrialMoments)}};
                public static double WeightDecay => {{decay}}
                public static float GradientClip => {{clip}}
            }
            """;
    }

    private static void Table(SourceWriter writer, ModelPlan plan)
    {
        writer.Lines("/// <summary>How each parameter is quantized, and its position in the model's memory and among the tiles.</summary>");
        using (writer.Block("private readonly struct ParameterTable : IParameterTable"))
        {
            writer.Lines("public static void Visit<TVisitor>(ref TVisitor visitor)\n    where TVisitor : struct, IParameterVisitor");
            using (writer.Block())
            {
                foreach (ParameterPlan parameter in plan.Parameters)
                    writer.Lines($"visitor.Visit<{Type(parameter)}>(new({Place(plan, parameter)})); // {Comment(parameter)}");
            }
        }
    }

    private static string Type(ParameterPlan parameter) =>
        parameter.IsFrozen ? $"FrozenParameter<{QuantizerTypes.Of(parameter)}>" : QuantizerTypes.Of(parameter);

    private static string Place(ModelPlan plan, ParameterPlan parameter)
    {
        string tiles = $"firstTile: {parameter.FirstTile}, endTile: {parameter.FirstTile + parameter.Tiles}";
        string place = $"index: {parameter.Index}, offset: {parameter.Offset}, count: {parameter.Count}, {tiles}";
        if (parameter.Quantizer is not null)
            place += $", scale: {parameter.ScaleOffset}";
        if (parameter.TileRows > 0)
            place += $", tileSize: {parameter.TileSize}";
        if (plan.Decays(parameter))
            place += ", decays: true";
        return parameter.Rows > 1 ? $"{place}, rows: {parameter.Rows}" : place;
    }

    private static string Comment(ParameterPlan parameter) => $"{parameter.Name}, {string.Join("×", parameter.Shape)}";
}
