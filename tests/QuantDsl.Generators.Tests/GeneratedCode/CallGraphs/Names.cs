using System.Collections.Concurrent;
using System.Reflection;
using QuantDsl.CompilerServices;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>What messages and lists call types and methods.</summary>
internal static class Names
{
    /// <summary>Stands for every generated model in the lists.</summary>
    private const string Model = "Model";

    /// <summary>Walks ask for the names of the same methods again and again, and reflection makes them slowly.</summary>
    private static readonly ConcurrentDictionary<MethodBase, string> OfMethods = new();

    private static readonly ConcurrentDictionary<Type, string> OfTypes = new();

    public static string Of(MethodBase method) =>
        OfMethods.GetOrAdd(method, static method => $"{Of(method.DeclaringType!)}.{method.Name}");

    public static string Of(Type type) => OfTypes.GetOrAdd(type, static type => Make(type));

    /// <summary>Whether a type is a model that the generator completed.</summary>
    public static bool IsModel(Type type) => type.Assembly != typeof(ParameterStore).Assembly
        && type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IQuantModel<>));

    private static string Make(Type type)
    {
        if (IsModel(type))
            return Model;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[]";
        string name = type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }
}
