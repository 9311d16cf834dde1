using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.Generators.Benchmarks;

/// <summary>A user's project with a number of models, and the edits that are timed.</summary>
internal sealed class Project
{
    private const string ModelFile = "Models.cs";
    private const string OtherFile = "Other.cs";
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    /// <summary>Architectures and quantizers of a research project, in turn.</summary>
    private static readonly string[] Templates =
    [
        """
        [QuantModel(1, 28, 28, Batch = 128), Weights(Bits = 1), Backtrack, Adam(LearningRate = 0.005), SquaredHinge]
        public sealed partial class {0}
        {{
            [Conv2d(20, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv1 {{ get; }}
            [Conv2d(50, 3), MaxPool2d(2), BatchNorm, ReLU] public partial Layer Conv2 {{ get; }}
            [Linear(500), BatchNorm, ReLU] public partial Layer Fc1 {{ get; }}
            [Linear(10), BatchNorm] public partial Layer Out {{ get; }}
        }}
        """,
        """
        [QuantModel(3, 32, 32, Batch = 50), Weights(Bits = 2), Backtrack(Period = 10, Blend = 0.9), Adam(LearningRate = 0.005), CrossEntropy]
        public sealed partial class {0}
        {{
            [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Stem {{ get; }}
            [Conv2d(16, 3, Padding = 1), BatchNorm, ReLU] public partial Layer Conv1 {{ get; }}
            [Conv2d(16, 3, Padding = 1), BatchNorm, Add(nameof(Stem)), ReLU] public partial Layer Conv2 {{ get; }}
            [Conv2d(32, 1, Stride = 2), BatchNorm] public partial Layer Skip {{ get; }}
            [From(nameof(Conv2)), Conv2d(32, 3, Stride = 2, Padding = 1), BatchNorm, ReLU] public partial Layer Conv3 {{ get; }}
            [Conv2d(32, 3, Padding = 1), BatchNorm, Add(nameof(Skip)), ReLU, GlobalAvgPool2d] public partial Layer Conv4 {{ get; }}
            [Linear(10), FullPrecision] public partial Layer Out {{ get; }}
        }}
        """,
        """
        [QuantModel(784), Weights(Bits = 3, Grid = Grid.Logarithmic, Scale = Scale.PerChannel), Adam(LearningRate = 0.005), SquaredHinge]
        public sealed partial class {0}
        {{
            [Linear(2048), BatchNorm, ReLU] public partial Layer Fc1 {{ get; }}
            [Linear(2048), BatchNorm, ReLU, Dropout(0.5)] public partial Layer Fc2 {{ get; }}
            [Linear(10), BatchNorm] public partial Layer Out {{ get; }}
        }}
        """,
    ];

    /// <summary>A project with models.</summary>
    /// <param name="models">How many.</param>
    public Project(int models)
    {
        string text = string.Join("\n\n", Enumerable.Range(0, models).Select(index => Format(Templates[index % Templates.Length], index)));
        Models = Parse($"using QuantDsl;\n\nnamespace Models;\n\n{text}\n", ModelFile);
        OneModelEdited = Parse(Replace(Models.ToString(), "LearningRate = 0.005", "LearningRate = 0.001"), ModelFile);
        Other = Parse("internal static class Other { public static int Twice(int x) => 2 * x; }", OtherFile);
        OtherEdited = Parse("internal static class Other { public static int Twice(int x) => x + x; }", OtherFile);
        Compilation = CSharpCompilation.Create(
            "Project", [Models, Other], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _ = Compilation.GetTypeByMetadataName("QuantDsl.QuantModelAttribute"); // binds the references, which every edit of a project keeps
    }

    /// <summary>What the generator gets, with nothing of it bound but the references.</summary>
    public CSharpCompilation Compilation { get; }

    private SyntaxTree Models { get; }

    private SyntaxTree OneModelEdited { get; }

    private SyntaxTree Other { get; }

    private SyntaxTree OtherEdited { get; }

    /// <summary>The project behind an edit of a file that has nothing to do with a model.</summary>
    public CSharpCompilation WithUnrelatedEdit() => Compilation.ReplaceSyntaxTree(Other, OtherEdited);

    /// <summary>The project behind an edit of one number of one model.</summary>
    public CSharpCompilation WithOneModelEdited() => Compilation.ReplaceSyntaxTree(Models, OneModelEdited);

    private static string Format(string template, int index) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, template, $"Model{index}");

    private static string Replace(string text, string what, string by)
    {
        int position = text.IndexOf(what, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, position), by, text.AsSpan(position + what.Length));
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Options, path);

    private static IEnumerable<MetadataReference> References()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(TorchSharp.torch).Assembly.Location)
            .Append(typeof(QuantModelAttribute).Assembly.Location)
            .Append(typeof(Dataset).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
