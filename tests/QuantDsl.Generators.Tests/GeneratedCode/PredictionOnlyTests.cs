using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>What is generated where only the runtime is referenced: the same packed model as beside the training, and facts.</summary>
public sealed class PredictionOnlyTests
{
    private const string Broken = """
        [QuantModel(8), Weights(Bits = 1)]
        public sealed partial class Net
        {
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
        """;

    private const string Uses = """
        using System;
        using System.IO;
        using QuantDsl;

        namespace Models;

        /// <summary>Uses a packed model.</summary>
        internal static class Usage
        {
            public static Classification Use(Stream stream, byte[] file, float[] inputs, float[] logits)
            {
                using var first = Net.Packed.Load("net.qdsl");
                using var second = Net.Packed.Load(stream);
                using var third = Net.Packed.Load(file);
                first.Predict(inputs, logits);
                second.PredictPixels(file, logits);
                Console.WriteLine(third.ClassNames.Count + first.ClassifyPixels(file).Class + Net.Info.Table);
                return third.Classify(inputs);
            }
        }
        """;

    /// <summary>All models in one compilation: a declaration of the training recipe is accepted.</summary>
    [Fact]
    public void Every_model_compiles_to_the_packed_model_of_training()
    {
        CompilationResult alone = GeneratorHarness.RunForPrediction([.. TestModels.All.Values]).AssertCompiles(isArithmeticTheSame: true);
        var training = TestModels.All.Keys.SelectMany(name => TestModels.Compile(name).Trees(".Packed.g.cs"))
            .DistinctBy(tree => tree.FilePath).ToDictionary(tree => tree.FilePath, tree => tree.ToString());

        SyntaxTree[] packed = [.. alone.Trees(".Packed.g.cs")];
        Assert.Equal((2 * packed.Length, training.Count), (alone.Generated.Length, packed.Length));
        foreach (SyntaxTree tree in packed)
            Assert.Equal(training[tree.FilePath], tree.ToString());
    }

    [Fact]
    public void A_packed_model_is_used() =>
        GeneratorHarness.RunForPrediction([Broken.Replace("Bits = 1)", "Bits = 1), SquaredHinge"), Uses]).AssertCompiles();

    /// <summary>An error in a declaration must not bury the user under missing members wherever the model is used.</summary>
    [Fact]
    public void Users_of_a_broken_model_compile()
    {
        CompilationResult result = GeneratorHarness.RunForPrediction([Broken, Uses]);

        Assert.Equal("QDSL0401", Assert.Single(result.Findings, finding => finding.DefaultSeverity == DiagnosticSeverity.Error).Id);
        result.AssertNoCompilerErrors();
    }

    [Fact]
    public void A_model_of_a_library_gets_a_packed_model_here()
    {
        MetadataReference library = GeneratorHarness.RunForPrediction([TestModels.Residual]).ToReference();
        const string mine = "[ModelFrom(typeof(Residual))]\npublic sealed partial class Mine;";

        Assert.Equal(2, GeneratorHarness.RunForPrediction([mine], library).AssertCompiles().Generated.Length);
    }
}
