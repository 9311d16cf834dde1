using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>Generated code compiles at the highest warning level, nullable on, checked and unchecked.</summary>
[Trait("Category", "Slow")]
public sealed class CompilesTests
{
    public static TheoryData<string> Models => TestModels.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Valid_models_compile_without_a_diagnostic(string model) => TestModels.Compile(model).AssertCompiles();
}
