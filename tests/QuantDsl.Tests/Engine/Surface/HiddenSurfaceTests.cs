using System.ComponentModel;
using System.Reflection;

namespace QuantDsl.Tests.Engine;

/// <summary>What is public for generated code only has a namespace of its own, in which an editor offers nothing.</summary>
public sealed class HiddenSurfaceTests
{
    private const string ForGeneratedCode = "QuantDsl.CompilerServices";

    private static readonly Type[] Public =
        [.. typeof(QuantModelAttribute).Assembly.GetExportedTypes(), .. typeof(Dataset).Assembly.GetExportedTypes()];

    [Fact]
    public void Types_for_generated_code_are_hidden()
    {
        Type[] types = [.. Public.Where(type => type.Namespace == ForGeneratedCode && !type.IsNested)];
        Assert.NotEmpty(types);
        Assert.Empty(types
            .Where(type => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State != EditorBrowsableState.Never)
            .Select(type => type.Name));
    }

    [Fact]
    public void Everything_else_is_in_the_namespace_that_users_name() =>
        Assert.Empty(Public.Where(type => type.Namespace is not ("QuantDsl" or ForGeneratedCode)).Select(type => type.FullName));

    [Fact]
    public void The_runtime_depends_on_the_framework_alone() => Assert.All(
        typeof(QuantModelAttribute).Assembly.GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name!, StringComparison.Ordinal));

    /// <summary>So what they say needs no libtorch: tensors are added to them by the assembly that trains.</summary>
    [Theory]
    [InlineData(typeof(Layer))]
    [InlineData(typeof(Parameter))]
    [InlineData(typeof(BatchNormState))]
    public void What_a_model_is_made_of_belongs_to_the_runtime(Type type) =>
        Assert.Same(typeof(QuantModelAttribute).Assembly, type.Assembly);
}
