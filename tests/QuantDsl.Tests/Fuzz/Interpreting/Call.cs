using System.Collections.Concurrent;
using System.Reflection;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A call of a method or constructor that was chosen by its arguments.</summary>
internal sealed class Call
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy;

    /// <summary>
    /// By type, name, and names and types of arguments, for all networks. Kept alive, because a method that is found anew has to be
    /// prepared for calls anew, which takes longer than what it does here.
    /// </summary>
    private static readonly ConcurrentDictionary<string, (MethodBase Method, int[] Places)> Chosen = new(StringComparer.Ordinal);

    private readonly MethodBase _method;
    private readonly Func<object?[], Variables, object?>[] _values; // of each parameter, from the arguments

    private Call(MethodBase method, Func<object?[], Variables, object?>[] values) => (_method, _values) = (method, values);

    /// <summary>Chooses a method.</summary>
    /// <param name="type">The type that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="types">Its type arguments.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="samples">Their values in the first call.</param>
    public static Call Of(Type type, string name, Type[] types, IReadOnlyList<CodeArgument> arguments, object?[] samples) =>
        Choose(type, name, types, arguments, samples, () => type.GetMethods(Everything)
            .Where(method => method.Name == name && method.GetGenericArguments().Length == types.Length)
            .Select(method => types.Length == 0 ? method : method.MakeGenericMethod(types)));

    /// <summary>Chooses a constructor.</summary>
    public static Call Of(Type type, IReadOnlyList<CodeArgument> arguments, object?[] samples) =>
        Choose(type, ".ctor", [], arguments, samples, () => type.GetConstructors(Everything & ~BindingFlags.Static));

    /// <param name="instance">The object; null for a static method or a constructor.</param>
    /// <param name="arguments">Values of the arguments, as far as they do not depend on the parameters' types.</param>
    /// <param name="variables">For the other arguments.</param>
    public object? Invoke(object? instance, object?[] arguments, Variables variables)
    {
        object?[] values = Array.ConvertAll(_values, value => value(arguments, variables));
        return _method is ConstructorInfo constructor
            ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null)
            : _method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, values, null);
    }

    private static Call Choose(
        Type type, string name, Type[] types, IReadOnlyList<CodeArgument> arguments, object?[] samples,
        Func<IEnumerable<MethodBase>> candidates)
    {
        IEnumerable<object?> words =
            [type.TypeHandle.Value, name, .. types.Select(one => one.TypeHandle.Value),
                .. arguments.Zip(samples, (argument, sample) => $"{argument.Name}:{sample?.GetType().TypeHandle.Value}")];
        (MethodBase method, int[] places) = Chosen.GetOrAdd(string.Join(' ', words), _ => Best(candidates(), arguments, samples)
            ?? throw new NotSupportedException($"The interpreter finds no {type.Name}.{name} for ({string.Join(", ", samples)})."));
        return new Call(
            method,
            [.. method.GetParameters().Select(parameter => ValueOf(parameter, Array.IndexOf(places, parameter.Position), arguments))]);
    }

    /// <summary>The one with most arguments of exactly its parameters' types, and the parameter of each argument.</summary>
    private static (MethodBase Method, int[] Places)? Best(
        IEnumerable<MethodBase> candidates, IReadOnlyList<CodeArgument> arguments, object?[] samples) =>
        candidates
            .Select(method => (Method: method, Places: Places(method.GetParameters(), arguments)!))
            .Where(one => one.Places is not null && Fit(one.Method.GetParameters(), one.Places, samples))
            .OrderByDescending(one => one.Places
                .Where((place, i) => samples[i]?.GetType() == Plain(one.Method.GetParameters()[place])).Count())
            .Select(one => ((MethodBase, int[])?)one)
            .FirstOrDefault();

    private static Func<object?[], Variables, object?> ValueOf(ParameterInfo parameter, int given, IReadOnlyList<CodeArgument> arguments)
    {
        if (given < 0)
            return (_, _) => parameter.DefaultValue;
        Type type = Plain(parameter);
        if (arguments[given].Value is not null)
            return (values, _) => Conversion.Of(values[given], type);
        Code code = arguments[given].To(type);
        return (_, variables) => code(variables);
    }

    /// <summary>The parameter of each argument; null if they do not match.</summary>
    private static int[]? Places(ParameterInfo[] parameters, IReadOnlyList<CodeArgument> arguments)
    {
        int[] places = [.. arguments.Select((argument, i) =>
            argument.Name is null ? i : Array.FindIndex(parameters, parameter => parameter.Name == argument.Name))];
        bool areThere = places.All(place => place >= 0 && place < parameters.Length) && places.Distinct().Count() == places.Length;
        return areThere && parameters.All(parameter => parameter.HasDefaultValue || places.Contains(parameter.Position)) ? places : null;
    }

    private static bool Fit(ParameterInfo[] parameters, int[] places, object?[] samples) =>
        places.Zip(samples).All(one =>
            one.Second is null || Conversion.Exists(one.Second.GetType(), Plain(parameters[one.First])));

    private static Type Plain(ParameterInfo parameter) =>
        parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
}
