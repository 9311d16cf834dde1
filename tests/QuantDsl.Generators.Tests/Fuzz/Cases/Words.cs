namespace QuantDsl.Generators.Tests.Fuzz.Cases;

/// <summary>Names and phrases, ordinary ones and those that have a meaning elsewhere.</summary>
internal static class Words
{
    /// <summary>Names of the layers of a random network, which references to other layers hit or miss.</summary>
    public static IReadOnlyList<string> Layers { get; } = ["Layer0", "Layer1", "Layer2", "Layer3", "Layer4", "Missing", "layer0", "Net"];

    /// <summary>Types that <c>[ModelFrom]</c> may name.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "Net", "Variant0", "Variant1", "Variant2", "Net", "int", "Net[]", "Layer", "Nothing", "Net<int>",
        "System.Collections.Generic.List<>", "void",
    ];

    public static IReadOnlyList<string> Schedules { get; } =
        ["Cosine", "Exponential", "MultiStep", "OneCycle", "ReduceOnPlateau", "StepDecay", "Warmup"];

    /// <summary>Attributes of which a model may have only one.</summary>
    public static IReadOnlyList<string[]> Apart { get; } = [["Cosine", "StepDecay"], ["Warmup", "OneCycle"], ["Adam", "AdamW"]];

    public static IReadOnlyList<string> Odd { get; } =
    [
        "@class", "@int", "@record", "@required", "@file", "@scoped", "@partial", "@var", "@dynamic", "@field", "@value", "@await",
        "@where", "@nint", "@extension", "@this", "Größe", "層", "e\u0301", "\\u0043lass", "_", "__", "_1", "Class", "String", "System",
        "QuantDsl", "TorchSharp", "torch", "Layer", "Tensor", "Math", "Step", "Fit", "Info", "Dispose", "Save", "_store", "_layers",
        "_mask", "_maskLayer0", "Size0", "Size784", "CpuUpdate", "UpdateRecipe", "TernaryGrid", "diagnosis", "input", "labels", "pass",
        "layer0", "LAYER0", "Layer0Weight", "Models", "Equals", "ToString", "GetHashCode", "GetType", "Finalize", "MemberwiseClone", "net",
        "NET", "variant0", "Model", "get_Layer0", "ExactTernary", "Name", "Object", "Count", "x", "seed", "device", "train", "options",
        "Parameters",
    ];

    public static IReadOnlyList<string> TypeModifiers { get; } =
    [
        "public partial", "internal sealed partial", "partial", "public sealed", "public", "public abstract partial",
        "public static partial", "file sealed partial", "private sealed partial", "public sealed unsafe partial", "public sealed partial",
        "sealed", "protected partial", "public new partial", "public readonly partial",
    ];

    public static IReadOnlyList<string> Kinds { get; } =
    [
        "record", "struct", "record struct", "interface", "class", "ref struct", "record class", "enum",
    ];

    public static IReadOnlyList<string> Tails { get; } =
    [
        "<T>", "<T> where T : class", " : System.IDisposable", " : System.Collections.Generic.List<int>", " : IQuantModel<Net>",
        "(int count)", " : Base", "()", "<T, U>", " : object",
    ];

    public static IReadOnlyList<string> PropertyModifiers { get; } =
    [
        "public", "partial", "internal partial", "private partial", "protected partial", "private protected partial",
        "protected internal partial", "public static partial", "public virtual partial", "public new partial", "public required partial",
        "public override partial", "public unsafe partial", "public extern partial", "public sealed partial", "public abstract partial",
        "public readonly partial", "public async partial", "internal new partial", "",
    ];

    public static IReadOnlyList<string> PropertyTypes { get; } =
    [
        "int", "Layer?", "string", "object", "QuantDsl.Layer", "global::QuantDsl.Layer", "Layer[]", "dynamic", "ref Layer",
        "ref readonly Layer", "Nothing", "(int A, Layer B)", "Layre", "void",
    ];

    public static IReadOnlyList<string> Bodies { get; } =
    [
        "{ get; set; }", "{ get; init; }", "{ get; private set; }", "{ set; }", "{ get; } = null!;", "=> null!;", "{ get => null!; }",
        "{ }", "{ private get; }", ";", "{ readonly get; }", "{ get; get; }",
    ];

    public static IReadOnlyList<string> Members { get; } =
    [
        "public int Twice => 2;", "public Layer Last => Layer0;", "public partial Layer Other { get; }",
        "public partial int Number { get; set; }", "private readonly int _count = 3;", "public sealed class Inner;",
        "public void Print() => System.Console.WriteLine(nameof(Net));", "[ReLU] public int Field;", "public event System.Action? Changed;",
        "[Linear(3)] public partial Layer this[int index] { get; }", "[Linear(3)] public partial int this[int index] { get; }",
        "static partial void Hook();", "public partial Layer Layer0 => null!;", "public sealed partial class Deep { }",
        "public const int Size = 4;",
    ];

    public static IReadOnlyList<string> Containers { get; } =
    [
        "public partial class Outer", "internal static partial class Outer", "public partial struct Outer",
        "public partial interface IOuter", "public partial record Outer", "public partial record struct Outer", "public class Outer",
        "public partial class Outer<T>", "partial class @struct", "partial class @record", "file partial class Outer",
        "public partial class Outer : Base", "public ref partial struct Outer", "partial class Größe",
        "public readonly partial struct Outer", "partial class Net", "partial class QuantDsl",
    ];

    public static IReadOnlyList<string?> Namespaces { get; } =
    [
        null, ".A", ".A.B", ".@class", ".@record", ".Größe", ".QuantDsl", ".Own.System", ".Net", ".TorchSharp", ".@await.@var", ".Layer",
        ".torch", ".@global",
    ];

    public static IReadOnlyList<string> Siblings { get; } =
    [
        "public class Base { public void Own() { } }", "partial class Net;", "partial class Net { public int More => 1; }",
        "public interface IOther;", "public enum Colour { Red }", "public delegate void Done();", "class net;",
        "public sealed class Net<T>;", "[QuantModel(4)] public enum Coloured { Red }", "[ModelFrom(typeof(Net))] partial class Net;",
        "partial class Net { [Linear(2)] public partial Layer Late { get; } }",
    ];
}
