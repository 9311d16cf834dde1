using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using QuantDsl.CompilerServices;
using QuantDsl.Generators.Tests.Harness;
using static TorchSharp.torch;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>
/// Generated constructors with a fault put before each of their steps, and behind the last one: whichever fails, all memory that the others
/// allocated is released.
/// </summary>
public sealed class ConstructionTests
{
    private const string Model = """
        [QuantModel(6), Weights(Bits = 2), Backtrack, ZigZag, SquaredHinge]
        public sealed partial class Measured
        {
            [Linear(5, Bias = true), BatchNorm, ReLU, Dropout(0.5), Weights(Bits = 1)] public partial Layer Fc { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
        """;

    private const string Fault = "throw new global::System.TimeZoneNotFoundException()";

    [Fact]
    public void A_constructor_that_fails_anywhere_leaves_no_memory()
    {
        CompilationResult result = GeneratorHarness.Run(Model).AssertCompiles();
        SyntaxTree tree = result.Tree("Models.Measured.Model.g.cs");
        (int Place, string Text)[] faults = [.. Faults(tree.GetRoot().DescendantNodes().OfType<ConstructorDeclarationSyntax>().Single())];
        Assert.InRange(faults.Length, 8, 50);
        Assert.Null(Construct(result.Output)); // makes what is made once
        foreach ((int place, string fault) in faults)
        {
            string text = tree.ToString().Insert(place, fault);
            SyntaxTree broken = CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath, tree.Encoding);
            GC.GetTotalMemory(forceFullCollection: true); // runs finalizers: what is not managed is counted here
            (long tensors, long numbers) = (Tensor.TotalCount, NativeFloats.Allocated);
            Assert.IsType<TimeZoneNotFoundException>(Construct(result.Output.ReplaceSyntaxTree(tree, broken)));
            (tensors, numbers) = (Tensor.TotalCount - tensors, NativeFloats.Allocated - numbers);
            Assert.True(
                (tensors, numbers) == (0, 0),
                $"{tensors} tensors and {numbers} numbers are left after a fault here:\n{text[place..(place + 200)]}");
        }
    }

    /// <summary>Before each statement of the constructor, behind the last one, and before each layer.</summary>
    private static IEnumerable<(int Place, string Text)> Faults(ConstructorDeclarationSyntax constructor)
    {
        BlockSyntax steps = constructor.DescendantNodes().OfType<TryStatementSyntax>().FirstOrDefault()?.Block ?? constructor.Body!;
        foreach (StatementSyntax statement in steps.Statements)
            yield return (statement.SpanStart, $"{Fault}; ");
        yield return (steps.CloseBraceToken.SpanStart, $"{Fault}; ");
        foreach (CollectionElementSyntax layer in steps.DescendantNodes().OfType<CollectionExpressionSyntax>().First().Elements)
            yield return (layer.SpanStart, $"(global::QuantDsl.Layer?)null ?? {Fault}, ");
    }

    /// <summary>Makes a model and disposes it; what that threw.</summary>
    private static Exception? Construct(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        // What follows a fault is unreachable.
        CSharpCompilation lenient = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        Assert.True(lenient.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext("constructors", isCollectible: true);
        try
        {
            ConstructorInfo constructor = context.LoadFromStream(image).GetType("Models.Measured")!.GetConstructors().Single();
            ((IDisposable)constructor.Invoke([null, 1L])).Dispose();
            return null;
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException;
        }
        finally
        {
            context.Unload();
        }
    }
}
