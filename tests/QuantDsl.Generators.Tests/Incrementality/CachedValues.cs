using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Tests.Incrementality;

/// <summary>Walks everything that a cached value holds, through all fields, and finds what keeps a compilation alive.</summary>
internal sealed class CachedValues
{
    /// <summary>What must not be cached; anything assignable to one of them counts.</summary>
    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(SemanticModel), typeof(Compilation),
        typeof(Location), typeof(AttributeData), typeof(IOperation), typeof(Diagnostic), typeof(Delegate),
    ];

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _found = [];

    /// <summary>Types that were reached: a walk that reaches little proves little.</summary>
    public HashSet<Type> Reached { get; } = [];

    /// <summary>Paths from a value to something forbidden.</summary>
    public IReadOnlyList<string> Found => _found;

    public void Walk(object? value, string path)
    {
        if (value is null || (!value.GetType().IsValueType && !_seen.Add(value)))
            return;
        Type type = value.GetType();
        Reached.Add(type);
        if (Forbidden.Any(forbidden => forbidden.IsAssignableFrom(type)))
            _found.Add($"{path} is a {type}");
        else if (value is Array array)
            Elements(array, path);
        else if (!type.IsPrimitive && !type.IsEnum && value is not string and not Type)
            Fields(value, type, path);
    }

    private void Elements(IEnumerable array, string path)
    {
        int index = 0;
        foreach (object? element in array)
            Walk(element, $"{path}[{index++}]");
    }

    private void Fields(object value, Type type, string path)
    {
        const BindingFlags declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(declared))
                Walk(field.GetValue(value), $"{path}.{field.Name}");
        }
    }
}
