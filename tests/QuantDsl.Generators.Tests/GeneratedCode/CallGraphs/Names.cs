using System.Reflection;
using QuantDsl.CompilerServices;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>What messages and lists call types and methods.</summary>
internal static class Names
{
    /// <summary>Stands for every generated model in the lists.</summary>
    private const string Model = "Model";

    public static string Of(MethodBase method) => $"{Of(method.DeclaringType!)}.{method.Name}";

    public static string Of(Type type)
    {
        if (IsModel(type))
            return Model;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[]";
        string name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    /// <summary>Whether a type is a model that the generator completed.</summary>
    public static bool IsModel(Type type) => type.Assembly != typeof(ParameterStore).Assembly
        && type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IQuantModel<>));
}
