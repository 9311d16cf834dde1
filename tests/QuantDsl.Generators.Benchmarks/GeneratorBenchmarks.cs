using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace QuantDsl.Generators.Benchmarks;

/// <summary>The generator on projects of 1, 10 and 100 models.</summary>
[SimpleJob(RuntimeMoniker.HostProcess, warmupCount: 5, iterationCount: 10)]
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private Project _project = null!;
    private GeneratorDriver _warm = null!;
    private CSharpCompilation _unrelated = null!;
    private CSharpCompilation _oneModel = null!;

    /// <summary>Models in the project.</summary>
    [Params(1, 10, 100)]
    public int Models { get; set; }

    /// <summary>Makes the project, and runs the generator on it once for the edits.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _project = new Project(Models);
        _warm = Driver.Of(new QuantModelGenerator()).RunGenerators(_project.Compilation);
        _unrelated = _project.WithUnrelatedEdit();
        _oneModel = _project.WithOneModelEdited();
    }

    /// <summary>What Roslyn takes to find the models.</summary>
    [Benchmark(Baseline = true)]
    public int Floor() => Driver.Run(Driver.Of(new FloorGenerator()), _project.Compilation.Clone());

    /// <summary>Everything for the first time.</summary>
    [Benchmark]
    public int Cold() => Driver.Run(Driver.Of(new QuantModelGenerator()), _project.Compilation.Clone());

    /// <summary>Behind an edit of another file.</summary>
    [Benchmark]
    public int UnrelatedEdit() => Driver.Run(_warm, _unrelated.Clone());

    /// <summary>Behind an edit of one model's learning rate.</summary>
    [Benchmark]
    public int OneModelEdited() => Driver.Run(_warm, _oneModel.Clone());
}
