using QuantDsl.Generators.Emit.Quantizers;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>The update of all parameters: the passes over tiles, the moves, and the quantizers.</summary>
internal sealed class UpdateEmitter
{
    private const string Usings = """
        using System;
        using System.Runtime.InteropServices;
        using System.Runtime.Intrinsics;
        using QuantDsl;
        using QuantDsl.CompilerServices;
        """;

    private readonly ModelPlan _plan;
    private readonly ZigZagEmitter _zigZag;

    private UpdateEmitter(ModelPlan plan) => (_plan, _zigZag) = (plan, new ZigZagEmitter(plan));

    public static SourceFile Emit(ModelPlan plan) =>
        GeneratedFile.Write(plan.Type, "Update", Usings, "", "", new UpdateEmitter(plan).Members);

    /// <summary>Parameters that the last pass quantizes; the others are done by then.</summary>
    private IEnumerable<ParameterPlan> Tiled => _plan.Parameters.Where(QuantizerEmitter.IsTiled);

    /// <summary>Parameters whose scales are found between the passes.</summary>
    private IEnumerable<ParameterPlan> Solved => _plan.Parameters.Where(parameter => parameter is { Quantizer: not null, Rows: 1 });

    private void Members(SourceWriter writer)
    {
        Passes(writer);
        Quantize(writer);
        Advance(writer);
        if (Solved.Any())
            Solve(writer);
        if (Tiled.Any())
            Write(writer);
        writer.Lines(MoveEmitter.Write(_plan, _zigZag));
        if (_plan.IsMeasured)
            writer.Blank().Lines(_zigZag.Write());
        foreach (Quantizer quantizer in _plan.Quantizers)
        {
            QuantizerEmitter emitter = Of(quantizer);
            List<string> methods = [];
            if (Tiled.Any(parameter => parameter.Quantizer == quantizer))
                methods.AddRange(emitter.OfTiles());
            methods.Add(emitter.Rows());
            methods.AddRange(emitter.OfRows());
            if (_plan.IsMeasured && quantizer.Bits > 1)
                methods.AddRange([ZigZagEmitter.CompareRows(quantizer), emitter.Compare]);
            foreach (string method in methods)
                writer.Blank().Lines(method);
        }
        if (_plan.Quantizers.Any(quantizer => Of(quantizer).UsesWeightedMean))
            writer.Blank().Lines(QuantizerEmitter.WeightedMean);
        writer.Blank().Lines(Work("Advance"));
        if (Tiled.Any())
            writer.Blank().Lines(Work("Write"));
    }

    private void Passes(SourceWriter writer)
    {
        string plain = _plan.IsQuantized ? "Laq" : "Adam";
        writer.Lines($"""
            /// <summary>
            /// One update of every parameter, in {(Tiled.Any() ? "two passes" : "one pass")} over memory that is cut into {_plan.Tiles} tiles:
            /// {Summary}.
            /// Threads take the tiles in any order; what they add up is combined in the order of the tiles.
            /// </summary>
            """);
        using (writer.Block("private void Update(UpdateStage stage, in AdamStep step, in Gradients gradients)"))
        {
            writer.Lines("""
                if (_cuda is not null)
                {
                    _cuda.Run(stage, step, gradients);
                    return;
                }
                _update.Begin(stage, step, gradients);
                """);
            if (_plan.IsMeasured)
                writer.Lines(_zigZag.Leveled.Any() ? "if (_zigzag.Begin(stage, step))\n    FindLevels();" : "_zigzag.Begin(stage, step);");
            writer.Lines($"""
                _update.Pass(new AdvanceTiles(this));
                _update.ThrowIfDiverged(TrainingStage.{plain});
                """);
            if (Solved.Any())
                writer.Lines("Solve();");
            if (Tiled.Any())
                writer.Lines("_update.Pass(new WriteTiles(this));");
            writer.Lines("_update.End();");
            if (_plan.IsMeasured)
                writer.Lines("if (stage != UpdateStage.Trial)\n    ConcludeZigZag();");
        }
        writer.Blank();
    }

    private QuantizerEmitter Of(Quantizer quantizer) => QuantizerEmitter.Of(quantizer, _zigZag);

    private string Summary => Tiled.Any()
        ? "the first moves the weights and adds up what the scales follow from, the last writes the quantized ones"
        : "it moves the weights and quantizes them";

