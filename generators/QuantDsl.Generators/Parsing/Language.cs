using Microsoft.CodeAnalysis;

namespace QuantDsl.Generators.Parsing;

/// <summary>Where the language's attributes live. Those that others write in a namespace of that name are not the language's.</summary>
internal static class Language
{
    public const string QuantModel = "QuantDsl.QuantModelAttribute";
    public const string ModelFrom = "QuantDsl.ModelFromAttribute";

    /// <summary>A type that training needs; only the assembly with the training has it.</summary>
    private const string Training = "QuantDsl.CompilerServices.ParameterStore";

    /// <summary>Whether models are trained here: else the project references the runtime alone, and they only predict.</summary>
    public static bool Trains(Compilation compilation) => compilation.GetTypeByMetadataName(Training) is not null;

    /// <summary>The same of a module.</summary>
    public static bool IsTrainedBy(IModuleSymbol module) =>
        module.ReferencedAssemblySymbols.Any(assembly => assembly.GetTypeByMetadataName(Training) is not null);

    /// <summary>Whether this assembly defines the language; its name does not matter.</summary>
    public static bool IsDefinedBy(IAssemblySymbol? assembly) => assembly?.GetTypeByMetadataName(QuantModel) is not null;

    /// <summary>
    /// Whether references to the language's types may name this assembly: it defines them, or forwards to the one that does.
    /// </summary>
    public static bool IsReachedThrough(IAssemblySymbol assembly) =>
        IsDefinedBy(assembly) || assembly.ResolveForwardedType(QuantModel) is not null;
}
