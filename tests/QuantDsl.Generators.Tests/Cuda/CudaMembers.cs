using System.Reflection;
using QuantDsl.CompilerServices;
using QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>The CUDA C++ of the models of a test, whose file may declare several.</summary>
internal static class CudaMembers
{
    /// <summary>Their updates.</summary>
    public static IEnumerable<CudaProgram> Programs(string name) => Of<CudaProgram>(name, "CudaCode");

    /// <summary>Their whole steps, which contain the updates.</summary>
    public static IEnumerable<CudaNetwork> Networks(string name) => Of<CudaNetwork>(name, "CudaStep");

    /// <summary>What generated models have as a private property.</summary>
    private static IEnumerable<T> Of<T>(string name, string member) =>
        from type in LoadedAssembly.Of(TestModels.Compile(name)).GetTypes()
        let property = type.GetProperty(member, BindingFlags.NonPublic | BindingFlags.Static)
        where property is not null
        select (T)property.GetValue(null)!;
}
