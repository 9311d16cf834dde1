using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QuantDsl.Generators.Tests.GeneratedCode;

/// <summary>What code in a hot path must not do.</summary>
internal static class HotPathRules
{
    /// <summary>What an operation does that a fused pass must not; null if nothing.</summary>
    public static string? Breach(IOperation operation) => operation switch
    {
        IInvocationOperation { IsVirtual: true } call => $"calls virtual {call.TargetMethod}",
        IInvocationOperation { TargetMethod: var method } when !BindsDirectly(method) => $"calls {method} of a type that is not sealed",
        IPropertyReferenceOperation { Property: var property } when !BindsDirectly(property) =>
            $"calls {property} of a type that is not sealed",
        IObjectCreationOperation { Type.IsReferenceType: true } creation => $"makes an object: {creation.Type}",
        IArrayCreationOperation array => $"makes an array: {array.Type}",
        ICollectionExpressionOperation { Type.IsReferenceType: true } collection => $"makes a collection: {collection.Type}",
        IDelegateCreationOperation or IAnonymousFunctionOperation => $"makes a delegate: {operation.Syntax}",
        IInterpolatedStringOperation => $"makes a string: {operation.Syntax}",
        IConversionOperation { Operand.Type.IsValueType: true, Type.IsReferenceType: true } box => $"boxes {box.Operand.Syntax}",
        IForEachLoopOperation { Collection: IConversionOperation { Operand.Type.TypeKind: not TypeKind.Array } collection } =>
            $"enumerates {collection.Syntax}",
        _ when operation.Type is IDynamicTypeSymbol => $"is dynamic: {operation.Syntax}",
        IVariableDeclaratorOperation { Symbol.Type: IDynamicTypeSymbol } => $"is dynamic: {operation.Syntax}",
        _ => null,
    };

    /// <summary>A symbol of reflection or late binding; null if it is none.</summary>
    public static ISymbol? Reflection(ISymbol? symbol)
    {
        if (symbol is IDynamicTypeSymbol)
            return symbol;
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        string space = (symbol as INamespaceSymbol ?? type?.ContainingNamespace)?.ToDisplayString() ?? "";
        bool isReflection = space.StartsWith("System.Reflection", StringComparison.Ordinal)
            || space.StartsWith("System.Linq.Expressions", StringComparison.Ordinal)
            || type?.ToDisplayString() is "System.Type" or "System.Activator" or "System.Delegate"
            || symbol is IMethodSymbol { Name: nameof(GetType), ContainingType.SpecialType: SpecialType.System_Object };
        return isReflection ? symbol : null;
    }

    /// <summary>Static members, and those of sealed classes and structs that override nothing still open.</summary>
    private static bool BindsDirectly(ISymbol member)
    {
        if (member.IsStatic)
            return !member.IsAbstract && !member.IsVirtual;
        INamedTypeSymbol type = member.ContainingType;
        bool isSealed = type.IsSealed || type.IsValueType || member.DeclaredAccessibility == Accessibility.Private;
        return isSealed && !member.IsAbstract && type.TypeKind is (TypeKind.Class or TypeKind.Struct);
    }
}
