namespace QuantDsl.Generators.Tests.Fuzz;

/// <summary>
/// Declarations that once made the generator throw, emit code that does not compile, or be silent; fuzzing found them and the shrinker made
/// most of them this small. <c>Namespace0</c> stands for the namespace of the case.
/// </summary>
internal static class FailedOnce
{
    /// <summary>By what they are: the text, and the diagnostics that refuse it now; none where it is a valid model.</summary>
    public static IReadOnlyDictionary<string, (string Text, string Ids)> All { get; } = new Dictionary<string, (string, string)>
    {
        // Names of generated files are compared without case.
        ["names that differ in case only"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }

            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class NET
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, ""),
        ["containers that differ in case only"] = ("""
            public static partial class Outer
            {
                [QuantModel(1), Weights(Bits = 2), SquaredHinge]
                public sealed partial class Net
                {
                    [Linear(2), BatchNorm] public partial Layer Out { get; }
                }
            }

            public static partial class OUTER
            {
                [QuantModel(1), Weights(Bits = 2), SquaredHinge]
                public sealed partial class Net
                {
                    [Linear(2), BatchNorm] public partial Layer Out { get; }
                }
            }
            """, ""),
        ["a file-local class"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            file sealed partial class Net
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, "QDSL0102"),
        ["a file-local container"] = ("""
            file partial class Outer
            {
                [QuantModel(1), Weights(Bits = 2), SquaredHinge]
                public sealed partial class Net
                {
                    [Linear(2), BatchNorm] public partial Layer Out { get; }
                }
            }
            """, "QDSL0102"),
        ["a primary constructor"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net()
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, "QDSL0102"),
        ["a ref property"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2), BatchNorm] public partial ref Layer Out { get; }
            }
            """, "QDSL0103"),

        // A name in a cref is looked up in the namespaces around first.
        ["a namespace called System"] = ("""
            namespace Namespace0.Own.System;

            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, ""),
        ["a name in small letters"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class net
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, ""),
        ["a contextual keyword as a name"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class @file
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, ""),
        ["a container called record"] = ("""
            partial class @record
            {
                [QuantModel(1), Weights(Bits = 2), SquaredHinge]
                public sealed partial class Net
                {
                    [Linear(2), BatchNorm] public partial Layer Out { get; }
                }
            }
            """, ""),
        ["a model called dynamic"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class @dynamic
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, ""),

        // var in generated code would mean the class.
        ["a model called var"] = ("""
            [QuantModel(1), Weights(Bits = 2), SquaredHinge]
            public sealed partial class @var
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, "QDSL0109"),

        // Sums of bytes overflowed.
        ["an input whose size overflows"] = ("""
            [QuantModel(1, 2000000000, 2000000000), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d(2, 1), BatchNorm, GlobalAvgPool2d] public partial Layer Out { get; }
            }
            """, "QDSL0107"),
        ["an output whose size overflows"] = ("""
            [QuantModel(1, 8, 8), Weights(Bits = 2), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d(6, 1, Padding = 715827880), BatchNorm, GlobalAvgPool2d] public partial Layer Out { get; }
            }
            """, "QDSL0205 QDSL0207"),

        // The analyzer looked for its place in the first property of the name, which is no layer.
        ["a property given twice, the first one virtual"] = ("""
            [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(4)] public virtual partial Layer First { get; }
                [ReLU, BatchNorm] public partial Layer First { get; }
            }
            """, "QDSL0103"),

        // Its literal was no C#.
        ["an epsilon that is infinite in float32"] = ("""
            [QuantModel(1), Weights(Bits = 2), Adam(Epsilon = 1e39), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2), BatchNorm] public partial Layer Out { get; }
            }
            """, "QDSL0403"),
    };

    /// <summary>The file as it is compiled.</summary>
    public static string Source(string name)
    {
        string text = All[name].Text;
        string place = text.Contains("namespace ", StringComparison.Ordinal) ? "" : "namespace Namespace0;\n\n";
        return $"#pragma warning disable CS1591, CS8981\nusing QuantDsl;\n\n{place}{text}\n";
    }
}
