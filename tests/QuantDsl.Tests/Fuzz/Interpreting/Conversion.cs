using System.Collections.Concurrent;
using System.Reflection;

namespace QuantDsl.Tests.Fuzz;

/// <summary>Implicit conversions of C#.</summary>
internal static class Conversion
{
    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(float), typeof(double)]; // each converts to the next

    private static readonly ConcurrentDictionary<(Type From, Type To), MethodInfo?> Operators = new();

    public static bool Exists(Type from, Type to) =>
        to.IsAssignableFrom(from)
        || (Array.IndexOf(Numbers, from) is >= 0 and var rank && Array.IndexOf(Numbers, to) >= rank)
        || Operator(from, to) is not null;

    public static object? Of(object? value, Type to)
    {
        if (value is null || to.IsInstanceOfType(value))
            return value;
        return Operator(value.GetType(), to) is { } conversion
            ? conversion.Invoke(null, [value])
            : Convert.ChangeType(value, Nullable.GetUnderlyingType(to) ?? to, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static MethodInfo? Operator(Type from, Type to) => from.IsPrimitive
        ? null
        : Operators.GetOrAdd((from, to), static key => key.From.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(method => method.Name == "op_Implicit"
                && method.ReturnType == key.To && method.GetParameters()[0].ParameterType == key.From));
}
