using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Operations;

/// <summary>What the attributes document is what the generator reads: defaults, and values of enumerations.</summary>
public sealed class LanguageFactsTests
{
    /// <summary>Here the default value stands for an argument that is not given: the rule behind it is the documentation's.</summary>
    private static readonly string[] NotGiven =
    [
        "Conv1d.Bias", "Conv2d.Bias", "Conv2d.StrideHeight", "Conv2d.StrideWidth", "Conv2d.PaddingHeight", "Conv2d.PaddingWidth",
        "Conv2d.DilationHeight", "Conv2d.DilationWidth", "Linear.Bias", "Budget.WeightBytes", "Budget.ActivationBytes", "ModelFrom.Batch",
        "ModelFrom.Epochs", "CrossEntropy.Weight",
    ];

    private static readonly Type[] Attributes =
    [
        .. typeof(QuantModelAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && type.Namespace == nameof(QuantDsl)),
    ];

    public static TheoryData<string> Properties =>
    [
        .. from type in Attributes
           from property in type.GetProperties()
           where property.SetMethod is { IsPublic: true } && !NotGiven.Contains($"{Name(type)}.{property.Name}")
           select $"{Name(type)}.{property.Name}",
    ];

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_missing_argument_has_the_attributes_default(string name)
    {
        Type type = Attributes.Single(type => Name(type) == name.Split('.')[0]);
        PropertyInfo property = type.GetProperty(name.Split('.')[1])!;
        object value = property.GetValue(Activator.CreateInstance(type, [.. type.GetConstructors()[0].GetParameters().Select(Argument)]))!;

        ModelDeclaration without = Parse(type, "");
        Assert.Equal(without, Parse(type, $"{property.Name} = {Literal(value)}"));
        Assert.NotEqual(without, Parse(type, $"{property.Name} = {Literal(Another(value))}"));
    }

    [Theory]
    [InlineData(typeof(Grid), typeof(GridKind))]
    [InlineData(typeof(Scale), typeof(ScaleKind))]
    [InlineData(typeof(Solver), typeof(SolverKind))]
    public void Enumerations_have_the_same_values(Type ofUser, Type ofGenerator)
    {
        Assert.Equal(Enum.GetNames(ofUser), Enum.GetNames(ofGenerator));
        Assert.Equal(Enum.GetValuesAsUnderlyingType(ofUser), Enum.GetValuesAsUnderlyingType(ofGenerator));
    }

    private static string Name(Type attribute) => attribute.Name[..^nameof(Attribute).Length];

    /// <summary>A declaration with the attribute on its class or on its layer.</summary>
    private static ModelDeclaration Parse(Type type, string argument)
    {
        IEnumerable<string> positional = type.GetConstructors()[0].GetParameters().Select(parameter => Text(Argument(parameter)));
        string use = $"{Name(type)}({string.Join(", ", positional.Append(argument).Where(text => text.Length > 0))})";
        bool isOfClass = type.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn.HasFlag(AttributeTargets.Class);
        string model = type == typeof(QuantModelAttribute) ? use : $"QuantModel(4){(isOfClass ? ", " + use : "")}";
        string source = $"[{model}] public partial class Net {{ [{(isOfClass ? "Linear(4)" : use)}] public partial Layer Out {{ get; }} }}";
        return ModelParser.Parse(GeneratorHarness.Compilation(source).GetTypeByMetadataName("Models.Net")!);
    }

    private static object Argument(ParameterInfo parameter) => Type.GetTypeCode(parameter.ParameterType) switch
    {
        TypeCode.Int32 => 4,
        TypeCode.Double => 0.5,
        TypeCode.String => "Out",
        _ => new[] { 4 },
    };

    private static string Text(object argument) => argument switch
    {
        int[] sizes => string.Join(", ", sizes),
        string text => $"\"{text}\"",
        _ => Literal(argument),
    };

    private static object Another(object value) => value switch
    {
        bool flag => !flag,
        double number => number == 0 ? 0.5 : number / 2,
        int number => number + 1,
        Enum constant => Enum.ToObject(constant.GetType(), Convert.ToInt32(constant, CultureInfo.InvariantCulture) + 1),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "No other value is known."),
    };

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Enum constant => $"{constant.GetType().Name}.{constant}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
