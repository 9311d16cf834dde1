using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Checks;

/// <summary>
/// The language is what its own assembly holds: attributes that others put into a namespace of that name are not part of it.
/// </summary>
public sealed class ForeignAttributeTests
{
    private const string Attribute = """
        using System;

        namespace QuantDsl;

        [AttributeUsage(AttributeTargets.All)]
        public sealed class NoteAttribute : Attribute;
        """;

    private const string Model = """
        [QuantModel(4), Weights(Bits = 1), SquaredHinge, Note]
        public partial class Net
        {
            [Note] internal int Number { get; set; }
            [Linear(3), Note, BatchNorm] public partial Layer Out { get; }
        }
        """;

    [Fact]
    public void One_in_the_users_assembly_is_ignored() =>
        Assert.Empty(GeneratorHarness.Run("using QuantDsl;" + Attribute, Model).AssertCompiles().Findings);

    [Fact]
    public void One_in_another_assembly_is_ignored()
    {
        MetadataReference attribute = GeneratorHarness.Run(Compilation("Notes", "using QuantDsl;" + Attribute)).ToReference();
        MetadataReference model = GeneratorHarness.Run(Compilation("Library", Model).AddReferences(attribute)).ToReference();
        const string variant = "[ModelFrom(typeof(Net)), Weights(Bits = 2)]\npublic sealed partial class Variant;";

        Assert.Empty(GeneratorHarness.Run([variant], [attribute, model]).AssertCompiles().Findings);
    }

    private static CSharpCompilation Compilation(string assembly, string source) =>
        GeneratorHarness.Compilation(source).WithAssemblyName(assembly);
}