    private void Quantize(SourceWriter writer)
    {
        writer.Lines("/// <summary>Quantizes the first latent weights: there is no curvature yet, so it is 1 everywhere.</summary>");
        using (writer.Block("private void Quantize(in Gradients ones)"))
        {
            writer.Lines("""
                if (_cuda is not null)
                {
                    _cuda.Run(UpdateStage.Initial, default, ones);
                    return;
                }
                _update.Begin(UpdateStage.Initial, default, ones);
                """);
            writer.Lines("_store.CopyLatent(); // all there is to do in full precision");
            foreach (ParameterPlan parameter in _plan.Parameters.Where(parameter => parameter.Quantizer is not null))
            {
                string place = $"{Whole(parameter)}, rows: {parameter.Rows}, scale: {parameter.ScaleOffset}";
                writer.Lines($"Quantize{parameter.Quantizer!.Name}Rows({place}); // {Comment(parameter)}");
            }
            writer.Lines("_update.End();");
        }
        writer.Blank();
    }

    private void Advance(SourceWriter writer)
    {
        writer.Lines("/// <summary>First pass over a tile.</summary>");
        using (writer.Block("private void Advance(int tile)"))
        using (writer.Block("switch (tile)"))
        {
            foreach (ParameterPlan parameter in _plan.Parameters)
                Case(writer, parameter, AdvanceCall(parameter));
        }
        writer.Blank();
    }

    private static string AdvanceCall(ParameterPlan parameter) => parameter switch
    {
        { Quantizer: null } => $"AdvanceFullPrecision({Tile(parameter)})",
        { Rows: > 1, Quantizer: { } quantizer } =>
            $"Advance{quantizer.Name}Rows({Tile(parameter)}, length: {parameter.RowLength}, scale: {parameter.ScaleOffset})",
        { Quantizer: { Bits: 1 } quantizer } => $"Advance{quantizer.Name}({Tile(parameter)})",
        { Quantizer: { Exact: true } } => $"AdvanceAlone({Tile(parameter)})",
        { Quantizer: { } quantizer } => $"Advance{quantizer.Name}({Tile(parameter)}, scale: {parameter.ScaleOffset})",
    };

    private void Solve(SourceWriter writer)
    {
        writer.Lines("/// <summary>The scales, from what the first pass found.</summary>");
        using (writer.Block("private void Solve()"))
        {
            foreach (ParameterPlan parameter in Solved)
                writer.Lines($"{Of(parameter.Quantizer!).Solve(Whole(parameter), parameter)}; // {Comment(parameter)}");
        }
        writer.Blank();
    }

    private void Write(SourceWriter writer)
    {
        writer.Lines("/// <summary>Last pass over a tile. Parameters without a case are done.</summary>");
        using (writer.Block("private void Write(int tile)"))
        using (writer.Block("switch (tile)"))
        {
            int next = 0;
            foreach (ParameterPlan parameter in Tiled)
            {
                if (parameter.FirstTile > next)
                    writer.Lines($"case < {parameter.FirstTile}: break;");
                next = parameter.FirstTile + parameter.Tiles;
                Case(writer, parameter, Of(parameter.Quantizer!).Write(Tile(parameter), parameter));
            }
        }
        writer.Blank();
    }

    private static void Case(SourceWriter writer, ParameterPlan parameter, string call) =>
        writer.Lines($"case < {parameter.FirstTile + parameter.Tiles}: {call}; break; // {Comment(parameter)}");

    private static string Tile(ParameterPlan parameter)
    {
        string size = parameter.Rows == 1 ? "" : $", size: {parameter.TileSize}";
        return $"_update.Tile(tile, {Place(parameter)}{size})";
    }

    internal static string Whole(ParameterPlan parameter) => $"_update.Whole({Place(parameter)})";

    private static string Place(ParameterPlan parameter) =>
        $"first: {parameter.FirstTile}, parameter: {parameter.Index}, offset: {parameter.Offset}, count: {parameter.Count}";

    internal static string Comment(ParameterPlan parameter) => $"{parameter.Name}, {string.Join("×", parameter.Shape)}";

    private string Work(string method) => $$"""
        /// <summary><see cref="{{method}}(int)"/>, for any thread.</summary>
        private readonly struct {{method}}Tiles({{_plan.Type.Identifier}} model) : ITileWork
        {
            public void Run(int tile) => model.{{method}}(tile);
        }
        """;
}
