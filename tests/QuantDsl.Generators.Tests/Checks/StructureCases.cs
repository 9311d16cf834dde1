namespace QuantDsl.Generators.Tests.Checks;

/// <summary>01xx: the declaration.</summary>
internal static class StructureCases
{
    public static IReadOnlyList<DiagnosticCase> Reported { get; } =
    [
        new("QDSL0101", "class without partial", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed class {|QDSL0101:Net|}
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Net must be declared partial, because the generated training code is another part of it")
        { CompilerErrors = ["CS0751", "CS9248"] },
        new("QDSL0102", "generic class", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0102:Net|}<T>
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Net is generic; a model must be a class that is not generic, abstract, static, file-local or a record, "
            + "has no primary constructor, and is nested only in partial types that are not generic")
        { CompilerErrors = ["CS9248"] },
        new("QDSL0102", "abstract class", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public abstract partial class {|QDSL0102:Net|}
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Net is abstract; a model must be a class that is not generic, abstract, static, file-local or a record, "
            + "has no primary constructor, and is nested only in partial types that are not generic")
        { CompilerErrors = ["CS9248"] },
        new("QDSL0102", "static class with a static layer", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public static partial class {|QDSL0102:Net|}
            {
                [Linear(2)] public static partial Layer {|QDSL0103:Out|} { get; }
            }
            """,
            "Net is static; a model must be a class that is not generic, abstract, static, file-local or a record, "
            + "has no primary constructor, and is nested only in partial types that are not generic",
            "Out must be declared as 'public partial Layer Out { get; }'")
        { CompilerErrors = ["CS9248"] },
        new("QDSL0102", "record", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial record {|QDSL0102:Net|}
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Net is not a plain class; a model must be a class that is not generic, abstract, static, file-local or a record, "
            + "has no primary constructor, and is nested only in partial types that are not generic")
        { CompilerErrors = ["CS9248"] },
        new("QDSL0102", "nested in a class without partial", """
            public static class Outer
            {
                [QuantModel(4), Weights(Bits = 1), SquaredHinge]
                public sealed partial class {|QDSL0102:Net|}
                {
                    [Linear(2)] public partial Layer Out { get; }
                }
            }
            """,
            "Net is nested in a type that is not partial; "
            + "a model must be a class that is not generic, abstract, static, file-local or a record, "
            + "has no primary constructor, and is nested only in partial types that are not generic")
        { CompilerErrors = ["CS9248"] },
        new("QDSL0103", "another type of that name", """
            public static partial class Other
            {
                public sealed class Layer;

                [QuantModel(4), Weights(Bits = 1), SquaredHinge]
                public sealed partial class Inner
                {
                    [Linear(2)] public partial global::QuantDsl.Layer Out { get; }
                }
            }

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Other.Layer {|QDSL0103:Fc1|} { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Fc1 must be declared as 'public partial global::QuantDsl.Layer Fc1 { get; }', because Layer means Models.Other.Layer there"),
        new("QDSL0103", "property without partial", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public Layer {|QDSL0103:Fc1|} { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "Fc1 must be declared as 'public partial Layer Fc1 { get; }'"),
        new("QDSL0103", "property of another type", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial string? {|QDSL0103:Fc1|} { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "Fc1 must be declared as 'public partial Layer Fc1 { get; }'"),
        new("QDSL0103", "property with a setter", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer {|QDSL0103:Fc1|} { get; private set; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "Fc1 must be declared as 'public partial Layer Fc1 { get; }'"),
        new("QDSL0103", "static property", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public static partial Layer {|QDSL0103:Fc1|} { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "Fc1 must be declared as 'public partial Layer Fc1 { get; }'"),
        new("QDSL0104", "no property", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0104:Net|};
            """, "Net has no layers; declare at least one, such as '[Linear(10)] public partial Layer Out { get; }'"),
        new("QDSL0105", "no weighted operation", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer Fc1 { get; }
                [BatchNorm, ReLU] public partial Layer {|QDSL0105:Out|} { get; }
            }
            """,
            "Out must begin with a weighted operation ([Linear], [Conv1d], [Conv2d], [Lstm], [Gru] or [Embedding]), but begins with BatchNorm"
            + "; move that to the end of Fc1"),
        new("QDSL0105", "weighted operation behind another", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [ReLU, Linear(3)] public partial Layer {|QDSL0105:Out|} { get; }
            }
            """,
            "Out must begin with a weighted operation ([Linear], [Conv1d], [Conv2d], [Lstm], [Gru] or [Embedding]), but begins with ReLU"
            + "; move that behind Linear(3)"),
        new("QDSL0105", "a pooling of the stage before, of which nothing else is said", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d(4, 3), BatchNorm] public partial Layer Conv { get; }
                [GlobalAvgPool2d, Linear(10)] public partial Layer {|QDSL0105:Out|} { get; }
            }
            """,
            "Out must begin with a weighted operation ([Linear], [Conv1d], [Conv2d], [Lstm], [Gru] or [Embedding]), but begins with "
            + "GlobalAvgPool2d; move that to the end of Conv"),
        new("QDSL0105", "no operation", """
            [QuantModel(4), SquaredHinge]
            public sealed partial class Net
            {
                [Weights(Bits = 1)] public partial Layer {|QDSL0105:Fc1|} { get; }
                [Linear(3), Weights(Bits = 1)] public partial Layer Out { get; }
            }
            """, "Fc1 must begin with a weighted operation ([Linear], [Conv1d], [Conv2d], [Lstm], [Gru] or [Embedding])"),
        new("QDSL0106", "two weighted operations", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d(4, 3), {|QDSL0106:Linear(10)|}] public partial Layer Out { get; }
            }
            """, "Out has 2 weighted operations (Conv2d(4, 3), Linear(10)); declare a separate property for each"),
        new("QDSL0107", "four dimensions", """
            [QuantModel(1, 1, 28, 28), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0107:Net|}
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net has the input shape (1, 1, 28, 28); expected (features), (length, features) for a sequence "
            + "or (channels, height, width) for an image, with each number at least 1 and at most 2,000,000,000 values in total"),
        new("QDSL0107", "an empty dimension", """
            [QuantModel(1, 0, 28), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0107:Net|}
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net has the input shape (1, 0, 28); expected (features), (length, features) for a sequence "
            + "or (channels, height, width) for an image, with each number at least 1 and at most 2,000,000,000 values in total"),
        new("QDSL0107", "too many values", """
            [QuantModel(3, 100000, 100000), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0107:Net|}
            {
                [Linear(10)] public partial Layer Out { get; }
            }
            """,
            "Net has the input shape (3, 100000, 100000); expected (features), (length, features) for a sequence "
            + "or (channels, height, width) for an image, with each number at least 1 and at most 2,000,000,000 values in total"),
        new("QDSL0108", "another class is no model", """
            public sealed class Other;

            [ModelFrom(typeof(Other)), Weights(Bits = 2)]
            public sealed partial class {|QDSL0108:Net|};
            """, "Net cannot be based on Other: Other has neither [QuantModel] nor [ModelFrom]"),
        new("QDSL0108", "a circle", """
            [ModelFrom(typeof(Second))]
            public sealed partial class {|QDSL0108:Net|};

            [ModelFrom(typeof(Net))]
            public sealed partial class {|QDSL0108:Second|};
            """,
            "Net cannot be based on Second: its declaration has errors; fix them first",
            "Second cannot be based on Net: its declaration has errors; fix them first"),
        new("QDSL0108", "a model with errors", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Source
            {
                [Linear(2), {|QDSL0201:MaxPool2d(2)|}] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Weights(Bits = 2)]
            public sealed partial class {|QDSL0108:Net|};
            """,
            "Out: MaxPool2d(2) needs an input of shape channels×height×width, but gets 2 features",
            "Net cannot be based on Source: its layer Out has errors; fix them first"),
        new("QDSL0108", "a model of its own as well", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Source
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            [QuantModel(4), ModelFrom(typeof(Source)), Weights(Bits = 2), SquaredHinge]
            public sealed partial class {|QDSL0108:Net|}
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "Net cannot be based on Source: Net also has [QuantModel]; remove one of the two attributes"),
        new("QDSL0108", "layers of its own", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Source
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Weights(Bits = 2)]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer {|QDSL0108:Hidden|} { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "Net cannot be based on Source: Net has layers of its own (Hidden, Out); remove them, or use [QuantModel]"),
        new("QDSL0109", "layer called like a member", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer {|QDSL0109:Info|} { get; }
                [Linear(3)] public partial Layer {|QDSL0109:Dispose|} { get; }
                [Linear(2)] public partial Layer {|QDSL0109:Step|} { get; }
            }
            """,
            "Info cannot be the name of a layer, because generated code uses it; rename the property",
            "Dispose cannot be the name of a layer, because generated code uses it; rename the property",
            "Step cannot be the name of a layer, because generated code uses it; rename the property") { HasAllMembers = false },
        new("QDSL0109", "layer called like its model", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer {|QDSL0109:Net|} { get; }
            }
            """,
            "Net cannot be the name of a layer, because its model has the same name; rename the property")
        { CompilerErrors = ["CS0542", "CS9248"] },
        new("QDSL0109", "model called like a member", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0109:UpdateRecipe|}
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """, "UpdateRecipe cannot be the name of a model, because generated code uses it; rename the class") { Model = "UpdateRecipe" },
        new("QDSL0109", "model called like a layer of its source", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Net)), Weights(Bits = 2)]
            public sealed partial class {|QDSL0109:Out|};
            """, "Out cannot be the name of a model, because Net has a layer of that name; rename the class") { Model = "Out" },
        new("QDSL0109", "members of the user's that generated code declares", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }

                public string {|QDSL0109:Info|} => "mine";

                public void {|QDSL0109:Dispose|}() => System.Console.WriteLine(_store());

                private static int {|QDSL0109:_store|}() => 1;

                private static class {|QDSL0109:TakeSteps|};
            }
            """,
            "Info cannot be declared in Net, because generated code declares it there; rename it",
            "Dispose() cannot be declared in Net, because generated code declares it there; rename it",
            "_store() cannot be declared in Net, because generated code declares it there; rename it",
            "TakeSteps cannot be declared in Net, because generated code declares it there; rename it") { HasAllMembers = false },
        new("QDSL0109", "a constructor like the generated one", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }

                public {|QDSL0109:Net|}(TorchSharp.torch.Device? device, long seed) => System.Console.WriteLine(device + " " + seed);
            }
            """,
            "Net(Device, long) cannot be declared in Net, because generated code declares it there; rename it"),
        new("QDSL0109", "inherited members that generated code would hide", """
            public abstract class Base
            {
                public abstract double Evaluate(Dataset data);
            }

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0109:Net|} : Base
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Evaluate(Dataset) cannot be inherited by Net, because generated code declares it there and would hide that of Base; rename it")
        { CompilerErrors = ["CS0534"] },
        new("QDSL0109", "a model that derives from a model", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public partial class Base
            {
                [Linear(2)] public partial Layer First { get; }
            }

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class {|QDSL0109:Net|} : Base
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """,
            "Base cannot be the base class of Net, because it is a model itself; use [ModelFrom(typeof(Base))] for a variant"),
        new("QDSL0110", "a layer in another part", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer Fc1 { get; }
            }

            partial class Net
            {
                [Linear(3)] public partial Layer {|QDSL0110:Fc2|} { get; }
                [Linear(2)] public partial Layer {|QDSL0110:Out|} { get; }
            }
            """,
            "Fc2 is declared in a different part of Net than Fc1; declare all layers in one part, "
            + "because their order is that of the network",
            "Out is declared in a different part of Net than Fc1; declare all layers in one part, "
            + "because their order is that of the network"),
        new("QDSL0111", "constructors that do not call the generated one", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                public {|QDSL0111:Net|}(string purpose) => Purpose = purpose;

                internal {|QDSL0111:Net|}(char first, int seed)
                    : base() => Purpose = $"{first}{seed}";

                [Linear(2)] public partial Layer Out { get; }

                public string Purpose { get; }
            }
            """, Unchained, Unchained),
    ];

    public static IReadOnlyList<DiagnosticCase> NotReported { get; } =
    [
        new("QDSL0101", "one of two parts has the attributes", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            partial class Net
            {
                public int Twice => 2;
            }
            """),
        new("QDSL0102", "nested in partial types", """
            public static partial class Outer
            {
                public partial struct Inner
                {
                    [QuantModel(4), Weights(Bits = 1), SquaredHinge]
                    public sealed partial class Net
                    {
                        [Linear(2)] public partial Layer Out { get; }
                    }
                }
            }
            """),
        new("QDSL0103", "other properties beside the layers", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }
                public Layer Last => Out;
                [System.Obsolete("Old.")] public int Count { get; set; }
            }
            """),
        new("QDSL0104", "taken over from another model", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Source
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(Source)), Weights(Bits = 2)]
            public sealed partial class Net;
            """),
        new("QDSL0105", "other attributes in front of the weighted operation", """
            [QuantModel(4), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(4), Weights(Bits = 1)] public partial Layer Fc1 { get; }
                [Weights(Bits = 1), From(nameof(Fc1)), Linear(2)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0106", "one weighted operation each", """
            [QuantModel(1, 8, 8), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Conv2d(4, 3)] public partial Layer Conv { get; }
                [Linear(10)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0107", "smallest input", """
            [QuantModel(1, 1, 1), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0108", "a model made from one made from another", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class First
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            [ModelFrom(typeof(First)), Weights(Bits = 2)]
            public sealed partial class Second;

            [ModelFrom(typeof(Second)), Weights(Bits = 3), CrossEntropy]
            public sealed partial class Net;
            """),
        new("QDSL0109", "types of the names that generated code uses", """
            public sealed class Tensor;

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Losses
            {
                [Linear(2)] public partial Layer Out { get; }
            }

            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer Math { get; }
                [Linear(2)] public partial Layer Dropout { get; }

                private readonly struct PerRow<T>;
            }
            """),
        new("QDSL0109", "overloads of generated methods", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(2)] public partial Layer Out { get; }

                public Net(int seed)
                    : this(device: null, seed)
                {
                }

                public double Evaluate(string folder) => folder.Length;

                public double Forward(double x) => x;

                public TrainingReport Fit(Dataset train, int epochs) => Fit(train, null, new FitOptions { Epochs = epochs });
            }
            """),
        new("QDSL0109", "names that only look reserved", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                [Linear(3)] public partial Layer step { get; }
                [Linear(3)] public partial Layer Size { get; }
                [Linear(3)] public partial Layer Updated { get; }
                [Linear(2)] public partial Layer Tensor2 { get; }
            }
            """),
        new("QDSL0110", "attributes on one part, layers on another", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net;

            partial class Net
            {
                [Linear(3)] public partial Layer Fc1 { get; }
                [Linear(2)] public partial Layer Out { get; }
            }
            """),
        new("QDSL0111", "constructors that lead to the generated one, and a static one", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                static Net() => Made = 0;

                public Net(string purpose)
                    : this(seed: purpose.Length) => Made++;

                public Net(char purpose)
                    : this($"{purpose}")
                {
                }

                [Linear(2)] public partial Layer Out { get; }

                public static int Made { get; private set; }
            }
            """),
        new("QDSL0111", "where models only predict, nothing is to be called", """
            [QuantModel(4), Weights(Bits = 1), SquaredHinge]
            public sealed partial class Net
            {
                private Net(string purpose) => Purpose = purpose;

                [Linear(2)] public partial Layer Out { get; }

                public string Purpose { get; }
            }
            """)
        {
            OnlyPredicts = true,
        },
    ];

    private const string Unchained =
        "This constructor of Net does not call the generated one, which makes the layers and their memory; "
        + "write ': this(seed: 0)' or ': this(device, seed)' behind its parameters";
}
