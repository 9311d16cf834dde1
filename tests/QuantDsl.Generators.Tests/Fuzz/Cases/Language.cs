namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>The attributes of the language, read off the assembly so that a new one is fuzzed from its first day.</summary>
internal static class Language
{
    private static readonly string[] Integers =
    [
        "0", "1", "2", "3", "4", "5", "7", "8", "9", "16", "100", "-1", "65536", "46341", "1000000000", "2000000000", "int.MaxValue",
        "int.MinValue", "1 + 1",
    ];

    private static readonly string[] Doubles =
    [
        "0", "1", "0.5", "0.25", "0.999", "1e-4", "1e-8", "-0.0", "-0.5", "1.5", "1e-46", "5e-324", "1e38", "1e39", "1e308", "double.NaN",
        "double.PositiveInfinity", "double.NegativeInfinity", "0.1f", "1 / 3.0",
    ];

    /// <summary>What is of no argument's type, or of only a few.</summary>
    private static readonly string[] Strange =
    [
        "null", "null!", "\"4\"", "typeof(int)", "true", "'x'", "(Grid)7", "0.5", "new int[0]", "default", "1L", "nameof(Grid)",
    ];

    public static IReadOnlyList<Type> Attributes { get; } =
    [
        .. typeof(QuantModelAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && type.Namespace == nameof(QuantDsl))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static string Name(Type attribute) => attribute.Name[..^nameof(Attribute).Length];

    /// <summary>An attribute with arguments of the right types, seldom of the right values.</summary>
    public static AttributeUse Attribute(Random random)
    {
        Type type = random.Pick(Attributes);
        var use = AttributeUse.Of(
            Name(type), type.GetConstructors()[0].GetParameters().Select(parameter => Value(random, parameter.ParameterType)));
        while (random.Chance(0.5) && NamedArgument(random, use.Name) is { } argument)
            use = use with { Arguments = use.Arguments.Add(argument) };
        return use;
    }

    /// <summary>A named argument of an attribute; null when it has none.</summary>
    public static Argument? NamedArgument(Random random, string attribute)
    {
        var properties = Attributes.Single(type => Name(type) == attribute)
            .GetProperties()
            .Where(property => property.SetMethod is { IsPublic: true })
            .ToList();
        if (properties.Count == 0)
            return null;
        System.Reflection.PropertyInfo property = random.Pick(properties);
        return new Argument(property.Name, Value(random, property.PropertyType));
    }

    /// <summary>Another value of about the same type.</summary>
    public static Argument Change(Random random, Argument argument)
    {
        string text = argument.Value;
        bool isFraction = double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _)
            && text.AsSpan().ContainsAny('.', 'e');
        string other = random.Chance(0.1) ? random.Pick(Strange)
            : text.StartsWith("Grid.", StringComparison.Ordinal) ? Value(random, typeof(Grid))
            : text.StartsWith("Scale.", StringComparison.Ordinal) ? Value(random, typeof(Scale))
            : text.StartsWith("Solver.", StringComparison.Ordinal) ? Value(random, typeof(Solver))
            : text.StartsWith("nameof", StringComparison.Ordinal) ? Value(random, typeof(string))
            : text.StartsWith("typeof", StringComparison.Ordinal) ? Value(random, typeof(Type))
            : text is "true" or "false" ? Value(random, typeof(bool))
            : Value(random, isFraction || random.Chance(0.1) ? typeof(double) : typeof(int));
        return argument with { Value = other };
    }

    private static string Value(Random random, Type type)
    {
        if (type.IsEnum)
        {
            return random.Chance(0.75)
                ? $"{type.Name}.{random.Pick(Enum.GetNames(type))}"
                : $"({type.Name}){random.Pick(new[] { "(-1)", "1", "7", "int.MaxValue" })}";
        }
        if (type == typeof(string))
        {
            return random.Pick(
                new[] { $"nameof({random.Pick(Words.Layers)})", $"\"{random.Pick(Words.Layers)}\"", "\"\"", "\" \\\"\\n\"", "null!" });
        }
        if (type == typeof(Type))
            return $"typeof({random.Pick(Words.Types)})";
        if (type == typeof(bool))
            return random.Pick(new[] { "true", "false" });
        if (type == typeof(int[]))
            return string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Pick(Integers)));
        return random.Pick(type == typeof(double) ? Doubles : Integers);
    }
}
