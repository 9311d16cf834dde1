using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// Reads the C# that the generator writes, to carry it out by reflection: a network is tested as it is generated, without the cost of
/// compiling it twice. It knows as much of the language as is generated, and says what it does not know.
/// </summary>
internal sealed class CodeReader(TypeNames types)
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly ConcurrentDictionary<(Type Type, string Name), MemberInfo?> Found = new();

    /// <summary>An expression whose type does not follow from where it stands.</summary>
    public Code Read(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: var value } => _ => value,
        ParenthesizedExpressionSyntax parentheses => Read(parentheses.Expression),
        IdentifierNameSyntax name => Variable(name.Identifier.Text),
        MemberAccessExpressionSyntax { Expression: var owner, Name: IdentifierNameSyntax name } => Member(owner, name.Identifier.Text),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method } call => Call(method, call.ArgumentList),
        ObjectCreationExpressionSyntax creation => Creation(types.Find(creation.Type), creation),
        BinaryExpressionSyntax binary => Binary(binary.Kind(), Read(binary.Left), Read(binary.Right)),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus => Negative(Read(minus.Operand)),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Not(Read(not.Operand)),
        _ => throw Unknown(expression),
    };

    /// <summary>An expression as a value of a type.</summary>
    public Code Read(ExpressionSyntax expression, Type type)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }:
                return _ => type.IsValueType ? Activator.CreateInstance(type) : null;
            case ImplicitObjectCreationExpressionSyntax creation:
                return Creation(type, creation);
            case CollectionExpressionSyntax collection:
                return Collection(collection, type.GetElementType() ?? throw Unknown(expression));
            default:
                Code code = Read(expression);
                return variables => Conversion.Of(code(variables), type);
        }
    }

    /// <summary>A type.</summary>
    public Type Read(TypeSyntax type) => types.Find(type);

    private static Code Variable(string name) => variables => variables.TryGetValue(name, out object? value)
        ? value
        : throw new NotSupportedException($"The interpreter knows no variable {name}.");

    private static bool IsType(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax { Identifier.Text: var name } && char.IsUpper(name[0]);

    /// <summary>The type that an expression names; null: it has a value.</summary>
    private Type? TypeOf(ExpressionSyntax owner) =>
        owner is GenericNameSyntax generic ? types.Find(generic) : IsType(owner) ? types.Find((TypeSyntax)owner) : null;

    private Code Member(ExpressionSyntax owner, string name)
    {
        Type? type = TypeOf(owner);
        Code? instance = type is null ? Read(owner) : null;
        return variables =>
        {
            object? value = instance?.Invoke(variables);
            return value is Variables fields ? fields[name] : MemberOf(type ?? value!.GetType(), name) switch
            {
                PropertyInfo property => property.GetValue(value),
                FieldInfo field => field.GetValue(value),
                _ => throw new NotSupportedException($"The interpreter finds no {type ?? value!.GetType()}.{name}."),
            };
        };
    }

    /// <summary>A property or field; found once for all networks.</summary>
    private static MemberInfo? MemberOf(Type type, string name) => Found.GetOrAdd(
        (type, name),
        static key => (MemberInfo?)key.Type.GetProperty(key.Name, Members) ?? key.Type.GetField(key.Name, Members));

    private Code Call(MemberAccessExpressionSyntax method, ArgumentListSyntax list)
    {
        string name = method.Name.Identifier.Text;
        Type[] generic = method.Name is GenericNameSyntax { } arguments ? types.Arguments(arguments) : [];
        Type? type = TypeOf(method.Expression);
        Code? instance = type is null ? Read(method.Expression) : null;
        IReadOnlyList<CodeArgument> given = Arguments(list);
        Call? call = null;
        return variables =>
        {
            object? value = instance?.Invoke(variables);
            object?[] values = Values(given, variables);
            call ??= Fuzz.Call.Of(type ?? value!.GetType(), name, generic, given, values);
            return call.Invoke(value, values, variables);
        };
    }

    private Code Creation(Type type, BaseObjectCreationExpressionSyntax creation)
    {
        IReadOnlyList<CodeArgument> given = creation.ArgumentList is { } list ? Arguments(list) : [];
        List<(PropertyInfo Property, Code Value)> set = [];
        foreach (ExpressionSyntax expression in creation.Initializer?.Expressions ?? [])
        {
            if (expression is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Right: var right })
                throw Unknown(expression);
            PropertyInfo property = type.GetProperty(name.Identifier.Text) ?? throw Unknown(name);
            set.Add((property, Read(right, property.PropertyType)));
        }

        Call? call = null;
        return variables =>
        {
            object?[] values = Values(given, variables);
            object made = given.Count == 0
                ? Activator.CreateInstance(type)!
                : (call ??= Fuzz.Call.Of(type, given, values)).Invoke(null, values, variables)!;
            foreach ((PropertyInfo property, Code value) in set)
                property.SetValue(made, value(variables));
            return made;
        };
    }

    private Code Collection(CollectionExpressionSyntax collection, Type element)
    {
        Code[] elements = [.. collection.Elements.Select(one =>
            one is ExpressionElementSyntax { Expression: var value } ? Read(value, element) : throw Unknown(collection))];
        return variables =>
        {
            var array = Array.CreateInstance(element, elements.Length);
            for (int i = 0; i < elements.Length; i++)
                array.SetValue(elements[i](variables), i);
            return array;
        };
    }

    private List<CodeArgument> Arguments(ArgumentListSyntax list) => [.. list.Arguments.Select(argument => new CodeArgument(
        argument.NameColon?.Name.Identifier.Text,
        argument.Expression is CollectionExpressionSyntax or ImplicitObjectCreationExpressionSyntax
            or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }
            ? null
            : Read(argument.Expression),
        type => Read(argument.Expression, type)))];

    private static object?[] Values(IReadOnlyList<CodeArgument> arguments, Variables variables) =>
        [.. arguments.Select(argument => argument.Value?.Invoke(variables))];

    private static Code Binary(SyntaxKind kind, Code left, Code right) => variables => (kind, left(variables), right(variables)) switch
    {
        (SyntaxKind.AddExpression, int x, int y) => x + y,
        (SyntaxKind.SubtractExpression, int x, int y) => x - y,
        (SyntaxKind.LessThanExpression, int x, int y) => x < y,
        (SyntaxKind.AddExpression, CompilerServices.FloatAddress x, int y) => x + y,
        var other => throw new NotSupportedException($"The interpreter cannot combine {other}."),
    };

    private static Code Not(Code code) => variables => !(bool)code(variables)!;

    private static Code Negative(Code code) => variables => code(variables) switch
    {
        int x => -x,
        double x => -x,
        float x => -x,
        var other => throw new NotSupportedException($"The interpreter cannot negate {other}."),
    };

    private static NotSupportedException Unknown(Microsoft.CodeAnalysis.SyntaxNode node) =>
        new($"The interpreter does not know how to read {node.Kind()} {node}.");
}
