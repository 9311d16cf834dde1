using System.Reflection;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A call of a method or constructor that was chosen by its arguments.</summary>
internal sealed class Call
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy;

    private readonly MethodBase _method;
    private readonly Func<object?[], Variables, object?>[] _values; // of each parameter, from the arguments

    private Call(MethodBase method, Func<object?[], Variables, object?>[] values) => (_method, _values) = (method, values);

    /// <summary>Chooses a method.</summary>
    /// <param name="type">The type that has it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="types">Its type arguments.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="samples">Their values in the first call.</param>
    public static Call Of(Type type, string name, Type[] types, IReadOnlyList<CodeArgument> arguments, object?[] samples)
    {
        IEnumerable<MethodBase> candidates = type.GetMethods(Everything)
            .Where(method => method.Name == name && method.GetGenericArguments().Length == types.Length)
            .Select(method => types.Length == 0 ? method : method.MakeGenericMethod(types));
        return Choose(candidates, $"{type.Name}.{name}", arguments, samples);
    }

    /// <summary>Chooses a constructor.</summary>
    public static Call Of(Type type, IReadOnlyList<CodeArgument> arguments, object?[] samples) =>
        Choose(type.GetConstructors(Everything & ~BindingFlags.Static), type.Name, arguments, samples);

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

    /// <summary>The one with most arguments of exactly its parameters' types.</summary>
    private static Call Choose(IEnumerable<MethodBase> candidates, string name, IReadOnlyList<CodeArgument> arguments, object?[] samples)
    {
        (MethodBase? method, int[]? places) = candidates
            .Select(method => (Method: method, Places: Places(method.GetParameters(), arguments)))
            .Where(one => one.Places is not null && Fit(one.Method.GetParameters(), one.Places, samples))
            .MaxBy(one => one.Places!.Select((place, i) => samples[i]?.GetType() == Plain(one.Method.GetParameters()[place]) ? 1 : 0).Sum());
        if (method is null)
            throw new NotSupportedException($"The interpreter finds no {name} for ({string.Join(", ", samples)}).");
        return new Call(method, [.. method.GetParameters().Select(parameter => ValueOf(parameter, Array.IndexOf(places!, parameter.Position), arguments))]);
    }

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
        places.Select((place, i) => samples[i] is null || Conversion.Exists(samples[i]!.GetType(), Plain(parameters[place]))).All(fits => fits);

    private static Type Plain(ParameterInfo parameter) =>
        parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
}
